"""Read PDF files: pages, paragraphs put together from their lines, repeated heads and feet set apart.

The text is what PDFium finds, in the order in which the file paints it. Lines become paragraphs by where they stand on the page;
a word divided at a line's end is made whole before it becomes text, so that offsets are exact. A paragraph that runs over the end
of a page stays one: what stands between its halves (page numbers, heads, footnotes) comes after it. Pages without a text layer are
read by OCR.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from firsthand import dates
from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import lines, marks
from firsthand.documents.readers.direction import turned
from firsthand.documents.readers.hyphens import HYPHENS, Known, joined, mended, shorter
from firsthand.documents.readers.layout import ENDED, Layout, Line
from firsthand.documents.readers.marks import attached
from firsthand.documents.readers.scan import Seen, runs, scan
from firsthand.documents.record import Document, How, Part, Reading, Text
from firsthand.documents.wrong import locked
from firsthand.flaws import Flaw, flaw

MARGIN = 0.14
"""Share of a page's height, from above and from below, in which repeated lines are heads and feet."""

_NUMBER = re.compile(r"[-–—\s(\[|]*(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s)\]|]*", re.I)
_DIGITS = re.compile(r"\d+")
_NOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡§]|\[\d{1,3}\])\s?\S")
_NO_TITLE = re.compile(
    r"untitled|microsoft word|powerpoint|slide 1$|document\d*$|.*\.(?:docx?|rtf|indd|qxd|pdf|tmp|wpd|xlsx?)$", re.I
)


class Sheet(msgspec.Struct, frozen=True):
    """A page: its height, its lines, whether it shows anything where it has none, what reviewers wrote on it,
    whether files hang on it, how many lines lie outside its edges, where nobody sees them, and how many remarks were not looked at."""

    number: int
    height: float
    lines: tuple[Line, ...] = ()
    drawn: bool = False
    remarks: tuple[str, ...] = ()
    carries: bool = False
    outside: int = 0
    left: int = 0


class Paragraph(msgspec.Struct, frozen=True):
    """Lines that belong together. `breaks` are the places in `words` at which a new page begins, with its number."""

    page: int
    words: str
    size: float
    breaks: tuple[tuple[int, int], ...] = ()
    furniture: bool = False
    note: bool = False


def read(path: Path, document: Document, how: How) -> Reading:
    """The text layer of a PDF, up to `how.limit` characters; of pages without one what OCR recognises; attached files as parts."""
    try:
        pdf = _opened(path, how.passwords)
    except pdfium.PdfiumError as error:
        return Reading(flaws=(_refused(document, str(error), how),))
    try:
        pdf.init_forms()
        sheets, flaws = _sheets(pdf, document, how.limit)
        bare = [s.number for s in sheets if s.drawn]
        seen = list(scan(pdf, bare, document, how)) if bare else []
        carried = list(attached(pdf, [s.number for s in sheets if s.carries], document, how))
        about = pdf.get_metadata_dict()
    finally:
        pdf.close()
    sheets = _turned(sheets)
    flaws = (*flaws, *_unread(sheets, document))
    recognised = [s for s in seen if isinstance(s, Seen)]
    flaws = (*flaws, *(s for s in seen if isinstance(s, Flaw)), *_recognised(recognised, document, how))
    flaws = (*flaws, *(c for c in carried if isinstance(c, Flaw)))
    parts = tuple(c for c in carried if isinstance(c, Part))
    if not recognised and not any(s.lines or s.remarks for s in sheets):
        return Reading(flaws=flaws or (_flaw(document, "no-text", "no text read: it holds none"),), parts=parts)
    draft = Draft()
    size = _body_size(sheets)
    paragraphs = list(_flow(sheets, size, recognised))
    pages = _write(draft, paragraphs, len(sheets), size)
    return Reading(text=_text(draft, pages, about, _largest(paragraphs, size), document), flaws=flaws, parts=parts)


