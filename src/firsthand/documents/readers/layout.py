"""How the lines of a page of PDF are set, and which of them make a paragraph."""

from __future__ import annotations

import itertools
import re
from statistics import median

import msgspec

from firsthand.documents.readers.hyphens import cut

ENDLESS = 1e9
"""Points: beyond any page."""
GAP = 1.4
"""A distance between lines this many times the usual parts two paragraphs."""
NEARLY = 0.8
"""Share of the measure that the lines of a paragraph fill, but for the last: of lines set ragged, what a long word leaves free."""

ENDED = re.compile(r"[.!?:;。！？؟]['\"”’»)\]]*\d{0,3}$")
_ITEM = re.compile(
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5})[.)]\s|\d{1,3}(?:\.\d{1,3}){1,3}\s|[•·‣◦▪●○►–—*-]\s)"
)
_PARTED = re.compile("[\ufffe\x02]")


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line of a page: its words, where its box stands in points from the lower left, the height of its letters.

    PDFium makes one of two lines that a divided word joins: `bottom` is where the first letter stands, `low` the last.
    """

    page: int
    words: str
    left: float
    right: float
    bottom: float
    low: float
    size: float


class Layout:
    """How the lines of one page are set: the distance between them that parts paragraphs, and how far right they reach."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        steps = [a.low - b.bottom for a, b in itertools.pairwise(lines)]
        usual = [s for s, line in zip(steps, lines, strict=False) if 0.5 * line.size < s < 2.5 * line.size]
        self.gap = GAP * median(usual) if usual else 0.0
        self._reach: dict[tuple[float, float], float] = {}
        self._ends: list[tuple[float, float]] = []

    def goes_on(self, open_: list[Line], line: Line) -> bool:
        """Whether `line` belongs to the paragraph of the lines `open_`."""
        last, size, words = open_[-1], line.size, line.words
        if last.size != size and abs(last.size - size) > 0.12 * max(last.size, size):
            return False
        step = last.low - line.bottom
        here = last.page == line.page and step >= -0.5 * size
        if here and step < 0.5 * size:  # beside it, on the same line
            return True
        if here and step > 1.3 * size and step > (self.gap or 1.7 * size):
            return False
        first, end = words[0], last.words[-1]
        if here and first.islower() and end.isalpha() and first not in "ivx" and words[:3].isalpha():
            return True  # most lines: not asked what takes longer to tell
        small = first.islower() or cut(last.words)
        ended = not (end.isalpha() or end == ",") and bool(ENDED.search(last.words[-12:]))
        if not here:  # over the page, or up to the next column
            return not ended and (small or self._full(last, line)) and not _ITEM.match(words)
        if small and not ended and first not in "ivx" and words[:3].isalpha():
            return True
        if _ITEM.match(line.words) and (
            ended or not self._full(last, line) or (_ITEM.match(open_[0].words) and abs(open_[0].left - line.left) < 1)
        ):
            return False
        indented = line.left - last.left > 0.8 * line.size
        if indented and len(open_) > 1 and not small:
            return False
        return (small and not ended) or self._full(last, line) or (not ended and self._beside(last, line))

    def _beside(self, last: Line, line: Line) -> bool:
        """Whether `line` stands right below `last`, which is nearly full: whoever writes lines that are none of a paragraph does not fill them."""
        reach = self._edge(last) - last.left
        return (
            abs(line.left - last.left) < 1
            and last.right - last.left > NEARLY * reach
            and line.right - line.left > NEARLY * reach
        )

    def _full(self, last: Line, line: Line) -> bool:
        """Whether the first word of `line` had no room behind `last`: then the line was broken because it was full."""
        words = _PARTED.split(last.words)[-1] if "\ufffe" in last.words or "\x02" in last.words else last.words
        letter = (last.right - last.left) / max(1, len(words))
        word = line.words.split(maxsplit=1)[0]
        return last.right + letter * (len(word) + 1) > self._edge(last) - 1.5 * letter

    def _edge(self, last: Line) -> float:
        """How far right the lines of the page reach that begin near where `last` does; as far as that one if none does."""
        place = last.left, last.size
        if place not in self._reach:
            self._ends = self._ends or [(k.left, k.right) for k in self.lines]
            west, east = last.left - 4 * last.size, last.left + 4 * last.size
            self._reach[place] = max([right for left, right in self._ends if west < left < east], default=-ENDLESS)
        return self._reach[place] if self._reach[place] > -ENDLESS else last.right
