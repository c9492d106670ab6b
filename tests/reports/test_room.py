"""How much of an inquiry a report sets out."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from firsthand.reports.room import LEAST, most

SIZES = st.lists(st.integers(0, 300), max_size=60)


@given(SIZES, st.integers(200, 2000))
def test_what_is_shown_keeps_within_the_lines_and_leaves_none_free(sizes: list[int], lines: int) -> None:
    limit = most(sizes, lines)
    shown = sum(min(n, limit) for n in sizes)
    assert shown <= lines or limit == LEAST
    if sum(sizes) <= lines:
        assert limit == sys.maxsize
    elif limit > LEAST:
        assert sum(min(n, limit + 1) for n in sizes) > lines


def test_short_lists_are_whole_beside_a_long_one() -> None:
    assert most([3, 5, 10_000], 100) == 92
    assert most([10_000] * 1000, 100) == LEAST
