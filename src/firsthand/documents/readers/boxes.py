"""What an old sheet (XLS, BIFF8) holds beside its cells: boxes of text, comments, heads and feet of pages (MS-XLS 2.4.329, 2.4.58, 2.4.136).

It is a row of records, each with its kind and length; long ones go on in the next.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from firsthand.documents.draft import fit
from firsthand.documents.readers.margins import parts
from firsthand.documents.record import PassageKind

BEGIN, LOCKED, BOX, MORE, MARGINS = 0x0809, 0x2F, 0x01B6, 0x3C, (0x14, 0x15)
"""Kinds of records: the first one, the one of an encrypted book, a box or comment, what goes on, the head and foot of a sheet."""

BIFF8 = 0x0600
_HEAD = struct.Struct("<HH")


def beside(stream: bytes) -> Iterator[tuple[PassageKind, str]]:
    """The words of boxes and comments, as notes, and of heads and feet, as furniture; none of a book that is older, encrypted or cut off."""
    wanted, written = 0, ""
    for kind, body in _records(stream):
        if kind == LOCKED or (kind == BEGIN and body[:2] != BIFF8.to_bytes(2, "little")):
            return
        if kind == MORE and wanted > 0:
            piece = _letters(body[:1], body[1:])[:wanted]
            wanted, written = wanted - max(1, len(piece)), written + piece
            if wanted <= 0 and (words := fit(" ".join(written.split()))):
                yield "note", words
        elif kind == BOX and len(body) >= 12:
            wanted, written = int.from_bytes(body[10:12], "little"), ""
        elif kind in MARGINS and len(body) > 3:
            for words in parts(_letters(body[2:3], body[3:])[: int.from_bytes(body[:2], "little")]):
                yield "furniture", words


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _HEAD.size <= len(stream):
        kind, size = _HEAD.unpack_from(stream, at)
        yield kind, stream[at + _HEAD.size : at + _HEAD.size + size]
        at += _HEAD.size + size


def _letters(flags: bytes, letters: bytes) -> str:
    """Letters as they are kept: of one byte each where all can be, else of two."""
    return letters.decode("utf-16-le" if flags and flags[0] & 1 else "latin-1", "replace")
