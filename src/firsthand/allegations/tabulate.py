"""Tabulate: what the rows of a table say was done to the persons in them.

A register, a list of victims, a spreadsheet of cases has no sentences: the heading of a column says what an entry under it means
("Brought in": held since; "Date of death": died), and words in other columns say what befell the person ("Deceased 7 March").
Every row that says so is a statement in the document's own voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from firsthand import ids
from firsthand.allegations.record import Act
from firsthand.dates import Period
from firsthand.documents.record import Span, Text
from firsthand.language import lexicon, times
from firsthand.statements.parse import Parsed, Piece
from firsthand.statements.record import Statement
from firsthand.vocabulary import places

RULE = "own-voice/row"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LETTERS = re.compile(r"[^\W\d_]{2}")


class Row(NamedTuple):
    """What one row says: a statement and its acts, of which there is at least one."""

    statement: Statement
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class _Table:
    """The passages of one table, the first of which heads its columns; `on`: when it speaks, `where`: what its title names as place."""

    text: Text
    head: tuple[str, ...]
    rows: tuple[Piece, ...]
    on: Period | None
    where: Span | None


@cache
def _words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    raw = lexicon.load("en", "acts")["table"]
    return {
        "columns": {w: frozenset([k]) for k, names in raw["columns"].items() for w in names},
        "entries": {k: frozenset(words) for k, words in raw["entries"].items()},
        "lists": {
            "names": frozenset(raw["names"]),
            "places": frozenset(raw["places"]),
            "empty": frozenset(raw["empty"]["words"]),
        },
    }


def find(parsed: Parsed) -> Iterator[Row]:
    """The rows of all tables of a Text that say what was done to somebody, in order."""
    for table in _tables(parsed):
        for piece in table.rows:
            made = _row(table, piece)
            if made is not None:
                yield made


def _tables(parsed: Parsed) -> Iterator[_Table]:
    """Runs of rows whose first one heads the columns: it names persons, and says something of them or has a column of entries."""
    run: list[Piece] = []
    for piece, after in pairwise([*parsed.pieces, None]):
        assert piece is not None
        if piece.passage.kind == "row":
            run.append(piece)
        if run and (after is None or after.passage.kind != "row"):
            head = tuple(" ".join(c.text.casefold().split()) for c in _cells(parsed.text, run[0]))
            if len(run) > 1 and len(head) > 1 and _words()["lists"]["names"] & set(head):
                yield _Table(parsed.text, head, tuple(run[1:]), _year(parsed.text, run[0]), _where(parsed, run[0]))
            run = []


def _cells(text: Text, piece: Piece) -> list[Span]:
    """The cells of a row; an empty one is an empty Span."""
    start, said = piece.passage.start, text.text[piece.passage.start : piece.passage.end]
    bounds = [-1, *(i for i, c in enumerate(said) if c in "|\t"), len(said)]
    return [text.span(start + a + 1, start + b) for a, b in pairwise(bounds)]


def _year(text: Text, head: Piece) -> Period | None:
    """The last year named above the table, as the day of writing: "6 March" in it is of that year. Else the text's own date."""
    years = _YEAR.findall(text.text[: head.passage.start])
    return times.period(f"31 December {years[-1]}") if years else text.published


def _where(parsed: Parsed, head: Piece) -> Span | None:
    """The place in the title of the table: the last run of proper nouns in the headings above it."""
    above = [p for p in parsed.pieces if p.index < head.index and p.passage.kind in ("heading", "caption", "paragraph")]
    for piece in reversed(above):
        for entity in reversed(piece.doc.ents):
            if entity.label_ in ("GPE", "FAC", "LOC") and piece.passage.kind != "paragraph":
                return parsed.span(piece, entity)
        named = [t for t in piece.doc if t.pos_ == "PROPN"]
        if piece.passage.kind != "paragraph" and ":" in piece.doc.text and named:
            tail = [t for t in named if t.idx > piece.doc.text.index(":")]
            if tail:
                return parsed.span(piece, tail[0], tail[-1])
    return None


def _row(table: _Table, piece: Piece) -> Row | None:
    text, cells = table.text, _cells(table.text, piece)
    whole = text.span(piece.passage.start, piece.passage.end)
    victim = _victim(table, cells)
    statement = _statement(text, whole)
    done: dict[str, Act] = {}
    for heading, cell in zip(table.head, cells, strict=False):
        for kind, trigger, why in _said(heading, cell):
            act = _act(table, cell, statement, victim, (kind, trigger, why))
            known = done.get(kind)
            if known is None or (known.period is None and act.period is not None):
                done[kind] = act
    if not done or victim is None:
        return None
    room = next(
        (c for h, c in zip(table.head, cells, strict=False) if h in _words()["lists"]["places"] and c.text), None
    )
    reasons = (*statement.reasons, *(r for a in done.values() for r in a.reasons[:1]))
    if room is not None:
        reasons += (f"place in the row: “{room.text}”",)
    made = Statement(**{**{f: getattr(statement, f) for f in statement.__struct_fields__}, "reasons": reasons})
    return Row(made, tuple(done.values()))


def _victim(table: _Table, cells: Sequence[Span]) -> Span | None:
    """Who the row is about: the first cell under a heading of persons that holds letters."""
    named = (c for h, c in zip(table.head, cells, strict=False) if h in _words()["lists"]["names"])
    return next((c for c in named if _LETTERS.search(c.text)), None)


def _said(heading: str, cell: Span) -> Iterator[tuple[str, Span, str]]:
    """The acts that an entry speaks of, with the words that say so."""
    low = cell.text.casefold().strip()
    if low in _words()["lists"]["empty"] or heading in _words()["lists"]["names"]:
        return
    column = next(iter(_words()["columns"].get(heading, ())), None)
    if column is not None:
        yield column, cell, f"the column “{heading}” speaks of {column}"
        return
    for kind, words in _words()["entries"].items():
        for word in words:
            if m := re.search(rf"\b{re.escape(word)}\b", low):
                start = cell.start + m.start()
                yield kind, Span(start, start + len(word), cell.text[m.start() : m.end()]), f"“{word}” speaks of {kind}"


def _act(table: _Table, cell: Span, statement: Statement, victim: Span | None, said: tuple[str, Span, str]) -> Act:
    kind, trigger, why = said
    when = next(iter(times.find(cell.text, table.on)), None)
    place = places.place(table.where.text) if table.where is not None else None
    return Act(
        id=ids.name("act", table.text.document, trigger.start, trigger.end, kind),
        document=table.text.document,
        statement=statement.id,
        type=kind,
        trigger=trigger,
        victim=victim,
        place=table.where,
        place_id=place.id if place else "",
        places=place.parents if place else (),
        time=table.text.span(cell.start + when[0], cell.start + when[1]) if when else None,
        period=when[2] if when else None,
        inferred=("place",) if table.where is not None else (),
        rule="A3 row",
        reasons=(why, "place from the title of the table") if table.where is not None else (why,),
    )


def _statement(text: Text, whole: Span) -> Statement:
    return Statement(
        id=ids.name("statement", text.document, whole.start, whole.end, RULE),
        document=text.document,
        start=whole.start,
        end=whole.end,
        speaker=None,
        cue=None,
        content=whole,
        parts=(whole,),
        mode="own",
        stance="alleges",
        rule=RULE,
        reasons=("a row of a table that speaks of a person",),
    )
