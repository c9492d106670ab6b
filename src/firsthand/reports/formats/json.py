"""assessment.json: all records of an inquiry for machines, as `reports/assessment.schema.json` describes them."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from firsthand.copies.record import Copy
from firsthand.documents.record import Document, Text
from firsthand.figures.record import Figure
from firsthand.origins.record import Trace
from firsthand.reports.record import Contents
from firsthand.statements.record import Statement

FORMAT = "firsthand-assessment"
VERSION = 1
"""Raised when a field changes its meaning or goes; a new field leaves it as it is."""

Tree = dict[str, Any]
_LONE = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


def write(contents: Contents) -> bytes:
    """The assessment as JSON, UTF-8, two blanks of indent: the same contents always give the same bytes.

    A lone surrogate (from a file name that is not UTF-8) cannot stand in JSON: U+FFFD stands for it, so that offsets hold.
    """
    whole = tree(contents)
    try:
        data = msgspec.json.encode(whole, order="sorted")
    except UnicodeEncodeError:
        data = json.dumps(whole, sort_keys=True, ensure_ascii=False).translate(_LONE).encode()
    return msgspec.json.format(data, indent=2) + b"\n"


def tree(contents: Contents) -> Tree:
    """The assessment as plain lists and dicts. The places where documents were collected are left out: they can give a source away."""
    texts = {t.document: t for t in contents.texts}
    traces = {t.statement: t for t in contents.traces}
    cited = {id_ for c in contents.contradictions for id_ in c.predications}
    return {
        "format": FORMAT,
        "version": VERSION,
        "inquiry": contents.name,
        "made": contents.made,
        "made_by": f"firsthand {contents.version}",
        "documents": [_document(d, texts.get(d.id)) for d in contents.documents],
        "copies": [_copy(c) for c in contents.copies],
        "speakers": _plain(contents.speakers),
        "origins": _plain(contents.origins),
        "statements": [_statement(s, traces.get(s.id)) for s in contents.statements],
        "figures": [_figure(f) for f in contents.figures],
        "acts": _plain(contents.acts),
        "predications": _plain(tuple(p for p in contents.predications if p.id in cited)),
        "dependences": _plain(contents.dependences),
        "allegations": _plain(contents.allegations),
        "contradictions": _plain(contents.contradictions),
        "assessments": _plain(contents.assessments),
        "judgements": _plain(contents.judgements),
        "findings": _plain(contents.findings),
        "since": _plain(contents.since),
        "appraisals": _plain(contents.appraisals),
        "elements": _plain(contents.elements),
        "patterns": _plain(contents.patterns),
        "agreements": _plain(contents.agreements),
        "estimates": _plain(contents.studies),
        "flaws": _plain(contents.flaws),
    }


def _document(d: Document, text: Text | None) -> Tree:
    return {
        "id": d.id,
        "name": d.name,
        "media_type": d.media_type,
        "size": d.size,
        "part_of": d.part_of,
        "language": text.language if text else "",
        "title": text.title if text else "",
        "outlet": text.outlet if text else "",
        "author": text.author if text else "",
        "published": msgspec.to_builtins(text.published) if text else None,
        "length": len(text.text) if text else 0,
        "pages": len(text.pages) if text else 0,
    }


def _copy(c: Copy) -> Tree:
    held: Tree = msgspec.to_builtins(c)
    return held


def _statement(s: Statement, trace: Trace | None) -> Tree:
    held: Tree = msgspec.to_builtins(s)
    speaker = trace.speaker if trace else None
    if s.speaker:
        held["speaker"] = {"id": speaker, **held["speaker"]}
    elif speaker:
        held["speaker"] = {"id": speaker, "start": s.content.start, "end": s.content.start, "text": ""}
    held["origin"] = trace.origin if trace else None
    held["chain"] = list(trace.chain) if trace else []
    held["reasons"] = [*s.reasons, *(trace.reasons if trace else ())]
    return held


def _figure(f: Figure) -> Tree:
    held: Tree = msgspec.to_builtins(f)
    return held | {key: _whole(held[key]) for key in ("low", "high")}


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _plain(records: tuple[msgspec.Struct, ...]) -> list[Any]:
    return [msgspec.to_builtins(r) for r in records]
