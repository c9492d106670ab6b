"""Browse: narrow questions to an inquiry, each answered by a few rows and never by all records. What pages are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, String, Table, cast, func, or_, select

from firsthand import judgements
from firsthand.allegations.table import ALLEGATIONS, CONTRADICTIONS
from firsthand.copies.table import COPIES
from firsthand.documents.seal import Entry, said
from firsthand.documents.table import CUSTODY, DOCUMENTS, TEXTS
from firsthand.estimates.record import Listed, Pair, Study
from firsthand.estimates.table import LISTED, PAIRS, STUDIES
from firsthand.flaws import Flaw
from firsthand.inquiry.decisions import decisions
from firsthand.inquiry.table import FLAWS, JUDGEMENTS
from firsthand.judgements import Judgement
from firsthand.origins.table import ORIGINS, SPEAKERS
from firsthand.store import index as kept
from firsthand.store import schema


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided about one thing: the decision that `holds`, if any, and `seen`, the number of the last one (0: never any).

    Whoever decides sends `seen` back, so that a decision made meanwhile in another window is not passed over.
    """

    holds: Judgement | None = None
    seen: int = 0


def held(db: Connection, keys: Iterable[str]) -> dict[str, Held]:
    """What was decided about each of these: ids, or the keys of pairs (judgements.pair)."""
    wanted = list(dict.fromkeys(keys))
    ids = [i for key in wanted for i in (key.split(" ")[1:] or [key])]
    found: dict[str, list[Judgement]] = {}
    for made in JUDGEMENTS.among(db, "about", ids):
        found.setdefault(made.key, []).append(made)
    return {key: _held(found.get(key, ())) for key in wanted}


def _held(made: Sequence[Judgement]) -> Held:
    if not made:
        return Held()
    return Held(holds=next(iter(judgements.standing(made).values()), None), seen=max(j.seq for j in made))


def judgement(db: Connection, id_: str) -> Judgement | None:
    """The decision with this id."""
    return JUDGEMENTS.get(db, id_)


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A document in a list; `length` in code points, -1 where no text was read; `published` its first possible day, "" if unknown."""

    id: str
    name: str
    title: str
    outlet: str
    media_type: str
    language: str
    published: str
    collected: str
    size: int
    length: int
    statements: int
    copies: int
    flaws: int


BY: dict[str, tuple[Any, ...]] = {
    "name": (kept.documents.c.name,),
    "published": (kept.documents.c.published == "", kept.documents.c.published),
    "statements": (kept.documents.c.statements.desc(), kept.documents.c.name),
    "flaws": (kept.documents.c.flaws.desc(), kept.documents.c.name),
}
"""By what documents can be sorted."""


def documents(
    db: Connection, words: str = "", language: str = "", by: str = "name", first: int = 0, most: int = 50
) -> tuple[int, tuple[Sheet, ...]]:
    """How many documents have these words in their name or title, and some of them from number `first` on."""
    table = kept.documents
    where: list[ColumnElement[bool]] = [
        or_(table.c.name.contains(word, autoescape=True), table.c.title.contains(word, autoescape=True))
        for word in words.split()
    ]
    if language:
        where.append(table.c.language == language)
    total = int(db.execute(select(func.count()).select_from(table).where(*where)).scalar_one())
    query = select(*(table.c[name] for name in Sheet.__struct_fields__)).where(*where).order_by(*BY[by], table.c.id)
    return total, tuple(Sheet(**row) for row in db.execute(query.offset(first).limit(most)).mappings())


def languages(db: Connection) -> tuple[tuple[str, int], ...]:
    """The languages of the documents, each with their number, the most frequent first."""
    c = kept.documents.c.language
    query = select(c, func.count()).where(c != "").group_by(c).order_by(func.count().desc(), c)
    return tuple((language, n) for language, n in db.execute(query))


def names(db: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of these documents."""
    return {d.id: d.name for d in DOCUMENTS.some(db, {i for i in ids if i})}


# ---- the overview ----------------------------------------------------------------------------------------------------


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """The line in numbers."""

    documents: int
    texts: int
    origins: int
    statements: int
    speakers: int
    allegations: int
    contradictions: int
    copies: int
    flaws: int
    decisions: int


def counted(db: Connection) -> Counted:
    """How many there are of each."""
    return Counted(
        documents=DOCUMENTS.count(db),
        texts=TEXTS.count(db),
        origins=ORIGINS.count(db),
        statements=_number(db, select(func.count()).select_from(kept.statements)),
        speakers=SPEAKERS.count(db),
        allegations=ALLEGATIONS.count(db),
        contradictions=CONTRADICTIONS.count(db),
        copies=COPIES.count(db),
        flaws=FLAWS.count(db),
        decisions=JUDGEMENTS.count(db),
    )


