"""Find the words that two texts share, in order, with small changes: seeds that are extended both ways.

Exact common runs are the seeds, the longest first (greedy string tiling; Wise 1993). Each is extended over single changed, added or lost
words as long as what agrees outweighs what does not (the X-drop rule of sequence alignment; Altschul et al. 1990), so that a misread,
restyled or cut copy still shows as long matched stretches. A stretch begins and ends with words that agree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from firsthand.copies.fingerprints import Fingerprints, Hashes, Places, grams

SEED = 4
"""Words of a seed."""
SHORTEST = 6
"""Words of the shortest stretch that is kept."""
GAP = 3
"""Words that may differ at one place."""
DROP = 5
"""How far agreement may fall below its best before the extension ends."""
REPEATS = 4
"""A seed that one text repeats more often than this seeds nothing."""


@dataclass(frozen=True, order=True)
class Stretch:
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
    if a.document > b.document:
        return tuple(sorted(Stretch(s.b_start, s.b_end, s.a_start, s.a_end, s.exact) for s in align(b, a)))
    if np.array_equal(a.hashes, b.hashes):
        return (Stretch(0, len(a), 0, len(b), len(a)),) if len(a) else ()
    one, two = Side(a), Side(b)
    found: list[Stretch] = []
    for i, j, length in _seeds(a, b):
        if any(s.a_start <= i and i + length <= s.a_end for s in found):
            continue
        first, last = _longest(one.taken[i : i + length] | two.taken[j : j + length])
        if last - first < SEED:
            continue
        stretch = _extend(one, two, (i + first, i + last, j + first, j + last))
        if min(stretch.a_end - stretch.a_start, stretch.b_end - stretch.b_start) >= SHORTEST:
            one.take(stretch.a_start, stretch.a_end)
            two.take(stretch.b_start, stretch.b_end)
            found.append(stretch)
    return tuple(sorted(found))


class Side:
    """One of two texts while they are aligned: its words' hashes, and which words are taken (by a stretch, or as the place of furniture)."""

    def __init__(self, prints: Fingerprints) -> None:
        self.prints = prints
        self.hashes: list[int] = prints.hashes.tolist()
        self.taken = prints.starts == prints.ends  # where furniture was left out, no stretch goes across
        self._edges: list[int] = [e for n in np.flatnonzero(self.taken).tolist() for e in (n, n + 1)]

    def take(self, start: int, end: int) -> None:
        """Words `start`:`end` belong to a stretch."""
        self.taken[start:end] = True
        insort(self._edges, start)
        insort(self._edges, end)

    def right(self, start: int) -> Ahead:
        """The words from `start` up to the first that is taken."""
        at = bisect_left(self._edges, start)
        end = self._edges[at] if at < len(self._edges) else len(self.hashes)
        return Ahead(self.prints, self.hashes[start:end], start, 1)

    def left(self, end: int) -> Ahead:
        """The words before `end` down to the first that is taken, backwards."""
        at = bisect_right(self._edges, end)
        start = self._edges[at - 1] if at else 0
        return Ahead(self.prints, self.hashes[start:end][::-1], end - 1, -1)


@lru_cache(maxsize=64)
def _ordered(prints: Fingerprints) -> tuple[Hashes, Hashes, Places, Places, Places]:
    """The seeds of a text, one per place; each once, ascending, where it begins in the order of their places, how often it stands, and that order."""
    every = grams(prints.hashes, SEED)
    order = np.argsort(every, kind="stable")
    ascending = every[order]
    firsts = np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1]))[: len(ascending)])
    return every, ascending[firsts], firsts, np.diff(np.concatenate((firsts, [len(every)]))), order


def _seeds(a: Fingerprints, b: Fingerprints) -> list[tuple[int, int, int]]:
    """Exact common runs (start in a, start in b, length), the longest first."""
    ga = _ordered(a)[0]
    _, once, firsts, sizes, order = _ordered(b)
    if not len(ga) or not len(once):
        return []
    at = np.minimum(np.searchsorted(once, ga), len(once) - 1)
    counts = np.where((once[at] == ga) & (sizes[at] <= REPEATS), sizes[at], 0)
    rows = np.repeat(np.arange(len(ga)), counts)
    if not len(rows):
        return []
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    columns = order[firsts[at[rows]] + within]
    diagonal = rows - columns
    by = np.lexsort((rows, diagonal))
    rows, columns, diagonal = rows[by], columns[by], diagonal[by]
    breaks = np.flatnonzero((np.diff(rows) != 1) | (np.diff(diagonal) != 0)) + 1
    firsts = np.concatenate(([0], breaks))
    lengths = np.diff(np.concatenate((firsts, [len(rows)]))) - 1 + SEED
    runs = zip(rows[firsts].tolist(), columns[firsts].tolist(), lengths.tolist(), strict=True)
    return sorted(runs, key=lambda r: (-r[2], r[0], r[1]))


