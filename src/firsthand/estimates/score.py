"""How much speaks for two rows being one person: Fellegi and Sunter's weights, learnt without labels.

For each aspect m is how often a level is found among pairs of one person, u among pairs of two. u comes of pairs drawn at random; m by EM on
the pairs of each blocking rule, the rule's own aspects left out (else EM takes the block for the match), averaged over the rules. The
weight of a pair is log2 of its odds: the prior odds, m/u of each level, and for a value in common how rare that value is.

- I. P. Fellegi and A. B. Sunter, A theory for record linkage, JASA 64 (1969) 1183–1210.
- R. Linacre, S. Lindsay, T. Manassis, Z. Slade and T. Hepworth, Splink: free software for probabilistic record linkage at scale,
  International Journal of Population Data Science 7 (2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.estimates.block import Rule, pairs
from firsthand.estimates.fields import Aspect, Levels, Wholes

Floats = NDArray[np.float64]

RANDOM = 1_000_000
"""Pairs drawn at random from which u is learnt."""
SESSION = 300_000
"""Pairs of a rule from which m is learnt."""
LEAST = 1e-6
"""No level is held to be rarer than this."""
ROUNDS = 100
DOUBT = 0.002
"""No level is held to be rarer than this among pairs of one person: no single disagreement settles it."""


@dataclass(frozen=True)
class Weights:
    """For each aspect (in order) log2(m/u) of each level, u of its highest level, and the prior log2 odds of a pair."""

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    prior: float

    def table(self, i: int) -> Floats:
        """log2(m/u) of the levels of aspect `i`, and 0 for what is not known (the last)."""
        return np.append(np.log2(self.m[i] / self.u[i]), 0.0)


def learn(held: Sequence[Aspect], lists: Wholes, unique: bool, rules: Sequence[Rule], seed: int) -> Weights:
    """Weights without labels."""
    draw = np.random.default_rng(seed)
    u = _random(held, lists, unique, draw)
    told: list[list[tuple[Floats, float]]] = [[] for _ in held]
    for rule in rules:
        left, right = _some(rule, lists, unique, draw)
        if len(left) < 50:
            continue
        use = [i for i, a in enumerate(held) if a.name not in rule.aspects]
        levels = [held[i].level(left, right) for i in use]
        share, m = _em(levels, [u[i] for i in use])
        for i, found in zip(use, m, strict=True):
            told[i].append((found, share * len(left)))
    m_all = tuple(_mean(t, u[i]) for i, t in enumerate(told))
    return Weights(m=m_all, u=u, prior=float(np.log2(max(len(lists), 1) / max(every(lists, unique), 1.0))))


def every(lists: Wholes, unique: bool) -> float:
    """How many pairs of rows there are; across lists only where lists are `unique`."""
    sizes = np.bincount(lists).astype(float)
    total = len(lists) * (len(lists) - 1) / 2
    return total - float((sizes * (sizes - 1) / 2).sum()) if unique else total


def renew(held: Sequence[Aspect], weights: Weights, levels: Sequence[Levels], share: Floats, of: float) -> Weights:
    """Weights from what the pairs are now held to be: `share` is how likely each is one person, `of` the number of all pairs."""
    m = []
    for a, level in zip(held, levels, strict=True):
        known = level >= 0
        mass = np.bincount(level[known], weights=share[known], minlength=len(a.levels)) + 0.5 * _start(len(a.levels))
        m.append(np.maximum(mass / mass.sum(), DOUBT))
    return Weights(m=tuple(m), u=weights.u, prior=float(np.log2(max(share.sum(), 0.5) / max(of, 1.0))))


def _random(held: Sequence[Aspect], lists: Wholes, unique: bool, draw: np.random.Generator) -> tuple[Floats, ...]:
    left, right = draw.integers(0, len(lists), RANDOM), draw.integers(0, len(lists), RANDOM)
    good = left != right
    if unique:
        good &= lists[left] != lists[right]
    left, right = left[good], right[good]
    out = []
    for a in held:
        levels = a.level(left, right)
        counts = np.bincount(levels[levels >= 0], minlength=len(a.levels)) + 0.5
        u = counts / counts.sum()
        u[-1] = max(float((a.shares**2).sum()), LEAST)  # what is shared is known better from how common each value is
        out.append(np.maximum(u, LEAST) / np.maximum(u, LEAST).sum())
    return tuple(out)


def _some(rule: Rule, lists: Wholes, unique: bool, draw: np.random.Generator) -> tuple[Wholes, Wholes]:
    found = list(pairs(rule, lists, unique))
    left = np.concatenate([f[0] for f in found]) if found else np.empty(0, dtype=np.int64)
    right = np.concatenate([f[1] for f in found]) if found else np.empty(0, dtype=np.int64)
    if len(left) > SESSION:
        at = draw.choice(len(left), SESSION, replace=False)
        left, right = left[at], right[at]
    return left, right


def _em(levels: Sequence[Levels], u: Sequence[Floats]) -> tuple[float, list[Floats]]:
    """Expectation–maximisation with u held fast: the share of matches in the block, and m of each aspect."""
    code = np.zeros(len(levels[0]), dtype=np.int64)
    for level, own in zip(levels, u, strict=True):
        code = code * (len(own) + 1) + level + 1
    _, first, counts = np.unique(code, return_index=True, return_counts=True)
    seen = [level[first].astype(np.int64) for level in levels]
    m = [_start(len(own)) for own in u]
    share = 0.1
    for _ in range(ROUNDS):
        odds = np.full(len(first), np.log(share / (1 - share)))
        for place, own, of in zip(seen, u, m, strict=True):
            odds += np.append(np.log(of / own), 0.0)[place]
        post = counts / (1 + np.exp(-odds))
        new = float(np.clip(post.sum() / counts.sum(), 1e-6, 1 - 1e-6))
        for k, of_block in enumerate(seen):
            known = of_block >= 0
            mass = np.bincount(of_block[known], weights=post[known], minlength=len(m[k])) + 0.1 * _start(len(m[k]))
            m[k] = np.maximum(mass / mass.sum(), DOUBT)
        if abs(new - share) < 1e-7:
            break
        share = new
    return share, m


def _start(levels: int) -> Floats:
    m = np.full(levels, 0.1 / max(levels - 1, 1))
    m[-1] = 0.9
    return m


def _mean(told: Sequence[tuple[Floats, float]], u: Floats) -> Floats:
    if not told:
        return _start(len(u))
    weight = np.array([max(w, 1e-9) for _, w in told])
    m = np.average(np.stack([t for t, _ in told]), axis=0, weights=np.sqrt(weight))
    return np.asarray(m / m.sum())


def weigh(held: Sequence[Aspect], weights: Weights, levels: Sequence[Levels], left: Wholes) -> Floats:
    """The evidence of each pair in bits, without the prior. `left` is one row of each pair: what is shared is looked up there."""
    out = np.zeros(len(left))
    for i, (a, level) in enumerate(zip(held, levels, strict=True)):
        out += weights.table(i)[level]
        top = level == len(a.levels) - 1
        out[top] += rarity(a, weights.u[i], left[top])
    return out


def rarity(a: Aspect, u: Floats, rows: Wholes) -> Floats:
    """What a value in common says beyond that there is one: bits by how much rarer it is than the average value in common."""
    share = np.maximum(a.shares[a.codes[rows]], 1.0 / max(int((a.codes >= 0).sum()), 1))
    return np.asarray(np.log2(u[-1] / np.maximum(share, LEAST)))
