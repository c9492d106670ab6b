"""What can be wrong with the material: stage, place, message. Stored, never raised."""

from __future__ import annotations

import msgspec

from firsthand import ids


class Flaw(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In `stage`, `document` turned out to have this wrong with it, at this place; this is what one can do.

    `kind` is a short word for counting ("unreadable", "empty", "no-text", "wrong-encoding", "vanished" …).
    `start`/`end` are code points into the Text where there is one; `page` counts from 1.
    """

    id: str
    stage: str
    kind: str
    message: str
    cure: str = ""
    document: str | None = None
    name: str = ""
    start: int | None = None
    end: int | None = None
    page: int | None = None


def flaw(
    stage: str,
    kind: str,
    message: str,
    *,
    cure: str = "",
    document: str | None = None,
    name: str = "",
    start: int | None = None,
    end: int | None = None,
    page: int | None = None,
) -> Flaw:
    """A Flaw with its id from its content. `name` is the file name that a person knows the document by."""
    return Flaw(
        id=ids.name("flaw", stage, kind, document or name, start, end, page, message),
        stage=stage,
        kind=kind,
        message=message,
        cure=cure,
        document=document,
        name=name,
        start=start,
        end=end,
        page=page,
    )
