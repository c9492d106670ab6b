"""Dates as people give them: "2021", "March 2021", "between … and …", with their true precision.

A period is never padded to a false day: its first and last possible day are stored beside the words.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

import msgspec

Precision = Literal["day", "month", "year", "range"]


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Some time between `start` and `end`, both included; `precision` says how it was given, `text` the words."""

    start: dt.date
    end: dt.date
    precision: Precision
    text: str = ""

    def overlaps(self, other: Period) -> bool:
        """Whether one moment can lie in both."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Period) -> bool:
        """Whether every moment of `other` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def __str__(self) -> str:
        if self.precision == "year":
            return str(self.start.year)
        if self.precision == "month":
            return f"{self.start:%Y-%m}"
        if self.precision == "day":
            return self.start.isoformat()
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


def day(year: int, month: int, day_: int, text: str = "") -> Period:
    """One day. Raises ValueError where the calendar has no such day."""
    d = dt.date(year, month, day_)
    return Period(start=d, end=d, precision="day", text=text)


def month(year: int, month_: int, text: str = "") -> Period:
    """One month."""
    first = dt.date(year, month_, 1)
    last = (dt.date(year + month_ // 12, month_ % 12 + 1, 1)) - dt.timedelta(days=1)
    return Period(start=first, end=last, precision="month", text=text)


def year(year_: int, text: str = "") -> Period:
    """One year."""
    return Period(start=dt.date(year_, 1, 1), end=dt.date(year_, 12, 31), precision="year", text=text)


def span(first: Period, last: Period, text: str = "") -> Period:
    """From the beginning of one to the end of the other."""
    return Period(start=min(first.start, last.start), end=max(first.end, last.end), precision="range", text=text)


def published(words: str) -> Period | None:
    """The date that a piece of metadata gives, at its own precision; None where it gives none that can be read for sure.

    Read are ISO 8601 and what is near to it (2021-03-04T10:00:00Z, 20210304, 2021-03, 2021), the dates of mail (RFC 5322), of PDF
    (D:20210304…) and the written forms "4 March 2021" and "March 4, 2021". The day is that of the zone it was written in. Two
    numbers that could each be the month (03/04/2021) give only what both readings share: a range is not made up.
    """
    words = " ".join(words.split())
    for pattern in _FORMS:
        if m := pattern.match(words):
            try:
                return _period(m.groupdict(), words)
            except (ValueError, OverflowError):
                return None
    return None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_FORMS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"(?:D:)?(?P<year>[12]\d{3})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
        r"(?:D:)(?P<year>[12]\d{3})(?P<month>[01]\d)(?P<day>[0-3]\d)",
        r"(?P<year>[12]\d{3})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?P<year>[12]\d{3})-(?P<month>\d{2})(?![-\d])",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_NAME},?[ -](?P<year>[12]\d{{3}})(?!\d)",
        rf"{_WEEKDAY}{_NAME} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[12]\d{{3}})(?!\d)",
        rf"{_WEEKDAY}{_NAME} (?P<day>\d{{1,2}}) \d{{1,2}}:\d{{2}}(?::\d{{2}})? (?:[A-Z]{{2,5}} )?(?P<year>[12]\d{{3}})(?!\d)",
        rf"{_NAME},? (?P<year>[12]\d{{3}})$",
        r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>[12]\d{3})(?!\d)",
        r"(?P<year>[12]\d{3})$",
    )
)


def _period(parts: dict[str, str | None], words: str) -> Period | None:
    in_year = int(parts["year"] or 0)
    if parts.get("a") and parts.get("b"):
        return _numbers(in_year, int(parts["a"] or 0), int(parts["b"] or 0), words)
    if named := parts.get("name"):
        in_month = _MONTHS.index(named[:3].lower()) + 1
    elif parts.get("month"):
        in_month = int(parts["month"] or 0)
    else:
        return year(in_year, words)
    if parts.get("day"):
        return day(in_year, in_month, int(parts["day"] or 0), words)
    return month(in_year, in_month, words)


def _numbers(in_year: int, a: int, b: int, words: str) -> Period | None:
    """Day and month as two numbers: which is which is known where one is above 12 or both are the same."""
    if a > 12 or a == b:
        return day(in_year, b, a, words)
    if b > 12:
        return day(in_year, a, b, words)
    return year(in_year, words)
