"""Tell a probable translation by what a translation keeps: names and numbers, in their order.

These anchors need no dictionary. Two reports on one event share many of them too, but each tells them in its own order and leaves out
what the other has; a translation, also a bad one, or one there and back, keeps most and keeps their order. The order is measured by the
longest common subsequence of first occurrences (Fredman 1975).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from firsthand.copies.align import Stretch
from firsthand.copies.fingerprints import Fingerprints, Hashes, word_hash
from firsthand.copies.pairs import Mask
from firsthand.documents.record import Text
from firsthand.vocabulary import terms

_OPENING = " \t\"'“‘«„(¿¡[—–-"
_ENDING = "\n.!?:;…•”。"


@dataclass(frozen=True)
class Anchors:
    """The names and numbers of a text: for each, by its hash, the word at which it first occurs, in order of place."""

    first: dict[int, int]

    @property
    def keys(self) -> Hashes:
        """Their hashes."""
        return np.fromiter(self.first, dtype=np.uint64, count=len(self.first))


@dataclass(frozen=True)
class Order:
    """`kept`: the anchors that two texts have in one order; `of_a`, `of_b`: their part of each one's anchors; `common`: of those of both."""

    kept: tuple[Stretch, ...]
    of_a: float
    of_b: float
    common: float


def anchors(text: Text, prints: Fingerprints, standing: Mask) -> Anchors:
    """The anchors of `text`: words with a digit in front, and words that begin with a capital elsewhere than a sentence does."""
    found: list[tuple[int, int]] = []
    inside: set[int] = set()
    for i, start in enumerate(prints.starts.tolist()):
        letter = text.text[start : start + 1]
        if standing[i] or not (letter.isupper() or letter.isdigit()):
            continue
        key = _key(prints, i)
        before = text.text[max(0, start - 4) : start].rstrip(_OPENING)
        if letter.isdigit() or (before and before[-1] not in _ENDING):
            inside.add(key)
        found.append((key, i))
    first: dict[int, int] = {}
    for key, i in found:
        if key in inside:
            first.setdefault(key, i)
    return Anchors(first)


def _key(prints: Fingerprints, i: int) -> int:
    """The hash of the word, its possessive ending apart."""
    word = prints.words[i]
    bare, mark, _ = word.partition("'")
    return word_hash(bare) if mark and len(bare) > 1 else int(prints.hashes[i])


def order(a: Anchors, b: Anchors) -> Order:
    """The anchors that stand in one order in both texts."""
    common = [(i, b.first[key]) for key, i in a.first.items() if key in b.first]
    common.sort()
    kept = _rising(common)
    return Order(
        kept=tuple(Stretch(i, i + 1, j, j + 1) for i, j in kept),
        of_a=len(kept) / max(1, len(a.first)),
        of_b=len(kept) / max(1, len(b.first)),
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


def translated(a: Text, b: Text, found: Order) -> bool:
    """Whether the one is probably a translation of the other, or of a common text. Other languages keep fewer names as written."""
    foreign = bool(a.language) and bool(b.language) and a.language != b.language
    t = terms.load("copies")["translation"]["across" if foreign else "within"]
    enough = len(found.kept) >= t["kept"] and max(found.of_a, found.of_b) >= t["share"]
    return bool(enough and found.common >= t["order"])