def _opened(path: Path, passwords: tuple[str, ...]) -> pdfium.PdfDocument:
    """The document, opened with the first of the passwords that fits if it asks for one. Raises PdfiumError."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" not in str(error).lower():
            raise
        for password in passwords:
            with contextlib.suppress(pdfium.PdfiumError):
                return pdfium.PdfDocument(path, password=password)
        raise


def _unread(sheets: list[Sheet], document: Document) -> Iterator[Flaw]:
    """What a reader must know of text that the file holds and that was not read."""
    count = {s.number: s.outside for s in sheets if s.outside}
    if count:
        which = ", ".join(
            f"page {first}" if first == last else f"pages {first} to {last}" for first, last in runs(sorted(count))
        )
        message = f"{which}: {sum(count.values())} lines lie outside the page, where nobody sees them, and are not part of the text"
        yield _flaw(document, "outside", message, page=min(count))
    for sheet in sheets:
        if sheet.left:
            message = f"page {sheet.number}: {sheet.left:,} form fields and remarks beyond the first {marks.MANY:,} were not looked at"
            yield _flaw(document, "too-many", message, page=sheet.number)


def _turned(sheets: list[Sheet]) -> list[Sheet]:
    """The pages with the brackets of right-to-left lines as they are meant."""
    meant = turned(line.words for s in sheets for line in s.lines)
    if not meant:
        return sheets
    return [
        msgspec.structs.replace(
            s, lines=tuple(msgspec.structs.replace(k, words=meant.get(k.words, k.words)) for k in s.lines)
        )
        for s in sheets
    ]


def _recognised(seen: list[Seen], document: Document, how: How) -> Iterator[Flaw]:
    """What a reader must know of pages that were recognised: a quotation of them is to be compared with the page."""
    sure = {s.number: s.confidence for s in seen}
    for first, last in runs(sorted(sure)):
        mean = sum(sure[n] for n in range(first, last + 1)) / (last - first + 1)
        which = f"page {first} was" if first == last else f"pages {first} to {last} were"
        message = f"{which} read by OCR ({how.ocr}; confidence {mean:.0f} of 100)"
        yield _flaw(document, "ocr", message, "compare what is quoted from there with the page", page=first)


def _text(
    draft: Draft, pages: tuple[tuple[int, int], ...], about: dict[str, str], largest: str, document: Document
) -> Text:
    found: dict[str, str] = {}
    title, author = (" ".join(fit(about.get(name, "")).split()) for name in ("Title", "Author"))
    if title and not _NO_TITLE.match(title):
        found["title"] = "pdf Title"
    elif title := largest:
        found["title"] = "largest letters of the first page"
    if author:
        found["author"] = "pdf Author"
    if made := dates.published(about.get("CreationDate", "")):
        found["created"] = f"{made}, pdf CreationDate"  # when the file was made: not when its text was published
    if changed := dates.published(about.get("ModDate", "")):
        found["modified"] = f"{changed}, pdf ModDate"
    return Text(
        document=document.id, text=draft.text(), passages=draft.passages(), title=title, author=author, pages=pages, found=found
    )  # fmt: skip


def _largest(paragraphs: Iterable[Paragraph], size: float) -> str:
    """What stands on the first page in its largest letters, if they are larger than those of the text: most likely the title.

    Letterheads are passed over: what is shorter than four words, or holds a colon ("Distr.: General").
    """
    first = [p for p in paragraphs if p.page == 1 and not p.furniture and p.size > 1.12 * size]
    for height in sorted({p.size for p in first}, reverse=True):
        words = " ".join(p.words for p in first if 0.97 * height < p.size <= height)
        if len(words.split()) >= 4 and ":" not in words and len(words) <= 200:
            return words
    return ""


def _refused(document: Document, error: str, how: How) -> Flaw:
    if "password" in error.lower() or "security" in error.lower():
        return locked(document, len(how.passwords))
    return _flaw(document, "unreadable", f"no text read: no PDF that can be opened ({error})")


def _sheets(pdf: pdfium.PdfDocument, document: Document, limit: int) -> tuple[list[Sheet], tuple[Flaw, ...]]:
    sheets: list[Sheet] = []
    flaws: list[Flaw] = []
    taken: list[lines.Written] = []
    length = 0
    for n in range(len(pdf)):
        try:
            sheet, written = _sheet(pdf, n)
        except pdfium.PdfiumError as error:
            sheet, written = Sheet(n + 1, 0.0), lines.Written(n + 1)
            flaws.append(_flaw(document, "unreadable", f"page {n + 1} cannot be read ({error})", page=n + 1))
        length += sum(map(len, written.words))
        if length > limit:
            message = f"the text from page {n + 1} on was not read: more than {limit:,} characters"
            flaws.append(
                _flaw(document, "too-large", message, "raise the setting `limit`, or split the file", page=n + 1)
            )
            break
        sheets.append(sheet)
        taken.append(written)
    found, heights = lines.placed(taken)
    return [_set(s, found[n], heights.get(n, s.height)) for n, s in enumerate(sheets)], tuple(flaws)


def _sheet(pdf: pdfium.PdfDocument, n: int) -> tuple[Sheet, lines.Written]:
    """A page, as yet without its lines, and what is written on it."""
    page = _page(pdf, n)
    try:
        hung = marks.hung(page)
        if hung.shown and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            _leave(pdf, page)  # what was laid over it is part of it now: in memory alone
            page = _page(pdf, n)
        written = lines.Written(n + 1, *lines.take(page), lines.edges(page))
        drawn = not written.words and raw.FPDFPage_CountObjects(page) > 0
        return Sheet(
            n + 1, raw.FPDF_GetPageHeightF(page), (), drawn, hung.remarks, hung.carries, left=hung.left
        ), written
    finally:
        _leave(pdf, page)


def _page(pdf: pdfium.PdfDocument, n: int) -> raw.FPDF_PAGE:
    """PDFium's own page: objects of Python around pages and their text would take a twentieth of the time of reading. Raises PdfiumError."""
    page = raw.FPDF_LoadPage(pdf.raw, n)
    if not page:
        raise pdfium.PdfiumError("Failed to load page.")
    if pdf.formenv:
        raw.FORM_OnAfterLoadPage(page, pdf.formenv.raw)
    return page


