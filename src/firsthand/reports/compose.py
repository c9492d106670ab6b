"""Compose: make a Report of all that an inquiry holds. Every sentence about the material gets its footnotes here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from firsthand.allegations.record import Allegation, Contradiction
from firsthand.documents.record import Document
from firsthand.estimates.record import Study
from firsthand.findings.record import Assessment
from firsthand.flaws import Flaw
from firsthand.judgements import Judgement
from firsthand.reports import elements, share
from firsthand.reports.argue import disputed, section
from firsthand.reports.check import check
from firsthand.reports.cite import Footnotes
from firsthand.reports.phrase import NOT_WEIGHED, NOTES, Phrases, count, listed, plain, some, standard, when, words
from firsthand.reports.record import Contents, Counted, Decision, Dispute, Fault, Report, Source
from firsthand.reports.room import room
from firsthand.vocabulary import terms


class Overview(msgspec.Struct, frozen=True):
    """What a person sees first. `allegations`: label, independent origins (lo–hi), documents, first-hand, disputed by, standard proposed.

    Incidents that are part of one of these are counted (`incidents`), not listed.
    """

    allegations: tuple[tuple[str, str, str, str, str, str], ...]
    incidents: int
    contradictions: tuple[str, ...]


def summary(contents: Contents) -> Overview:
    """The table that ends a run: the general allegations in the order of the report."""
    phrases = Phrases(contents, Footnotes(contents.documents, contents.texts))
    assessments = {a.allegation: a for a in contents.assessments}
    placed = ordered(contents.allegations, assessments)
    held = {a.id for a in placed}
    whole = [a for a in placed if a.part_of not in held]
    rows = tuple(_row(a, assessments.get(a.id), phrases) for a in whole)
    return Overview(rows, len(placed) - len(whole), tuple(c.explanation for c in contents.contradictions))


def _row(a: Allegation, found: Assessment | None, phrases: Phrases) -> tuple[str, str, str, str, str, str]:
    if found is None:
        return a.label, NOT_WEIGHED, "", "", "", ""
    return (
        a.label,
        count(found.origins.lo, found.origins.hi),
        str(len(found.documents)),
        str(found.first_hand),
        disputed(found, phrases),
        standard(found.standard),
    )


def compose(contents: Contents) -> Report:
    """The Report of `contents`. Raises CheckFailed, naming the span, where one is not what its document has there."""
    check(contents)
    notes = Footnotes(contents.documents, contents.texts)
    assessments = {a.allegation: a for a in contents.assessments}
    listed = ordered(contents.allegations, assessments)
    phrases = Phrases(contents, notes, room(contents, listed))
    disputes = {c.id: dispute(c, phrases) for c in contents.contradictions}
    within: dict[str, list[Dispute]] = defaultdict(list)
    for c in contents.contradictions:
        if c.allegation:
            within[c.allegation].append(disputes[c.id])
    anchors = {a.id: f"a{n}" for n, a in enumerate(listed, 1)}
    sections = tuple(
        section(phrases.allegations[id_], anchor, assessments.get(id_), contents, phrases, within[id_])
        for id_, anchor in anchors.items()
    )
    flaws = Counter(f.document for f in contents.flaws if f.document)
    return Report(
        name=contents.name,
        made=contents.made,
        version=contents.version,
        counts=_counts(contents),
        sections=sections,
        contradictions=tuple(sorted(disputes.values(), key=lambda d: d.kind == "denial")),
        copies=tuple(share.shared(c, contents, phrases) for c in contents.copies),
        sources=tuple(
            _source(d, flaws[d.id], phrases) for d in sorted(contents.documents, key=lambda d: (d.name, d.id))
        ),
        faults=tuple(_fault(f, phrases) for f in contents.flaws),
        decisions=_decisions(contents, phrases),
        passages=tuple(notes.passages),
        profiles=tuple(sorted({a.profile for a in contents.assessments})),
        studies=tuple(_counted(s, phrases) for s in contents.studies),
        crimes=elements.matrix(contents.elements, phrases.allegations, anchors),
        checked=all(s.checked for s in contents.elements),
        ladder=tuple(
            (entry["label"], entry["definition"], entry["checked"])
            for entry in sorted(terms.load("standards").values(), key=lambda e: e["order"])
        ),
    )


def ordered(allegations: Iterable[Allegation], assessments: Mapping[str, Assessment]) -> list[Allegation]:
    """The best supported first: by origins, then documents; equals by their words. Incidents stand below the allegation they are part of."""
    listed = list(allegations)
    held = {a.id for a in listed}

    def key(a: Allegation) -> tuple[int, int, int, str, str]:
        found = assessments.get(a.id)
        if found is None:
            return 0, 0, 0, a.label, a.id
        return -found.origins.lo, -found.origins.hi, -len(found.documents), a.label, a.id

    parts: dict[str, list[Allegation]] = defaultdict(list)
    for a in sorted(listed, key=key):
        parts[a.part_of if a.part_of in held and a.part_of != a.id else ""].append(a)
    placed: list[Allegation] = []

    def place(a: Allegation) -> None:
        placed.append(a)
        for part in parts.pop(a.id, ()):
            place(part)

    for a in parts.pop("", ()):
        place(a)
    return [*placed, *(a for left in parts.values() for a in left)]


def _counts(contents: Contents) -> tuple[tuple[str, int, str], ...]:
    """Label, number, and the part of the report that lists them."""
    return tuple(
        (one if len(held) == 1 else many, len(held), part)
        for one, many, held, part in (
            ("document", "documents", contents.documents, "documents"),
            ("copy or shared passage", "copies and shared passages", contents.copies, "copies"),
            ("statement", "statements", contents.statements, "allegations"),
            ("speaker", "speakers", contents.speakers, "allegations"),
            ("allegation", "allegations", contents.allegations, "allegations"),
            ("contradiction", "contradictions", contents.contradictions, "contradictions"),
            ("flaw in the material", "flaws in the material", contents.flaws, "flaws"),
            ("judgement by a person", "judgements by people", contents.judgements, "judgements"),
        )
    )


def dispute(c: Contradiction, phrases: Phrases) -> Dispute:
    """The contradiction in a sentence, and the statements that cannot all hold."""
    most = phrases.room.most
    statements = [phrases.statements[id_] for id_ in c.statements[:most]]
    figures = [phrases.figures[id_] for id_ in c.figures if id_ in phrases.figures][:NOTES]
    cited = [phrases.notes.span(f.document, f.start, f.end) for f in figures]
    said = [phrases.line(s) for s in statements]
    said += [phrases.told(phrases.predications[id_]) for id_ in c.predications if id_ in phrases.predications]
    lines = tuple({line.statement: line for line in said}.values())
    judged = phrases.judged.get(c.id)
    return Dispute(
        id=c.id,
        kind=words(c.kind),
        status=f"{judged.decision} by {judged.who}" if judged else c.status,
        sentence=plain(c.explanation, [*(n for line in lines for n in line.sentence.notes), *cited]),
        lines=lines,
        allegation=c.allegation,
        reasons=c.reasons,
        left=max(0, len(c.statements) - most),
    )


def _source(d: Document, flaws: int, phrases: Phrases) -> Source:
    text = phrases.texts.get(d.id)
    facts = [("Kind of file", d.media_type), ("Size", some(d.size, "byte"))]
    if text:
        facts = [
            ("Title", text.title),
            ("Outlet", text.outlet),
            ("Author", text.author),
            ("Published", when(text.published)),
            ("Language", text.language),
            *facts,
            (
                "Text",
                some(len(text.text), "character") + (f" on {some(len(text.pages), 'page')}" if text.pages else ""),
            ),
        ]
    else:
        facts.append(("Text", "none could be read"))
    if d.part_of:
        facts.append(("Came inside", phrases.name(d.part_of)))
    return Source(
        document=d.id,
        name=d.name,
        sentence=plain(d.name, [phrases.notes.whole(d.id)]),
        facts=tuple((label, value) for label, value in facts if value),
        flaws=flaws,
    )


def _counted(s: Study, phrases: Phrases) -> Counted:
    """The estimate with its lists, each on the document that it stands in."""
    notes = [phrases.notes.whole(r.document) for r in s.rosters]
    lists = [
        plain(f"{r.name}: {some(r.rows, 'row')}, {some(r.persons, 'person')}", [note])
        for r, note in zip(s.rosters, notes, strict=True)
    ]
    return Counted(study=s, lead=plain(s.panel.conclusion, notes), lists=tuple(lists))


def _fault(f: Flaw, phrases: Phrases) -> Fault:
    place = f"page {f.page}" if f.page else ""
    notes: tuple[int, ...] = ()
    text = phrases.texts.get(f.document or "")
    if text and f.document and f.start is not None and f.end is not None and 0 <= f.start < f.end <= len(text.text):
        notes = (phrases.notes.span(f.document, f.start, f.end),)
        place = ", ".join(p for p in (place, f"{f.start:,}–{f.end:,}") if p)
    elif f.document in phrases.documents:
        notes = (phrases.notes.whole(f.document or ""),)
    known = phrases.documents.get(f.document or "")
    name = f.name or (known.name if known else "")
    return Fault(stage=f.stage, kind=words(f.kind), name=name, message=f.message, cure=f.cure, place=place, notes=notes)


def _decisions(contents: Contents, phrases: Phrases) -> tuple[Decision, ...]:
    copies = {c.id: c for c in contents.copies}
    contradictions = {c.id: c.explanation for c in contents.contradictions}
    speakers = {s.id: s for s in contents.speakers}

    def about(noun: str, id_: str) -> str:
        if id_ in phrases.statements:
            s = phrases.statements[id_]
            return f"{noun}: {phrases.who(s)}, in {phrases.name(s.document)} at {s.content.start:,}–{s.content.end:,}"
        if id_ in phrases.origins:
            return f"{noun}: {phrases.origins[id_].label}"
        if id_ in copies:
            return f"{noun}: {listed(share.names(copies[id_], contents, phrases))}"
        if id_ in speakers:
            return f"{noun}: {speakers[id_].name}"
        return f"{noun}: {contradictions.get(id_, id_)}"

    def named(j: Judgement) -> str:
        first = about(j.noun, j.about)
        return f"{first}; and {about(j.noun, j.other)}" if j.other else first

    return tuple(
        Decision(
            about=named(j),
            decision=j.decision,
            who=j.who,
            when=j.when,
            why=j.why,
            holds=phrases.judged.get(j.key) == j,
        )
        for j in sorted(contents.judgements, key=lambda j: j.seq)
    )
