"""Part an allegation: who suffered it, where and when, who did it, who knew, each with the statements alone that tell of that part.

That an act is shown does not show who did it. A part is told by a statement only where the words for it stand in the statement itself:
what was inferred from elsewhere in the document, or a pronoun, tells of nobody. Nobody is ever taken for the perpetrator by default.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firsthand.allegations.identify import Parties, tokens, words
from firsthand.allegations.record import Act, Allegation
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement
from firsthand.vocabulary import places

LABELS = {
    "act": "that it was done",
    "victims": "who suffered it",
    "place-time": "where and when",
    "actor": "who did it",
    "knowledge": "who knew of it or ordered it",
}
"""The parts in the order in which they are shown."""


@dataclass(frozen=True)
class Told:
    """The statements that tell of one part, and what it is, in names."""

    name: str
    statements: tuple[Statement, ...]
    says: str = ""


def parts(a: Allegation, supports: Sequence[Statement], acts: Mapping[str, Act], who: Parties) -> tuple[Told, ...]:
    """Each part of `a` with those of its supporting statements that tell of it."""
    mine: defaultdict[str, list[Act]] = defaultdict(list)
    for id_ in a.acts:
        if id_ in acts and acts[id_].polarity == "+":
            mine[acts[id_].statement].append(acts[id_])
    known = [s for s in supports if _knows(s)]
    return (
        Told("act", tuple(supports)),
        Told(
            "victims", tuple(s for s in supports if any(_sufferer(x, s) for x in mine[s.id])), ", ".join(a.victims[:3])
        ),
        Told("place-time", tuple(s for s in supports if any(map(_situated, mine[s.id]))), _situation(a)),
        _actor(supports, mine, who),
        Told("knowledge", tuple(known)),
    )


def _sufferer(act: Act, s: Statement) -> bool:
    said = act.victim is not None and not {"victim"} & {*act.inferred, *act.pronouns}
    return said or (s.experienced and act.victim is not None)


def _situated(act: Act) -> bool:
    place = act.place is not None and not {"place", "place_id"} & set(act.inferred)
    time = act.period is not None and not {"time", "period"} & set(act.inferred)
    return place or time


def _situation(a: Allegation) -> str:
    return ", ".join([*a.places[:2], *([str(a.period)] if a.period else [])])


def _actor(supports: Sequence[Statement], mine: Mapping[str, Sequence[Act]], who: Parties) -> Told:
    """Who is named as having done it: of several the one whom most documents name; each is shown by the report."""
    named: defaultdict[str, list[Statement]] = defaultdict(list)
    spelt: dict[str, str] = {}
    for s in supports:
        for act in mine[s.id]:
            if act.perpetrator is None or {"perpetrator"} & {*act.inferred, *act.pronouns}:
                continue
            if {w.casefold() for w in tokens(act.perpetrator.text)} <= words("victims", "vague"):
                continue
            key = who.accused(act.perpetrator.text) or act.perpetrator.text.casefold()
            spelt.setdefault(key, _name(key) or who.name(key) or act.perpetrator.text)
            if s not in named[key]:
                named[key].append(s)
    if not named:
        return Told("actor", ())
    most = min(named, key=lambda k: (-len({s.document for s in named[k]}), -len(named[k]), k))
    return Told("actor", tuple(named[most]), spelt[most])


def _name(key: str) -> str:
    state = places.code(key.removeprefix("country:")) if key.startswith("country:") else None
    return state.name if state else ""


def _knows(s: Statement) -> bool:
    signs: Mapping[str, Any] = load("en", "elements")
    return any(re.search(str(signs[n]), s.content.text, re.IGNORECASE) for n in ("knew", "order"))
