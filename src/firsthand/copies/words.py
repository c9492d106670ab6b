"""Read many texts as words at once: where each word begins and ends, and a hash that is the same for any way of writing it.

A word is compared in its compatibility form, case folded. Letters are looked up in tables, all texts of a batch as one run of code points; a
text with letters that are not compared one by one (joined, dropped, composed ones, and all beyond KNOWN) is read word by word.
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
Mask = npt.NDArray[np.bool_]

# Writing without blanks between words (Chinese, Japanese, Thai, Lao, Burmese, Khmer): each letter is taken as a word, so that grams of
# words become grams of letters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JOINED = "\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d\u2060"
_RUN = rf"(?:[^\W_{_UNSPACED}]+|[{_JOINED}]+)+"
_WORD = re.compile(rf"{_RUN}(?:['’]{_RUN})*|[{_UNSPACED}]")
_DROPPED = re.compile("[\u00ad\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d\u2060]")
BASE = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=1 << 18)
def normal(word: str) -> str:
    """The word as it is compared: compatibility forms and case folded, vowel points and soft hyphens dropped."""
    if word.isascii():
        return sys.intern(word.lower())
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", word)).casefold().replace("’", "'")
    return sys.intern(plain)


@lru_cache(maxsize=1 << 18)
def word_hash(word: str) -> int:
    """64 bits for a word as it is compared: a polynomial in its letters, mixed."""
    total = 0
    for letter in reversed(word):
        total = (total * int(BASE) + ord(letter)) & 0xFFFFFFFFFFFFFFFF
    return int(_mixed(np.array([total], dtype=np.uint64))[0])


def words(text: str) -> list[str]:
    """The words of `text` as they are compared."""
    return [word for m in _WORD.finditer(text) if (word := normal(m.group()))]


KNOWN = 0x3000
"""Letters below this code point are looked up in tables: Latin, Greek, Cyrillic, Arabic … and the usual punctuation."""
_NONE, _LETTER, _MARK, _LONE = range(4)
"""Kinds of code points: no letter; a letter that is compared as one; an apostrophe; one that is compared otherwise (joined, dropped)."""


@dataclass(frozen=True)
class Table:
    """For each code point below KNOWN, and for all others together: its kind, the letter that it is compared as, whether it is a capital or a
    digit, and whether it is a digit."""

    kinds: npt.NDArray[np.uint8]
    folded: Hashes
    raised: Mask
    digits: Mask


@cache
def table() -> Table:
    """The table of letters."""
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
        np.array([*kinds, _LONE], dtype=np.uint8),
        np.array([*(ord(p) if len(p) == 1 else 0 for p in plain), 0], dtype=np.uint64),
        np.array([*(c.isupper() or c.isdigit() for c in letters), False], dtype=np.bool_),
        np.array([*(c.isdigit() for c in letters), False], dtype=np.bool_),
    )


@cache
def _powers_up_to(size: int) -> tuple[Hashes, Hashes]:
    """The powers of the base, and of its inverse modulo 2⁶⁴."""
    base, inverse = int(BASE), pow(int(BASE), -1, 1 << 64)
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


class Runs(NamedTuple):
    """Where words begin and end, and their hashes."""

    starts: Places
    ends: Places
    hashes: Hashes

    def some(self, which: Places | slice) -> Runs:
        """Some of them."""
        return Runs(self.starts[which], self.ends[which], self.hashes[which])


class Letters:
    """The code points of several texts, one after the other, each text followed by a 0; text `d` begins at `offsets[d]`."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.codes = codes("\0".join([*texts, ""]))
        self.offsets: Places = np.concatenate(([0], np.cumsum([len(t) + 1 for t in texts], dtype=np.int64)))
        self.known = np.minimum(self.codes, KNOWN)
        powers, self._back = _powers(len(self.codes))
        sums = np.cumsum(table().folded[self.known] * powers[: len(self.codes)], dtype=np.uint64)
        self._sums: Hashes = np.concatenate((np.zeros(1, dtype=np.uint64), sums))

    def hashes(self, starts: Places, ends: Places) -> Hashes:
        """The hashes of what stands between: a polynomial in the letters, taken from its running sum."""
        return _mixed((self._sums[ends] - self._sums[starts]) * self._back[starts])


@dataclass(frozen=True)
class Scan:
    """The words of several texts, those of text `d` at `bounds[d]`:`bounds[d + 1]`; `starts`, `ends`: in their text; `flat`: in `letters`.

    Furniture is left out; where some was, there is an empty word. `tokens` are the runs of letters whose hash was asked for, as places in
    `letters`, with these hashes, furniture counted in; `slow[d]`: those of text `d` are not among them.
    """

    letters: Letters
    bounds: Places
    starts: Places
    ends: Places
    flat: Places
    hashes: Hashes
    raised: Mask
    tokens: Runs
    slow: Mask


