"""DOCUMENTS: what was collected."""

from __future__ import annotations

import msgspec

from firsthand.inquiry import browse
from firsthand.inquiry.open import Inquiry
from firsthand.web.page import Ask, Page, Part, Shown, part

SIZE = 50


class AskDocuments(Ask, frozen=True):
    """Documents with the words `find` in their name, on page `at`."""

    find: str = ""
    at: int = 1


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A document in the list."""

    id: str
    name: str
    media_type: str
    size: int
    collected: str


class Documents(Shown, frozen=True):
    """The documents of the inquiry, a part at a time."""

    find: str
    part: Part
    rows: tuple[Row, ...]


def documents(inquiry: Inquiry, ask: AskDocuments) -> Documents:
    """The documents whose name has the words asked for."""
    total, _ = inquiry.ask(browse.documents, ask.find, most=0)
    shown = part(total, ask.at, SIZE)
    _, found = inquiry.ask(browse.documents, ask.find, first=max(shown.first - 1, 0), most=SIZE)
    rows = tuple(Row(id=d.id, name=d.name, media_type=d.media_type, size=d.size, collected=d.collected) for d in found)
    return Documents(find=ask.find, part=shown, rows=rows)


PAGES = (Page("/documents", "documents/list.html.j2", documents, nav="documents", key="d"),)
