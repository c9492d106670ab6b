"""Long moves: along the slope of the density that is meant, and without leaving it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.estimates.published import KOSOVO

from firsthand.estimates import captures
from firsthand.estimates.models import hamilton

CHAINS, CLASSES = 3, 4


@pytest.fixture
def surface() -> hamilton.Surface:
    counts = captures.cells(KOSOVO)
    present = np.flatnonzero(counts)
    return hamilton.Surface(captures.incidence(4)[present].astype(float), counts[present].astype(float))


def start(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    return draw.normal(size=(4, CLASSES, CHAINS)), draw.normal(size=(CLASSES - 1, CHAINS)), draw.uniform(0.1, 3, CHAINS)


def test_the_chances_of_all_cells_and_classes_are_one(surface: hamilton.Surface) -> None:
    odds, sticks, _ = start(1)
    assert len(surface.cells) == 16  # all that four lists can have
    assert surface.chances(odds, sticks)[0].sum(axis=(0, 1)) == pytest.approx(1.0)


def test_the_slope_is_that_of_the_height(surface: hamilton.Surface) -> None:
    odds, sticks, spread = start(2)
    by_odds, by_sticks = surface.slope(odds, sticks, spread)
    for place in np.ndindex(odds.shape[:2]):
        there, back = odds.copy(), odds.copy()
        there[place] += 1e-5
        back[place] -= 1e-5
        rise = surface.height(there, sticks, spread) - surface.height(back, sticks, spread)
        assert rise / 2e-5 == pytest.approx(by_odds[place], rel=1e-4, abs=1e-3)
    for k in range(CLASSES - 1):
        there, back = sticks.copy(), sticks.copy()
        there[k] += 1e-5
        back[k] -= 1e-5
        rise = surface.height(odds, there, spread) - surface.height(odds, back, spread)
        assert rise / 2e-5 == pytest.approx(by_sticks[k], rel=1e-4, abs=1e-3)


def test_short_steps_are_nearly_all_taken_and_wild_ones_refused(surface: hamilton.Surface) -> None:
    odds, sticks, spread = start(3)
    draw = np.random.default_rng(4)
    for _ in range(30):  # down from where nobody would be
        odds, sticks, _ = hamilton.move(surface, odds, sticks, spread, hamilton.Stride(0.01), draw)
    near = [hamilton.move(surface, odds, sticks, spread, hamilton.Stride(0.005), draw)[2] for _ in range(5)]
    assert np.mean(near) > 0.9
    same, still, taken = hamilton.move(surface, odds, sticks, spread, hamilton.Stride(5.0), draw)
    assert taken == 0.0
    assert (same == odds).all()
    assert (still == sticks).all()


def test_a_step_is_fitted_to_the_share_that_is_taken() -> None:
    stride = hamilton.Stride()
    for _ in range(400):
        stride.fit(float(stride.step < 0.2))  # as if all shorter ones were taken
    assert stride.step == pytest.approx(0.2, rel=0.2)
    assert hamilton.STEPS[0] <= stride.steps <= hamilton.STEPS[1]
