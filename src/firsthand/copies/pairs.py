"""Find which pairs of documents are worth comparing, without comparing all: those that share rare grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.copies.fingerprints import Hashes, Places

BATCH = 1 << 22
"""Pairs that are counted at a time: bounds the memory."""


@dataclass(frozen=True)
class Postings:
    """Which documents hold which gram: `documents[bounds[g]:bounds[g + 1]]`, ascending, are those that hold gram `g`."""

    documents: Places
    bounds: Places

    @property
    def sizes(self) -> Places:
        """In how many documents each gram stands."""
        return np.diff(self.bounds)


def distinct(hashes: Hashes) -> Hashes:
    """Each hash once, ascending. (Sorting 64-bit numbers is many times faster than the hash table of `numpy.unique`.)"""
    ascending = np.sort(hashes)
    once: Hashes = ascending[np.concatenate(([True], ascending[1:] != ascending[:-1]))[: len(ascending)]]
    return once


def grouped(hashes: Hashes) -> tuple[Places, Places]:
    """An order of places that brings equal hashes together, in each group ascending, and where in it each group begins."""
    order = np.argsort(hashes).astype(np.uint64)
    ascending = hashes[order]
    new = np.concatenate(([True], ascending[1:] != ascending[:-1]))[: len(order)]
    key = (np.cumsum(new).astype(np.uint64) << np.uint64(32)) | order
    key.sort()
    return (key & np.uint64(0xFFFFFFFF)).astype(np.int64), np.flatnonzero(new)


def index(grams: Sequence[Hashes]) -> Postings:
    """The postings of all grams that two documents or more hold. `grams[d]` are those of document `d`, in any order."""
    once = [distinct(g) for g in grams]
    hashes = np.concatenate([np.empty(0, dtype=np.uint64), *once])
    documents = np.repeat(np.arange(len(once)), np.array([len(g) for g in once], dtype=np.int64))
    order, firsts = grouped(hashes)
    documents = documents[order]
    bounds = np.concatenate((firsts, [len(hashes)]))
    sizes = np.diff(bounds)
    shared = np.repeat(sizes > 1, sizes)
    return Postings(documents[shared], np.concatenate(([0], np.cumsum(sizes[sizes > 1]))))


def count(postings: Postings, most: int, star: bool) -> dict[tuple[int, int], int]:
    """How many grams each pair of documents shares, smaller index first; pairs that share none are absent.

    A gram held by more than `most` documents is one of many copies of one text, or a common phrase. With `star` it pairs each holder
    with the first holder only, so that n copies make n − 1 pairs that still hang together; without, it pairs none.
    """
    total = int(postings.documents.max(initial=-1)) + 1
    keys: list[Places] = []
    counts: list[Places] = []
    pending: list[Places] = []
    held = 0
    for batch in _batches(postings, most, star):
        pending.append(batch[0] * total + batch[1])
        held += len(batch[0])
        if held > BATCH:
            _fold(pending, keys, counts)
            held = 0
    _fold(pending, keys, counts)
    if not keys:
        return {}
    key, where = np.unique(np.concatenate(keys), return_inverse=True)
    sums = np.bincount(where, weights=np.concatenate(counts)).astype(np.int64)
    return {(int(k // total), int(k % total)): int(n) for k, n in zip(key, sums, strict=True)}


def _fold(pending: list[Places], keys: list[Places], counts: list[Places]) -> None:
    if pending:
        key, n = np.unique(np.concatenate(pending), return_counts=True)
        keys.append(key)
        counts.append(n)
        pending.clear()


def _batches(postings: Postings, most: int, star: bool) -> list[tuple[Places, Places]]:
    """Pairs of documents, one for each gram that they share, gathered by the number of holders."""
    sizes, starts = postings.sizes, postings.bounds[:-1]
    found: list[tuple[Places, Places]] = []
    for size in np.unique(sizes[sizes <= most]):
        rows = postings.documents[starts[sizes == size][:, None] + np.arange(size)]
        left, right = np.triu_indices(int(size), 1)
        found.append((rows[:, left].ravel(), rows[:, right].ravel()))
    crowded = np.flatnonzero(sizes > most) if star else ()
    for g in crowded:
        holders = postings.documents[postings.bounds[g] : postings.bounds[g + 1]]
        found.append((np.full(len(holders) - 1, holders[0]), holders[1:]))
    return found


Mask = npt.NDArray[np.bool_]


def open_grams(hashes: Hashes, mask: Mask, k: int) -> Hashes:
    """The grams of `k` words that no masked word is part of. `mask[i]` marks word `i`; gram `i` begins there."""
    if len(hashes) == 0:
        return hashes
    covered = np.concatenate(([0], np.cumsum(mask)))
    free: Hashes = hashes[covered[k:] == covered[: len(covered) - k]]
    return free
