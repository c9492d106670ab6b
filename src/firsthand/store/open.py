"""Open the one file that holds an inquiry's records, and write to it in whole transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from firsthand.errors import InquiryTooNew, NotAnInquiry, StoreFailed
from firsthand.store import schema


class Store:
    """One SQLite file in WAL mode. `reading()` and `writing()` give connections; a writing one commits whole or not at all."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading. Raises StoreFailed where the file cannot be read."""
        with _translated(self.path), self._engine.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction: committed at the end, rolled back on any exception. Raises StoreFailed."""
        with _translated(self.path), self._engine.execution_options(writes=True).begin() as db:
            yield db


def open_store(path: Path, *, create: bool = False) -> Store:
    """The store in the file `path`; with `create`, made new where it is missing.

    Raises NotAnInquiry where the file is not one of ours, InquiryTooNew where a newer version wrote it, StoreFailed where the disk refuses.
    """
    if not path.exists() and not create:
        raise NotAnInquiry(f"{path.parent} is not an inquiry", "make one with: firsthand assess SOURCES... -o INQUIRY")
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda db: db.exec_driver_sql("BEGIN IMMEDIATE" if _writes(db) else "BEGIN"))
    store = Store(path, engine)
    with _translated(path), engine.connect() as db:
        found = int(db.exec_driver_sql("PRAGMA user_version").scalar_one())
        mark = int(db.exec_driver_sql("PRAGMA application_id").scalar_one())
        tables = {str(t) for (t,) in db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and mark != schema.APPLICATION_ID:
        raise NotAnInquiry(f"{path} is not a file of this program", "name the folder of an inquiry")
    if found > schema.VERSION:
        raise InquiryTooNew(
            f"{path.parent} was written by a newer version (schema {found}, this program knows {schema.VERSION})",
            "use that newer version of firsthand; nothing was changed",
        )
    if not tables:
        _make(store)
    elif missing := [t for t in schema.METADATA.sorted_tables if t.name not in tables]:
        _add(store, missing)
    return store


def _add(store: Store, missing: Sequence[Table]) -> None:
    """Make the tables that came to the schema after this inquiry was made."""
    with store.writing() as db:
        schema.METADATA.create_all(db, tables=missing)
        for table in {t.name for t in missing} & set(schema.APPEND_ONLY):
            for trigger in schema.TRIGGERS:
                if trigger.startswith(f"CREATE TRIGGER {table}_"):
                    db.exec_driver_sql(trigger)


def _make(store: Store) -> None:
    with _translated(store.path):
        raw = sqlite3.connect(store.path)
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        finally:
            raw.close()
    with store.writing() as db:
        schema.METADATA.create_all(db)
        for trigger in schema.TRIGGERS:
            db.exec_driver_sql(trigger)
        db.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
        db.exec_driver_sql(f"PRAGMA user_version={schema.VERSION}")


def _prepare(raw: sqlite3.Connection, _record: object) -> None:
    raw.isolation_level = None  # SQLAlchemy begins; the driver must not begin again
    raw.execute("PRAGMA busy_timeout=5000")
    raw.execute("PRAGMA synchronous=NORMAL")
    raw.execute("PRAGMA trusted_schema=OFF")


def _writes(db: Connection) -> bool:
    return bool(db.get_execution_options().get("writes"))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        said = str(error.orig)
        if "not a database" in said:
            raise NotAnInquiry(f"{path} is not a file of this program", "name the folder of an inquiry") from error
        raise StoreFailed(f"{path} cannot be read or written: {said}", cure(said)) from error
    except sqlite3.Error as error:
        raise StoreFailed(f"{path} cannot be read or written: {error}", cure(str(error))) from error


def cure(said: str) -> str:
    """What to do about what the disk or the database `said`."""
    low = said.lower()
    if "full" in low or "no space" in low:
        return "free some space and run again: nothing half-written was kept"
    if "readonly" in low or "read-only" in low or "unable to open" in low or "permission" in low:
        return "make the folder writable, or copy the inquiry to a place where you may write"
    if "locked" in low:
        return "another program holds the file; wait until it has ended"
    return "check the disk; restore the file from a backup if it is damaged"
