"""Read OpenDocument texts, presentations and drawings: paragraphs, headings, tables, notes, in the order of the document.

What was deleted under tracked changes is not part of the text (a Flaw counts it); an encrypted one is opened by its password
where its key is made as ODF 1.2 says (PBKDF2 with AES in CBC mode).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers.package import Package, attribute, enclosed, local, times, tree
from firsthand.documents.readers.sealed import odf
from firsthand.documents.record import Document, How, Part, Reading, Text
from firsthand.documents.split import form
from firsthand.documents.wrong import locked, wrong
from firsthand.flaws import Flaw

_GONE = frozenset(
    {
        "tracked-changes",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "note-citation",
        "script",
        "scripts",
        "settings",
    }
)
_INNER = frozenset({"note", "annotation", "frame", "custom-shape", "text-box"})
"""What hangs on a paragraph and holds paragraphs of its own."""
REPEAT = 1000
"""Blanks at most that one element stands for."""


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of an OpenDocument file; what is embedded in it as parts."""
    with zipfile.ZipFile(path) as archive:
        package = Package(archive, how.limit)
        manifest = package.part("META-INF/manifest.xml")
        content, meta = (odf(package.data(n), n, manifest, how.passwords) for n in ("content.xml", "meta.xml"))
        if content is None:
            if "content.xml" in package.names:
                return Reading(flaws=(locked(document, len(how.passwords)),))
            return Reading(flaws=(wrong(document, "unreadable", "no text read: it has no content.xml"),))
        body = tree(content)
        draft = Draft()
        _Writer(draft).body(body)
        inside = list(enclosed(package, document, how))
    flaws = [i for i in inside if isinstance(i, Flaw)]
    deleted = sum(1 for e in body.iter() if local(e) == "deletion")
    if deleted:
        flaws.append(
            wrong(document, "not-read", f"{deleted} stretches marked as deleted are not part of the text read")
        )
    text = _text(draft, _about(meta), document)
    return Reading(text=text, parts=tuple(i for i in inside if isinstance(i, Part)), flaws=tuple(flaws))


def _about(meta: bytes | None) -> dict[str, str]:
    if not meta:
        return {}
    try:
        return {local(e): fit(" ".join((e.text or "").split())) for e in tree(meta).iter() if not len(e)}
    except etree.XMLSyntaxError:
        return {}


def _text(draft: Draft, about: dict[str, str], document: Document) -> Text:
    author = about.get("initial-creator") or about.get("creator", "")
    found = {f: w for f, w, v in (("title", "odf title", about.get("title")), ("author", "odf creator", author)) if v}
    found |= times(about, "odf", "creation-date", "date")
    return Text(
        document=document.id, text=draft.text(), passages=draft.passages(), title=about.get("title", ""), author=author, found=found
    )  # fmt: skip


class _Writer:
    """Writes the blocks of an OpenDocument body into a draft. Pages of a presentation are numbered."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.page = 0
        self.listed = 0

    def body(self, element: etree._Element) -> None:
        """All blocks below `element`, in order."""
        todo: list[tuple[etree._Element, bool]] = [(e, False) for e in reversed(element)]
        while todo:
            child, listed = todo.pop()
            kind = local(child)
            if kind in ("p", "h"):
                self.paragraph(child, kind == "h", listed)
            elif kind == "table":
                self.table(child)
            elif kind == "notes":  # of a page of a presentation
                for p in (e for e in child.iter() if local(e) in ("p", "h")):
                    self.draft.add(_words(p), "note", page=self.page)
            elif kind not in _GONE and kind:
                self.page += kind == "page"
                todo += [(e, listed or kind == "list-item") for e in reversed(child)]

    def paragraph(self, element: etree._Element, heading: bool, listed: bool) -> None:
        """One paragraph, then the notes and boxes that hang on it."""
        words = _words(element)
        if heading and len(words) <= 300:
            self.draft.add(words.replace("\n", " "), "heading", page=self.page)
        elif listed:
            guess = form(" ".join(words.split()))
            self.draft.add(words, "paragraph" if guess == "heading" else guess, page=self.page)
        else:
            self.draft.write(words, page=self.page)
        for inner in _hanging(element):
            if local(inner) in ("note", "annotation"):
                for p in (e for e in inner.iter() if local(e) in ("p", "h")):
                    self.draft.add(_words(p), "note", page=self.page)
            else:
                self.body(inner)

    def table(self, element: etree._Element) -> None:
        """One passage for each row, its cells parted by bars; tables in cells come after it."""
        gap = "\n\n"
        for row in (r for r in element.iter() if local(r) == "table-row" and _owner(r, "table") is element):
            cells = [c for c in row if local(c) in ("table-cell", "covered-table-cell")]
            words = [" ".join(" ".join(_words(p).split()) for p in c if local(p) in ("p", "h")).strip() for c in cells]
            if any(words):
                self.draft.add(" | ".join(words).rstrip(" |"), "row", gap=gap, page=self.page)
                gap = "\n"
            for cell in cells:
                for inner in cell:
                    if local(inner) in ("table", "list", "section"):
                        self.body(cell) if local(inner) != "table" else self.table(inner)


def _owner(element: etree._Element, kind: str) -> etree._Element | None:
    return next((a for a in element.iterancestors() if local(a) == kind), None)


def _hanging(paragraph: etree._Element) -> Iterator[etree._Element]:
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element is not paragraph and local(element) in _INNER:
            yield element
            walk.skip_subtree()


def _words(paragraph: etree._Element) -> str:
    """What is written in a paragraph, without the notes and boxes that hang on it."""
    found: list[str] = [paragraph.text or ""]
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        if element is paragraph:
            continue
        kind = local(element)
        if event == "start":
            if kind in _INNER or kind in _GONE or not kind:
                walk.skip_subtree()
            elif kind == "s":
                count = attribute(element, "c")
                found.append(" " * min(REPEAT, int(count) if count.isdigit() else 1))
            elif kind in ("tab", "line-break"):
                found.append("\t" if kind == "tab" else "\n")
            else:
                found.append(element.text or "")
        else:
            found.append(element.tail or "")
    return fit("".join(found))
