"""Which pairs share grams, counted without comparing all."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.copies.pairs import count, index

SETS = st.lists(st.sets(st.integers(0, 12)), max_size=8)


def grams(sets: list[set[int]]) -> list[np.ndarray]:
    return [np.array(sorted(s), dtype=np.uint64) for s in sets]


@given(SETS)
def test_the_counts_are_those_of_comparing_all(sets: list[set[int]]) -> None:
    truth = {(i, j): len(a & b) for (i, a), (j, b) in combinations(enumerate(sets), 2) if a & b}
    assert count(index(grams(sets)), most=8, star=False) == truth


@given(st.integers(4, 60))
def test_a_crowd_hangs_together_by_one_less_pairs_than_it_has_members(n: int) -> None:
    found = count(index(grams([{1, 2, 3}] * n)), most=3, star=True)
    assert found == {(0, i): 3 for i in range(1, n)}
    assert count(index(grams([{1, 2, 3}] * n)), most=3, star=False) == {}
