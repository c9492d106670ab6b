"""Latent classes: repeatable, converging where they can, withheld where they do not."""

from __future__ import annotations

import numpy as np
import pytest
from tests.estimates.published import HARES, KOSOVO, UK_FIVE

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
