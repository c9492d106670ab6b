"""Turn a text into words with offsets, and words into fingerprints that survive reflow, case and punctuation.

Winnowing after Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003): of every
`WINDOW` neighbouring `GRAM`-word hashes the smallest is kept, so any run of GRAM + WINDOW − 1 words shared by two texts shares
a fingerprint, and about 2 / (WINDOW + 1) of the hashes are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from firsthand.copies.words import BASE, Hashes, Mask, Places, Scan, normal, scan
from firsthand.documents.record import Text

GRAM = 8
WINDOW = 5
CHUNK = 1 << 15
"""Grams that are made at a time: what is worked on stays in the processor's cache."""
GUARANTEE = GRAM + WINDOW - 1
"""A shared run of so many words is always found."""


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """The words of one `text`, each at `starts[i]`:`ends[i]` of it (code points), and what is searched by.

    `hashes` has one 64-bit number per word; `marks` are the places (word indices) of the winnowed fingerprints, ascending, and
    `prints` their hashes. `quoted[i]` tells whether word `i` stands in quotation marks, `listed[i]` whether in a list of
    headlines or the like (`lists`). Passages of furniture are left out; where one stood,
    there is an empty word (its `starts` and `ends` are equal) that agrees with nothing, so that no run goes across.
    """

    document: str
    text: str
    starts: Places
    ends: Places
    hashes: Hashes
    marks: Places
    prints: Hashes
    quoted: Mask
    listed: Mask

    def __len__(self) -> int:
        return len(self.hashes)

    @cached_property
    def gaps(self) -> list[int]:
        """The empty words."""
        found: list[int] = np.flatnonzero(self.starts == self.ends).tolist()
        return found

    def word(self, i: int) -> str:
        """Word `i` as it is compared."""
        return normal(self.text[self.starts.item(i) : self.ends.item(i)])

    def words(self, start: int = 0, end: int | None = None) -> list[str]:
        """The words `start`:`end` as they are compared. Not kept: of a large pile that would be much."""
        some = slice(start, end)
        ends = self.ends[some].tolist()
        return [normal(self.text[a:b]) for a, b in zip(self.starts[some].tolist(), ends, strict=True)]


def fingerprint(text: Text) -> Fingerprints:
    """The fingerprints of `text`: a function of the text alone, so the caller may keep them. Pickles."""
    return fingerprints([text], scan([text]))[0]


def fingerprints(texts: Sequence[Text], found: Scan) -> list[Fingerprints]:
    """The fingerprints of each of `texts`, whose words were `found`. They share their arrays."""
    eights = grams(found.hashes, GRAM)
    marks, firsts = _marks(eights, found.bounds)
    quoted = _within(found.flat, _everywhere(found, [quotations(t.text) for t in texts]))
    listed = _within(found.flat, _everywhere(found, [lists(t.text) for t in texts]))
    edges = zip(found.bounds.tolist(), found.bounds[1:].tolist(), firsts.tolist(), firsts[1:].tolist(), strict=False)
    return [
        Fingerprints(
            document=text.document,
            text=text.text,
            starts=found.starts[start:end],
            ends=found.ends[start:end],
            hashes=found.hashes[start:end],
            marks=(marks[first:last] - start).astype(np.int32),
            prints=eights[marks[first:last]],
            quoted=quoted[start:end],
            listed=listed[start:end],
        )
        for text, (start, end, first, last) in zip(texts, edges, strict=True)
    ]


def _marks(eights: Hashes, bounds: Places) -> tuple[Places, Places]:
    """The places of the winnowed fingerprints of several texts, whose words lie between `bounds`, and where those of each text begin."""
    sizes = np.diff(bounds)
    ends = np.repeat(bounds[1:], sizes)[: max(0, len(eights) - WINDOW + 1)]
    places = lowest(eights, WINDOW)[np.arange(len(ends)) + GUARANTEE <= ends]
    places = places[np.concatenate(([True], places[1:] != places[:-1]))[: len(places)]]  # they never go back
    brief = [
        winnow(eights[start : end - GRAM + 1], WINDOW) + start
        for start, end in zip(bounds.tolist(), bounds[1:].tolist(), strict=False)
        if GRAM <= end - start < GUARANTEE
    ]
    if brief:
        places = np.sort(np.concatenate([places, *brief]))
    return places, places.searchsorted(bounds)


