"""Turn a text into words with offsets, and words into fingerprints that survive reflow, case and punctuation.

Winnowing after Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003): of every
`WINDOW` neighbouring `GRAM`-word hashes the smallest is kept, so any run of GRAM + WINDOW − 1 words shared by two texts shares
a fingerprint, and about 2 / (WINDOW + 1) of the hashes are kept.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from firsthand.documents.record import Text

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.signedinteger]

GRAM = 8
WINDOW = 5
GUARANTEE = GRAM + WINDOW - 1
"""A shared run of so many words is always found."""

# Writing without blanks between words (Chinese, Japanese, Thai, Lao, Burmese, Khmer): each letter is taken as a word, so that grams of
# words become grams of letters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JOINED = "\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d\u2060"
_RUN = rf"(?:[^\W_{_UNSPACED}]+|[{_JOINED}]+)+"
_WORD = re.compile(rf"{_RUN}(?:['’]{_RUN})*|[{_UNSPACED}]")
_DROPPED = re.compile("[\u00ad\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d\u2060]")
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Fingerprints:
    """The words of one text, normalised, each at `starts[i]`:`ends[i]` of the Text (code points), and what is searched by.

    `hashes` has one 64-bit number per word; `marks` are the places (word indices) of the winnowed fingerprints, ascending, and
    `prints` their hashes. `quoted[i]` tells whether word `i` stands in quotation marks, `listed[i]`
    whether in a list of headlines or the like (`lists`). Passages of furniture are left out; where one stood,
    there is an empty word (its `starts` and `ends` are equal) that agrees with nothing, so that no run goes across.
    """

    document: str
    words: tuple[str, ...]
    starts: Places
    ends: Places
    hashes: Hashes
    marks: Places
    prints: Hashes
    quoted: npt.NDArray[np.bool_]
    listed: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.words)


def fingerprint(text: Text) -> Fingerprints:
    """The fingerprints of `text`: a function of the text alone, so the caller may keep them. Pickles."""
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for n, (start, end) in enumerate(_stretches(text)):
        if n:
            found.append("")
            starts.append(start)
            ends.append(start)
        at = start
        for raw in _WORD.findall(text.text, start, end):
            at = text.text.index(
                raw, at
            )  # the first letter after the last word begins the next: this cannot be another place
            if word := normal(raw):
                found.append(word)
                starts.append(at)
                ends.append(at + len(raw))
            at += len(raw)
    offsets = np.array((starts, ends), dtype=np.int64).reshape(2, -1)
    hashes = np.fromiter(map(word_hash, found), dtype=np.uint64, count=len(found))
    for i in np.flatnonzero(offsets[0] == offsets[1]).tolist():
        hashes[i] = word_hash(f"{text.document} {i}")
    eights = grams(hashes, GRAM)
    marks = winnow(eights, WINDOW)
    return Fingerprints(
        document=text.document,
        words=tuple(found),
        starts=offsets[0],
        ends=offsets[1],
        hashes=hashes,
        marks=marks,
        prints=eights[marks],
        quoted=_within(offsets[0], quotations(text.text)),
        listed=_within(offsets[0], lists(text.text)),
    )


def _stretches(text: Text) -> list[tuple[int, int]]:
    """What is compared of a text: the stretches between furniture; all of it where its passages are not known."""
    ends = [(p.start, p.end) for p in text.passages if p.kind == "furniture"]
    cuts = [0, *(c for cut in ends for c in cut), len(text.text)]
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if text.text[a:b].strip()]


@lru_cache(maxsize=1 << 18)
def normal(word: str) -> str:
    """The word as it is compared: compatibility forms and case folded, vowel points and soft hyphens dropped."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", word)).casefold().replace("’", "'")
    return sys.intern(plain)


@lru_cache(maxsize=1 << 18)
def word_hash(word: str) -> int:
    """64 bits of BLAKE2b of the word."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def words(text: str) -> list[str]:
    """The words of `text` as they are compared."""
    return [word for m in _WORD.finditer(text) if (word := normal(m.group()))]


def grams(hashes: Hashes, k: int) -> Hashes:
    """One hash for each run of `k` words (a polynomial in the words' hashes, then mixed); empty where there are fewer."""
    n = len(hashes) - k + 1
    if n < 1:
        return np.empty(0, dtype=np.uint64)
    total = np.zeros(n, dtype=np.uint64)
    for i in range(k):
        total = total * _BASE + hashes[i : i + n]
    total ^= total >> np.uint64(31)
    total *= np.uint64(0xBF58476D1CE4E5B9)
    total ^= total >> np.uint64(29)
    return total


def winnow(hashes: Hashes, window: int) -> Places:
    """The places of the rightmost smallest hash of each window, ascending, each once."""
    if not len(hashes):
        return np.empty(0, dtype=np.int64)
    window = min(window, len(hashes))
    views = np.lib.stride_tricks.sliding_window_view(hashes, window)[:, ::-1]
    places: Places = np.arange(len(views)) + window - 1 - views.argmin(axis=1)
    return places[np.concatenate(([True], places[1:] != places[:-1]))]  # they never go back


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


_OPEN = re.compile('[“„«「『]|"')


_LINE = re.compile(r"[^\n]*\S[^\n]*")
_STOPS = ".!?…:;,\"”’'»)。！？؟۔।"
_BRIEF = 20
"""Words of the longest line that may be an item of a list."""


def lists(text: str) -> tuple[tuple[int, int], ...]:
    """Where three lines or more in a row read like items of a list: brief, begun like a heading, and without a stop at the end.

    So stand the headlines of other stories on a page. Lines of running text that were wrapped begin in small letters now and then.
    """
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for m in (*_LINE.finditer(text), None):
        line = m.group().strip() if m else ""
        if m and not line[0].islower() and line[-1] not in _STOPS and len(line.split()) <= _BRIEF:
            run.append(m.span())
            continue
        if len(run) >= 3:
            found.append((run[0][0], run[-1][1]))
        run = []
    return tuple(found)


def _within(starts: Places, ranges: Sequence[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    """For each offset whether it lies in one of the ordered ranges."""
    if not ranges:
        return np.zeros(len(starts), dtype=np.bool_)
    edges = np.array(ranges, dtype=np.int64)
    at = np.searchsorted(edges[:, 0], starts, side="right") - 1
    inside: npt.NDArray[np.bool_] = (at >= 0) & (starts < edges[np.maximum(at, 0), 1])
    return inside
