"""Who is on which lists, as a table: for each pattern of lists the number of persons on exactly these.

What nobody is on is what everybody wants to know: the pattern of zeros is never in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from firsthand.errors import WrongUse
from firsthand.estimates.record import Captures

Counts = NDArray[np.int64]

MOST_LISTS = 16
"""A table has a cell for every pattern: with more lists than this it would have over 65,536."""


def table(counts: Mapping[str, int], lists: Sequence[str] = ()) -> Captures:
    """The capture table with these `counts`: ``{"101": 7}`` are seven persons on the first and third list and not on the second.

    Without `lists` they are called A, B, C … Raises WrongUse where a pattern or a count cannot be one.

    >>> table({"10": 5, "01": 3, "11": 2}).documented
    10
    """
    width = len(lists) or max((len(p) for p in counts), default=0)
    if not 1 <= width <= MOST_LISTS:
        raise WrongUse(f"a table of {width} lists cannot be made", f"give from 1 to {MOST_LISTS} lists")
    names = tuple(lists) or tuple(chr(ord("A") + j) for j in range(width))
    if len(set(names)) != len(names):
        raise WrongUse(f"two lists have the same name: {', '.join(names)}", "give each list a name of its own")
    for pattern, n in counts.items():
        if len(pattern) != width or set(pattern) - {"0", "1"}:
            raise WrongUse(f"{pattern!r} is no pattern of {width} lists", "write a 0 or a 1 for each list, such as 101")
        if n < 0 or int(n) != n:
            raise WrongUse(
                f"{n!r} persons for the pattern {pattern} is no count", "counts are whole and not below zero"
            )
        if n and "1" not in pattern:
            raise WrongUse(
                "the table counts persons who are on no list", "leave the pattern of zeros out: it is what is estimated"
            )
    kept = {p: int(n) for p, n in sorted(counts.items()) if n}
    return Captures(lists=names, counts=kept)


def tabulate(members: Mapping[str, int] | ArrayLike | Any, lists: Sequence[str] = ()) -> Captures:
    """The capture table of one row a person and one column a list, 1 or True where the person is on the list.

    `members` is anything that NumPy makes a matrix of (persons × lists); of a data frame (pandas, polars, pyarrow) the columns' names are the
    lists'. Or it is a mapping of patterns to counts, ``{"101": 7}``: seven persons on the first and third list and not on the second.
    Without names the lists are called A, B, C … Raises WrongUse where a row is on no list or holds anything but 0 and 1.

    >>> tabulate([[1, 0], [1, 1], [1, 1]], ["police", "press"]).counts
    {'10': 1, '11': 2}
    """
    if isinstance(members, Mapping):
        return table(members, lists)
    named = getattr(members, "columns", None) if not lists else None
    if named is not None and not isinstance(members, np.ndarray):
        lists = tuple(str(name) for name in getattr(members, "column_names", named))
    matrix = np.asarray(members)
    if matrix.ndim != 2:
        raise WrongUse("memberships are a matrix: one row a person, one column a list", "give a two-dimensional array")
    on = matrix.astype(float) != 0
    if not np.isin(matrix.astype(float), (0.0, 1.0)).all():
        raise WrongUse("a membership is neither 0 nor 1", "mark each list with 1 where the person is on it, else 0")
    if len(on) and not on.any(axis=1).all():
        raise WrongUse(
            f"row {int(np.argmin(on.any(axis=1)))} is on no list",
            "leave out persons whom no list knows: they are what is estimated",
        )
    rows, n = np.unique(on, axis=0, return_counts=True)
    counts = {"".join("1" if x else "0" for x in row): int(k) for row, k in zip(rows, n, strict=True)}
    return table(counts, tuple(lists) or tuple(chr(ord("A") + j) for j in range(on.shape[1])))


def cells(captures: Captures) -> Counts:
    """The counts as an array of 2^J numbers. The place of a pattern is the number that it is in base two; place 0 is empty."""
    out = np.zeros(1 << len(captures.lists), dtype=np.int64)
    for pattern, n in captures.counts.items():
        out[int(pattern, 2)] = n
    return out


def incidence(width: int) -> NDArray[np.bool_]:
    """Which lists each of the 2^`width` places of `cells` is on: one row a place, one column a list."""
    places = np.arange(1 << width)[:, None]
    return (places >> np.arange(width - 1, -1, -1)[None, :] & 1).astype(bool)


def on_lists(captures: Captures, names: Iterable[str]) -> int:
    """How many persons are on all of the lists called `names`."""
    at = [captures.lists.index(name) for name in names]
    return sum(n for pattern, n in captures.counts.items() if all(pattern[j] == "1" for j in at))


def overlaps(captures: Captures) -> dict[tuple[str, str], int]:
    """For each two lists the number of persons on both."""
    return {pair: on_lists(captures, pair) for pair in combinations(captures.lists, 2)}


def frequencies(captures: Captures) -> list[int]:
    """How many persons are on exactly 1, 2, … J lists."""
    found = [0] * len(captures.lists)
    for pattern, n in captures.counts.items():
        found[pattern.count("1") - 1] += n
    return found


def without(captures: Captures, name: str) -> Captures:
    """The table of the other lists: persons on the list `name` alone fall out of it."""
    j = captures.lists.index(name)
    return _collapse(captures, [k for k in range(len(captures.lists)) if k != j])


def within(captures: Captures, name: str) -> Captures:
    """The persons on the list `name`, as the other lists know them: a population whose size is known (the list's length)."""
    j = captures.lists.index(name)
    rest = [k for k in range(len(captures.lists)) if k != j]
    held = Captures(lists=captures.lists, counts={p: n for p, n in captures.counts.items() if p[j] == "1"})
    return _collapse(held, rest)


def merged(captures: Captures, names: Sequence[str], into: str = "") -> Captures:
    """The table with the lists called `names` taken as one list, called `into`: who is on any of them is on it."""
    at = [captures.lists.index(name) for name in names]
    rest = [k for k in range(len(captures.lists)) if k not in at[1:]]
    counts: dict[str, int] = {}
    for pattern, n in captures.counts.items():
        one = "1" if any(pattern[k] == "1" for k in at) else "0"
        key = "".join(one if k == at[0] else pattern[k] for k in rest)
        counts[key] = counts.get(key, 0) + n
    lists = tuple((into or "+".join(names)) if k == at[0] else captures.lists[k] for k in rest)
    return table(counts, lists)


def _collapse(captures: Captures, keep: Sequence[int]) -> Captures:
    counts: dict[str, int] = {}
    for pattern, n in captures.counts.items():
        key = "".join(pattern[k] for k in keep)
        if "1" in key:
            counts[key] = counts.get(key, 0) + n
    return table(counts, tuple(captures.lists[k] for k in keep))