def _everywhere(found: Scan, ranges: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The ranges of each text, as places among all letters."""
    offsets = found.letters.offsets.tolist()
    return [(a + at, b + at) for at, some in zip(offsets, ranges, strict=False) for a, b in some]


def grams(hashes: Hashes, k: int) -> Hashes:
    """One hash for each run of `k` words (a polynomial in the words' hashes, then mixed); empty where there are fewer."""
    n = len(hashes) - k + 1
    if n < 1:
        return np.empty(0, dtype=np.uint64)
    total = hashes[:n].copy()
    for at in range(0, n, CHUNK):
        some = total[at : at + CHUNK]
        for i in range(1, k):
            some *= BASE
            some += hashes[at + i : at + i + len(some)]
        some ^= some >> np.uint64(31)
        some *= np.uint64(0xBF58476D1CE4E5B9)
        some ^= some >> np.uint64(29)
    return total


def winnow(hashes: Hashes, window: int) -> Places:
    """The places of the rightmost smallest hash of each window, ascending, each once."""
    if not len(hashes):
        return np.empty(0, dtype=np.int64)
    places = lowest(hashes, min(window, len(hashes)))
    return places[np.concatenate(([True], places[1:] != places[:-1]))]  # they never go back


def lowest(hashes: Hashes, window: int) -> Places:
    """For each window the place of the rightmost smallest hash."""
    size = max(0, len(hashes) - window + 1)
    least = hashes[window - 1 : window - 1 + size].copy()
    back = np.zeros(size, dtype=np.int64)
    for k in range(1, window):
        some = hashes[window - 1 - k : window - 1 - k + size]
        less = some < least
        back[less] = k
        np.minimum(least, some, out=least)
    places: Places = np.arange(window - 1, window - 1 + size) - back
    return places


_PAIRS = (("“", "”"), ("„", "“”"), ("«", "»"), ("「", "」"), ("『", "』"), ('"', '"'))
_LONGEST = 3000
"""Code points: a mark without its counterpart within so many is a slip, not a quotation."""


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Where words stand in quotation marks (marks included), in order, never overlapping.

    A typographic quotation may run over several paragraphs, each of which opens anew; one in straight marks ends with its line.
    Single marks are not read: they are apostrophes as often.
    """
    found: list[tuple[int, int]] = []
    i = 0
    opening = dict(_PAIRS)
    for m in _OPEN.finditer(text):
        if m.start() < i:
            continue
        closing = opening[m.group()]
        limit = text.find("\n", m.end()) if m.group() == '"' else m.end() + _LONGEST
        stop = min((p for c in closing if (p := text.find(c, m.end(), limit if limit >= 0 else None)) >= 0), default=-1)
        if stop > m.end():
            found.append((m.start(), stop + 1))
            i = stop + 1
    return tuple(found)


_OPEN = re.compile('[“„«「『"]')


_STOPS = ".!?…:;,\"”’'»)。！？؟۔।"
_BRIEF = 20
"""Words of the longest line that may be an item of a list."""


def lists(text: str) -> tuple[tuple[int, int], ...]:
    """Where three lines or more in a row read like items of a list: brief, begun like a heading, and without a stop at the end.

    So stand the headlines of other stories on a page. Lines of running text that were wrapped begin in small letters now and then.
    """
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    start = 0
    for whole in (*text.split("\n"), "."):
        end = start + len(whole)
        if line := whole.strip():
            if line[-1] not in _STOPS and not line[0].islower() and len(line.split()) <= _BRIEF:
                run.append((start, end))
            else:
                if len(run) >= 3:
                    found.append((run[0][0], run[-1][1]))
                run = []
        start = end + 1
    return tuple(found)


def _within(starts: Places, ranges: Sequence[tuple[int, int]]) -> Mask:
    """For each offset whether it lies in one of the ordered ranges."""
    if not ranges:
        return np.zeros(len(starts), dtype=np.bool_)
    edges = np.array(ranges, dtype=np.int64)
    at = np.searchsorted(edges[:, 0], starts, side="right") - 1
    inside: Mask = (at >= 0) & (starts < edges[np.maximum(at, 0), 1])
    return inside
