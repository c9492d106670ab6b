"""Read sheets: XLSX, XLSB, XLS, ODS by calamine, CSV and TSV by the standard library. Each row is a passage, its cells parted by bars.

A sheet's name stands above it as a heading. Cells are what was stored: the result of a formula, not the formula; dates in ISO 8601.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import olefile
import python_calamine as calamine
from lxml import etree

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import percent, plain, unseen
from firsthand.documents.readers.boxes import beside
from firsthand.documents.readers.doc import embedded, said
from firsthand.documents.readers.margins import margins, printed
from firsthand.documents.readers.package import DAMAGED, Package, about, attribute, enclosed, local, times
from firsthand.documents.readers.sparse import CELLS, near
from firsthand.documents.record import Document, How, Part, Passage, Reading, Text
from firsthand.documents.split import trim
from firsthand.documents.wrong import locked, wrong
from firsthand.flaws import Flaw

FIELD = 1 << 20
"""Characters of one field of a CSV."""

_DELIMITERS = ",;\t|"


def read(path: Path, document: Document, how: How) -> Reading:
    """The rows of every sheet; comments as notes; what is embedded as parts."""
    flaws: list[Flaw] = []
    draft = Draft()
    try:
        with near(path, how.limit) as (whole, told), calamine.CalamineWorkbook.from_path(whole) as book:
            flaws += (wrong(document, "sparse", words) for words in told)
            shares, unsure = percent.places(whole, how.limit)
            flaws += (wrong(document, "too-large", words, "open the file to see what it shows") for words in unsure)
            for name in book.sheet_names:
                flaws += _sheet(book, name, draft, document, how, shares.get(name, frozenset()))
            hidden = (*unseen.sheets(book), *unseen.cells(path, how.limit))
            flaws += (wrong(document, "unseen", words, "open the file to see what it shows") for words in hidden)
    except calamine.PasswordError:
        return Reading(flaws=(locked(document, len(how.passwords)),))
    except (GeneratorExit, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # where calamine fails on a broken file it panics, which is no Exception
        flaws.append(wrong(document, "unreadable", f"not all of it can be read: {' '.join(str(error).split())[:160]}"))
    title, author, found, inside = _around(path, document, how, draft)
    text = Text(
        document=document.id, text=draft.text(), passages=draft.passages(), title=title, author=author, found=found
    )
    flaws += [i for i in inside if isinstance(i, Flaw)]
    return Reading(text=text, parts=tuple(i for i in inside if isinstance(i, Part)), flaws=tuple(flaws))


def _sheet(
    book: calamine.CalamineWorkbook,
    name: str,
    draft: Draft,
    document: Document,
    how: How,
    shares: frozenset[tuple[int, int]],
) -> Iterator[Flaw]:
    """Write the rows of a sheet, whose cells at `shares` show percent, into the draft."""
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > CELLS:
            yield wrong(document, "too-large", f"the sheet {name} claims more than {CELLS:,} cells and was not read")
            return
        rows = ([_cell(value) for value in row] for row in sheet.iter_rows())
        if shares:
            first = (sheet.start or (0, 0))[1]
            rows = (
                [_cell(value, (y, x) in shares) for x, value in enumerate(row, first)]
                for y, row in enumerate(sheet.iter_rows())
            )
        yield from _rows(draft, rows, fit(name), how, document)
    except (GeneratorExit, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # where calamine fails on a broken sheet it panics, which is no Exception
        told = " ".join(str(error).split())[:160]
        yield wrong(document, "unreadable", f"the sheet {name} cannot be read: {told}")


def _rows(draft: Draft, rows: Iterable[list[str]], name: str, how: How, document: Document) -> Iterator[Flaw]:
    gap, begun = "\n\n", False
    for n, row in enumerate(rows, 1):
        if not any(row):
            continue
        if not begun and name:
            draft.add(name, "heading")
        begun = True
        draft.add(" | ".join(row).rstrip(" |") if row[0] else " | ".join(row), "row", gap=gap)
        gap = "\n"
        if len(draft) > how.limit:
            yield wrong(document, "too-large", f"{name or 'the table'} was read only up to row {n}: it is too long")
            return


def _cell(value: object, share: bool = False) -> str:
    """What stands in a cell, which may show its number as a `share` in percent."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if share:
            return percent.shown(value)
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.time):
        return value.replace(microsecond=0).isoformat()
    return fit(" ".join(str(value).split()))


def _moment(value: dt.datetime) -> str:
    """A date, with its time to the second where it has one: what lies below is left by reckoning with parts of days."""
    with contextlib.suppress(OverflowError):
        value += dt.timedelta(milliseconds=500)
    value = value.replace(microsecond=0)
    return value.date().isoformat() if value.time() == dt.time(0) else value.isoformat(" ")


