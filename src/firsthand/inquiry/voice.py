"""Voice: what one speaker said over time, and who else they may be."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, or_, select

from firsthand.origins.table import SPEAKERS
from firsthand.store import index


def spoken(db: Connection, speaker: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The statements of a speaker in the order of time, and of each the first possible day of its document ("" where there is none)."""
    s, d = index.statements.c, index.documents.c
    day = func.coalesce(d.published, "")
    query = select(s.id, day).join(index.documents, d.id == s.document).where(s.speaker == speaker)
    rows = db.execute(query.order_by(day == "", day, s.document, s.start)).all()
    return tuple(str(i) for i, _ in rows), {str(i): str(when) for i, when in rows}


def alikes(db: Connection, speaker: str) -> tuple[tuple[str, str], ...]:
    """Speakers whose name is part of this one's, or the other way round: id and name."""
    one = SPEAKERS.get(db, speaker)
    parts_ = [w for w in (one.name.split() if one else ()) if len(w) > 2]
    if one is None or not parts_:
        return ()
    c = index.speakers.c
    query = select(c.id, c.name).where(
        c.kind == one.kind, c.id != one.id, or_(*(c.name.contains(w, autoescape=True) for w in parts_))
    )
    own = set(one.name.casefold().split())
    near = [(str(i), str(n)) for i, n in db.execute(query.limit(200)) if not _differ(own, set(n.casefold().split()))]
    return tuple(near[:8])


def _differ(a: set[str], b: set[str]) -> bool:
    return not (a <= b or b <= a)
