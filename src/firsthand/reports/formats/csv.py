"""The report as tables for a spreadsheet (RFC 4180, UTF-8 with a mark that Excel asks for): one file for each noun."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from firsthand.reports.escape import VISIBLE
from firsthand.reports.phrase import words
from firsthand.reports.record import Contents

Row = Sequence[object]
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"

ALLEGATIONS = ("allegation", "label", "type", "part_of", "origins_lo", "origins_hi", "documents", "first_hand", "disputed_by", "standard_proposed")  # fmt: skip
STATEMENTS = ("allegation", "label", "role", "statement", "speaker", "stance", "mode", "hedges", "content", "document", "name", "start", "end", "page", "origin", "origin_kind", "rule")  # fmt: skip
CONTRADICTIONS = ("contradiction", "kind", "allegation", "status", "explanation", "statements")


FILES = ("allegations.csv", "statements.csv", "contradictions.csv")


def write(contents: Contents) -> dict[str, bytes]:
    """File name and bytes of each table. No cell is ever a formula: one that could be read so begins with an apostrophe."""
    tables = (
        _table(ALLEGATIONS, _allegations(contents)),
        _table(STATEMENTS, _statements(contents)),
        _table(CONTRADICTIONS, _contradictions(contents)),
    )
    return dict(zip(FILES, tables, strict=True))


def _table(head: Sequence[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (MARK + out.getvalue()).encode("utf-8")


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return "" if value is None else value
    shown = value.translate(VISIBLE)
    return "'" + shown if shown.startswith(("=", "+", "-", "@", "\t", "\r")) else shown


def _allegations(contents: Contents) -> Iterable[Row]:
    weighed = {a.allegation: a for a in contents.assessments}
    speakers = {s.id: s.name for s in contents.speakers}
    for a in contents.allegations:
        found = weighed.get(a.id)
        if found is None:
            yield (a.id, a.label, a.type, a.part_of, None, None, None, None, None, None)
            continue
        disputed = "; ".join(speakers.get(id_, id_) for id_ in found.disputed_by)
        counts = (found.origins.lo, found.origins.hi, len(found.documents), found.first_hand)
        yield (a.id, a.label, a.type, a.part_of, *counts, disputed, found.standard)


def _statements(contents: Contents) -> Iterable[Row]:
    statements = {s.id: s for s in contents.statements}
    names = {d.id: d.name for d in contents.documents}
    texts = {t.document: t for t in contents.texts}
    traces = {t.statement: t for t in contents.traces}
    origins = {o.id: o for o in contents.origins}
    speakers: Mapping[str, str] = {s.id: s.name for s in contents.speakers}
    for a in contents.allegations:
        for member in a.statements:
            s = statements[member.id]
            trace, text = traces.get(s.id), texts.get(s.document)
            origin = origins.get(trace.origin) if trace else None
            told = s.speaker.text if s.speaker else ""
            who = speakers.get(trace.speaker or "", told) if trace else told
            page = _page(text.pages, s.content.start) if text else None
            said = (s.id, who, s.stance, words(s.mode), "; ".join(h.text for h in s.hedges), s.content.text)
            place = (s.document, names.get(s.document, ""), s.content.start, s.content.end, page)
            entered = (origin.label, origin.kind) if origin else ("", "")
            yield (a.id, a.label, member.role, *said, *place, *entered, s.rule)


def _page(pages: Sequence[tuple[int, int]], at: int) -> int | None:
    return next((number for number, (start, end) in enumerate(pages, 1) if start <= at < end), None)


def _contradictions(contents: Contents) -> Iterable[Row]:
    for c in contents.contradictions:
        yield (c.id, c.kind, c.allegation, c.status, c.explanation, "; ".join(c.statements))
