"""What a workbook holds that its rows do not show: sheets, rows and columns that are hidden, formulas without a stored result, errors.

Hidden cells are read like the others; whoever quotes them must know that nobody sees them who opens the file. Of XLSX alone rows, columns
and formulas are told (ISO/IEC 29500-1, 18.3.1.4, 18.3.1.13 and 18.3.1.73), of the other formats the sheets.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import python_calamine as calamine

from firsthand.documents.draft import fit
from firsthand.documents.readers.package import DAMAGED
from firsthand.documents.readers.sparse import column

NAMED = 10
"""Rows and columns that are named; the others are counted."""

_SHEET = re.compile(r"xl/worksheets/([^/]+)\.xml", re.I)
_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="(\d{1,7})"')
_COLUMN = re.compile(rb'<(?:\w+:)?col\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*>')
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))\s*(?:<(?:\w+:)?v(?:/>|></(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)
_WORDS = re.compile(rb'\bt="str"')
"""The cell holds words; of none of them Excel writes the result as it does where nothing is stored."""

_ERROR = re.compile(rb'<(?:\w+:)?c\b[^<>]*\bt="e"')
_PLACE = re.compile(rb'\b(min|max|r)="(\w{1,10})"')


def sheets(book: calamine.CalamineWorkbook) -> Iterator[str]:
    """What is to be told of sheets that are hidden."""
    hidden = [fit(s.name) for s in book.sheets_metadata if s.visible != calamine.SheetVisibleEnum.Visible]
    if hidden:
        yield f"{_named('sheet', hidden)} hidden in the file, and read all the same"


def cells(path: Path, limit: int) -> Iterator[str]:
    """The same of rows, columns and cells of an XLSX. A sheet that unpacks to more than `limit` bytes is not looked through."""
    if not zipfile.is_zipfile(path):
        return
    with (
        contextlib.suppress(*DAMAGED),
        zipfile.ZipFile(path) as archive,
    ):
        for member in archive.infolist():
            sheet = _SHEET.fullmatch(member.filename)
            if sheet and member.file_size <= limit:
                with contextlib.suppress(*DAMAGED):
                    yield from _cells(archive.read(member), sheet[1])


def _cells(data: bytes, sheet: str) -> Iterator[str]:
    hidden = [
        ("row", [m[1].decode() for m in _ROW.finditer(data)]),
        ("column", [_columns(m[0]) for m in _COLUMN.finditer(data)]),
    ]
    for what, places in hidden:
        if places:
            yield f"{sheet}: {_named(what, places)} hidden in the file, and read all the same"
    if empty := [_place(m[1]) for m in _CELL.finditer(data) if not _WORDS.search(m[1])]:
        yield f"{sheet}: {_named('cell', empty, 'holds', 'hold')} a formula whose result is not stored in the file: read as empty"
    if errors := sum(1 for _ in _ERROR.finditer(data)):
        yield f"{sheet}: {errors:,} cell{'s hold' if errors > 1 else ' holds'} an error in place of a value: read as empty"


def _place(attributes: bytes) -> str:
    return next((value.decode() for name, value in _PLACE.findall(attributes) if name == b"r"), "?")


def _columns(element: bytes) -> str:
    """The letters of the columns from `min` to `max`; "?" where neither is a number that a column has."""
    ends = {name: int(value) for name, value in _PLACE.findall(element) if value.isdigit()}
    first, last = ends.get(b"min", 0), ends.get(b"max", 0)
    west, east = (column(n).decode() for n in (first or last, last))
    return west or "?" if first >= last or not first else f"{west} to {east}"


def _named(what: str, names: list[str], one: str = "is", many: str = "are") -> str:
    """The first of what has these names, and how many more there are, with the verb."""
    first = ", ".join(names[:NAMED])
    rest = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"{what}{'s' if len(names) > 1 else ''} {first}{rest} {many if len(names) > 1 else one}"
