"""CRIMES: the elements of crimes, which of them anything on file may speak to, and the gaps. Never that there was a crime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import msgspec

from firsthand.errors import NoSuchRecord
from firsthand.findings import crimes as vocabulary
from firsthand.findings.crimes import Place, State
from firsthand.inquiry import browse, elements, gather, sift
from firsthand.inquiry.browse import Held
from firsthand.inquiry.elements import Filled, Known
from firsthand.inquiry.open import Inquiry
from firsthand.judgements import Judgement, pair
from firsthand.reports.cite import Footnotes
from firsthand.reports.phrase import Phrases
from firsthand.reports.phrase import standard as called
from firsthand.reports.record import Line, Passage
from firsthand.web.page import Ask, Id, Page, Part, Shown, part

FEW = 3
"""Allegations named beside an element; its own page has all."""
SIZE = 10
"""Allegations on a page of an element."""
NEAR = 8
"""Allegations offered to a person who looks for one that speaks to an element."""


class AskCrimes(Ask, frozen=True):
    """Which crime; the first one if none is named."""

    crime: str = ""


class Speaks(msgspec.Struct, frozen=True, kw_only=True):
    """An allegation that may speak to an element, `because` of what; `standard` in words, adopted where there is a `finding`.

    `statements` of it do so (0: a person said so, and no rule found any). `decided` is what a person decided about that.
    """

    allegation: str
    label: str
    because: str
    lo: int
    hi: int
    documents: int
    disputed: int
    statements: int
    standard: str
    finding: bool
    decided: Judgement | None


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """An element, and what is on file for it: `state` is finding, confirmed, alleged or nothing (a gap, which is not: not met).

    `total` allegations may speak to it, `standard` is the highest among them in words, `speaks` are a few of them. `only`: no rule
    proposes anything for it, a person has to. `either`: one of the elements with this mark is enough.
    """

    id: str
    text: str
    question: str
    citation: str
    either: str
    person: bool
    only: bool
    state: State
    standard: str
    total: int
    speaks: tuple[Speaks, ...]


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """An act of a crime with its elements; `gaps` of them nothing on file speaks to. `label` "": what every act needs."""

    article: str
    label: str
    elements: tuple[Element, ...]
    gaps: int


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """A crime: how many of its `elements` anything on file may speak to (`filled`)."""

    id: str
    label: str
    elements: int
    filled: int


class Crimes(Shown, frozen=True):
    """A crime: what all its acts need, the acts that anything on file may speak to, and those that nothing does (`silent`).

    `checked`: the wording was compared with the law. `persons`: elements about persons who may be charged are among them.
    """

    crime: str
    label: str
    citation: str
    crimes: tuple[Tab, ...]
    common: Act | None
    acts: tuple[Act, ...]
    silent: tuple[Act, ...]
    checked: bool
    persons: bool


def crimes(inquiry: Inquiry, ask: AskCrimes) -> Crimes:
    """The elements of one crime. Raises NoSuchRecord for one that the vocabulary does not have."""
    persons = inquiry.settings.persons
    places = list(vocabulary.places(persons))
    key = ask.crime or places[0].key
    own = [p for p in places if p.key == key]
    if not own:
        raise NoSuchRecord(f"there is no crime called {key}", "choose one of those that are named on the page")
    known = inquiry.ask(elements.known, own, FEW)
    acts: dict[str, list[Place]] = {}
    for p in own:
        acts.setdefault(p.act.id if p.act else "", []).append(p)
    made = [_act(held, known) for held in acts.values()]
    return Crimes(
        crime=key,
        label=own[0].crime.label,
        citation=own[0].crime.citation,
        crimes=_tabs(places, inquiry.ask(elements.filled)),
        common=next((a for a in made if not a.label), None),
        acts=tuple(a for a in made if a.label and a.gaps < len(a.elements)),
        silent=tuple(a for a in made if a.label and a.gaps == len(a.elements)),
        checked=vocabulary.checked(),
        persons=persons,
    )


def _tabs(places: Sequence[Place], filled: Set[str]) -> tuple[Tab, ...]:
    held: dict[str, list[Place]] = {}
    for p in places:
        held.setdefault(p.key, []).append(p)
    return tuple(
        Tab(id=k, label=own[0].crime.label, elements=len(own), filled=sum(p.id in filled for p in own))
        for k, own in held.items()
    )


def _act(places: Sequence[Place], known: Mapping[str, Known]) -> Act:
    act = places[0].act
    return Act(
        article=act.article if act else "",
        label=act.label if act else "",
        elements=tuple(_element(p, known[p.id], FEW) for p in places),
        gaps=sum(known[p.id].state == "nothing" for p in places),
    )


def _element(place: Place, known: Known, most: int) -> Element:
    e = place.element
    return Element(
        id=place.id,
        text=e.text,
        question=e.question,
        citation=e.citation,
        either=e.either,
        person=e.person,
        only=not e.by,
        state=known.state,
        standard=called(known.standard) if known.standard else "",
        total=known.total,
        speaks=tuple(_speaks(f) for f in known.shown[:most]),
    )


def _speaks(f: Filled) -> Speaks:
    return Speaks(
        allegation=f.fill.allegation, label=f.label, because=f.fill.because, lo=f.lo, hi=f.hi, documents=f.documents,
        disputed=f.disputed, statements=f.statements, standard=called(f.fill.standard) if f.fill.standard else "",
        finding=bool(f.fill.finding), decided=f.decided,
    )  # fmt: skip


class AskElement(Ask, frozen=True):
    """The element `id`, and page `at` of what may speak to it; `find`: words of an allegation that a person says does."""

    id: Id
    at: int = 1
    find: str = ""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """An allegation that may speak to the element: `lines` are the first statements of it that do, `held` what was decided."""

    speaks: Speaks
    lines: tuple[Line, ...]
    held: Held


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An allegation that a person may say speaks to the element."""

    id: str
    label: str
    held: Held


