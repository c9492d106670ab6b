"""What hangs on the pages of a PDF: form fields, remarks of reviewers, attached files."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from firsthand.documents.draft import fit
from firsthand.documents.record import Document, How, Part
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

SHOWN = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP})
"""Kinds whose words are printed on the page."""
REMARKS = frozenset(
    {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STRIKEOUT,
     raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_LINE}
)  # fmt: skip
"""Kinds whose words open when one points at them."""
MANY = 5000
"""Annotations of a page that are looked at."""


class Hung(msgspec.Struct, frozen=True):
    """What hangs on a page: what reviewers wrote there, each with the name of who did; whether form fields or boxes of text are laid
    over it; whether it carries a file; how many there were beyond those that are looked at."""

    remarks: tuple[str, ...] = ()
    shown: bool = False
    carries: bool = False
    left: int = 0


_NOTHING = Hung()


def hung(page: raw.FPDF_PAGE) -> Hung:
    """What hangs on the page."""
    remarks: list[str] = []
    kinds: set[int] = set()
    for kind, annotation in _annotations(page):
        kinds.add(kind)
        bare = kind == raw.FPDF_ANNOT_FREETEXT and not raw.FPDFAnnot_HasKey(
            annotation, b"AP"
        )  # no drawing of it is laid over the page
        if (kind in REMARKS or bare) and (words := _string(annotation, b"Contents")):
            who = _string(annotation, b"T")
            remarks.append(f"{who}: {words}" if who else words)
    if not kinds:  # most pages
        return _NOTHING
    left = max(0, raw.FPDFPage_GetAnnotCount(page) - MANY)
    return Hung(tuple(remarks), not kinds.isdisjoint(SHOWN), raw.FPDF_ANNOT_FILEATTACHMENT in kinds, left)


def _annotations(page: raw.FPDF_PAGE) -> Iterator[tuple[int, raw.FPDF_ANNOTATION]]:
    for n in range(min(MANY, raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, n)
        if annotation:
            try:
                yield raw.FPDFAnnot_GetSubtype(annotation), annotation
            finally:
                raw.FPDFPage_CloseAnnot(annotation)


def _string(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size < 1_000_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return fit(" ".join(buffer.raw[:size].decode("utf-16-le", "replace").replace("\0", "").split()))


def attached(pdf: pdfium.PdfDocument, pages: Iterable[int], document: Document, how: How) -> Iterator[Part | Flaw]:
    """The files that the document, or one of these `pages` (from 1) of it, carries."""
    left = how.total
    seen: set[bytes] = set()
    for n, (where, attachment) in enumerate(_attachments(pdf, pages)):
        if n >= how.members:
            yield wrong(document, "too-many", f"it carries more than {how.members:,} files; the rest was left")
            return
        name = ""
        try:
            name = fit(attachment.get_name())
            data = bytes(attachment.get_data())
        except (pdfium.PdfiumError, UnicodeDecodeError, ValueError) as error:
            yield wrong(document, "broken-member", f"the attached file {name or n + 1} cannot be taken out: {error}")
            continue
        left -= len(data)
        if left < 0:
            yield wrong(document, "too-large", "the attached files from here on were left: they are too large")
            return
        if data and data not in seen:
            seen.add(data)
            yield Part(
                name=name.replace("\\", "/").rpartition("/")[2] or f"attachment {n + 1}",
                data=data,
                details={"path": where},
            )


def _attachments(pdf: pdfium.PdfDocument, pages: Iterable[int]) -> Iterator[tuple[str, pdfium.PdfAttachment]]:
    for n in range(pdf.count_attachments()):
        yield f"attachment {n + 1}", pdf.get_attachment(n)
    for n in pages:
        try:
            page = pdf[n - 1]
        except pdfium.PdfiumError:
            continue
        for kind, annotation in _annotations(page.raw):
            if kind == raw.FPDF_ANNOT_FILEATTACHMENT and (handle := raw.FPDFAnnot_GetFileAttachment(annotation)):
                yield f"page {n}", pdfium.PdfAttachment(handle, pdf)
        page.close()
