"""Dates as people give them: "2021", "March 2021", "between … and …", with their true precision.

A period is never padded to a false day: its first and last possible day are stored beside the words.
"""

from __future__ import annotations

import datetime as dt
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
