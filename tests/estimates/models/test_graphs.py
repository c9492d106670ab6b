"""Averages over decomposable graphs, to every printed digit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaln
from tests.estimates.published import KOSOVO, MADIGAN_YORK, ROME, SPINA_BIFIDA, UK_FIVE

from firsthand.errors import WrongUse
from firsthand.estimates import captures
from firsthand.estimates.models import graphs


def three(found: graphs.Posterior) -> tuple[float, float, float]:
    return found.quantile(0.5), found.quantile(0.025), found.quantile(0.975)


@pytest.mark.parametrize(
    ("delta", "told"),
    [(1 / 16, (12595, 9827, 16543)), (1 / 2, (11323, 4500, 14486)), (1.0, (4617, 4408, 6860))],
)
def test_kosovo(delta: float, told: tuple[float, float, float]) -> None:
    assert three(graphs.posterior(KOSOVO, delta, np.arange(1, 20_001))) == told


def test_united_kingdom() -> None:
    assert three(graphs.posterior(UK_FIVE, None, np.arange(1, 60_001))) == (22990, 10387, 33509)
    assert three(graphs.posterior(UK_FIVE, 0.5, np.arange(1, 40_001))) == (2793, 2745, 3294)
    told = graphs.posterior(UK_FIVE)
    assert three(told) == pytest.approx((22990, 10387, 33509), rel=1e-3)


def test_rome() -> None:
    assert three(graphs.posterior(ROME)) == (11220, 9404, 14095)


def test_madigan_and_york_five_lists() -> None:
    found = graphs.posterior(MADIGAN_YORK, 0.5, np.arange(1, 301))
    assert (*three(found), round(found.mean, 2), found.mode) == (616, 588, 655, 617.82, 614)


def test_madigan_and_york_with_their_prior() -> None:
    a, b = 13.14, 55.17

    def prior(n: graphs.Floats) -> graphs.Floats:
        return np.asarray(n * np.log(b) - (n + a) * np.log(1 + b) + gammaln(n + a) - gammaln(n + 1) - gammaln(a))

    found = graphs.posterior(SPINA_BIFIDA, 1.0, np.arange(1, 301), prior)
    bayes = (found.share / found.total).sum() / (found.share / found.total**2).sum()
    assert (found.mode, round(float(bayes)), round(found.graphs[0][1], 2)) == (728, 731, 0.37)


def test_how_many_graphs_there_are() -> None:
    assert [len(graphs.decomposable(width)) for width in (2, 3, 4, 5)] == [2, 8, 61, 822]


def test_the_range_of_numbers_finds_itself() -> None:
    close = graphs.posterior(KOSOVO, 1 / 16, np.arange(1, 60_001))
    assert three(graphs.posterior(KOSOVO, 1 / 16)) == pytest.approx(three(close), rel=1e-4)


def test_seven_lists_are_too_many() -> None:
    with pytest.raises(WrongUse, match="too many graphs"):
        graphs.posterior(captures.table({"1111111": 3, "1000000": 5}))