def _number(db: Connection, query: Select[int]) -> int:
    return int(db.execute(query).scalar_one())


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """An allegation in a line."""

    id: str
    label: str
    lo: int
    hi: int
    documents: int
    first_hand: int
    disputed: int
    standard: str


def brief(db: Connection, most: int) -> tuple[Brief, ...]:
    """The first general allegations, in the order of the report."""
    table = kept.allegations
    query = select(*(table.c[name] for name in Brief.__struct_fields__)).where(table.c.part_of == "")
    return tuple(Brief(**row) for row in db.execute(query.order_by(table.c.rank).limit(most)).mappings())


def bounds(db: Connection) -> dict[str, tuple[str, int, int]]:
    """Of each allegation that was weighed its label and the bounds on its independent origins."""
    c = kept.allegations.c
    rows = db.execute(select(c.id, c.label, c.lo, c.hi).where(c.standard != ""))
    return {str(i): (str(label), int(lo), int(hi)) for i, label, lo, hi in rows}


class Contrary(msgspec.Struct, frozen=True, kw_only=True):
    """A contradiction in a line."""

    id: str
    kind: str
    explanation: str
    allegation: str


def contrary(db: Connection, most: int) -> tuple[Contrary, ...]:
    """The first contradictions."""
    ids = [
        i for (i,) in db.execute(select(schema.contradictions.c.id).order_by(schema.contradictions.c.row).limit(most))
    ]
    return tuple(
        Contrary(id=c.id, kind=c.kind, explanation=c.explanation, allegation=c.allegation or "")
        for c in CONTRADICTIONS.some(db, ids)
    )


def since(db: Connection, when: str) -> tuple[int, int]:
    """How many documents were collected and how many decisions made after `when`."""
    if not when:
        return 0, 0
    table = kept.documents
    new = _number(db, select(func.count()).select_from(table).where(table.c.collected > when))
    return new, sum(j.when > when for j in decisions(db).all)


# ---- flaws and custody ------------------------------------------------------------------------------------------------


def faults(db: Connection) -> tuple[tuple[str, int], ...]:
    """The kinds of flaws, each with its number, the most frequent first."""
    kind = _field(schema.flaws, "kind")
    query = select(kind, func.count()).group_by(kind).order_by(func.count().desc(), kind)
    return tuple((k, n) for k, n in db.execute(query))


def flaws(db: Connection, kind: str, first: int, most: int) -> tuple[Flaw, ...]:
    """Flaws of one kind, or of all, from number `first` on."""
    table = schema.flaws
    query = select(table.c.id).order_by(table.c.row).offset(first).limit(most)
    if kind:
        query = query.where(_field(table, "kind") == kind)
    return FLAWS.some(db, [i for (i,) in db.execute(query)])


def logged(db: Connection, document: str = "") -> tuple[int, str]:
    """How many entries the custody log has (about one document), and the digest of its last entry."""
    table = schema.custody
    query = select(func.count()).select_from(table)
    last = CUSTODY.last(db)
    return _number(db, query.where(table.c.document == document) if document else query), last.digest if last else ""


def log(db: Connection, document: str, first: int, most: int) -> tuple[tuple[Entry, bool], ...]:
    """Entries of the custody log, the newest first, from number `first` on; with each whether its digest is that of what it says."""
    table = schema.custody
    query = select(table.c.id).order_by(table.c.row.desc()).offset(first).limit(most)
    if document:
        query = query.where(table.c.document == document)
    found = CUSTODY.some(db, [i for (i,) in db.execute(query)])
    return tuple((e, hashlib.sha256(said(e)).hexdigest() == e.digest) for e in found)


def study(db: Connection) -> Study | None:
    """The estimate that is held, if there is one."""
    return STUDIES.last(db)


def near(db: Connection, made: Study, first: int, most: int) -> tuple[int, tuple[Pair, ...]]:
    """How many pairs of rows came near in an estimate, and those from number `first` on, the most doubtful first."""
    table = schema.pairs
    held = table.c.study == made.id
    query = select(table.c.id).where(held)
    query = query.order_by(func.abs(_field(table, "likely") - made.threshold), table.c.row).offset(first).limit(most)
    total = _number(db, select(func.count()).select_from(table).where(held))
    return total, PAIRS.some(db, [i for (i,) in db.execute(query)])


def decided_pairs(db: Connection, when: str) -> int:
    """How many decisions on pairs of rows were made after `when`."""
    table = schema.judgements
    query = select(func.count()).select_from(table).where(_field(table, "noun") == "pair", _field(table, "when") > when)
    return _number(db, query)


def rows(db: Connection, ids: Iterable[str]) -> tuple[Listed, ...]:
    """Rows of lists, by their ids."""
    return LISTED.some(db, ids)


def _field(table: Table, name: str) -> ColumnElement[str]:
    """A field of the records, where there is no column for it."""
    return func.json_extract(cast(table.c.record, String), f"$.{name}")
