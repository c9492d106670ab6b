"""Speakers across documents, by pairs of mentions read by hand."""

import json

from bench import origins


def test_the_pairs_name_places_and_hold_no_text():
    rows = [json.loads(row) for row in origins.PAIRS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    assert {len(r["a"]) for r in rows} == {len(r["b"]) for r in rows} == {3}
    assert all(r["a"][0] != r["b"][0] for r in rows)
    assert 100 <= sum(r["same"] for r in rows) <= len(rows) - 100


def test_speakers_of_different_documents_are_made_one_only_where_they_are(shared):
    found = origins.speakers(shared("data/dev/basil_triples"), whole=False)
    assert found["merge_precision"] >= 98
    assert found["merge_recall"] >= 50
