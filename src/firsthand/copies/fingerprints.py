"""Turn a text into words with offsets, and words into fingerprints that survive reflow, case and punctuation.

Winnowing after Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003): of every
`WINDOW` neighbouring `GRAM`-word hashes the smallest is kept, so any run of GRAM + WINDOW − 1 words shared by two texts shares
a fingerprint, and about 2 / (WINDOW + 1) of the hashes are kept.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firsthand.documents.record import Text

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.signedinteger]
Codes = npt.NDArray[np.uint32]

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


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """The words of one `text`, each at `starts[i]`:`ends[i]` of it (code points), and what is searched by.

    `hashes` has one 64-bit number per word; `marks` are the places (word indices) of the winnowed fingerprints, ascending, and
    `prints` their hashes. `raised[i]` tells whether word `i` begins with a capital or a digit, `quoted[i]` whether it stands in quotation marks, `listed[i]`
    whether in a list of headlines or the like (`lists`). Passages of furniture are left out; where one stood,
    there is an empty word (its `starts` and `ends` are equal) that agrees with nothing, so that no run goes across.
    """

    document: str
    text: str
    starts: Places
    ends: Places
    hashes: Hashes
    marks: Places
    prints: Hashes
    raised: npt.NDArray[np.bool_]
    quoted: npt.NDArray[np.bool_]
    listed: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.hashes)

    def word(self, i: int) -> str:
        """Word `i` as it is compared."""
        return normal(self.text[self.starts[i] : self.ends[i]])

    def words(self, start: int = 0, end: int | None = None) -> list[str]:
        """The words `start`:`end` as they are compared. Not kept: of a large pile that would be much."""
        some = slice(start, end)
        ends = self.ends[some].tolist()
        return [normal(self.text[a:b]) for a, b in zip(self.starts[some].tolist(), ends, strict=True)]


def fingerprint(text: Text) -> Fingerprints:
    """The fingerprints of `text`: a function of the text alone, so the caller may keep them. Pickles."""
    stretches = _stretches(text)
    letters = codes(text.text)
    parts = [_scan(text.text, letters, start, end) for start, end in stretches]
    for n in range(1, len(parts)):
        between = np.array([stretches[n][0]])
        alone = np.array([word_hash(f"{text.document} {n}")], dtype=np.uint64)
        parts[n] = Words(*(np.concatenate(two) for two in zip((between, between, alone), parts[n], strict=True)))
    none = np.empty(0, dtype=np.int64)
    starts, ends, hashes = (
        np.concatenate(some) for some in zip(Words(none, none, none.astype(np.uint64)), *parts, strict=True)
    )
    eights = grams(hashes, GRAM)
    marks = winnow(eights, WINDOW)
    return Fingerprints(
        document=text.document,
        text=text.text,
        starts=starts.astype(np.int32),
        ends=ends.astype(np.int32),
        hashes=hashes,
        marks=marks.astype(np.int32),
        prints=eights[marks],
        raised=_raised(letters, starts) & (ends > starts),
        quoted=_within(starts, quotations(text.text)),
        listed=_within(starts, lists(text.text)),
    )


def codes(text: str) -> Codes:
    """The code points of `text`, as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def marked(prints: Fingerprints, places: Places) -> npt.NDArray[np.bool_]:
    """Which of the words at these places hold an apostrophe."""
    letters = codes(prints.text)
    marks = np.flatnonzero((letters == ord("'")) | (letters == ord("’")))
    held: npt.NDArray[np.bool_] = np.searchsorted(marks, prints.starts[places]) < np.searchsorted(
        marks, prints.ends[places]
    )
    return held


class Words(NamedTuple):
    """Where words begin and end, and their hashes."""

    starts: Places
    ends: Places
    hashes: Hashes


