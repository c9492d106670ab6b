"""Paging: cut a long text into pages at the ends of its passages, and find words in the whole of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from firsthand.documents.record import Passage, Text

SIZE = 7_000
"""Code points of text on one page: about two printed pages, so that a page stays far below 200 kB with all that was found in it."""

LONGEST = 2_000
"""Code points of one passage shown in one block: a line without an end is cut there."""

MOST = 2_000
"""Places that are counted of words found in a text."""


class Place(msgspec.Struct, frozen=True):
    """Words that were looked for: number `n` of `total` stands at `start`:`end` (0 of 0: they are not there)."""

    n: int
    total: int
    start: int = 0
    end: int = 0
    capped: bool = False


def blocks(text: Text) -> list[Passage]:
    """The passages, what stands between them too, none longer than LONGEST."""
    whole: list[Passage] = []
    at = 0
    for p in (*text.passages, Passage(len(text.text), len(text.text), "paragraph")):
        if text.text[at : p.start].strip():
            whole.append(Passage(at, p.start, "paragraph"))
        if p.end > p.start:
            whole.append(p)
        at = max(at, p.end)
    return [
        msgspec.structs.replace(p, start=a, end=min(a + LONGEST, p.end))
        for p in whole
        for a in range(p.start, p.end, LONGEST)
    ]


def pages(cut: Sequence[Passage]) -> list[int]:
    """The number of the block with which each page begins."""
    begins, length = [0], 0
    for n, block in enumerate(cut):
        if length and length + block.end - block.start > SIZE:
            begins.append(n)
            length = 0
        length += block.end - block.start
    return begins


def holding(cut: Sequence[Passage], begins: Sequence[int], at: int) -> int:
    """The page, from 1, on which the offset `at` lies."""
    starts = [cut[n].start for n in begins] if cut else [0]
    return max(1, bisect_right(starts, at))


def find(text: str, words: str, n: int) -> Place:
    """Number `n` (from 1, running on at either end) of the places where the words stand, whatever their case and the blanks between them."""
    said = r"\s+".join(map(re.escape, words.split()))
    if not said:
        return Place(0, 0)
    places = []
    for m in re.finditer(said, text, re.IGNORECASE):
        places.append(m.span())
        if len(places) == MOST:
            break
    if not places:
        return Place(0, 0)
    at = (n - 1) % len(places)
    return Place(at + 1, len(places), *places[at], len(places) == MOST)