def codes(text: str) -> Codes:
    """The code points of `text`, as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


_NOTHING: Hashes = np.empty(0, dtype=np.uint64)


def scan(texts: Sequence[Text], wanted: Hashes = _NOTHING) -> Scan:
    """The words of `texts`, and the tokens `wanted`."""
    letters = Letters([t.text for t in texts])
    kinds = table().kinds[letters.known]
    slow = np.zeros(len(texts), dtype=np.bool_)
    slow[letters.offsets[1:].searchsorted(np.flatnonzero(kinds == _LONE), side="right")] = True
    for d in np.flatnonzero(slow).tolist():
        kinds[letters.offsets[d] : letters.offsets[d + 1]] = _NONE
    runs = _runs(letters, kinds)
    hits = _among(runs.hashes, wanted)
    found = _joined(letters, kinds, runs)
    at = found.starts.searchsorted(letters.offsets).tolist()
    parts = [
        _slowly(text) if slow[d] else _cut(text, found.some(slice(at[d], at[d + 1])), int(letters.offsets[d]))
        for d, text in enumerate(texts)
    ]
    starts, ends, hashes = (np.concatenate([found[k][:0], *(p[k] for p in parts)]) for k in range(3))
    bounds = np.concatenate(([0], np.cumsum([len(p.starts) for p in parts], dtype=np.int64)))
    flat = starts + np.repeat(letters.offsets[:-1], np.diff(bounds))
    return Scan(
        letters=letters,
        bounds=bounds,
        starts=starts.astype(np.int32),
        ends=ends.astype(np.int32),
        flat=flat,
        hashes=hashes,
        raised=_raised(letters, flat) & (ends > starts),
        tokens=runs.some(hits),
        slow=slow,
    )


def _runs(letters: Letters, kinds: npt.NDArray[np.uint8]) -> Runs:
    """The runs of letters that are compared one by one."""
    inside = np.zeros(len(kinds) + 1, dtype=np.bool_)  # the last code point is no letter
    inside[1:] = kinds == _LETTER
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    return Runs(starts, ends, letters.hashes(starts, ends))


def _joined(letters: Letters, kinds: npt.NDArray[np.uint8], runs: Runs) -> Runs:
    """The words: runs, where an apostrophe stands between two both of them."""
    apart = np.ones(len(runs.starts) + 1, dtype=np.bool_)
    apart[1:-1] = (runs.starts[1:] - runs.ends[:-1] != 1) | (kinds[runs.ends[:-1]] != _MARK)
    if apart.all():
        return runs
    starts, ends, hashes = runs.starts[apart[:-1]], runs.ends[apart[1:]], runs.hashes[apart[:-1]]
    long = ~apart[1:][apart[:-1]]
    hashes[long] = letters.hashes(starts[long], ends[long])
    return Runs(starts, ends, hashes)


def _among(hashes: Hashes, wanted: Hashes) -> Places:
    """Which of the hashes are among those `wanted`: by their last bits first, for there are many of the one and few of the other."""
    bits = np.uint64(0xFFFF)
    flags = np.zeros(1 << 16, dtype=np.bool_)
    flags[wanted & bits] = True
    some = np.flatnonzero(flags[hashes & bits])
    hits: Places = some[np.isin(hashes[some], wanted)]
    return hits


def _raised(letters: Letters, places: Places) -> Mask:
    """Whether a capital or a digit stands at each place."""
    raised: Mask = table().raised[letters.known[places]]
    for i in np.flatnonzero(letters.codes[places] >= KNOWN).tolist():
        letter = chr(letters.codes[places[i]])
        raised[i] = letter.isupper() or letter.isdigit()
    return raised


def _cut(text: Text, found: Runs, offset: int) -> Runs:
    """The words of a text, which begins at `offset`, without its furniture; in the place of which there is an empty word."""
    starts, ends = found.starts - offset, found.ends - offset
    if not any(p.kind == "furniture" for p in text.passages):
        return Runs(starts, ends, found.hashes)
    edges = np.array(_stretches(text), dtype=np.int64).ravel()
    before = edges.searchsorted(starts, side="right")
    if (before != edges.searchsorted(ends)).any():
        return _slowly(text)  # furniture begins or ends within a word
    kept = before % 2 == 1
    at = starts[kept].searchsorted(edges[2::2])
    return Runs(
        np.insert(starts[kept], at, edges[2::2]),
        np.insert(ends[kept], at, edges[2::2]),
        np.insert(found.hashes[kept], at, _gaps(text, len(at))),
    )


def _slowly(text: Text) -> Runs:
    """The words of a text, read one by one, without its furniture; in the place of which there is an empty word."""
    stretches = _stretches(text)
    spans: list[tuple[int, int]] = []
    hashes: list[int] = []
    for (start, end), gap in zip(stretches, [0, *_gaps(text, len(stretches) - 1).tolist()], strict=False):
        if start != stretches[0][0]:
            spans.append((start, start))
            hashes.append(gap)
        some = [m.span() for m in _WORD.finditer(text.text, start, end) if normal(m[0])]
        spans += some
        hashes += [word_hash(normal(text.text[a:b])) for a, b in some]
    at = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return Runs(at[:, 0], at[:, 1], np.array(hashes, dtype=np.uint64))


def _stretches(text: Text) -> list[tuple[int, int]]:
    """What is compared of a text: the stretches between furniture; all of it where its passages are not known."""
    ends = [(p.start, p.end) for p in text.passages if p.kind == "furniture"]
    cuts = [0, *(c for cut in ends for c in cut), len(text.text)]
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if text.text[a:b].strip()]


def _gaps(text: Text, count: int) -> Hashes:
    """Hashes that no word has, nor the gap of any other text."""
    return np.array([word_hash(f"{text.document} {n}") for n in range(1, count + 1)], dtype=np.uint64)
