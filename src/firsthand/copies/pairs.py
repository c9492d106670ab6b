"""Find which pairs of documents are worth comparing, without comparing all: those that share rare grams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.copies.words import Hashes, Mask, Places

BATCH = 1 << 22
"""Pairs that are counted, and hashes that are parted, at a time: bounds the memory."""
PART = 1 << 17
"""Hashes that are sorted at a time: what is worked on stays in the processor's cache."""


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


def parts(hashes: Hashes, left: Mask | None = None) -> Iterator[Places]:
    """The places of the hashes in about as many parts as have PART each, by their first bits, ascending in each; those `left` out in none."""
    bits = 1 + (len(hashes) // PART).bit_length()
    firsts = np.arange((1 << bits) + 1, dtype=np.uint16)
    pieces = []
    for at in range(0, len(hashes), BATCH):
        part = (hashes[at : at + BATCH] >> np.uint64(64 - bits)).astype(np.uint16)
        if left is not None:
            part[left[at : at + BATCH]] = 1 << bits
        order = np.argsort(part, kind="stable")
        pieces.append(((order + at).astype(np.uint32), part.searchsorted(firsts, sorter=order).tolist()))
    for n in range(1 << bits):
        some = [order[edges[n] : edges[n + 1]] for order, edges in pieces]
        yield np.concatenate([np.empty(0, dtype=np.uint32), *some]).astype(np.int64)


def grouped(hashes: Hashes) -> tuple[Places, Places]:
    """An order of places that brings equal hashes together, in each group ascending, and where in it each group begins."""
    if len(hashes) <= 2 * PART:
        return _grouped(hashes)
    orders, firsts, before = [], [], 0
    for places in parts(hashes):
        order, begin = _grouped(hashes[places])
        orders.append(places[order])
        firsts.append(begin + before)
        before += len(places)
    return np.concatenate(orders), np.concatenate(firsts)


def _grouped(hashes: Hashes) -> tuple[Places, Places]:
    """The same of not too many: what is worked on should stay in the processor's cache.

    Hashes and places are sorted as one number each, which holds the place in its last bits instead of the hash's: one sort of plain numbers.
    """
    low = np.uint64((1 << len(hashes).bit_length()) - 1)
    order = hashes & ~low
    order |= np.arange(len(hashes), dtype=np.uint64)
    order.sort()
    apart = (order[1:] ^ order[:-1]) > low
    order &= low
    new = np.concatenate(([True], hashes[order[1:]] != hashes[order[:-1]]))[: len(order)]
    mixed = new[1:] & ~apart
    if mixed.any():  # hashes that differ in their last bits only
        group = np.concatenate(([0], np.cumsum(apart)))
        chosen = np.zeros(len(order), dtype=np.bool_)
        chosen[group[1:][mixed]] = True
        some = np.flatnonzero(chosen[group])
        order[some] = order[some][np.lexsort((order[some], hashes[order[some]], group[some]))]
        new[1:] = hashes[order[1:]] != hashes[order[:-1]]
    return order.view(np.int64), np.flatnonzero(new)


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


@dataclass(frozen=True)
class Pairs:
    """Pairs of documents, `low[i]` < `high[i]`, ordered, each once, with how many grams they share."""

    low: Places
    high: Places
    shared: Places


def count(postings: Postings, most: int) -> Pairs:
    """The pairs of documents that share a gram. A gram that more than `most` documents hold pairs none."""
    total = int(postings.documents.max(initial=-1)) + 1
    keys, counts = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    pending: list[Places] = []
    for low, high in _batches(postings, most):
        pending.append(low * total + high)
        if sum(map(len, pending)) > max(BATCH, len(keys)):
            keys, counts = _sum(keys, counts, pending)
            pending = []
    keys, counts = _sum(keys, counts, pending)
    return Pairs(keys // max(1, total), keys % max(1, total), counts)


def _sum(keys: Places, counts: Places, pending: list[Places]) -> tuple[Places, Places]:
    """The keys with their counts, those of `pending` counted in."""
    added = np.sort(np.concatenate([np.empty(0, dtype=np.int64), *pending]))
    at = np.flatnonzero(np.concatenate(([True], added[1:] != added[:-1]))[: len(added)])
    every = np.concatenate((keys, added[at]))
    sums = np.concatenate((counts, np.diff(np.concatenate((at, [len(added)])))))
    order = np.argsort(every, kind="stable")
    every, sums = every[order], sums[order]
    first = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1]))[: len(every)])
    return every[first], np.add.reduceat(sums, first) if len(first) else sums


def _batches(postings: Postings, most: int) -> Iterator[tuple[Places, Places]]:
    """Pairs of documents, one for each gram that they share, gathered by the number of holders."""
    sizes, starts = postings.sizes, postings.bounds[:-1]
    for size in range(2, most + 1):
        of_size = starts[sizes == size]
        left, right = np.triu_indices(size, 1)
        step = max(1, BATCH // len(left))
        for at in range(0, len(of_size), step):
            rows = postings.documents[of_size[at : at + step, None] + np.arange(size)]
            yield rows[:, left].ravel(), rows[:, right].ravel()


def stars(postings: Postings, most: int) -> Pairs:
    """For each gram that more than `most` documents hold the pairs of one of them with each other: n copies make n − 1 pairs.

    That one is the document that holds most of all such grams (the first of equals): of many copies the most whole.
    """
    often = postings.sizes > most
    if not often.any():
        return Pairs(*(np.empty(0, dtype=np.int64) for _ in range(3)))
    sizes = postings.sizes[often]
    documents = postings.documents[np.repeat(often, postings.sizes)]
    total = int(documents.max()) + 1
    rank = np.bincount(documents, minlength=total)[documents] * total + (total - 1 - documents)
    firsts = np.cumsum(sizes) - sizes
    centre = np.repeat(total - 1 - np.maximum.reduceat(rank, firsts) % total, sizes)
    apart = centre != documents
    low, high = np.minimum(centre, documents)[apart], np.maximum(centre, documents)[apart]
    none = np.empty(0, dtype=np.int64)
    keys, shared = _sum(none, none, [low * total + high])
    return Pairs(keys // total, keys % total, shared)


def strongest(some: Pairs) -> Mask:
    """Which of the pairs share most of all pairs of one of their documents; the first of equals."""
    order = np.argsort(-some.shared, kind="stable")
    best = np.zeros(len(order), dtype=np.bool_)
    for side in (some.low, some.high):
        _, first = np.unique(side[order], return_index=True)
        best[order[first]] = True
    return best


def open_grams(hashes: Hashes, mask: Mask, k: int) -> Hashes:
    """The grams of `k` words that no masked word is part of. `mask[i]` marks word `i`; gram `i` begins there."""
    if len(hashes) == 0:
        return hashes
    covered = np.concatenate(([0], np.cumsum(mask)))
    free: Hashes = hashes[covered[k:] == covered[: len(covered) - k]]
    return free
