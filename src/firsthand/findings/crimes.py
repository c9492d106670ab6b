"""Crimes: put before a lawyer which elements of which crimes anything on file may speak to, and which nothing does.

The matrix has a slot for every element of `vocabulary/crimes.toml`. Allegations are proposed for a slot by their type, or by words in
their supporting statements; adopted findings come with theirs. A slot never says that an element is met, or that there was a crime; an
empty one says that nothing on file speaks to it, not that it is not met.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from firsthand import ids, judgements
from firsthand.allegations.record import Allegation
from firsthand.findings import standard
from firsthand.findings.record import Assessment, Fill, Finding, Slot
from firsthand.judgements import Judgement
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement
from firsthand.vocabulary import terms

NOUN = "element"


class Element(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An element as the vocabulary words it; `by` says how material is proposed for it (see the head of the vocabulary)."""

    id: str
    text: str
    question: str
    by: str
    types: tuple[str, ...] = ()
    sign: str = ""
    citation: str = ""
    either: str = ""
    person: bool = False


class Crime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A crime of the vocabulary: elements common to all its acts, and its acts; `short` are acts of which one element is kept."""

    label: str
    citation: str
    person: bool = False
    common: tuple[Element, ...] = ()
    acts: tuple[Deed, ...] = ()
    short: dict[str, tuple[str, str]] = {}


class Deed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act of a crime with its own elements."""

    id: str
    article: str
    label: str
    types: tuple[str, ...]
    elements: tuple[Element, ...]


@cache
def crimes() -> Mapping[str, Crime]:
    """The crimes of the vocabulary by id."""
    return {id_: msgspec.convert(_whole(table), Crime) for id_, table in terms.load("crimes")["crimes"].items()}


def _whole(table: Mapping[str, object]) -> Mapping[str, object]:
    """Acts that are kept short get their one element."""
    short: Mapping[str, Sequence[str]] = table.get("short", {})  # type: ignore[assignment]
    made = [
        {
            "id": article, "article": article, "label": label, "types": types.split(),
            "elements": [{"id": "done", "text": label, "question": "What was done, to whom, where and when?",
                          "by": "type" if types else ""}],
        }
        for article, (label, types) in short.items()
    ]  # fmt: skip
    acts: Sequence[object] = table.get("acts", ())  # type: ignore[assignment]
    return {**table, "acts": [*acts, *made]}


@dataclass(frozen=True)
class File:
    """What is on file: the allegations, what the rules propose for them, the findings that hold (by allegation), and decisions."""

    allegations: Sequence[Allegation]
    statements: Mapping[str, Statement]
    assessments: Mapping[str, Assessment]
    findings: Mapping[str, Finding]
    judged: Mapping[str, Judgement]


def matrix(file: File, persons: bool = True) -> tuple[Slot, ...]:
    """Every element of every crime as a slot. Without `persons` those that speak of persons who may be charged are left out."""
    return tuple(_Matrix(file).slots(persons))


