"""The field's lists are whole: each entry with a label and a definition, each list with where it corresponds to, none called checked."""

from __future__ import annotations

import pytest

from firsthand.vocabulary import terms

LISTS = [
    ("involvement", "degrees"),
    ("connections", "connections"),
    ("answers", "answers"),
    ("units", "units"),
]


@pytest.mark.parametrize(("name", "list_"), LISTS)
def test_every_entry_is_defined(name: str, list_: str) -> None:
    table = terms.load(name)
    assert table["checked"] is False
    assert table["huridocs"].startswith("MT")
    for entry in table[list_].values():
        assert entry["label"]
        assert entry["definition"].endswith(".")


def test_no_answer_and_no_comment_deny_nothing() -> None:
    answers = terms.load("answers")["answers"]
    assert {k for k, a in answers.items() if a["denies"]} == {"bare-denial", "reasoned-denial", "counter-evidence"}


def test_the_protocols_name_their_source_and_are_unchecked() -> None:
    table = terms.load("protocols")
    assert table["checked"] is False
    assert next(d["label"] for d in table["istanbul"]["degrees"]) == "not consistent"
    assert all(q["question"].endswith("?") for p in ("istanbul", "minnesota") for q in table[p]["checks"].values())


def test_the_units_of_figures_are_all_there() -> None:
    units = set(terms.load("units")["units"])
    assert {
        "persons",
        "households",
        "places",
        "incidents",
        "money",
        "time",
        "share",
        "documents",
        "members",
        "other",
    } <= units
