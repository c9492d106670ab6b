"""SEARCH: words in texts, statements, speakers and allegations."""

from __future__ import annotations

from typing import Literal

from firsthand.inquiry import browse
from firsthand.inquiry.open import Inquiry
from firsthand.inquiry.search import Found, Query
from firsthand.inquiry.search import search as find
from firsthand.web.page import Ask, Page, Part, Shown, part

SIZE = 20


class AskSearch(Ask, frozen=True):
    """The query `q` (see inquiry/search.py) with its filters, on page `at`."""

    q: str = ""
    noun: Literal["", "text", "statement", "speaker", "allegation", "document"] = ""
    language: str = ""
    stance: Literal["", "alleges", "denies", "doubts", "calls-for", "other"] = ""
    fuzzy: Literal["", "yes"] = ""
    at: int = 1


class Search(Shown, frozen=True):
    """What was found, a part at a time."""

    q: str
    noun: str
    language: str
    stance: str
    fuzzy: bool
    languages: tuple[tuple[str, int], ...]
    found: Found
    part: Part


def search(inquiry: Inquiry, ask: AskSearch) -> Search:
    """What the query finds."""
    query = Query(words=ask.q, noun=ask.noun, language=ask.language, stance=ask.stance, fuzzy=bool(ask.fuzzy))
    found = inquiry.ask(find, query, first=max(ask.at - 1, 0) * SIZE, most=SIZE)
    return Search(
        q=ask.q,
        noun=ask.noun,
        language=ask.language,
        stance=ask.stance,
        fuzzy=query.fuzzy,
        languages=inquiry.ask(browse.languages),
        found=found,
        part=part(found.total, ask.at, SIZE),
    )


PAGES = (Page("/search", "search.html.j2", search, nav="search", key="s"),)
