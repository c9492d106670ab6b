"""Read HWP 5 and HWPX, the formats of the Korean word processor Hangul: paragraphs, tables row by row, notes as they come.

HWP 5 is a compound file whose sections are streams of records (Hancom's published description of the format); HWPX (OWPML, KS X 6101) a
ZIP of XML. HWP 3, before 2000, is another format and is not read; nor is a file locked for distribution, whose text is encrypted.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import olefile
from lxml import etree

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers.package import Package, local
from firsthand.documents.record import Document, How, Reading, Text
from firsthand.documents.wrong import locked, wrong

TEXT, LIST, TABLE = 67, 72, 77
"""Kinds of records: the text of a paragraph, the head of a list of paragraphs (a cell, a note), the head of a table."""

_LONG = frozenset({*range(1, 10), 11, 12, *range(14, 24)})
"""Signs that stand for something and take the room of eight; the others below 32 take that of one."""
_SHOWN = {9: "\t", 10: "\n", 24: "-", 30: "\xa0", 31: " "}
_NUMBER = re.compile(r"\d+")


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of an HWP 5 file."""
    if not olefile.isOleFile(str(path)):
        return _old(document)
    with olefile.OleFileIO(path) as ole:
        head = ole.openstream("FileHeader").read(64) if ole.exists("FileHeader") else b""
        flags = struct.unpack_from("<I", head, 36)[0] if len(head) >= 40 else 0
        if flags & 0b10:
            return Reading(flaws=(locked(document, 0),))
        if flags & 0b100:
            why = "no text read: it is locked for distribution, which encrypts its text"
            return Reading(flaws=(wrong(document, "encrypted", why, "ask who made it for a copy that is not"),))
        draft = Draft()
        left = how.limit
        for name in sorted(_sections(ole), key=lambda n: int(_NUMBER.findall(n)[-1])):
            data = ole.openstream(["BodyText", name]).read()
            data = zlib.decompressobj(-15).decompress(data, left) if flags & 1 else data[:left]
            left = max(1, left - len(data))
            _write(draft, data)
        about = ole.getproperties("\x05HwpSummaryInformation") if ole.exists("\x05HwpSummaryInformation") else {}
    title, author = (fit(" ".join(str(about.get(n) or "").split("\0")[0].split())) for n in (2, 4))
    return Reading(text=_text(document, draft, title, author))


def package(path: Path, document: Document, how: How) -> Reading:
    """The text of an HWPX file."""
    draft = Draft()
    with zipfile.ZipFile(path) as archive:
        parts = Package(archive, how.limit)
        names = [n for n in parts.names if re.fullmatch(r"Contents/section\d+\.xml", n)]
        for name in sorted(names, key=lambda n: int(_NUMBER.findall(n)[-1])):
            section = parts.part(name)
            for paragraph in section if section is not None else ():
                _paragraph(draft, paragraph)
    return Reading(text=_text(document, draft, "", ""))


def _old(document: Document) -> Reading:
    why, cure = "no text read: HWP 3 (before 2000) is not read", "save it as DOCX or PDF, and collect that"
    return Reading(flaws=(wrong(document, "not-read", why, cure),))


def _text(document: Document, draft: Draft, title: str, author: str) -> Text:
    found = {name: f"hwp {name}" for name, value in (("title", title), ("author", author)) if value}
    return Text(
        document=document.id, text=draft.text(), passages=draft.passages(), title=title, author=author, found=found
    )


def _sections(ole: olefile.OleFileIO) -> list[str]:
    return [s[1] for s in ole.listdir() if len(s) == 2 and s[0] == "BodyText" and re.fullmatch(r"Section\d+", s[1])]


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The records of a section: kind, depth, content. Stops where they break off."""
    at = 0
    while at + 4 <= len(data):
        (head,) = struct.unpack_from("<I", data, at)
        at, size = at + 4, head >> 20
        if size == 0xFFF and at + 4 <= len(data):
            (size,) = struct.unpack_from("<I", data, at)
            at += 4
        yield head & 0x3FF, (head >> 10) & 0x3FF, data[at : at + size]
        at += size


def _write(draft: Draft, data: bytes) -> None:
    """Put a section into the draft. What lies in a table, at whatever depth, belongs to the cell of the outermost one that it is in."""
    depth = -1
    cells: list[tuple[int, list[str]]] = []
    for kind, level, content in _records(data):
        if depth >= 0 and level < depth:
            _rows(draft, cells)
            depth, cells = -1, []
        if kind == TABLE and depth < 0:
            depth = level
        elif kind == LIST and level == depth and len(content) >= 12:
            cells.append((struct.unpack_from("<H", content, 10)[0], []))
        elif kind == TEXT:
            words = _words(content)
            if depth < 0:
                draft.write(words)
            elif cells:
                cells[-1][1].append(words)
    _rows(draft, cells)


def _rows(draft: Draft, cells: list[tuple[int, list[str]]]) -> None:
    rows: dict[int, list[str]] = {}
    for row, words in cells:
        rows.setdefault(row, []).append(" ".join(" ".join(words).split()))
    for n, written in enumerate(rows.values()):
        if any(written):
            draft.add(" | ".join(written), "row", gap="\n" if n else "\n\n")


def _words(content: bytes) -> str:
    """The text of a paragraph, without the signs that stand for what hangs on it."""
    letters: list[str] = []
    units = memoryview(content[: len(content) & ~1]).cast("H")
    at = 0
    while at < len(units):
        unit = units[at]
        if unit < 32:
            letters.append(_SHOWN.get(unit, ""))
            at += 8 if unit in _LONG else 1
        else:
            letters.append(chr(unit))
            at += 1
    return "".join(letters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _paragraph(draft: Draft, paragraph: etree._Element) -> None:
    """A paragraph of HWPX: its own words, then its tables."""
    own: list[str] = []
    tables: list[etree._Element] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = local(element)
        if name == "tbl":
            tables.append(element)
            walk.skip_subtree()
        elif name == "t":
            own.append("".join(element.itertext()))
        elif name == "lineBreak":
            own.append("\n")
    draft.write("".join(own))
    for table in tables:
        for n, row in enumerate(r for r in table if local(r) == "tr"):
            cells = [
                " ".join("".join(t.itertext()) for t in c.iter() if local(t) == "t") for c in row if local(c) == "tc"
            ]
            if any(cells):
                draft.add(" | ".join(" ".join(c.split()) for c in cells), "row", gap="\n" if n else "\n\n")
