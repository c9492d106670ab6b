"""Find where one text and each of several others have the same words in a row: what an alignment is grown from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from firsthand.copies.fingerprints import Fingerprints, grams
from firsthand.copies.words import Hashes, Mask, Places

SEED = 4
"""Words of a seed."""
REPEATS = 4
"""A seed that one text repeats more often than this seeds nothing."""
SLOTS = 16
"""Slots per seed, of a table in which seeds are looked up by their last bits."""
MOST = 1 << 16
"""Slots of the largest table."""
AT_ONCE = 1 << 20
"""Seeds of the one text times texts that are looked for at once: bounds the memory."""

Run = tuple[int, int, int]
"""Where the same words begin in the one text and in the other, and how many they are."""


def runs(one: Fingerprints, others: Sequence[Fingerprints]) -> Iterator[list[Run]]:
    """For each of the `others` the runs of SEED words or more that it shares with `one`, the longest first.

    Of two texts it is the one whose id comes later whose repeats of a seed count.
    """
    index = Index.of(grams(one.hashes, SEED))
    step = max(1, AT_ONCE // (len(one) + 1))
    for at in range(0, len(others), step):
        yield from _runs(index, one, others[at : at + step])


def _runs(index: Index, one: Fingerprints, others: Sequence[Fingerprints]) -> Iterator[list[Run]]:
    """The runs, all words of the others counted through."""
    sizes = np.array([len(o) for o in others])
    whose = np.repeat(np.arange(len(others)), sizes)
    later = np.array([o.document > one.document for o in others])
    seeds = grams(np.concatenate([o.hashes for o in others]), SEED)
    places, theirs = index.meets(seeds, whose, later)
    if not len(places):
        return iter([[]] * len(others))
    key = ((theirs - places) << 32) + theirs  # by diagonal, then by place
    key.sort()
    breaks = np.flatnonzero(key[1:] - key[:-1] != 1) + 1
    heads = np.concatenate((key[:1], key[breaks]))
    lengths = np.diff(np.concatenate(([0], breaks, [len(key)])))[: len(heads)] - 1 + SEED
    theirs = heads & 0xFFFFFFFF
    places = theirs - (heads >> 32)
    whose = whose[theirs]
    theirs = theirs - (np.cumsum(sizes) - sizes)[whose]
    first = np.where(later[whose], places, theirs)
    order = np.lexsort((places + theirs - first, first, -lengths, whose))
    every = list(zip(places[order].tolist(), theirs[order].tolist(), lengths[order].tolist(), strict=True))
    edges = whose[order].searchsorted(np.arange(len(others) + 1)).tolist()
    return (every[start:end] for start, end in pairwise(edges))


class Index(NamedTuple):
    """Seeds of a text, each once, ascending, and by table: where it begins in the order of their places, how often it stands, and that order."""

    once: Hashes
    table: Places
    firsts: Places
    sizes: Places
    order: Places

    @classmethod
    def of(cls, seeds: Hashes) -> Index:
        """Where each seed stands."""
        order = np.argsort(seeds)
        ascending = seeds[order]
        firsts = np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1]))[: len(ascending)])
        sizes = np.diff(np.concatenate((firsts, [len(order)])))
        return cls(ascending[firsts], _table(ascending[firsts]), firsts, sizes, order)

    def meets(self, others: Hashes, whose: Places, later: Mask) -> tuple[Places, Places]:
        """The places of these seeds and of `others` that are the same, without seeds that are repeated too often.

        The others are of several texts: `whose[w]` is that of word `w`, and `later` tells in which of them it is their own repeats that count.
        """
        if not len(self.once) or not len(others):
            return self.order[:0], self.order[:0]
        at = self.table[_slots(others, len(self.table))]
        several = np.flatnonzero(at < 0)
        at[several] = np.minimum(self.once.searchsorted(others[several]), len(self.once) - 1)
        within = whose[: len(others)] == whose[SEED - 1 :]  # no seed goes from one text to the next
        rows = np.flatnonzero((self.once[at] == others) & within)
        if not len(rows):
            return rows, rows
        at, whose = at[rows], whose[rows]
        key = whose * len(self.once) + at
        few = np.where(later[whose], np.bincount(key)[key], self.sizes[at]) <= REPEATS
        if not few.all():
            rows, at = rows[few], at[few]
        counts = self.sizes[at]
        if len(at) == counts.sum():
            return self.order[self.firsts[at]], rows
        first = np.cumsum(counts) - counts
        columns = self.order[np.repeat(self.firsts[at] - first, counts) + np.arange(counts.sum())]
        return columns, np.repeat(rows, counts)


def _table(once: Hashes) -> Places:
    """By the last bits of a seed which of all it can be: that one, or −1 where several can."""
    table = np.zeros(min(MOST, SLOTS << len(once).bit_length()), dtype=np.int32)
    slots, numbers = _slots(once, len(table)), np.arange(len(once), dtype=np.int32)
    table[slots] = numbers
    table[slots[table[slots] != numbers]] = -1
    return table


def _slots(seeds: Hashes, size: int) -> Places:
    return (seeds & np.uint64(size - 1)).view(np.int64)
