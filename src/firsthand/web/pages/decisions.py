"""DECISIONS: all that people decided, the latest first. What was taken out can be put back from here."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firsthand.inquiry import feed
from firsthand.inquiry.feed import Entry
from firsthand.inquiry.open import Inquiry
from firsthand.web.page import Ask, Page, Part, Shown, part

SIZE = 40

WHERE: Mapping[str, str] = {
    "copy": "/copies/{id}",
    "document": "/documents/{id}",
    "contradiction": "/contradictions/{id}",
    "speaker": "/speakers/{id}",
    "dependence": "/review?about={id}",
    "element": "/crimes/{id}",
    "answer": "/allegations/{other}",
}
"""Where the things are that decisions are about."""


class AskDecisions(Ask, frozen=True):
    """Decisions about a `noun`, or of one kind of `decision`, or all; on page `at`."""

    noun: str = ""
    decision: str = ""
    at: int = 1


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A decision and `where` what it is about can be seen ("": nowhere by itself)."""

    entry: Entry
    where: str


class Decisions(Shown, frozen=True):
    """What was decided, a part at a time; `nouns` and `kinds` are those there are."""

    noun: str
    decision: str
    nouns: tuple[str, ...]
    kinds: tuple[str, ...]
    part: Part
    rows: tuple[Row, ...]


def decisions(inquiry: Inquiry, ask: AskDecisions) -> Decisions:
    """The decisions asked for."""
    total, entries = inquiry.ask(feed.feed, ask.noun, ask.decision, max(ask.at - 1, 0) * SIZE, SIZE)
    nouns, kinds = inquiry.ask(feed.kinds)
    return Decisions(
        noun=ask.noun, decision=ask.decision, nouns=nouns, kinds=kinds, part=part(total, ask.at, SIZE),
        rows=tuple(Row(entry=e, where=_where(e)) for e in entries),
    )  # fmt: skip


def _where(e: Entry) -> str:
    j = e.judgement
    if e.document:
        return f"/documents/{e.document}?start={e.start}#{j.about}"
    return WHERE.get(j.noun, "").format(id=j.about, other=j.other)


PAGES = (Page("/decisions", "decisions.html.j2", decisions, nav="decisions", key="h"),)
