"""What would change this: the smallest decisions about what is on file that would move the standard proposed.

An exact search over one, then two decisions: a proposed dependence confirmed or rejected, an origin assessed, a contradiction
examined. Decisions that nobody has to take on (an origin that is already judged) are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from firsthand.findings.measure import Matter
from firsthand.findings.standard import Standard
from firsthand.judgements import Judgement, judgement
from firsthand.origins.record import Dependence

FLIPS = 2
"""Decisions that are tried together. Three would be many and hardly anybody's next step."""
SHOWN = 3
"""Sentences per direction; the first are those that need fewest decisions."""

Flip = tuple[str, str, str, str]
"""Noun, id, decision, and the words for it."""
Level = Callable[[Mapping[str, Judgement]], int]
"""The level that would be proposed under these decisions."""


def change(matter: Matter, judged: Mapping[str, Judgement], level: Level, names: Sequence[Standard]) -> tuple[str, ...]:
    """Sentences that say which at most two decisions would raise the level, and which would lower it."""
    now = level(judged)
    for_, against = _flips(matter, judged)
    up = _sentences(for_, judged, level, now, names, +1)
    down = _sentences(against, judged, level, now, names, -1)
    if not up and now + 1 < len(names):
        up = [f"No {_NUMBERS[FLIPS]} decisions on what is on file would raise it: that needs new material."]
    return (*up, *down)


_NUMBERS = {1: "one", 2: "two"}


def _sentences(
    flips: Sequence[Flip], judged: Mapping[str, Judgement], level: Level, now: int, names: Sequence[Standard], way: int
) -> list[str]:
    """The smallest sets of `flips` that move the level `way`. If all together do not, no few of them can: not searched."""
    if not flips or (level({**judged, **_made(flips)}) - now) * way <= 0:
        return []
    for size in range(1, FLIPS + 1):
        moved = [
            (s, level({**judged, **_made(s)})) for s in combinations(flips, size) if len({f[1] for f in s}) == size
        ]
        found = [_sentence(s, names[to].label, names[now].label, way) for s, to in moved if (to - now) * way > 0]
        if found:
            return found[:SHOWN]
    return []


def _sentence(flips: Sequence[Flip], to: str, now: str, way: int) -> str:
    done = " and ".join(f[3] for f in flips)
    return f"If {done}, the rules would propose “{to}” {'rather than' if way > 0 else 'and no longer'} “{now}”."


def _made(flips: Iterable[Flip]) -> dict[str, Judgement]:
    return {
        about: judgement(seq=0, noun=noun, about=about, decision=decision, who="", when="")
        for noun, about, decision, _ in flips
    }


def _flips(matter: Matter, judged: Mapping[str, Judgement]) -> tuple[list[Flip], list[Flip]]:
    """Decisions that could raise the level, and those that could lower it."""
    up: list[Flip] = []
    down: list[Flip] = []
    for id_ in matter.entries:
        origin = matter.origins.get(id_)
        if origin is None or id_ in judged or origin.kind == "unattributed":
            continue
        if origin.kind == "witness" and origin.first_hand:
            up.append(("origin", id_, "reliable", f"{origin.label} is assessed reliable"))
        if origin.kind == "material":
            up.append(("origin", id_, "authenticated", f"{origin.label} is verified as authentic"))
        down.append(("origin", id_, "doubtful", f"{origin.label} is found doubtful"))
    for d in matter.dependences:
        if d.status == "proposed" and d.id not in judged:
            named = _dependence(matter, d)
            up.append(("dependence", d.id, "rejected", f"{named} is rejected"))
            down.append(("dependence", d.id, "confirmed", f"{named} is confirmed"))
    for c in matter.contradictions:
        if c.id not in judged and c.status == "proposed":
            up.append(
                ("contradiction", c.id, "rejected", f"this is examined and does not stand: {c.explanation.rstrip('.')}")
            )
            down.append(
                ("contradiction", c.id, "confirmed", f"this is examined and stands: {c.explanation.rstrip('.')}")
            )
    return up, down


def _dependence(matter: Matter, d: Dependence) -> str:
    """A proposed dependence in words, with its reason where one side of it has no name."""
    sides = [name for node in (d.child, d.parent) if (name := matter.name(node))]
    if len(sides) == 2:
        return f"the proposed dependence between {sides[0]} and {sides[1]} ({d.kind})"
    return f"the proposed dependence of {' and '.join(sides) or 'these origins'} ({'; '.join(d.reasons[:1]) or d.kind})"