def _around(
    path: Path, document: Document, how: How, draft: Draft
) -> tuple[str, str, dict[str, str], list[Part | Flaw]]:
    """Title and author of a workbook, its comments, and the files embedded in it."""
    title = author = ""
    told: dict[str, str] = {}
    inside: list[Part | Flaw] = []
    try:
        if not olefile.isOleFile(str(path)):
            with zipfile.ZipFile(path) as archive:
                package = Package(archive, how.limit)
                told = about(package)
                title, author = told.get("title", ""), told.get("creator", "")
                for note in _notes(package):
                    draft.add(note, "note")
                styles = package.part("styles.xml")
                for words in dict.fromkeys((*margins(archive, how.limit), *printed(styles))):
                    draft.add(words, "furniture")
                inside = list(enclosed(package, document, how))
        else:
            with olefile.OleFileIO(path) as ole:
                meta = ole.get_metadata()
                title, author = said(meta.title), said(meta.author)
                if ole.exists("Workbook") and ole.get_size("Workbook") <= how.limit:
                    for kind, words in dict.fromkeys(beside(ole.openstream("Workbook").read())):
                        draft.add(words, kind)
                inside = list(embedded(ole, document, "MBD", how))
    except (*DAMAGED, etree.XMLSyntaxError) as error:
        inside.append(
            wrong(document, "broken-member", f"what is embedded cannot be read: {' '.join(str(error).split())[:160]}")
        )
    found = {k: f"sheet {k}" for k, v in (("title", title), ("author", author)) if v} | times(told, "sheet")
    return title, author, found, inside


def _notes(package: Package) -> Iterator[str]:
    """The comments on cells and the words in boxes drawn over the sheets."""
    for name in sorted(package.names):
        if re.fullmatch(r"xl/(?:comments\d*|drawings/drawing\d+|threadedComments/[^/]+)\.xml", name):
            tree = package.part(name)
            for element in tree.iter() if tree is not None else ():
                if local(element) in ("comment", "txBody", "threadedComment"):
                    words = " ".join("".join(t.text or "" for t in element.iter() if local(t) in ("t", "text")).split())
                    where = attribute(element, "ref")
                    if words:
                        yield fit(f"{where}: {words}" if where else words)


def separated(path: Path, document: Document, how: How) -> Reading:
    """The rows of a CSV or TSV. The text is the decoded file, unchanged: each row is the passage that its lines are."""
    del how
    text, encoding, guessed = plain.decode(path.read_bytes())
    delimiter = "\t" if document.media_type == "text/tab-separated-values" else _delimiter(text)
    passages, open_ = _passages(text, delimiter)
    flaws = plain.damage(text, document, encoding)
    if open_:
        message = (
            f"row {open_:,} opens a quotation mark that nothing closes: from there on each line is taken for a row"
        )
        flaws = (*flaws, wrong(document, "broken", message, "compare the rows from there on with the file"))
    found = {"encoding": f"{encoding}, {'guessed' if guessed else 'certain'}", "delimiter": repr(delimiter)}
    return Reading(
        text=Text(document=document.id, text=text, passages=passages, found=found),
        flaws=flaws,
    )


def _delimiter(text: str) -> str:
    """The sign that stands equally often, and most, in the first lines."""
    lines = [line for line in text[:65_536].splitlines() if line.strip()][:50]
    best, most = ",", (0.0, 0)
    for sign in _DELIMITERS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
        ((width, rows),) = counts.most_common(1) or [(1, 0)]
        if width > 1 and (rows / len(lines), width) > most:
            best, most = sign, (rows / len(lines), width)
    return best


def _passages(text: str, delimiter: str) -> tuple[tuple[Passage, ...], int]:
    """Each row at its place, and the number of the row that opens a quotation mark which nothing closes, from which on lines are rows; 0 for
    none. The reader is fed line by line, and a row that goes over lines ends where it has read to."""
    at = start = 0
    whole = True

    def lines() -> Iterator[str]:
        nonlocal at, whole
        for line in io.StringIO(text, newline=""):
            at += len(line)
            yield line
        whole = False  # it asks for another line at the end of the last row only where that is open

    found: list[Passage] = []
    rows = csv.reader(lines(), delimiter=delimiter)
    csv.field_size_limit(max(csv.field_size_limit(), FIELD * 64))
    while True:
        try:
            next(rows)
        except StopIteration:
            return tuple(found), 0
        except csv.Error:
            pass
        if not whole and len(text[start:at].strip().splitlines()) > 1:
            break
        found += _trimmed(text, start, at)
        start = at
    number = len(found) + 1
    for line in io.StringIO(text[start:], newline=""):
        found += _trimmed(text, start, start + len(line))
        start += len(line)
    return tuple(found), number


def _trimmed(text: str, first: int, last: int) -> Iterator[Passage]:
    """The row at `first`:`last` without the white space at both ends, if anything is left."""
    first, last = trim(text, first, last)
    if first < last:
        yield Passage(first, last, "row")
