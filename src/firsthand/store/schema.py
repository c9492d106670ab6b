"""The tables. The only place in this room that knows words of the domain.

A record is kept whole, as JSON, in `record`; the columns beside it are those by which rows are found.
What people decide (`judgements`) and what was done to documents (`custody`) is append-only: triggers refuse change and removal.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

VERSION = 1
"""Version of the schema, kept as SQLite's `user_version`. An inquiry with a higher one was written by a newer program."""

APPLICATION_ID = 0x46484E44
"""Marks an SQLite file as an inquiry of this program ("FHND")."""

METADATA = MetaData()


def _noun(name: str, *found_by: str) -> Table:
    columns = [Column(c, String, index=True) for c in found_by]
    return Table(
        name,
        METADATA,
        Column("row", Integer, primary_key=True),
        Column("id", String, unique=True, nullable=False),
        *columns,
        Column("record", LargeBinary, nullable=False),
    )


documents = _noun("documents", "part_of")
texts = _noun("texts")
copies = _noun("copies", "from_document", "to_document")
credits_ = _noun("credits", "document")
statements = _noun("statements", "document")
mentions = _noun("mentions", "document")
figures = _noun("figures", "document")
acts = _noun("acts", "document")
predications = _noun("predications", "document")
speakers = _noun("speakers")
origins = _noun("origins")
traces = _noun("traces")
references = _noun("references", "document")
dependences = _noun("dependences")
allegations = _noun("allegations", "type")
contradictions = _noun("contradictions")
assessments = _noun("assessments", "allegation")
findings = _noun("findings", "about")
appraisals = _noun("appraisals", "about")
studies = _noun("studies")
listed = _noun("listed", "study", "document")
pairs = _noun("pairs", "study")
flaws = _noun("flaws", "stage", "unit")
judgements = _noun("judgements", "about")
custody = _noun("custody", "document")
runs = _noun("runs")

work = Table(
    "work",
    METADATA,
    Column("stage", String, primary_key=True),
    Column("unit", String, primary_key=True),
    Column("key", String, nullable=False),
)
"""What has been done: `stage` on `unit` (a document, or "" for the whole) from inputs whose digest is `key`."""

APPEND_ONLY = ("judgements", "custody", "runs", "findings", "appraisals")

TRIGGERS = [
    f"""CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"""
    for table in APPEND_ONLY
    for act in ("UPDATE", "DELETE")
]
