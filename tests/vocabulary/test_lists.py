"""The violations: two levels, each entry with its sources and crosswalks, and the lexicon of acts beside them."""

from __future__ import annotations

import re

from firsthand.language import lexicon
from firsthand.vocabulary.terms import load


def test_every_violation_has_its_label_definition_and_crosswalks() -> None:
    raw = load("violations")
    assert len(raw["types"]) >= 25
    for key, entry in raw["types"].items():
        assert re.fullmatch(r"[a-z][a-z-]*", key)
        assert entry["family"] in raw["families"]
        assert entry["label"]
        assert entry["definition"].endswith(".")
        assert entry["citation"]
        assert entry["plover"]
        assert entry["huridocs"].startswith("MT 4: ")
        assert all(re.fullmatch(r"([5-8]|70)(\([\w-]+\)|-\d)*", a) for a in entry["rome"])
    assert len({e["label"] for e in raw["types"].values()}) == len(raw["types"])


def test_every_type_of_act_in_the_lexicon_is_a_violation_and_the_other_way_round() -> None:
    spoken = {k for k, v in lexicon.load("en", "acts").items() if isinstance(v, dict) and "owner" in v}
    assert spoken == set(load("violations")["types"])
