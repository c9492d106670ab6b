"""Verify: whether the originals, the custody log, the texts and every span still are what they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.x509 import Certificate
from sqlalchemy import Connection, select

import firsthand.copies.check as copies
from firsthand.allegations.table import ACTS, PREDICATIONS
from firsthand.copies.table import COPIES, CREDITS
from firsthand.documents import custody, stamp
from firsthand.documents.seal import Mismatch, broken
from firsthand.documents.spans import mismatches
from firsthand.documents.table import CUSTODY, DOCUMENTS, TEXTS
from firsthand.estimates import check
from firsthand.estimates.table import LISTED, STUDIES
from firsthand.figures.table import FIGURES
from firsthand.inquiry.desk import Desk, digest_of
from firsthand.inquiry.due import Behind, behind
from firsthand.inquiry.look import named
from firsthand.inquiry.state import stated
from firsthand.inquiry.table import FLAWS, JUDGEMENTS
from firsthand.origins.record import Reference
from firsthand.origins.table import REFERENCES
from firsthand.statements.record import Statement
from firsthand.statements.table import MENTIONS, STATEMENTS
from firsthand.store.rows import Rows

HOLDERS: tuple[Rows[Any], ...] = (STATEMENTS, MENTIONS, FIGURES, ACTS, PREDICATIONS, CREDITS, REFERENCES, LISTED)
"""What names places in one document."""


def verify(
    desk: Desk,
    only: str | None = None,
    *,
    quick: bool = False,
    head: str | None = None,
    roots: Sequence[Certificate] = (),
) -> tuple[Mismatch, ...]:
    """What of the inquiry, or of the document called `only`, no longer is what it was; see Inquiry.verify."""
    with desk.store.reading() as db:
        documents, entries = DOCUMENTS.all(db), CUSTODY.all(db)
        chosen = documents if only is None else (named(documents, "document", only),)
        desk.progress.begin("verify", len(chosen))
        wrong = list(custody.sealed(chosen, desk.vault, "quick" if quick else "full", desk.progress.step))
        if only is None:
            wrong += desk.vault.strangers(d.id for d in documents)
        wrong += broken(entries, head)
        one = None if only is None else chosen[0].id
        if quick:
            wrong += custody.unlike(documents, entries, one)
            return tuple(wrong)
        old = behind(desk, db)
        texts = dict(_spans(db, wrong, one, old))
        wrong += [*(() if old.compare else _copies(db, one)), *_flaws(db, one, old)]
        if only is None:
            wrong += (w for s in STUDIES.all(db) for w in check.mismatches(s, LISTED.all(db, study=s.id)))
        wrong += custody.unlike(documents, entries, one)
        wrong += custody.misread(texts, entries, one)
        wrong += stamp.check(entries, roots)
    return tuple(wrong)


def _spans(db: Connection, wrong: list[Mismatch], only: str | None, old: Behind) -> Iterator[tuple[str, str]]:
    """Check every span, adding to `wrong`, one document at a time; the digest of each text. What stages that are behind made is left."""
    ids = {*TEXTS.ids(db), *(i for rows in HOLDERS for (i,) in db.execute(select(rows.table.c.document).distinct()))}
    made: dict[str, list[Statement]] = {}
    for s in stated(JUDGEMENTS.all(db)).values():
        made.setdefault(s.document, []).append(s)
    for id_ in sorted((ids | made.keys()) if only is None else (ids | made.keys()) & {only}):
        text = TEXTS.get(db, id_)
        for rows in (r for r in HOLDERS if not old.of(r, id_)):
            wrong += mismatches(rows.all(db, document=id_), {id_: text.text} if text else {})
        wrong += mismatches(made.get(id_, ()), {id_: text.text} if text else {})
        if not old.trace:
            mentioned = {(m.place.start, m.place.end) for m in MENTIONS.all(db, document=id_)}
            wrong += (_unmentioned(r) for r in REFERENCES.all(db, document=id_) if (r.start, r.end) not in mentioned)
        if text:
            yield id_, digest_of(text)


def _copies(db: Connection, only: str | None) -> Iterator[Mismatch]:
    """The matches of copies that are none, two texts at a time."""
    for copy in COPIES.all(db):
        if only in (None, copy.from_, copy.to):
            yield from copies.mismatches([copy], {t.document: t.text for t in TEXTS.some(db, (copy.from_, copy.to))})


def _flaws(db: Connection, only: str | None, old: Behind) -> Iterator[Mismatch]:
    """The flaws that lead to no place in their texts."""
    for flaw in FLAWS.all(db):
        if flaw.stage == "extract" and flaw.document in old.extract:
            continue
        if flaw.document and flaw.start is not None and only in (None, flaw.document):
            text = TEXTS.get(db, flaw.document)
            yield from mismatches([flaw], {flaw.document: text.text} if text else {})


def _unmentioned(r: Reference) -> Mismatch:
    return Mismatch(
        where=f"{r.document} {r.start}:{r.end}",
        expected="a mention",
        found="none",
        message=f"a reference to {r.speaker} stands where nothing is mentioned",
    )
