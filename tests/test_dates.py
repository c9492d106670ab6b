from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.dates import day, month, published, span, year


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2021-03-04", "2021-03-04"),
        ("2021-03-04T23:30:00-05:00", "2021-03-04"),
        ("2021-3-4 10:00", "2021-03-04"),
        ("2021/03/04", "2021-03-04"),
        ("20210304", "2021-03-04"),
        ("20210304T101112Z", "2021-03-04"),
        ("D:20210304101112+01'00'", "2021-03-04"),
        ("Thu, 04 Mar 2021 23:30:00 -0500", "2021-03-04"),
        ("4 March 2021", "2021-03-04"),
        ("Thursday, March 4th, 2021, 10:15 am", "2021-03-04"),
        ("Sept. 4, 2021", "2021-09-04"),
        ("04-Mar-2021", "2021-03-04"),
        ("Thu Mar 4 10:15:00 CET 2021", "2021-03-04"),
        ("2021-03", "2021-03"),
        ("March 2021", "2021-03"),
        ("2021", "2021"),
        ("14/03/2021", "2021-03-14"),
        ("03/14/2021", "2021-03-14"),
        ("03.03.2021", "2021-03-03"),
        ("03/04/2021", "2021"),
    ],
)
def test_publication_dates_keep_their_precision(words: str, shown: str) -> None:
    period = published(words)
    assert period
    assert str(period) == shown
    assert period.text == words


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "yesterday",
        "2021-13-40",
        "31 February 2021",
        "0000-00-00",
        "14/14/2021",
        "12",
        "999",
        "١٢",
    ],
)
def test_what_cannot_be_read_for_sure_is_no_date(words: str) -> None:
    assert published(words) is None


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31)))
def test_every_day_is_read_back(date: dt.date) -> None:
    for form in (date.isoformat(), f"{date:%Y%m%d}", f"{date.day} {date:%B %Y}", f"{date:%a, %d %b %Y} 00:00:00 +0000"):
        assert published(form) == day(date.year, date.month, date.day, form)


@given(st.text(max_size=40))
def test_never_raises(words: str) -> None:
    published(words)


def test_periods() -> None:
    assert month(2020, 2).end == dt.date(2020, 2, 29)
    assert month(2020, 12).end == dt.date(2020, 12, 31)
    assert year(2020).contains(month(2020, 2))
    assert not month(2020, 2).overlaps(month(2020, 3))
    assert str(span(month(2020, 2), day(2020, 4, 1))) == "2020-02-01/2020-04-01"
    with pytest.raises(ValueError, match="day"):
        day(2021, 2, 29)
