"""Which pairs share grams, counted without comparing all."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.copies import pairs
from firsthand.copies.pairs import Pairs, count, distinct, grouped, index, stars

SETS = st.lists(st.sets(st.integers(0, 12)), max_size=8)


def grams(sets: list[set[int]]) -> list[np.ndarray]:
    return [np.array(sorted(s), dtype=np.uint64) for s in sets]


def listed(found: Pairs) -> dict[tuple[int, int], int]:
    return {(a, b): n for a, b, n in zip(found.low.tolist(), found.high.tolist(), found.shared.tolist(), strict=True)}


@given(SETS)
def test_the_counts_are_those_of_comparing_all(sets: list[set[int]]) -> None:
    truth = {(i, j): len(a & b) for (i, a), (j, b) in combinations(enumerate(sets), 2) if a & b}
    assert listed(count(index(grams(sets)), most=8)) == truth


@given(SETS, st.integers(1, 5))
def test_counting_in_small_portions_changes_nothing(sets: list[set[int]], portion: int) -> None:
    whole = listed(count(index(grams(sets)), most=8))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "BATCH", portion)
        assert listed(count(index(grams(sets)), most=8)) == whole


@given(st.integers(4, 60), st.integers(0, 59))
def test_a_crowd_hangs_together_by_one_less_pairs_than_it_has_members(n: int, whole: int) -> None:
    """Its centre is the one that holds most; the first where all hold the same."""
    assert listed(stars(index(grams([{1, 2, 3}] * n)), most=3)) == {(0, i): 3 for i in range(1, n)}
    assert listed(count(index(grams([{1, 2, 3}] * n)), most=3)) == {}
    cut = [{1, 2, 3} if i == whole % n else {1, 2} if i % 2 else {2, 3} for i in range(max(n, 8))]
    assert all(whole % n in pair for pair in listed(stars(index(grams(cut)), most=3)))


@given(SETS)
def test_grouping_is_a_stable_sort(sets: list[set[int]]) -> None:
    hashes = np.array([h for s in sets for h in sorted(s)], dtype=np.uint64)
    order, firsts = grouped(hashes)
    assert order.tolist() == np.argsort(hashes, kind="stable").tolist()
    assert [int(hashes[order[f]]) for f in firsts] == sorted(set(hashes.tolist())) == distinct(hashes).tolist()


def test_so_is_grouping_of_more_than_are_sorted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = np.random.default_rng(3).integers(0, 300, 2000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    monkeypatch.setattr(pairs, "PART", 100)
    order, firsts = grouped(hashes)
    assert np.array_equal(order, np.argsort(hashes, kind="stable"))
    assert np.array_equal(hashes[order[firsts]], distinct(hashes))