def _longest(taken: np.ndarray) -> tuple[int, int]:
    """The longest stretch of words that are not taken."""
    if not taken.any():
        return 0, len(taken)
    edges = np.flatnonzero(np.diff(np.concatenate(([True], taken, [True])).astype(np.int8)))
    if not len(edges):
        return 0, 0
    k = int((edges[1::2] - edges[::2]).argmax())
    return int(edges[2 * k]), int(edges[2 * k + 1])


@dataclass(frozen=True)
class Ahead:
    """The words of a text from one place on, forwards or (`step` −1) backwards, up to the first that is taken: their hashes, and each as written."""

    prints: Fingerprints
    hashes: list[int]
    first: int
    step: int

    def word(self, i: int) -> str:
        """Word `i` from here, as it is compared."""
        return self.prints.word(self.first + self.step * i)


def _extend(a: Side, b: Side, run: tuple[int, int, int, int]) -> Stretch:
    """The run, grown to both sides over words that agree and small differences."""
    a_start, a_end, b_start, b_end = run
    right_a, right_b = _walk(a.right(a_end), b.right(b_end))
    left_a, left_b = _walk(a.left(a_start), b.left(b_start))
    return Stretch(a_start - left_a, a_end + right_a, b_start - left_b, b_end + right_b, a_end - a_start)


def _walk(a: Ahead, b: Ahead) -> tuple[int, int]:
    """How many words further the two agree, by the X-drop rule."""
    x, y = a.hashes, b.hashes
    i = j = 0
    score = best = 0
    reach = (0, 0)
    while i < len(x) and j < len(y):
        if x[i] == y[j] or alike(a.word(i), b.word(j)):
            i, j, score = i + 1, j + 1, score + 1
        else:
            skip = _resume(a, b, i, j)
            if skip is None:
                break
            i, j, score = i + skip[0], j + skip[1], score - max(skip)
        if score > best:
            best, reach = score, (i, j)
        elif score <= best - DROP:
            break
    return reach


_SKIPS = sorted(
    ((p, q) for p in range(GAP + 1) for q in range(GAP + 1) if p or q), key=lambda s: (max(s), s[0] != s[1], s)
)


def _resume(a: Ahead, b: Ahead, i: int, j: int) -> tuple[int, int] | None:
    """The smallest difference after which two words in a row agree again."""
    for p, q in _SKIPS:
        x, y = i + p, j + q
        if x + 1 >= len(a.hashes) or y + 1 >= len(b.hashes) or a.hashes[x + 1] != b.hashes[y + 1]:
            continue
        if a.hashes[x] == b.hashes[y] or alike(a.word(x), b.word(y)):
            return p, q
    return None


def alike(x: str, y: str) -> bool:
    """The same word, or a misreading of it: one letter in four differs at most. Numbers must be the same."""
    if x == y:
        return True
    longer = max(len(x), len(y))
    if min(len(x), len(y)) < 4 or abs(len(x) - len(y)) > longer // 4 or x.isdigit() or y.isdigit():
        return False
    return _edits(x, y, longer // 4) <= longer // 4


def _edits(x: str, y: str, most: int) -> int:
    """Levenshtein distance, given up beyond `most`."""
    start, stop = 0, 0
    least = min(len(x), len(y))
    while start < least and x[start] == y[start]:
        start += 1
    while stop < least - start and x[-1 - stop] == y[-1 - stop]:
        stop += 1
    x, y = x[start : len(x) - stop], y[start : len(y) - stop]
    if not x or not y or most == 1:
        return max(len(x), len(y))
    row = list(range(len(y) + 1))
    for i, c in enumerate(x, 1):
        above, row[0] = row[0], i
        for j, d in enumerate(y, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (c != d))
        if min(row) > most:
            break
    return row[-1]
