"""What has been done already: which stage, on which unit, from inputs with which digest."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from firsthand.store.schema import work


def done(db: Connection, stage: str) -> dict[str, str]:
    """For each unit that `stage` has worked on, the digest of the inputs it had ("" is the unit of a stage that works on the whole)."""
    query = select(work.c.unit, work.c.key).where(work.c.stage == stage).order_by(work.c.unit)
    return {row.unit: row.key for row in db.execute(query)}


def mark(db: Connection, stage: str, unit: str, key: str) -> None:
    """`stage` has worked on `unit` from inputs with the digest `key`."""
    mark_all(db, stage, {unit: key})


def mark_all(db: Connection, stage: str, keys: Mapping[str, str]) -> None:
    """`stage` has worked on each of these units, from inputs with these digests."""
    if rows := [{"stage": stage, "unit": unit, "key": key} for unit, key in keys.items()]:
        db.execute(work.insert().prefix_with("OR REPLACE"), rows)


def unmark(db: Connection, stage: str, unit: str) -> None:
    """`unit` is no longer among what `stage` works on."""
    db.execute(work.delete().where(work.c.stage == stage, work.c.unit == unit))
