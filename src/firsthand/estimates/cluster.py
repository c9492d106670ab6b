"""From pairs to persons: average linkage inside what hangs together, and what must not be joined is not.

Taking all that hangs together for one person lets one false pair join two families; average linkage asks that the members of two groups
be alike on the whole. A pair that was not compared counts as unlike.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]

FAINT = 0.05
"""Pairs less likely than this do not make rows hang together."""


def clusters(
    rows: int, left: Wholes, right: Wholes, share: Floats, threshold: float, apart: Wholes | None = None
) -> Wholes:
    """The person of each row, as a number. `share` is how likely each pair is one person; joined is what is at least `threshold` on average.

    `apart` gives each row's list where nobody is on a list twice (-1: no such rule): rows of one list are then never joined. A share of 0
    says that two rows are two persons for certain, and they are never joined either.
    """
    certain = {(int(a), int(b)) for a, b in zip(left[share == 0], right[share == 0], strict=True)}
    strong = share >= min(FAINT, threshold)
    left, right, share = left[strong], right[strong], share[strong]
    graph = coo_array((np.ones(len(left)), (left, right)), shape=(rows, rows))
    count, part = connected_components(graph, directed=False)
    out = np.arange(rows)
    sizes = np.bincount(part, minlength=count)
    own = part[left]
    two = (sizes[own] == 2) & (share >= threshold)
    if apart is not None:
        two &= (apart[left] != apart[right]) | (apart[left] < 0)
    out[right[two]] = left[two]
    many = np.flatnonzero(sizes[own] > 2)
    order = many[np.argsort(own[many], kind="stable")]
    edges = np.flatnonzero(np.diff(own[order])) + 1
    for piece in np.split(order, edges) if len(order) else ():
        alike = {
            (min(a, b), max(a, b)): s
            for a, b, s in zip(left[piece].tolist(), right[piece].tolist(), share[piece].tolist(), strict=True)
        }
        for group in _linked(alike, threshold, apart, certain):
            out[group] = min(group)
    return np.unique(out, return_inverse=True)[1].astype(np.int64)


def _linked(
    alike: Mapping[tuple[int, int], float], threshold: float, apart: Wholes | None, certain: set[tuple[int, int]]
) -> list[list[int]]:
    """Average linkage of one piece: the two groups that are most alike are joined, again and again, while they are alike enough."""
    groups = {i: [i] for pair in alike for i in pair}
    total = dict(alike)
    while total:
        (a, b), _ = max(
            total.items(), key=lambda x: (x[1] / (len(groups[x[0][0]]) * len(groups[x[0][1]])), -x[0][0], -x[0][1])
        )
        mean = total.pop((a, b)) / (len(groups[a]) * len(groups[b]))
        if mean < threshold:
            break
        if _forbidden(groups[a], groups[b], apart, certain):
            continue
        groups[a] += groups.pop(b)
        for other in groups:
            moved = total.pop((min(b, other), max(b, other)), 0.0)
            if moved and other != a:
                key = (min(a, other), max(a, other))
                total[key] = total.get(key, 0.0) + moved
    return list(groups.values())


def _forbidden(x: list[int], y: list[int], apart: Wholes | None, certain: set[tuple[int, int]]) -> bool:
    if apart is not None:
        lists = [int(apart[i]) for i in (*x, *y) if apart[i] >= 0]
        if len(set(lists)) < len(lists):
            return True
    return bool(certain) and any((min(i, j), max(i, j)) in certain for i in x for j in y)
