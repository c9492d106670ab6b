"""An inquiry that was made before a table came to the schema gets it when it is opened; nothing else changes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from firsthand.store.open import open_store


def test_a_table_that_came_later(tmp_path: Path) -> None:
    path = tmp_path / "inquiry.sqlite"
    open_store(path, create=True)
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE findings")
        db.execute("INSERT INTO runs (id, record) VALUES ('kept', x'7b7d')")
    db.close()
    open_store(path)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM findings").fetchone() == (0,)
        assert db.execute("SELECT id FROM runs").fetchone() == ("kept",)
        db.execute("INSERT INTO findings (id, about, record) VALUES ('f', 'a', x'7b7d')")
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            db.execute("DELETE FROM findings")
    db.close()
