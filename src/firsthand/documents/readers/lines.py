"""The lines of the pages of a PDF, and where they stand.

PDFium parts them by line ends of its own making; where a line stands its first and its last letter tell. They are asked for one by one, and
reckoned with for the whole document at once.
"""

from __future__ import annotations

import bisect
import ctypes
import itertools
import re
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
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
_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")
_WIDE = re.compile(r"[\U00010000-\U0010ffff]")
STEEP = 3.0
"""So many times farther up or down than across the lines of a page go, taken together, where the page is laid across."""

Boxes = npt.NDArray[np.float32]
"""Of each line left, top, right and bottom of its first letter, and of its last, in points."""
Edges = tuple[float, float, float, float]
"""Of a page: left, bottom, right, top, in points."""
ENDS: Edges = (-ENDLESS, -ENDLESS, ENDLESS, ENDLESS)


NOWHERE: Boxes = np.empty((0, 8), dtype=np.float32)

_BOX_OF = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
"""The box of a letter: text page, letter, where to write it. Called with plain numbers, which takes half the time."""


class Written(msgspec.Struct, frozen=True, gc=False):
    """What is written on a page, line by line, and the page's edges."""

    page: int
    words: list[str] = []
    boxes: Boxes = NOWHERE
    edges: Edges = ENDS


def edges(page: raw.FPDF_PAGE) -> Edges:
    """The page's edges; endless where those that it names enclose nothing."""
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page, box) and box.left < box.right and box.bottom < box.top:
        return box.left, box.bottom, box.right, box.top
    return ENDS


def take(page: raw.FPDF_PAGE) -> tuple[list[str], Boxes]:
    """What is written in each line of a page, and the boxes of its first and of its last letter. Raises PdfiumError."""
    letters = raw.FPDFText_LoadPage(page)
    if not letters:
        raise pdfium.PdfiumError("Failed to load text page.")
    try:
        return _taken(letters)
    finally:
        raw.FPDFText_ClosePage(letters)


def _taken(letters: raw.FPDF_TEXTPAGE) -> tuple[list[str], Boxes]:
    count = raw.FPDFText_CountChars(letters)
    text = _text(letters, count) if count > 0 else ""
    lines = list(_LINE.finditer(text))
    found = [m[0] for m in lines]
    if number := _numbering(letters, text, count):
        ends = [n for m in lines for n in number(m.start(), m.end() - 1)]
    else:
        ends = [n for m in lines for n in (m.start(), m.end() - 1)]
    if not text.isascii() and any(sign in text for sign in _MARKED):
        found = [words.translate(_LETTERS) for words in found]
    return found, _boxes(letters, ends)


def _text(letters: raw.FPDF_TEXTPAGE, count: int) -> str:
    """The text of all `count` letters. What one of them stands for may be several signs; there is room for two each."""
    room = ctypes.create_string_buffer(4 * count + 4)
    units = raw.FPDFText_GetText(letters, 0, count, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)))
    return str(memoryview(room)[: 2 * max(0, units - 1)], "utf-16-le", "ignore")


def _boxes(letters: raw.FPDF_TEXTPAGE, places: Sequence[int]) -> Boxes:
    """The boxes of the letters at `places`, two by two; not a number where there is none, and the first's where only the second has none."""
    boxes = np.empty((len(places) // 2, 8), dtype=np.float32)
    page, into = ctypes.cast(letters, ctypes.c_void_p).value, boxes.ctypes.data
    told = list(map(_BOX_OF, itertools.repeat(page), places, range(into, into + boxes.nbytes, 16)))
    if not all(told):
        boxes.reshape(-1, 4)[np.array(told) == 0] = np.nan
        boxes[:, 4:] = np.where(np.isnan(boxes[:, 4:]), boxes[:, :4], boxes[:, 4:])
    return boxes


def _numbering(letters: raw.FPDF_TEXTPAGE, text: str, count: int) -> Callable[[int, int], tuple[int, int]] | None:
    """What PDFium, which has `count` letters, calls the first and the last letter of a stretch of `text`; None where the same as Python."""
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units == len(text) == count:
        return None
    wide = [m.start() for m in _WIDE.finditer(text)] if units > len(text) else []

    def number(first: int, last: int) -> tuple[int, int]:
        first, last = first + bisect.bisect_left(wide, first), last + bisect.bisect_right(wide, last)
        if units == count:
            return first, last
        return tuple(raw.FPDFText_GetCharIndexFromTextIndex(letters, n) for n in (first, last))

    return number


def placed(pages: Sequence[Written]) -> tuple[list[list[Line]], dict[int, float]]:
    """The lines of each page by where they stand within its edges; of those outside them the size is -1, of those without a place 0. And the
    height of each page that was turned for it, by its place among the pages."""
    count = [len(p.words) for p in pages]
    ends = np.concatenate([NOWHERE, *(p.boxes for p in pages)]).astype(np.float64)
    edges = np.repeat(np.array([p.edges for p in pages]).reshape(-1, 4), count, axis=0)
    heights = _upright(ends, edges, np.repeat(np.arange(len(count)), count))
    west, south, east, north = edges.T
    left, top, bottom, right, low = ends[:, [0, 1, 3, 6, 7]].T
    size = abs(top - bottom)
    middle = bottom + size / 2
    level = (south <= middle) & (middle <= north)
    within = level & (np.maximum(left, right) >= west) & (np.minimum(left, right) <= east)
    x, y = np.where(west > -ENDLESS, (west, south), 0.0)
    places = np.stack((left - x, right - x, bottom - y, low - y, np.where(within, size, -1.0)))
    places[:, np.isnan(left)] = 0.0
    numbers = itertools.chain.from_iterable(map(itertools.repeat, (p.page for p in pages), count))
    found = map(Line, numbers, itertools.chain.from_iterable(p.words for p in pages), *places.tolist())
    return [list(itertools.islice(found, n)) for n in count], heights


def _upright(
    ends: npt.NDArray[np.float64], edges: npt.NDArray[np.float64], page: npt.NDArray[np.intp]
) -> dict[int, float]:
    """Turn the boxes of lines, and the edges around them, of those pages whose lines run upwards or downwards, as on a page laid across or in
    vertical writing: as if they ran from left to right. Gives the heights of these pages as they are turned, 0 where they have no edges."""
    across, up = np.nan_to_num(ends[:, [4, 5]] + ends[:, [6, 7]] - ends[:, [0, 1]] - ends[:, [2, 3]]).T
    most = np.bincount(page, up)
    way = np.where(abs(most) > STEEP * np.bincount(page, abs(across)), np.sign(most), 0)[page]
    for sign, box, edge in ((1, [3, 0, 1, 2], [1, 2, 3, 0]), (-1, [1, 2, 3, 0], [3, 0, 1, 2])):
        lines = way == sign
        if lines.any():
            turn = sign * np.array([1.0, -1.0, 1.0, -1.0])
            ends[lines] = ends[lines][:, [*box, *(n + 4 for n in box)]] * np.tile(turn, 2)
            edges[lines] = edges[lines][:, edge] * turn
    if not way.any():
        return {}
    turned, first = np.unique(page[way != 0], return_index=True)
    south, north = edges[way != 0][first][:, [1, 3]].T
    return dict(zip(turned.tolist(), np.where(north < ENDLESS, north - south, 0.0).tolist(), strict=True))
