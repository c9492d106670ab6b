"""Decisions: all judgements of an inquiry. They are only ever appended, so each is read once, and then what came since."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, select

from firsthand import judgements
from firsthand.inquiry.state import stated
from firsthand.judgements import Judgement
from firsthand.statements.record import Statement
from firsthand.statements.table import STATEMENTS
from firsthand.store import schema


class Decisions(msgspec.Struct, frozen=True):
    """Every judgement in the order of the making (`all`), those that hold by their key, and of statements the `rejected` and those `made` by people."""

    last: tuple[int, str]
    all: tuple[Judgement, ...]
    standing: Mapping[str, Judgement]
    rejected: frozenset[str]
    made: Mapping[str, Statement]


NONE = Decisions((0, ""), (), {}, frozenset(), {})
_KEPT: dict[str, Decisions] = {}
_DECODER = msgspec.json.Decoder(Judgement)


def decisions(db: Connection) -> Decisions:
    """What people decided, up to now."""
    place = str(db.engine.url)
    held = _KEPT.get(place, NONE)
    table = schema.judgements.c
    if held is not NONE and db.scalar(select(table.id).where(table.row == held.last[0])) != held.last[1]:
        held = NONE  # the file was put back to what it was before
    query = select(table.row, table.id, table.record).where(table.row > held.last[0]).order_by(table.row)
    rows = db.execute(query).all()
    if rows:
        made = (*held.all, *(_DECODER.decode(record) for _, _, record in rows))
        standing = judgements.standing(made)
        gone = frozenset(j.about for j in standing.values() if (j.noun, j.decision) == ("statement", "rejected"))
        held = _KEPT[place] = Decisions((rows[-1][0], rows[-1][1]), made, standing, gone, stated(made))
    return held


def by_hand(db: Connection, document: str = "") -> tuple[Statement, ...]:
    """The statements that people made (those in `document` alone, if named) where the machine did not find the same."""
    held = [s for s in decisions(db).made.values() if document in ("", s.document)]
    found = {s.id for s in STATEMENTS.some(db, [s.id for s in held])}
    return tuple(s for s in held if s.id not in found)