def _leave(pdf: pdfium.PdfDocument, page: raw.FPDF_PAGE) -> None:
    if pdf.formenv:
        raw.FORM_OnBeforeClosePage(page, pdf.formenv.raw)
    raw.FPDF_ClosePage(page)


def _set(sheet: Sheet, written: list[Line], height: float) -> Sheet:
    """The page with its lines, but for those outside its edges, and with the height within which they stand."""
    within = tuple(line for line in written if line.size >= 0)
    return msgspec.structs.replace(sheet, height=height, lines=within, outside=len(written) - len(within))


def _body_size(sheets: Iterable[Sheet]) -> float:
    """The height of the letters that most of the text is in."""
    exact: dict[float, int] = {}
    for sheet in sheets:
        for line in sheet.lines:
            exact[line.size] = exact.get(line.size, 0) + len(line.words)
    sizes: Counter[float] = Counter()
    for height, letters in exact.items():
        sizes[round(height, 1)] += letters
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _furniture(sheets: list[Sheet]) -> dict[int, set[int]]:
    """By page, which of its lines are heads, feet and page numbers: near the edge, and the same on other pages but for numbers."""
    edge: dict[tuple[int, int], str] = {}
    for sheet in sheets:
        low, high = MARGIN * sheet.height, (1 - MARGIN) * sheet.height
        for i, line in enumerate(sheet.lines):
            if not low < line.bottom < high and sheet.height:
                edge[sheet.number, i] = _DIGITS.sub("#", line.words.lower())
    pages = Counter(words for _, words in {(page, words) for (page, _), words in edge.items()})
    full = sum(1 for s in sheets if s.lines)
    often = 2 if full < 6 else 3
    marked: dict[int, set[int]] = {}
    for (page, i), words in edge.items():
        recurs = full > 1 and pages[words] >= often and len(words) < 200
        if recurs or _NUMBER.fullmatch(sheets[page - 1].lines[i].words):
            marked.setdefault(page, set()).add(i)
    return marked


