"""Real data frames, where one of their libraries is installed: none of them is needed."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand import estimates

LISTS = ("police", "press", "morgue")
ROWS = [[1, 0, 1], [1, 0, 1], [0, 1, 0], [1, 1, 1]]
COUNTS = {"010": 1, "101": 2, "111": 1}


@pytest.mark.parametrize("kind", [int, bool, float])
def test_pandas(kind: type) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(np.array(ROWS).astype(kind), columns=list(LISTS), index=["a", "b", "c", "d"])
    found = estimates.tabulate(frame)
    assert (found.lists, dict(found.counts)) == (LISTS, COUNTS)


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({name: [row[j] for row in ROWS] for j, name in enumerate(LISTS)})
    for held in (frame, frame.cast(polars.Boolean)):
        found = estimates.tabulate(held)
        assert (found.lists, dict(found.counts)) == (LISTS, COUNTS)


def test_pyarrow() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({name: [row[j] for row in ROWS] for j, name in enumerate(LISTS)})
    found = estimates.tabulate(table)
    assert (found.lists, dict(found.counts)) == (LISTS, COUNTS)


def test_a_frame_of_rows_is_linked_column_by_column() -> None:
    pandas = pytest.importorskip("pandas")
    names = ["Anton Bako", "Berta Rave", "Cyril Mito"] * 2
    frame = pandas.DataFrame({"name": names, "born": ["1990-01-02", "1985-07-08", None] * 2, "list": [0] * 3 + [1] * 3})
    told = [None if pandas.isna(v) else v for v in frame["born"]]
    found = estimates.link({"name": ("name", list(frame["name"])), "born": ("date", told)}, frame["list"], ["a", "b"], unique=True)  # fmt: skip
    assert sum(found.captures().counts.values()) == len(set(found.person.tolist()))
