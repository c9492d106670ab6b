"""Which rows of several lists are one person: pairs by blocking, weights without labels, competition, clusters, and reasons for each pair.

Within one list a person stands once, as a rule. So the pairs of a row with the rows of another list compete: brothers share a father's
and a family's name, and it is the nearest that is meant. That tells far more than any threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from firsthand.estimates import block, score
from firsthand.estimates import captures as table
from firsthand.estimates.cluster import clusters
from firsthand.estimates.fields import Aspect, Kind, Levels, Wholes, aspects
from firsthand.estimates.record import Captures
from firsthand.estimates.score import Floats, Weights

ROUNDS = 4
"""How often the weights are learnt anew from what the pairs are held to be."""
KEPT = 1e-3
"""Pairs that are less likely one person than this are forgotten."""
AT_ONCE = 1 << 21
"""Pairs that are compared at the same time."""
HOPELESS = -12.0
"""Bits, the prior among them, below which a pair is not looked at again."""
LEAST_JUDGED = 20
"""Decisions on pairs from which the shares are calibrated."""
DOUBTFUL = 0.7
"""An expected F1 below which only sure pairs are joined."""
SURE = 0.9
"""How likely two rows of one list must be one person to be taken for one: a list that names two persons mostly means two. And how likely
any two must be where the linkage is doubtful."""
SWEEP = (0.3, 0.5, 0.7, 0.9)
"""Thresholds that the estimate is shown for."""


@dataclass(frozen=True)
class Reason:
    """What one aspect says of a pair: which level, and how many bits for (above zero) or against it."""

    aspect: str
    level: str
    bits: float
    values: tuple[str, str]


@dataclass(frozen=True)
class Linkage:
    """Which rows are one person. `left`, `right`, `bits` and `share` are the pairs that came near it: how likely each is one person.

    `threshold` was chosen so that as much as possible is right, by the shares themselves; `chosen` says how well that should do (F1).
    `person` is each row's person at that threshold, `lists` its list. `rules` are the blocking rules with how many pairs each brought
    together, `left_out` those that would have brought too many; `recall` is how much of the true pairs
    the rules together find at least (None where that cannot be measured).
    """

    names: tuple[str, ...]
    lists: Wholes
    left: Wholes
    right: Wholes
    bits: Floats
    share: Floats
    threshold: float
    chosen: float
    person: Wholes
    unique: bool
    weights: Weights
    aspects: tuple[Aspect, ...]
    rules: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]
    recall: float | None

    def at(self, threshold: float) -> Wholes:
        """Each row's person at another threshold."""
        return clusters(
            len(self.lists), self.left, self.right, self.share, threshold, self.lists if self.unique else None
        )

    def captures(self, threshold: float | None = None) -> Captures:
        """The capture table: who is on which lists."""
        person = self.person if threshold is None else self.at(threshold)
        return tabulate(person, self.lists, self.names)

    def why(self, pair: int) -> tuple[Reason, ...]:
        """The waterfall of a pair, by its place: the prior, each aspect, and the competition of other pairs; the bits add up to its odds."""
        i, j = self.left[pair : pair + 1], self.right[pair : pair + 1]
        out = [Reason("before anything is known", "any two rows", self.weights.prior, ("", ""))]
        for k, a in enumerate(self.aspects):
            level = int(a.level(i, j)[0])
            values = tuple(a.values[int(a.codes[r[0]])] if a.codes[r[0]] >= 0 else "" for r in (i, j))
            if level < 0:
                out.append(Reason(a.name, "not known", 0.0, (values[0], values[1])))
                continue
            bits = float(self.weights.table(k)[level])
            if level == len(a.levels) - 1:
                bits += float(score.rarity(a, self.weights.u[k], i)[0])
            out.append(Reason(a.name, a.levels[level], bits, (values[0], values[1])))
        s = float(np.clip(self.share[pair], 1e-12, 1 - 1e-12))
        rest = float(np.log2(s / (1 - s))) - sum(r.bits for r in out)
        if abs(rest) > 0.05:
            out.append(Reason("other pairs and decisions", "compete" if rest < 0 else "confirm", rest, ("", "")))
        return tuple(out)

    def queue(self, many: int = 50) -> list[int]:
        """The pairs that a person's decision would tell most about: the least certain, no row twice in a row's turn."""
        order = np.argsort(np.abs(self.share - self.threshold))
        out: list[int] = []
        seen: set[int] = set()
        for k in order.tolist():
            i, j = int(self.left[k]), int(self.right[k])
            if self.share[k] in (0.0, 1.0) or i in seen or j in seen:
                continue
            out.append(k)
            seen |= {i, j}
            if len(out) >= many:
                break
        return out


def tabulate(person: Wholes, lists: Wholes, names: Sequence[str]) -> Captures:
    """The capture table of persons on lists; every person is in it, every list is a column."""
    on = np.zeros((int(person.max(initial=-1)) + 1, len(names)), dtype=bool)
    on[person, lists] = True
    return table.tabulate(on, names) if len(on) else table.table({}, names)


