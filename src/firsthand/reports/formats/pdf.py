"""The report as PDF with footnotes, tagged, set by Typst. The words go to it as data, never as markup, so that none of them is code."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Set
from contextlib import suppress
from importlib import resources
from typing import Any

import msgspec
import typst

from firsthand.errors import ReportFailed
from firsthand.reports.draw import alone
from firsthand.reports.escape import VISIBLE
from firsthand.reports.lay import Block, Grid, Heading, Notes, Para, lay, shown
from firsthand.reports.phrase import moment
from firsthand.reports.record import Report, Run

LATIN = 0x17F
"""The last character of Latin Extended-A: up to it every font has all."""

MISSING = 40
"""Different characters without a glyph that are shown as signs; with more of them a whole script lacks a font, and nobody could read the report."""

CURE = "install fonts for the writing systems of the material (Debian: fonts-noto, fonts-noto-cjk), or take the HTML or DOCX report"


def write(report: Report) -> bytes:
    """The bytes of the file, accessible by PDF/UA-1; the same report and fonts give the same bytes.

    A character for which no font is installed is shown as a sign with its number, never as an empty box. Raises ReportFailed where more
    than a few are without.
    """
    notes = Notes(report)
    data = {
        "name": report.name,
        "made": moment(report.made),
        "version": report.version,
        "blocks": [_block(block, notes) for block in lay(report)],
    }
    data = _shown(data, VISIBLE)
    signs = {ord(c): f"⟨U+{ord(c):04X}⟩" for c in _missing(_characters(data))}
    template = resources.files("firsthand.reports").joinpath("templates", "report.typ").read_bytes()
    try:
        return _set(template, msgspec.json.encode(_shown(data, signs)).decode(), _seconds(report.made))
    except typst.TypstError as error:
        raise ReportFailed(f"the PDF could not be set: {error}", CURE) from error


def _shown(data: Any, signs: Mapping[int, str]) -> Any:
    """The same data with each of these characters replaced in all its words."""
    if isinstance(data, str):
        return data.translate(signs)
    if isinstance(data, dict):
        return {key: _shown(value, signs) for key, value in data.items()}
    return [_shown(value, signs) for value in data] if isinstance(data, list | tuple) else data


def _characters(data: Any) -> set[str]:
    """Those that a font for English may lack."""
    return {c for c in msgspec.json.encode(data).decode() if ord(c) > LATIN}


def _set(template: bytes, data: str, made: int = 0) -> bytes:
    done = typst.compile(template, format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": data}, timestamp=made)
    assert isinstance(done, bytes)
    return done


def _missing(characters: Set[str]) -> Set[str]:
    """Those for which no font is installed. Typst names one at a time, so a page that holds each is set until none is named."""
    gone: set[str] = set()
    page = b'#set document(title: "-")\n#for c in json(bytes(sys.inputs.data)) [x#c\\ ]'
    while left := sorted(characters - gone):
        try:
            _set(page, msgspec.json.encode(left).decode())
            break
        except typst.TypstError as error:
            named = _NAMED.search(str(error))
            words = named.group(1) if named else ""
            words = _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), words)
            if not (found := set(words) & set(left)) or len(gone | found) > MISSING:
                raise ReportFailed(f"the PDF could not be set: {error}", CURE) from error
            gone |= found
    return gone


_NAMED = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def _seconds(moment: str) -> int:
    with suppress(ValueError):
        return int(dt.datetime.fromisoformat(moment).timestamp())
    return 0


def _block(block: Block, notes: Notes) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"is": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Para):
        return {"is": "para", **_para(block, notes)}
    if isinstance(block, Grid):
        return {
            "is": "grid",
            "title": block.title,
            "head": block.head,
            "rows": [[_para(cell, notes) for cell in row] for row in block.rows],
            "widths": block.widths,
        }
    return {"is": "picture", "svg": alone(block.svg), "caption": block.caption}


def _para(para: Para, notes: Notes) -> dict[str, Any]:
    note = _runs(notes.note(para.notes)) if para.notes else []
    return {"runs": _runs(para.runs), "note": note, "style": para.style, "indent": para.indent}


def _runs(runs: tuple[Run, ...]) -> list[tuple[str, str]]:
    return [(run.kind, shown(run)) for run in runs]
