"""Latent classes: repeatable, converging where they can, withheld where they do not."""

from __future__ import annotations

import numpy as np
import pytest
from tests.estimates.published import HARES, KOSOVO, ROME, UK_FIVE

from firsthand.estimates import captures
from firsthand.estimates.models import latent

BRIEF = latent.Sampling(chains=16, burn_in=600, kept=120, thin=5)


def test_the_same_seed_gives_the_same_draws_with_any_number_of_workers() -> None:
    few = latent.Sampling(chains=10, burn_in=20, kept=20, thin=1)
    one, two = (latent.sample(KOSOVO, 4, sampling=few, workers=w) for w in (1, 2))
    assert (one.total == two.total).all()
    assert not (latent.sample(KOSOVO, 5, sampling=few, workers=1).total == one.total).all()


def test_hares() -> None:
    found = latent.mixture(HARES, 1, sampling=BRIEF, workers=1)
    assert found.total == pytest.approx(77, abs=1)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (pytest.approx(70, abs=1), pytest.approx(90, abs=3))


def test_chains_leave_the_last_class_of_the_mixture() -> None:
    """Started with nearly everybody in it, under a large concentration: a mode of the truncation alone, which chains must not be stuck in."""
    counts = captures.cells(ROME)
    present = np.flatnonzero(counts)
    on = captures.incidence(4)[present].astype(float)
    state = latent._State(np.random.Generator(np.random.SFC64(2)), 8, 4, 10)
    state.weight = np.log(np.tile([1e-3] * 9 + [0.991], (8, 1)))
    state.spread = np.full(8, 50.0)
    sampling = latent.Sampling(chains=8, burn_in=2500, kept=10, thin=1)
    _, state = latent._chains(latent._Work(on, counts[present], latent.Prior(), sampling, state))
    assert (np.argmax(state.weight, axis=1) < 2).all()
    assert (state.spread < 10).all()


def test_one_chain_that_is_stuck_elsewhere_is_disagreement() -> None:
    draw = np.random.default_rng(1)
    total = draw.normal(10_000, 300, size=(16, 400)).astype(np.int64)
    assert latent.Draws(total, latent.r_hat(total.astype(float))).agree
    total[3] = draw.normal(10_600, 20, size=400)
    assert not latent.Draws(total, 1.04).agree


def test_chains_that_disagree_give_no_number() -> None:
    found = latent.mixture(UK_FIVE, 1, sampling=BRIEF, workers=1)
    assert found.total is None
    assert found.interval is None
    assert "the chains disagree" in found.withheld
    assert found.notes["R-hat"] > latent.CONVERGED


def test_r_hat_of_chains_that_are_alike_and_of_chains_that_are_not() -> None:
    alike = np.random.default_rng(1).normal(size=(4, 500))
    assert latent.r_hat(alike) == pytest.approx(1.0, abs=0.01)
    assert latent.r_hat(alike + np.arange(4)[:, None]) > 1.3
