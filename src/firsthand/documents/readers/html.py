"""Read pages: the main text apart from navigation, with its headings, captions, credit lines and tables as what they are.

Which blocks are the main text is trafilatura's decision (Barbaresi, 2021); captions, which it drops, are marked before it looks
and known again after it. Nothing is fetched and no script is run; scripts are taken out before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import lxml.html
import trafilatura
from lxml import etree

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import plain
from firsthand.documents.readers.meta import Meta, describe
from firsthand.documents.record import Document, Reading, Text
from firsthand.documents.split import form
from firsthand.flaws import Flaw, flaw

Kind = Literal["block", "heading", "caption", "credit", "item", "row"]
Block = tuple[Kind, str]

CAPTION, CREDIT = "\ue000", "\ue001"
"""Put before a caption or byline to know it again; code points of the private use area, taken out of the page beforehand."""

SHORT = 200
"""Letters: where trafilatura finds fewer and the page has at least twice as many, the whole page is read."""

CELL = 300
"""Characters: a table with a longer cell lays out a page and is no table of data."""

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKS = re.compile(f"[{CAPTION}{CREDIT}\x00]")
_CAPTIONED = re.compile(r"(?:^|[\s_-])(?:wp-)?(?:caption|legend)(?:$|[\s_-])", re.I)
_BYLINED = re.compile(r"(?:^|[\s_-])(?:by-?line|author-?name|article-?author|post-?author)(?:$|[\s_-])", re.I)
_SKIP = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "select",
     "textarea", "button", "title", "meta", "link", "area", "map"}
)  # fmt: skip
_VOID = frozenset({"meta", "link", "area", "embed"})
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head"})
_CELLS = frozenset({"td", "th", "cell"})
_ITEMS = frozenset({"li", "item", "dt", "dd", "option"})
_BLOCKS = _HEADS | _CELLS | _ITEMS | {
    "p", "div", "section", "article", "main", "blockquote", "quote", "pre", "code", "list", "ul", "ol", "dl", "table", "tr", "row",
    "figure", "figcaption", "caption", "header", "footer", "aside", "nav", "form", "fieldset", "address", "body", "html", "hr",
    "center", "details", "summary", "thead", "tbody", "tfoot", "legend", "label", "ab", "lg", "doc",
}  # fmt: skip


def read(path: Path, document: Document, limit: int) -> Reading:
    """The main text of a page. `limit` was checked by the caller: such a file is read whole."""
    del limit
    return page(path.read_bytes(), document)


def page(data: bytes, document: Document, declared: str = "") -> Reading:
    """The main text of the page in `data`. `declared` is the encoding that came with it from outside."""
    inside = _CHARSET.search(data[:4096])
    markup, encoding, guessed = plain.decode(data, declared or (inside[1].decode("ascii") if inside else ""))
    flaws = _damage(markup, encoding, document)
    tree = _tree(markup)
    draft, meta = Draft(), Meta()
    if tree is None:
        whole = "whole page, its mark-up too deep or broken to find the main text"
        blocks = _Loose.blocks(markup)
    else:
        meta = describe(tree)
        _clean(tree)
        whole, blocks = _main(tree)
    _write(draft, blocks, meta)
    found = {**meta.found, "text": whole, "encoding": f"{encoding}, {'guessed' if guessed else 'certain'}"}
    return Reading(text=_text(draft, meta, found, document), flaws=flaws)


def _text(draft: Draft, meta: Meta, found: dict[str, str], document: Document) -> Text:
    return Text(
        document=document.id,
        text=draft.text(),
        passages=draft.passages(),
        title=fit(meta.values.get("title", "")),
        outlet=fit(meta.values.get("outlet", "")),
        author=fit(meta.values.get("author", "")),
        published=meta.published,
        found=found,
    )


def _damage(markup: str, encoding: str, document: Document) -> tuple[Flaw, ...]:
    """Undecodable bytes in one Flaw without a place: places in the mark-up are none in the text."""
    lost = markup.count("\ufffd")
    if not lost:
        return ()
    message = f"{document.name}: {lost} characters cannot be decoded as {encoding}; where they belong to the text they show as U+FFFD"
    return (flaw("read", "undecodable", message, document=document.id, name=document.name),)


def _tree(markup: str) -> etree._Element | None:
    """The page as a tree; None where libxml2 gives up on it (mark-up nested deeper than it goes loses what lies below)."""
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(_MARKS.sub("", _DECLARATION.sub("", markup)), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    deep = any("depth" in error.message for error in parser.error_log)
    return None if deep else tree


def _clean(tree: etree._Element) -> None:
    """Take out what is no text, and mark captions and bylines so that they survive as paragraphs."""
    etree.strip_elements(tree, *_SKIP - {"title", "meta", "link"}, with_tail=False)
    for element in list(tree.iter("figcaption", "div", "p", "span", "figure", "address")):
        marked = element.get("class") or ""
        if element.tag == "figure":
            element.tag = "div"
        elif element.tag == "figcaption" or _CAPTIONED.search(marked):
            _mark(element, CAPTION, 150)
        elif _BYLINED.search(marked):
            _mark(element, CREDIT, 25)


def _mark(element: etree._Element, mark: str, words: int) -> None:
    """Make `element` one paragraph that begins with `mark`, unless it is too long to be what its class says."""
    text = " ".join("".join(element.itertext()).split())
    if not text or len(text.split()) > words or text[0] in (CAPTION, CREDIT):
        return
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "p", mark + text, tail


def _main(tree: etree._Element) -> tuple[str, Iterator[Block]]:
    """Which text of the page was taken, and its blocks."""
    whole = list(_blocks(tree))
    try:
        found = trafilatura.bare_extraction(deepcopy(tree), fast=True, include_comments=False, include_formatting=False)
    except Exception:  # trafilatura's trouble with a page is not the page's
        found = None
    body = getattr(found, "body", None)
    main = list(_blocks(body)) if body is not None else []
    many, few = (sum(len(words) for _, words in blocks) for blocks in (whole, main))
    if few < SHORT and many >= 2 * few:
        return "whole page, no main text stood out", iter(whole)
    return "main text, by trafilatura", iter([*_above(whole, main), *main])


def _above(whole: list[Block], main: list[Block]) -> Iterator[Block]:
    """The page's headline and byline where trafilatura left them out: the last ones before the main text begins."""
    have = {words for _, words in main}
    begin = next((i for i, (_, words) in enumerate(whole) if words in have), len(whole))
    before = whole[:begin]
    heading = next((b for b in reversed(before) if b[0] == "heading"), None)
    if heading and not any(kind == "heading" for kind, _ in main[:2]):
        yield heading
    if byline := next((b for b in reversed(whole[: begin + 4]) if b[0] == "credit" and b[1] not in have), None):
        yield byline


