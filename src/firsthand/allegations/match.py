"""Match: which documents tell of the same occasion, by the details that both give and by what cannot be.

Every field in which two reports agree or differ weighs for or against it (Fellegi & Sunter 1969, the weights as data, fitted); rare
details weigh as much as they are rare. Groups grow strongest pair first, and only where *all* pairs between two groups together speak for
it (correlation clustering, greedily: Bansal, Blum & Chawla 2004): no chain of likenesses joins two that do not fit. What weighed is given as reasons, one by one; the sum is never shown as a score.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from firsthand.allegations.occasions import DAY, Occasion, city, index
from firsthand.vocabulary import terms

Pair = tuple[int, int]
KINDS = ("capital", "name", "number", "word")


@dataclass(frozen=True)
class Same:
    """These `documents` tell of one occasion, `because` of what the first two of them share."""

    documents: tuple[str, ...]
    because: str


@dataclass
class Shared:
    """The details that two occasions share: their information (in nats) by kind, and of those in the core of the one and of the other."""

    kinds: dict[str, float]
    left: float = 0.0
    right: float = 0.0

    @property
    def total(self) -> float:
        """All of it."""
        return sum(self.kinds.values())


class Matcher:
    """The occasions of an inquiry, indexed by what they share."""

    def __init__(self, occasions: Sequence[Occasion]) -> None:
        self.occasions = occasions
        self.known = terms.load("occasions")
        self.limits: Mapping[str, float] = self.known["limits"]
        self.index, self.times = index(occasions, self.known["common"])
        self.size = [3 + sum(map(self._rare, o.core)) for o in occasions]
        self.persons = Counter(p for o in occasions for p in o.persons)
        self.subjects = Counter(w for o in occasions for w in o.headline)
        self.towns = Counter(t for o in occasions for t in o.towns)
        self.held = Counter(w for o in occasions for w in o.words)
        self.vectors: dict[int, Mapping[str, float]] = {}

    def _rare(self, detail: str) -> float:
        """How much it tells that a document has this detail: the logarithm of how rare it is among them."""
        return math.log(len(self.occasions) / self.times[detail]) if detail in self.times else 0.0

    def _vector(self, n: int) -> Mapping[str, float]:
        """The words that tell most about a text, each by how often it says it and how few others do (tf-idf), of length one."""
        if n not in self.vectors:
            o, size = self.occasions[n], len(self.occasions)
            told = {
                w: (1 + math.log(k)) * math.log(size / self.held[w]) for w, k in o.words.items() if self.held[w] > 1
            }
            kept = sorted(told.items(), key=lambda x: (-x[1], x[0]))[: int(self.limits["words"])]
            length = math.sqrt(sum(v * v for _, v in kept)) or 1.0
            self.vectors[n] = {w: v / length for w, v in kept}
        return self.vectors[n]

    def alike(self, pair: Pair) -> float:
        """How alike two texts are in their words: the cosine (Salton & McGill 1983)."""
        a, b = sorted(map(self._vector, pair), key=len)
        return sum(v * b[w] for w, v in a.items() if w in b)

    # ---- pairs --------------------------------------------------------------------------------------------------

    def pairs(self) -> Mapping[Pair, Shared]:
        """The pairs that share enough to be looked at: blocks of the index, so that the work grows with the documents and not with their square."""
        found: dict[Pair, Shared] = {}
        for detail, those in self.index.items():
            weight, kind = self._rare(detail), detail.partition(":")[0]
            for i, j in combinations(those, 2):
                shared = found.setdefault((i, j), Shared(dict.fromkeys(KINDS, 0.0)))
                shared.kinds[kind] += weight
                shared.left += weight * (detail in self.occasions[i].core)
                shared.right += weight * (detail in self.occasions[j].core)
        return {p: s for p, s in found.items() if self._worth(p, s)}

    def _worth(self, pair: Pair, shared: Shared) -> bool:
        if self.gap(pair) <= self.limits["gap"]:
            return shared.total >= self.limits["candidate"]
        return shared.kinds["name"] > 0 and shared.total >= self.limits["far_candidate"]

    def gap(self, pair: Pair) -> int:
        """Days between the two publications; where one is not known, too many to be called near."""
        a, b = (self.occasions[i].published for i in pair)
        return abs((a - b).days) if a and b else int(self.limits["gap"]) + 1

    def fields(self, pair: Pair, shared: Shared) -> dict[str, float]:
        """What the two agree and differ in, a number per field; the weights of the same names are multiplied with these."""
        a, b = self.occasions[pair[0]], self.occasions[pair[1]]
        gap, most = self.gap(pair), self.limits["detail"]
        days = min((abs((x - y).days) for x in a.days for y in b.days), default=None)
        towns = a.towns & b.towns
        covered = sorted((shared.left / self.size[pair[0]], shared.right / self.size[pair[1]]))
        both = {p for p in a.persons & b.persons if self.persons[p] <= self.known["common"]["name"]}
        named = {p for p in a.persons if f"name:{p}" in b.scene} | {p for p in b.persons if f"name:{p}" in a.scene}
        late = any(o.day and q.published and o.day > q.published for o, q in ((a, b), (b, a)))
        n = len(self.occasions)
        subject = sum(math.log(n / self.subjects[w]) for w in sorted(a.headline & b.headline))
        alike = self.alike(pair)
        apart = min((min(abs(x - y), DAY - abs(x - y)) for x in a.clock for y in b.clock), default=None)
        return {
            "no_headline": float(not subject),
            "headline": min(subject, most),
            "numbers": float(len(a.numbers & b.numbers)),
            "other_numbers": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
            **{kind: min(shared.kinds[kind], most) for kind in KINDS if kind != "name"},
            "mutual": min(shared.left, shared.right, most),
            "least_covered": covered[0],
            "most_covered": covered[1],
            "days_between": math.log1p(gap),
            "far": float(gap > self.limits["gap"]),
            "town": max((math.log(n / self.towns[t]) for t in towns), default=0.0),
            "other_town": float(bool(a.towns and b.towns and not towns)),
            "other_head": float(bool(a.head and b.head and not a.head & b.head)),
            "other_city": float(bool(a.cities and b.cities and not (a.cities & b.towns or b.cities & a.towns))),
            "ages": float(len(a.ages & b.ages)),
            "other_ages": float(bool(a.ages and b.ages and not a.ages & b.ages)),
            "same_day": float(days == 0),
            "other_day": float(days is not None and days > 1),
            "told_before": float(late),
            "other_street": float(bool(a.blocks and b.blocks and not a.blocks & b.blocks)),
            "same_road": float(bool(a.streets & b.streets)),
            "other_road": float(bool(a.streets and b.streets and not a.streets & b.streets)),
            "same_clock": float(apart is not None and apart <= self.limits["minutes"]),
            "other_clock": float(apart is not None and apart > self.limits["minutes_apart"]),
            "alike": alike,
            "alike_far": alike * (gap > self.limits["gap"]),
            "much_alike": float(alike > self.limits["alike"]),
            "killed": float(a.killed == b.killed),
            "injured": float(a.injured == b.injured),
            "survey": float(a.many or b.many),
            "persons": float(min(len(both), 2)),
            "named": float(min(len(named), 2)),
            "other_persons": float(bool(a.persons and b.persons and not both and not named)),
            "named_far": float(min(len(named), 2) * (gap > self.limits["gap"])),
        }

    def weigh(self, pair: Pair, shared: Shared) -> float:
        """For or against one occasion: the sum of the weights of what the two agree and differ in, logarithms of odds, within bounds."""
        weights: Mapping[str, float] = self.known["weights"]
        sum_ = weights["bias"] + sum(weights[name] * v for name, v in self.fields(pair, shared).items())
        return max(min(sum_, self.limits["bound"]), -self.limits["bound"])

    # ---- groups -------------------------------------------------------------------------------------------------

    def groups(self) -> list[list[int]]:
        """Occasions that are one, by their places, in groups of two or more. A survey of several occasions is in none."""
        weighed = {
            p: self.weigh(p, s)
            for p, s in self.pairs().items()
            if not any(self.occasions[i].many for i in p) and self._anchored(p)
        }
        home = {i: [i] for i in range(len(self.occasions))}
        for pair in sorted(weighed, key=lambda p: (-weighed[p], self._order(p))):
            if weighed[pair] < self.limits["link"]:
                break
            left, right = home[pair[0]], home[pair[1]]
            if left is not right and self._mean(left, right, weighed) >= self.limits["mean"]:
                left.extend(right)
                home.update(dict.fromkeys(right, left))
        return [sorted(g) for g in {id(g): g for g in home.values()}.values() if len(g) > 1]

    def _anchored(self, pair: Pair) -> bool:
        """Whether something fixed speaks for one occasion: that both were published, and how near, a day, a city, a person. Where it is not known
        when texts were published, rare words alone may be those of one author's many reports."""
        a, b = self.occasions[pair[0]], self.occasions[pair[1]]
        if (a.published and b.published) or a.days & b.days or a.persons & b.persons:
            return True
        return any(map(city, a.towns & b.towns)) or any(
            f"name:{p}" in y.scene for x, y in ((a, b), (b, a)) for p in x.persons
        )

    def _order(self, pair: Pair) -> tuple[str, ...]:
        """An order that does not depend on that of the documents."""
        return tuple(sorted(self.occasions[i].document for i in pair))

    def _mean(self, left: Sequence[int], right: Sequence[int], weighed: Mapping[Pair, float]) -> float:
        """The mean over all pairs of two groups; what speaks against weighs more than what speaks for, and nothing in common is against."""
        found = [weighed.get((min(a, b), max(a, b)), self.limits["strangers"]) for a in left for b in right]
        return sum(w if w > 0 else w * self.limits["against"] for w in found) / len(found)

    def because(self, pair: Pair) -> str:
        """What the two share, in words: the rarest details first, then the fields that agree."""
        a, b = self.occasions[pair[0]], self.occasions[pair[1]]
        rare = sorted((d for d in a.scene & b.scene if d in self.times), key=lambda d: (self.times[d], d))
        said = [d.partition(":")[2] for d in rare]
        parts = [f"details in both and in few others: {', '.join(list(dict.fromkeys(said))[:6])}"]
        if a.days & b.days:
            parts.append(f"the same day ({min(a.days & b.days).isoformat()})")
        parts += [f"the same {w} ({', '.join(sorted(v)[:3])})" for w, v in _alike(a, b) if v]
        return "; ".join(parts)


def _alike(a: Occasion, b: Occasion) -> Iterator[tuple[str, frozenset[str]]]:
    yield "place", a.towns & b.towns
    yield "persons", a.persons & b.persons
    yield "ages", a.ages & b.ages


def match(occasions: Sequence[Occasion]) -> tuple[Same, ...]:
    """The documents that tell of one occasion, in groups of two or more; the order of `occasions` does not matter."""
    matcher = Matcher(occasions)
    made = []
    for group in matcher.groups():
        known = sorted(group, key=lambda i: occasions[i].document)
        made.append(Same(tuple(occasions[i].document for i in known), matcher.because((known[0], known[1]))))
    return tuple(sorted(made, key=lambda s: s.documents))
