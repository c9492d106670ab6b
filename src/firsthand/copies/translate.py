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
from firsthand.copies.fingerprints import Codes, Fingerprints, Hashes, Places, codes, marked, normal, word_hash
from firsthand.copies.pairs import Mask
from firsthand.documents.record import Text
from firsthand.vocabulary import terms

WIDE = 0x3010
"""Beyond the highest code point that is looked up here."""


def _table(letters: str) -> Mask:
    """For each code point below WIDE, and for all others together, whether it is one of `letters`."""
    table = np.zeros(WIDE + 1, dtype=np.bool_)
    table[[ord(c) for c in letters]] = True
    return table


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
    """Every word of a text that may be an anchor: its hash, which word it is, and whether it shows there that it is one."""

    keys: Hashes
    places: Places
    shown: Mask


def names(text: Text, prints: Fingerprints) -> Names:
    """Words with a digit in front, and words with a capital: shown to be a name where that is not how a sentence begins.

    A possessive ending is no part of a name.
    """
    of = text.text
    letters = codes(of)
    places = np.flatnonzero(prints.raised & ~prints.listed)
    starts, ends = prints.starts[places], prints.ends[places]
    keys = prints.hashes[places]
    for n in np.flatnonzero(marked(prints, places)).tolist():
        bare, mark, _ = of[starts[n] : ends[n]].replace("’", "'").partition("'")
        if mark and len(bare) > 1:
            keys[n] = word_hash(normal(bare))
    return Names(keys, places.astype(np.int32), _shown(of, letters, starts))


def _shown(of: str, letters: Codes, starts: Places) -> Mask:
    """Whether the words that begin at `starts` show that they are names: numbers, and what does not begin a sentence."""
    letters = np.minimum(letters, WIDE)
    before = np.zeros(len(starts), dtype=np.uint32)  # the last code point before each that does not open anything
    for back in range(BEFORE, 0, -1):
        at = np.maximum(starts - back, 0)
        letter = letters[at] if len(letters) else before
        before = np.where((starts >= back) & ~_OPENING[letter], letter, before)
    digit = np.fromiter((of[i].isdigit() for i in starts.tolist()), dtype=np.bool_, count=len(starts))
    shown: Mask = digit | ~_ENDING[before]
    return shown


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