def _write(draft: Draft, blocks: Iterator[Block], meta: Meta) -> None:
    """Put the blocks into the draft; the byline gives the author where the head named none."""
    row = False
    for kind, words in blocks:
        if kind == "credit":
            meta.take("author", re.sub(r"^by:?\s+", "", words, flags=re.I), "html byline")
        if kind == "block":
            draft.write(words)
        elif kind == "item":
            guess = form(words)
            draft.add(words, "paragraph" if guess == "heading" else guess)
        else:
            draft.add(words, kind, gap="\n" if kind == "row" and row else "\n\n")
        row = kind == "row"


def _blocks(tree: etree._Element) -> Iterator[Block]:
    """The blocks of a tree in document order, each with its white space reduced; line breaks inside one are kept."""
    loose = _Loose()
    layout = {id(t) for t in tree.iter("table") if _lays_out(t)}
    inside: list[bool] = []
    for event, element in (walk := etree.iterwalk(tree, events=("start", "end"))):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _SKIP or not tag:
                walk.skip_subtree()
                continue
            if tag == "table":
                inside.append(id(element) in layout)
            loose.layout = bool(inside) and inside[-1]
            loose.handle_starttag(tag, [])
            loose.handle_data(element.text or "")
            continue
        if tag and tag not in _SKIP:
            loose.handle_endtag(tag)
            if tag == "table":
                inside.pop()
        if element is not tree:
            loose.handle_data(element.tail or "")
    loose.flush()
    yield from loose.found


def _lays_out(table: etree._Element) -> bool:
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return any(sum(map(len, cell.itertext())) > CELL for cell in table.iter("td", "th", "cell"))


class _Loose(HTMLParser):
    """Cuts a stream of tags and text into blocks. Fed by a tree or, where there is none to be had, by the mark-up itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self.layout = False
        self._stack: list[str] = []
        self._run: list[str] = []
        self._cells: list[str] | None = None
        self._skipping = 0

    @classmethod
    def blocks(cls, markup: str) -> Iterator[Block]:
        """The blocks of mark-up that no tree could be made of; never fails, whatever it is fed."""
        loose = cls()
        loose.layout = True
        loose.feed(_MARKS.sub("", markup))
        loose.close()
        loose.flush()
        yield from loose.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens: a block begins, a row begins, a line breaks."""
        del attrs
        if tag in _SKIP and tag not in _VOID:
            self._skipping += 1
        elif tag in ("br", "lb"):
            self._run.append("\n")
        elif tag in ("tr", "row") and not self.layout and self._cells is None:
            self.flush()
            self._cells = []
            self._stack.append(tag)
        elif tag in _BLOCKS:
            self.flush()
            self._stack = [*self._stack[-2:], tag]

    def handle_endtag(self, tag: str) -> None:
        """A tag closes: what was collected is a block, a cell, a row."""
        if tag in _SKIP and tag not in _VOID:
            self._skipping = max(0, self._skipping - 1)
        elif tag in _CELLS and self._cells is not None:
            self._cells.append(_reduced("".join(self._run)).replace("\n", " "))
            self._run = []
        elif tag in ("tr", "row") and self._cells is not None:
            cells, self._cells = self._cells, None
            if any(cells):
                self.found.append(("row", " | ".join(cells)))
        elif tag in _BLOCKS:
            self.flush()
            if self._stack and self._stack[-1] == tag:
                self._stack.pop()

    def handle_data(self, data: str) -> None:
        """Text of the block at hand; the mark-up's own line breaks mean nothing."""
        if not self._skipping:
            self._run.append(re.sub(r"\s+", " ", data))

    def flush(self) -> None:
        """End the block at hand."""
        if self._cells is not None:
            self._run.append(" ")
            return
        words = _reduced("".join(self._run))
        self._run = []
        if words:
            self.found.append(self._kind(words))

    def _kind(self, words: str) -> Block:
        for mark, kind in ((CAPTION, "caption"), (CREDIT, "credit")):
            if mark in words:
                return ("caption" if kind == "caption" else "credit"), words.replace(mark, "").strip()
        tag = self._stack[-1] if self._stack else ""
        if tag in _HEADS and len(words) <= CELL:
            return "heading", words.replace("\n", " ")
        if tag in ("figcaption", "caption"):
            return "caption", words
        return ("item" if tag in _ITEMS else "block"), words


def _reduced(words: str) -> str:
    return re.sub(r" *\n *", "\n", re.sub(r"[^\S\n]+", " ", words)).strip()
