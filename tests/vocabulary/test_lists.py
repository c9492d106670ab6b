"""The field's lists: every entry says what it means and where it is from, and every crosswalk leads somewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest

from firsthand.language import lexicon
from firsthand.vocabulary.terms import load


def _entries(name: str) -> dict[str, dict[str, Any]]:
    raw = load(name)
    groups = (
        [raw["degrees"], raw["doers"]] if name == "involvement" else [raw["types"]] if name == "violations" else [raw]
    )
    return {k: v for g in groups for k, v in g.items() if isinstance(v, dict)}


@pytest.mark.parametrize("name", ["violations", "involvement", "connections", "responses", "units"])
def test_every_entry_has_its_label_definition_and_crosswalk(name: str) -> None:
    entries = _entries(name)
    assert len(entries) >= 8
    for key, entry in entries.items():
        assert re.fullmatch(r"[a-z][a-z-]*", key)
        assert entry["label"]
        assert entry["definition"].endswith(".")
        assert entry["huridocs"]
    assert len({e["label"] for e in entries.values()}) == len(entries)


def test_violations_stand_in_two_levels_with_sources() -> None:
    raw = load("violations")
    for entry in raw["types"].values():
        assert entry["family"] in raw["families"]
        assert entry["citation"]
        assert entry["plover"]
        assert all(re.fullmatch(r"([5-8]|70)(\([\w-]+\)|-\d)*", a) for a in entry["rome"])


def test_every_type_of_act_in_the_lexicon_is_a_violation_and_the_other_way_round() -> None:
    spoken = {k for k, v in lexicon.load("en", "acts").items() if isinstance(v, dict) and "owner" in v}
    assert spoken == set(load("violations")["types"])


def test_a_refusal_to_comment_disputes_nothing_and_a_denial_does() -> None:
    raw = load("responses")
    assert raw["parties"] == ["state", "non-state"]
    assert not raw["no-comment"]["disputes"]
    assert not raw["deflects"]["disputes"]
    assert raw["denies-bare"]["disputes"]


def test_protocols_ask_and_never_answer() -> None:
    for protocol in load("protocols").values():
        assert protocol["citation"]
        assert protocol["checked"] is False
        assert all(q.rstrip().endswith("?") for q in protocol["checks"].values())


def test_units_of_figures_are_counting_units() -> None:
    units = {k for k in lexicon.load("en", "numbers")["units"] if k != "places"}
    assert {"persons", "households", "incidents", "share"} <= units & set(load("units"))
