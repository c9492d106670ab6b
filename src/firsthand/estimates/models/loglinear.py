"""Log-linear models of capture tables: all hierarchical ones of up to four lists, interactions of pairs above, chosen by AIC, BIC or steps.

The counts of the patterns are Poisson with the logarithm of their mean a sum of terms; the pattern of zeros has the constant alone
(Fienberg 1972; Bishop, Fienberg and Holland 1975). What no table can test is that the term of all lists together is zero.

- S. E. Fienberg, The multiple recapture census for closed populations and incomplete 2^k contingency tables, Biometrika 59 (1972) 591–603.
- Y. M. M. Bishop, S. E. Fienberg and P. W. Holland, Discrete Multivariate Analysis, MIT Press 1975, chapter 6.
- R. M. Cormack, Interval estimation for mark-recapture studies of closed populations, Biometrics 48 (1992) 567–576.
- S. Baillargeon and L.-P. Rivest, Rcapture: Loglinear Models for Capture-Recapture in R, Journal of Statistical Software 19 (2007) 5.
- L. Chan, B. W. Silverman and K. Vincent: see `poisson`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations
from typing import Literal

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln, ndtri, pdtr, pdtrc, xlogy

from firsthand import ids
from firsthand.errors import WrongUse
from firsthand.estimates import captures as table
from firsthand.estimates.models import existence
from firsthand.estimates.models.poisson import Bools, Design, Fits, Floats, design, fit, newton
from firsthand.estimates.record import Captures, Estimate, Interval

HIERARCHICAL = 4
"""Up to so many lists all hierarchical models are fitted (113 of four lists); above, those with interactions of pairs."""
ENUMERATED = 5
"""Up to so many lists all models with interactions of pairs are fitted (1,024 of five lists); above, only steps are taken."""
STEP = 0.02
"""A pair enters the model where its overlap is so improbable without it, as Chan, Silverman and Vincent propose."""

Criterion = Literal["aic", "bic"]


@dataclass(frozen=True)
class Fitted:
    """One model fitted to one table. `terms` are its interactions, each the names of the lists in it."""

    captures: Captures
    terms: tuple[tuple[str, ...], ...]
    total: float
    error: float
    deviance: float
    aic: float
    bic: float
    parameters: int
    low: float
    high: float
    empty: tuple[tuple[str, ...], ...] = ()

    @property
    def model(self) -> str:
        """The model by its largest terms: "A·B·C, A·D"; lists that nothing is joined to stand alone."""
        return name(self.captures.lists, self.terms)


def name(lists: Sequence[str], terms: Iterable[Sequence[str]]) -> str:
    """A hierarchical model by its largest terms."""
    sets = [frozenset(t) for t in (*terms, *((x,) for x in lists))]
    largest = [s for s in dict.fromkeys(sets) if not any(s < other for other in sets)]
    order = {x: i for i, x in enumerate(lists)}
    ranked = sorted((sorted(order[x] for x in s) for s in largest), key=lambda s: (-len(s), s))
    return ", ".join("·".join(lists[i] for i in s) for s in ranked)


@cache
def family(width: int) -> Design:
    """The terms that are considered for so many lists: all but the last up to four, pairs above."""
    return design(width, max(1, width - 1) if width <= HIERARCHICAL else 2)


@cache
def pairs(width: int) -> Design:
    """The design with interactions of two lists."""
    return design(width, min(2, max(1, width - 1)))


@cache
def hierarchical(width: int) -> tuple[tuple[int, ...], ...]:
    """Every hierarchical model of `family`, as its interactions: 8 of three lists, 113 of four, 1,024 of five (pairs only)."""
    twos = [t for t in family(width).terms if t.bit_count() == 2]
    more = [t for t in family(width).terms if t.bit_count() > 2]
    found = []
    for chosen in chain.from_iterable(combinations(twos, k) for k in range(len(twos) + 1)):
        held = set(chosen)
        open_ = [t for t in more if all(p in held for p in twos if p & t == p)]
        found += [(*chosen, *extra) for k in range(len(open_) + 1) for extra in combinations(open_, k)]
    return tuple(found)


def independence(captures: Captures, level: float = 0.95) -> Fitted:
    """The model in which no list depends on another. Nobody believes it; it is what the others are held against."""
    return fitted(captures, (), level)


def fitted(captures: Captures, terms: Iterable[Sequence[str]], level: float = 0.95) -> Fitted:
    """The model with these interactions (each the names of its lists; those within one are added).

    The interval is log-normal: exp of the constant plus and minus its error. Raises WrongUse where the maximum-likelihood estimate does
    not exist or is not unique.
    """
    width = _width(captures)
    wanted = {_mask(captures, part) for t in terms for k in range(2, len(t) + 1) for part in combinations(t, k)}
    order = max((t.bit_count() for t in wanted), default=1)
    of = design(width, order)
    y = _counts(captures)
    mask = of.mask(sorted(wanted))[None, :]
    if not existence.usable(of, y, mask)[0]:
        raise WrongUse(
            "this model has no estimate from this table: too few persons are on several lists at once",
            "take a model with fewer interactions",
        )
    return _told(captures, of, fit(of, y, mask), mask, 0, level)


Heterogeneity = Literal["chao", "poisson", "darroch", "gamma"]


def heterogeneous(captures: Captures, form: Heterogeneity, base: float = 2.0, level: float = 0.95) -> Fitted:
    """The model M_th: lists of their own strength, and persons who differ in how easily any list finds them.

    That adds one column, a function of on how many lists k somebody is: "poisson" base^k − 1 (base 2 is the custom), "darroch" k²/2,
    "gamma" log base − log(base + k) (base 3.5 is the custom). "chao" gives each k above 2 a parameter of its own, so that persons on one
    or two lists alone decide, and what comes out is a lower bound (Rivest and Baillargeon 2007).
    Raises WrongUse where the estimate does not exist.
    """
    width = _width(captures)
    plain = design(width, 1)
    k = plain.x[:, 1:].sum(axis=1)
    columns = {
        "poisson": lambda: [base**k - 1],
        "darroch": lambda: [k**2 / 2],
        "gamma": lambda: [np.log(base) - np.log(base + k)],
        "chao": lambda: [(k == i).astype(float) for i in range(3, width + 1)],
    }[form]()
    of = Design(width=width, terms=(*plain.terms, *(-1,) * len(columns)), x=np.column_stack([plain.x, *columns]))
    y = _counts(captures)
    mask = np.ones((1, len(of.terms)), dtype=bool)
    if not existence.usable(of, y, mask)[0]:
        raise WrongUse("this model has no estimate from this table", "the lists overlap too little")
    return _told(captures, of, fit(of, y, mask), mask, 0, level)


def every(captures: Captures, level: float = 0.95) -> tuple[Fitted, ...]:
    """All hierarchical models whose estimate exists and is unique, the best by BIC first."""
    width = _width(captures)
    if width > ENUMERATED:
        raise WrongUse(f"models of {width} lists are too many to fit them all", "take steps instead: stepwise")
    of, masks = family(width), _masks(width)
    y = np.repeat(_counts(captures), len(masks), axis=0)
    masks = masks[existence.usable(of, y, masks)]
    if not len(masks):
        return ()
    fits = fit(of, y[: len(masks)], masks)
    told = (_told(captures, of, fits, masks, i, level) for i in range(len(masks)))
    return tuple(sorted(told, key=lambda f: f.bic))


def select(captures: Captures, by: Criterion = "bic", level: float = 0.95) -> Fitted:
    """The hierarchical model with the least AIC or BIC."""
    return _best(every(captures, level), by)


def _best(models: Sequence[Fitted], by: Criterion) -> Fitted:
    if not models:
        raise WrongUse("no log-linear model has an estimate from this table", "the lists overlap too little")
    return min(models, key=lambda f: f.bic if by == "bic" else f.aic)


def stepwise(captures: Captures, threshold: float = STEP, level: float = 0.95) -> Fitted:
    """From independence, interactions of pairs are added one by one: the most improbable overlap first, while it is below `threshold`."""
    of = pairs(_width(captures))
    y = _counts(captures)
    mask = steps(of, y, threshold)
    if not existence.usable(of, y, mask)[0]:
        raise WrongUse("no log-linear model has an estimate from this table", "the lists overlap too little")
    return _told(captures, of, fit(of, y, mask), mask, 0, level)


def steps(of: Design, y: Floats, threshold: float = STEP) -> Bools:
    """The terms that stepwise selection takes, for each row of `y` (counts of all cells but the first)."""
    twos = np.array([t.bit_count() == 2 for t in of.terms])
    terms = np.repeat(of.mask(())[None, :], len(y), axis=0)
    shared = y @ of.x
    active = np.arange(len(y))
    while len(active):
        expected = fit(of, y[active], terms[active]).mu @ of.x
        seen = shared[active]
        p = np.minimum(pdtr(seen, expected), np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), expected), 1.0))
        p[:, ~twos] = np.inf
        p[terms[active]] = np.inf
        taken = _take(of, y[active], terms[active], p, threshold)
        moved = taken >= 0
        active = active[moved]
        terms[active, taken[moved]] = True
    return terms


def _take(
    of: Design, y: Floats, terms: Bools, p: Floats, threshold: float
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each row the term with the least p below the threshold with which the estimate exists and is unique; -1 where there is none."""
    order = np.argsort(p, axis=1, kind="stable")
    taken = np.full(len(y), -1)
    rows = np.arange(len(y))
    for rank in range(p.shape[1]):
        at = order[rows, rank]
        rows = rows[p[rows, at] < threshold]
        if not len(rows):
            break
        at = order[rows, rank]
        more = terms[rows]
        more[np.arange(len(rows)), at] = True
        good = existence.usable(of, y[rows], more)
        taken[rows[good]] = at[good]
        rows = rows[~good]
    return taken


