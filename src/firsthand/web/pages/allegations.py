"""ALLEGATIONS: what is alleged, how many stand behind it, who disputes it; and one allegation with all that bears on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from firsthand.findings import crimes
from firsthand.findings.record import Assessment
from firsthand.inquiry import browse, elements, gather, sift
from firsthand.inquiry.browse import Held
from firsthand.inquiry.gather import Case
from firsthand.inquiry.open import Inquiry
from firsthand.inquiry.tally import Tally
from firsthand.judgements import Judgement
from firsthand.origins.record import Dependence
from firsthand.reports import argue, compose
from firsthand.reports.cite import Footnotes
from firsthand.reports.phrase import Phrases, act, standard
from firsthand.reports.record import Dispute, Line, Passage, Section
from firsthand.web.draw import Box, Wire
from firsthand.web.page import Ask, Id, Page, Part, Shown, part

SIZE = 40
SHOWN = 60
"""Statements shown of one allegation at a time."""
LINKS = 60
"""Links between origins that are listed, of those that are proposed and of those that are settled."""
TRIED = 8
"""Proposed links of which it is tried out what deciding on them would do, those at its own origins first."""

Yes = Literal["", "yes", "no"]


class AskAllegations(Ask, frozen=True):
    """Which allegations, as in sift.Sieve, and on which page of the list."""

    type: str = ""
    place: str = ""
    find: str = ""
    since: str = ""
    until: str = ""
    standard: str = ""
    disputed: Yes = ""
    needs: Yes = ""
    level: Literal["", "pattern", "incident"] = ""
    at: int = 1

    @property
    def sieve(self) -> sift.Sieve:
        """The filter."""
        return sift.Sieve(**{f: getattr(self, f) for f in sift.Sieve.__struct_fields__})


class Choice(msgspec.Struct, frozen=True):
    """A value that a filter can have, in words, and how many allegations have it."""

    value: str
    label: str
    count: int


class Allegations(Shown, frozen=True):
    """The allegations that the filter keeps, in the order of the report. `labels`: types and standards in words."""

    sieve: sift.Sieve
    view: str
    part: Part
    rows: tuple[sift.Row, ...]
    types: tuple[Choice, ...]
    standards: tuple[Choice, ...]
    labels: Mapping[str, str]


def allegations(inquiry: Inquiry, ask: AskAllegations) -> Allegations:
    """The table."""
    total, _ = inquiry.ask(sift.found, ask.sieve, most=0)
    shown = part(total, ask.at, SIZE)
    _, rows = inquiry.ask(sift.found, ask.sieve, first=max(shown.first - 1, 0), most=SIZE)
    types, standards = choices(inquiry)
    return Allegations(
        sieve=ask.sieve, view="table", part=shown, rows=rows, types=types, standards=standards, labels=labels(rows)
    )


def choices(inquiry: Inquiry) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The types and the standards that allegations have."""
    types, standards = inquiry.ask(sift.facets)
    return (
        tuple(Choice(v, act(v), n) for v, n in types),
        tuple(Choice(v, standard(v), n) for v, n in standards),
    )


def labels(rows: Sequence[sift.Row]) -> Mapping[str, str]:
    """Types and standards of these rows in words."""
    return {**{r.type: act(r.type) for r in rows}, **{r.standard: standard(r.standard) for r in rows}}


class AskAllegation(Ask, frozen=True):
    """One allegation; with the dependence `tie` opened, and part `at` of its statements."""

    id: Id
    tie: str = ""
    at: int = 1


class Bounds(msgspec.Struct, frozen=True):
    """Between `lo` and `hi` independent origins."""

    lo: int
    hi: int


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A dependence behind an allegation: what `child` says it may have from `parent`, and the bounds were it `confirmed` or `rejected`."""

    id: str
    kind: str
    child: str
    parent: str
    status: str
    symmetric: bool
    reasons: tuple[str, ...]
    held: Held
    confirmed: Bounds
    rejected: Bounds


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in the history of an allegation, and what it was about, in words."""

    judgement: Judgement
    about: str
    holds: bool


class Piece(msgspec.Struct, frozen=True):
    """Another allegation, by id and words."""

    id: str
    label: str


