"""Which way a text travelled."""

from __future__ import annotations

import pytest

from firsthand import dates
from firsthand.copies import credits
from firsthand.copies.direction import direct
from firsthand.dates import Period
from firsthand.documents.record import Text

CREDITED = "This story first appeared in the Osk Courier."


def text(of: str = "Rain.", outlet: str = "", published: Period | None = None) -> Text:
    return Text(document="d" * 64, text=of, passages=(), outlet=outlet, published=published)


@pytest.mark.parametrize(
    ("a", "b", "way"),
    [
        (text(outlet="The Osk Courier"), text(CREDITED), 1),
        (text(CREDITED), text(outlet="Osk Courier"), -1),
        (text(published=dates.day(2019, 4, 1)), text(published=dates.day(2019, 4, 2)), 1),
        (text(published=dates.day(2019, 4, 2)), text(published=dates.month(2019, 3)), -1),
        (text(published=dates.day(2019, 4, 2)), text(published=dates.month(2019, 4)), 0),
        (text(published=dates.day(2019, 4, 2)), text(), 0),
        (text("Short."), text("Much longer than the other one."), 0),
        (text(CREDITED, "Herald", dates.day(2019, 4, 1)), text("", "Osk Courier", dates.day(2019, 4, 9)), 0),
    ],
)
def test_credit_and_time_tell_and_length_does_not(a: Text, b: Text, way: int) -> None:
    found = direct(a, b, credits.find(a), credits.find(b))
    back = direct(b, a, credits.find(b), credits.find(a))
    assert (found.way, back.way) == (way, -way)
    assert found.reasons


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("Translated from Spanish", 1),
        ("(Translated by Ana Lorn from the original Spanish)", 1),
        ("This interview was translated from Spanish by the editors.", 1),
        ("Translated from Russian", 0),
        ("Her novels, translated from Spanish, sell well.", 0),
        ("It was translated.", 0),
    ],
)
def test_a_text_that_says_what_it_is_translated_from_is_the_later_one(line: str, way: int) -> None:
    spanish = Text(document="e" * 64, text="Llueve.", passages=(), language="es")
    english = Text(document="d" * 64, text=f"It rains.\n{line}", passages=(), language="en")
    assert direct(spanish, english, (), ()).way == way
    assert direct(english, spanish, (), ()).way == -way
