"""Averaging over decomposable graphs: which lists depend on which is not chosen, all patterns without chordless cycles are weighed.

For a graph the likelihood of the table with n₀ persons on no list is closed, as the product over its cliques by that over its separators,
with a hyper-Dirichlet prior of δ for each cell (Dawid and Lauritzen 1993; Madigan and York 1997). The prior of the number of persons N is
proportional to 1/N unless another is given; all graphs are equally likely beforehand.

- D. Madigan and J. C. York, Bayesian methods for estimation of the size of a closed population, Biometrika 84 (1997) 19–31.
- J. Johndrow, K. Lum and P. Ball, dga: Capture-Recapture Estimation using Bayesian Model Averaging (R package).
- A. P. Dawid and S. L. Lauritzen, Hyper Markov laws in the statistical analysis of decomposable graphical models, Annals of Statistics 21
  (1993) 1272–1317.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from firsthand import ids
from firsthand.errors import WrongUse
from firsthand.estimates import captures as table
from firsthand.estimates.models.poisson import Floats
from firsthand.estimates.record import Captures, Estimate, Interval

MOST_LISTS = 6
"""18,154 graphs of six lists; of seven there are 617,675."""
POINTS = 40_000
"""Numbers of missing persons that are weighed one by one; where the likely ones are more they stand further apart."""
LIKELY = 1e-4
"""Numbers are weighed closely until less than this much of the posterior is left above them; above, ever further apart."""
FARTHEST = 200
"""The range ends at so many times the documented number."""
COARSE = 1500
"""Numbers of missing persons from which it is found which are likely, and for those above them."""
NEGLIGIBLE = 40.0
"""A graph whose best number is so many logarithms below the best of all is left out of the sums."""
AT_ONCE = 1 << 22
"""Numbers (of graphs by numbers of persons) that are held at the same time."""

LogPrior = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Posterior:
    """How likely each number of persons `total` is (`share` sums to 1), over all graphs; `graphs` are the likeliest with their shares.

    A graph is written as its cliques, each the places of its lists.
    """

    total: Floats
    share: Floats
    graphs: tuple[tuple[tuple[tuple[int, ...], ...], float], ...]

    def quantile(self, at: float) -> float:
        """The least number of persons that is not exceeded with probability `at`."""
        return float(self.total[int(np.searchsorted(np.cumsum(self.share), at))])

    @property
    def mean(self) -> float:
        """The posterior mean."""
        return float(self.total @ self.share)

    @property
    def mode(self) -> float:
        """The likeliest number."""
        return float(self.total[int(np.argmax(self.share))])


@cache
def decomposable(width: int) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """The cliques and separators, as masks, of every decomposable graph of `width` lists: 8, 61, 822, 18,154 of 3, 4, 5, 6 lists."""
    if width > MOST_LISTS:
        raise WrongUse(
            f"there are too many graphs of {width} lists", f"merge lists that are of one kind, down to {MOST_LISTS}"
        )
    edges = list(combinations(range(width), 2))
    found = []
    for code in range(1 << len(edges)):
        near = [0] * width
        for i, (a, b) in enumerate(edges):
            if code >> i & 1:
                near[a] |= 1 << b
                near[b] |= 1 << a
        parts = _cliques(near)
        if parts is not None:
            found.append(parts)
    return tuple(found)


def _cliques(near: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The cliques and separators of a graph by taking away vertices whose neighbours are all joined; None where none is left to take."""
    left = (1 << len(near)) - 1
    cliques: list[int] = []
    while left:
        for v in range(len(near)):
            around = near[v] & left
            if left >> v & 1 and all(around & ~(near[w] | 1 << w) == 0 for w in _bits(around)):
                break
        else:
            return None
        clique = around | 1 << v
        if not any(clique & c == clique for c in cliques):
            cliques.append(clique)
        left &= ~(1 << v)
    return tuple(sorted(cliques)), _separators(cliques)


def _separators(cliques: Sequence[int]) -> tuple[int, ...]:
    """What neighbouring cliques share in a junction tree: a spanning tree of the largest overlaps is one."""
    joined, rest, found = [cliques[0]], list(cliques[1:]), []
    while rest:
        shared, clique = max(((c & j, c) for c in rest for j in joined), key=lambda pair: pair[0].bit_count())
        found.append(shared)
        joined.append(clique)
        rest.remove(clique)
    return tuple(sorted(s for s in found if s))


def _bits(mask: int) -> list[int]:
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


