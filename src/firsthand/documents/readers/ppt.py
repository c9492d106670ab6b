"""Read PPT, PowerPoint's binary format (MS-PPT): slide by slide the titles and texts, then the notes; embedded files as parts."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import olefile

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers.doc import said
from firsthand.documents.readers.package import unwrapped
from firsthand.documents.record import Document, How, Part, Reading, Text
from firsthand.documents.split import form
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

_DOCUMENT, _LIST, _PERSIST, _EDIT, _DIRECTORY = 0x03E8, 0x0FF0, 0x03F3, 0x0FF5, 0x1772
_HEADER, _WIDE, _NARROW, _COMMENT_TEXT, _OBJECT = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FBA, 0x1011
_TITLES = (0, 6)
DEEP = 40

Record = tuple[int, int, int, int]
"""Type, instance, where its data starts, where they end."""


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of a presentation, its slides as pages; what is embedded in it as parts."""
    with olefile.OleFileIO(path) as ole:
        if not ole.exists("PowerPoint Document"):
            return Reading(flaws=(wrong(document, "unreadable", "no text read: it has no stream PowerPoint Document"),))
        data = ole.openstream("PowerPoint Document").read(how.limit)
        user = ole.openstream("Current User").read(4096) if ole.exists("Current User") else b""
        about = ole.get_metadata()
    places = _places(data, user)
    draft = Draft()
    starts: list[int] = []
    slides, notes = _lists(data, places)
    for n, (outline, place) in enumerate(slides, 1):
        starts.append(len(draft))
        for kind, words in (*outline, *(_texts(data, place) if place is not None else ())):
            _add(draft, kind, words, n)
    for outline, place in notes:
        for _, words in (*outline, *(_texts(data, place) if place is not None else ())):
            draft.add(_clean(words), "note")
    flaws: list[Flaw] = []
    parts = list(_parts(data, document, flaws))
    title, author = said(about.title), said(about.author)
    found = {k: f"ppt {k}" for k, v in (("title", title), ("author", author)) if v}
    pages = tuple(zip(starts, [*starts[1:], len(draft)], strict=True)) if starts else ()
    text = Text(
        document=document.id, text=draft.text(), passages=draft.passages(), title=title, author=author, pages=pages, found=found
    )  # fmt: skip
    return Reading(text=text, parts=tuple(parts), flaws=tuple(flaws))


def _add(draft: Draft, kind: int, words: str, page: int) -> None:
    words = _clean(words)
    if kind in _TITLES and len(words) <= 300:
        draft.add(words.replace("\n", " "), "heading", page=page)
        return
    for line in words.split("\n"):
        guess = form(" ".join(line.split()))
        draft.add(line, "paragraph" if guess == "heading" else guess, page=page)


def _clean(words: str) -> str:
    return fit(words.replace("\r", "\n").replace("\x0b", " ")).strip(" *") if words.strip(" *\r\n") else ""


def _records(data: bytes, start: int, end: int) -> Iterator[Record]:
    """The records between two places, one behind the other; a broken length ends them."""
    at = start
    while at + 8 <= end:
        first, kind, size = struct.unpack_from("<HHI", data, at)
        if at + 8 + size > end:
            return
        yield kind, first >> 4, at + 8, at + 8 + size
        at += 8 + size


def _is_container(data: bytes, record: Record) -> bool:
    return data[record[2] - 8] & 0x0F == 0x0F


def _places(data: bytes, user: bytes) -> dict[int, int]:
    """Where each object lies that the last edit knows, by its number (MS-PPT 2.1.2)."""
    found: dict[int, int] = {}
    at = struct.unpack_from("<I", user, 16)[0] if len(user) >= 20 else 0
    seen: set[int] = set()
    while at and at not in seen and at + 36 <= len(data):
        seen.add(at)
        if struct.unpack_from("<H", data, at + 2)[0] != _EDIT:
            break
        before, listed = struct.unpack_from("<II", data, at + 16)
        if listed + 8 <= len(data):
            kind, size = struct.unpack_from("<HI", data, listed + 2)
            entries = data[listed + 8 : listed + 8 + size] if kind == _DIRECTORY else b""
            place = 0
            while place + 4 <= len(entries):
                head = struct.unpack_from("<I", entries, place)[0]
                for n in range(head >> 20):
                    if place + 8 + 4 * n <= len(entries):
                        found.setdefault((head & 0xFFFFF) + n, struct.unpack_from("<I", entries, place + 4 + 4 * n)[0])
                place += 4 + 4 * (head >> 20)
        at = before
    return found


Slide = tuple[list[tuple[int, str]], Record | None]


def _lists(data: bytes, places: dict[int, int]) -> tuple[list[Slide], list[Slide]]:
    """Slides and notes: of each the text of its outline and where its drawing lies."""
    slides: list[Slide] = []
    notes: list[Slide] = []
    documents = [r for r in _records(data, 0, len(data)) if r[0] == _DOCUMENT]
    for kind, instance, start, end in _records(data, *documents[-1][2:]) if documents else ():
        if kind == _LIST and instance in (0, 2):
            into = slides if instance == 0 else notes
            for record in _records(data, start, end):
                if record[0] == _PERSIST:
                    number = struct.unpack_from("<I", data, record[2])[0]
                    into.append(([], _at(data, places.get(number))))
                elif into:
                    _text(data, record, into[-1][0])
    return slides, notes


def _at(data: bytes, place: int | None) -> Record | None:
    return next(_records(data, place, len(data)), None) if place is not None else None


def _text(data: bytes, record: Record, found: list[tuple[int, str]]) -> None:
    """Take the text in a record; a header before it says what it is."""
    kind, _, start, end = record
    if kind == _HEADER and end - start >= 4:
        found.append((struct.unpack_from("<I", data, start)[0], ""))
    elif kind in (_WIDE, _NARROW):
        raw = data[start:end]
        words = raw.decode("utf-16-le", "replace") if kind == _WIDE else raw.decode("latin-1")
        if found and not found[-1][1]:
            found[-1] = found[-1][0], words
        else:
            found.append((4, words))


def _texts(data: bytes, container: Record, depth: int = 0) -> list[tuple[int, str]]:
    """All texts in the drawing of a slide, in order."""
    found: list[tuple[int, str]] = []
    for record in _records(data, container[2], container[3]):
        if _is_container(data, record) and depth < DEEP:
            found += _texts(data, record, depth + 1)
        elif record[0] == _COMMENT_TEXT and record[1] == 1:
            found.append((4, data[record[2] : record[3]].decode("utf-16-le", "replace")))
        else:
            _text(data, record, found)
    return found


def _parts(data: bytes, document: Document, flaws: list[Flaw]) -> Iterator[Part]:
    for n, (kind, instance, start, end) in enumerate(_records(data, 0, len(data))):
        if kind != _OBJECT:
            continue
        raw = data[start:end]
        if instance == 1:
            try:
                raw = zlib.decompressobj().decompress(raw[4:], int.from_bytes(raw[:4], "little"))
            except zlib.error as error:
                flaws.append(wrong(document, "broken-member", f"an embedded file cannot be taken out: {error}"))
                continue
        for name, inner in unwrapped(raw, f"embedded {n}"):
            if inner:
                yield Part(name=name, data=inner, details={"path": f"record {n}"})
