"""Read PPTX: slide by slide the titles, texts, tables, charts' and diagrams' words, then the speaker's notes and the comments."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers.package import Package, about, attribute, enclosed, local, times
from firsthand.documents.record import Document, How, Part, Reading, Text
from firsthand.documents.split import form
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"ftr", "dt", "sldNum", "hdr"})
_DRAWN = frozenset({"chart", "diagramData"})
_NOTES = frozenset({"notesSlide", "comments"})

NAMED = 10
"""Hidden slides that are named."""


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of a presentation, its slides as pages; what is embedded in it as parts."""
    with zipfile.ZipFile(path) as archive:
        package = Package(archive, how.limit)
        main = package.main("ppt/presentation.xml")
        names = _slides(package, main)
        draft = Draft()
        flaws: list[Flaw] = []
        starts: list[int] = []
        hidden: list[int] = []
        for n, name in enumerate(names, 1):
            starts.append(len(draft))
            try:
                if not _slide(draft, package, name, n):
                    hidden.append(n)
            except etree.XMLSyntaxError as error:
                flaws.append(wrong(document, "broken-member", f"slide {n} cannot be read: {error}", page=n))
        inside = list(enclosed(package, document, how))
        told = about(package)
    if hidden:
        which = (
            f"slide{'s' * (len(hidden) > 1)} {', '.join(map(str, hidden[:NAMED]))}{' and more' * (len(hidden) > NAMED)}"
        )
        message = f"hidden in the file, and read all the same: {which}"
        flaws.append(wrong(document, "unseen", message, "open the file to see what it shows", page=hidden[0]))
    ends = [*starts[1:], len(draft)]
    pages = tuple(zip(starts, ends, strict=True)) if names else ()
    found = {f: f"pptx {w}" for f, w in (("title", "title"), ("author", "creator")) if told.get(w)}
    found |= times(told, "pptx")
    text = Text(
        document=document.id, text=draft.text(), passages=draft.passages(), title=told.get("title", ""), author=told.get("creator", ""),
        pages=pages, found=found,
    )  # fmt: skip
    flaws += [i for i in inside if isinstance(i, Flaw)]
    return Reading(text=text, parts=tuple(i for i in inside if isinstance(i, Part)), flaws=tuple(flaws))


def _slides(package: Package, main: str) -> list[str]:
    """The slides' parts in the order of the presentation."""
    tree = package.part(main)
    related = package.related(main)
    ids = [attribute_id(e) for e in tree.iter() if local(e) == "sldId"] if tree is not None else []
    return [related[i][1] for i in ids if i in related and related[i][1] in package.names]


def attribute_id(element: etree._Element) -> str:
    """The relation that an element names: its `r:id`, not its own number."""
    return str(next((v for k, v in element.attrib.items() if k.endswith("}id")), ""))


def _slide(draft: Draft, package: Package, name: str, page: int) -> bool:
    """Write one slide; whether it is shown."""
    tree = package.part(name)
    if tree is not None:
        _write(draft, tree, page)
    related = sorted(package.related(name).values())
    for kind, target in related:
        if kind in _DRAWN and (drawn := package.part(target)) is not None:
            for words in _loose(drawn):
                draft.add(words, "caption", page=page)
    for kind, target in related:
        if kind in _NOTES and (notes := package.part(target)) is not None:
            _write(draft, notes, page, note=True)
    return tree is None or tree.get("show", "1") not in ("0", "false")


def _loose(tree: etree._Element) -> Iterator[str]:
    """The words of a chart or diagram: its paragraphs, and the names of its series and categories each once."""
    seen: set[str] = set()
    for element in tree.iter():
        words = _words(element) if local(element) == "p" else (element.text or "") if local(element) == "v" else ""
        words = fit(" ".join(words.split()))
        if words and words not in seen and any(c.isalpha() for c in words):
            seen.add(words)
            yield words


def _write(draft: Draft, tree: etree._Element, page: int, *, note: bool = False) -> None:
    """The shapes of a slide, in order; those of a slide of notes or comments as notes."""
    for element in tree.iter():
        kind = local(element)
        if kind == "tbl":
            _table(draft, element, page)
        elif kind == "txBody" and not any(local(a) == "tbl" for a in element.iterancestors()):
            role = _role(element)
            if role == "sldImg" or (note and role in _FURNITURE):
                continue
            for words in (_words(p) for p in element if local(p) == "p"):
                _paragraph(draft, words, role, page, note)
        elif kind == "text" and note and element.text:  # of an old comment
            draft.add(element.text, "note", page=page)


def _paragraph(draft: Draft, words: str, role: str, page: int, note: bool) -> None:
    flat = " ".join(words.split())
    if note:
        draft.add(words, "note", page=page)
    elif role in _TITLES and len(flat) <= 300:
        draft.add(flat, "heading", page=page)
    elif role in _FURNITURE:
        draft.add(flat, "furniture", page=page)
    else:
        guess = form(flat)
        draft.add(words, "paragraph" if guess == "heading" else guess, page=page)


def _role(body: etree._Element) -> str:
    shape = body.getparent()
    for element in shape.iter() if shape is not None else ():
        if local(element) == "ph":
            return attribute(element, "type")
    return ""


def _table(draft: Draft, table: etree._Element, page: int) -> None:
    gap = "\n\n"
    for row in (r for r in table if local(r) == "tr"):
        cells = [
            " ".join(" ".join(_words(p).split()) for p in c.iter() if local(p) == "p").strip()
            for c in row
            if local(c) == "tc"
        ]
        if any(cells):
            draft.add(" | ".join(cells), "row", gap=gap, page=page)
            gap = "\n"


def _words(paragraph: etree._Element) -> str:
    found: list[str] = []
    for element in paragraph.iter():
        kind = local(element)
        if kind == "t":
            found.append(element.text or "")
        elif kind == "br":
            found.append("\n")
        elif kind == "tab":
            found.append("\t")
    return fit("".join(found))
