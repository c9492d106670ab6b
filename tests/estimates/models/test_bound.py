"""The lower bound."""

from __future__ import annotations

import pytest
from tests.estimates.published import HARES, KOSOVO

from firsthand.estimates.models import bound, loglinear


def test_lists_of_equal_strength() -> None:
    total, interval = bound.chao(25, 22, 68, 6)
    assert total == pytest.approx(68 + 5 / 6 * 25**2 / 44)
    assert interval.low is not None
    assert 68 < interval.low < total


def test_nobody_on_two_lists() -> None:
    total, _ = bound.chao(10, 0, 10, 3)
    assert total == pytest.approx(10 + 2 / 3 * 10 * 9 / 2)


def test_the_bound_of_kosovo_lies_between_independence_and_the_models_with_interactions() -> None:
    found = bound.lowest(KOSOVO)
    assert loglinear.independence(KOSOVO).total < (found.total or 0) < loglinear.select(KOSOVO).total


def test_hares_as_rcapture_has_them() -> None:
    """Baillargeon and Rivest 2007, Mth Chao: 79.6 with a standard error of 6.3."""
    found = bound.lowest(HARES)
    assert (round(found.total or 0, 1), round(found.error or 0, 1)) == (79.6, 6.3)
