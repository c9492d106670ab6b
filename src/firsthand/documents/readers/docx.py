"""Read DOCX: paragraphs, headings, tables row by row, text boxes, footnotes and endnotes, in the order of the document.

Read from the parts themselves: only the parts that hold text are unpacked, each at most so far, and no entity is resolved. What a
reader of the document sees is the text: inserted words are in it, deleted ones and comments are not (a Flaw counts them).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from firsthand.documents.draft import Draft
from firsthand.documents.record import Document, PassageKind, Reading, Text
from firsthand.documents.split import form
from firsthand.flaws import Flaw, flaw

MEMBERS = 20_000
"""More parts than any document has; an archive with more is not opened."""

_GONE = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "sectPr", "comment"})
_HEADINGS = ("heading", "title", "subtitle", "überschrift", "titre")
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))


class _Package:
    """The parts of a DOCX, unpacked one by one and never more than `limit` bytes of them all."""

    def __init__(self, archive: zipfile.ZipFile, limit: int) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())
        self.left = limit
        if len(self.names) > MEMBERS:
            raise ValueError(f"{len(self.names):,} parts, more than any document has")

    def part(self, name: str) -> etree._Element | None:
        """The part `name` as a tree; None where there is none. Raises ValueError where it is too large to be unpacked."""
        if name not in self.names:
            return None
        with self.archive.open(name) as stream:
            data = stream.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise ValueError(f"{name} unpacks to more than the limit")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(data, parser)

    def main(self) -> str:
        """The name of the part that holds the document."""
        rels = self.part("_rels/.rels")
        for rel in rels if rels is not None else ():
            if str(rel.get("Type", "")).endswith("/officeDocument"):
                return posixpath.normpath(str(rel.get("Target", "")).lstrip("/"))
        return "word/document.xml"


def read(path: Path, document: Document, limit: int) -> Reading:
    """The text of a DOCX whose parts with text unpack to at most `limit` bytes."""
    with zipfile.ZipFile(path) as archive:
        package = _Package(archive, limit)
        main = package.main()
        tree = package.part(main)
        if tree is None:
            return Reading(flaws=(_flaw(document, "unreadable", f"no text read: it has no part {main}"),))
        folder = posixpath.dirname(main)
        draft = Draft()
        _Writer(draft, _styles(package.part(posixpath.join(folder, "styles.xml")))).body(tree)
        for part, note in _NOTES:
            _notes(draft, package.part(posixpath.join(folder, f"{part}.xml")), note)
        _margins(draft, package, folder)
        about = _about(package.part("docProps/core.xml"))
        flaws = tuple(_left_out(document, tree, package))
    return Reading(text=_text(draft, about, document), flaws=flaws)


def _text(draft: Draft, about: dict[str, str], document: Document) -> Text:
    found = {field: f"docx {name}" for field, name in (("title", "title"), ("author", "creator")) if about.get(name)}
    if about.get("created"):
        found["created"] = (
            f"{about['created'][:10]}, docx created"  # when the file was made: not when its text was published
        )
    return Text(
        document=document.id, text=draft.text(), passages=draft.passages(),
        title=about.get("title", ""), author=about.get("creator", ""), found=found,
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
            name = _name(child)
            if name == "p":
                self.paragraph(child)
            elif name == "tbl":
                self.table(child)
            elif name not in _GONE:
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
        properties = next((c for c in element if _name(c) == "pPr"), None)
        marks = {_name(c): _value(c) for c in properties} if properties is not None else {}
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
            cells = [c for c in row.iter() if _name(c) == "tc" and _owner(c, "tr") is row]
            words = [" ".join(" ".join(_words(p).split()) for p in _own(c)) for c in cells]
            if any(w.strip() for w in words):
                self.draft.add(" | ".join(w.strip() for w in words), "row", gap=gap)
                gap = "\n"
            for cell in cells:
                for inner in cell.iter():
                    if _name(inner) == "tbl" and _owner(inner, "tc") is cell:
                        self.table(inner)
                    elif _name(inner) == "p" and _owner(inner, "tc") is cell:
                        for box in _boxes(inner):
                            self.body(box)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (r for r in table.iter() if _name(r) == "tr" and _owner(r, "tbl") is table)


def _own(cell: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a cell that are not those of a table or box in it."""
    return (p for p in cell.iter() if _name(p) == "p" and _owner(p, "tc", "txbxContent") is cell)


def _owner(element: etree._Element, *names: str) -> etree._Element | None:
    return next((a for a in element.iterancestors() if _name(a) in names), None)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a paragraph, each once: Word writes them a second time for old readers (Fallback)."""
    for box in paragraph.iter():
        if _name(box) == "txbxContent" and _owner(box, "p") is paragraph and _owner(box, "Fallback") is None:
            yield box


def _words(paragraph: etree._Element) -> str:
    """What is written in a paragraph, without its text boxes and without what was deleted."""
    found: list[str] = []
    for event, element in (walk := etree.iterwalk(paragraph, events=("start",))):
        del event
        name = _name(element)
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


def _notes(draft: Draft, tree: etree._Element | None, name: str) -> None:
    for note in tree if tree is not None else ():
        if _name(note) == name and not any(k.endswith("}type") for k in note.attrib):
            for paragraph in note.iter():
                if _name(paragraph) == "p":
                    draft.add(_words(paragraph), "paragraph")


def _margins(draft: Draft, package: _Package, folder: str) -> None:
    """Heads and feet of the pages, each wording once, behind the text."""
    seen: set[str] = set()
    for name in sorted(package.names):
        if name.startswith((posixpath.join(folder, "header"), posixpath.join(folder, "footer"))) and name.endswith(
            ".xml"
        ):
            tree = package.part(name)
            for paragraph in tree.iter() if tree is not None else ():
                words = " ".join(_words(paragraph).split()) if _name(paragraph) == "p" else ""
                if words and words not in seen:
                    seen.add(words)
                    draft.add(words, "furniture")


def _styles(tree: etree._Element | None) -> dict[str, str]:
    """The name of each style by its id."""
    names: dict[str, str] = {}
    for style in tree if tree is not None else ():
        if _name(style) == "style":
            key = next((v for k, v in style.attrib.items() if k.endswith("}styleId")), "")
            names[str(key)] = next((_value(c) for c in style if _name(c) == "name"), "")
    return names


def _about(tree: etree._Element | None) -> dict[str, str]:
    return {_name(c): " ".join((c.text or "").split()) for c in tree} if tree is not None else {}


def _left_out(document: Document, tree: etree._Element, package: _Package) -> Iterator[Flaw]:
    """What the document holds besides the text that was read."""
    deleted = sum(1 for e in tree.iter() if _name(e) in ("del", "moveFrom") and len(e))
    comments = sum(1 for e in tree.iter() if _name(e) == "commentReference")
    inside = sum(1 for n in package.names if "/embeddings/" in n and not n.endswith("/"))
    chunks = sum(1 for e in tree.iter() if _name(e) == "altChunk")
    for count, what in (
        (deleted, "stretches marked as deleted"),
        (comments, "comments"),
        (inside, "embedded files"),
        (chunks, "chunks in another format"),
    ):
        if count:
            yield _flaw(document, "not-read", f"{count} {what} are not part of the text read")


def _name(element: etree._Element | None) -> str:
    """The local name: the same in the transitional and the strict namespace."""
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2]


def _value(element: etree._Element) -> str:
    return str(next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == "val"), ""))


def _flaw(document: Document, kind: str, message: str) -> Flaw:
    return flaw("read", kind, f"{document.name}: {message}", document=document.id, name=document.name)
