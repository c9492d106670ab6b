"""Read XPS and OpenXPS: the glyphs of each page, put together into lines by where they stand."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path

from lxml import etree

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers.package import Package, about, local
from firsthand.documents.record import Document, How, Reading, Text
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of an XPS document, page by page."""
    draft = Draft()
    starts: list[int] = []
    flaws: list[Flaw] = []
    with zipfile.ZipFile(path) as archive:
        package = Package(archive, how.limit)
        for n, name in enumerate(_pages(package), 1):
            starts.append(len(draft))
            try:
                page = package.part(name)
            except etree.XMLSyntaxError as error:
                flaws.append(wrong(document, "broken-member", f"page {n} cannot be read: {error}", page=n))
                continue
            if page is not None:
                draft.write(_lines(page), page=n)
        told = about(package)
    pages = tuple(zip(starts, [*starts[1:], len(draft)], strict=True)) if starts else ()
    text = Text(
        document=document.id, text=draft.text(), passages=draft.passages(), pages=pages,
        title=told.get("title", ""), author=told.get("creator", ""), found={"title": "xps title"} if told.get("title") else {},
    )  # fmt: skip
    return Reading(text=text, flaws=tuple(flaws))


def _pages(package: Package) -> list[str]:
    """The parts of the pages in their order, as the fixed documents list them."""
    found: list[str] = []
    for name in sorted(n for n in package.names if n.endswith(".fdoc")):
        tree = package.part(name)
        for content in tree.iter() if tree is not None else ():
            if local(content) == "PageContent":
                source = str(content.get("Source", ""))
                path = source.lstrip("/") if source.startswith("/") else posixpath.join(posixpath.dirname(name), source)
                found.append(posixpath.normpath(path))
    return [n for n in found if n in package.names] or sorted(n for n in package.names if n.endswith(".fpage"))


def _lines(page: etree._Element) -> str:
    """Glyphs whose baselines are the same stand on one line; a blank parts those that stand apart."""
    runs: list[tuple[float, float, str]] = []
    for glyphs in page.iter():
        words = fit(str(glyphs.get("UnicodeString", ""))).removeprefix("{}") if local(glyphs) == "Glyphs" else ""
        if words:
            runs.append((_number(glyphs.get("OriginY")), _number(glyphs.get("OriginX")), words))
    lines: list[str] = []
    before: tuple[float, float, str] | None = None
    for run in runs:
        if before is not None and abs(run[0] - before[0]) < 1 and run[1] >= before[1]:
            lines[-1] += ("" if lines[-1].endswith(" ") or run[2].startswith(" ") else " ") + run[2]
        else:
            lines.append(run[2])
        before = run
    return "\n".join(lines)


def _number(value: str | None) -> float:
    try:
        return float(value or 0)
    except ValueError:
        return 0.0
