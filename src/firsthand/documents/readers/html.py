"""Read pages: the main text apart from navigation, with its headings, captions, credit lines and tables as what they are.

Which blocks are the main text is trafilatura's decision (Barbaresi, 2021); the blocks themselves, their order and their wording are
the page's own, so that nothing moves. Headlines, captions and credit lines around the main text, which trafilatura drops, are kept;
what else stands amid it is furniture. Nothing is fetched and no script is run; scripts are taken out before anything is read.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from copy import deepcopy
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import lxml.html
import msgspec
import trafilatura
from lxml import etree

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import frames, plain
from firsthand.documents.readers.meta import Meta, describe, guess, lacking
from firsthand.documents.record import Document, How, Part, Passage, Reading, Text
from firsthand.documents.split import form
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw, flaw

for _name in (
    "trafilatura",
    "htmldate",
):  # they warn on the terminal of pages that they can do nothing with; we have Flaws
    logging.getLogger(_name).setLevel(logging.CRITICAL)

Kind = Literal["block", "heading", "caption", "credit", "item", "row", "furniture"]


@dataclass(frozen=True)
class Block:
    """A stretch of a page that its mark-up makes one. `inside` numbers the element around it; `linked` is the share that is links."""

    kind: Kind
    words: str
    inside: int = 0
    linked: float = 0.0


CAPTION, CREDIT = "\ue000", "\ue001"
"""Put before a caption or byline to know it again; code points of the private use area, taken out of the page beforehand."""

SHORT = 200
"""Letters: where trafilatura finds fewer and the page has at least twice as many, the whole page is read."""

LEAST = 0.35
"""Share of a page's unlinked prose below which trafilatura's main text is not believed: it goes by the punctuation of a few scripts,
and of a whole page in Burmese or Tibetan it keeps a sentence."""

AGREED = 0.8
"""Share of trafilatura's text that must be found again among the page's blocks; below, its own text is taken."""

ABOVE = 20
"""Blocks above the main text among which its headline is looked for."""

CELL = 300
"""Characters: a table with a longer cell lays out a page and is no table of data."""

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKS = re.compile(f"[{CAPTION}{CREDIT}\x00-\x08\x0b\x0e-\x1f\x7f]")
"""Our own marks, and control characters: neither belongs to a page."""
_NO_WORD = re.compile(r"\W+")
_ENDED = re.compile(r"[.!?…。！？؟۔།։။።]['\"”’»)\]]*$")
_CAPTIONED = re.compile(r"(?:^|[\s_-])(?:wp-)?(?:caption|legend)(?:$|[\s_-])", re.I)
_BYLINED = re.compile(r"(?:^|[\s_-])(?:by-?line|author-?name|article-?author|post-?author)(?:$|[\s_-])", re.I)
_SKIP = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "select",
     "textarea", "button", "title", "meta", "link", "area", "map"}
)  # fmt: skip
_VOID = frozenset({"meta", "link", "area", "embed"})
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head"})
_ROWS = frozenset({"tr", "row"})
DEEP = 40
"""Open elements remembered: enough to know what a block stands in, whatever the depth of hostile mark-up."""
_CELLS = frozenset({"td", "th", "cell"})
_ITEMS = frozenset({"li", "item", "dt", "dd", "option"})
_BLOCKS = _HEADS | _CELLS | _ITEMS | {
    "p", "div", "section", "article", "main", "blockquote", "quote", "pre", "code", "list", "ul", "ol", "dl", "table", "tr", "row",
    "figure", "figcaption", "caption", "header", "footer", "aside", "nav", "form", "fieldset", "address", "body", "html", "hr",
    "center", "details", "summary", "thead", "tbody", "tfoot", "legend", "label", "ab", "lg", "doc",
}  # fmt: skip


def read(path: Path, document: Document, how: How) -> Reading:
    """The main text of a page. Its size was checked by the caller: such a file is read whole."""
    del how
    data = path.read_bytes()
    reading = page(data, document)
    if reading.text is None or reading.text.passages or b"<" not in data:
        return reading
    tree = _tree(_decoded(data)[0])
    why, cure = frames.elsewhere(tree) if tree is not None else ("", "")
    if reading.parts:
        why, cure = "what it shows lies in pages that are written into its frames", ""
    if not why:
        return reading
    return msgspec.structs.replace(
        reading, text=None, flaws=(*reading.flaws, wrong(document, "no-text", f"no text read: {why}", cure))
    )


def page(data: bytes, document: Document, declared: str = "") -> Reading:
    """The main text of the page in `data`. `declared` is the encoding that came with it from outside."""
    markup, encoding, guessed = _decoded(data, declared)
    flaws = _damage(markup, encoding, document)
    tree = _tree(markup)
    draft, meta, asis, parts = Draft(), Meta(), None, tuple[Part, ...]()
    if tree is None:
        whole = "whole page, its mark-up too deep or broken to find the main text"
        blocks = _Loose.blocks(markup)
    else:
        meta = describe(tree)
        asis = deepcopy(tree) if lacking(meta) else None
        parts, left = frames.written(tree) if "srcdoc" in markup else ((), 0)
        if left:
            flaws = (
                *flaws,
                wrong(
                    document,
                    "too-many",
                    f"{left:,} pages written into its frames beyond the first {len(parts)} were left",
                ),
            )
        _clean(tree)
        whole, blocks = _main(tree, meta.values.get("title", ""))
    _write(draft, blocks, meta)
    if asis is not None and lacking(meta):
        guess(asis, meta)
    found = {**meta.found, "text": whole, "encoding": f"{encoding}, {'guessed' if guessed else 'certain'}"}
    return Reading(text=_text(draft, meta, found, document), parts=parts, flaws=flaws)


def _decoded(data: bytes, declared: str = "") -> tuple[str, str, bool]:
    inside = _CHARSET.search(data[:4096])
    return plain.decode(data, declared or (inside[1].decode("ascii") if inside else ""))


def words(data: bytes, declared: str = "") -> str:
    """What the page in `data` says, whichever part of it that stands in."""
    markup, _, _ = _decoded(data, declared)
    tree = _tree(markup)
    if tree is None:
        return " ".join(block.words for block in _Loose.blocks(markup))
    _clean(tree)
    return " ".join(tree.itertext())


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
    for element in tree.iter("template"):
        if element.get("shadowrootmode") or element.get("shadowroot"):  # shown in its place; other templates are not
            element.tag = "div"
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


def _main(tree: etree._Element, title: str) -> tuple[str, list[Block]]:
    """Which text of the page with this `title` was taken, and its blocks."""
    whole = _blocks(tree)
    try:
        found = trafilatura.bare_extraction(deepcopy(tree), fast=True, include_comments=False, include_formatting=False)
    except Exception:  # trafilatura's trouble with a page is not the page's
        found = None
    body = getattr(found, "body", None)
    main = _blocks(body) if body is not None else []
    many, few = (sum(len(b.words) for b in blocks) for blocks in (whole, main))
    if few < SHORT and many >= 2 * few:
        return "whole page, no main text stood out", whole
    prose = sum(len(b.words) for b in whole if b.linked < 0.3 and len(b.words) >= 40)
    if few < LEAST * prose:
        return "whole page, little of it was taken for main text", [_unlinked(b) for b in whole]
    if chosen := _choose(whole, main, title):
        return "main text, chosen by trafilatura", chosen
    return "main text, as trafilatura gives it", main


def _choose(whole: list[Block], main: list[Block], title: str) -> list[Block]:
    """The blocks of the page from its headline to the end of its main text; none where the two cannot be laid over each other."""
    known: dict[str, str] = {}
    texts, bare = (
        [known.setdefault(b.words, known.get(b.words) or _bare(b.words)) for b in some] for some in (main, whole)
    )
    exact, joined = set(texts), "\n".join(texts)
    kept = [bool(t) and (t in exact or (len(t) >= 25 and t[:80] in joined)) for t in bare]
    if not any(kept) or sum(len(t) for t, k in zip(bare, kept, strict=True) if k) < AGREED * sum(map(len, texts)):
        return []
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    around = {b.inside for b, k in zip(whole, kept, strict=True) if k}
    above = [i for i in range(max(0, first - ABOVE), first) if whole[i].kind == "heading"]
    named = [i for i in above if bare[i] and bare[i] == _bare(title)]
    if named:
        first = named[-1]
    elif whole[first].kind != "heading" and above:
        first = above[-1]
    chosen = [
        b if k else _beside(b, around) for b, k in zip(whole[first : last + 1], kept[first : last + 1], strict=True)
    ]
    return chosen + [b for b in whole[last + 1 : last + 4] if b.inside in around and form(b.words) == "credit"]


def _beside(block: Block, around: set[int]) -> Block:
    """What a block amid the main text is that trafilatura left out: itself if it is marked or prose beside the rest, else furniture."""
    if block.kind in ("heading", "caption", "credit", "row") and block.linked < 0.7:
        return block
    prose = len(block.words) >= 40 and block.linked < 0.3 and bool(_ENDED.search(block.words))
    if block.inside in around and prose:
        return block
    return replace(block, kind="furniture")


def _unlinked(block: Block) -> Block:
    return replace(block, kind="furniture") if block.linked >= 0.5 and block.kind in ("block", "item") else block


def _bare(words: str) -> str:
    return _NO_WORD.sub(" ", unicodedata.normalize("NFC", words)).strip().casefold()


def _write(draft: Draft, blocks: list[Block], meta: Meta) -> None:
    """Put the blocks into the draft; the byline gives the author where the head named none."""
    row = False
    for b in blocks:
        if b.kind == "credit":
            meta.take("author", re.sub(r"^by:?\s+", "", b.words, flags=re.I), "html byline")
        if b.kind == "block":
            draft.write(b.words)
        elif b.kind == "item":
            guess = form(b.words)
            draft.add(b.words, "paragraph" if guess == "heading" else guess)
        else:
            draft.add(b.words, b.kind, gap="\n" if b.kind == "row" and row else "\n\n")
        row = b.kind == "row"


def _blocks(tree: etree._Element) -> list[Block]:
    """The blocks of a tree in document order, each with its white space reduced; line breaks inside one are kept."""
    loose = _Loose()
    inside: list[bool] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _SKIP or not tag:
                walk.skip_subtree()
                continue
            if tag == "table":
                inside.append(_lays_out(element))
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
    return loose.found


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
        self._open: list[tuple[str, int]] = [("", 0)]
        self._count = 0
        self._run: list[str] = []
        self._cells: list[str] | None = None
        self._skipping = 0
        self._links = 0
        self._linked = 0

    @classmethod
    def blocks(cls, markup: str) -> list[Block]:
        """The blocks of mark-up that no tree could be made of; never fails, whatever it is fed."""
        loose = cls()
        loose.layout = True
        loose.feed(_MARKS.sub("", markup))
        loose.close()
        loose.flush()
        return loose.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens: a block begins, a row begins, a line breaks."""
        del attrs
        if tag in _SKIP:
            self._skipping += tag not in _VOID
        elif tag in ("br", "lb"):
            self._run.append("\n")
        elif tag in ("a", "ref"):
            self._links += 1
        elif tag in _BLOCKS:
            self.flush()
            if tag in _ROWS and not self.layout and self._cells is None:
                self._cells = []
            self._count += 1
            del self._open[:-DEEP]
            self._open.append((tag, self._count))

    def handle_endtag(self, tag: str) -> None:
        """A tag closes: what was collected is a block, a cell, a row."""
        if tag in _SKIP:
            self._skipping = max(0, self._skipping - (tag not in _VOID))
        elif tag in ("a", "ref"):
            self._links = max(0, self._links - 1)
        elif tag in _BLOCKS:
            if tag in _CELLS and self._cells is not None:
                self._cells.append(_reduced("".join(self._run)).replace("\n", " "))
                self._run = []
            elif tag in _ROWS and self._cells is not None:
                cells, self._cells, self._run = self._cells, None, []
                if any(cells):
                    self.found.append(Block("row", " | ".join(cells), self._inside(), 0.0))
            else:
                self.flush()
            if self._open[-1][0] == tag or any(name == tag for name, _ in self._open):
                while self._open[-1][0] != tag:
                    self._open.pop()
                self._open.pop()
            self._open = self._open or [("", 0)]

    def handle_data(self, data: str) -> None:
        """Text of the block at hand; the mark-up's own line breaks mean nothing."""
        if data and not self._skipping:
            words = " ".join(data.split())  # many times faster than to look for runs of white space
            before, after = data[0].isspace(), data[-1].isspace()
            self._run.append(f"{' ' * before}{words}{' ' * after}" if words else " ")
            if self._links:
                self._linked += len(data)

    def flush(self) -> None:
        """End the block at hand."""
        if self._cells is not None:
            self._run.append(" ")
            return
        if not self._run:
            return
        words = _reduced("".join(self._run))
        linked, self._run, self._linked = self._linked, [], 0
        if words:
            kind, words = self._kind(words)
            self.found.append(Block(kind, words, self._inside(), min(1.0, linked / max(1, len(words)))))

    def _inside(self) -> int:
        return self._open[-2][1] if len(self._open) > 1 else 0

    def _kind(self, words: str) -> tuple[Kind, str]:
        if CAPTION in words or CREDIT in words:
            return ("caption" if CAPTION in words else "credit"), _MARKS.sub("", words).strip()
        tag = self._open[-1][0]
        if tag in _HEADS and len(words) <= CELL:
            return "heading", words.replace("\n", " ")
        if tag in ("figcaption", "caption"):
            return "caption", words
        return ("item" if tag in _ITEMS else "block"), words


def _reduced(words: str) -> str:
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()


def whole(data: bytes) -> tuple[str, tuple[Passage, ...]]:
    """All that a page shows, as text with passages: for chapters and fragments, which have no navigation to be told apart."""
    inside = _CHARSET.search(data[:4096])
    markup, _, _ = plain.decode(data, inside[1].decode("ascii") if inside else "")
    tree = _tree(markup)
    draft = Draft()
    if tree is not None:
        _clean(tree)
    _write(draft, _Loose.blocks(markup) if tree is None else _blocks(tree), Meta())
    return draft.text(), draft.passages()
