"""Leaf: one document as it is read, with all that was found in it, and nothing of any other document."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, select

from firsthand.allegations.record import Act
from firsthand.allegations.table import ACTS
from firsthand.copies.record import Copy, Credit
from firsthand.copies.table import COPIES, CREDITS
from firsthand.documents.record import Document, Text
from firsthand.documents.table import DOCUMENTS, TEXTS
from firsthand.errors import NoSuchRecord
from firsthand.figures.record import Figure
from firsthand.figures.table import FIGURES
from firsthand.flaws import Flaw
from firsthand.inquiry import browse, state
from firsthand.inquiry.decisions import by_hand
from firsthand.inquiry.table import FLAWS
from firsthand.origins.table import SPEAKERS, TRACES
from firsthand.statements.record import Statement
from firsthand.statements.table import STATEMENTS
from firsthand.store import index as kept


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its text (None where none was read), and what was found at `start`:`end` of it.

    `names` are those of the other documents named, `speakers` those of who said a statement, by its id; `told` the allegations that a
    statement belongs to: id, label, role. `held` is what was decided about the document, each statement and copy.
    """

    document: Document
    text: Text | None
    parts: tuple[Document, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    acts: tuple[Act, ...]
    credits: tuple[Credit, ...]
    copies: tuple[Copy, ...]
    flaws: tuple[Flaw, ...]
    names: Mapping[str, str]
    speakers: Mapping[str, str]
    told: Mapping[str, tuple[tuple[str, str, str], ...]]
    held: Mapping[str, browse.Held]


def document(db: Connection, id_: str) -> tuple[Document, Text | None]:
    """The document and its text. Raises NoSuchRecord."""
    found = DOCUMENTS.get(db, id_)
    if found is None:
        raise NoSuchRecord("this inquiry has no such document", "see the list of documents")
    return found, TEXTS.get(db, id_)


def leaf(db: Connection, found: Document, text: Text | None, start: int, end: int) -> Leaf:
    """What is known of `found`, and what stands between these offsets of its text."""
    id_ = found.id

    def inside(a: int, b: int) -> bool:
        return a < end and b > start

    people = by_hand(db, id_)
    every = (*STATEMENTS.all(db, document=id_), *people)
    statements = tuple(sorted((s for s in every if inside(s.start, s.end)), key=lambda s: (s.content.start, s.start)))
    there = {s.id for s in statements}
    acts = (*ACTS.all(db, document=id_), *state.acts(db, people))
    copies = tuple(c for column in ("from_document", "to_document") for c in COPIES.among(db, column, [id_]))
    whole = [found.part_of] if found.part_of else []
    traces = {t.statement: t.speaker for t in TRACES.some(db, there) if t.speaker}
    named = {s.id: s.name for s in SPEAKERS.some(db, set(traces.values()))}
    return Leaf(
        document=found,
        text=text,
        parts=DOCUMENTS.all(db, part_of=id_),
        statements=statements,
        figures=tuple(f for f in FIGURES.all(db, document=id_) if inside(f.start, f.end)),
        acts=tuple(a for a in acts if inside(a.trigger.start, a.trigger.end) and a.statement in there),
        credits=tuple(c for c in CREDITS.all(db, document=id_) if inside(c.place.start, c.place.end)),
        copies=tuple({c.id: c for c in copies}.values()),
        flaws=FLAWS.all(db, unit=id_),
        names=browse.names(db, [*whole, *(d for c in copies for d in (c.from_, c.to))]),
        speakers={s: named[who] for s, who in traces.items() if who in named},
        told=_told(db, there),
        held=browse.held(db, [id_, *there, *(c.id for c in copies)]),
    )


def _told(db: Connection, statements: set[str]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Of each statement the allegations that it belongs to."""
    m, a = kept.members, kept.allegations
    query = select(m.c.statement, a.c.id, a.c.label, m.c.role).join(a, a.c.id == m.c.allegation)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for statement, id_, label, role in db.execute(query.where(m.c.statement.in_(statements)).order_by(a.c.rank)):
        found.setdefault(statement, []).append((id_, label, role))
    return {s: tuple(told) for s, told in found.items()}
