"""Whether chains agree, and what they are worth, on draws of which both are known."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.estimates.models import chains


def walks(tie: float, many: int = 8, kept: int = 4000) -> np.ndarray:
    """Chains in which a draw is `tie` times the one before, and noise."""
    draw = np.random.default_rng(3)
    out = np.empty((many, kept))
    out[:, 0] = draw.normal(size=many)
    for i in range(1, kept):
        out[:, i] = tie * out[:, i - 1] + np.sqrt(1 - tie**2) * draw.normal(size=many)
    return out


def test_r_hat_of_chains_that_are_alike_and_of_chains_that_are_not() -> None:
    alike = np.random.default_rng(1).normal(size=(4, 500))
    assert chains.r_hat(alike) == pytest.approx(1.0, abs=0.01)
    assert chains.r_hat(alike + np.arange(4)[:, None]) > 1.3


def test_one_chain_that_is_stuck_elsewhere_is_disagreement() -> None:
    draw = np.random.default_rng(1)
    total = draw.normal(10_000, 300, size=(16, 400))
    assert chains.r_hat(total) < chains.AGREE
    total[3] = draw.normal(10_600, 20, size=400)
    assert chains.r_hat(total) > chains.AGREE


def test_a_chain_that_drifts_disagrees_with_itself() -> None:
    assert chains.r_hat(walks(0.0) + np.linspace(0, 3, 4000)) > 1.1


@pytest.mark.parametrize("tie", [0.0, 0.5, 0.9, -0.4])
def test_draws_that_hang_on_those_before_are_worth_as_many_as_theory_says(tie: float) -> None:
    drawn = walks(tie)
    assert chains.bulk(drawn) == pytest.approx(drawn.size * (1 - tie) / (1 + tie), rel=0.12)


def test_the_ends_are_worth_less_where_chains_stay_long_at_one() -> None:
    drawn = walks(0.0)
    drawn[:, 1000:1200] += 6.0  # rarely there, but then for long
    assert chains.tail(drawn) < chains.bulk(drawn) / 2


def test_draws_that_are_all_alike_are_worth_all_of_them() -> None:
    assert chains.bulk(np.full((4, 100), 7)) == 400
    assert chains.r_hat(np.full((4, 100), 7)) == 1.0