def _flow(sheets: list[Sheet], size: float, recognised: Iterable[Seen] = ()) -> Iterator[Paragraph]:
    """The paragraphs in reading order. What breaks into one at the end of a page waits until it is done."""
    marked = _furniture(sheets)
    known = Known(line.words for s in sheets for line in s.lines)
    seen = {s.number: s for s in recognised}
    open_: list[Line] = []
    waiting: list[Paragraph] = []
    for sheet in sheets:
        if sheet.number in seen:
            if open_:
                yield _paragraph(open_, known)
            yield from waiting
            open_, waiting = [], []
            yield from (Paragraph(sheet.number, words, size) for words in seen[sheet.number].paragraphs)
        edge = marked.get(sheet.number, ())
        body = [line for i, line in enumerate(sheet.lines) if i not in edge]
        foot = _foot(body, size)
        body = body[: len(body) - len(foot)]
        layout = Layout(body)
        for line in body:
            if open_ and not layout.goes_on(open_, line):
                yield _paragraph(open_, known)
                yield from waiting
                open_, waiting = [], []
            open_.append(line)
        waiting += [msgspec.structs.replace(p, note=True) for p in _notes(foot, known)]
        waiting += [Paragraph(sheet.number, words, size, note=True) for words in sheet.remarks]
        aside = (sheet.lines[i] for i in sorted(edge))
        waiting += [Paragraph(sheet.number, line.words, line.size, furniture=True) for line in aside]
    if open_:
        yield _paragraph(open_, known)
    yield from waiting


def _foot(body: list[Line], size: float) -> list[Line]:
    """The footnotes: the last lines of the page, in smaller letters, from the first that is numbered or starred."""
    begin = len(body)
    while (
        begin
        and body[begin - 1].size < 0.93 * size
        and (begin == len(body) or body[begin - 1].bottom >= body[begin].bottom - size)
    ):
        begin -= 1
    while begin < len(body) and not _NOTE.match(body[begin].words):
        begin += 1
    return body[begin:] if begin else []


def _notes(lines: list[Line], known: Known) -> Iterator[Paragraph]:
    open_: list[Line] = []
    for line in lines:
        if open_ and _NOTE.match(line.words) and ENDED.search(open_[-1].words):
            yield _paragraph(open_, known)
            open_ = []
        open_.append(line)
    if open_:
        yield _paragraph(open_, known)


def _paragraph(lines: list[Line], known: Known) -> Paragraph:
    """The lines as one paragraph: a word that is divided between two of them is made whole."""
    pieces = [f"{line.words} " for line in lines]
    for n in [n for n, piece in enumerate(pieces[:-1]) if piece[-2] in HYPHENS]:
        pieces[n] = joined(lines[n].words, lines[n + 1].words, known)[: -len(lines[n + 1].words)]
    words = "".join(pieces)[:-1]
    breaks: list[tuple[int, int]] = []
    if lines[0].page != lines[-1].page:
        turns = zip(itertools.accumulate(map(len, pieces)), itertools.pairwise(lines), strict=False)
        breaks = [(place, line.page) for place, (last, line) in turns if line.page != last.page]
    whole = mended(words, known) if "\ufffe" in words or "\x02" in words else words
    if whole != words:
        breaks = [(place - shorter(words[:place], known), page) for place, page in breaks]
    return Paragraph(lines[0].page, whole.rstrip("\ufffe\x02"), lines[0].size, tuple(breaks))


def _write(draft: Draft, paragraphs: list[Paragraph], count: int, size: float) -> tuple[tuple[int, int], ...]:
    """Put the paragraphs into the draft; where each page's text starts and ends in it."""
    begins: dict[int, int] = {}
    for p in paragraphs:
        if p.furniture:
            draft.add(p.words, "furniture", page=p.page)
            continue
        if p.note:
            begins.setdefault(p.page, draft.add(p.words, "note", page=p.page))
            continue
        if p.size > 1.12 * size and len(p.words) <= 200:
            start = draft.add(p.words, "heading", page=p.page)
        else:
            start = draft.write(p.words, page=p.page)
        begins.setdefault(p.page, start)
        for place, page in p.breaks:
            begins.setdefault(page, start + place)
    starts = [begins.get(1, 0)] if count else []
    for n in range(2, count + 1):
        starts.append(max(begins.get(n, starts[-1]), starts[-1]))
    starts = [0, *starts[1:]]
    return tuple(zip(starts, [*starts[1:], len(draft)], strict=True))


def _flaw(document: Document, kind: str, message: str, cure: str = "", page: int | None = None) -> Flaw:
    return flaw(
        "read", kind, f"{document.name}: {message}", cure=cure, document=document.id, name=document.name, page=page
    )
