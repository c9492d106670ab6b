"""Answer: what is on file that may be an answer of those who are accused to an allegation, for a person to say which it is."""

from __future__ import annotations

from sqlalchemy import Connection, select

from firsthand.allegations import identify
from firsthand.allegations.record import Allegation
from firsthand.inquiry import gather
from firsthand.inquiry.decisions import decisions
from firsthand.store import index


def near(db: Connection, about: Allegation) -> tuple[str, ...]:
    """Statements that may answer it: those that dispute it, refusals to comment in the documents that put it forward, those that mention it."""
    gone = decisions(db).rejected
    by = {role: [m.id for m in about.statements if m.role == role and m.id not in gone] for role in gather.ROLES}
    c = index.statements.c
    within = sorted({s.document for s in gather.statements(db, by["supports"])})
    other = [str(i) for (i,) in db.execute(select(c.id).where(c.document.in_(within), c.stance == "other"))]
    cues = identify.words("refusals", "cues")
    refused = [s.id for s in gather.statements(db, other) if s.cue_lemma in cues]
    return tuple(dict.fromkeys([*by["disputes"], *refused, *by["mentions"]]))
