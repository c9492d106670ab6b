"""Bootstrap of a capture table, the choice of the model included: bias-corrected and accelerated (BCa) intervals.

An interval that takes the chosen model as given is too short. Here every resampled table chooses its own.

- B. Efron, Better bootstrap confidence intervals, Journal of the American Statistical Association 82 (1987) 171–185.
- T. J. DiCiccio and B. Efron, Bootstrap confidence intervals, Statistical Science 11 (1996) 189–228.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import ndtr, ndtri

from firsthand.estimates import captures as table
from firsthand.estimates.models.poisson import Floats
from firsthand.estimates.record import Captures, Interval

OPEN = 1e15
"""A resampled table without an estimate counts as one with more persons than this; an end of an interval beyond it is open."""


def resampled(captures: Captures, times: int, seed: int) -> Floats:
    """`times` tables of as many persons, drawn with replacement. One row a table, one column a pattern (but that of zeros)."""
    observed = table.cells(captures)[1:]
    n = int(observed.sum())
    draw = np.random.default_rng(seed)
    return draw.multinomial(n, observed / n, size=times).astype(float)


def bca(
    captures: Captures, estimator: Callable[[Floats], Floats], times: int, seed: int, level: float = 0.95
) -> tuple[Interval, Floats]:
    """The BCa interval of `estimator` (of many tables at once), and the estimates of the resampled tables."""
    observed = table.cells(captures)[None, 1:].astype(float)
    found = float(estimator(observed)[0])
    spread = np.minimum(np.nan_to_num(estimator(resampled(captures, times, seed)), nan=OPEN, posinf=OPEN), OPEN)
    tails = ((1 - level) / 2, (1 + level) / 2)
    low, high = bounds(found, spread, acceleration(observed[0], estimator), tails)
    return Interval(low, None if high >= OPEN / 1e3 else high, level, "BCa bootstrap"), spread


def acceleration(observed: Floats, estimator: Callable[[Floats], Floats]) -> float:
    """How fast the error of the estimate changes with its size, by leaving out one person of each pattern in turn."""
    at = np.flatnonzero(observed > 0)
    less = np.repeat(observed[None, :], len(at), axis=0)
    less[np.arange(len(at)), at] -= 1
    found, weight = estimator(less), observed[at]
    good = np.isfinite(found)
    if good.sum() < 2:
        return 0.0
    found, weight = found[good], weight[good]
    off = np.average(found, weights=weight) - found
    below = 6 * (weight @ off**2) ** 1.5
    return float(weight @ off**3 / below) if below > 0 else 0.0


def bounds(found: float, spread: Floats, accelerated: float, tails: tuple[float, float]) -> tuple[float, float]:
    """The ends of the BCa interval: quantiles of the resampled estimates, moved for bias and acceleration."""
    share = np.clip((spread < found).mean(), 0.5 / len(spread), 1 - 0.5 / len(spread))
    bias = ndtri(share)
    z = bias + ndtri(tails)
    at = ndtr(bias + z / (1 - accelerated * z))
    low, high = np.quantile(spread, at)
    return float(low), float(high)
