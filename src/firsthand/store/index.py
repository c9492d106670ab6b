"""The index: narrow columns and words of what an inquiry holds, made of its records and thrown away at will.

Records are kept whole, as JSON, in the tables of schema.py. A page that shows fifty of 150,000 must not read them all: here stand the
columns by which they are sorted, counted and found, and a full-text index over their words (SQLite's FTS5).
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, String, Table, inspect

INDEX = MetaData()


def _table(name: str, *columns: Column[object]) -> Table:
    return Table(f"index_{name}", INDEX, *columns)


documents = _table(
    "documents",
    Column("id", String, primary_key=True),
    Column("name", String, index=True),
    Column("title", String),
    Column("outlet", String),
    Column("media_type", String),
    Column("language", String),
    Column("published", String, index=True),
    Column("collected", String),
    Column("size", Integer),
    Column("length", Integer),
    Column("pages", Integer),
    Column("part_of", String),
    Column("statements", Integer, server_default="0"),
    Column("copies", Integer, server_default="0"),
    Column("flaws", Integer, server_default="0"),
)
"""One row a document; `length` in code points, -1 where no text was read; `published` the first possible day."""

statements = _table(
    "statements",
    Column("id", String, primary_key=True),
    Column("document", String),
    Column("start", Integer),
    Column("mode", String),
    Column("stance", String),
    Column("rule", String),
    Column("speaker", String),
    Column("origin", String),
    Column("said_by", String),
    Column("words", String),
)
"""One row a statement that nobody rejected; `said_by` the words that name the speaker, `words` the beginning of what is said."""
Index("index_statements_place", statements.c.document, statements.c.start)
Index("index_statements_speaker", statements.c.speaker)
Index("index_statements_origin", statements.c.origin)

allegations = _table(
    "allegations",
    Column("id", String, primary_key=True),
    Column("rank", Integer, index=True),
    Column("type", String, index=True),
    Column("label", String),
    Column("level", String),
    Column("part_of", String, index=True),
    Column("victims", String),
    Column("perpetrators", String),
    Column("places", String),
    Column("first", String, index=True),
    Column("last", String),
    Column("lo", Integer),
    Column("hi", Integer),
    Column("documents", Integer),
    Column("first_hand", Integer),
    Column("disputed", Integer),
    Column("doubted", Integer),
    Column("standard", String, index=True),
    Column("supports", Integer),
    Column("disputes", Integer),
    Column("contradictions", Integer),
)
"""One row an allegation, with what its assessment says of it. `rank`: its place in the order of the report. Names are joined by "; "."""

members = _table(
    "members",
    Column("row", Integer, primary_key=True),
    Column("allegation", String, index=True),
    Column("statement", String, index=True),
    Column("role", String),
    Column("origin", String),
)

speakers = _table(
    "speakers",
    Column("id", String, primary_key=True),
    Column("name", String),
    Column("kind", String),
    Column("speaks_for", String),
    Column("statements", Integer),
    Column("documents", Integer),
    Column("weight", Float),
)

fills = _table(
    "fills",
    Column("row", Integer, primary_key=True),
    Column("slot", String),
    Column("n", Integer),
    Column("allegation", String, index=True),
    Column("statements", Integer),
    Column("first", String),
    Column("because", String),
    Column("standard", String),
)
"""What rules propose for each element of a crime: the allegation (`n`th of its slot), how many statements of it speak to it, the first ones."""
Index("index_fills_slot", fills.c.slot, fills.c.n)
Index("index_fills_standard", fills.c.slot, fills.c.standard)

queue = _table(
    "queue",
    Column("row", Integer, primary_key=True),
    Column("noun", String),
    Column("n", Integer),
    Column("key", String, index=True),
)
"""What the machine proposes, of each noun in the order in which it is offered; of a pair the key is both ids with a blank between."""
Index("index_queue_noun", queue.c.noun, queue.c.n, queue.c.key)

finds = _table(
    "finds",
    Column("row", Integer, primary_key=True),
    Column("noun", String),
    Column("id", String),
    Column("document", String),
    Column("start", Integer),
    Column("end", Integer),
)
"""What the full-text index holds words of: a passage of a text, a statement, a speaker, an allegation."""
Index("index_finds_document", finds.c.document, finds.c.noun)
Index("index_finds_noun", finds.c.noun, finds.c.id)

WORDS = (
    "CREATE VIRTUAL TABLE index_words USING fts5(words, tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')",
    "CREATE VIRTUAL TABLE index_vocabulary USING fts5vocab(index_words, row)",
)
"""The words themselves, by the rows of `finds`; and the list of all different words, for those that are spelled otherwise."""


def present(db: Connection) -> bool:
    """Whether there is an index."""
    return "index_finds" in inspect(db).get_table_names()


def renew(db: Connection) -> None:
    """An empty index in the place of any that is there."""
    db.exec_driver_sql("DROP TABLE IF EXISTS index_vocabulary")
    db.exec_driver_sql("DROP TABLE IF EXISTS index_words")
    INDEX.drop_all(db)
    INDEX.create_all(db)
    for made in WORDS:
        db.exec_driver_sql(made)


def forget(db: Connection, noun: str, document: str | None = None) -> None:
    """Take out of the full-text index what is kept under this noun, of one document or of all."""
    where, values = ("noun = ?", [noun]) if document is None else ("noun = ? AND document = ?", [noun, document])
    rows = f"SELECT row FROM index_finds WHERE {where}"
    db.exec_driver_sql(f"DELETE FROM index_words WHERE rowid IN ({rows})", tuple(values))
    db.exec_driver_sql(f"DELETE FROM index_finds WHERE {where}", tuple(values))


def keep(db: Connection, found: list[tuple[str, str, str, int, int, str]]) -> None:
    """Put these into the full-text index: noun, id, document, start, end, words."""
    if not found:
        return
    last = int(db.exec_driver_sql("SELECT coalesce(max(row), 0) FROM index_finds").scalar_one())
    rows = [(last + n, *f) for n, f in enumerate(found, 1)]
    db.exec_driver_sql("INSERT INTO index_finds VALUES (?, ?, ?, ?, ?, ?)", [r[:6] for r in rows])
    db.exec_driver_sql("INSERT INTO index_words (rowid, words) VALUES (?, ?)", [(r[0], r[6]) for r in rows])
