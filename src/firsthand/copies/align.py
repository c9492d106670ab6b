"""Find the words that two texts share, in order, with small changes: seeds that are extended both ways.

Exact common runs are the seeds, the longest first (greedy string tiling; Wise 1993). Each is extended over single changed, added or lost
words as long as what agrees outweighs what does not (the X-drop rule of sequence alignment; Altschul et al. 1990), so that a misread,
restyled or cut copy still shows as long matched stretches. A stretch begins and ends with words that agree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from firsthand.copies.fingerprints import Fingerprints
from firsthand.copies.seeds import SEED, Run, runs
from firsthand.copies.words import Hashes, normal

SHORTEST = 6
"""Words of the shortest stretch that is kept."""
GAP = 3
"""Words that may differ at one place."""
DROP = 5
"""How far agreement may fall below its best before the extension ends."""
CHUNK = 256
"""Words that are compared at a time where two texts agree."""


class Stretch(NamedTuple):
    """Words `a_start`:`a_end` of the one and `b_start`:`b_end` of the other agree, all but a few; ends exclusive.

    `exact` is how many words agree in the run that it was grown from.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    exact: int = 0


def align(a: Fingerprints, b: Fingerprints) -> tuple[Stretch, ...]:
    """The stretches that `a` and `b` share, by their place in `a`; no word belongs to two. Swapping the two swaps the sides."""
    (found,) = star(a, [b])
    return (
        found
        if a.document < b.document
        else tuple(sorted(Stretch(s.b_start, s.b_end, s.a_start, s.a_end, s.exact) for s in found))
    )


def star(one: Fingerprints, others: Sequence[Fingerprints]) -> Iterator[tuple[Stretch, ...]]:
    """For each of `others` the stretches that it shares with `one`; that of the two is the first whose id is."""
    for other, found in zip(others, runs(one, others), strict=True):
        if np.array_equal(one.hashes, other.hashes):
            yield (Stretch(0, len(one), 0, len(one), len(one)),) if len(one) else ()
        elif one.document < other.document:
            yield _grown(one, other, found)
        else:
            yield _grown(other, one, [(j, i, length) for i, j, length in found])


def _grown(a: Fingerprints, b: Fingerprints, found: list[Run]) -> tuple[Stretch, ...]:
    """The stretches that grow from the runs, which come the longest first."""
    if not found:
        return ()
    one, two = Side(a), Side(b)
    stretches: list[Stretch] = []
    for i, j, length in found:
        last = i + length - 1
        if one.taken[i] and one.taken[last] and any(s.a_start <= i and last < s.a_end for s in stretches):
            continue
        first, end = _free(one.taken, two.taken, (i, j, length))
        if end - first < SEED:
            continue
        stretch = _extend(one, two, (i + first, i + end, j + first, j + end))
        if min(stretch.a_end - stretch.a_start, stretch.b_end - stretch.b_start) >= SHORTEST:
            one.take(stretch.a_start, stretch.a_end)
            two.take(stretch.b_start, stretch.b_end)
            stretches.append(stretch)
    return tuple(sorted(stretches))


class Side:
    """One of two texts while they are aligned: its words, and which of them are taken (by a stretch, or as the place of furniture)."""

    def __init__(self, prints: Fingerprints) -> None:
        self.prints = prints
        self.taken = bytearray(len(prints))
        self._edges: list[int] = []
        for n in prints.gaps:  # where furniture was left out, no stretch goes across
            self.taken[n] = 1
            self._edges += (n, n + 1)

    def take(self, start: int, end: int) -> None:
        """Words `start`:`end` belong to a stretch."""
        self.taken[start:end] = b"\x01" * (end - start)
        insort(self._edges, start)
        insort(self._edges, end)

    def right(self, start: int) -> Ahead:
        """The words from `start` up to the first that is taken."""
        at = bisect_left(self._edges, start)
        end = self._edges[at] if at < len(self._edges) else len(self.prints)
        return Ahead(self.prints, self.prints.hashes[start:end], start, 1)

    def left(self, end: int) -> Ahead:
        """The words before `end` down to the first that is taken, backwards."""
        at = bisect_right(self._edges, end)
        start = self._edges[at - 1] if at else 0
        return Ahead(self.prints, self.prints.hashes[start:end][::-1], end - 1, -1)


