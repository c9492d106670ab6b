"""Find lists of persons in documents: the tables that reading kept as rows, each row with its exact place in the text.

A list found so is a Sheet like one of a file; what is estimated from it leads back to bytes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from firsthand.copies.record import Copy
from firsthand.documents.record import Document, Passage, Text
from firsthand.estimates.lists import Sheet, headed, known
from firsthand.origins.record import Dependence

LEAST_ROWS = 10
"""A table with fewer persons is taken up only where a person names its document."""
_BAR = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")
"""What reading sets between the cells of a row, where the text is not the file itself."""
WHOLE = ("same-bytes", "near-copy", "excerpt", "translation")
"""Kinds of copies that make a list no look of its own. A few passages or a quotation in common do not: lists name the same persons."""


def tables(document: Document, text: Text) -> tuple[Sheet, ...]:
    """Every table of the document, in order: rows that stand together, the first with headings in most columns on top.

    A sheet is called by its document; with more than one, also by the heading above it or its number.
    """
    stem = PurePath(document.name).stem or document.name
    found = []
    for above, rows in _together(text):
        cells = [_cells(text, row) for row in rows]
        top = _top(cells)
        if top is None or len(cells) < top + 2:
            continue
        places = tuple((row.start, row.end) for row in rows[top + 1 :])
        made = headed(stem, document.id, cells[top:])
        found.append((above, replace(made, places=places)))
    if len(found) < 2:
        return tuple(sheet for _, sheet in found)
    titles = [above or f"table {n}" for n, (above, _) in enumerate(found, 1)]
    single = [t if titles.count(t) == 1 else f"{t} {n}" for n, t in enumerate(titles, 1)]
    return tuple(replace(sheet, name=f"{stem} / {title}") for title, (_, sheet) in zip(single, found, strict=True))


def of_persons(sheet: Sheet) -> bool:
    """Whether the table plainly is a list of persons: a heading that is a known word for a name, and some rows."""
    return len(sheet.rows) >= LEAST_ROWS and any(known(h)[1] == "name" for h in sheet.headings)


def compiled(
    sheets: Sequence[Sheet], copies: Iterable[Copy], dependences: Iterable[Dependence], independent: Sequence[str] = ()
) -> Mapping[str, tuple[str, str]]:
    """The lists that comparing or tracing found to be made from another one: list → (that list, why).

    What a person rejected does not count, nor lists that a person knows to be `independent`. Where the direction is open the two are one
    list all the same: neither is a second look.
    """
    by: dict[str, list[str]] = {}
    for s in sheets:
        if s.name not in independent:
            by.setdefault(s.digest, []).append(s.name)
    ties = [
        (c.from_, c.to, f"{c.kind} of {c.share_to:.0%} of its words")
        for c in copies
        if c.kind in WHOLE and c.status != "rejected"
    ]
    ties += [(d.parent, d.child, d.kind) for d in dependences if d.kind != "copy" and d.status != "rejected"]
    out: dict[str, tuple[str, str]] = {}
    for parent, child, why in ties:
        for name in by.get(child, ()):
            of = by.get(parent, ())
            if of and parent != child and name not in out and out.get(of[0], ("", ""))[0] != name:
                out[name] = (of[0], why)
    return out


def _together(text: Text) -> Iterator[tuple[str, list[Passage]]]:
    """Rows between which nothing else stands, each group with the heading right above it."""
    held: list[Passage] = []
    above = last = ""
    for p in text.passages:
        if p.kind == "row":
            if not held:
                above = last
            held.append(p)
        elif p.kind != "furniture":
            if held:
                yield above, held
                held = []
            last = _title(text.text[p.start : p.end]) if p.kind in ("heading", "caption") else ""
    if held:
        yield above, held


def _title(words: str) -> str:
    """A heading as part of a list's name, without the signs that have a meaning between names of lists."""
    return " ".join(re.sub("[,=+]", " ", words).split())[:60].strip()


def _cells(text: Text, row: Passage) -> list[str]:
    words = text.text[row.start : row.end]
    delimiter = text.found.get("delimiter", "").strip("'").replace("\\t", "\t")
    if not delimiter:
        return [" ".join(c.split()) for c in _BAR.split(words)]
    return [" ".join(c.split()) for c in next(csv.reader([words.replace("\n", " ").replace("\r", " ")], delimiter=delimiter), [])]  # fmt: skip


def _top(cells: Sequence[Sequence[str]]) -> int | None:
    """The row of headings: the first that fills more than half of the columns; titles above it are no persons."""
    width = max(map(len, cells))
    if width < 2:
        return None
    return next((i for i, c in enumerate(cells) if 2 * sum(bool(x) for x in c) > width), None)