def _scan(text: str, codes: Codes, start: int, end: int) -> Words:
    """The words of a stretch of the text: all at once where each letter is compared as one letter, else one by one."""
    some = codes[start:end]
    if len(some) and some.max() < KNOWN:
        kinds = _table().kinds[some]
        if (kinds != _LONE).all():
            return _at_once(some, kinds, start)
    spans = [m.span() for m in _WORD.finditer(text, start, end) if normal(m[0])]
    at = np.array(spans, dtype=np.int64).reshape(-1, 2)
    hashes = (word_hash(normal(text[a:b])) for a, b in spans)
    return Words(at[:, 0], at[:, 1], np.fromiter(hashes, dtype=np.uint64, count=len(spans)))


def _at_once(codes: Codes, kinds: npt.NDArray[np.uint8], start: int) -> Words:
    """The words among letters that are compared one by one; the hash is a polynomial in them, taken from its running sum."""
    inside = np.zeros(len(codes) + 2, dtype=np.bool_)
    inside[1:-1] = kinds == _LETTER
    inside[1:-1] |= (kinds == _MARK) & inside[:-2] & inside[2:]
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    first, last = edges[::2], edges[1::2]
    powers, back = _powers(len(codes))
    total = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(_table().folded[codes] * powers[: len(codes)])))
    return Words(first + start, last + start, _mixed((total[last] - total[first]) * back[first]))


def _raised(codes: Codes, starts: Places) -> npt.NDArray[np.bool_]:
    """Whether a capital or a digit stands at each place."""
    letters = codes[np.minimum(starts, max(0, len(codes) - 1))]
    raised: npt.NDArray[np.bool_] = _table().raised[np.minimum(letters, KNOWN)]
    for i in np.flatnonzero(letters >= KNOWN).tolist():
        letter = chr(letters[i])
        raised[i] = letter.isupper() or letter.isdigit()
    return raised


KNOWN = 0x3000
"""Letters below this code point are looked up in tables: Latin, Greek, Cyrillic, Arabic … and the usual punctuation."""
_NONE, _LETTER, _MARK, _LONE = range(4)
"""Kinds of code points: no letter; a letter that is compared as one; an apostrophe; one that is compared otherwise (joined, dropped)."""


@dataclass(frozen=True)
class Table:
    """For each code point below KNOWN its kind, the letter that it is compared as, and whether it is a capital or a digit."""

    kinds: npt.NDArray[np.uint8]
    folded: Hashes
    raised: npt.NDArray[np.bool_]


@cache
def _table() -> Table:
    letters = [chr(c) for c in range(KNOWN)]
    plain = [normal(c) for c in letters]
    kinds = [
        _MARK
        if c in "'’"
        else _NONE
        if not _WORD.fullmatch(c) and not _WORD.fullmatch(f"a{c}a")
        else _LETTER
        if len(p) == 1 and not unicodedata.combining(c) and not re.fullmatch(f"[{_UNSPACED}]", c)
        else _LONE
        for c, p in zip(letters, plain, strict=True)
    ]
    return Table(
        np.array(kinds, dtype=np.uint8),
        np.array([ord(p) if len(p) == 1 else 0 for p in plain], dtype=np.uint64),
        np.array([*(c.isupper() or c.isdigit() for c in letters), False], dtype=np.bool_),
    )


@cache
def _powers_up_to(size: int) -> tuple[Hashes, Hashes]:
    """The powers of the base, and of its inverse modulo 2⁶⁴."""
    base, inverse = int(_BASE), pow(int(_BASE), -1, 1 << 64)
    up, down = np.ones(size, dtype=np.uint64), np.ones(size, dtype=np.uint64)
    up[1:], down[1:] = base, inverse
    return np.cumprod(up), np.cumprod(down)


def _powers(size: int) -> tuple[Hashes, Hashes]:
    return _powers_up_to(max(1 << 14, 1 << size.bit_length()))


def _mixed(hashes: Hashes) -> Hashes:
    """The hashes with their bits mixed (the finisher of SplitMix64; Steele, Lea and Flood 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


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
    """64 bits for a word as it is compared: a polynomial in its letters, mixed."""
    total = 0
    for letter in reversed(word):
        total = (total * int(_BASE) + ord(letter)) & 0xFFFFFFFFFFFFFFFF
    return int(_mixed(np.array([total], dtype=np.uint64))[0])


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
