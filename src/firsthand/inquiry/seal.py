"""Seal: write an inquiry into a bag that can be checked anywhere, and have its custody log stamped."""

from __future__ import annotations

from pathlib import Path

from firsthand.documents import bag, stamp
from firsthand.documents.seal import Entry, broken
from firsthand.documents.table import CUSTODY, DOCUMENTS
from firsthand.errors import CheckFailed, NoSuchRecord
from firsthand.inquiry.desk import TOOL, Desk, last, now
from firsthand.store import schema
from firsthand.store.rows import raw


def seal(desk: Desk, to: Path) -> str:
    """Write everything into the new folder `to` as a BagIt bag; the digest that stands for all of it.

    Raises CheckFailed where the custody log is broken or an original changed, WrongUse, StoreFailed.
    """
    with desk.store.reading() as db:
        entries = CUSTODY.all(db)
        if wrong := broken(entries):
            raise CheckFailed(f"the custody log is broken: {wrong[0].message}", "see: firsthand verify")
        tables = [t for t in schema.METADATA.sorted_tables if "record" in t.c and t.name != "custody"]
        contents = bag.Contents(
            name=desk.name,
            made=now(),
            tool=TOOL,
            who=desk.settings.who,
            documents=DOCUMENTS.all(db),
            entries=entries,
            records={t.name: raw(db, t) for t in tables},
            reports=[p for p in (desk.report, desk.assessment) if p.is_file()],
        )
        digest = bag.write(contents, desk.vault, to)
    with desk.store.writing() as db:
        desk.enter(db, "sealed into a bag", "", {"bag": to.name, "digest": digest, "tool": TOOL})
    return digest


def head(desk: Desk) -> Entry:
    """The last entry of the custody log. Raises NoSuchRecord where nothing was collected yet."""
    with desk.store.reading() as db:
        entry = last(db)
    if entry is None:
        raise NoSuchRecord("nothing was collected yet", "collect first: firsthand collect SOURCES")
    return entry


def sign(desk: Desk, authority: str) -> Entry:
    """Have the time-stamping authority at this URL sign the head of the log. Raises StampFailed, BadSettings, NoSuchRecord."""
    details = stamp.ask(authority, head(desk))
    with desk.store.writing() as db:
        desk.enter(db, stamp.ACT, "", {**details, "tool": TOOL})
    return head(desk)
