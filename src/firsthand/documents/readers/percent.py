"""Cells of an XLSX that show a share in percent: the library for sheets gives the number that is stored, and 12.5 % is stored as 0.125.

Which cells they are the numbers of their styles tell (ISO/IEC 29500-1, 18.8.10 and 18.8.30).
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from lxml import etree

from firsthand.documents.readers.package import DAMAGED, Package, attribute, local
from firsthand.documents.readers.sparse import number

BUILT_IN = frozenset({"9", "10"})
"""Numbers of the formats 0% and 0.00%, which no file writes out."""

Places = dict[str, frozenset[tuple[int, int]]]
"""By the name of a sheet, rows and columns of cells, counted from 0."""

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')


def places(path: Path, limit: int) -> tuple[Places, list[str]]:
    """The cells that show percent, and what is told of sheets that unpack to more than `limit` bytes and were not looked through; nothing of
    either where the file is no XLSX, or is broken."""
    found: Places = {}
    told: list[str] = []
    unsure = "too large to tell which of its numbers show as percent: they are given as stored"
    if zipfile.is_zipfile(path):
        broken = (*DAMAGED, etree.XMLSyntaxError)
        with contextlib.suppress(*broken), zipfile.ZipFile(path) as archive:
            try:
                package = Package(archive, limit)
                styles = frozenset(_styles(package))
                sheets = list(_sheets(package)) if styles else []
            except ValueError:
                return {}, [f"the workbook is {unsure}"]
            for name, part in sheets:
                if part not in package.names:
                    continue
                if archive.getinfo(part).file_size > limit:
                    told.append(f"the sheet {name} is {unsure}")
                    continue
                with contextlib.suppress(*broken):  # one damaged sheet says nothing of the others
                    found[name] = frozenset(_cells(archive.read(part), styles))
    return found, told


def shown(value: float) -> str:
    """A share as percent, with all its digits: 0.125 is 12.5%."""
    return f"{(Decimal(repr(value)) * 100).normalize():f}%"


def _styles(package: Package) -> Iterator[bytes]:
    """The numbers of the styles that show percent."""
    tree = package.part("xl/styles.xml")
    if tree is None:
        return
    codes = {attribute(e, "numFmtId"): attribute(e, "formatCode") for e in tree.iter() if local(e) == "numFmt"}
    percent = BUILT_IN | {number for number, code in codes.items() if "%" in _QUOTED.sub("", code)}
    cells = next((e for e in tree if local(e) == "cellXfs"), None)
    for n, style in enumerate(cells if cells is not None else ()):
        if attribute(style, "numFmtId") in percent:
            yield str(n).encode()


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """The names of the sheets and of the parts that hold them."""
    main = package.main("xl/workbook.xml")
    tree, related = package.part(main), package.related(main)
    for element in tree.iter() if tree is not None else ():
        if local(element) == "sheet":
            yield attribute(element, "name"), related.get(attribute(element, "id"), ("", ""))[1]


def _cells(data: bytes, styles: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    for m in _CELL.finditer(data):
        style, place = _STYLE.search(m[1]), _PLACE.search(m[1])
        if style and place and style[1] in styles:
            yield int(place[2]) - 1, number(place[1]) - 1
