"""Read DOCX: paragraphs, headings, tables row by row, text boxes, footnotes and endnotes, in the order of the document.

Read from the parts themselves: only the parts that hold text are unpacked, each at most so far, and no entity is resolved. What a
reader of the document sees is the text: inserted words are in it, deleted ones are not (a Flaw counts them). Footnotes, endnotes
and comments are notes behind it; embedded files and pictures are parts.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from firsthand.documents.draft import Draft
from firsthand.documents.readers.package import Package, about, attribute, enclosed, local, times
from firsthand.documents.record import Document, How, Part, PassageKind, Reading, Text
from firsthand.documents.split import form
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

_GONE = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "sectPr"})
_HEADINGS = ("heading", "title", "subtitle", "überschrift", "titre")
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"))


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of a DOCX whose parts with text unpack to at most `how.limit` bytes; what is embedded in it as parts."""
    with zipfile.ZipFile(path) as archive:
        package = Package(archive, how.limit)
        main = package.main("word/document.xml")
        tree = package.part(main)
        if tree is None:
            return Reading(flaws=(wrong(document, "unreadable", f"no text read: it has no part {main}"),))
        folder = posixpath.dirname(main)
        draft = Draft()
        _Writer(draft, _styles(package.part(posixpath.join(folder, "styles.xml")))).body(tree)
        for part, note in _NOTES:
            _notes(draft, package.part(posixpath.join(folder, f"{part}.xml")), note)
        _margins(draft, package, folder)
        inside = list(enclosed(package, document, how))
        text = _text(draft, about(package), document)
        flaws = (*_left_out(document, tree), *(i for i in inside if isinstance(i, Flaw)))
    return Reading(text=text, parts=tuple(i for i in inside if isinstance(i, Part)), flaws=flaws)


def _text(draft: Draft, told: dict[str, str], document: Document) -> Text:
    found = {field: f"docx {name}" for field, name in (("title", "title"), ("author", "creator")) if told.get(name)}
    found |= times(told, "docx")
    return Text(
        document=document.id, text=draft.text(), passages=draft.passages(),
        title=told.get("title", ""), author=told.get("creator", ""), found=found,
    )  # fmt: skip


class _Writer:
    """Writes blocks of WordprocessingML into a draft."""

    def __init__(self, draft: Draft, styles: dict[str, str]) -> None:
        self.draft = draft
        self.styles = styles

    def body(self, element: etree._Element) -> None:
        """All blocks below `element`, in order; content controls and the like are looked through."""
        todo = list(reversed(element))
        while todo:
            child = todo.pop()
            kind = local(child)
            if kind == "p":
                self.paragraph(child)
            elif kind == "tbl":
                self.table(child)
            elif kind not in _GONE:
                todo += reversed(child)

    def paragraph(self, element: etree._Element) -> None:
        """One paragraph, then whatever text boxes hang on it."""
        words = _words(element)
        kind = self.kind(element, words)
        if kind is None:
            self.draft.write(words)
        else:
            self.draft.add(words.replace("\n", " "), kind)
        for box in _boxes(element):
            self.body(box)

    def kind(self, element: etree._Element, words: str) -> PassageKind | None:
        """What its style says it is; None leaves it to its form."""
        properties = next((c for c in element if local(c) == "pPr"), None)
        marks = {local(c): _value(c) for c in properties} if properties is not None else {}
        style = self.styles.get(marks.get("pStyle", ""), marks.get("pStyle", "")).lower()
        if style.startswith(_HEADINGS) or marks.get("outlineLvl", "9") in "012345678":
            return "heading" if len(words) <= 300 else None
        if style == "caption":
            return "caption"
        if "numPr" in marks or style.startswith("list"):
            guess = form(" ".join(words.split()))
            return "paragraph" if guess == "heading" else guess
        return None

    def table(self, element: etree._Element) -> None:
        """One passage for each row, its cells parted by bars. Tables in cells come after the row that holds them."""
        gap = "\n\n"
        for row in _rows(element):
            cells = [c for c in row.iter() if local(c) == "tc" and _owner(c, "tr") is row]
            words = [" ".join(" ".join(_words(p).split()) for p in _own(c)) for c in cells]
            if any(w.strip() for w in words):
                self.draft.add(" | ".join(w.strip() for w in words), "row", gap=gap)
                gap = "\n"
            for cell in cells:
                for inner in cell.iter():
                    if local(inner) == "tbl" and _owner(inner, "tc") is cell:
                        self.table(inner)
                    elif local(inner) == "p" and _owner(inner, "tc") is cell:
                        for box in _boxes(inner):
                            self.body(box)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (r for r in table.iter() if local(r) == "tr" and _owner(r, "tbl") is table)


