from __future__ import annotations

import pytest

from firsthand.documents.describe import describe
from firsthand.documents.record import Text
from firsthand.documents.split import split

STORY = (
    "The ministry said on Monday that the camp near Osk had been closed and that its detainees had been sent home.\n"
)


def top(*lines: str, title: str = "") -> Text:
    words = "\n\n".join([*lines, STORY])
    return describe(Text(document="d", text=words, passages=split(words), title=title))


def test_a_headline_above_a_date() -> None:
    text = top("Ministry Closes Camp", "3 March 2021")
    assert (text.title, text.outlet, str(text.published)) == ("Ministry Closes Camp", "", "2021-03-03")
    assert text.found == {"title": "first line", "published": "line above the text"}


def test_a_masthead_above_a_date_above_a_headline() -> None:
    text = top("Lakeside Post", "Sunday, 10 March 2024", "Camp near Osk closed after a year", "By Jana Orlo")
    assert (text.title, text.outlet, str(text.published)) == (
        "Camp near Osk closed after a year",
        "Lakeside Post",
        "2024-03-10",
    )


def test_a_station_and_its_bulletin() -> None:
    text = top("RADIO SILL", "Evening bulletin, 22 April 2024 (transcript)")
    assert (text.title, text.outlet, str(text.published)) == ("", "RADIO SILL", "2024-04-22")


def test_a_place_and_a_date_above_a_letter() -> None:
    assert str(top("Vesk, 25 March 2024").published) == "2024-03-25"


@pytest.mark.parametrize(
    "line", ["The killings of 4 May 2014 remembered", "Updated 3 March 2021", "2 hours ago", "March 2021", "03/04/2021"]
)
def test_what_is_not_plainly_the_day_of_publication(line: str) -> None:
    assert top("Ministry Closes Camp", line).published is None


def test_what_the_file_said_is_not_changed() -> None:
    assert top("Lakeside Post", "10 March 2024", title="Kept").title == "Kept"


def test_a_text_without_a_top() -> None:
    text = describe(Text(document="d", text=STORY, passages=split(STORY)))
    assert (text.title, text.outlet, text.published, text.found) == ("", "", None, {})


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("(Osk, March 3, 2024) – ", "2024-03-03"),
        ("OSK (5 March 2024) – ", "2024-03-05"),
        ("OSK, Vardenia, 5 March 2024 (Northern Wire) - ", "2024-03-05"),
        ("Osk/Sill, 5 March 2024: ", "2024-03-05"),
        ("OSK, 3 JAN 90 (NORTHERN WIRE) -- [REPORT] ", "1990-01-03"),
        ("OSK, 3 JAN 05 -- ", "2005-01-03"),
        ("OSK (VARDENIA), 3 JAN 05 (NORTHERN WIRE) -- ", "2005-01-03"),
    ],
)
def test_a_dateline_gives_the_day(opening: str, day: str) -> None:
    text = top(opening + STORY)
    assert str(text.published) == day
    assert text.found["published"] == "dateline"


@pytest.mark.parametrize(
    "opening",
    [
        "Since 5 March 2024 - ",
        "The camp, closed on 5 March 2024 after a year, is empty - ",
        "OSK, March 3 (Northern Wire) - ",
        "Of the 300 people held since 3 March 2021 – most of them weavers – ",
        "OSK (Northern Wire) - In March 2024 ",
    ],
)
def test_a_date_in_a_sentence_is_no_dateline(opening: str) -> None:
    assert top(opening + STORY).published is None
