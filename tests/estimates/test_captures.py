"""Tables of who is on which lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.estimates.published import KOSOVO

from firsthand.errors import WrongUse
from firsthand.estimates import captures


class Frame:
    """What a data frame looks like from outside."""

    def __init__(self, columns: list[str], rows: list[list[int]]) -> None:
        self.columns = columns
        self._rows = rows

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:  # type: ignore[type-arg]
        return np.array(self._rows)


def test_a_data_frame_gives_its_columns_as_lists() -> None:
    found = captures.tabulate(Frame(["police", "press", "morgue"], [[1, 0, 1], [1, 0, 1], [0, 1, 0]]))
    assert found.lists == ("police", "press", "morgue")
    assert found.counts == {"010": 1, "101": 2}


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4).filter(any), min_size=1, max_size=40))
def test_nobody_is_lost(rows: list[list[bool]]) -> None:
    found = captures.tabulate(rows)
    assert found.documented == len(rows) == captures.cells(found).sum() == sum(captures.frequencies(found))
    assert captures.merged(found, ["A", "C"]).documented == len(rows)
    alone = sum(row == [True, False, False, False] for row in rows)
    assert captures.without(found, "A").documented == len(rows) - alone


def test_persons_of_one_list_as_the_others_know_them() -> None:
    inside = captures.within(KOSOVO, "ABA")
    assert captures.on_lists(KOSOVO, ["ABA"]) == 1528
    assert inside.documented == 1528 - 845


@pytest.mark.parametrize(
    ("counts", "lists", "says"),
    [
        ({"000": 4, "100": 2}, (), "on no list"),
        ({"10": 1, "100": 2}, (), "no pattern"),
        ({"1x0": 1}, (), "no pattern"),
        ({"110": -1}, (), "no count"),
        ({"11": 1}, ("A", "A"), "same name"),
        ({"1" * 17: 1}, (), "17 lists"),
    ],
)
def test_what_is_no_table_is_refused(counts: dict[str, int], lists: tuple[str, ...], says: str) -> None:
    with pytest.raises(WrongUse, match=says):
        captures.table(counts, lists)


def test_memberships_other_than_yes_and_no_are_refused() -> None:
    with pytest.raises(WrongUse, match="neither 0 nor 1"):
        captures.tabulate([[1, 2], [0, 1]])
    with pytest.raises(WrongUse, match="row 1 is on no list"):
        captures.tabulate([[1, 0], [0, 0]])
