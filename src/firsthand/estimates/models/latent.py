"""Latent classes: persons fall into a few unseen kinds, and within a kind no list depends on another.

How many kinds there are is not chosen: their shares have a Dirichlet-process prior, cut off at `classes`. Gibbs sampling on the table
itself (how many persons of each pattern are of each kind), all chains of a group at the same time. Two steps are better than the usual
ones: the concentration is drawn with the shares integrated out, and classes may change places with their neighbours.

- D. Manrique-Vallier, Bayesian population size estimation using Dirichlet process mixtures, Biometrics 72 (2016) 1246–1254.
- H. Ishwaran and L. F. James, Gibbs sampling methods for stick-breaking priors, JASA 96 (2001) 161–173.
- A. Vehtari, A. Gelman, D. Simpson, B. Carpenter and P.-C. Bürkner, Rank-normalization, folding, and localization: an improved R̂,
  Bayesian Analysis 16 (2021) 667–718.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri

from firsthand import ids
from firsthand.errors import WrongUse
from firsthand.estimates import captures as table
from firsthand.estimates.models.poisson import Floats
from firsthand.estimates.record import Captures, Estimate, Interval

Wholes = NDArray[np.int64]

CONVERGED = 1.05
"""Above this R-hat of the logarithm of the missing persons the chains disagree, and nothing is shown."""
TINY = 1e-300
STRIDE = 3.0
"""How far the logarithm of the concentration tries to go in one step."""
GROUP = 16
"""Chains that are drawn together, from one stream of random numbers: what comes out does not depend on how many processes there are."""


@dataclass(frozen=True)
class Prior:
    """`classes` at most; the concentration of their shares is Gamma(`shape`, `rate`) beforehand; each list's strength is uniform."""

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25


@dataclass(frozen=True)
class Sampling:
    """So many chains; each draws `burn_in` times and then keeps every `thin`-th of `kept` × `thin` draws."""

    chains: int = 16
    burn_in: int = 10_000
    kept: int = 1_000
    thin: int = 40


@dataclass(frozen=True)
class Draws:
    """The number of persons in all, by chain and draw, and how well the chains agree on the missing (`r_hat`, 1 is best)."""

    total: Wholes
    r_hat: float

    @property
    def medians(self) -> tuple[float, ...]:
        """Of each chain by itself."""
        return tuple(float(m) for m in np.median(self.total, axis=1))


def sample(
    captures: Captures, seed: int, prior: Prior | None = None, sampling: Sampling | None = None, workers: int = 0
) -> Draws:
    """Draws from the posterior of the number of persons. The same `seed` gives the same draws with any number of `workers` (0: all cores).

    Raises WrongUse for under two lists or under two chains.
    """
    prior, sampling = prior or Prior(), sampling or Sampling()
    if len(captures.lists) < 2:
        raise WrongUse("one list says nothing about who is on none", "give at least three lists")
    if sampling.chains < 2 or prior.classes < 2:
        raise WrongUse("latent classes need at least two chains and two classes", "leave the settings as they are")
    counts = table.cells(captures)
    present = np.flatnonzero(counts)
    on = table.incidence(len(captures.lists))[present].astype(float)
    groups = [min(GROUP, sampling.chains - i) for i in range(0, sampling.chains, GROUP)]
    seeds = np.random.SeedSequence(seed).spawn(len(groups))
    work = [(on, counts[present], prior, sampling, size, own) for size, own in zip(groups, seeds, strict=True)]
    missing = np.concatenate(_spread(work, workers))
    return Draws(total=missing + captures.documented, r_hat=r_hat(np.log(missing + 0.5)))


_Work = tuple[Floats, Wholes, Prior, Sampling, int, np.random.SeedSequence]


def _spread(work: Sequence[_Work], workers: int) -> list[Wholes]:
    """Each group of chains, in processes of its own where there is more than one core for them."""
    wanted = min(workers or len(os.sched_getaffinity(0)), len(work))
    if wanted < 2 or multiprocessing.current_process().daemon:
        return [_chains(w) for w in work]
    with ProcessPoolExecutor(wanted, mp_context=multiprocessing.get_context("forkserver")) as pool:
        return list(pool.map(_chains, work))