def posterior(
    captures: Captures, delta: float | None = None, missing: ArrayLike | None = None, prior: LogPrior | None = None
) -> Posterior:
    """What the table says of the number of persons, over all decomposable graphs.

    `delta` is the prior count of a cell (2^-J if not given: one person spread over all cells), `missing` the numbers of persons on no list
    that are considered (found by the program if not given), `prior` the logarithm of the prior of arrays of N. Raises WrongUse for under
    two or over six lists.
    """
    width = len(captures.lists)
    if width < 2:
        raise WrongUse("one list says nothing about who is on none", "give at least three lists")
    delta = 2.0**-width if delta is None else delta
    if not delta > 0:
        raise WrongUse(f"the prior count of a cell must be above zero, not {delta:g}", "try 2^-J, 0.5 or 1")
    if missing is not None:
        given = np.asarray(missing, dtype=float)
        return _posterior(captures, delta, given, np.ones(len(given)), prior)
    far = np.unique(np.round(np.geomspace(1, FARTHEST * max(captures.documented, 50), COARSE)))
    rough = _posterior(captures, delta, far, _widths(far), prior)
    until = max(rough.quantile(1 - LIKELY) - captures.documented, 100.0)
    close = np.arange(1.0, until + 1, max(1, -(-int(until) // POINTS)))
    grid = np.concatenate([close, far[far > close[-1]]])
    return _posterior(captures, delta, grid, _widths(grid), prior)


def _widths(grid: Floats) -> Floats:
    """How many whole numbers each point of the grid stands for."""
    between = np.concatenate([[grid[0] - 0.5], (grid[1:] + grid[:-1]) / 2, [grid[-1] + 0.5]])
    return np.diff(between)


def _posterior(captures: Captures, delta: float, missing: Floats, widths: Floats, prior: LogPrior | None) -> Posterior:
    width, n = len(captures.lists), captures.documented
    graphs = decomposable(width)
    total = n + missing
    scores = _scores(captures, delta, missing)
    base = gammaln(total + 1) - gammaln(missing + 1) + np.log(widths)
    base += -np.log(np.maximum(total, 1.0)) if prior is None else prior(total)
    weights = _weights(width)
    some = np.unique(np.linspace(0, len(missing) - 1, 400).astype(int))
    highest = (weights @ scores[:, some] + base[some]).max(axis=1)
    near = np.flatnonzero(highest > highest.max() - NEGLIGIBLE)
    by_graph, by_total, top = np.zeros(len(graphs)), np.zeros(len(total)), float(highest.max())
    step = max(1, AT_ONCE // len(missing))
    for i in range(0, len(near), step):
        part = weights[near[i : i + step]] @ scores
        part += base - top
        np.exp(part, out=part)
        by_total += part.sum(axis=0)
        by_graph[near[i : i + step]] = part.sum(axis=1)
    share = by_graph / by_graph.sum()
    best = [g for g in np.argsort(-share)[:10] if share[g] > 0]
    return Posterior(
        total=total,
        share=by_total / by_total.sum(),
        graphs=tuple((tuple(_places(c, width) for c in graphs[g][0]), float(share[g])) for g in best),
    )


@cache
def _weights(width: int) -> Floats:
    """How often each set of lists (a column, by its mask) is a clique of each graph (a row), less how often a separator."""
    graphs = decomposable(width)
    weights = np.zeros((len(graphs), 1 << width))
    for g, (cliques, separators) in enumerate(graphs):
        np.add.at(weights[g], list(cliques), 1.0)
        np.add.at(weights[g], list(separators), -1.0)
    return weights


def _places(mask: int, width: int) -> tuple[int, ...]:
    return tuple(width - 1 - b for b in reversed(_bits(mask)))


def _scores(captures: Captures, delta: float, missing: Floats) -> Floats:
    """The log marginal likelihood I(C) of each set of lists (a row, by its mask), for each number of missing persons."""
    width, n = len(captures.lists), captures.documented
    counts, whole = table.cells(captures), 2**width * delta
    constant = gammaln(whole) - gammaln(n + missing + whole)
    out = np.zeros((1 << width, len(missing)))
    places = np.arange(1 << width)
    for mask in range(1, 1 << width):
        own = delta * 2 ** (width - mask.bit_count())
        margin = np.bincount(places & mask, weights=counts, minlength=1 << width)
        cells = [c for c in range(1, 1 << width) if c & mask == c]
        known = float((gammaln(margin[cells] + own) - gammaln(own)).sum())
        out[mask] = constant + known + gammaln(margin[0] + missing + own) - gammaln(own)
    return out


def average(
    captures: Captures, delta: float | None = None, level: float = 0.95, prior: LogPrior | None = None
) -> Estimate:
    """The posterior median over all decomposable graphs, with its equal-tailed interval."""
    found = posterior(captures, delta, prior=prior)
    used = 2.0 ** -len(captures.lists) if delta is None else delta
    best, share = found.graphs[0]
    tails = ((1 - level) / 2, (1 + level) / 2)
    return Estimate(
        id=ids.name("estimate", "graphs", used, *captures.lists, *map(str, sorted(captures.counts.items()))),
        method="decomposable graphs",
        family="graphs",
        documented=captures.documented,
        total=found.quantile(0.5),
        interval=Interval(found.quantile(tails[0]), found.quantile(tails[1]), level, "credible"),
        error=float(np.sqrt(((found.total - found.mean) ** 2) @ found.share)),
        model=", ".join("·".join(captures.lists[j] for j in clique) for clique in best),
        notes={"δ": used, "share of that graph": share, "mean": found.mean, "mode": found.mode},
    )
