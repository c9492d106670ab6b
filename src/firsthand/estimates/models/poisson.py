"""Poisson regressions of capture tables, many at a time: a whole bootstrap, or all models of one table, is one run of matrix products.

Every model of a family has the same design matrix; which terms a model has is a mask, and so is which cells it speaks of. A term that
no person shows (two lists without overlap) has the estimate minus infinity: the cells that hold it are expected to be empty and fall
out, and the term still counts as a parameter (Chan, Silverman and Vincent 2021).

- L. Chan, B. W. Silverman and K. Vincent, Multiple Systems Estimation for Sparse Capture Data: Inferential Challenges When There Are
  Nonoverlapping Lists, Journal of the American Statistical Association 116 (2021) 1297–1306.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ROUNDS = 60
"""Newton steps at most. Where the estimate exists six to ten do."""
CLOSE = 1e-12
"""A fit is done when the deviance changes by less than this share of itself."""
AT_ONCE = 1 << 22
"""Numbers in the normal matrices that are held at the same time (32 MB)."""
MOST_PRODUCTS = 1 << 24
"""Products of columns that are kept for a design (128 MB); for larger ones they are made anew."""


@dataclass(frozen=True)
class Design:
    """The terms that models of a family may have, as masks over the lists (0: the constant), and what each means for each cell.

    `x` has a row for every pattern but that of zeros, in the order of `captures.cells`, and a column for every term.
    """

    width: int
    terms: tuple[int, ...]
    x: Floats

    def normals(self, weights: Floats) -> Floats:
        """For each row of `weights` (one a cell) the matrix X'WX."""
        size = self.x.shape[1]
        if self.x.size * size > MOST_PRODUCTS:
            return np.stack([(self.x * w[:, None]).T @ self.x for w in weights])
        return (weights @ self._products).reshape(-1, size, size)

    @cached_property
    def _products(self) -> Floats:
        """For each cell the products of all two columns, flat."""
        return (self.x[:, :, None] * self.x[:, None, :]).reshape(len(self.x), -1)

    def mask(self, terms: Sequence[int]) -> Bools:
        """Which columns are these terms, the constant and the lists themselves."""
        wanted = {0, *(1 << j for j in range(self.width)), *terms}
        return np.array([t in wanted for t in self.terms])


def design(width: int, order: int) -> Design:
    """The constant, the lists, and all interactions of up to `order` of `width` lists."""
    lists = [1 << j for j in reversed(range(width))]
    terms = (0, *(sum(c) for k in range(1, order + 1) for c in combinations(lists, k)))
    places = np.arange(1, 1 << width)[:, None]
    held = np.array(terms)[None, :]
    return Design(width=width, terms=terms, x=((places & held) == held).astype(float))


@dataclass(frozen=True)
class Fits:
    """What came of fitting. One row a fit.

    `beta` are the estimates (0 where the model has no such term, minus infinity where no person shows it), `mu` the expected counts,
    `missing` the expected number of persons on no list, `variance` that of its logarithm.
    """

    beta: Floats
    mu: Floats
    missing: Floats
    variance: Floats
    deviance: Floats
    loglik: Floats
    parameters: NDArray[np.int64]

    @property
    def aic(self) -> Floats:
        """Akaike's criterion."""
        return np.asarray(2.0 * self.parameters - 2.0 * self.loglik)

    def bic(self, persons: Floats) -> Floats:
        """Schwarz's criterion, for tables of so many documented persons."""
        return np.asarray(np.log(persons) * self.parameters - 2.0 * self.loglik)


def support(of: Design, y: Floats, terms: Bools) -> tuple[Bools, Bools]:
    """Which cells each fit speaks of, and which of its terms have a finite estimate."""
    empty = terms & (y @ of.x == 0)
    kept = (empty.astype(float) @ of.x.T) == 0
    return kept, terms & ~empty


