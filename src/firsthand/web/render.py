"""Render: a page of a PDF, or an image, as a picture; in a process of its own, since the file is a stranger's."""

from __future__ import annotations

import contextlib
import io
import re
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageOps

from firsthand import line
from firsthand.documents.confine import Limits, confine
from firsthand.errors import CannotGoOn

WIDTH = 1_200
"""Pixels of a picture's width."""

SECONDS = 20

PIXELS = 60_000_000
"""Pixels above which an image is not opened."""

BOX, EDGE = (253, 216, 90, 90), (154, 120, 12, 255)


class Easel:
    """Makes pictures, one at a time, in a process that stays for the next one and gives up what it does not need."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def page(self, path: str, number: int, marked: Sequence[str]) -> bytes:
        """Page `number` (from 1) of the PDF at `path` as PNG, with boxes round these words where they stand on it. Raises CannotGoOn."""
        return self._made(path, number, tuple(marked))

    def image(self, path: str) -> bytes:
        """The image at `path` as PNG, without anything that was written into the file beside it. Raises CannotGoOn."""
        return self._made(path, 0, ())

    def _made(self, path: str, number: int, marked: tuple[str, ...]) -> bytes:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=line.CONTEXT, initializer=_confined)
            try:
                return self._pool.submit(_draw, path, number, marked).result(SECONDS + 20)
            except (BrokenProcessPool, Late) as error:
                for process in list((self._pool._processes or {}).values()):
                    with contextlib.suppress(OSError):
                        process.kill()
                self._pool.shutdown(wait=False)
                self._pool = None
                raise CannotGoOn("this page cannot be drawn: the file broke what draws it", "read its text") from error
            except Exception as error:
                raise CannotGoOn(f"this page cannot be drawn ({type(error).__name__})", "read its text") from error

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _confined() -> None:
    confine(Limits(seconds=1e6, processor=3600, memory=1 << 30, output=1 << 26, files=128))


def _draw(path: str, number: int, marked: tuple[str, ...]) -> bytes:
    if number == 0:
        with Image.open(path) as opened:
            if opened.width * opened.height > PIXELS:
                raise ValueError("too large")
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        picture.thumbnail((WIDTH, 4 * WIDTH))
        return _png(picture)
    document = pdfium.PdfDocument(path)
    try:
        page = document[number - 1]
        scale = min(WIDTH / max(page.get_width(), 1), 4)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGBA")
        boxes = Image.new("RGBA", picture.size)
        pen = ImageDraw.Draw(boxes)
        for box in _boxes(page, marked):
            left, bottom, right, top = (v * scale for v in box)
            pen.rectangle((left - 1, picture.height - top - 1, right + 1, picture.height - bottom + 1), BOX)
        return _png(Image.alpha_composite(picture, boxes).convert("RGB"))
    finally:
        document.close()


def _boxes(page: pdfium.PdfPage, marked: Sequence[str]) -> list[tuple[float, float, float, float]]:
    """Where the words stand on the page. They are looked for without blanks and hyphens, which reading sets otherwise than the page."""
    text = page.get_textpage()
    whole = text.get_text_range()
    places = [n for n, c in enumerate(whole) if c.isalnum()]
    plain = "".join(whole[n] for n in places).casefold()
    if len(plain) != len(places):  # a letter that folds to two: places would be others
        plain = "".join(whole[n] for n in places)
    found: list[tuple[float, float, float, float]] = []
    for words in marked:
        said = re.sub(r"[\W_]+", "", words)
        at = plain.find(said.casefold()) if said else -1
        if at < 0:
            continue
        first, last = places[at], places[at + len(said) - 1]
        count = text.count_rects(first, last - first + 1)
        found += [text.get_rect(n) for n in range(count)]
    return found


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
