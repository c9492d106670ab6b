"""Browse: narrow questions to an inquiry, each answered by a few rows and never by all records. What pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, String, Table, cast, func, select

from firsthand import judgements
from firsthand.documents.record import Document
from firsthand.documents.table import DOCUMENTS
from firsthand.inquiry.table import JUDGEMENTS
from firsthand.judgements import Judgement
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


def documents(db: Connection, words: str = "", first: int = 0, most: int = 50) -> tuple[int, tuple[Document, ...]]:
    """How many documents have these words in their name, and some of them by name, from number `first` on."""
    table = schema.documents
    name = _field(table, "name")
    query = select(table.c.id).order_by(name, table.c.row)
    if words:
        query = query.where(name.contains(words, autoescape=True))
    total = int(db.execute(select(func.count()).select_from(query.subquery())).scalar_one())
    ids = [i for (i,) in db.execute(query.offset(first).limit(most))]
    return total, DOCUMENTS.some(db, ids)


def _field(table: Table, name: str) -> ColumnElement[str]:
    """A field of the records, where there is no column for it."""
    return func.json_extract(cast(table.c.record, String), f"$.{name}")
