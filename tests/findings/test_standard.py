"""Standards and profiles: data that a mission can replace, checked before it is used."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from firsthand.errors import BadSettings
from firsthand.findings import standard
from firsthand.vocabulary import terms


def shipped() -> dict[str, Any]:
    return copy.deepcopy(terms.load("profiles/reasonable-grounds-v1"))


def test_every_standard_is_ranked_defined_and_cited() -> None:
    known = standard.standards()
    assert sorted(s.order for s in known.values()) == list(range(len(known)))
    assert all(s.definition.endswith(".") and s.source and s.verb for s in known.values())


def test_the_profile_shipped_can_be_used_and_never_proposes_a_trial_standard() -> None:
    profile = standard.read("reasonable-grounds-v1")
    assert [x.standard for x in profile.levels if x.never] == ["beyond-reasonable-doubt"]
    assert profile.proposable()[0].standard == "reported"


def test_a_mission_can_ask_for_more() -> None:
    tables = shipped()
    tables["id"] = "stricter"
    tables["levels"][2]["conditions"][0]["at_least"] = 3
    assert standard.profile(tables).levels[2].conditions[0].holds(2) is False


@pytest.mark.parametrize("name", ["no-such-profile", "..", "../standards"])
def test_a_profile_that_is_none(name: str) -> None:
    with pytest.raises(BadSettings):
        standard.read(name)


def test_mistakes_in_a_profile_are_named() -> None:
    for wrong, said in (
        (("levels", 1, "standard", "certainty"), "no standard is called 'certainty'"),
        (("levels", 1, "conditions", 0, "measure", "score"), "measure"),
        (("levels", 1, "conditions", 0, "at_least", "two"), "at_least"),
        (("levels", 0, "standard", "reasonable-grounds"), "order"),
        (("levels", 0, "never", True), "never proposed stands below"),
        (("levels", 1, "conditions", 2, "at_least", 2), "needs one_of"),
    ):
        tables = shipped()
        place: Any = tables
        *path, last, value = wrong
        for step in path:
            place = place[step]
        place[last] = value
        with pytest.raises(BadSettings, match=said):
            standard.profile(tables)
