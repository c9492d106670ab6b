"""Collect: seal what lies under the places given, and enter in the custody log how it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from firsthand.documents import custody
from firsthand.documents.collect import Found, find
from firsthand.documents.collect import collect as seal
from firsthand.documents.record import Document
from firsthand.documents.table import CUSTODY, DOCUMENTS
from firsthand.inquiry.desk import TOOL, Desk, now
from firsthand.inquiry.table import FLAWS
from firsthand.store.folder import guarded

TOGETHER, HEAVY = 100, 50_000_000
"""Files, or bytes, after which what was sealed is entered in the log: what a run that is killed has to seal again."""


def collect(desk: Desk, places: Sequence[Path], told: Mapping[str, str] | None = None) -> int:
    """Seal every file under `places`. Files that are here already are left alone.

    `told` is what a person knows of how all of them were come by: some of custody.FIELDS.
    Raises NoSuchSource and NothingToRead. Files that cannot be read become Flaws.
    """
    found, flaws = find(places, desk.folder)
    with desk.store.reading() as db:
        known = {(e.document, e.details.get("place")) for e in CUSTODY.all(db)}
    desk.progress.begin("collect", len(found))
    began, new = now(), 0
    for batch in batches(found):
        taken = []
        for file in batch:
            with guarded(desk.folder):
                taken.append((file, *seal(file, desk.vault, now(), later=True)))
        desk.vault.settle()
        with desk.store.writing() as db:
            FLAWS.clear(db, "unit", (file.place for file, _, _ in taken), stage="collect")
            fresh = []
            for file, document, wrong in taken:
                FLAWS.put(db, wrong, unit=file.place)
                if document and (document.id, document.place) not in known:
                    given = {**file.details, **(told or {})}
                    fresh.append(Received(document, given, modified=_modified(file.path)))
            desk.enter_all(db, receive(desk, db, fresh))
            new += len(fresh)
        for _ in taken:
            desk.progress.step()
    with desk.store.writing() as db:
        for wrong_file in flaws:
            FLAWS.put(db, [wrong_file], unit=wrong_file.name)
        if new:
            desk.log(db, "collect", "", began, new)
    return new


def batches(found: Sequence[Found]) -> Iterator[list[Found]]:
    """The files, so many at a time as may be lost together: sealed and entered at once they take a fraction of the time."""
    batch: list[Found] = []
    weight = 0
    for file in found:
        with suppress(OSError):
            weight += file.path.lstat().st_size
        batch.append(file)
        if len(batch) >= TOGETHER or weight >= HEAVY:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


@dataclass(frozen=True)
class Received:
    """A document that came in, what was `told` of how, when its file was `modified`, and the `whole` that it was taken out of."""

    document: Document
    told: Mapping[str, str]
    modified: str = ""
    whole: str | None = None


def receive(desk: Desk, db: Connection, received: Sequence[Received]) -> list[tuple[str, str, Mapping[str, str]]]:
    """Put documents that were sealed among the others; the acts to be entered in the log of custody."""
    held = {d.id for d in DOCUMENTS.some(db, {r.document.id for r in received})}
    fresh: list[Document] = []
    acts: list[tuple[str, str, Mapping[str, str]]] = []
    for r in received:
        id_ = r.document.id
        after = desk.vault.digest(id_)
        details = custody.received(r.document, after=after, tool=TOOL, told=r.told, modified=r.modified, whole=r.whole)
        acts.append(("received again" if id_ in held else "received", id_, details))
        if id_ not in held:
            fresh.append(r.document)
            held.add(id_)
    DOCUMENTS.put(db, fresh)
    return acts


def _modified(path: Path) -> str:
    """When a file was last changed, by its own account."""
    with suppress(OSError, OverflowError, ValueError):
        return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).isoformat(timespec="seconds")
    return ""
