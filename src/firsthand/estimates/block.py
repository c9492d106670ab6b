"""Which pairs of rows are compared at all: those that share two coarse features. All pairs of a million rows would take years.

Each rule brings rows together that have two keys in common (the sound of a first name and a year of birth …). A pair that no rule
brings together is lost for good, so rules are many, and what each of them alone would have missed is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from firsthand.estimates.fields import Aspect, Wholes

LARGEST = 2_000
"""Rows of one block above which it is left out by its rule: what so many share says little."""
MOST_PAIRS = 25
"""A rule may bring together so many pairs for each row; one that would bring more is left out."""
BUDGET = 60_000_000
"""All rules together bring no more pairs than this; the rules with the fewest pairs go first. Small tables never come near it."""


@dataclass(frozen=True)
class Rule:
    """Rows with the same key are brought together. `aspects` are what the key is made of, `key` each row's (-1: none)."""

    name: str
    aspects: tuple[str, ...]
    key: Wholes


def rules(held: Sequence[Aspect]) -> list[Rule]:
    """All rules of two keys of different aspects; and of one alone where it is nearly a name of its row (the whole of a long name)."""
    keyed = [(a, i, _coarse(a, i)) for a in held for i in range(len(a.keys))]
    rows = len(held[0].codes) if held else 0
    out = []
    for a, i, key in keyed:
        if key.size and len(np.unique(key[key >= 0])) > rows / 8:
            out.append(Rule(f"{a.name} ({i + 1})", (a.name,), key))
    for (a, i, x), (b, j, y) in combinations(keyed, 2):
        if a.name == b.name and not (i == 0 and j == 1 and len(a.keys) > 2):
            continue
        both = np.where((x >= 0) & (y >= 0), x * (int(y.max(initial=0)) + 1) + y, -1)
        out.append(Rule(f"{a.name} ({i + 1}) and {b.name} ({j + 1})", tuple(dict.fromkeys((a.name, b.name))), both))
    return out


def _coarse(a: Aspect, i: int) -> Wholes:
    """Each row's i-th key, as a number."""
    places: dict[str, int] = {}
    made = [a.keys[i](v) for v in a.values]
    of_value = np.array([places.setdefault(k, len(places)) if k else -1 for k in made] or [-1], dtype=np.int64)
    return np.where(a.codes >= 0, of_value[a.codes], -1)


def affordable(held: Sequence[Aspect]) -> tuple[list[Rule], list[Rule]]:
    """The rules that are used, the cheapest first, and those that would bring too many pairs together."""
    rows = len(held[0].codes) if held else 0
    made = sorted(((size(r), r) for r in rules(held)), key=lambda x: x[0])
    used, left, spent = [], [], 0
    for pairs_, rule in made:
        if not pairs_:
            continue
        if pairs_ > MOST_PAIRS * rows or spent + pairs_ > BUDGET:
            left.append(rule)
            continue
        used.append(rule)
        spent += pairs_
    return used, left


def size(rule: Rule) -> int:
    """How many pairs the rule brings together, blocks that are too large left out."""
    counts = np.unique(rule.key[rule.key >= 0], return_counts=True)[1]
    counts = counts[counts <= LARGEST]
    return int((counts * (counts - 1) // 2).sum())


def pairs(rule: Rule, lists: Wholes, unique: bool, chunk: int = 1 << 22) -> Iterator[tuple[Wholes, Wholes]]:
    """The pairs of rows (left < right) that the rule brings together, in parts. Where lists are `unique` only pairs across lists."""
    order = np.argsort(rule.key, kind="stable")
    key = rule.key[order]
    start = np.searchsorted(key, 0)
    order, key = order[start:], key[start:]
    if not len(key):
        return
    edges = np.flatnonzero(np.diff(key)) + 1
    begins = np.concatenate([[0], edges])
    lengths = np.diff(np.concatenate([begins, [len(key)]]))
    ends = np.repeat(begins + lengths, lengths)
    small = np.repeat(lengths <= LARGEST, lengths)
    after = np.where(small, ends - np.arange(len(key)) - 1, 0)
    total = np.cumsum(after)
    at = 0
    while at < len(after):
        until = int(np.searchsorted(total, (total[at - 1] if at else 0) + chunk, side="right"))
        until = max(until, at + 1)
        n = after[at:until]
        left = np.repeat(np.arange(at, until), n)
        right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(n) - n, n)
        a, b = order[left], order[right]
        if unique:
            across = lists[a] != lists[b]
            a, b = a[across], b[across]
        yield np.minimum(a, b), np.maximum(a, b)
        at = until
