"""Against the gazetteer, the calendar, and between two renderings of one quotation."""

from __future__ import annotations

import pytest
from tests.allegations.told import BODY, BRITTANY, Story, linking

from firsthand.allegations.contradict import contradict
from firsthand.allegations.link import link
from firsthand.allegations.record import Contradiction
from firsthand.allegations.refute import variants


def against(*stories: Story) -> list[Contradiction]:
    made = linking(*stories)
    return [c for c in contradict(link(made), made) if c.kind in ("misplaced", "misdated", "variant")]


def one(sentence: str) -> list[Contradiction]:
    story = Story("one", sentence)
    story.says(sentence, BODY)
    return against(story)


@pytest.mark.parametrize(
    "sentence",
    [
        "People were held in the Xinjiang region of northeast China for years.",
        "Camps stand in southern France’s Lille region, they said.",
        "They fled to Lviv in eastern Ukraine.",
    ],
)
def test_a_place_where_it_does_not_lie(sentence: str) -> None:
    (c,) = one(sentence)
    assert c.kind == "misplaced"
    assert "by the gazetteer" in c.explanation
    assert c.allegation is None


@pytest.mark.parametrize(
    "sentence",
    [
        "People were held in the Xinjiang region of northwest China for years.",
        "They fled to Lviv in western Ukraine.",
        "They met in Tolm in northern Vardenia.",
        "The prison lies in the east of the town.",
        "He spoke of East Germany and of North Korea.",
    ],
)
def test_a_place_where_it_may_lie(sentence: str) -> None:
    assert one(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("They came on Tuesday 4 March 2024 at dawn.", "4 March 2024 was a Monday"),
        ("They came on Sunday, March 4, 2024, at dawn.", "4 March 2024 was a Monday"),
        ("It was signed on 31 June 2019.", "no such day"),
        ("It was signed on 29 February 2023.", "no such day"),
    ],
)
def test_a_date_that_was_none(sentence: str, said: str) -> None:
    (c,) = one(sentence)
    assert c.kind == "misdated"
    assert said in c.explanation


@pytest.mark.parametrize(
    "sentence",
    ["They came on Monday 4 March 2024.", "They came on March 4, 2024.", "It was signed on 29 February 2024."],
)
def test_a_date_that_was(sentence: str) -> None:
    assert one(sentence) == []


def quoting(name: str, quotation: str) -> Story:
    story = Story(name, f"{name}: the report cites “{quotation}” of Morvan weavers in Brittany")
    said = story.says(f"“{quotation}” of Morvan weavers in Brittany", BODY)
    story.act("torture", quotation.split()[-1], said, place="Brittany", victim="Morvan weavers", **BRITTANY)
    return story


def test_one_quotation_in_two_renderings() -> None:
    (c,) = against(quoting("one", "patterns of harassment"), quoting("two", "patterns of persecution"))
    assert c.kind == "variant"
    assert "“patterns of harassment”" in c.explanation
    assert len(c.statements) == 2


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("patterns of harassment", "patterns of harassment", False),
        ("patterns of harassment", "patterns of harassment and worse", False),
        ("it was the worst day of the whole year", "it was the worst day of that whole year", False),
        ("the men were taken away", "nobody came back from there", False),
        ("a clear pattern of abuse", "a clear pattern of beatings", True),
    ],
)
def test_variants(one: str, two: str, same: bool) -> None:
    assert variants(one, two) is same
    assert variants(two, one) is same
