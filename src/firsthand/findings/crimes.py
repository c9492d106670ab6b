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
from typing import Literal

import msgspec

from firsthand import ids
from firsthand.allegations.record import Allegation
from firsthand.findings import standard
from firsthand.findings.record import Assessment, Fill, Finding, Slot
from firsthand.judgements import Judgement
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement
from firsthand.vocabulary import terms

NOUN = "element"
_PLURAL = re.compile(r"(?:s|men|people|children|minority|community|population)$")

State = Literal["finding", "confirmed", "alleged", "nothing"]


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
    group: bool = False


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


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an element stands: in which crime, under which act (None: common to all); `types` are those of the allegations it may take."""

    id: str
    key: str
    crime: Crime
    act: Deed | None
    element: Element
    types: tuple[str, ...]

    @property
    def name(self) -> str:
        """What people call it: the article and the element, as in "7(1)(f)/custody"."""
        return f"{self.act.article if self.act else self.element.citation}/{self.element.id}"


def places(persons: bool = True) -> Iterator[Place]:
    """Every element of every crime. Without `persons` those that speak of persons who may be charged are left out."""
    for key, crime in crimes().items():
        if crime.person and not persons:
            continue
        every = tuple(dict.fromkeys(t for act in crime.acts for t in act.types))
        for act in (None, *crime.acts):
            for e in act.elements if act else crime.common:
                if persons or not e.person:
                    id_ = ids.name("element", key, act.id if act else "", e.id)
                    types = e.types or (act.types if act else every)
                    yield Place(id=id_, key=key, crime=crime, act=act, element=e, types=types)


def matrix(file: File, persons: bool = True) -> tuple[Slot, ...]:
    """Every element of every crime as a slot. Without `persons` those that speak of persons who may be charged are left out."""
    by_type = typed(file.allegations)
    decided = attached(file.judged.values(), file.allegations)
    return tuple(_slot(p, held(p, proposed(p, by_type, file.statements), file, decided)) for p in places(persons))


def typed(allegations: Iterable[Allegation]) -> Mapping[str, Sequence[Allegation]]:
    """Allegations by their type."""
    found: defaultdict[str, list[Allegation]] = defaultdict(list)
    for a in allegations:
        found[a.type].append(a)
    return found


def attached(judged: Iterable[Judgement], allegations: Iterable[Allegation]) -> dict[tuple[str, str], Judgement]:
    """The decisions on elements, by slot and allegation. An allegation that has another id since is known by most of its statements."""
    made = [j for j in judged if j.noun == NOUN]
    if not made:
        return {}
    members = {a.id: {m.id for m in a.statements} for a in allegations}
    found: dict[tuple[str, str], Judgement] = {}
    for j in made:
        about = j.other
        if about not in members:
            then = set(j.others)
            about = max(members, key=lambda a: len(members[a] & then), default="")
            if not about or 2 * len(members[about] & then) <= len(then):
                continue
        found[j.about, about] = j
    return found


def proposed(
    place: Place, by_type: Mapping[str, Sequence[Allegation]], statements: Mapping[str, Statement]
) -> Iterator[Fill]:
    """What the rules propose for an element: allegations of its types, where their supporting statements speak to it."""
    types = place.types or (tuple(by_type) if place.act else ())
    for type_ in dict.fromkeys(types):
        for a in by_type.get(type_, ()):
            supports = [statements[m.id] for m in a.statements if m.role == "supports" and m.id in statements]
            spoken, why = _speaks(place.element, a, supports, by_type, types)
            if spoken:
                yield Fill(allegation=a.id, statements=tuple(s.id for s in spoken), because=why, standard="")


def held(
    place: Place, proposals: Iterable[Fill], file: File, decided: Mapping[tuple[str, str], Judgement]
) -> tuple[Fill, ...]:
    """What speaks to an element as people decided: what they rejected is out, what they confirmed in, though no rule proposed it."""
    fills = {f.allegation: f for f in proposals}
    for (slot, allegation), j in decided.items():
        if slot == place.id and j.decision == "confirmed" and allegation not in fills:
            fills[allegation] = by_hand(allegation, j)
    made = []
    for f in fills.values():
        known = decided.get((place.id, f.allegation))
        if known is None or known.decision != "rejected":
            weighed_ = file.assessments.get(f.allegation)
            f = msgspec.structs.replace(f, standard=weighed_.standard if weighed_ else "")
            made.append(settled(place.element, f, file.findings.get(f.allegation), known))
    return tuple(made)


def by_hand(allegation: str, decided: Judgement) -> Fill:
    """An allegation that a person said speaks to an element, though no rule proposed it."""
    return Fill(allegation=allegation, statements=(), because=f"{decided.who} confirmed that it does", standard="")


def settled(e: Element, fill: Fill, finding: Finding | None, decided: Judgement | None) -> Fill:
    """A fill with the decision on it; at the standard of the `finding` on its allegation, where that speaks to the element."""
    confirmed = decided is not None and decided.decision == "confirmed"
    fill = msgspec.structs.replace(fill, status="confirmed" if confirmed else "proposed")
    if finding is None or not (e.by == "type" or confirmed):  # that it was done says nothing of how widely, or why
        return fill
    return msgspec.structs.replace(fill, standard=finding.standard, finding=finding.id)


def _slot(place: Place, fills: tuple[Fill, ...]) -> Slot:
    e, act = place.element, place.act
    state, best = weighed(fills)
    return Slot(
        id=place.id,
        crime=place.crime.label,
        act=act.label if act else "",
        article=act.article if act else e.citation,
        label=e.id,
        text=e.text,
        question=e.question,
        citation=e.citation or place.crime.citation,
        state=state,
        standard=best,
        fills=fills,
        either=e.either,
        person=e.person or place.crime.person,
        checked=checked(),
    )


def weighed(fills: Sequence[Fill]) -> tuple[State, str]:
    """What is known of an element with these fills, and the highest standard: adopted before confirmed before only alleged."""
    found = [f for f in fills if f.finding]
    sure = [f for f in fills if f.status == "confirmed"]
    known = standard.standards()
    best = max((f.standard for f in found or sure or fills), key=lambda s: known[s].order if s else -1, default="")
    return "finding" if found else "confirmed" if sure else "alleged" if fills else "nothing", best


def checked() -> bool:
    """Whether the wording of the elements was compared with the Statute."""
    return bool(terms.load("crimes")["checked"])


def _speaks(
    e: Element,
    a: Allegation,
    supports: Sequence[Statement],
    by_type: Mapping[str, Sequence[Allegation]],
    types: Iterable[str],
) -> tuple[Sequence[Statement], str]:
    """The supporting statements of `a` that may speak to `e`, and why."""
    if not supports or not e.by or (e.group and not _group(a)):
        return (), ""
    if e.by == "type":
        return supports, "its type"
    if e.by == "several":
        below = [b for t in types for b in by_type[t] if b.part_of == a.id]
        said = [(s, m.group()) for s in supports if (m := _pattern("repeated").search(s.content.text))]
        if len(below) > 1:
            return supports, f"{len(below)} incidents are told below it"
        if a.part_of is None and said and not _single(a):
            return [s for s, _ in said], f"told of more than one occasion: {_words(said)}"
        return (), ""
    if e.by == "group":
        return (supports, f"its victims are named as a group: {', '.join(_group(a)[:3])}") if _group(a) else ((), "")
    held = [(s, m.group()) for s in supports if (m := _pattern(e.sign).search(s.content.text))]
    return [s for s, _ in held], f"words in it: {_words(held)}"


def _words(held: Iterable[tuple[Statement, str]]) -> str:
    return ", ".join(f"“{w}”" for w in dict.fromkeys(w for _, w in held))


def _group(a: Allegation) -> list[str]:
    """The victims that are named as a group."""
    return [v for v in a.victims if any(w[:1].isupper() for w in v.split()) and _PLURAL.search(v)]


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
