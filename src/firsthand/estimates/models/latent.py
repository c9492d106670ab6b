"""Latent classes: persons fall into a few unseen kinds, and within a kind no list depends on another.

How many kinds there are is not chosen: their shares have a Dirichlet-process prior, cut off at `classes`. All chains are drawn at the same
time. A draw is a sweep of Gibbs sampling on the table itself (how many persons of each pattern are of each kind), after which classes may
change places and the concentration is drawn with the shares integrated out; and then a long move of all strengths and shares (hamilton.py).

- D. Manrique-Vallier, Bayesian population size estimation using Dirichlet process mixtures, Biometrics 72 (2016) 1246–1254.
- H. Ishwaran and L. F. James, Gibbs sampling methods for stick-breaking priors, JASA 96 (2001) 161–173.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from firsthand import ids
from firsthand.errors import WrongUse
from firsthand.estimates import captures as table
from firsthand.estimates.models import chains, hamilton
from firsthand.estimates.models.poisson import Floats
from firsthand.estimates.record import Captures, Estimate, Interval

Wholes = NDArray[np.int64]

TINY = 1e-300
STRIDE = 3.0
"""How far the logarithm of the concentration tries to go in one step."""
TURN = 8
"""Sweeps after which the classes try to turn."""
SPREADS = (1e-3, 1e3)
"""Concentrations between which a turn proposes."""
SETTLE = 200
"""Sweeps before the first long move: from where chains begin, every step of one would be too long."""


@dataclass(frozen=True)
class Prior:
    """`classes` at most; the concentration of their shares is Gamma(`shape`, `rate`) beforehand; each list's strength is uniform."""

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25


@dataclass(frozen=True)
class Sampling:
    """So many chains; each draws `burn_in` times, and then keeps every `thin`-th of `kept` × `thin` draws.

    Where they do not agree, or are worth too little, they are drawn on, at most `longer` times, each time for twice as long; what came
    before is then burn-in.
    """

    chains: int = 16
    burn_in: int = 500
    kept: int = 1_000
    thin: int = 1
    longer: int = 3


@dataclass(frozen=True)
class Draws:
    """The number of persons in all, by chain and draw; and of the logarithm of the missing, by the rules of Vehtari and others 2021, how well
    the chains agree (`r_hat`, 1 is best) and how many independent draws they are worth in the middle (`bulk`) and at the ends (`tail`)."""

    total: Wholes
    r_hat: float
    bulk: float
    tail: float

    @property
    def medians(self) -> tuple[float, ...]:
        """Of each chain by itself."""
        return tuple(float(m) for m in np.median(self.total, axis=1))

    @property
    def agree(self) -> bool:
        """Whether these draws may be shown."""
        return not self.wanting

    @property
    def wanting(self) -> str:
        """What these draws lack to be shown, in words; nothing where they may be."""
        if self.r_hat > chains.AGREE:
            low, high = min(self.medians), max(self.medians)
            return f"the chains disagree (R-hat {self.r_hat:.3f}): their medians go from {low:,.0f} to {high:,.0f}"
        if min(self.bulk, self.tail) < chains.ENOUGH:
            return f"the draws are worth only {min(self.bulk, self.tail):,.0f} independent ones; {chains.ENOUGH} are needed"
        return ""