class OneElement(Shown, frozen=True):
    """An element with all that may speak to it, a part at a time, each to be judged; `out` are those that a person took out.

    `near` are the allegations with the words that were looked for.
    """

    element: Element
    crime: str
    crime_label: str
    act: str
    article: str
    checked: bool
    part: Part
    facts: tuple[Fact, ...]
    out: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    find: str
    near: tuple[Offer, ...]


def element(inquiry: Inquiry, ask: AskElement) -> OneElement:
    """One element. Raises NoSuchRecord."""
    place = next((p for p in vocabulary.places(inquiry.settings.persons) if p.id == ask.id), None)
    if place is None:
        raise NoSuchRecord("there is no such element", "see the crimes and their elements")
    first = max(ask.at - 1, 0) * SIZE
    known = inquiry.ask(elements.known, [place], SIZE, first)[place.id]
    contents = inquiry.ask(gather.said, [s for f in (*known.shown, *known.out) for s in f.first])
    notes = Footnotes(contents.documents, contents.texts)
    phrases = Phrases(contents, notes)
    lines = {s.id: phrases.line(s) for s in contents.statements}
    near = inquiry.ask(sift.found, sift.Sieve(find=ask.find), most=NEAR)[1] if ask.find.strip() else ()
    keys = {i: pair(vocabulary.NOUN, place.id, i) for i in [f.fill.allegation for f in (*known.shown, *known.out)]}
    keys |= {a.id: pair(vocabulary.NOUN, place.id, a.id) for a in near}
    held = inquiry.ask(browse.held, keys.values())

    def fact(f: Filled) -> Fact:
        own = tuple(lines[s] for s in f.first if s in lines)
        return Fact(speaks=_speaks(f), lines=own, held=held[keys[f.fill.allegation]])

    return OneElement(
        element=_element(place, known, FEW),
        crime=place.key,
        crime_label=place.crime.label,
        act=place.act.label if place.act else "",
        article=place.act.article if place.act else "",
        checked=vocabulary.checked(),
        part=part(known.total, ask.at, SIZE),
        facts=tuple(map(fact, known.shown)),
        out=tuple(map(fact, known.out)),
        passages=tuple(notes.passages),
        find=ask.find,
        near=tuple(Offer(id=a.id, label=a.label, held=held[keys[a.id]]) for a in near),
    )


PAGES = (
    Page("/crimes", "crimes/list.html.j2", crimes, nav="crimes", key="t"),
    Page("/crimes/{id}", "crimes/one.html.j2", element),
)
