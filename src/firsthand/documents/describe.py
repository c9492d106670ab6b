"""What the top of a text says about itself where nothing else said it: its headline, its outlet, its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

import msgspec

from firsthand import dates
from firsthand.documents.record import Passage, Text
from firsthand.documents.split import forms

LEAST, LONG = 60, 160
"""Characters at least of a first paragraph; those in which its dateline stands."""
TOP = 12
"""Passages at most that stand above the first paragraph of a text."""


def describe(text: Text) -> Text:
    """`text` with its title, outlet and date filled from the lines above its first paragraph, where they were unknown.

    A first line is the outlet only if it is short, has a word that papers and stations are called by, and stands right above the
    date. The first line after it that can be a headline is the title. What is not plain stays unknown.
    """
    lines = [(p, " ".join(text.text[p.start : p.end].split())) for p in _top(text)]
    found = dict(text.found)
    title, outlet, published = text.title, text.outlet, text.published
    dated = [(n, date) for n, (_, words) in enumerate(lines) if (date := _date(words))]
    if not outlet and dated and dated[0][0] == 1 and _masthead(*lines[0]):
        outlet, found["outlet"] = lines[0][1], "first line, above the date"
        lines = lines[1:]
    if published is None and dated:
        published, found["published"] = dated[0][1], "line above the text"
    if published is None and (date := _dateline(text)):
        published, found["published"] = date, "dateline"
    if not title and (title := next((words for p, words in lines if _headline(p, words)), "")):
        found["title"] = "first line"
    return msgspec.structs.replace(text, title=title, outlet=outlet, published=published, found=found)


def _top(text: Text) -> Iterator[Passage]:
    """What stands above the first paragraph."""
    return takewhile(lambda p: p.kind not in ("paragraph", "row"), text.passages[:TOP])


def _headline(passage: Passage, words: str) -> bool:
    """One short word is a label, no headline; a script without blanks writes a headline as one long word."""
    return passage.kind == "heading" and (" " in words or len(words) > 12) and not forms().dated.fullmatch(words)


def _masthead(passage: Passage, words: str) -> bool:
    known = forms().masthead
    parts = words.split()
    return (
        passage.kind == "heading" and len(parts) <= known["longest"] and any(w.lower() in known["words"] for w in parts)
    )


def _date(words: str) -> dates.Period | None:
    """The day that a line gives which is there to give it."""
    m = forms().dated.fullmatch(words)
    date = dates.published(m[1]) if m else None
    return date if date and date.precision == "day" else None


def _dateline(text: Text) -> dates.Period | None:
    """The day that a report gives behind its place, before its first sentence: “(Osk, March 3, 2024) – …”, “OSK, 3 JAN 90 (AGENCY) -- …”."""
    first = next(
        (p for p in text.passages if p.kind in ("paragraph", "heading") and len(text.text[p.start : p.end]) > LEAST),
        None,
    )
    m = forms().dateline.match(" ".join(text.text[first.start : first.start + LONG].split())) if first else None
    date = dates.published(_century(m[1])) if m else None
    return date if date and date.precision == "day" else None


def _century(words: str) -> str:
    """A year of two digits as one of four, from 1969 to 2068, as POSIX reads it (strptime, %y)."""
    return re.sub(r"(?<=[^\d\W] )(\d\d)$", lambda m: f"{19 if int(m[1]) > 68 else 20}{m[1]}", words)