def _own(cell: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a cell that are not those of a table or box in it."""
    return (p for p in cell.iter() if local(p) == "p" and _owner(p, "tc", "txbxContent") is cell)


def _owner(element: etree._Element, *names: str) -> etree._Element | None:
    return next((a for a in element.iterancestors() if local(a) in names), None)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a paragraph, each once: Word writes them a second time for old readers (Fallback)."""
    for box in paragraph.iter():
        if local(box) == "txbxContent" and _owner(box, "p") is paragraph and _owner(box, "Fallback") is None:
            yield box


def _words(paragraph: etree._Element) -> str:
    """What is written in a paragraph, without its text boxes and without what was deleted."""
    found: list[str] = []
    for event, element in (walk := etree.iterwalk(paragraph, events=("start",))):
        del event
        name = local(element)
        if name in _GONE or name == "txbxContent" or (name == "p" and element is not paragraph):
            walk.skip_subtree()
        elif name == "t":
            found.append(element.text or "")
        elif name in ("br", "cr"):
            found.append("\n")
        elif name in ("tab", "ptab"):
            found.append("\t")
        elif name == "noBreakHyphen":
            found.append("-")
    return "".join(found)


def _notes(draft: Draft, tree: etree._Element | None, kind: str) -> None:
    """Footnotes, endnotes and comments behind the text, a comment with the name of whoever made it."""
    for note in tree if tree is not None else ():
        if local(note) == kind and not any(k.endswith("}type") for k in note.attrib):
            who = attribute(note, "author") if kind == "comment" else ""
            words = [w for w in (_words(p).strip() for p in note.iter() if local(p) == "p") if w]
            for n, paragraph in enumerate(words):
                draft.add(f"{who}: {paragraph}" if who and not n else paragraph, "note")


def _margins(draft: Draft, package: Package, folder: str) -> None:
    """Heads and feet of the pages, each wording once, behind the text."""
    seen: set[str] = set()
    for name in sorted(package.names):
        if name.startswith((posixpath.join(folder, "header"), posixpath.join(folder, "footer"))) and name.endswith(
            ".xml"
        ):
            tree = package.part(name)
            for paragraph in tree.iter() if tree is not None else ():
                words = " ".join(_words(paragraph).split()) if local(paragraph) == "p" else ""
                if words and words not in seen:
                    seen.add(words)
                    draft.add(words, "furniture")


def _styles(tree: etree._Element | None) -> dict[str, str]:
    """The name of each style by its id."""
    names: dict[str, str] = {}
    for style in tree if tree is not None else ():
        if local(style) == "style":
            key = next((v for k, v in style.attrib.items() if k.endswith("}styleId")), "")
            names[str(key)] = next((_value(c) for c in style if local(c) == "name"), "")
    return names


def _left_out(document: Document, tree: etree._Element) -> Iterator[Flaw]:
    """What the document holds besides the text that was read."""
    deleted = sum(1 for e in tree.iter() if local(e) in ("del", "moveFrom") and len(e))
    if deleted:
        told = f"{deleted} stretches marked as deleted are not part of the text read"
        yield wrong(document, "not-read", told, "open it in a program that shows changes")
    hidden = sum(
        1 for e in tree.iter() if local(e) == "vanish" and _value(e) not in ("0", "false", "off") and _has_words(e)
    )
    if hidden:
        told = f"{hidden} stretches of its text are hidden in the file, and read all the same"
        yield wrong(document, "unseen", told, "open it in a program that shows hidden text")


def _has_words(mark: etree._Element) -> bool:
    """Whether the run that a mark stands in holds words."""
    run = _owner(mark, "r", "pPr")
    return run is not None and local(run) == "r" and any(local(c) == "t" and (c.text or "").strip() for c in run)


def _value(element: etree._Element) -> str:
    return attribute(element, "val")
