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

import math
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

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
NEAR = 1.1
"""Up to this R-hat chains that disagree are drawn on for longer; above it that would take too long to wait for."""
STRAY = 0.1
"""A chain whose median lies among so much of all draws at either end is stuck elsewhere than the others: the chains disagree, too."""
TINY = 1e-300
STRIDE = 3.0
"""How far the logarithm of the concentration tries to go in one step."""
TURN = 8
"""Sweeps after which the classes try to turn."""
SPREADS = (1e-3, 1e3)
"""Concentrations between which a turn proposes."""
GROUP = 8
"""Chains that are drawn together, from one stream of random numbers: what comes out does not depend on how many processes there are."""


@dataclass(frozen=True)
class Prior:
    """`classes` at most; the concentration of their shares is Gamma(`shape`, `rate`) beforehand; each list's strength is uniform."""

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25


@dataclass(frozen=True)
class Sampling:
    """So many chains; each draws `burn_in` times and then keeps every `thin`-th of `kept` × `thin` draws.

    Where they nearly agree they are drawn on, at most `longer` times, each time for twice as long; what came before is then burn-in.
    """

    chains: int = 16
    burn_in: int = 10_000
    kept: int = 1_000
    thin: int = 40
    longer: int = 2


@dataclass(frozen=True)
class Draws:
    """The number of persons in all, by chain and draw, and how well the chains agree on the missing (`r_hat`, 1 is best)."""

    total: Wholes
    r_hat: float

    @property
    def medians(self) -> tuple[float, ...]:
        """Of each chain by itself."""
        return tuple(float(m) for m in np.median(self.total, axis=1))

    @property
    def agree(self) -> bool:
        """Whether the chains agree: R-hat is small, and none is stuck elsewhere."""
        low, high = np.quantile(self.total, [STRAY, 1 - STRAY])
        return self.r_hat <= CONVERGED and low <= min(self.medians) and max(self.medians) <= high


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
    work = [
        _Work(on, counts[present], prior, sampling, _State(np.random.Generator(np.random.SFC64(own)), size, on.shape[1], prior.classes))
        for size, own in zip(groups, seeds, strict=True)
    ]  # fmt: skip
    for again in range(sampling.longer + 1):
        missing, states = zip(*_spread(work, workers), strict=True)
        drawn = np.concatenate(missing)
        found = Draws(total=drawn + captures.documented, r_hat=r_hat(np.log(drawn + 0.5)))
        if found.agree or found.r_hat > NEAR or again == sampling.longer:
            break
        further = replace(sampling, burn_in=0, thin=sampling.thin << again + 1)
        work = [replace(w, sampling=further, state=state) for w, state in zip(work, states, strict=True)]
    return found


class _State:
    """Where a group of chains is: of each class and list the log odds to be on it and the logarithm of the chance not to be (`absent`), the
    logarithms of the classes' shares (`weight`), and the concentration (`spread`); with its stream of random numbers."""

    def __init__(self, draw: np.random.Generator, chains: int, lists: int, classes: int) -> None:
        strength = draw.uniform(0.05, 0.95, size=(chains, lists, classes))
        self.draw, self.chains = draw, chains
        self.absent: Floats = np.log1p(-strength)
        self.odds: Floats = np.log(strength) - self.absent
        self.weight: Floats = np.log(draw.dirichlet(np.full(classes, 0.5), size=chains))
        self.spread: Floats = np.ones(chains)

    def renew(self, sums: Floats, above: Floats) -> None:
        """Strengths and shares anew from the classes' sizes: betas, made of gammas that are drawn all at once."""
        chains, rows, classes = sums.shape
        less = self.spread[:, None] + above
        listed = sums[:, :-1]
        shape = np.concatenate([listed, sums[:, -1:] - listed], axis=1).reshape(chains, -1)
        # A gamma of small shape is a larger one times a power of a uniform, which need not be rounded to zero.
        drawn = self.draw.standard_gamma(np.concatenate([shape, sums[:, -1, :-1], less], axis=1) + 1)
        logs = np.log(np.maximum(drawn, TINY, out=drawn))
        cut = (rows - 1) * classes
        found, missed = logs[:, :cut], logs[:, cut : 2 * cut]
        self.odds = (found - missed).reshape(chains, rows - 1, classes)
        self.absent = (missed - np.logaddexp(found, missed)).reshape(chains, rows - 1, classes)
        more = logs[:, 2 * cut : 2 * cut + classes - 1]
        rest = logs[:, 2 * cut + classes - 1 :] - self.draw.standard_exponential(less.shape) / less
        both = np.logaddexp(more, rest)
        self.weight[:, 0] = 0.0
        (rest - both).cumsum(axis=1, out=self.weight[:, 1:])
        self.weight[:, :-1] += more - both


@dataclass(frozen=True)
class _Work:
    """A group of chains: which lists each cell is `on`, the persons in it, the settings, and where the chains are."""

    on: Floats
    counts: Wholes
    prior: Prior
    sampling: Sampling
    state: _State


