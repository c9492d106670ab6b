"""Read DOC, Word's binary format (MS-DOC): the text by its piece table, tables row by row, footnotes, comments, heads and feet.

Of Word 6 and 95 files the plain run of text. Where a row ends is told by the empty mark at its end: a row with an empty cell
inside may come out as two. Embedded files are parts.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers.ole import storage
from firsthand.documents.readers.package import native
from firsthand.documents.record import Document, How, Part, PassageKind, Reading, Text
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

_FIELD = re.compile(r"\x13[^\x13\x14\x15]*\x14|\x13[^\x13\x14\x15]*\x15|[\x13-\x15]")
_SIGNS = {0x1E: "-", 0x1F: "\xad", 0x0B: "\n", 0xA0: "\xa0", 0x0E: "\n", **dict.fromkeys((1, 2, 3, 4, 5, 6, 8), None)}
_BREAK = re.compile(r"[\r\x0c]")
STORIES: tuple[PassageKind | None, ...] = (None, "note", "furniture", None, "note", "note", "paragraph", "furniture")
"""What the stories of a document are, in their order: text, footnotes, heads and feet, macros, comments, endnotes, boxes, boxes of heads."""


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of a DOC; what is embedded in it as parts."""
    with olefile.OleFileIO(path) as ole:
        stream = "WordDocument"
        if not ole.exists(stream):
            return Reading(flaws=(wrong(document, "unreadable", "no text read: it has no stream WordDocument"),))
        main = ole.openstream(stream).read(how.limit)
        kind = struct.unpack_from("<H", main)[0] if len(main) > 0x200 else 0
        if kind == 0xA5EC:
            flags = struct.unpack_from("<H", main, 0x0A)[0]
            table = ole.openstream("1Table" if flags & 0x200 else "0Table").read(how.limit)
            stories = list(_stories(main, table))
        elif kind in (0xA5DC, 0xA59B, 0xA59C, 0xA5DB):
            stories = [_old(main)]
        else:
            return Reading(
                flaws=(wrong(document, "unreadable", "no text read: it is no Word file of a known version"),)
            )
        about = ole.get_metadata()
        inside = list(embedded(ole, document, "ObjectPool", how))
    draft = Draft()
    for story, words in zip(STORIES, stories, strict=False):
        _write(draft, words, story)
    title, author = (said(v) for v in (about.title, about.author))
    found = {k: f"doc {k}" for k, v in (("title", title), ("author", author)) if v}
    if about.create_time:
        found["created"] = f"{about.create_time:%Y-%m-%d}, doc created"
    if about.last_saved_time:
        found["modified"] = f"{about.last_saved_time:%Y-%m-%d}, doc last saved"
    text = Text(
        document=document.id, text=draft.text(), passages=draft.passages(), title=title, author=author, found=found
    )
    return Reading(
        text=text, parts=tuple(i for i in inside if isinstance(i, Part)), flaws=tuple(i for i in inside if isinstance(i, Flaw))
    )  # fmt: skip


def said(value: object) -> str:
    """A property that may be bytes of an old code page."""
    words = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    return fit(" ".join(words.split()))


def _stories(main: bytes, table: bytes) -> Iterator[str]:
    """The text of each story, cut from the whole that the piece table puts together (MS-DOC 2.4.1)."""
    lengths = struct.unpack_from("<8I", main, 0x4C)
    whole = "".join(_pieces(main, table))
    at = 0
    for length in lengths:
        yield whole[at : at + length]
        at += length


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    start, size = struct.unpack_from("<II", main, 0x1A2)
    clx = table[start : start + size]
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise ValueError("its piece table is broken")
    length = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + length]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    for n in range(count):
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * n + 2)[0]
        letters = max(0, ends[n + 1] - ends[n])
        if place & 0x40000000:
            begin = (place & 0x3FFFFFFF) // 2
            yield main[begin : begin + letters].decode("cp1252", "replace")
        else:
            raw = main[place : place + 2 * letters]
            yield raw[: len(raw) // 2 * 2].decode("utf-16-le", "surrogatepass")


def _old(main: bytes) -> str:
    """The text of a Word 6 or 95 file that was saved whole."""
    start, end = struct.unpack_from("<II", main, 0x18)
    length = struct.unpack_from("<I", main, 0x34)[0]
    return main[start : min(end, start + length)].decode("cp1252", "replace")


def _write(draft: Draft, words: str, kind: PassageKind | None) -> None:
    """The paragraphs and rows of one story."""
    before = ""
    while before != words:  # fields lie in fields: of each its result stays
        before, words = words, _FIELD.sub("", words)
    cells: list[str] = []
    gap = "\n\n"
    for paragraph in _BREAK.split(words):
        *ended, last = paragraph.split("\x07")
        for cell in (" ".join(c.translate(_SIGNS).split()) for c in ended):
            if cell:
                cells.append(cell)
            elif cells:
                draft.add(" | ".join(fit(c) for c in cells), "row", gap=gap)
                cells, gap = [], "\n"
        last = last.translate(_SIGNS)
        if ended and not last.strip():
            continue
        if cells:  # a paragraph in a cell, which goes on
            cells[-1] += f" {last}"
        elif last.strip():
            gap = "\n\n"
            draft.write(fit(last)) if kind is None else draft.add(" ".join(last.split()), kind)
    if cells:
        draft.add(" | ".join(fit(c) for c in cells), "row", gap=gap)


def embedded(ole: olefile.OleFileIO, document: Document, under: str, how: How) -> Iterator[Part | Flaw]:
    """The files embedded in an old Office file: in the storages below, or whose names begin with, `under`."""
    seen: set[tuple[str, ...]] = set()
    left = how.total
    for stream in ole.listdir():
        depth = next((n for n, name in enumerate(stream[:-1]) if name.startswith(under)), None)
        if depth is None:
            continue
        place = tuple(stream[: depth + 2] if under == "ObjectPool" else stream[: depth + 1])
        if place in seen or len(place) >= len(stream) + 1:
            continue
        seen.add(place)
        try:
            name, data = _object(ole, list(place))
        except (OSError, ValueError, IndexError) as error:
            yield wrong(document, "broken-member", f"the embedded {place[-1]} cannot be taken out: {error}")
            continue
        left -= len(data)
        if left < 0:
            yield wrong(document, "too-large", "what is embedded from here on was left: it is too much")
            return
        if data:
            yield Part(name=name, data=data, details={"path": "/".join(place)})


def _object(ole: olefile.OleFileIO, place: list[str]) -> tuple[str, bytes]:
    otherwise = f"embedded {place[-1].strip(chr(1))}"
    if ole.exists([*place, "\x01Ole10Native"]):
        return native(ole.openstream([*place, "\x01Ole10Native"]).read(), otherwise)
    for inner in ("CONTENTS", "Package", "EmbeddedOdf"):
        if ole.exists([*place, inner]):
            return otherwise, ole.openstream([*place, inner]).read()
    return otherwise, storage(ole, place)
