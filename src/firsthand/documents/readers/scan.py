"""Read the pages of a PDF that have no text layer: a picture is made of each and its text recognised."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from firsthand.documents.draft import fit
from firsthand.documents.readers import ocr
from firsthand.documents.record import Document, How
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

DPI = 300
"""Dots per inch: what Tesseract's makers recommend."""
PIXELS = 30_000_000
"""Pixels of a page at most: a larger one is drawn at fewer dots per inch."""


@dataclass(frozen=True)
class Seen:
    """The paragraphs recognised on page `number`, and how sure of its words the program is in the mean (0 to 100)."""

    number: int
    paragraphs: tuple[str, ...]
    confidence: float


def scan(pdf: pdfium.PdfDocument, numbers: Sequence[int], document: Document, how: How) -> Iterator[Seen | Flaw]:
    """What is recognised on the pages `numbers` (from 1), within the time of `how`; Flaws for those on which nothing was read."""
    without: list[int] = []
    why, cure = "", ""
    until = time.monotonic() + how.seconds
    for n in numbers:
        if why:
            without.append(n)
            continue
        try:
            seen = _page(pdf, n, how.ocr, until - time.monotonic()) if how.ocr else None
        except ocr.Missing as missing:
            why, cure = str(missing), ocr.INSTALL
        except TimeoutError:
            why, cure = (
                f"recognising text took more than {how.seconds:.0f} s",
                "raise the setting `seconds`, or split the file",
            )
        except (OSError, ValueError, pdfium.PdfiumError) as error:
            yield wrong(document, "unreadable", f"no text read on page {n}: OCR failed: {error}", page=n)
            continue
        if why or seen is None or not seen.paragraphs:
            without.append(n)
        else:
            yield seen
    for first, last in runs(without):
        which = f"page {first} has" if first == last else f"pages {first} to {last} have"
        told = why or ("OCR finds no text there" if how.ocr else "OCR is off")
        yield wrong(document, "no-text", f"{which} no text layer: no text read there ({told})", cure, page=first)


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of numbers that follow one another."""
    first = last = None
    for n in numbers:
        if last is not None and first is not None and n != last + 1:
            yield first, last
            first = None
        first, last = first if first is not None else n, n
    if first is not None and last is not None:
        yield first, last


def _page(pdf: pdfium.PdfDocument, number: int, languages: str, seconds: float) -> Seen:
    ocr.check(languages)
    if seconds <= 0:
        raise TimeoutError
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        scale = min(DPI / 72, (PIXELS / max(1.0, width * height)) ** 0.5)
        picture = page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()
    darkest, lightest = picture.convert("L").getextrema()
    if darkest == lightest:  # an empty page
        return Seen(number, (), 0.0)
    found = ocr.recognise(picture, languages, seconds)
    if found.confidence < ocr.SURE:
        return Seen(number, (), found.confidence)
    paragraphs = tuple(" ".join(fit(p).split()) for p in found.words.split("\n\n"))
    return Seen(number, tuple(p for p in paragraphs if p), found.confidence)