def _free(a: bytearray, b: bytearray, run: tuple[int, int, int]) -> tuple[int, int]:
    """The longest stretch of a run (start in a, start in b, length) of which no word is taken, counted from its start."""
    i, j, length = run
    if a.find(1, i, i + length) < 0 and b.find(1, j, j + length) < 0:
        return 0, length
    taken = np.frombuffer(bytes(a[i : i + length]), dtype=np.bool_) | np.frombuffer(
        bytes(b[j : j + length]), dtype=np.bool_
    )
    edges = np.flatnonzero(np.diff(np.concatenate(([True], taken, [True])).astype(np.int8)))
    if not len(edges):
        return 0, 0
    k = int((edges[1::2] - edges[::2]).argmax())
    return int(edges[2 * k]), int(edges[2 * k + 1])


class Ahead:
    """The words of a text from one place on, forwards or (`step` −1) backwards, up to the first that is taken: their hashes, and each as written."""

    __slots__ = ("_ends", "_first", "_starts", "_step", "_text", "hashes")

    def __init__(self, prints: Fingerprints, hashes: Hashes, first: int, step: int) -> None:
        self.hashes = hashes
        self._text, self._starts, self._ends = prints.text, prints.starts, prints.ends
        self._first, self._step = first, step

    def word(self, i: int) -> str:
        """Word `i` from here, as it is compared."""
        at = self._first + self._step * i
        return normal(self._text[self._starts.item(at) : self._ends.item(at)])


def _extend(a: Side, b: Side, run: tuple[int, int, int, int]) -> Stretch:
    """The run, grown to both sides over words that agree and small differences."""
    a_start, a_end, b_start, b_end = run
    right_a, right_b = _walk(a.right(a_end), b.right(b_end))
    left_a, left_b = _walk(a.left(a_start), b.left(b_start))
    return Stretch(a_start - left_a, a_end + right_a, b_start - left_b, b_end + right_b, a_end - a_start)


def _walk(a: Ahead, b: Ahead) -> tuple[int, int]:
    """How many words further the two agree, by the X-drop rule."""
    end_a, end_b = len(a.hashes), len(b.hashes)
    i = j = score = best = 0
    reach = (0, 0)
    differ = _differing(a.hashes, b.hashes)
    while True:
        same = next(differ) - i
        while same < 0:
            same = next(differ) - i
        i, j, score = i + same, j + same, score + same
        if score > best:
            best, reach = score, (i, j)
        if i == end_a or j == end_b:
            return reach
        if alike(a.word(i), b.word(j)):
            i, j, score = i + 1, j + 1, score + 1
            continue
        skip = _resume(a, b, i, j)
        if skip is None:
            return reach
        i, j, score = i + skip[0], j + skip[1], score - max(skip)
        if score <= best - DROP:
            return reach
        if skip[0] != skip[1]:
            differ = _differing(a.hashes, b.hashes, i, j)


def _differing(x: Hashes, y: Hashes, i: int = 0, j: int = 0) -> Iterator[int]:
    """The places of `x` from `i` on that differ from what stands beside them if `i` stands beside `j`; the end is such a place too."""
    end = min(len(x), i + len(y) - j)
    for at in range(i, end, CHUNK):
        stop = min(at + CHUNK, end)
        yield from (np.flatnonzero(x[at:stop] != y[at + j - i : stop + j - i]) + at).tolist()
    yield end


_SKIPS = sorted(
    ((p, q) for p in range(GAP + 1) for q in range(GAP + 1) if p or q), key=lambda s: (max(s), s[0] != s[1], s)
)


def _resume(a: Ahead, b: Ahead, i: int, j: int) -> tuple[int, int] | None:
    """The smallest difference after which two words in a row agree again."""
    x, y = a.hashes[i : i + GAP + 2].tolist(), b.hashes[j : j + GAP + 2].tolist()
    x += [-1] * (GAP + 2 - len(x))  # no word has a negative hash, and nothing agrees with the end
    y += [-2] * (GAP + 2 - len(y))
    for p, q in _SKIPS:
        if x[p + 1] == y[q + 1] and (x[p] == y[q] or alike(a.word(i + p), b.word(j + q))):
            return p, q
    return None


def alike(x: str, y: str) -> bool:
    """The same word, or a misreading of it: one letter in four differs at most. Numbers must be the same."""
    if x == y:
        return True
    shorter, longer = len(x), len(y)
    if shorter > longer:
        shorter, longer = longer, shorter
    most = longer // 4
    if shorter < 4 or longer - shorter > most or x.isdigit() or y.isdigit():
        return False
    return Levenshtein.distance(x, y, score_cutoff=most) <= most
