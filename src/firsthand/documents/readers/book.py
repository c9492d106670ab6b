"""Read EPUB: the chapters in the order of the book, each read as a page is, whole."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from firsthand import dates
from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import html
from firsthand.documents.readers.package import Package, attribute, local
from firsthand.documents.record import Document, How, Reading, Text
from firsthand.documents.wrong import locked, wrong
from firsthand.flaws import Flaw


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of a book; what its package says of title, author and date."""
    draft = Draft()
    flaws: list[Flaw] = []
    with zipfile.ZipFile(path) as archive:
        package = Package(archive, how.limit)
        names, about = _spine(package)
        secret = _encrypted(package)
        for name in names:
            if name in secret:
                continue
            data = package.data(name)
            if data is None:
                flaws.append(wrong(document, "broken-member", f"it has no part {name}, which it lists"))
                continue
            words, passages = html.whole(data)
            draft.include(words, passages)
    if secret.intersection(names):
        flaws.append(locked(document, len(how.passwords)))
    published = dates.published(about.get("date", ""))
    found = {
        f: f"epub {w}" for f, w in (("title", "title"), ("author", "creator"), ("outlet", "publisher")) if about.get(w)
    }
    if published:
        found["published"] = "epub date"
    text = Text(
        document=document.id, text=draft.text(), passages=draft.passages(), title=about.get("title", ""),
        author=about.get("creator", ""), outlet=about.get("publisher", ""), published=published, found=found,
    )  # fmt: skip
    return Reading(text=text, flaws=tuple(flaws))


def _spine(package: Package) -> tuple[list[str], dict[str, str]]:
    """The chapters' parts in order, and what the book says of itself."""
    container = package.part("META-INF/container.xml")
    roots = (
        [attribute(e, "full-path") for e in container.iter() if local(e) == "rootfile"] if container is not None else []
    )
    root = next((r for r in roots if r in package.names), next((n for n in package.names if n.endswith(".opf")), ""))
    tree = package.part(root)
    if tree is None:
        return sorted(n for n in package.names if n.lower().endswith((".xhtml", ".html", ".htm"))), {}
    hrefs = {attribute(e, "id"): str(e.get("href", "")) for e in tree.iter() if local(e) == "item"}
    folder = posixpath.dirname(root)
    chapters = [hrefs.get(attribute(e, "idref"), "") for e in tree.iter() if local(e) == "itemref"]
    return [posixpath.normpath(posixpath.join(folder, unquote(c.partition("#")[0]))) for c in chapters if c], _about(
        tree
    )


def _about(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter():
        if local(element) in ("title", "creator", "publisher", "date", "language") and element.text:
            found.setdefault(local(element), fit(" ".join(element.text.split())))
    return found


def _encrypted(package: Package) -> frozenset[str]:
    """The parts that the book lists as encrypted."""
    tree = package.part("META-INF/encryption.xml")
    uris = (str(e.get("URI", "")) for e in tree.iter() if local(e) == "CipherReference") if tree is not None else ()
    return frozenset(posixpath.normpath(unquote(u).lstrip("/")) for u in uris)
