"""What people decided about who is one: applied after the machine has grouped speakers and origins, whatever groups it made.

Must-be-apart goes first: a "merged" that would put together what somebody else keeps apart is left out, for a false merger hides a source
and the person who decided can be asked. "split" makes a new group of the members that were split off; the rest, and what is
added later, stays where the machine puts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from firsthand import ids
from firsthand.judgements import Judgement

Group = Callable[[str], str | None]
"""The key of the group that a member is in; None where the member is not found any more."""


def about(judged: Mapping[str, Judgement], noun: str, decision: str) -> list[Judgement]:
    """The standing decisions of this kind, in the order in which they were made."""
    return sorted((j for j in judged.values() if (j.noun, j.decision) == (noun, decision)), key=lambda j: j.seq)


def said(j: Judgement) -> str:
    """The decision as a reason to be printed."""
    return f"{j.decision} by {j.who}" + (f": {j.why}" if j.why else "")


def apart(splits: Iterable[Judgement], group: Group) -> dict[str, tuple[str, Judgement]]:
    """For each member that was split off and that the machine has with the rest: the key of its new group, and the decision."""
    moved: dict[str, tuple[str, Judgement]] = {}
    for j in splits:
        rest = {key for m in j.members if (key := group(m)) is not None}
        for m in j.others:
            key = group(m)
            if key in rest and m not in moved:
                moved[m] = (f"{key}|{ids.name('apart', *sorted(j.others))}", j)
    return moved


@dataclass
class Together:
    """Keys of groups that are one. `reasons` by the key that stands for them."""

    of: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)

    def key(self, key: str) -> str:
        """The key that stands for `key`."""
        return self.of.get(key, key)


Foes = Sequence[tuple[frozenset[str], frozenset[str]]]
"""Keys of groups that must be apart: those on one side from those on the other."""


def foes(splits: Iterable[Judgement], group: Group) -> Foes:
    """What must be apart, after splitting."""
    found = [(_keys(j.members, group), _keys(j.others, group)) for j in splits]
    return [(a, b) for a, b in found if a != b]


def together(
    merges: Iterable[Judgement], apart: Foes, group: Group, rank: Callable[[str], tuple[object, ...]]
) -> Together:
    """Groups made one, in the order of the decisions; the key of the best `rank` stands for them."""
    found = Together()
    for j in merges:
        keys = {found.key(k) for k in (*_keys(j.members, group), *_keys(j.others, group))}
        everyone = {k for k in (*found.of, *keys) if found.key(k) in keys}
        if len(keys) < 2 or any(a & everyone and b & everyone for a, b in apart):
            continue
        best = min(everyone, key=lambda k: (rank(k), k))
        found.of.update(dict.fromkeys(everyone, best))
        reasons = [r for k in sorted(keys) for r in found.reasons.pop(k, ())]
        found.reasons[best] = [*reasons, said(j)]
    return found


def _keys(members: Iterable[str], group: Group) -> frozenset[str]:
    return frozenset(key for m in members if (key := group(m)) is not None)
