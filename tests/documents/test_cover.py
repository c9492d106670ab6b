"""What stands at a place is what would be found by looking through everything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.documents.cover import STRETCH, Cover

PLACE = st.tuples(st.integers(0, 4 * STRETCH), st.integers(1, 3 * STRETCH)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.lists(PLACE, max_size=20), PLACE)
def test_found_as_by_looking_through_everything(placed: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    cover = Cover((start, end, n) for n, (start, end) in enumerate(placed))
    start, end = asked
    assert cover.over(start, end) == [n for n, (a, b) in enumerate(placed) if a <= start and end <= b]
    assert cover.touching(start, end) == [n for n, (a, b) in enumerate(placed) if a < end and start < b]


def test_what_stands_far_away_is_not_looked_at() -> None:
    class Far(int):
        def __le__(self, other: int) -> bool:
            raise AssertionError("looked at")

    cover = Cover([(Far(10 * STRETCH), 11 * STRETCH, "far"), (5, 10, "near")])
    assert cover.over(6, 8) == ["near"]