def link(
    columns: Mapping[str, tuple[Kind, Sequence[str | None]]],
    lists: Sequence[int],
    names: Sequence[str],
    *,
    unique: bool,
    seed: int = 0,
    judged: Mapping[tuple[int, int], bool] | None = None,
) -> Linkage:
    """Link the rows of all lists. `columns` are what is known of each row, with its kind; `lists` which of `names` each row is of.

    `unique`: nobody stands on a list twice (else see `gather`). `judged` are people's decisions on pairs of rows, True for one person:
    they hold, and from twenty of them on the shares are calibrated by them.
    """
    where = np.asarray(lists, dtype=np.int64)
    held = tuple(a for name, (kind, values) in columns.items() for a in aspects(name, kind, values))
    used, left_out = block.affordable(held)
    weights = score.learn(held, where, unique, used, seed)
    left, right = _candidates(held, weights, where, unique, used, judged or {})
    levels = _levels(held, left, right)
    of = score.every(where, unique)
    bits, share = np.zeros(len(left)), np.zeros(len(left))
    for i in range(ROUNDS + 1):
        bits = score.weigh(held, weights, levels, left) + weights.prior
        share = _compete(bits, left, right, where, len(names), unique)
        if i < ROUNDS:
            weights = score.renew(held, weights, levels, share, of)
    share = _decided(share, left, right, judged or {})
    keep = (share >= KEPT) | np.isin(share, (0.0,)) & _judged(left, right, judged or {})
    left, right, bits, share = left[keep], right[keep], bits[keep], share[keep]
    threshold, chosen = choose(share)
    return Linkage(
        names=tuple(names), lists=where, left=left, right=right, bits=bits, share=share, threshold=threshold, chosen=chosen,
        person=clusters(len(where), left, right, share, threshold, where if unique else None),
        unique=unique, weights=weights, aspects=held,
        rules=tuple((r.name, block.size(r)) for r in used), left_out=tuple(r.name for r in left_out), recall=_recall(held, used, left[share >= 0.9], right[share >= 0.9]),
    )  # fmt: skip


def _candidates(
    held: Sequence[Aspect],
    weights: Weights,
    where: Wholes,
    unique: bool,
    used: Sequence[block.Rule],
    judged: Mapping[tuple[int, int], bool],
) -> tuple[Wholes, Wholes]:
    """The pairs that the rules bring together and that are not hopeless."""
    rows = len(where)
    kept = [np.array([min(p) * rows + max(p) for p in judged], dtype=np.int64)]
    for rule in used:
        for left, right in block.pairs(rule, where, unique, AT_ONCE):
            levels = _levels(held, left, right)
            near = score.weigh(held, weights, levels, left) + weights.prior > HOPELESS
            kept.append(left[near] * rows + right[near])
    both = np.unique(np.concatenate(kept))
    return both // rows, both % rows


def _levels(held: Sequence[Aspect], left: Wholes, right: Wholes) -> list[Levels]:
    return [a.level(left, right) for a in held]


def _compete(bits: Floats, left: Wholes, right: Wholes, where: Wholes, lists: int, unique: bool) -> Floats:
    """How likely each pair is one person, given that a row has at most one partner on each other list."""
    odds = np.exp2(np.clip(bits, -60, 60))
    if not unique:
        return np.asarray(odds / (1 + odds))
    there = np.bincount(left * lists + where[right], weights=odds, minlength=len(where) * lists)
    here = np.bincount(right * lists + where[left], weights=odds, minlength=len(where) * lists)
    both = there + here
    rivals = both[left * lists + where[right]] + both[right * lists + where[left]] - odds
    return np.asarray(odds / (1 + rivals))


def _judged(
    left: Wholes, right: Wholes, judged: Mapping[tuple[int, int], bool]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    pairs = {(min(p), max(p)) for p in judged}
    return (
        np.fromiter(((a, b) in pairs for a, b in zip(left.tolist(), right.tolist(), strict=True)), bool, len(left))
        if pairs
        else np.zeros(len(left), dtype=bool)
    )


def _decided(share: Floats, left: Wholes, right: Wholes, judged: Mapping[tuple[int, int], bool]) -> Floats:
    """The shares, calibrated by decisions where there are enough of both kinds; the decided pairs are certain."""
    if not judged:
        return share
    told = {(min(p), max(p)): same for p, same in judged.items()}
    label = np.array([told.get((a, b), -1) for a, b in zip(left.tolist(), right.tolist(), strict=True)], dtype=np.int64)
    known = label >= 0
    if known.sum() >= LEAST_JUDGED and 0 < label[known].sum() < known.sum():
        share = calibrate(share, share[known], label[known])
    return np.where(known, label.astype(float), share)


def calibrate(share: Floats, known: Floats, label: Wholes) -> Floats:
    """`share` moved so that of decided pairs (`known` their shares, `label` 1 for one person) as many are one person as it says.

    A logistic curve through the log odds, held near to no change by the weight of a few decisions.
    """
    x = _logit(known)
    a, b = 0.0, 1.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-(a + b * x)))
        w = p * (1 - p)
        gradient = np.array([(label - p).sum() - a / 2, ((label - p) * x).sum() - (b - 1) * 4])
        normal = np.array([[w.sum() + 0.5, (w * x).sum()], [(w * x).sum(), (w * x * x).sum() + 4]])
        step = np.linalg.solve(normal, gradient)
        a, b = a + float(step[0]), max(b + float(step[1]), 0.05)
        if np.abs(step).max() < 1e-9:
            break
    return np.asarray(1 / (1 + np.exp(-(a + b * _logit(share)))))