def sample(captures: Captures, seed: int, prior: Prior | None = None, sampling: Sampling | None = None) -> Draws:
    """Draws from the posterior of the number of persons. The same `seed` gives the same draws.

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
    draw = np.random.Generator(np.random.SFC64(seed))
    mixing = _Mixing(on, counts[present], prior, _State(draw, sampling.chains, on.shape[1], prior.classes))
    for _ in range(SETTLE):
        mixing.sweep()
    for _ in range(sampling.burn_in):
        mixing.stride.fit(mixing.draw())
    for again in range(sampling.longer + 1):
        found = _summed(mixing.keep(sampling.kept, sampling.thin << again), captures.documented)
        if found.agree:
            break
    return found


def _summed(missing: Wholes, documented: int) -> Draws:
    logs = np.log(missing + 0.5)
    return Draws(missing + documented, chains.r_hat(logs), chains.bulk(logs), chains.tail(logs))


class _State:
    """Where the chains are: of each list and class the log odds to be on it (`odds`), the log odds of what each class but the last takes of
    the share that those before it left (`sticks`), and the concentration (`spread`); with the stream of random numbers."""

    def __init__(self, draw: np.random.Generator, many: int, lists: int, classes: int) -> None:
        self.draw, self.chains = draw, many
        strength = draw.uniform(0.05, 0.95, size=(lists, classes, many))
        self.odds: Floats = np.log(strength) - np.log1p(-strength)
        self.sticks: Floats = draw.logistic(size=(classes - 1, many)) - 1
        self.spread: Floats = np.ones(many)

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
        self.odds = (
            (logs[:, :cut] - logs[:, cut : 2 * cut]).reshape(chains, rows - 1, classes).transpose(1, 2, 0).copy()
        )
        more = logs[:, 2 * cut : 2 * cut + classes - 1]
        rest = logs[:, 2 * cut + classes - 1 :] - self.draw.standard_exponential(less.shape) / less
        self.sticks = (more - rest).T.copy()


class _Mixing:
    """All chains on one table: which lists each cell is `on`, and the persons in it."""

    def __init__(self, on: Floats, counts: Wholes, prior: Prior, state: _State) -> None:
        self.surface, self.prior, self.state = hamilton.Surface(on, counts.astype(float)), prior, state
        self.stride = hamilton.Stride()
        self.n, self.turn = int(counts.sum()), 0
        self.each = np.empty((state.chains, len(counts) + 1), dtype=np.int64)
        self.each[:, :-1] = counts  # the last is the cell of those whom no list has

    def keep(self, kept: int, thin: int) -> Wholes:
        """The missing persons of each chain, by draw."""
        out = np.empty((self.state.chains, kept), dtype=np.int64)
        for i in range(kept):
            for _ in range(thin):
                self.draw()
            out[:, i] = self.each[:, -1]
        return out

    def draw(self) -> float:
        """A sweep and a long move; the share of chains that took it."""
        self.sweep()
        state = self.state
        state.odds, state.sticks, taken = hamilton.move(
            self.surface, state.odds, state.sticks, state.spread, self.stride, state.draw
        )
        return taken

    def sweep(self) -> None:
        """Everybody's class and the missing persons anew, and from these the concentration, the strengths and the shares."""
        state, draw, n = self.state, self.state.draw, self.n
        p = self.surface.chances(state.odds, state.sticks)[0].transpose(2, 0, 1)
        whole = p.sum(axis=2)
        # A negative binomial is a Poisson whose mean is a gamma.
        nobody = np.minimum(whole[:, -1] / np.maximum(1 - whole[:, -1], hamilton.LEAST), 1 / hamilton.LEAST)
        self.each[:, -1] = draw.poisson(draw.standard_gamma(n, state.chains) * nobody)
        sums = self.surface.marks @ draw.multinomial(self.each, p / whole[:, :, None]).astype(float)
        _order(draw, state.spread, sums, self.turn % 2)
        if self.turn % TURN == 0:
            _turn(draw, state, sums, self.prior)
        self.turn += 1
        some = sums[:, -1, :-1]
        above = self.each.sum(axis=1)[:, None] - some.cumsum(axis=1)
        state.spread = _concentration(draw, state.spread, some, above, self.prior)
        state.renew(sums, above)


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


def mixture(
    captures: Captures, seed: int, prior: Prior | None = None, sampling: Sampling | None = None, level: float = 0.95
) -> Estimate:
    """The posterior median and its equal-tailed interval; withheld where the chains disagree, or their draws are worth too little."""
    prior = prior or Prior()
    found = sample(captures, seed, prior, sampling)
    pooled = found.total.ravel()
    low, median, high = np.quantile(pooled, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return Estimate(
        id=ids.name(
            "estimate", "latent", seed, prior.classes, *captures.lists, *map(str, sorted(captures.counts.items()))
        ),
        method="latent classes",
        family="latent classes",
        documented=captures.documented,
        total=float(median) if found.agree else None,
        interval=Interval(float(low), float(high), level, "credible") if found.agree else None,
        error=float(pooled.std(ddof=1)) if found.agree else None,
        model=f"up to {prior.classes} classes",
        withheld=found.wanting,
        notes={
            "R-hat": found.r_hat,
            "bulk ESS": found.bulk,
            "tail ESS": found.tail,
            "chains": len(found.medians),
            "least median": min(found.medians),
            "greatest median": max(found.medians),
        },
    )
