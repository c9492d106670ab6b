"""Tally: the bounds on the independent origins of one allegation, and what a decision on one link would make of them, part by part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.judgements import Judgement
from firsthand.origins import independence
from firsthand.origins.record import Dependence, Origin


class Tally:
    """Bounds on the independent origins among `entries`, as decisions stand.

    Origins that nothing on file links, however distantly, are counted apart: the bounds of the whole are the sums of those of its
    parts, and a decision on a link moves only the part that it lies in.
    """

    def __init__(
        self,
        entries: Iterable[str],
        origins: Iterable[Origin],
        ties: Sequence[Dependence],
        judged: Mapping[str, Judgement],
    ) -> None:
        own = list(dict.fromkeys(entries))
        self._judged = judged
        self._of = _parts(own, ties)
        self._entries: defaultdict[str, list[str]] = defaultdict(list)
        self._origins: defaultdict[str, list[Origin]] = defaultdict(list)
        self._ties: defaultdict[str, list[Dependence]] = defaultdict(list)
        for id_ in own:
            self._entries[self._of[id_]].append(id_)
        for o in origins:
            if o.id in self._of:
                self._origins[self._of[o.id]].append(o)
        for d in ties:
            self._ties[self._of[d.child]].append(d)
        self._bounds = {part: self._counted(part, {}) for part in self._entries}

    def bounds(self) -> tuple[int, int]:
        """The lower and the upper bound."""
        return sum(lo for lo, _ in self._bounds.values()), sum(hi for _, hi in self._bounds.values())

    def supposed(self, tie: Dependence, decision: str) -> tuple[int, int]:
        """What the bounds were, had `tie` been decided so."""
        part = self._of[tie.child]
        before, whole = self._bounds.get(part, (0, 0)), self.bounds()
        made = Judgement(id="", seq=0, noun="dependence", about=tie.id, decision=decision, who="", when="")
        after = self._counted(part, {tie.id: made})
        return whole[0] - before[0] + after[0], whole[1] - before[1] + after[1]

    def _counted(self, part: str, more: Mapping[str, Judgement]) -> tuple[int, int]:
        ids = (*(d.id for d in self._ties[part]), *(o.id for o in self._origins[part]))
        judged = {i: self._judged[i] for i in ids if i in self._judged}
        return independence.Graph(self._origins[part], self._ties[part], {**judged, **more}).bounds(self._entries[part])


def _parts(nodes: Iterable[str], ties: Iterable[Dependence]) -> dict[str, str]:
    """Of each node one that stands for all that hang together with it."""
    above: dict[str, str] = {n: n for n in nodes}

    def top(node: str) -> str:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for d in ties:
        above[top(d.child)] = top(d.parent)
    return {n: top(n) for n in list(above)}
