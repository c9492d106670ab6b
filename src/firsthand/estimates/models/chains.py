"""Chains: whether several chains of draws agree, and how many independent draws they are worth.

- A. Vehtari, A. Gelman, D. Simpson, B. Carpenter and P.-C. Bürkner, Rank-normalization, folding, and localization: an improved R̂,
  Bayesian Analysis 16 (2021) 667–718.
- C. J. Geyer, Practical Markov chain Monte Carlo, Statistical Science 7 (1992) 473–483.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from firsthand.estimates.models.poisson import Floats

AGREE = 1.01
"""Above this R-hat chains disagree (Vehtari and others 2021)."""
ENOUGH = 400
"""Draws are enough when they are worth so many independent ones (the same)."""
TAILS = (0.025, 0.975)
"""The quantiles that are printed: draws must be worth enough in each."""


def r_hat(draws: ArrayLike) -> float:
    """The rank-normalised split R-hat of draws by chain: the greater of that of the draws and of their distance to the median."""
    held = np.asarray(draws, dtype=float)
    return max(_ratio(_ranked(_halves(held))), _ratio(_ranked(_halves(np.abs(held - np.median(held))))))


def bulk(draws: ArrayLike) -> float:
    """How many independent draws these are worth for what is said of their middle."""
    return worth(_ranked(_halves(np.asarray(draws, dtype=float))))


def tail(draws: ArrayLike) -> float:
    """How many independent draws these are worth for the ends of the interval, in the worse of the two."""
    held = np.asarray(draws, dtype=float)
    return min(worth(_halves((held <= np.quantile(held, q)).astype(float))) for q in TAILS)


def worth(draws: Floats) -> float:
    """How many independent draws give a mean as exact as these, by chain, do (Geyer's initial monotone sequence). All alike: all of them."""
    chains, kept = draws.shape
    inside = draws.var(axis=1, ddof=1).mean()
    total = inside * (kept - 1) / kept + (draws.mean(axis=1).var(ddof=1) if chains > 1 else 0.0)
    if total <= 0:
        return float(draws.size)
    rho = 1 - (inside - _covariances(draws).mean(axis=0)) / total
    rho[0] = 1.0
    pairs = rho[: kept // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs <= 0)
    pairs = np.minimum.accumulate(pairs[: ends[0] if len(ends) else len(pairs)])
    return float(draws.size / max(2 * pairs.sum() - 1, 1 / np.log10(draws.size)))


def _covariances(draws: Floats) -> Floats:
    """Of each chain with itself, by lag."""
    kept = draws.shape[1]
    turned = np.fft.rfft(draws - draws.mean(axis=1, keepdims=True), 2 * kept, axis=1)
    return np.asarray(np.fft.irfft(np.abs(turned) ** 2, axis=1)[:, :kept] / kept)


def _halves(draws: Floats) -> Floats:
    """Each chain as two: one that drifts then disagrees with itself."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _ranked(draws: Floats) -> Floats:
    _, place, times = np.unique(draws, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (np.cumsum(times) - (times - 1) / 2)[place].reshape(draws.shape)  # equals share a rank
    return np.asarray(ndtri((ranks - 0.375) / (draws.size + 0.25)))


def _ratio(draws: Floats) -> float:
    kept = draws.shape[1]
    inside = draws.var(axis=1, ddof=1).mean()
    between = draws.mean(axis=1).var(ddof=1)
    return float(np.sqrt((kept - 1) / kept + between / inside)) if inside > 0 else 1.0