def fit(of: Design, y: Floats, terms: Bools) -> Fits:
    """The maximum-likelihood fit of each row of `terms` to the same row of `y` (counts of all cells but the first).

    It must exist and be unique: see `existence`.
    """
    step = max(1, AT_ONCE // len(of.terms) ** 2)
    parts = [_fit(of, y[i : i + step], terms[i : i + step]) for i in range(0, len(y), step)]
    return Fits(*(np.concatenate([getattr(p, name) for p in parts]) for name in Fits.__dataclass_fields__))


def _fit(of: Design, y: Floats, terms: Bools) -> Fits:
    kept, finite = support(of, y, terms)
    beta, mu, normal = newton(of, y, kept, finite)
    deviance = 2 * (xlogy(y, np.where(y > 0, y, 1.0)) - xlogy(y, np.where(y > 0, mu, 1.0)) - (y - mu)).sum(axis=1)
    loglik = (xlogy(y, np.where(y > 0, mu, 1.0)) - mu - gammaln(y + 1)).sum(axis=1)
    unit = np.zeros((*finite.shape, 1))
    unit[:, 0, 0] = 1.0
    variance = np.asarray(np.linalg.solve(normal, unit)[:, 0, 0], dtype=float)
    return Fits(
        beta=np.where(terms & ~finite, -np.inf, beta),
        mu=mu,
        missing=np.exp(np.minimum(beta[:, 0], 700.0)),
        variance=variance,
        deviance=deviance,
        loglik=loglik,
        parameters=terms.sum(axis=1),
    )


def newton(of: Design, y: Floats, cells: Bools, terms: Bools) -> tuple[Floats, Floats, Floats]:
    """Iteratively reweighted least squares from the counts themselves: estimates, expected counts, normal matrices."""
    x, size = of.x, of.x.shape[1]
    mu = np.where(cells, y + 0.1, 0.0)
    beta = np.zeros((len(y), size))
    with np.errstate(divide="ignore"):
        eta = np.where(cells, np.log(np.where(cells, mu, 1.0)), 0.0)
    last = np.full(len(y), np.inf)
    idle = np.eye(size) * (~terms)[:, :, None]
    both = terms[:, :, None] & terms[:, None, :]
    normal = np.where(both, of.normals(mu), idle)
    active = np.arange(len(y))
    for _ in range(ROUNDS):
        a = active
        target = (np.where(cells[a], mu[a] * (eta[a] - 1), 0.0) + np.where(cells[a], y[a], 0.0)) @ x
        new = np.asarray(np.linalg.solve(normal[a], (target * terms[a])[:, :, None])[:, :, 0], dtype=float)
        new, value = _better(x, y[a], cells[a], beta[a], new, last[a])
        beta[a] = new
        eta[a] = np.clip(new @ x.T, -300, 300)
        mu[a] = np.where(cells[a], np.exp(eta[a]), 0.0)
        normal[a] = np.where(both[a], of.normals(mu[a]), idle[a])
        going = ~(np.abs(value - last[a]) <= CLOSE * (np.abs(value) + 0.1))
        last[a] = value
        active = a[going]
        if not len(active):
            break
    return beta, mu, normal


def _better(x: Floats, y: Floats, cells: Bools, old: Floats, new: Floats, last: Floats) -> tuple[Floats, Floats]:
    """The new estimates, drawn back towards the old ones where they fit worse; with half of minus the log-likelihood they reach."""
    value = _cost(x, y, cells, new)
    for _ in range(20):
        worse = np.isfinite(last) & (value > last + 1e-6 * (np.abs(last) + 1))
        if not worse.any():
            break
        new = np.where(worse[:, None], (new + old) / 2, new)
        value = np.where(worse, _cost(x, y, cells, new), value)
    return new, value


def _cost(x: Floats, y: Floats, cells: Bools, beta: Floats) -> Floats:
    eta = np.clip(beta @ x.T, -300, 300)
    return np.asarray(np.where(cells, np.exp(eta) - y * eta, 0.0).sum(axis=1))