def totals(captures: Captures, y: Floats, by: Criterion | Literal["steps"], threshold: float = STEP) -> Floats:
    """The estimate of each table of `y`, the model chosen anew for each: what a bootstrap needs. Infinite where none exists."""
    width = _width(captures)
    persons = y.sum(axis=1)
    if by == "steps":
        of = pairs(width)
        masks = steps(of, y, threshold)
        good = existence.usable(of, y, masks)
        out = np.full(len(y), np.inf)
        if good.any():
            out[good] = persons[good] + fit(of, y[good], masks[good]).missing
        return out
    of, masks = family(width), _masks(width)
    out, least = np.full(len(y), np.inf), np.full(len(y), np.inf)
    for mask in masks:
        chosen = np.repeat(mask[None, :], len(y), axis=0)
        good = existence.usable(of, y, chosen)
        if not good.any():
            continue
        fits = fit(of, y[good], chosen[good])
        value = np.full(len(y), np.inf)
        value[good] = fits.aic if by == "aic" else fits.bic(persons[good])
        total = np.full(len(y), np.inf)
        total[good] = persons[good] + fits.missing
        out = np.where(value < least, total, out)
        least = np.minimum(value, least)
    return out


def profile(captures: Captures, terms: Iterable[Sequence[str]], level: float = 0.95) -> tuple[float, Interval]:
    """The number of persons that is most likely under the multinomial model with these interactions, and its profile-likelihood interval.

    For each number the model is fitted to the table with the persons on no list filled in; the interval holds all numbers whose
    likelihood is not significantly below the best (Cormack 1992).
    """
    width = _width(captures)
    wanted = {_mask(captures, part) for t in terms for k in range(2, len(t) + 1) for part in combinations(t, k)}
    of = design(width, max((t.bit_count() for t in wanted), default=1))
    likelihood = _Profile(of, _counts(captures), of.mask(sorted(wanted))[None, :])
    n = float(captures.documented)
    start = max(float(fitted(captures, terms).total) - n, 1.0)
    best = minimize_scalar(lambda t: -likelihood(np.exp(t)), bracket=(np.log(start) - 0.5, np.log(start)), tol=1e-10)
    top, drop = -float(best.fun), float(ndtri((1 + level) / 2)) ** 2 / 2
    missing = float(np.exp(best.x))
    low = _cross(likelihood, top - drop, missing, 0.0)
    high = _cross(likelihood, top - drop, missing, np.inf)
    return n + missing, Interval(n + low, None if np.isinf(high) else n + high, level, "profile likelihood")


