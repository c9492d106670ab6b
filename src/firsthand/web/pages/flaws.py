"""FLAWS: what is wrong with the material, with its place and what one can do."""

from __future__ import annotations

import msgspec

from firsthand.inquiry import browse
from firsthand.inquiry.open import Inquiry
from firsthand.web.page import Ask, Page, Part, Shown, part

SIZE = 50


class AskFlaws(Ask, frozen=True):
    """Flaws of one `kind`, or of all; on page `at`."""

    kind: str = ""
    at: int = 1


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A flaw in the list; `document` is "" where it is about a file that was not taken in."""

    id: str
    stage: str
    kind: str
    name: str
    message: str
    cure: str
    document: str
    start: int | None
    page: int | None


class Flaws(Shown, frozen=True):
    """The flaws of the inquiry, a part at a time, and how many there are of each kind."""

    kind: str
    kinds: tuple[tuple[str, int], ...]
    part: Part
    rows: tuple[Row, ...]


def flaws(inquiry: Inquiry, ask: AskFlaws) -> Flaws:
    """The flaws of the kind that is asked for."""
    kinds = inquiry.ask(browse.faults)
    total = sum(n for kind, n in kinds if ask.kind in ("", kind))
    shown = part(total, ask.at, SIZE)
    found = inquiry.ask(browse.flaws, ask.kind, max(shown.first - 1, 0), SIZE)
    rows = tuple(
        Row(
            id=f.id,
            stage=f.stage,
            kind=f.kind,
            name=f.name,
            message=f.message,
            cure=f.cure,
            document=f.document or "",
            start=f.start,
            page=f.page,
        )
        for f in found
    )
    return Flaws(kind=ask.kind, kinds=kinds, part=shown, rows=rows)


PAGES = (Page("/flaws", "flaws.html.j2", flaws, nav="flaws", key="f"),)
