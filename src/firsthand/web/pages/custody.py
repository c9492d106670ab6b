"""CUSTODY: the log of what was done to the documents, each entry bound to the one before."""

from __future__ import annotations

import msgspec

from firsthand.documents.seal import Entry
from firsthand.inquiry import browse
from firsthand.inquiry.open import Inquiry
from firsthand.web.page import Ask, Page, Part, Shown, part

SIZE = 50


class AskCustody(Ask, frozen=True):
    """Entries about one `document`, or all; on page `at`, the newest first."""

    document: str = ""
    at: int = 1


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An entry, with the name of the document that it is about. `holds`: its digest is that of what it says."""

    entry: Entry
    name: str
    holds: bool


class Custody(Shown, frozen=True):
    """The custody log, a part at a time; `head` is the digest of its last entry, to be kept elsewhere."""

    document: str
    name: str
    head: str
    part: Part
    rows: tuple[Row, ...]


def custody(inquiry: Inquiry, ask: AskCustody) -> Custody:
    """The entries asked for."""
    total, head = inquiry.ask(browse.logged, ask.document)
    shown = part(total, ask.at, SIZE)
    found = inquiry.ask(browse.log, ask.document, max(shown.first - 1, 0), SIZE)
    names = inquiry.ask(browse.names, [e.document for e, _ in found] + [ask.document])
    rows = tuple(Row(entry=e, name=names.get(e.document, ""), holds=holds) for e, holds in found)
    return Custody(document=ask.document, name=names.get(ask.document, ""), head=head, part=shown, rows=rows)


PAGES = (Page("/custody", "custody.html.j2", custody, nav="custody", key="l"),)
