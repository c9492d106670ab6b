"""Facing: two texts of which one translates the other, set passage by passage beside each other.

Passages are joined by dynamic programming over beads of one or two passages a side, as Gale and Church align sentences (1993), with
lengths and with the names and numbers that both have as evidence; the latter alone decide which part of the other text a page faces.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import log

from firsthand.documents.record import Passage

BEADS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3))
"""How many passages of each side may stand in one row."""

ALONE, JOINED, SHARED = 3.0, 0.8, 1.2
"""What a passage with nothing beside it costs, what each further passage in a row, and what a name or number in both is worth."""

MOST = 20_000
"""Pairs of passages above which a page (a long table) is set in one row."""

Anchor = tuple[int, int]
"""A name or number: where it stands in the one text and in the other."""

Row = tuple[tuple[int, int], tuple[int, int]]
"""Passages of the one text, from and to, beside passages of the other."""


def opposite(
    right: Sequence[Passage], anchors: Sequence[Anchor], start: int, end: int, *, first: bool, last: bool
) -> tuple[int, int]:
    """The passages of the other text that face `start`:`end` of the one: from the first name of this page to that of the next."""
    return (0 if first else _at(right, anchors, start)), (len(right) if last else _at(right, anchors, end))


def _at(right: Sequence[Passage], anchors: Sequence[Anchor], place: int) -> int:
    n = bisect_left(anchors, (place, -1))
    if n == len(anchors):
        return len(right)
    return max(0, bisect_right([p.start for p in right], anchors[n][1]) - 1)


def rows(left: Sequence[Passage], right: Sequence[Passage], anchors: Sequence[Anchor]) -> tuple[Row, ...]:
    """The passages in rows, each once and in order."""
    n, m = len(left), len(right)
    if n * m > MOST:
        return (((0, n), (0, m)),)
    one, other = _lengths(left), _lengths(right)
    ratio = (other[-1] or 1) / (one[-1] or 1)
    pairs = [(_holding(left, a), _holding(right, b)) for a, b in anchors]
    best: list[list[float]] = [[float("inf")] * (m + 1) for _ in range(n + 1)]
    came: dict[tuple[int, int], tuple[int, int]] = {}
    best[0][0] = 0.0
    for i in range(n + 1):
        near = [p for p in pairs if i - 3 <= p[0] < i]
        for j in range(m + 1):
            for a, b in BEADS:
                if a > i or b > j or best[i - a][j - b] == float("inf"):
                    continue
                shared = sum(i - a <= x < i and j - b <= y < j for x, y in near)
                cost = best[i - a][j - b] + _cost(one[i] - one[i - a], (other[j] - other[j - b]) / ratio, a + b, shared)
                if cost < best[i][j]:
                    best[i][j], came[i, j] = cost, (a, b)
    made: list[Row] = []
    i, j = n, m
    while (i, j) != (0, 0):
        a, b = came[i, j]
        made.append(((i - a, i), (j - b, j)))
        i, j = i - a, j - b
    return tuple(made[::-1])


def _lengths(passages: Sequence[Passage]) -> list[int]:
    return [0, *accumulate(p.end - p.start for p in passages)]


def _holding(passages: Sequence[Passage], at: int) -> int:
    return next((n for n, p in enumerate(passages) if p.start <= at < p.end), -1)


def _cost(left: float, right: float, passages: int, shared: int) -> float:
    if not left or not right:
        return ALONE * passages
    return abs(log((left + 10) / (right + 10))) * 2 + JOINED * (passages - 2) - SHARED * min(shared, 4)
