"""Tell a probable translation by what a translation keeps: names and numbers, in their order.

These anchors need no dictionary. Two reports on one event share many of them too, but each tells them in its own order and leaves out
what the other has; a translation, also a bad one, or one there and back, keeps most and keeps their order. The order is measured by the
longest common subsequence of first occurrences (Fredman 1975).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from firsthand.copies.align import Stretch
from firsthand.copies.fingerprints import Fingerprints
from firsthand.copies.words import KNOWN, Hashes, Mask, Places, Scan, normal, table, word_hash
from firsthand.vocabulary import terms


def _table(letters: str) -> Mask:
    """For each code point below WIDE, and for all others together, whether it is one of `letters`."""
    found = np.zeros(WIDE + 1, dtype=np.bool_)
    found[[ord(c) for c in letters]] = True
    return found


WIDE = 0x3010
"""Beyond the highest code point that is looked up here."""
_OPENING = _table(" \t\"'“‘«„(¿¡[—–-")
_ENDING = _table("\0\n.!?:;…•”。")
BEFORE = 4
"""Code points before a word that are looked at for the end of a sentence."""


@dataclass(frozen=True)
class Anchors:
    """The names and numbers of a text: the hash of each, and the word at which it first occurs, in order of place."""

    keys: Hashes
    places: Places

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True)
class Order:
    """`kept`: the anchors that two texts have in one order; `of_a`, `of_b`: their part of each one's anchors; `common`: of those of both."""

    kept: tuple[Stretch, ...]
    of_a: float
    of_b: float
    common: float


@dataclass(frozen=True)
class Names:
    """Every word of a text that may be an anchor: its hash, which word it is, whether it shows there that it is one, and whether it stands right
    after another capital."""

    keys: Hashes
    places: Places
    shown: Mask
    after: Mask


def names(found: Scan, listed: Mask) -> list[Names]:
    """Words with a digit in front, and words with a capital: shown to be a name where that is not how a sentence begins. One for each text.

    A possessive ending is no part of a name. `listed`: which words stand in a list, for these are not looked at.
    """
    at = np.flatnonzero(found.raised & ~listed)
    keys, shown, after = _bare(found, at), _shown(found, at), _after(found, at)
    edges = at.searchsorted(found.bounds).tolist()
    return [
        Names(keys[i:j], (at[i:j] - start).astype(np.int32), shown[i:j], after[i:j])
        for start, i, j in zip(found.bounds.tolist(), edges, edges[1:], strict=False)
    ]


def _bare(found: Scan, at: Places) -> Hashes:
    """The hashes of the words `at`, without what follows an apostrophe, if two letters are left."""
    letters = found.letters
    keys = found.hashes[at]
    starts = found.flat[at]
    marks = np.flatnonzero((letters.codes == ord("'")) | (letters.codes == ord("’")))
    stops = np.append(marks, len(letters.codes))[marks.searchsorted(starts)]
    held = np.flatnonzero((stops - starts > 1) & (stops - starts < (found.ends - found.starts)[at]))
    keys[held] = letters.hashes(starts[held], stops[held])
    slow = found.slow[found.bounds[1:].searchsorted(at[held], side="right")]
    for n in held[slow].tolist():
        keys[n] = word_hash(normal("".join(map(chr, letters.codes[starts[n] : stops[n]].tolist()))))
    return keys


def _shown(found: Scan, at: Places) -> Mask:
    """Whether the words `at` show that they are names: numbers, and what does not begin a sentence."""
    codes = found.letters.codes
    starts, within = found.flat[at], found.starts[at]
    before = np.zeros(len(at), dtype=np.uint32)  # the last code point before each that does not open anything
    for back in range(BEFORE, 0, -1):
        letter = np.minimum(codes[np.maximum(starts - back, 0)], WIDE) if len(codes) else before
        before = np.where((within >= back) & ~_OPENING[letter], letter, before)
    digit = table().digits[found.letters.known[starts]]
    for n in np.flatnonzero(codes[starts] >= KNOWN).tolist():
        digit[n] = chr(codes[starts[n]]).isdigit()
    shown: Mask = digit | ~_ENDING[before]
    return shown


