"""Affairs: acts that many texts speak of in passing, in the same particular words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.allegations.told import BODY, BRITTANY, Story, day, linking

from firsthand.allegations.link import link
from firsthand.allegations.record import Allegation

FAR: dict[str, Any] = {"place": "Porto", "place_id": "PT-13", "places": ("Portugal",)}
NEAR: dict[str, Any] = {"place": "Brittany", **BRITTANY}


def passing(name: str, victims: str, number: int = 0, **more: Any) -> Story:
    """A document that speaks of the killing of `victims`, and beside it of nothing."""
    place = f" in {more['place']}" if "place" in more else ""
    story = Story(name, f"Letter {name} recalls the murder of {victims}{place}.")
    said = story.says(f"the murder of {victims}{place}", BODY)
    story.act("killing", "murder", said, victim=victims, **more)
    if number:
        word = next(w for w in victims.split() if w in ("six", "nine", "two"))
        story.counts(word, number, number, said, counted="killing")
    return story


def told(*stories: Story) -> list[Allegation]:
    """The allegations that more than one document makes."""
    made = link(linking(*stories))
    return [a for a in made if len({m.id for m in a.statements}) > 1]


def six(*names: str, **more: Any) -> list[Story]:
    return [passing(n, "six Tolm ferry pilots", 6, **more) for n in names]


def test_the_same_number_of_the_same_people_is_one_act() -> None:
    (a,) = told(*six("one", "two", "three"))
    assert a.label == "Killing of six Tolm ferry pilots"
    assert (a.level, len(a.statements), a.victims) == ("incident", 3, ("six Tolm ferry pilots",))
    assert "3 of them count 6" in a.statements[0].because


def test_two_documents_are_too_few() -> None:
    assert told(*six("one", "two")) == []


def test_people_presumed_to_be_known_are_these() -> None:
    (a,) = told(*six("one", "two", "three"), passing("four", "the ferry pilots"))
    assert len(a.statements) == 4


@pytest.mark.parametrize("victims", ["ferry pilots", "the Sill ferry pilots", "the ferry pilot’s brothers"])
def test_people_who_may_be_others_are_not(victims: str) -> None:
    (a,) = told(*six("one", "two", "three"), passing("four", victims))
    assert len(a.statements) == 3


def test_another_number_is_another_act() -> None:
    assert told(*six("one", "two", "three"), passing("four", "nine Tolm ferry pilots", 9)) == []


def test_one_other_number_among_ten_is_left_out() -> None:
    (a,) = told(*six(*"abcdefghij"), passing("four", "nine Tolm ferry pilots", 9))
    assert len(a.statements) == 10


def test_what_is_done_to_a_people_is_no_affair() -> None:
    often = [passing(f"people {n}", "Morvan weavers") for n in range(9)]
    assert told(*(passing(n, "six Morvan weavers", 6) for n in ("one", "two")), *often) == []


def test_many_are_called_so() -> None:
    assert told(*(passing(n, "two police officers", 2) for n in ("one", "two", "three", "four"))) == []


def test_two_places_are_two_acts() -> None:
    found = told(*six("one", "two", **NEAR), *six("three", "four", **FAR))
    assert [len(a.statements) for a in found] == [2, 2]


def test_two_days_are_two_acts() -> None:
    found = told(*six("one", "two", period=day("2024-03-06")), *six("three", "four", period=day("2024-05-02")))
    assert found == []


def test_one_word_needs_a_place_or_a_day() -> None:
    def ringers(**more: Any) -> list[Story]:
        return [passing(n, "six bellringers", 6, **more) for n in ("one", "two", "three")]

    assert told(*ringers()) == []
    assert len(told(*ringers(period=day("2024-03-06")))) == 1


def test_a_word_that_points_back_in_the_same_text() -> None:
    story = Story(
        "four", "The murder of six Tolm ferry pilots was condemned. The massacre is not solved. They murder us."
    )
    said = story.says("The murder of six Tolm ferry pilots", BODY)
    story.act("killing", "murder", said, victim="six Tolm ferry pilots")
    story.counts("six", 6, 6, said, counted="killing")
    story.act("killing", "massacre", story.says("The massacre is not solved", BODY))
    back = passing("five", "six Tolm ferry pilots", 6)
    (a,) = told(*six("one", "two"), story, back)
    assert len(a.acts) == 5


@settings(max_examples=20)
@given(order=st.permutations(range(5)))
def test_the_order_of_documents_does_not_matter(order: list[int]) -> None:
    stories = [*six("one", "two", "three"), passing("four", "the ferry pilots"), passing("five", "nine bakers", 9)]
    found = told(*(stories[n] for n in order))
    assert [(a.id, sorted(a.acts)) for a in found] == [(a.id, sorted(a.acts)) for a in told(*stories)]