class Speaking(msgspec.Struct, frozen=True):
    """An element of a crime that the allegation may speak to, `because` of what: its id, its crime and act, its words."""

    id: str
    crime: str
    text: str
    because: str
    confirmed: bool


class Allegation(Shown, frozen=True):
    """One allegation: what supports and disputes it, its figures, origins, conditions, and what people decided.

    `now` are the bounds on its origins as decisions stand, `weighed` those of the last run, which follow a little later. `held`: what was
    decided about each statement and contradiction, by id. It has so many `statements`, shown a `part` at a time; `links` all that link origins
    (`proposed` or `settled`), of which `ties` are some.
    """

    id: str
    section: Section
    passages: tuple[Passage, ...]
    profile: str
    now: Bounds
    weighed: Bounds | None
    ties: tuple[Tie, ...]
    links: Mapping[str, int]
    tie: str
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    held: Mapping[str, Held]
    history: tuple[Decided, ...]
    above: Piece | None
    below: tuple[Piece, ...]
    statements: int
    part: Part
    elements: tuple[Speaking, ...]


def allegation(inquiry: Inquiry, ask: AskAllegation) -> Allegation:
    """The page of one allegation."""
    case = inquiry.ask(gather.allegation, ask.id, SHOWN, inquiry.name, ask.at)
    contents = case.contents
    notes = Footnotes(contents.documents, contents.texts)
    phrases = Phrases(contents, notes)
    found = contents.assessments[0] if contents.assessments else None
    disputes = tuple(compose.dispute(c, phrases) for c in contents.contradictions)
    section = argue.section(case.allegation, "a", found, contents, phrases, disputes)
    tally = case.tally()
    ties, links = _ties(inquiry, case, tally, phrases, ask.tie)
    boxes = _boxes(section, case, phrases)
    lines = [
        *(line for g in section.supports for line in g.lines),
        *section.disputes,
        *section.doubts,
        *section.mentions,
    ]
    parent = phrases.allegations.get(case.allegation.part_of or "")
    return Allegation(
        id=ask.id,
        section=section,
        passages=tuple(notes.passages),
        profile=found.profile if found else "",
        now=Bounds(*tally.bounds()),
        weighed=_weighed(found),
        ties=ties,
        links=links,
        tie=ask.tie if any(t.id == ask.tie for t in ties) else "",
        boxes=boxes,
        wires=_wires(section, case, ties, boxes, ask),
        held=_held(inquiry, lines, disputes),
        history=tuple(_decided(j, case, phrases) for j in case.history),
        above=Piece(parent.id, parent.label) if parent else None,
        below=tuple(Piece(*p) for p in case.parts),
        statements=case.members,
        part=part(case.pages, ask.at, 1),
        elements=_elements(inquiry, ask.id),
    )


def _elements(inquiry: Inquiry, about: str) -> tuple[Speaking, ...]:
    places = {p.id: p for p in crimes.places(inquiry.settings.persons)}
    made = []
    for id_, because, confirmed in inquiry.ask(elements.spoken, about):
        if p := places.get(id_):
            crime = f"{p.crime.label}: {p.act.label} ({p.act.article})" if p.act else p.crime.label
            made.append(Speaking(id_, crime, p.element.text, because, confirmed))
    return tuple(made)


def _weighed(found: Assessment | None) -> Bounds | None:
    return Bounds(found.origins.lo, found.origins.hi) if found else None


def _held(inquiry: Inquiry, lines: Sequence[Line], disputes: Sequence[Dispute]) -> Mapping[str, Held]:
    ids = [*(line.statement for line in lines), *(d.id for d in disputes)]
    ids += [line.statement for d in disputes for line in d.lines]
    return inquiry.ask(browse.held, ids)


