"""DOCUMENTS: what was collected."""

from __future__ import annotations

from typing import Literal

from firsthand.inquiry import browse
from firsthand.inquiry.open import Inquiry
from firsthand.web.page import Ask, Page, Part, Shown, part

SIZE = 50


class AskDocuments(Ask, frozen=True):
    """Documents with the words `find` in their name or title, in one `language`, sorted `by` one thing, on page `at`."""

    find: str = ""
    language: str = ""
    by: Literal["name", "published", "statements", "flaws"] = "name"
    at: int = 1


class Documents(Shown, frozen=True):
    """The documents of the inquiry, a part at a time; `languages` are all there are, with their numbers."""

    find: str
    language: str
    by: str
    languages: tuple[tuple[str, int], ...]
    part: Part
    rows: tuple[browse.Sheet, ...]


def documents(inquiry: Inquiry, ask: AskDocuments) -> Documents:
    """The documents asked for."""
    first = max(ask.at - 1, 0) * SIZE
    total, rows = inquiry.ask(browse.documents, ask.find, ask.language, ask.by, first=first, most=SIZE)
    return Documents(
        find=ask.find,
        language=ask.language,
        by=ask.by,
        languages=inquiry.ask(browse.languages),
        part=part(total, ask.at, SIZE),
        rows=rows,
    )


PAGES = (Page("/documents", "documents/list.html.j2", documents, nav="documents", key="d"),)
