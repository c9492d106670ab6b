"""Latent classes: the posterior that is meant, repeatable, withheld where chains do not agree on it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.estimates.published import HARES, KOSOVO, ROME, UK, UK_FIVE

from firsthand.estimates import captures
from firsthand.estimates.models import chains, latent

BRIEF = latent.Sampling(chains=16, burn_in=100, kept=250)


def test_the_same_seed_gives_the_same_draws() -> None:
    few = latent.Sampling(chains=10, burn_in=5, kept=20, longer=0)
    one, two, other = (latent.sample(KOSOVO, seed, sampling=few).total for seed in (4, 4, 5))
    assert (one == two).all()
    assert not (one == other).all()


def test_the_posterior_is_what_the_prior_weighed_by_the_likelihood_gives() -> None:
    """A table so small that drawing strengths and shares from the prior, and weighing each draw, says the same."""
    small = captures.tabulate({"01": 4, "10": 3, "11": 6})
    prior = latent.Prior(classes=3, shape=2.0, rate=1.0)
    draw, many = np.random.default_rng(7), 400_000
    spread = draw.gamma(2.0, 1.0, size=(many, 1))
    sticks = np.hstack([draw.beta(1, np.repeat(spread, 2, axis=1)), np.ones((many, 1))])
    shares = sticks * np.hstack([np.ones((many, 1)), np.cumprod(1 - sticks[:, :-1], axis=1)])
    strong = draw.random((many, 2, 3))
    one, other = strong[:, 0], strong[:, 1]
    chance = {
        "01": (shares * (1 - one) * other).sum(1), "10": (shares * one * (1 - other)).sum(1), "11": (shares * one * other).sum(1),
    }  # fmt: skip
    seen = sum(chance.values())
    logs = sum(n * np.log(chance[p] / seen) for p, n in small.counts.items())
    weight = np.exp(logs - logs.max())
    picked = draw.choice(many, size=60_000, p=weight / weight.sum())
    missing = draw.poisson(draw.standard_gamma(13, len(picked)) * (1 - seen[picked]) / seen[picked])
    found = latent.sample(small, 1, prior, latent.Sampling(chains=16, burn_in=200, kept=1000, longer=0))
    mine = found.total.ravel() - 13
    for q in (0.25, 0.5, 0.75, 0.9):
        assert np.quantile(mine, q) == pytest.approx(np.quantile(missing, q), abs=1, rel=0.08)
    assert (mine == 0).mean() == pytest.approx((missing == 0).mean(), abs=0.02)


def test_kosovo() -> None:
    """The original has 10,364 (8,950 to 13,776) from sixteen chains."""
    found = latent.mixture(KOSOVO, 1, sampling=BRIEF)
    assert found.total == pytest.approx(10_400, rel=0.02)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (
        pytest.approx(9_000, rel=0.02),
        pytest.approx(13_850, rel=0.05),
    )
    assert found.notes["R-hat"] <= chains.AGREE
    assert min(found.notes["bulk ESS"], found.notes["tail ESS"]) >= chains.ENOUGH


def test_hares() -> None:
    found = latent.mixture(HARES, 1, sampling=BRIEF)
    assert found.total == pytest.approx(77, abs=1)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (pytest.approx(70, abs=1), pytest.approx(90, abs=3))


def test_chains_leave_the_last_class_of_the_mixture() -> None:
    """Started with nearly everybody in it, under a large concentration: a mode of the truncation alone, which chains must not be stuck in."""
    mixing = mixed(ROME, 8)
    state = mixing.state
    state.sticks[:] = -4.0
    state.spread[:] = 50.0
    for _ in range(300):
        mixing.draw()
    shares = mixing.surface.chances(state.odds, state.sticks)[0].sum(axis=0)
    assert (np.argmax(shares, axis=0) < 2).all()
    assert (state.spread < 10).all()


def test_chains_leave_a_number_where_sweeps_alone_stay_for_long() -> None:
    """After two hundred sweeps most chains are below 15,000, where three in a hundred of the posterior lie at most; there sweeps stay for long."""
    mixing = mixed(UK, 8)
    for _ in range(200):
        mixing.sweep()
    assert np.median(mixing.each.sum(axis=1)) < 15_000
    for _ in range(150):
        mixing.draw()
    drawn = np.array([(mixing.draw(), mixing.each.sum(axis=1))[1] for _ in range(50)])
    assert (np.median(drawn, axis=0) > 15_000).all()


def test_chains_that_disagree_give_no_number() -> None:
    found = latent.mixture(UK_FIVE, 1, sampling=latent.Sampling(chains=8, burn_in=1, kept=40, longer=0))
    assert found.total is None
    assert found.interval is None
    assert "the chains disagree" in found.withheld
    assert found.notes["R-hat"] > chains.AGREE


def test_draws_that_are_worth_too_little_give_no_number() -> None:
    total = np.random.default_rng(1).normal(10_000, 300, size=(4, 50)).astype(np.int64)
    assert "are needed" in latent.Draws(total, 1.0, 200.0, 150.0).wanting
    assert latent.Draws(total, 1.0, 2000.0, 1500.0).agree


def mixed(table: captures.Captures, many: int) -> latent._Mixing:
    """Chains on a table, at their beginning."""
    counts = captures.cells(table)
    present = np.flatnonzero(counts)
    on = captures.incidence(len(table.lists))[present].astype(float)
    state = latent._State(np.random.Generator(np.random.SFC64(2)), many, len(table.lists), 10)
    return latent._Mixing(on, counts[present], latent.Prior(), state)
