"""Sift: lists of allegations, speakers and origins, sorted, counted and filtered by the index, a part at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select, text

from firsthand.inquiry import gather
from firsthand.inquiry.table import JUDGEMENTS
from firsthand.store.index import allegations, members, speakers


class Sieve(msgspec.Struct, frozen=True, kw_only=True):
    """Which allegations are asked for: those of a `type`, with these words in their place or label, of a time, a standard, in dispute …

    `since` and `until` are days, ISO 8601. `disputed` and `needs` are "", "yes" or "no"; `level` is "", "pattern" or "incident".
    """

    type: str = ""
    place: str = ""
    find: str = ""
    since: str = ""
    until: str = ""
    standard: str = ""
    disputed: str = ""
    needs: str = ""
    level: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An allegation in a list. `first` and `last`: its first and last possible day, "" where no time is given."""

    id: str
    type: str
    label: str
    level: str
    part_of: str
    places: tuple[str, ...]
    first: str
    last: str
    lo: int
    hi: int
    documents: int
    first_hand: int
    disputed: int
    doubted: int
    standard: str
    contradictions: int
    needs: bool


def found(
    db: Connection, sieve: Sieve, first: int = 0, most: int = 50, by: str = "rank"
) -> tuple[int, tuple[Row, ...]]:
    """How many allegations the sieve keeps, and some of them from number `first` on, by `rank` (that of the report) or by `first` day."""
    undecided = _undecided(db)
    where = _where(sieve, undecided)
    total = int(db.execute(select(func.count()).select_from(allegations).where(where)).scalar_one())
    order = (allegations.c.first, allegations.c.rank) if by == "first" else (allegations.c.rank,)
    query = select(allegations).where(where)
    if by == "first":
        query = query.where(allegations.c.first != "")
    rows = db.execute(query.order_by(*order).offset(first).limit(most)).mappings()
    open_ = set(undecided)
    return total, tuple(_row(r, open_) for r in rows)


def _row(held: RowMapping, undecided: set[str]) -> Row:
    told = {k: v for k, v in held.items() if k in Row.__struct_fields__ and v is not None and k != "places"}
    places_ = tuple(p for p in (held["places"] or "").split("; ") if p)
    needs = held["lo"] != held["hi"] or held["id"] in undecided
    return msgspec.convert({**EMPTY, **told, "places": places_, "needs": needs}, Row)


EMPTY = {f.name: 0 if f.type is int else "" for f in msgspec.structs.fields(Row)}
"""What stands where the index has nothing."""


def facets(db: Connection) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """How many allegations there are of each type and of each standard."""
    both = []
    for column in (allegations.c.type, allegations.c.standard):
        query = select(column, func.count()).group_by(column).order_by(func.count().desc(), column)
        both.append(tuple((str(v or ""), int(n)) for v, n in db.execute(query)))
    return both[0], both[1]


def times(db: Connection, sieve: Sieve) -> tuple[tuple[str, str], ...]:
    """The first and last possible day of each allegation that the sieve keeps and that has one."""
    where = and_(_where(sieve, _undecided(db)), allegations.c.first != "")
    return tuple((a, b) for a, b in db.execute(select(allegations.c.first, allegations.c.last).where(where)))


def places(db: Connection, sieve: Sieve) -> tuple[tuple[str, str, str], ...]:
    """Of each allegation that the sieve keeps its id, its label and its places, joined by "; "."""
    query = select(allegations.c.id, allegations.c.label, allegations.c.places)
    query = query.where(_where(sieve, _undecided(db))).order_by(allegations.c.rank)
    return tuple((i, label, p or "") for i, label, p in db.execute(query))


def _where(sieve: Sieve, undecided: Sequence[str]) -> ColumnElement[bool]:
    c = allegations.c
    kept: list[ColumnElement[bool]] = []
    if sieve.type:
        kept.append(c.type == sieve.type)
    if sieve.standard:
        kept.append(c.standard == sieve.standard)
    if sieve.level:
        kept.append(c.level == sieve.level)
    kept += [c.places.contains(w, autoescape=True) for w in sieve.place.split()]
    kept += [c.label.contains(w, autoescape=True) for w in sieve.find.split()]
    if sieve.since:
        kept.append(and_(c.first != "", c.last >= sieve.since))
    if sieve.until:
        kept.append(and_(c.first != "", c.first <= sieve.until))
    if sieve.disputed:
        kept.append(c.disputed > 0 if sieve.disputed == "yes" else c.disputed == 0)
    if sieve.needs:
        ids = text("index_allegations.id IN (SELECT value FROM json_each(:undecided))").bindparams(
            undecided=json.dumps(list(undecided))
        )
        open_ = or_(c.lo != c.hi, ids)
        kept.append(open_ if sieve.needs == "yes" else ~open_)
    return and_(True, *kept)


def _undecided(db: Connection) -> tuple[str, ...]:
    """The allegations about which there is a contradiction that nobody has decided on."""
    about = gather.disputed(db)
    decided = (
        {j.about for j in JUDGEMENTS.among(db, "about", [c for ids in about.values() for c in ids])} if about else set()
    )
    return tuple(a for a, ids in about.items() if any(c not in decided for c in ids))


class Cell(msgspec.Struct, frozen=True):
    """How many statements of one origin support, dispute and mention an allegation."""

    allegation: str
    origin: str
    supports: int
    disputes: int
    mentions: int


def cells(db: Connection, ids: Iterable[str]) -> tuple[Cell, ...]:
    """Where these allegations and origins meet."""
    c = members.c
    counted = [func.count().filter(c.role == role) for role in ("supports", "disputes", "mentions")]
    query = select(c.allegation, c.origin, *counted).where(c.allegation.in_(list(ids))).group_by(c.allegation, c.origin)
    return tuple(Cell(a, o, *(int(n or 0) for n in more)) for a, o, *more in db.execute(query) if o)


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker in a list."""

    id: str
    name: str
    kind: str
    speaks_for: str
    statements: int
    documents: int


def voices(
    db: Connection, find: str = "", kind: str = "", first: int = 0, most: int = 50
) -> tuple[int, tuple[Voice, ...]]:
    """How many speakers there are with these words in their name and of this kind, and some of them, those who say most first."""
    c = speakers.c
    where = and_(True, *(c.name.contains(w, autoescape=True) for w in find.split()))
    if kind:
        where = and_(where, c.kind == kind)
    total = int(db.execute(select(func.count()).select_from(speakers).where(where)).scalar_one())
    query = select(c.id, c.name, c.kind, c.speaks_for, c.statements, c.documents).where(where)
    rows = db.execute(query.order_by(c.statements.desc(), c.name, c.id).offset(first).limit(most))
    return total, tuple(
        Voice(id=i, name=n, kind=k, speaks_for=f or "", statements=int(s or 0), documents=int(d or 0))
        for i, n, k, f, s, d in rows
    )


def kinds(db: Connection) -> tuple[tuple[str, int], ...]:
    """How many speakers there are of each kind."""
    query = (
        select(speakers.c.kind, func.count()).group_by(speakers.c.kind).order_by(func.count().desc(), speakers.c.kind)
    )
    return tuple((str(k), int(n)) for k, n in db.execute(query))