def _chains(work: _Work) -> Wholes:
    """The missing persons of each chain of a group, by kept draw."""
    on, counts, prior, sampling, chains, seed = work
    draw = np.random.Generator(np.random.SFC64(seed))
    lists, classes, n = on.shape[1], prior.classes, int(counts.sum())
    out = np.empty((chains, sampling.kept), dtype=np.int64)
    strength = draw.uniform(0.05, 0.95, size=(chains, lists, classes))
    weight = np.log(draw.dirichlet(np.full(classes, 0.5), size=chains))
    spread = np.ones(chains)
    rounds = sampling.burn_in + sampling.kept * sampling.thin
    for i in range(rounds):
        absent = np.log1p(-strength)
        odds = np.log(strength) - absent
        none = weight + absent.sum(axis=1)
        p = np.exp(on @ odds + none[:, None, :])
        p /= p.sum(axis=2, keepdims=True)
        held = draw.multinomial(counts, p)
        unseen = np.exp(none)
        nobody = unseen.sum(axis=1)
        missing = draw.negative_binomial(n, np.minimum(np.maximum(1 - nobody, 1e-12), 1 - 1e-12))
        persons = held.sum(axis=1) + draw.multinomial(missing, unseen / nobody[:, None])
        listed = on.T @ held
        persons, listed = _ordered(draw, spread, persons, listed, i % 2)
        strength = draw.beta(1 + listed, 1 + persons[:, None, :] - listed)
        np.minimum(np.maximum(strength, TINY, out=strength), 1 - 1e-15, out=strength)
        some = persons[:, :-1]
        above = n + missing[:, None] - some.cumsum(axis=1)
        spread = _concentration(draw, spread, some, above, prior)
        less = spread[:, None] + above
        more = np.log(draw.standard_gamma(1 + some))
        # A gamma of small shape is a larger one times a power of a uniform, which need not be rounded to zero.
        rest = np.log(draw.standard_gamma(less + 1)) - draw.standard_exponential(less.shape) / less
        both = np.logaddexp(more, rest)
        weight[:, 0] = 0.0
        weight[:, 1:] = (rest - both).cumsum(axis=1)
        weight[:, :-1] += more - both
        kept = i - sampling.burn_in
        if kept >= 0 and (kept + 1) % sampling.thin == 0:
            out[:, kept // sampling.thin] = missing
    return out


def _ordered(
    draw: np.random.Generator, spread: Floats, persons: Wholes, listed: Floats, parity: int
) -> tuple[Wholes, Floats]:
    """Classes change places with their neighbours: the prior takes the larger first, and what stands in a wrong order moves slowly."""
    chains, classes = persons.shape
    first = np.arange(parity, classes - 2, 2)
    above = spread[:, None] + persons[:, ::-1].cumsum(axis=1)[:, ::-1][:, first + 2]
    x, y = persons[:, first], persons[:, first + 1]
    swap = draw.random(x.shape) * (above + x) < above + y
    order = np.repeat(np.arange(classes)[None, :], chains, axis=0)
    order[:, first] += swap
    order[:, first + 1] -= swap
    at = np.arange(chains)[:, None]
    return persons[at, order], listed[at[:, :, None], np.arange(listed.shape[1])[None, :, None], order[:, None, :]]


def _concentration(draw: np.random.Generator, old: Floats, persons: Wholes, above: Wholes, prior: Prior) -> Floats:
    """One Metropolis step for the concentration given the classes' sizes, the shares integrated out: empty classes do not hold it fast."""
    new = old * np.exp(STRIDE * draw.standard_normal(len(old)) * draw.random(len(old)))
    gain = _log_density(new, persons, above, prior) - _log_density(old, persons, above, prior)
    return np.where(draw.standard_exponential(len(old)) > -gain, new, old)


def _log_density(spread: Floats, persons: Wholes, above: Wholes, prior: Prior) -> Floats:
    """Of the logarithm of the concentration."""
    a = spread[:, None] + above
    sizes = (gammaln(a) - gammaln(a + 1 + persons)).sum(axis=1)
    return np.asarray((prior.shape + persons.shape[1]) * np.log(spread) - prior.rate * spread + sizes)


def r_hat(draws: Floats) -> float:
    """The rank-normalised split R-hat of draws by chain: the greater of that of the draws and of their distance to the median."""
    folded = np.abs(draws - np.median(draws))
    return max(_split(_ranked(draws)), _split(_ranked(folded)))


def _ranked(draws: Floats) -> Floats:
    _, place, times = np.unique(draws, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - (times - 1) / 2)[place].reshape(draws.shape)  # what is equal has the mean of its ranks
    return np.asarray(ndtri((ranks - 0.375) / (draws.size + 0.25)))


def _split(draws: Floats) -> float:
    half = draws.shape[1] // 2
    parts = np.concatenate([draws[:, :half], draws[:, -half:]])
    inside = parts.var(axis=1, ddof=1).mean()
    between = half * parts.mean(axis=1).var(ddof=1)
    return float(np.sqrt(((half - 1) / half * inside + between / half) / inside)) if inside > 0 else 1.0


def mixture(
    captures: Captures,
    seed: int,
    prior: Prior | None = None,
    sampling: Sampling | None = None,
    level: float = 0.95,
    workers: int = 0,
) -> Estimate:
    """The posterior median and its equal-tailed interval; withheld where the chains disagree."""
    prior = prior or Prior()
    found = sample(captures, seed, prior, sampling, workers)
    pooled = found.total.ravel()
    agree = found.r_hat <= CONVERGED
    low, median, high = np.quantile(pooled, [(1 - level) / 2, 0.5, (1 + level) / 2])
    medians = sorted(found.medians)
    return Estimate(
        id=ids.name(
            "estimate", "latent", seed, prior.classes, *captures.lists, *map(str, sorted(captures.counts.items()))
        ),
        method="latent classes",
        family="latent classes",
        documented=captures.documented,
        total=float(median) if agree else None,
        interval=Interval(float(low), float(high), level, "credible") if agree else None,
        error=float(pooled.std(ddof=1)) if agree else None,
        model=f"up to {prior.classes} classes",
        withheld=""
        if agree
        else f"the chains disagree (R-hat {found.r_hat:.2f}): their medians go from {medians[0]:,.0f} to {medians[-1]:,.0f}",
        notes={
            "R-hat": found.r_hat,
            "chains": len(medians),
            "least median": medians[0],
            "greatest median": medians[-1],
        },
    )
