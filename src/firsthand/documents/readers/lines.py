"""The lines of the pages of a PDF, and where they stand.

PDFium parts them by line ends of its own making; where a line stands its first and its last letter tell. They are asked for one by one, and
reckoned with for the whole document at once.
"""

from __future__ import annotations

import bisect
import ctypes
import itertools
import re
import struct
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from firsthand.documents.readers.layout import ENDLESS, Line

_LETTERS = {
    0xAD: "-",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "ft",
    0xFB06: "st",
}
_MARKED = tuple(map(chr, _LETTERS))
_BREAK = re.compile(r"(\r\n|\r|\n)")
_WIDE = re.compile(r"[\U00010000-\U0010ffff]")
_NOWHERE = struct.pack("8f", *[float("nan")] * 8)

Edges = tuple[float, float, float, float]
"""Of a page: left, bottom, right, top, in points."""
ENDS: Edges = (-ENDLESS, -ENDLESS, ENDLESS, ENDLESS)


class Written(msgspec.Struct, frozen=True, gc=False):
    """What is written on a page, line by line, and the page's edges."""

    page: int
    words: list[str]
    edges: Edges


def edges(page: pdfium.PdfPage) -> Edges:
    """The page's edges; endless where those that it names enclose nothing."""
    named: Edges = page.get_bbox()
    return named if named[0] < named[2] and named[1] < named[3] else ENDS


def take(letters: pdfium.PdfTextPage, boxes: bytearray) -> list[str]:
    """What is written in each line of a page. The boxes of its first and of its last letter are put behind `boxes`."""
    count = letters.count_chars()
    if not count:
        return []
    text = letters.get_text_range()
    number = _numbering(letters, text, count)
    handle, box_of, box = letters.raw, raw.FPDFText_GetLooseCharBox, raw.FS_RECTF()
    into = ctypes.byref(box)
    plain = text.count("\r") == text.count("\n") == text.count("\r\n")
    parts, gap = (text.split("\r\n"), 2) if plain else (_BREAK.split(text), 0)
    found: list[str] = []
    at = 0
    for part in parts:
        if words := part.strip():
            first = at if part[0] == words[0] else at + part.index(words[0])
            last = first + len(words) - 1
            if number:
                first, last = number(first, last)
            found.append(words)
            if box_of(handle, first, into):
                boxes += box
                box_of(handle, last, into)  # where that one has none, it keeps the first's
                boxes += box
            else:
                boxes += _NOWHERE
        at += len(part) + gap
    if not text.isascii() and any(sign in text for sign in _MARKED):
        return [words.translate(_LETTERS) for words in found]
    return found


def _numbering(letters: pdfium.PdfTextPage, text: str, count: int) -> Callable[[int, int], tuple[int, int]] | None:
    """What PDFium, which has `count` letters, calls the first and the last letter of a stretch of `text`; None where the same as Python."""
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units == len(text) == count:
        return None
    wide = [m.start() for m in _WIDE.finditer(text)] if units > len(text) else []

    def number(first: int, last: int) -> tuple[int, int]:
        first, last = first + bisect.bisect_left(wide, first), last + bisect.bisect_right(wide, last)
        if units == count:
            return first, last
        return tuple(raw.FPDFText_GetCharIndexFromTextIndex(letters.raw, n) for n in (first, last))

    return number


def placed(pages: Sequence[Written], boxes: bytearray) -> list[list[Line]]:
    """The lines of each page by where they stand within its edges; of those outside them the size is -1, of those without a place 0."""
    count = [len(p.words) for p in pages]
    ends = np.frombuffer(boxes, dtype=np.float32, count=8 * sum(count)).astype(np.float64).reshape(-1, 8)
    west, south, east, north = np.repeat(np.array([p.edges for p in pages]).reshape(-1, 4), count, axis=0).T
    left, top, bottom, right, low = ends[:, [0, 1, 3, 6, 7]].T
    size = abs(top - bottom)
    middle = bottom + size / 2
    level = (south <= middle) & (middle <= north)
    within = level & (np.maximum(left, right) >= west) & (np.minimum(left, right) <= east)
    x, y = np.where(west > -ENDLESS, (west, south), 0.0)
    places = np.column_stack((left - x, right - x, bottom - y, low - y, np.where(within, size, -1.0)))
    places[np.isnan(left)] = 0.0
    numbers, words = zip(*((p.page, w) for p in pages for w in p.words), strict=True) if len(places) else ((), ())
    found = iter(map(Line, numbers, words, *places.T.tolist()))
    return [list(itertools.islice(found, n)) for n in count]