def _spread(work: Sequence[_Work], workers: int) -> list[tuple[Wholes, _State]]:
    """Each group of chains, in processes of its own where there is more than one core for them."""
    wanted = min(workers or len(os.sched_getaffinity(0)), len(work))
    if wanted < 2 or multiprocessing.current_process().daemon:
        return [_chains(w) for w in work]
    with ProcessPoolExecutor(wanted, mp_context=multiprocessing.get_context("forkserver")) as pool:
        return list(pool.map(_chains, work))


def _chains(work: _Work) -> tuple[Wholes, _State]:
    """The missing persons of each chain of a group, by kept draw, and where the chains are then.

    Every step is one array operation over chains; what is random in a sweep comes of as few calls as can be, since calls cost more than draws.
    """
    counts, prior, sampling, state = work.counts, work.prior, work.sampling, work.state
    draw, chains, n = state.draw, state.chains, int(counts.sum())
    out = np.empty((chains, sampling.kept), dtype=np.int64)
    cells = np.vstack([work.on, np.zeros((1, work.on.shape[1]))])  # the last is the cell of those whom no list has
    marks = np.hstack([cells, np.ones((len(cells), 1))]).T  # sums over cells: of each list, and of all
    each = np.empty((chains, len(cells)), dtype=np.int64)
    each[:, :-1] = counts
    for i in range(sampling.burn_in + sampling.kept * sampling.thin):
        p = np.exp(cells @ state.odds + (state.weight + state.absent.sum(axis=1))[:, None, :])
        whole = p @ np.ones(prior.classes)
        # A negative binomial is a Poisson whose mean is a gamma.
        nobody = np.minimum(whole[:, -1] / np.maximum(1 - whole[:, -1], 1e-12), 1e12)
        each[:, -1] = missing = draw.poisson(draw.standard_gamma(n, chains) * nobody)
        p /= whole[:, :, None]
        sums = marks @ draw.multinomial(each, p).astype(float)
        _order(draw, state.spread, sums, i % 2)
        if i % TURN == 0:
            _turn(draw, state, sums, prior)
        some = sums[:, -1, :-1]
        above = n + missing[:, None] - some.cumsum(axis=1)
        state.spread = _concentration(draw, state.spread, some, above, prior)
        state.renew(sums, above)
        kept = i - sampling.burn_in
        if kept >= 0 and (kept + 1) % sampling.thin == 0:
            out[:, kept // sampling.thin] = missing
    return out, state


def _order(draw: np.random.Generator, spread: Floats, sums: Floats, parity: int) -> None:
    """Classes change places with their neighbours: the prior takes the larger first, and what stands in a wrong order moves slowly."""
    classes = sums.shape[2]
    above = spread[:, None] + sums[:, -1, ::-1].cumsum(axis=1)[:, ::-1][:, parity + 2 :: 2]
    here, there = sums[:, :, parity : classes - 2 : 2], sums[:, :, parity + 1 : classes - 1 : 2]
    swap = draw.random(above.shape) * (above + here[:, -1]) < above + there[:, -1]
    moved = (there - here) * swap[:, None, :]
    here += moved
    there -= moved


def _turn(draw: np.random.Generator, state: _State, sums: Floats, prior: Prior) -> None:
    """One Metropolis step in which all classes move up or down by one place, the last to the first or the first to the last, under another
    concentration. Without it a chain whose largest class is the last, under a large concentration, stays there for good."""
    chains = len(sums)
    up = draw.random(chains) < 0.5
    turned = np.where(up[:, None, None], np.roll(sums, 1, axis=2), np.roll(sums, -1, axis=2))
    new = np.exp(draw.uniform(math.log(SPREADS[0]), math.log(SPREADS[1]), size=chains))
    within = (state.spread > SPREADS[0]) & (state.spread < SPREADS[1])
    gain = _order_density(new, turned[:, -1], prior) - _order_density(state.spread, sums[:, -1], prior)
    taken = within & (draw.standard_exponential(chains) > -gain)
    sums[taken] = turned[taken]
    state.spread = np.where(taken, new, state.spread)


def _order_density(spread: Floats, persons: Floats, prior: Prior) -> Floats:
    """The logarithm of how likely the classes' sizes are in this order, and of the density of the concentration's logarithm."""
    some = persons[:, :-1]
    a = spread[:, None] + (persons.sum(axis=1)[:, None] - some.cumsum(axis=1))
    sizes = (gammaln(1 + some) + gammaln(a) - gammaln(a + 1 + some)).sum(axis=1)
    return np.asarray((prior.shape + some.shape[1]) * np.log(spread) - prior.rate * spread + sizes)


def _concentration(draw: np.random.Generator, old: Floats, persons: Floats, above: Floats, prior: Prior) -> Floats:
    """One Metropolis step for the concentration given the classes' sizes, the shares integrated out: empty classes do not hold it fast."""
    both = np.stack([old * np.exp(STRIDE * draw.standard_normal(len(old)) * draw.random(len(old))), old])
    a = both[:, :, None] + above
    sizes = (gammaln(a) - gammaln(a + 1 + persons)).sum(axis=2)
    density = (prior.shape + persons.shape[1]) * np.log(both) - prior.rate * both + sizes  # of the logarithm
    return np.where(draw.standard_exponential(len(old)) > density[1] - density[0], both[0], old)


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
    agree = found.agree
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
