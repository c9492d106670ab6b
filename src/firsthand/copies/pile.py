"""Find which pairs among many texts are worth aligning.

They share a winnowed fingerprint, many short grams (a damaged copy) or many names and numbers (a translation) that few texts have.
Where one text stands in many documents, each is compared with the most whole of them first, and those that it holds are then left out
of the search: n copies cost about n comparisons, not n².
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np

from firsthand.copies import furniture, pairs
from firsthand.copies.credits import plain
from firsthand.copies.fingerprints import GRAM, grams
from firsthand.copies.item import Item, alone, stand
from firsthand.copies.pairs import Pairs, Postings
from firsthand.copies.words import Hashes, Mask, Places
from firsthand.documents.record import Text
from firsthand.vocabulary import terms

Pair = tuple[int, int]
A = TypeVar("A")
B = TypeVar("B")

BATCH = 250
"""Texts that are made ready, and pairs that are aligned, by one job."""


class Each(Protocol):
    """As `map`: the results of a job on each item, in order; done in this process or in others. Jobs, items and results pickle."""

    def __call__(self, job: Callable[[A], B], items: Iterable[A], /) -> Iterable[B]: ...


def ready(texts: Sequence[Text], each: Each = map) -> list[Item]:
    """The texts by id, with what they are compared by."""
    ordered = sorted(texts, key=lambda t: t.document)
    jobs = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
    items = [item for some in each(alone, jobs) for item in some]
    named = [item.names.places[item.names.shown] for item in items]
    found = furniture.find([item.prints for item in items], [t.outlet.casefold() for t in ordered], named)
    return [stand(item, text, some) for item, text, some in zip(items, ordered, found, strict=True)]


@dataclass(frozen=True)
class Pile:
    """All items of an inquiry; their pairs are named by their places in it, the smaller first."""

    items: Sequence[Item]
    postings: Postings
    sizes: Places

    @classmethod
    def of(cls, items: Sequence[Item]) -> Pile:
        """The pile of `items`, with the documents of each fingerprint, and how many of them each has."""
        marks = [_marks(item) for item in items]
        return cls(items, pairs.index(marks), np.array([len(m) for m in marks], dtype=np.int64))

    def crowded(self) -> tuple[list[Pair], list[Pair]]:
        """The most whole of many that share a fingerprint, with each of the others: first the pairs that share most, then the rest."""
        found = self._stars
        best = pairs.strongest(found)
        return _listed(found, best), _listed(found, ~best)

    @cached_property
    def _stars(self) -> Pairs:
        return pairs.stars(self.postings, terms.load("copies")["candidates"]["crowd"])

    def again(self, stories: Places) -> list[Pair]:
        """Further pairs of crowds: for an item that the most whole of a crowd did not take into its story, others of that story.

        The most whole may be a damaged one, or hold so much else that it shares too little; a shorter one may still be held by the item. Only
        where what the two share could be half of either, and as many at most as make a crowd.
        """
        t = terms.load("copies")["candidates"]
        most, sizes = t["crowd"], self.sizes
        members: dict[int, list[int]] = {}
        for i in np.argsort(sizes, kind="stable").tolist():
            members.setdefault(int(stories[i]), []).append(i)
        found: set[Pair] = set()
        stars = self._stars
        apart = stories[stars.low] != stories[stars.high]
        for a, b, shared in zip(
            stars.low[apart].tolist(), stars.high[apart].tolist(), stars.shared[apart].tolist(), strict=True
        ):
            reach = shared / t["least_crowd"]
            for one, other in ((a, b), (b, a)):
                theirs = members[int(stories[other])]
                small = bisect_right(theirs, reach, key=sizes.__getitem__)
                some = theirs[-most:] if sizes[one] <= reach else theirs[max(0, small - most) : small]
                found |= {(min(one, i), max(one, i)) for i in some if i != other}
        return sorted(found)

    def others(self, heads: Places, stories: Places) -> list[Pair]:
        """The other pairs worth aligning. `heads[i]` is the item that is known to hold nearly all of item `i`, or `i` itself.

        Damaged copies and translations are looked for among the heads only. Two items of one of the `stories` that are known already are
        left out, except where one credits the outlet of the other: that tells the direction.
        """
        t = terms.load("copies")["candidates"]
        free = np.flatnonzero(heads == np.arange(len(heads))).tolist()
        marked = pairs.count(self.postings, t["crowd"])
        found = set(_listed(marked, np.ones(len(marked.low), dtype=np.bool_)))
        short = [_short(self.items[i], t["short"]) for i in free]
        sizes = np.array([len(g) for g in short], dtype=np.int64)
        damaged = pairs.count(pairs.index(short), t["most"])
        least = t["least_share"] * np.minimum(sizes[damaged.low], sizes[damaged.high])
        named = pairs.count(pairs.index([self.items[i].anchors.keys for i in free]), t["most"])
        for some, chosen in (
            (damaged, (damaged.shared >= t["least_grams"]) & (damaged.shared >= least)),
            (named, named.shared >= t["least_anchors"]),
        ):
            found |= {(free[a], free[b]) for a, b in _listed(some, chosen)}
        return sorted({(a, b) for a, b in found if stories[a] != stories[b]} | self._credited(stories))

    def _credited(self, stories: Places) -> set[Pair]:
        """The pairs of one story of which one credits the outlet of the other."""
        outlets: dict[tuple[int, str], list[int]] = {}
        for i, item in enumerate(self.items):
            if item.text.outlet:
                outlets.setdefault((int(stories[i]), plain(item.text.outlet)), []).append(i)
        return {
            (min(i, j), max(i, j))
            for i, item in enumerate(self.items)
            for credit in item.credits
            if credit.whole
            for j in outlets.get((int(stories[i]), plain(credit.name)), ())
            if i != j
        }


def _listed(some: Pairs, chosen: Mask) -> list[Pair]:
    return list(zip(some.low[chosen].tolist(), some.high[chosen].tolist(), strict=True))


def _marks(item: Item) -> Hashes:
    """The fingerprints of which no word is furniture."""
    covered = np.concatenate(([0], np.cumsum(item.standing)))
    at = item.prints.marks
    free: Hashes = item.prints.prints[covered[at + GRAM] == covered[at]]
    return free


def _short(item: Item, k: int) -> Hashes:
    """The short grams of which no word is furniture, each once."""
    return pairs.distinct(pairs.open_grams(grams(item.prints.hashes, k), item.standing, k))


def stories(found: Iterable[Pair], size: int) -> Places:
    """For each of `size` items the first of those that it hangs together with by the pairs `found`."""
    head = list(range(size))
    for a, b in found:
        while head[a] != a:
            head[a] = a = head[head[a]]
        while head[b] != b:
            head[b] = b = head[head[b]]
        head[max(a, b)] = min(a, b)
    for i, up in enumerate(head):  # a head never stands after what it leads
        head[i] = head[up]
    return np.array(head, dtype=np.int64)


def bundles(found: Sequence[Pair], size: int) -> list[list[Pair]]:
    """The pairs of `size` items, those that hang together side by side, in bundles of about BATCH: so few items stand in two."""
    story = stories(found, size).tolist()
    ordered = sorted(found, key=lambda pair: (story[pair[0]], pair))
    return [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