def _after(found: Scan, at: Places) -> Mask:
    """Whether the words `at` stand one blank after another with a capital or a digit."""
    last = np.maximum(at - 1, 0)
    ends = found.flat[last] + found.ends[last] - found.starts[last]
    after: Mask = (
        found.raised[last] & (found.flat[at] - ends == 1) & (found.starts[at] > 0)
    )  # 0 stands between two texts
    return after


def anchors(found: Names, standing: Mask) -> Anchors:
    """The anchors among the names `found`: those that are shown somewhere, furniture left out."""
    own = ~standing[found.places]
    shown = set(found.keys[own & found.shown].tolist())
    first: dict[int, int] = {}
    for key, i in zip(found.keys[own].tolist(), found.places[own].tolist(), strict=True):
        if key in shown:
            first.setdefault(key, i)
    return Anchors(
        np.fromiter(first, dtype=np.uint64, count=len(first)),
        np.fromiter(first.values(), dtype=np.int32, count=len(first)),
    )


def order(a: Anchors, b: Anchors) -> Order:
    """The anchors that stand in one order in both texts."""
    theirs = dict(zip(b.keys.tolist(), b.places.tolist(), strict=True))
    common = [(i, theirs[key]) for key, i in zip(a.keys.tolist(), a.places.tolist(), strict=True) if key in theirs]
    kept = _rising(common)
    return Order(
        kept=tuple(Stretch(i, i + 1, j, j + 1) for i, j in kept),
        of_a=len(kept) / max(1, len(a)),
        of_b=len(kept) / max(1, len(b)),
        common=len(kept) / max(1, len(common)),
    )


def _rising(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `places`, ordered by the first number, in which the second rises too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(places):
        at = bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [j]
        last[at : at + 1] = [n]
    chain: list[tuple[int, int]] = []
    n = last[-1] if last else -1
    while n >= 0:
        chain.append(places[n])
        n = before[n]
    return chain[::-1]


def across(found: Order) -> bool:
    """Whether texts in two languages are probably translations, of one another or of one text. Names are respelled: few are the same."""
    return _enough(found, terms.load("copies")["translation"]["across"])


def within(found: Order, a: Callable[[], Sequence[str]], b: Callable[[], Sequence[str]]) -> bool:
    """Whether texts in one language are probably translations of one text, or one is translated there and back; `a`, `b` give their words.

    Besides the names much of the wording must come in one order, as it does not where two reporters tell one event.
    """
    rules = terms.load("copies")["translation"]
    rules = [t for t in (rules["within"], rules["named"]) if _enough(found, t)]
    if not rules:
        return False
    x, y = a(), b()
    kept = common(x, y)
    shorter, longer = sorted((len(x), len(y)))
    return any(kept >= t["words"] * shorter and kept >= t["words_longer"] * longer for t in rules)


def _enough(found: Order, t: dict[str, float]) -> bool:
    shares = sorted((found.of_a, found.of_b))
    return (
        len(found.kept) >= t["kept"]
        and shares[0] >= t.get("both", 0)
        and shares[1] >= t["share"]
        and found.common >= t["order"]
    )


def common(a: Sequence[str], b: Sequence[str]) -> int:
    """The length of the longest common subsequence, with one bit per word (Hyyrö, 2004)."""
    places: dict[str, int] = {}
    for i, word in enumerate(a):
        places[word] = places.get(word, 0) | 1 << i
    full = (1 << len(a)) - 1
    row = full
    for word in b:
        met = row & places.get(word, 0)
        row = (row + met | row - met) & full
    return len(a) - row.bit_count()


def agreement(a: Fingerprints, b: Fingerprints, stretches: Sequence[Stretch]) -> float:
    """Which part of the matched stretches agrees.

    Where the words differ their letters count: a misread word agrees for the most part with the word it was, another word does not.
    """
    total = agreed = 0.0
    for s in stretches:
        x, y = a.words(s.a_start, s.a_end), b.words(s.b_start, s.b_end)
        blocks = (
            [("equal", 0, len(x), 0, len(y))] if x == y else SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
        )
        for kind, i, j, k, m in blocks:
            size = max(j - i, m - k)
            total += size
            if kind == "equal":
                agreed += size
            elif kind == "replace":
                agreed += size * SequenceMatcher(None, "".join(x[i:j]), "".join(y[k:m]), autojunk=False).ratio()
    return agreed / total if total else 1.0
