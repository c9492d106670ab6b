"""Sheets with a cell far from the others: brought near, since the library for sheets keeps every empty cell between them in memory.

One stray mark in the last row and column of a sheet of ours claims seventeen thousand million cells. Only the references of cells
are written anew, in a scratch copy; what stands in the cells, and how, is left to the library.
"""

from __future__ import annotations

import bisect
import contextlib
import itertools
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from firsthand.documents.readers.package import DAMAGED

CELLS = 20_000_000
"""Cells that a sheet may claim: a hostile one claims a cell at the far corner and would fill the memory with empty ones."""

CHUNK = 1 << 20

_SHEET = re.compile(r"xl/(?:work|macro|dialog)sheets/[^/]+\.xml", re.I)
_FAR = re.compile(rb'r="(?:(?:[A-Z]{3}|[G-Z][A-Z])\d|[A-Z]{0,3}\d{6,7}")')
"""A column beyond the two hundredth, or a row beyond the hundred thousandth: without one a sheet claims fewer than CELLS."""
_CELL = re.compile(rb'(<(?:\w+:)?c\b[^>]*?\br=")([A-Z]{1,3})(\d{1,7})(?=")')
_ROW = re.compile(rb'(<(?:\w+:)?row\b[^>]*?\br=")(\d{1,7})(?=")')
_CLAIM = re.compile(rb"<(?:\w+:)?dimension\b[^>]*>|\bspans=\"[^\"]*\"")
_CELLS = rb"(?:\s*<table:(?:covered-)?table-cell\b[^>]*/>)*\s*"
_EMPTY = re.compile(
    rb'<table:(?:covered-)?table-cell\b[^>]*number-columns-repeated="\d{4,5}"[^>]*/>(?=\s*<table:table-cell\b[^>]*value-type)'
    rb'|<table:table-row\b[^>]*number-rows-repeated="\d{5,7}"[^>]*>' + _CELLS + rb"</table:table-row>"
)
"""In an ODS, a thousand empty cells and more before one that is none, ten thousand empty rows and more."""
_REPEATED = re.compile(rb'(number-(?:rows|columns)-repeated)="\d+"')
_TABLE = re.compile(rb"</table:table>")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b.*?</(?:\w+:)?sheetData>", re.S)


@contextlib.contextmanager
def near(path: Path, limit: int) -> Iterator[tuple[Path, list[str]]]:
    """The workbook at `path`, or a copy of it in which the cells of sheets that are too sparse stand near one another, with what is to be
    told of that. A sheet that unpacks to more than `limit` bytes, or is no XLSX, is left as it is."""
    told: list[str] = []
    with contextlib.ExitStack() as stack:
        changed = dict(_changed(path, limit, told))
        if changed:
            scratch = stack.enter_context(
                tempfile.NamedTemporaryFile(suffix=".ods" if "content.xml" in changed else ".xlsx")
            )
            with zipfile.ZipFile(path) as old, zipfile.ZipFile(scratch, "w") as new:
                for name in (n for n in old.namelist() if n.lower().endswith((".xml", ".rels")) or n == "mimetype"):
                    with contextlib.suppress(*DAMAGED):  # what is damaged is missed by the library, by its name
                        new.writestr(name, changed[name] if name in changed else old.read(name))
            scratch.flush()
            path = Path(scratch.name)
        yield path, told


def _changed(path: Path, limit: int, told: list[str]) -> Iterator[tuple[str, bytes]]:
    """The sheets that have to be changed, as they have to be."""
    if not zipfile.is_zipfile(path):
        return
    with contextlib.suppress(*DAMAGED), zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            data = None
            with contextlib.suppress(*DAMAGED):
                if member.filename == "content.xml" and member.file_size <= limit:
                    data = _drawn(archive.read(member), told)
                elif _SHEET.fullmatch(member.filename) and member.file_size <= limit and _far(archive, member):
                    data = _gathered(archive.read(member), member.filename, told)
            if data is not None:
                yield member.filename, data


def _far(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a cell of the sheet stands so far away that all together can be too many."""
    with archive.open(member) as stream:
        last = b""
        while chunk := stream.read(CHUNK):
            if _FAR.search(last + chunk):
                return True
            last = chunk[-32:]
    return False


def _gathered(data: bytes, name: str, told: list[str]) -> bytes | None:
    """The sheet `data` without the empty rows and columns between its cells; None where it claims no more cells than it may."""
    found = {(m[2], int(m[3])) for m in _CELL.finditer(data)}
    columns = {letters: number(letters) for letters, _ in found}
    if not found or max(columns.values()) * max(row for _, row in found) <= CELLS:
        return None
    places = {n: i for i, n in enumerate(sorted(columns.values()), 1)}
    rows = {row: i for i, row in enumerate(sorted({row for _, row in found}), 1)}
    sheet = name.rpartition("/")[2]
    if len(places) * len(rows) > CELLS:
        told.append(f"{sheet} claims more than {CELLS:,} cells and was not read")
        return _DATA.sub(lambda m: b"<" + m[1] + b"sheetData/>", data)
    told.append(f"{sheet} claims cells far apart: the empty rows and columns between them were left out")
    moved = {letters: column(places[n]) for letters, n in columns.items()}
    data = _CELL.sub(lambda m: m[1] + moved[m[2]] + str(rows[int(m[3])]).encode(), _CLAIM.sub(b"", data))
    return _ROW.sub(lambda m: m[1] + str(rows.get(int(m[2]), 1)).encode(), data)


def _drawn(data: bytes, told: list[str]) -> bytes | None:
    """The sheets of an ODS without the many empty cells and rows before others; None where it has none."""
    ends = [m.start() for m in _TABLE.finditer(data)]
    last = [data.rfind(b"value-type", before, end) for before, end in itertools.pairwise([0, *ends])]
    moved = 0

    def once(m: re.Match[bytes]) -> bytes:
        nonlocal moved
        n = bisect.bisect_left(ends, m.end())
        if n == len(ends) or last[n] < m.end():
            return m[0]  # behind the last cell of its sheet that holds anything
        moved += 1
        return _REPEATED.sub(rb'\1="1"', m[0])

    near = _EMPTY.sub(once, data)
    if not moved:
        return None
    told.append("a sheet claims cells far apart: the empty rows and columns between them were left out")
    return near


def number(letters: bytes) -> int:
    """The number of a column by its letters: A is 1, AA 27."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def column(place: int) -> bytes:
    """The letters of a column by its number."""
    letters = b""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters
