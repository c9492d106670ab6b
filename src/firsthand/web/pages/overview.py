"""OVERVIEW: the line with its counts, what needs a person, and what changed since they looked last."""

from __future__ import annotations

import msgspec

from firsthand.inquiry import browse, queue
from firsthand.inquiry.open import Inquiry
from firsthand.web.page import Ask, Change, Done, Page, Shown

MOST = 8
"""Allegations, contradictions and moved counts that are listed here; their pages list all."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """An allegation whose independent origins are others than they were; None where there was none, or is none any more."""

    id: str
    label: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """What came since `when` somebody looked last ("": they never said so): new documents and decisions, and counts that moved."""

    when: str
    documents: int
    decisions: int
    moved: tuple[Moved, ...]
    more: int


class Overview(Shown, frozen=True):
    """The inquiry at a glance. `flaws` are counted by kind, `needs` by noun: how many wait for a person's decision."""

    counts: browse.Counted
    flaws: tuple[tuple[str, int], ...]
    needs: tuple[tuple[str, int], ...]
    allegations: tuple[browse.Brief, ...]
    contradictions: tuple[browse.Contrary, ...]
    since: Since
    report: str


def overview(inquiry: Inquiry, _: Ask) -> Overview:
    """The inquiry as it is now."""
    look = inquiry.look()
    before, after = look.counts, inquiry.ask(browse.bounds) if look.when else {}
    ids = [i for i in dict.fromkeys((*after, *before)) if look.when and before.get(i) != after.get(i)]
    moved = tuple(
        Moved(
            id=i if i in after else "",
            label=(after.get(i) or before[i])[0],
            before=before[i][1:] if i in before else None,
            after=after[i][1:] if i in after else None,
        )
        for i in ids[:MOST]
    )
    documents, decisions = inquiry.ask(browse.since, look.when)
    return Overview(
        counts=inquiry.ask(browse.counted),
        flaws=inquiry.ask(browse.faults),
        needs=tuple((k, n) for k in queue.KINDS if (n := inquiry.ask(queue.waiting, k, most=0)[0])),
        allegations=inquiry.ask(browse.brief, MOST),
        contradictions=inquiry.ask(browse.contrary, MOST),
        since=Since(when=look.when, documents=documents, decisions=decisions, moved=moved, more=len(ids) - len(moved)),
        report=inquiry.report_path.name if inquiry.report_path.is_file() else "",
    )


def looked(inquiry: Inquiry, _: Ask) -> Done:
    """Whoever asks has seen it."""
    inquiry.looked()
    return Done()


PAGES = (Page("/", "overview.html.j2", overview, nav="overview", key="o"),)
CHANGES = (Change("/looked", looked, follows=False),)
