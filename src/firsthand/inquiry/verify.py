"""Verify: whether the originals, the custody log, the texts and every span still are what they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cryptography.x509 import Certificate
from sqlalchemy import Connection, select

from firsthand.allegations.table import ACTS, PREDICATIONS
from firsthand.copies.table import CREDITS
from firsthand.documents import custody, stamp
from firsthand.documents.seal import Mismatch, broken
from firsthand.documents.spans import mismatches
from firsthand.documents.table import CUSTODY, DOCUMENTS, TEXTS
from firsthand.figures.table import FIGURES
from firsthand.inquiry.desk import Desk, digest_of
from firsthand.inquiry.look import named
from firsthand.statements.table import MENTIONS, STATEMENTS


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
        texts = dict(_spans(db, wrong, one))
        wrong += custody.unlike(documents, entries, one)
        wrong += custody.misread(texts, entries, one)
        wrong += stamp.check(entries, roots)
    return tuple(wrong)


def _spans(db: Connection, wrong: list[Mismatch], only: str | None) -> Iterator[tuple[str, str]]:
    """Check every span, adding to `wrong`, one document at a time; the digest of each text."""
    holders = (STATEMENTS, MENTIONS, FIGURES, ACTS, PREDICATIONS, CREDITS)
    ids = {*TEXTS.ids(db), *(i for rows in holders for (i,) in db.execute(select(rows.table.c.document).distinct()))}
    for id_ in sorted(ids if only is None else ids & {only}):
        text = TEXTS.get(db, id_)
        for rows in holders:
            wrong += mismatches(rows.all(db, document=id_), {id_: text.text} if text else {})
        if text:
            yield id_, digest_of(text)