class _Matrix:
    def __init__(self, file: File) -> None:
        self.file = file
        self.by_type: defaultdict[str, list[Allegation]] = defaultdict(list)
        for a in file.allegations:
            self.by_type[a.type].append(a)
        self.known = standard.standards()
        self.found = {f.about: f for f in file.findings.values()}

    def slots(self, persons: bool) -> Iterator[Slot]:
        for id_, crime in crimes().items():
            if crime.person and not persons:
                continue
            every = tuple(dict.fromkeys(t for act in crime.acts for t in act.types))
            for e in crime.common:
                if persons or not e.person:
                    yield self._slot(id_, crime, None, e, e.types or every)
            for act in crime.acts:
                for e in act.elements:
                    if persons or not e.person:
                        yield self._slot(id_, crime, act, e, e.types or act.types or tuple(self.by_type))

    def _order(self, name: str) -> int:
        return self.known[name].order if name else -1

    def _slot(self, crime: str, of: Crime, act: Deed | None, e: Element, types: Sequence[str]) -> Slot:
        name = ids.name("element", crime, act.id if act else "", e.id)
        fills = tuple(f for t in dict.fromkeys(types) for a in self.by_type[t] for f in self._fills(name, e, a, types))
        found = [f for f in fills if f.finding]
        sure = [f for f in fills if f.status == "confirmed"]
        best = max((f.standard for f in found or sure or fills), key=self._order, default="")
        return Slot(
            id=name,
            crime=of.label,
            act=act.label if act else "",
            article=act.article if act else e.citation,
            label=e.id,
            text=e.text,
            question=e.question,
            citation=e.citation or of.citation,
            state="finding" if found else "confirmed" if sure else "alleged" if fills else "nothing",
            standard=best,
            fills=fills,
            either=e.either,
            person=e.person or of.person,
            checked=bool(terms.load("crimes")["checked"]),
        )

    def _fills(self, slot: str, e: Element, a: Allegation, types: Sequence[str]) -> Iterator[Fill]:
        supports = [
            self.file.statements[m.id] for m in a.statements if m.role == "supports" and m.id in self.file.statements
        ]
        spoken, why = _speaks(e, a, supports, self.by_type, types)
        decided = self.file.judged.get(judgements.pair(NOUN, slot, a.id))
        if decided is not None and decided.decision == "rejected":
            return
        confirmed = decided is not None and decided.decision == "confirmed"
        if not spoken and not confirmed:
            return
        told = e.by == "type" or confirmed  # that it was done says nothing of how widely, or why
        finding = self.found.get(a.id) if told else None
        assessment = self.file.assessments.get(a.id)
        yield Fill(
            allegation=a.id,
            statements=tuple(s.id for s in spoken),
            because=why if spoken else f"{decided.who} confirmed that it does" if decided else why,
            standard=finding.standard if finding else assessment.standard if assessment else "",
            finding=finding.id if finding else "",
            status="confirmed" if confirmed else "proposed",
        )


def _speaks(
    e: Element,
    a: Allegation,
    supports: Sequence[Statement],
    by_type: Mapping[str, Sequence[Allegation]],
    types: Iterable[str],
) -> tuple[Sequence[Statement], str]:
    """The supporting statements of `a` that may speak to `e`, and why."""
    if not supports or not e.by:
        return (), ""
    if e.by == "type":
        return supports, "its type"
    if e.by == "several":
        below = [b for t in types for b in by_type[t] if b.part_of == a.id]
        times = len({s.document for s in supports}) if a.part_of is None else 0
        if len(below) > 1 or (a.part_of is None and times and not _single(a)):
            return supports, f"told as a pattern{f' with {len(below)} incidents below it' if below else ''}"
        return (), ""
    if e.by == "group":
        named = [v for v in a.victims if any(w[:1].isupper() for w in v.split()) and v.split()[-1].endswith("s")]
        return (supports, f"its victims are named as a group: {', '.join(named[:3])}") if named else ((), "")
    held = [(s, m.group()) for s in supports if (m := _pattern(e.sign).search(s.content.text))]
    said = ", ".join(f"“{w}”" for w in dict.fromkeys(w for _, w in held))
    return [s for s, _ in held], f"words in it: {said}"


def _single(a: Allegation) -> bool:
    """Whether an allegation tells of one day."""
    return a.period is not None and a.period.precision == "day"


@cache
def _pattern(sign: str) -> re.Pattern[str]:
    return re.compile(str(load("en", "elements")[sign]), re.IGNORECASE)


def whole(slots: Sequence[Slot]) -> str:
    """The standard that all of `slots` meet together: the lowest; of those marked as alternatives the best counts. "" where one is empty."""
    known = standard.standards()
    levels = [s.standard for s in slots if not s.either]
    for mark in dict.fromkeys(s.either for s in slots if s.either):
        either = [s.standard for s in slots if s.either == mark and s.standard]
        levels.append(max(either, key=lambda s: known[s].order, default=""))
    return "" if "" in levels or not levels else min(levels, key=lambda s: known[s].order)
