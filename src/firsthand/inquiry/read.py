"""Read: the text of every document that was not read yet, and the documents inside it, each in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection

from firsthand import line
from firsthand.documents import custody
from firsthand.documents.collect import enclose
from firsthand.documents.confine import Limits
from firsthand.documents.record import Document, How, Part, Text
from firsthand.documents.sandbox import Job, Sandbox, unread
from firsthand.documents.table import CUSTODY, DOCUMENTS, TEXTS
from firsthand.flaws import Flaw
from firsthand.inquiry.collect import Received, receive
from firsthand.inquiry.desk import TOOL, Desk, digest_of, now
from firsthand.inquiry.table import FLAWS
from firsthand.store import work
from firsthand.store.folder import guarded

OCR = 0.75
"""Share of a document's time that may go into reading images, so that what was read of its other pages comes back."""

TOGETHER, PATIENCE = 50, 2.0
"""Documents, or seconds, after which what was read is written: what a run that is killed has to read again."""


@dataclass
class Read:
    """What has been read out of a document so far. With each part goes what is known of how it came. `before`: the digest that the
    document had when that began, where it was not its name."""

    text: Text | None = None
    parts: list[tuple[Document, dict[str, str]]] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    before: str | None = None


def read(desk: Desk) -> int:
    """Read every document that was not read yet by this version, and the documents inside it (attachments)."""
    total, tried = 0, set[str]()
    while True:
        with desk.store.reading() as db:
            done = work.done(db, "read")
            documents = {d.id: d for d in DOCUMENTS.all(db)}
        key = digest_of(line.version("read"), msgspec.structs.replace(_how(desk), passwords=()))
        failed = digest_of(key, _limits(desk))  # what overran is tried again under other limits only
        if desk.settings.passwords:  # what was encrypted is tried once more
            again = _encrypted(desk) - tried
            done = {d: k for d, k in done.items() if d not in again}
        todo = [d for d in documents.values() if done.get(d.id) not in (key, failed)]
        tried.update(d.id for d in todo)
        if not total or todo:
            desk.progress.begin("read", len(todo))
        if not todo:
            return total
        _read(desk, todo, documents, key, failed)
        total += len(todo)


def _encrypted(desk: Desk) -> frozenset[str]:
    with desk.store.reading() as db:
        return frozenset(f.document for f in FLAWS.all(db, stage="read") if f.kind == "encrypted" and f.document)


def _how(desk: Desk, level: int = 0) -> How:
    s = desk.settings
    return How(
        limit=s.limit,
        passwords=s.passwords,
        ocr=s.ocr,
        seconds=OCR * s.seconds,
        level=level,
        depth=s.depth,
        members=s.members,
        total=s.total,
        ratio=s.ratio,
    )


def _limits(desk: Desk) -> Limits:
    s = desk.settings
    return Limits(seconds=s.seconds, processor=s.processor, memory=s.memory, output=s.output, files=s.files)


def _read(desk: Desk, todo: list[Document], documents: Mapping[str, Document], key: str, failed: str) -> None:
    began, changed = now(), list[tuple[Document, str]]()

    def jobs() -> Iterator[Job]:
        for d in todo:
            if (found := desk.vault.digest(d.id)) == d.id:
                how = _how(desk, _level(d, documents))
                yield Job(document=d, path=str(desk.vault.path(d.id).resolve()), how=how)
            else:
                changed.append((d, found))

    many = len(todo) > 50 or sum(d.size for d in todo) > 1_000_000
    under_way: dict[str, Read] = {}
    ready: list[tuple[Document, Read]] = []
    since = time.monotonic()
    with Sandbox(desk.settings.processes() if many else 1, _limits(desk)) as sandbox:
        for job, piece in sandbox.read(jobs()):
            read = under_way.setdefault(job.document.id, Read())
            if piece is None:
                ready.append((job.document, under_way.pop(job.document.id)))
                if len(ready) >= TOGETHER or time.monotonic() > since + PATIENCE:
                    _take(desk, ready, key, failed)
                    ready, since = [], time.monotonic()
            elif isinstance(piece, Part):
                with guarded(desk.folder):
                    read.parts.append((enclose(piece, job.document, desk.vault, now(), later=True), piece.details))
            elif isinstance(piece, Flaw):
                read.flaws.append(piece)
            else:
                read.text = piece
    _take(desk, ready, key, failed)
    why = "its original is gone or was changed since it was sealed"
    _take(desk, [(d, Read(flaws=[unread(d, why)], before=found)) for d, found in changed], key, failed)
    with desk.store.writing() as db:
        desk.log(db, "read", key, began, len(todo))


def _take(desk: Desk, ready: Sequence[tuple[Document, Read]], version: str, failed: str) -> None:
    """Put what reading documents gave in the place of what an earlier reading gave."""
    with guarded(desk.folder):
        desk.vault.settle()
    if not ready:
        return
    texts = {d.id: (digest_of(r.text) if r.text else "") for d, r in ready}
    marks = {d.id: failed if any(f.kind == "unreadable" for f in r.flaws) else version for d, r in ready}
    with desk.store.writing() as db:
        TEXTS.clear(db, "id", texts)
        FLAWS.clear(db, "unit", texts, stage="read")
        TEXTS.put(db, [r.text for _, r in ready if r.text])
        for document, read in ready:
            FLAWS.put(db, read.flaws, unit=document.id)
        desk.enter_all(db, _acts(desk, db, ready, version, texts))
        work.mark_all(db, "read", marks)
        work.mark_all(db, "text", texts)
    for _ in ready:
        desk.progress.step()


def _acts(
    desk: Desk, db: Connection, ready: Sequence[tuple[Document, Read]], version: str, texts: Mapping[str, str]
) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """What is to be entered of each document: the parts that came out of it, then that it was read."""
    seen: set[tuple[str, str]] = set()
    for document, read in ready:
        fresh = []
        for part, told in read.parts:
            known = {e.details.get("place") for e in CUSTODY.all(db, document=part.id)}
            if part.place not in known and (part.id, part.place) not in seen:
                seen.add((part.id, part.place))
                fresh.append(Received(part, told, whole=document.id))
        if fresh:
            yield from receive(desk, db, fresh)
        details = custody.read(
            tool=TOOL,
            version=version,
            text=texts[document.id],
            before=document.id if read.before is None else read.before,
            after=desk.vault.digest(document.id),
        )
        yield "read", document.id, details


def _level(document: Document, documents: Mapping[str, Document]) -> int:
    """In how many documents this one lies."""
    level, seen = 0, {document.id}
    whole = document.part_of
    while whole and whole not in seen and whole in documents:
        seen.add(whole)
        level, whole = level + 1, documents[whole].part_of
    return level