def _cross(likelihood: _Profile, at: float, inside: float, towards: float) -> float:
    """Where the likelihood falls to `at`, between the best number of missing persons and 0 or infinity."""
    out = inside
    for _ in range(60):
        out = out / 2 if towards == 0 else out * 2
        if likelihood(out) < at:
            return float(
                brentq(lambda m: likelihood(m) - at, min(inside, out), max(inside, out), xtol=1e-6, rtol=1e-12)
            )
        if towards == 0 and out < 1e-6:
            return 0.0
    return towards


class _Profile:
    """The multinomial log-likelihood of a table with a number of missing persons, at its best parameters."""

    def __init__(self, of: Design, y: Floats, mask: Bools) -> None:
        empty = mask & (y @ of.x == 0)
        kept = (empty.astype(float) @ of.x.T) == 0
        unlisted = np.zeros((1, of.x.shape[1]))
        unlisted[0, 0] = 1.0
        self._of = Design(width=of.width, terms=of.terms, x=np.vstack([unlisted, of.x]))
        self._y, self._terms = y[0], mask & ~empty
        self._cells = np.concatenate([np.ones((1, 1), dtype=bool), kept], axis=1)

    def __call__(self, missing: float) -> float:
        y = np.concatenate([[missing], self._y])
        _, mu, _ = newton(self._of, y[None, :], self._cells, self._terms)
        n = y.sum()
        expected = np.where(y > 0, mu[0], 1.0)
        return float(gammaln(n + 1) - gammaln(y + 1).sum() + xlogy(y, expected / n).sum())


