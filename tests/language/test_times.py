"""Times in words: what they mean, at which precision, and what stays unread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand import dates
from firsthand.language.times import find, period

ON = dates.day(2022, 9, 1)  # a Thursday

READ = [
    ("between 2017 and 2019", "2017-01-01/2019-12-31"),
    ("from January to March 2020", "2020-01-01/2020-03-31"),
    ("2017-19", "2017-01-01/2019-12-31"),
    ("2017–2019", "2017-01-01/2019-12-31"),
    ("in March 2021", "2021-03"),
    ("on 12 March 2021", "2021-03-12"),
    ("March 12, 2021", "2021-03-12"),
    ("Sept. 3, 2019", "2019-09-03"),
    ("2020-05-12", "2020-05-12"),
    ("in 2018", "2018"),
    ("late 2019", "2019"),
    ("the 1990s", "1990-01-01/1999-12-31"),
    ("since 2017", "2017-01-01/2022-09-01"),
    ("in the past five years", "2017-09-01/2022-09-01"),
    ("last Thursday", "2022-08-25"),
    ("on Tuesday", "2022-08-30"),
    ("yesterday", "2022-08-31"),
    ("earlier this year", "2022"),
    ("last year", "2021"),
    ("last month", "2022-08"),
    ("two years ago", "2020"),
    ("in May", "2022-05"),
    ("in October", "2021-10"),
    ("12 August", "2022-08-12"),
]


@pytest.mark.parametrize(("words", "meant"), READ)
def test_read(words: str, meant: str) -> None:
    found = period(words, ON)
    assert str(found) == meant
    assert found is not None
    assert found.text in words


@pytest.mark.parametrize(
    "words", ["by 2019", "before March 2020", "after 2019", "on 31 February 2020", "a few years ago", "next week"]
)
def test_found_and_left_open(words: str) -> None:
    assert [p for _, _, p in find(words, ON)] == [None]


@pytest.mark.parametrize(
    "words", ["They may leave.", "They march on.", "2000 people came", "12,018 men", "a quiet word"]
)
def test_no_time(words: str) -> None:
    assert list(find(words, ON)) == []


def test_relative_times_need_the_day_of_writing() -> None:
    for words in ("yesterday", "last Thursday", "in May", "since 2017", "in the past five years", "two years ago"):
        assert period(words) is None


def test_two_times_are_not_one() -> None:
    assert period("in 2017 and again in 2019") is None


@given(st.text(alphabet="0123456789 -–/,.abcdefghijklmnoprstuvwy", max_size=60))
def test_any_words_are_survived_and_places_are_exact(words: str) -> None:
    last = 0
    for start, end, when in find(words, ON):
        assert last <= start < end <= len(words)
        assert when is None or when.start <= when.end
        last = end


@given(st.dates(min_value=dates.day(1600, 1, 1).start, max_value=dates.day(2190, 12, 31).start))
def test_every_day_is_read_back(day: object) -> None:
    words = f"{day:%-d %B %Y}"
    assert str(period(words)) == f"{day:%Y-%m-%d}"
