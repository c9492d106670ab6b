"""Read XML of no special kind: what a person would read of it, element by element."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import html
from firsthand.documents.readers.package import local
from firsthand.documents.record import Document, How, Reading, Text
from firsthand.documents.split import paragraphs

PROSE = 40
"""Characters from which an element's text counts as written and not as a value."""


def xml(path: Path, document: Document, how: How) -> Reading:
    """The text of every element of an XML file, a value with the name of its element before it."""
    del how
    data = path.read_bytes()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    tree = etree.fromstring(data, parser)
    if tree is None:
        return html.page(data, document)
    if local(tree) == "html":
        return html.page(data, document)
    draft = Draft()
    if local(tree) == "svg":
        etree.strip_elements(tree, "{*}script", "{*}style", "script", "style", with_tail=False)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        words = fit(" ".join((element.text or "").split()))
        if words:
            _add(draft, local(element), words)
        tail = fit(" ".join((element.tail or "").split()))
        if tail:
            draft.add(tail, "paragraph")
    return Reading(text=Text(document=document.id, text=draft.text(), passages=draft.passages()))


def _add(draft: Draft, name: str, words: str) -> None:
    if len(words) >= PROSE or len(list(paragraphs(words))) > 1:
        draft.add(words, "paragraph")
    else:
        draft.add(f"{name}: {words}", "row", gap="\n")
