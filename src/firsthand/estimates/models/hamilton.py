"""Hamilton: long moves of all strengths and shares of a mixture at once, with everybody's class and the missing persons summed out.

Drawing classes given strengths and strengths given classes creeps: with thousands of persons in a class neither can go far while the other
stands still. Here a chain rolls along the slope of what is left when both the classes and the number of the missing are summed out in
closed form: for n persons in cells c with chances p_c, and p_0 that no list has somebody, the product of p_c^n_c over (1 - p_0)^n.

- S. Duane, A. D. Kennedy, B. J. Pendleton and D. Roweth, Hybrid Monte Carlo, Physics Letters B 195 (1987) 216–222.
- R. M. Neal, MCMC using Hamiltonian dynamics, in Handbook of Markov Chain Monte Carlo (2011), chapter 5.
- A. Gelman and others, Stan's adaptation of the step to a share of moves that are taken (M. D. Hoffman and A. Gelman, JMLR 15 (2014) 1593–1623).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from firsthand.estimates.models.poisson import Floats

FAR = 3.0
"""How far a move goes, in log odds. Of 1.5, 2.5, 3, 4 and 6, draws are worth most a second from 2.5 to 4 on."""
STEPS = (4, 200)
"""The fewest and the most steps of a move."""
TAKEN = 0.7
"""The share of moves that the step is fitted to: 0.65 is best for many independent dimensions (Neal 2011, 5.4.4)."""
JITTER = 0.5
"""Steps differ by chain and move by at most this in their logarithm, so that no chain runs in circles."""
LEAST = 1e-12
"""A chance to be on a list at all under which nothing can be reckoned."""


class Surface:
    """A capture table as a mixture sees it: which lists each cell with persons is `on`, and its `counts`; the last cell is of those on none.

    Positions are `odds` (lists, classes, chains), the log odds of a class to be on a list, and `sticks` (classes - 1, chains), the log odds
    of what each class takes of the share that those before it left; `spread` (chains) is the concentration, which stands still.
    """

    def __init__(self, on: Floats, counts: Floats) -> None:
        self.cells: Floats = np.vstack([on, np.zeros((1, on.shape[1]))])
        self.marks: Floats = np.hstack(
            [self.cells, np.ones((len(self.cells), 1))]
        ).T.copy()  # sums: of each list, of all
        self.counts = counts
        self.flow: Floats = np.append(self.counts, self.counts.sum())[:, None]

    def chances(self, odds: Floats, sticks: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Of each class the chance (cells, classes, chains) that somebody is of it and in the cell; and the logarithms of the chances not to
        be on a list, of a stick's share taken, and of it left."""
        absent, taken = -np.logaddexp(0, odds), -np.logaddexp(0, -sticks)
        left = taken - sticks
        weight = absent.sum(axis=0)
        weight[:-1] += taken
        weight[1:] += left.cumsum(axis=0)
        lists, classes, chains = odds.shape
        p = (self.cells @ odds.reshape(lists, -1)).reshape(-1, classes, chains)
        p += weight
        return np.exp(p, out=p), absent, taken, left

    def slope(self, odds: Floats, sticks: Floats, spread: Floats) -> tuple[Floats, Floats]:
        """How the logarithm of the density of `odds` and `sticks` rises with each."""
        p, absent, taken, _ = self.chances(odds, sticks)
        p *= (self.flow / self._bottom(p))[:, None, :]
        sums = (self.marks @ p.reshape(len(p), -1)).reshape(len(self.marks), *p.shape[1:])
        of = sums[-1]  # expected persons of each class, those on no list among them
        return (
            sums[:-1] - (of + 2) * np.exp(odds + absent) + 1,
            of[:-1] + 1 - np.exp(taken) * (of.sum(axis=0) - of.cumsum(axis=0)[:-1] + of[:-1] + 1 + spread),
        )

    def height(self, odds: Floats, sticks: Floats, spread: Floats) -> Floats:
        """The logarithm of the density, by chain: strengths are uniform beforehand, what a stick takes is Beta(1, `spread`)."""
        p, absent, taken, left = self.chances(odds, sticks)
        logs = np.log(self._bottom(p))
        fit = self.counts @ logs[:-1] - self.counts.sum() * logs[-1]
        return np.asarray(fit + (odds + 2 * absent).sum(axis=(0, 1)) + (taken + spread * left).sum(axis=0))

    def _bottom(self, p: Floats) -> Floats:
        """The chance of each cell, and in place of the last the chance to be on any list."""
        whole: Floats = p.sum(axis=1)
        whole[-1] = np.maximum(1 - whole[-1], LEAST)
        return whole


@dataclass
class Stride:
    """How long a step of a move is; `fit` while the chains warm up, and leave it alone afterwards."""

    step: float = 0.05
    fitted: int = 0

    @property
    def steps(self) -> int:
        """Of a move, at most."""
        return int(min(max(FAR / self.step, STEPS[0]), STEPS[1]))

    def fit(self, taken: float) -> None:
        """Longer where more moves are taken than ought to be, shorter where fewer are; ever less so."""
        self.fitted += 1
        self.step *= math.exp((taken - TAKEN) * 0.5 / math.sqrt(1 + self.fitted / 8))


def move(
    surface: Surface, odds: Floats, sticks: Floats, spread: Floats, stride: Stride, draw: np.random.Generator
) -> tuple[Floats, Floats, float]:
    """Where the chains are after one move each, and the share of them that took it. Exact: what a step misses is made good by refusing."""
    chains = odds.shape[-1]
    step = stride.step * np.exp(draw.uniform(-JITTER, JITTER, size=chains))
    many = int(draw.integers(stride.steps // 2, stride.steps + 1))
    push, pull = draw.standard_normal(odds.shape), draw.standard_normal(sticks.shape)
    with np.errstate(all="ignore"):  # a chain that runs off into the infinite is refused
        before = surface.height(odds, sticks, spread) - _speed(push, pull)
        to, till = odds.copy(), sticks.copy()
        for part in (0.5, *(1.0,) * many):
            if part == 1.0:
                to += step * push
                till += step * pull
            up, along = surface.slope(to, till, spread)
            push += part * step * up
            pull += part * step * along
        push -= 0.5 * step * up
        pull -= 0.5 * step * along
        after = surface.height(to, till, spread) - _speed(push, pull)
        taken = draw.standard_exponential(chains) > before - after
    return np.where(taken, to, odds), np.where(taken, till, sticks), float(taken.mean())


def _speed(push: Floats, pull: Floats) -> Floats:
    return np.asarray(((push**2).sum(axis=(0, 1)) + (pull**2).sum(axis=0)) / 2)
