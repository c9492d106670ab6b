"""How many independent origins stand behind a set of statements: two bounds, the chosen set, and the check per pair.

The definition. Nodes are origins, documents and agency stubs. A Dependence that is not symmetric says that its child has the
information from its parent; a symmetric one that the two are not independent (the same person, a joint statement, a common text
whose direction is unknown).

1. From the origins of the supporting statements follow *confirmed* derivations. Where they end (sink components: a confirmed
   circle of citations is one) are the candidates. Nothing is followed out of an origin judged forged, retracted or doubtful.
2. ``hi``: the largest set of candidates of which no two are linked by a confirmed symmetric dependence.
3. ``lo``: the same without candidates that nobody stands behind (kind "unattributed"), where two candidates are also linked if
   anything from which they might derive, by confirmed or proposed derivations, is shared or is linked by any dependence.

So proposals never move the candidates, only the links between them; hence lo <= hi, a copy changes nothing, a dependence never
raises either bound, and a proposal never raises lo. Where several largest sets exist, the one with most first-hand witnesses
judged reliable, then most material judged authentic, then most first-hand origins is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firsthand.judgements import Judgement
from firsthand.origins.record import Count, Dependence, Origin, PairCheck

INELIGIBLE = {"forged": "judged forged", "retracted": "judged retracted", "doubtful": "judged doubtful"}
"""Decisions about an origin that keep it out of the count."""


def count(
    ids: Iterable[str], origins: Iterable[Origin], dependences: Iterable[Dependence], judged: Mapping[str, Judgement]
) -> Count:
    """Bounds on the number of independent origins among `ids`, the origins of the supporting statements.

    For many counts over the same records make one `Graph` and ask it.
    """
    return Graph(origins, dependences, judged).count(ids)


@dataclass(frozen=True)
class Candidate:
    """Where confirmed derivations end: one node, or a circle of them, known by the node `id`."""

    id: str
    nodes: frozenset[str]
    unattributed: bool
    excluded: str
    merit: tuple[int, int, int]


class Graph:
    """The dependences of an inquiry, ready to count origins. Holds no state between counts."""

    def __init__(
        self, origins: Iterable[Origin], dependences: Iterable[Dependence], judged: Mapping[str, Judgement]
    ) -> None:
        self._origins = {o.id: o for o in origins}
        self._judged = {id_: j.decision for id_, j in judged.items()}
        self._out = {i for i in self._origins if self._judged.get(i) in INELIGIBLE}
        self._confirmed: defaultdict[str, set[str]] = defaultdict(set)
        self._derives: defaultdict[str, set[str]] = defaultdict(set)
        self._linked: dict[frozenset[str], bool] = {}
        self._links: defaultdict[str, set[str]] = defaultdict(set)
        self._why: dict[frozenset[str], str] = {}
        for dependence in sorted(dependences, key=lambda d: d.id):
            self._add(dependence)

    def _add(self, d: Dependence) -> None:
        status = self._judged.get(d.id, d.status)
        if status == "rejected" or d.child == d.parent:
            return
        pair = frozenset((d.child, d.parent))
        confirmed = status == "confirmed"
        if confirmed or pair not in self._why:
            said = "; ".join(d.reasons) or d.kind
            self._why[pair] = f"{'confirmed' if confirmed else 'proposed'} dependence ({d.kind}): {said}"
        if d.symmetric:
            self._linked[pair] = self._linked.get(pair, False) or confirmed
            self._links[d.child].add(d.parent)
            self._links[d.parent].add(d.child)
            return
        self._derives[d.child].add(d.parent)
        if confirmed:
            self._confirmed[d.child].add(d.parent)

    def count(self, ids: Iterable[str]) -> Count:
        """Bounds on the number of independent origins among `ids`, with the sets and the reasons."""
        candidates = self._candidates(sorted(set(ids)))
        able, named, ancestors = self._able(candidates)
        masks = self._joined(named, ancestors)
        lo, hi = _largest(named, masks), _largest(able, self._tied(able))
        because = {
            (a.id, named[j].id): self._shared(a, named[j], ancestors)
            for i, a in enumerate(named)
            for j in _bits(masks[i] >> i << i)
        }
        return Count(
            lo=len(lo),
            hi=len(hi),
            ids=tuple(c.id for c in lo),
            ids_hi=tuple(c.id for c in hi),
            checks=tuple(self._checks(lo, named, because, ancestors)),
            excluded=tuple(self._excluded(candidates, lo, because)),
        )

    def bounds(self, ids: Iterable[str]) -> tuple[int, int]:
        """The bounds alone, which is much less work than their reasons."""
        able, named, ancestors = self._able(self._candidates(sorted(set(ids))))
        return len(_largest(named, self._joined(named, ancestors))), len(_largest(able, self._tied(able)))

    def _able(self, candidates: list[Candidate]) -> tuple[list[Candidate], list[Candidate], dict[str, frozenset[str]]]:
        """The candidates that may count, those of them that somebody stands behind, and what each may derive from."""
        able = [c for c in candidates if not c.excluded]
        return able, [c for c in able if not c.unattributed], {c.id: self._reach(c.nodes, self._derives) for c in able}

    def _joined(self, named: list[Candidate], ancestors: Mapping[str, frozenset[str]]) -> list[int]:
        """Of each candidate those that it may depend on, as a bitset of their places: they share a node, or a link joins theirs."""
        group: defaultdict[str, int] = defaultdict(int)
        for i, c in enumerate(named):
            for node in ancestors[c.id]:
                group[node] |= 1 << i
        masks = [0] * len(named)
        for node, held in group.items():
            beyond = held
            for other in self._links.get(node, ()):
                beyond |= group.get(other, 0)
            if beyond & (beyond - 1):
                for i in _bits(held):
                    masks[i] |= beyond
        return [mask & ~(1 << i) for i, mask in enumerate(masks)]

    def _reach(self, start: Iterable[str], edges: Mapping[str, set[str]], stop: Iterable[str] = ()) -> frozenset[str]:
        """All nodes to which `edges` lead from `start`, with these; nothing is followed out of `stop`."""
        seen = set(start)
        todo = list(seen)
        halt = set(stop)
        while todo:
            node = todo.pop()
            if node in halt:
                continue
            fresh = edges.get(node, set()) - seen
            seen |= fresh
            todo.extend(fresh)
        return frozenset(seen)

    def _candidates(self, ids: list[str]) -> list[Candidate]:
        nodes = self._reach(ids, self._confirmed, self._out)
        reach = {n: self._reach([n], self._confirmed, self._out) for n in sorted(nodes)}
        found: dict[frozenset[str], Candidate] = {}
        for node in sorted(nodes):
            if reach[node] not in found and all(node in reach[other] for other in reach[node]):
                found[reach[node]] = self._candidate(reach[node])
        return sorted(found.values(), key=lambda c: c.id)

    def _candidate(self, nodes: frozenset[str]) -> Candidate:
        known = [self._origins[n] for n in sorted(nodes) if n in self._origins]
        named = [o for o in known if o.kind != "unattributed"]
        out = [INELIGIBLE[self._judged[n]] for n in sorted(nodes) if n in self._out]
        return Candidate(
            id=(named or known)[0].id if known else min(nodes),
            nodes=nodes,
            unattributed=not named,
            excluded=out[0] if out else "",
            merit=(
                int(any(o.first_hand and o.kind == "witness" and self._judged.get(o.id) == "reliable" for o in known)),
                int(any(o.kind == "material" and self._judged.get(o.id) == "authenticated" for o in known)),
                int(any(o.first_hand for o in known)),
            ),
        )

    def _tied(self, candidates: list[Candidate]) -> list[int]:
        """Of each candidate those that a confirmed symmetric dependence joins it to, as a bitset of their places."""
        of = {node: i for i, c in enumerate(candidates) for node in c.nodes}
        masks = [0] * len(candidates)
        for pair, confirmed in self._linked.items():
            places = sorted({of[n] for n in pair if n in of})
            if confirmed and len(places) == 2:
                masks[places[0]] |= 1 << places[1]
                masks[places[1]] |= 1 << places[0]
        return masks

    def _shared(self, a: Candidate, b: Candidate, ancestors: Mapping[str, frozenset[str]]) -> str:
        """Why the two may depend on each other, "" if nothing says so."""
        left, right = ancestors[a.id], ancestors[b.id]
        common = sorted(left & right)
        if common:
            best = next((n for n in common if n in self._origins), common[0])
            return f"both may lead to {self._label(best)}: {self._path(a, b, best)}"
        for node in sorted(left):
            for other in sorted(self._links.get(node, set()) & right):
                return self._why[frozenset((node, other))]
        return ""

    def _path(self, a: Candidate, b: Candidate, common: str) -> str:
        said = [self._why.get(frozenset((n, common)), "") for n in (a.id, b.id) if n != common]
        return "; ".join(s for s in said if s) or "by way of others"

    def _label(self, node: str) -> str:
        return self._origins[node].label if node in self._origins else "a source that is not held"

    def _checks(
        self,
        chosen: list[Candidate],
        named: list[Candidate],
        because: Mapping[tuple[str, str], str],
        ancestors: Mapping[str, frozenset[str]],
    ) -> Iterable[PairCheck]:
        taken = {c.id for c in chosen}
        for i, a in enumerate(named):
            for b in named[i + 1 :]:
                said = because.get(_pair(a, b), "")
                if said and (a.id in taken or b.id in taken):
                    yield PairCheck(a=a.id, b=b.id, independent=False, because=said)
                elif a.id in taken and b.id in taken:
                    yield PairCheck(a=a.id, b=b.id, independent=True, because=self._passed(a, b, ancestors))

    def _passed(self, a: Candidate, b: Candidate, ancestors: Mapping[str, frozenset[str]]) -> str:
        return f"nothing on file links them, and they share no source: {self._sources(a, ancestors)}; {self._sources(b, ancestors)}"

    def _sources(self, c: Candidate, ancestors: Mapping[str, frozenset[str]]) -> str:
        """What `c` may derive from, in words."""
        beyond = sorted({self._label(n) for n in ancestors[c.id] - c.nodes})
        if not beyond:
            return f"{self._label(c.id)} has it from nobody else"
        shown = "; ".join(beyond[:3]) + (f" and {len(beyond) - 3} more" if len(beyond) > 3 else "")
        return f"{self._label(c.id)} may have it from {shown}"

    def _excluded(
        self, candidates: list[Candidate], chosen: list[Candidate], because: Mapping[tuple[str, str], str]
    ) -> Iterable[tuple[str, str]]:
        taken = {c.id for c in chosen}
        for c in candidates:
            if c.excluded:
                yield c.id, c.excluded
            elif c.unattributed:
                yield c.id, "nobody is named from whom the information comes"
            elif c.id not in taken:
                other = next(o for o in chosen if because.get(_pair(c, o)))
                yield c.id, f"not independent of {self._label(other.id)}: {because[_pair(c, other)]}"


def _pair(a: Candidate, b: Candidate) -> tuple[str, str]:
    return (a.id, b.id) if a.id < b.id else (b.id, a.id)


def _largest(candidates: list[Candidate], masks: list[int]) -> list[Candidate]:
    """A largest set of candidates of which no two are linked (bitsets of places); among these the one of most merit."""
    base = len(candidates) + 1
    weights = [base**3 + c.merit[0] * base**2 + c.merit[1] * base + c.merit[2] for c in candidates]
    chosen = heaviest(masks, weights)
    return [c for i, c in enumerate(candidates) if chosen >> i & 1]


def heaviest(neighbours: list[int], weights: list[int]) -> int:
    """The heaviest independent set of a graph, as a bitset. Exact.

    `neighbours[i]` is the bitset of the vertices next to vertex i. Component by component: a vertex whose neighbours all know
    each other and weigh no more is taken; else the search branches on the vertex of highest degree, bounded by a cover of
    cliques (of each of which one vertex can be taken at most).
    """
    chosen = 0
    left = (1 << len(neighbours)) - 1
    while left:
        part = _component(neighbours, left & -left, left)
        chosen |= _search(neighbours, weights, part)
        left &= ~part
    return chosen


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _component(neighbours: list[int], start: int, within: int) -> int:
    seen = todo = start
    while todo:
        v = (todo & -todo).bit_length() - 1
        todo &= todo - 1
        fresh = neighbours[v] & within & ~seen
        seen |= fresh
        todo |= fresh
    return seen


def _search(neighbours: list[int], weights: list[int], part: int) -> int:
    best, best_weight = 0, -1
    stack = [(part, 0, 0)]
    while stack:
        left, chosen, weight = stack.pop()
        left, chosen, weight = _reduce(neighbours, weights, left, chosen, weight)
        if not left:
            if weight > best_weight:
                best, best_weight = chosen, weight
            continue
        if weight + _cover(neighbours, weights, left) <= best_weight:
            continue
        v = max(_bits(left), key=lambda u: ((neighbours[u] & left).bit_count(), -u))
        stack.append((left & ~(1 << v), chosen, weight))
        stack.append((left & ~(1 << v) & ~neighbours[v], chosen | 1 << v, weight + weights[v]))
    return best


def _reduce(neighbours: list[int], weights: list[int], left: int, chosen: int, weight: int) -> tuple[int, int, int]:
    """Take every vertex that some best set must contain, as long as there is one."""
    again = True
    while again:
        again = False
        for v in _bits(left):
            if not left >> v & 1:
                continue
            near = neighbours[v] & left
            if all(weights[u] <= weights[v] and not near & ~neighbours[u] & ~(1 << u) for u in _bits(near)):
                left &= ~near & ~(1 << v)
                chosen |= 1 << v
                weight += weights[v]
                again = True
    return left, chosen, weight


def _cover(neighbours: list[int], weights: list[int], left: int) -> int:
    """An upper bound: the vertices in cliques, greedily, each counted by its heaviest vertex."""
    total = 0
    while left:
        v = (left & -left).bit_length() - 1
        left ^= 1 << v
        heavy, near = weights[v], neighbours[v] & left
        while near:
            u = (near & -near).bit_length() - 1
            left ^= 1 << u
            heavy = max(heavy, weights[u])
            near &= neighbours[u] & left
        total += heavy
    return total
