"""Accounts of one incident that name another who did it, another place, another day; and what only looks so."""

from __future__ import annotations

from typing import Any

import pytest
from tests.allegations.told import BODY, OTHER, Story, day, linking

from firsthand.allegations.contradict import contradict
from firsthand.allegations.link import link
from firsthand.allegations.record import Contradiction

RENNES: dict[str, Any] = {"place_id": "geonames:2983990", "places": ("Brittany", "France")}
BREST: dict[str, Any] = {"place_id": "geonames:3030300", "places": ("Brittany", "France")}


def told(name: str, speaker: Any, by: str, where: str, when: str, victim: str = "Osem Varr", **more: Any) -> Story:
    """A document that tells of a killing."""
    story = Story(name, f"{victim} was killed by {by} in {where} on {when}.")
    said = story.says(f"{victim} was killed by {by} in {where} on {when}", speaker)
    at = {"Rennes": RENNES, "Brest": BREST}[where]
    story.act(
        "killing", "killed", said, **{"victim": victim, "perpetrator": by, "place": where, "time": f"on {when}",
        "period": day(f"2024-03-0{when[0]}"), **at, **more},
    )  # fmt: skip
    return story


def facts(*stories: Story) -> list[Contradiction]:
    linked = linking(*stories)
    return [c for c in contradict(link(linked), linked) if c.kind == "counter-fact"]


@pytest.mark.parametrize(
    ("form", "other", "words"),
    [
        ("who", ("the rebels", "Rennes", "4 March 2024"), ("soldiers", "the rebels")),
        ("where", ("soldiers", "Brest", "4 March 2024"), ("Rennes", "Brest")),
        ("when", ("soldiers", "Rennes", "6 March 2024"), ("on 4 March 2024", "on 6 March 2024")),
    ],
)
def test_two_accounts_of_one_killing_that_cannot_both_be_right(
    form: str, other: tuple[str, str, str], words: tuple[str, str]
) -> None:
    one, two = told("one", BODY, "soldiers", "Rennes", "4 March 2024"), told("two", OTHER, *other)
    (c,) = facts(one, two)
    assert c.form == form
    assert all(f"“{w}”" in c.explanation and f"“{w}”" in c.reasons[0] for w in words)
    assert set(c.statements) == {s.id for story in (one, two) for s in story.statements}
    assert c.allegation


@pytest.mark.parametrize(
    ("odd", "more"),
    [
        ("another victim", {"victim": "Ilen Sarko"}),
        ("one who speaks twice", {"speaker": BODY}),
        ("said not to have happened", {"polarity": "-"}),
        ("only imagined", {"modality": "hypothetical"}),
        ("gathered from elsewhere", {"inferred": ("perpetrator", "place", "time")}),
        ("both did it", {"by": "rebels and soldiers"}),
    ],
)
def test_what_only_looks_like_another_account(odd: str, more: dict[str, Any]) -> None:
    assert odd
    two = {"by": "the rebels", "speaker": OTHER, **more}
    one = told("one", BODY, "soldiers", "Rennes", "4 March 2024")
    other = told("two", two.pop("speaker"), two.pop("by"), "Rennes", "4 March 2024", **two)
    assert facts(one, other) == []


def test_those_who_were_killed_and_who_killed_them_are_two() -> None:
    one = told("one", BODY, "the rebels", "Rennes", "4 March 2024", victim="three weavers")
    two = told("two", OTHER, "soldiers", "Rennes", "4 March 2024", victim="the attackers")
    assert facts(one, two) == []
    assert [
        c.form for c in facts(one, told("three", OTHER, "soldiers", "Rennes", "4 March 2024", victim="weavers"))
    ] == ["who"]