def _told(captures: Captures, of: Design, fits: Fits, masks: Bools, i: int, level: float) -> Fitted:
    n, missing, variance = captures.documented, float(fits.missing[i]), float(fits.variance[i])
    spread = float(np.exp(ndtri((1 + level) / 2) * np.sqrt(variance)))
    inside = [
        (t, float(b))
        for t, m, b in zip(of.terms, masks[i], fits.beta[i], strict=True)
        if m and t > 0 and t.bit_count() > 1
    ]
    return Fitted(
        captures=captures,
        terms=tuple(_names(captures, t) for t, _ in inside),
        total=n + missing,
        error=float(np.sqrt(missing + missing**2 * variance)),
        deviance=float(fits.deviance[i]),
        aic=float(fits.aic[i]),
        bic=float(fits.bic(np.array([float(n)]))[i] if len(masks) == 1 else fits.bic(np.full(len(masks), float(n)))[i]),
        parameters=int(fits.parameters[i]),
        low=n + missing / spread,
        high=n + missing * spread,
        empty=tuple(_names(captures, t) for t, b in inside if np.isinf(b)),
    )


def _width(captures: Captures) -> int:
    if len(captures.lists) < 2:
        raise WrongUse("one list says nothing about who is on none", "give at least three lists")
    return len(captures.lists)


def _counts(captures: Captures) -> Floats:
    return table.cells(captures)[None, 1:].astype(float)


@cache
def _masks(width: int) -> Bools:
    of = family(width)
    return np.array([of.mask(m) for m in hierarchical(width)])


def _mask(captures: Captures, names: Sequence[str]) -> int:
    width = len(captures.lists)
    return sum(1 << (width - 1 - captures.lists.index(x)) for x in names)


def _names(captures: Captures, mask: int) -> tuple[str, ...]:
    width = len(captures.lists)
    return tuple(x for j, x in enumerate(captures.lists) if mask >> (width - 1 - j) & 1)


def estimate(found: Fitted, method: str, interval: Interval | None = None) -> Estimate:
    """`found` as a record. Without an `interval` it has the log-normal one."""
    held = interval or Interval(found.low, found.high, 0.95, "log-normal")
    return Estimate(
        id=ids.name(
            "estimate", method, found.model, *found.captures.lists, *map(str, sorted(found.captures.counts.items()))
        ),
        method=method,
        family="log-linear",
        documented=found.captures.documented,
        total=found.total,
        interval=held,
        error=found.error,
        model=found.model,
        notes={"AIC": found.aic, "BIC": found.bic, "deviance": found.deviance, "parameters": found.parameters},
    )
