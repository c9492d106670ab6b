"""Measure what a profile asks about one allegation: origins, assessments, consistency, what stands against it, who was heard.

Every measure is a number or one word, with the sentence that says why. Nothing here knows a threshold.
Method: independent origins as in `origins/independence.py`; F, P, O, K, C, X as the standards profile describes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firsthand.allegations.record import Allegation, Contradiction
from firsthand.findings.standard import Measure, Profile
from firsthand.judgements import Judgement
from firsthand.origins.independence import INELIGIBLE, Graph
from firsthand.origins.record import Count, Dependence, Origin
from firsthand.statements.record import Statement

AGAINST = ("none", "answered", "bare", "unresolved", "refuted")
"""What can stand against an allegation, from the least to the gravest."""


@dataclass(frozen=True)
class Measured:
    """A value and the sentence that says why."""

    value: int | str
    because: str
    links: tuple[str, ...] = ()
    """Ids of the origins, contradictions and statements that it rests on."""


@dataclass(frozen=True)
class Matter:
    """All that bears on one allegation. `origins` by id are those of the supporting statements and all that they may derive from."""

    allegation: Allegation
    supports: tuple[Statement, ...]
    others: int
    denials: int
    entries: tuple[str, ...]
    origins: Mapping[str, Origin]
    dependences: tuple[Dependence, ...]
    contradictions: tuple[Contradiction, ...]
    heard: str
    names: Mapping[str, str]
    """What documents are called, by id."""

    def name(self, node: str) -> str:
        """An origin or a document as people know it, "" for what has no name of its own."""
        if node in self.origins:
            return self.origins[node].label
        return self.names.get(node, "")

    def count(self, judged: Mapping[str, Judgement], only: Iterable[str] | None = None) -> Count:
        """The bounds on independent origins under the decisions `judged`, of all entries or `only` of these."""
        ids = self.entries if only is None else tuple(only)
        return Graph(self.origins.values(), self.dependences, judged).count(ids)


def reliable(origin: Origin, judged: Mapping[str, Judgement]) -> bool:
    """Whether a person assessed this witness reliable."""
    return origin.kind == "witness" and origin.first_hand and _decision(origin.id, judged) == "reliable"


def authentic(origin: Origin, judged: Mapping[str, Judgement]) -> bool:
    """Whether a person verified this material as authentic."""
    return origin.kind == "material" and _decision(origin.id, judged) == "authenticated"


def _decision(about: str, judged: Mapping[str, Judgement]) -> str:
    return judged[about].decision if about in judged else ""


def measure(matter: Matter, count: Count, judged: Mapping[str, Judgement], profile: Profile) -> dict[Measure, Measured]:
    """Every measure of `matter`, with its reason, under the decisions `judged`; `count` is `matter.count(judged)`."""
    chosen = [matter.origins[i] for i in count.ids if i in matter.origins]
    return {
        "statements": _statements(matter),
        "origins": _origins(matter, count),
        "assessed": _assessed(chosen, judged),
        "named": _named(matter, chosen, judged),
        "kinds": _kinds(chosen, profile),
        "assured": _assured(matter, judged),
        "consistency": _consistency(matter, judged),
        "contradiction": _against(matter, judged),
        "answer": Measured("heard", matter.heard) if matter.heard else Measured("missing", _UNHEARD),
    }


_UNHEARD = "no statement of the accused side about it is on file; record that it was asked, or why it could not be"


def _statements(matter: Matter) -> Measured:
    n = len(matter.supports) + matter.others
    said = f"{_many(n, 'statement')} on file, of which {len(matter.supports)} put it forward"
    return Measured(n, said, tuple(s.id for s in matter.supports))


def _origins(matter: Matter, count: Count) -> Measured:
    bounds = str(count.lo) if count.lo == count.hi else f"{count.lo}–{count.hi}"
    said = f"{bounds} independent {'origin' if count.hi == 1 else 'origins'}"
    said += f": {_labels(matter, count.ids)}" if count.ids else ""
    left = [f"{_labels(matter, [i])} ({why})" for i, why in count.excluded]
    return Measured(count.lo, said + (f"; not counted: {'; '.join(left)}" if left else ""), count.ids)


def _assessed(chosen: list[Origin], judged: Mapping[str, Judgement]) -> Measured:
    good = [o for o in chosen if reliable(o, judged) or authentic(o, judged)]
    if good:
        names = "; ".join(
            f"{o.label} ({'assessed reliable' if o.kind == 'witness' else 'verified as authentic'})" for o in good
        )
        return Measured(len(good), names, _ids(good))
    open_ = [o for o in chosen if (o.kind == "witness" and o.first_hand) or o.kind == "material"]
    said = "no first-hand origin was assessed reliable and no primary material verified as authentic"
    if open_:
        return Measured(0, f"{said}; still open: {'; '.join(o.label for o in open_)}", _ids(open_))
    return Measured(0, f"{said}; none of the origins is a witness or primary material")


def _named(matter: Matter, chosen: list[Origin], judged: Mapping[str, Judgement]) -> Measured:
    good = {o.id: o.label for o in chosen if reliable(o, judged) or authentic(o, judged)}
    bodies = {
        i: f"{matter.origins[i].label} (own investigation)"
        for i in matter.entries
        if i in matter.origins and matter.origins[i].kind == "investigation" and _decision(i, judged) not in INELIGIBLE
    }
    found = {**good, **bodies}
    if found:
        return Measured(len(found), "; ".join(found.values()), tuple(found))
    return Measured(0, "no assessed witness, no verified material, and no body that investigated itself")


def _kinds(chosen: list[Origin], profile: Profile) -> Measured:
    known = [o for o in chosen if o.kind in profile.kinds]
    kinds = sorted({profile.kinds[o.kind] for o in known})
    said = ", ".join(kinds) or "no origin whose way of knowing is first-hand or official"
    return Measured(len(kinds), said, _ids(known))


def _assured(matter: Matter, judged: Mapping[str, Judgement]) -> Measured:
    sure = [
        i
        for i in matter.entries
        if i in matter.origins and (reliable(matter.origins[i], judged) or authentic(matter.origins[i], judged))
    ]
    lo = matter.count(judged, sure).lo if sure else 0
    open_ = [i for i in matter.entries if i in matter.origins and i not in judged]
    said = f"{_many(lo, 'independent origin')} among those assessed"
    return Measured(lo, said + (f"; not assessed yet: {_labels(matter, open_)}" if open_ else ""), (*sure, *open_))


def _consistency(matter: Matter, judged: Mapping[str, Judgement]) -> Measured:
    put = {s.id for s in matter.supports}
    found = [c for c in _standing(matter, judged) if c.kind != "denial" and put.issuperset(c.statements)]
    if not found:
        return Measured(
            "consistent", "no contradiction between the supporting statements about who, what, where or when was found"
        )
    confirmed = [c for c in found if _decision(c.id, judged) == "confirmed"]
    word = "inconsistent" if confirmed else "partly"
    return Measured(word, "; ".join(c.explanation for c in confirmed or found), _ids(confirmed or found))


def _against(matter: Matter, judged: Mapping[str, Judgement]) -> Measured:
    found = [(_gravity(c, judged), c) for c in matter.contradictions]
    if not found and matter.denials:
        return Measured("bare", "denied, although nobody on file puts it forward")
    if not found:
        return Measured("none", "nothing on file stands against it")
    worst = max((g for g, _ in found), key=AGAINST.index)
    said = {
        "answered": "a person examined what was brought against it and found that it does not stand",
        "bare": "denied without reasons",
        "unresolved": "what stands against it is not resolved",
        "none": "nothing on file stands against it",
    }[worst]
    named = [c for g, c in found if g == worst] if worst != "none" else []
    return Measured(worst, f"{said}: {'; '.join(c.explanation for c in named)}" if named else said, _ids(named))


def _gravity(c: Contradiction, judged: Mapping[str, Judgement]) -> str:
    decided = _decision(c.id, judged)
    if decided == "rejected" or (c.status == "rejected" and not decided):
        return "answered" if c.kind == "denial" else "none"
    if c.kind == "denial":
        return "bare" if c.form in ("bare", "part") and decided != "confirmed" else "unresolved"
    return "unresolved" if decided == "confirmed" else "none"


def _standing(matter: Matter, judged: Mapping[str, Judgement]) -> list[Contradiction]:
    return [c for c in matter.contradictions if (_decision(c.id, judged) or c.status) != "rejected"]


def _ids(records: Iterable[Origin | Contradiction]) -> tuple[str, ...]:
    return tuple(r.id for r in records)


def _labels(matter: Matter, ids: Iterable[str]) -> str:
    return "; ".join(map(matter.name, ids))


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
