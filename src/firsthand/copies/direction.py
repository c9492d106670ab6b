"""Which way a text travelled between two documents that share it: told by credit, by time, or not at all.

Never inferred from length. Where the signs contradict each other, the direction stays unknown and the contradiction is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pycountry

from firsthand.copies.credits import plain
from firsthand.copies.record import Credit
from firsthand.documents.record import Text
from firsthand.language import lexicon

SPOKEN = ("en",)
"""Languages whose lexicon knows how a text says that it is translated."""

APART = dt.timedelta(days=1)
"""Publication times are days; two that are a day apart or more can be told apart in any time zone by more than 6 hours, or nearly so."""


@dataclass(frozen=True)
class Direction:
    """`way` is 1 where the text travelled from the first to the second, −1 the other way, 0 where that is unknown."""

    way: int
    reasons: tuple[str, ...]


def direct(a: Text, b: Text, of_a: Sequence[Credit], of_b: Sequence[Credit]) -> Direction:
    """The direction between `a` and `b`, whose credits are `of_a` and `of_b`. Swapping the two turns the sign."""
    signs = [*_credited(a, b, of_a, of_b), *_dated(a, b), *_translated(a, b)]
    ways = {way for way, _ in signs}
    reasons = tuple(reason for _, reason in signs)
    if len(ways) == 1:
        return Direction(ways.pop(), reasons)
    if ways:
        return Direction(0, (*reasons, "D0 direction unknown: these contradict each other"))
    return Direction(0, ("D0 direction unknown: neither credits the other, and the times do not tell",))


def _credited(a: Text, b: Text, of_a: Sequence[Credit], of_b: Sequence[Credit]) -> list[tuple[int, str]]:
    found = []
    for way, outlet, theirs in ((1, a.outlet, of_b), (-1, b.outlet, of_a)):
        named = [c for c in theirs if c.whole and outlet and plain(c.name) == plain(outlet)]
        if named:
            found.append((way, f"D1 credit: “{named[0].place.text}” names {outlet}"))
    return found


def _dated(a: Text, b: Text) -> list[tuple[int, str]]:
    if a.published is None or b.published is None:
        return []
    for way, first, second in ((1, a.published, b.published), (-1, b.published, a.published)):
        if second.start - first.end >= APART:
            return [(way, f"D2 time: published {first} and {second}")]
    return []


def _translated(a: Text, b: Text) -> list[tuple[int, str]]:
    """One that says that it is translated from the other's language."""
    if not a.language or not b.language or a.language == b.language:
        return []
    found = []
    for way, first, second in ((1, a, b), (-1, b, a)):
        for m in _translations(second.language).finditer(second.text):
            language = pycountry.languages.get(name=m["language"].capitalize())
            if language is not None and getattr(language, "alpha_2", "") == first.language:
                found.append((way, f"D3 translated: “{m.group().strip()}”"))
                break
    return found


@cache
def _translations(language: str) -> re.Pattern[str]:
    """How texts in `language` say, in a line of their own, what language they are translated from."""
    lexical = lexicon.load(language, "credits").get("translated", {}) if language in SPOKEN else {}
    return re.compile(lexical.get("pattern", r"(?!)(?P<language>)"), re.IGNORECASE | re.MULTILINE)
