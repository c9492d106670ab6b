"""Put records into tables and get them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select

from firsthand.errors import StoreFailed

R = TypeVar("R", bound=msgspec.Struct)

BATCH = 500
"""Values in one `IN (…)`: below the lowest limit of variables that SQLite is built with (999)."""


@dataclass(frozen=True)
class Rows(Generic[R]):
    """The rows of `table`, each a record of `type`. `keys` gives the columns by which a record is found, `id` among them."""

    table: Table
    type: type[R]
    keys: Callable[[R], dict[str, str | None]]

    def put(self, db: Connection, records: Iterable[R], **more: str) -> None:
        """Add `records`; one with an id that is there takes the old one's place. `more`: columns of the row, not of the record."""
        rows = [{**self.keys(r), **more, "record": msgspec.json.encode(r)} for r in records]
        if rows:
            db.execute(insert(self.table).prefix_with("OR REPLACE"), rows)

    def replace(self, db: Connection, records: Iterable[R], **where: str) -> None:
        """Put `records` in the place of the rows whose columns have these values (all rows without any)."""
        self.drop(db, **where)
        self.put(db, records)

    def append(self, db: Connection, record: R) -> None:
        """Add a record to a table that is append-only."""
        self.extend(db, [record])

    def extend(self, db: Connection, records: Iterable[R]) -> None:
        """Add records, in their order, to a table that is append-only."""
        if rows := [{**self.keys(r), "record": msgspec.json.encode(r)} for r in records]:
            db.execute(insert(self.table), rows)

    def drop(self, db: Connection, **where: str) -> None:
        """Remove the rows whose columns have these values; all rows without any."""
        db.execute(delete(self.table).where(*(self.table.c[k] == v for k, v in where.items())))

    def clear(self, db: Connection, column: str, values: Iterable[str], **where: str) -> None:
        """Remove the rows whose `column` has one of these `values` and whose other columns have these."""
        wanted = list(values)
        for at in range(0, len(wanted), BATCH):
            among = self.table.c[column].in_(wanted[at : at + BATCH])
            db.execute(delete(self.table).where(among, *(self.table.c[k] == v for k, v in where.items())))

    def all(self, db: Connection, **where: str) -> tuple[R, ...]:
        """The records in the order of their writing, those alone whose columns have these values."""
        query = select(self.table.c.record).order_by(self.table.c.row)
        query = query.where(*(self.table.c[k] == v for k, v in where.items()))
        return tuple(self._records(blob for (blob,) in db.execute(query)))

    def get(self, db: Connection, id_: str) -> R | None:
        """The record with this id."""
        found = self.all(db, id=id_)
        return found[0] if found else None

    def last(self, db: Connection) -> R | None:
        """The record that was written last."""
        query = select(self.table.c.record).order_by(self.table.c.row.desc()).limit(1)
        return next(self._records(blob for (blob,) in db.execute(query)), None)

    def some(self, db: Connection, ids: Iterable[str]) -> tuple[R, ...]:
        """The records with these ids, in their order; ids that are not there are left out."""
        wanted = list(ids)
        found: dict[str, R] = {}
        for at in range(0, len(wanted), BATCH):
            query = select(self.table.c.id, self.table.c.record).where(self.table.c.id.in_(wanted[at : at + BATCH]))
            held = db.execute(query).all()
            found.update(zip((i for i, _ in held), self._records(blob for _, blob in held), strict=True))
        return tuple(found[i] for i in wanted if i in found)

    def _records(self, blobs: Iterable[bytes]) -> Iterator[R]:
        """The records that were kept as these bytes. Raises StoreFailed where they are none: somebody, or the disk, changed them."""
        decode = msgspec.json.Decoder(self.type).decode
        try:
            yield from map(decode, blobs)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise StoreFailed(
                f"a record among the {self.table.name} is damaged: {error}", "restore inquiry.sqlite from a backup"
            ) from error

    def among(self, db: Connection, column: str, values: Iterable[str]) -> tuple[R, ...]:
        """The records whose `column` has one of these values, in the order of their writing."""
        wanted, found = sorted(set(values)), list[tuple[int, bytes]]()
        for at in range(0, len(wanted), BATCH):
            query = select(self.table.c.row, self.table.c.record)
            found += (
                (n, blob) for n, blob in db.execute(query.where(self.table.c[column].in_(wanted[at : at + BATCH])))
            )
        return tuple(self._records(blob for _, blob in sorted(found)))

    def ids(self, db: Connection) -> tuple[str, ...]:
        """All ids in the order of writing."""
        return tuple(i for (i,) in db.execute(select(self.table.c.id).order_by(self.table.c.row)))

    def count(self, db: Connection) -> int:
        """How many rows there are."""
        return int(db.execute(select(func.count()).select_from(self.table)).scalar_one())


def raw(db: Connection, table: Table) -> Iterator[bytes]:
    """The records of `table` as they are kept, in the order of their writing, a few at a time."""
    found = db.execution_options(yield_per=BATCH).execute(select(table.c.record).order_by(table.c.row))
    yield from (bytes(blob) for (blob,) in found)