def _logit(share: Floats) -> Floats:
    s = np.clip(share, 1e-9, 1 - 1e-9)
    return np.asarray(np.clip(np.log(s / (1 - s)), -12, 12))


def choose(share: Floats) -> tuple[float, float]:
    """The threshold at which the most is right, if the shares are: the greatest expected F1, and that F1. No labels are needed.

    Where even that is low, the lists share hardly anybody or the columns tell too little, and only pairs that are sure are joined.
    """
    if not len(share) or share.sum() == 0:
        return 0.5, 0.0
    ordered = np.sort(share)[::-1]
    expected = 2 * np.cumsum(ordered) / (np.arange(1, len(ordered) + 1) + share.sum())
    best = int(np.argmax(expected))
    below = ordered[best + 1] if best + 1 < len(ordered) else 0.0
    if expected[best] < DOUBTFUL:
        return SURE, float(expected[best])
    return float(np.clip((ordered[best] + below) / 2, 0.05, 0.95)), float(expected[best])


def _recall(held: Sequence[Aspect], used: Sequence[block.Rule], left: Wholes, right: Wholes) -> float | None:
    """How much of the true pairs the rules find, judged by the sure pairs: what rules of one column found is sought by those of the others.

    What both kinds would miss is the product of what each misses (columns err independently); rules that mix columns find some of that,
    so this is the least. None where no rules are without a column that others have alone.
    """
    of = {a.name: a.field for a in held}
    shared = {r.name: (r.key[left] >= 0) & (r.key[left] == r.key[right]) for r in used}
    best = 0.0
    for field in set(of.values()):
        fields = {r.name: {of[a] for a in r.aspects} for r in used}
        own = [shared[n] for n, f in fields.items() if f == {field}]
        rest = [shared[n] for n, f in fields.items() if field not in f]
        if not own or not rest:
            continue
        one, other = np.any(own, axis=0), np.any(rest, axis=0)
        both = float((one & other).sum())
        if one.any() and other.any():
            best = max(best, 1 - (1 - both / float(other.sum())) * (1 - both / float(one.sum())))
    return best or None


def gather(
    columns: Mapping[str, tuple[Kind, Sequence[str | None]]],
    lists: Sequence[int],
    names: Sequence[str],
    *,
    seed: int = 0,
    judged: Mapping[tuple[int, int], bool] | None = None,
) -> tuple[Linkage, Wholes]:
    """Link lists on which somebody may stand more than once: first the rows of each list among themselves, then the persons across lists.

    Returns the linkage of the first row of each person of a list, and for every row of the input its place among these.
    """
    where = np.asarray(lists, dtype=np.int64)
    judged = judged or {}
    across = link(columns, where.tolist(), names, unique=True, seed=seed, judged=judged)
    own = _within(across, where, judged)
    first = np.unique(own, return_index=True)[1]
    if len(first) == len(where):
        return across, np.arange(len(where))
    place = np.unique(own, return_inverse=True)[1]
    fewer = {name: (kind, [values[i] for i in first.tolist()]) for name, (kind, values) in columns.items()}
    moved = {(int(place[a]), int(place[b])): same for (a, b), same in judged.items() if place[a] != place[b]}
    return link(fewer, where[first].tolist(), names, unique=True, seed=seed, judged=moved), place.astype(np.int64)


def _within(across: Linkage, where: Wholes, judged: Mapping[tuple[int, int], bool]) -> Wholes:
    """The person of each row by the pairs inside lists alone, with the weights learnt across lists."""
    held, rows = across.aspects, len(where)
    rules, _ = block.affordable(held)
    of = float(sum(n * (n - 1) / 2 for n in np.bincount(where).tolist()))
    start = replace(across.weights, prior=float(np.log2(max(rows / 100, 0.5) / max(of, 1.0))))
    kept = [np.array([min(p) * rows + max(p) for p in judged if where[p[0]] == where[p[1]]], dtype=np.int64)]
    for rule in rules:
        for left, right in block.pairs(rule, where, False, AT_ONCE):
            inside = where[left] == where[right]
            left, right = left[inside], right[inside]
            near = score.weigh(held, start, _levels(held, left, right), left) + start.prior > HOPELESS
            kept.append(left[near] * rows + right[near])
    both = np.unique(np.concatenate(kept))
    left, right = both // rows, both % rows
    bits = score.weigh(held, start, _levels(held, left, right), left)
    prior = start.prior
    share = np.zeros(len(left))
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp2(-np.clip(bits + prior, -60, 60)))
        prior = float(np.log2(max(share.sum(), 0.5) / max(of, 1.0)))
    share = _decided(share, left, right, judged)
    return clusters(rows, left, right, share, max(choose(share)[0], SURE))
