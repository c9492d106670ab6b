"""What who tells of themselves said before holds for what they tell next."""

from __future__ import annotations

import pytest

from firsthand import dates
from firsthand.allegations.acts import find
from firsthand.allegations.record import Act
from firsthand.documents.record import Passage, Text
from firsthand.figures import extract as figures
from firsthand.statements import extract as statements
from firsthand.statements.parse import parse


def _acts(*paragraphs: str) -> dict[str, Act]:
    """The acts of these paragraphs by the words that speak of them."""
    words, passages = "", []
    for p in paragraphs:
        passages.append(Passage(len(words), len(words) + len(p), "paragraph"))
        words += p + "\n\n"
    text = Text(document="d", text=words, passages=tuple(passages), language="en", published=dates.day(2021, 3, 12))
    parsed = next(parse([text]))
    said = statements.extract(parsed).statements
    return {a.trigger.text: a for a in find(parsed, said, figures.extract(parsed, said)).acts}


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("The soldiers beat my brother in the yard.", True),
        ("I heard the soldiers kick two men in the yard.", True),
        ("The colonel gave the order to beat two men with the words: “It is either us or them.”", False),
        ("The killing of the teacher shocked the town, because she “was my teacher”.", False),
        ("I heard the news that the soldiers had beaten two men.", False),
    ],
)
def test_who_tells_of_themself_is_not_who_is_quoted_and_saw_more_than_news(words: str, there: bool) -> None:
    text = Text(document="d", text=words, passages=(Passage(0, len(words), "paragraph"),), language="en")
    parsed = next(parse([text]))
    said = statements.extract(parsed).statements
    own = find(parsed, said, figures.extract(parsed, said)).statements
    assert any(s.experienced for s in (*own, *said)) is there


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("In March 2019 I was taken to the Osk barracks. They beat me every night.",),
        ("In March 2019 I was taken to the Osk barracks.", "They beat me every night."),
        ("In March 2019 I was held in a cell at the Osk barracks.", "The soldiers beat us and left us on the floor."),
    ],
)
def test_place_and_time_told_before_hold_and_are_marked(paragraphs: tuple[str, ...]) -> None:
    beaten = _acts(*paragraphs)["beat"]
    assert beaten.place is not None
    assert "Osk" in beaten.place.text
    assert str(beaten.period) == "2019-03"
    assert beaten.inferred == ("place", "time")


def test_a_day_is_taken_over_as_its_month() -> None:
    acts = _acts("I was arrested in Kano on 3 May 2018. They hit me with a rod.")
    assert str(acts["arrested"].period) == "2018-05-03"
    assert str(acts["hit"].period) == "2018-05"


def test_where_somebody_lived_counts_too() -> None:
    beaten = _acts("In 2018 we lived in Kano. Soldiers came and beat us.")["beat"]
    assert (beaten.place_id, str(beaten.period)) == ("NG-KN", "2018")


def test_who_has_left_is_no_longer_there() -> None:
    acts = _acts(
        "In March 2019 I was held in the Osk prison.", "I was released in June. Police threatened me with arrest."
    )
    assert acts["threatened"].place is None


def test_what_came_later_has_no_time_of_before() -> None:
    acts = _acts("In March 2019 I was held in the Osk prison. Two weeks later a guard raped me.")
    assert acts["raped"].period is None


def test_nobody_else_takes_it_over() -> None:
    acts = _acts("In March 2019 I was held in the Osk prison.", "Soldiers shot two villagers.")
    assert acts["shot"].place is None
    assert acts["shot"].period is None


def test_who_is_quoted_within_one_paragraph() -> None:
    acts = _acts(
        "“In March 2019 I was taken to a camp in Kano,” said Ilen Sarko. “They beat me every night,” Sarko said."
    )
    assert str(acts["beat"].period) == "2019-03"
    assert acts["beat"].inferred == ("place", "time")


def test_no_perpetrator_is_taken_over() -> None:
    acts = _acts("Soldiers arrested me in Kano in May 2018. I was beaten with a rod.")
    assert acts["beaten"].perpetrator is None


def test_another_voice_ends_it() -> None:
    acts = _acts("In March 2019 I was held in the Osk prison.", "Bo Marenti said:", "They beat me every night.")
    assert acts["beat"].place is None
    assert acts["beat"].period is None