def _ties(
    inquiry: Inquiry, case: Case, tally: Tally, phrases: Phrases, opened: str
) -> tuple[tuple[Tie, ...], dict[str, int]]:
    """Some of what links its origins: first what would move the number, then the rest that is proposed, then what is settled. How many of each."""
    own = set(case.entries)
    sorts: dict[bool, list[Dependence]] = {True: [], False: []}
    for d in sorted(case.ties, key=lambda d: (d.id != opened, not {d.child, d.parent} & own)):
        sorts[_status(d, case) == "proposed"].append(d)
    chosen = [*sorts[True][:LINKS], *sorts[False][:LINKS]]
    held = inquiry.ask(browse.held, [d.id for d in chosen])
    now = Bounds(*tally.bounds())
    tried = {opened, *(d.id for d in sorts[True][:TRIED])}
    made = []
    for d in chosen:
        confirmed, rejected = (
            Bounds(*tally.supposed(d, way)) if d.id in tried else now for way in ("confirmed", "rejected")
        )
        tie = Tie(
            id=d.id, kind=d.kind, child=name(d.child, phrases), parent=name(d.parent, phrases), status=_status(d, case),
            symmetric=d.symmetric, reasons=d.reasons, held=held[d.id], confirmed=confirmed, rejected=rejected,
        )  # fmt: skip
        made.append((confirmed == rejected == now, tie.status != "proposed", tie.child, tie))
    counted = {"proposed": len(sorts[True]), "settled": len(sorts[False])}
    return tuple(t for *_, t in sorted(made, key=lambda m: m[:3])), counted


def _status(d: Dependence, case: Case) -> str:
    return case.judged[d.id].decision if d.id in case.judged else d.status


def name(node: str, phrases: Phrases) -> str:
    """An origin, a document or an agency by name."""
    if node in phrases.origins:
        return phrases.origins[node].label
    return phrases.name(node) if node in phrases.documents else phrases.agencies.get(node, node)


def _boxes(section: Section, case: Case, phrases: Phrases) -> tuple[Box, ...]:
    graph = section.graph
    if graph is None:
        return ()
    ids = list(dict.fromkeys(s.document for s in case.contents.statements if s.id in _supports(case)))
    documents = [
        Box(id=i, code=f"D{n}", label=phrases.documents[i].name, column=0, look="document")
        for n, i in enumerate(ids, 1)
    ]
    origins = [Box(id=g.origin, code=g.code, label=g.label, column=1, look=g.counted) for g in section.supports]
    drawn = {b.id for b in (*documents, *origins)}
    near = [d for d in case.ties if {d.child, d.parent} & drawn]
    behind = dict.fromkeys(n for d in near for n in (d.child, d.parent) if n not in drawn)
    more = [Box(id=n, code="", label=name(n, phrases), column=2, look="behind") for n in behind]
    return (*documents, *origins, *more)


def _supports(case: Case) -> set[str]:
    return {m.id for m in case.allegation.statements if m.role == "supports"}


def _wires(
    section: Section, case: Case, ties: Sequence[Tie], boxes: Sequence[Box], ask: AskAllegation
) -> tuple[Wire, ...]:
    by_code = {b.code: b.id for b in boxes if b.code}
    links = [Wire(a=by_code[e.a], b=by_code[e.b]) for e in (section.graph.links if section.graph else ())]
    ends: dict[str, Dependence] = {d.id: d for d in case.ties}
    more = f"&at={ask.at}" if ask.at > 1 else ""
    return (
        *links,
        *(
            Wire(
                a=ends[t.id].child,
                b=ends[t.id].parent,
                look=t.status,
                label=f"{t.kind}, {t.status}: {t.child} — {t.parent}",
                to=f"?tie={t.id}{more}#tie",
                chosen=t.id == ask.tie,
            )
            for t in ties
        ),
    )


def _decided(j: Judgement, case: Case, phrases: Phrases) -> Decided:
    about = [_told(id_, case, phrases) for id_ in (j.about, j.other) if id_]
    return Decided(judgement=j, about=" — ".join(about), holds=case.judged.get(j.key) == j)


def _told(id_: str, case: Case, phrases: Phrases) -> str:
    if id_ in phrases.statements:
        s = phrases.statements[id_]
        return f"{phrases.who(s)}, {phrases.name(s.document)}"
    for d in case.ties:
        if d.id == id_:
            return f"{name(d.child, phrases)} — {name(d.parent, phrases)}"
    for c in case.contents.contradictions:
        if c.id == id_:
            return c.explanation
    return name(id_, phrases)


PAGES = (
    Page("/allegations", "allegations/list.html.j2", allegations, nav="allegations", key="a"),
    Page("/allegations/{id}", "allegations/one.html.j2", allegation),
)
