"""READER: one document; its text on the left, on the right what was found in it, each with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from firsthand.allegations.record import Act
from firsthand.copies.record import Copy
from firsthand.documents.record import Passage, Span, Text
from firsthand.errors import NoSuchRecord
from firsthand.figures.record import Figure
from firsthand.inquiry import browse, leaf
from firsthand.inquiry.leaf import Leaf
from firsthand.inquiry.open import Inquiry
from firsthand.inquiry.state import RULE, Stated
from firsthand.reports.phrase import act as kind
from firsthand.reports.phrase import number
from firsthand.statements.record import Stance, Statement
from firsthand.web import facing, paging
from firsthand.web.marks import Mark, Piece, inert, pieces
from firsthand.web.page import Ask, Change, Done, Id, Page, Part, Shown, part
from firsthand.web.render import Easel

PICTURED = ("application/pdf", "image/")
EASEL = Easel()


class AskReader(Ask, frozen=True):
    """The document `id`: the page with the offset `start`, or page `at`, or the page where `find` stands for the `n`th time.

    With `beside`, the id of a copy that is a probable translation, the other text stands beside this one.
    """

    id: Id
    at: int = 0
    start: int | None = None
    find: str = ""
    n: int = 0
    beside: Id | None = None


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A passage of the text, or a stretch of it: its `kind` and the page of the original it is on (0: none)."""

    kind: str
    page: int
    language: str
    pieces: tuple[Piece, ...]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was found: `noun` and id, `title` in words, and why. `by_hand`: a person found it.

    `facts` are names of facts and their values, `links` addresses with their words; `told` the allegations that a statement belongs to.
    """

    n: int
    noun: str
    id: str
    title: str
    said: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    reasons: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str, str], ...] = ()
    decisions: tuple[str, ...] = ()
    held: browse.Held | None = None
    by_hand: bool = False


class Facing(msgspec.Struct, frozen=True, kw_only=True):
    """The probable translation `copy` beside the text: the other document, and `rows` of passages: those of this text by their numbers, the other's.

    `cards` are the ids of what was found in the other text and their offsets there, in the order of the numbers in its pieces.
    """

    copy: str
    status: str
    document: str
    name: str
    language: str
    rows: tuple[tuple[tuple[int, ...], tuple[Block, ...]], ...]
    cards: tuple[tuple[str, str, int], ...]


class Reader(Shown, frozen=True):
    """A document as it is read. `pictures` are the pages of the original that the text shown is on; (0,) for an image. `described`: what a
    person said that they show.

    `inside` are the documents that it holds, `whole` the one that holds it; `translations` are the probable ones: the address at which
    both stand side by side, and the other's name. `facing` is the one that stands beside the text now.
    """

    id: str
    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    flaws: tuple[tuple[str, str], ...]
    whole: tuple[str, str] | None
    inside: tuple[tuple[str, str], ...]
    translations: tuple[tuple[str, str], ...]
    language: str
    read: bool
    part: Part
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]
    find: str
    place: paging.Place
    pictures: tuple[int, ...]
    described: browse.Held
    facing: Facing | None


def reader(inquiry: Inquiry, ask: AskReader) -> Reader:
    """The document, and the part of it that is asked for. Raises NoSuchRecord."""
    document, text = inquiry.ask(leaf.document, ask.id)
    held = text or Text(document=document.id, text="", passages=())
    cut = paging.blocks(held)
    begins = paging.pages(cut)
    place = paging.find(held.text, ask.find, ask.n or _near(held.text, ask)) if ask.find else paging.Place(0, 0)
    at = ask.at or paging.holding(cut, begins, place.start if place.n else ask.start or 0)
    shown = part(len(begins), at, 1)
    first = begins[shown.at - 1]
    last = begins[shown.at] if shown.at < len(begins) else len(cut)
    blocks = cut[first:last]
    start, end = (blocks[0].start, blocks[-1].end) if blocks else (0, 0)
    found = inquiry.ask(leaf.leaf, document, text, start, end)
    cards, marks = _cards(found, start, end)
    if place.n:
        marks.append(Mark(place.start, place.end, "find", 0))
    elif ask.start is not None:
        marks.append(Mark(ask.start, ask.start + 1, "here", 0))
    opened: set[int] = set()
    paged = tuple(n for n, (a, b) in enumerate(held.pages, 1) if a < end and b > start)
    return Reader(
        id=document.id,
        name=inert(document.name),
        title=inert(held.title),
        facts=tuple(_facts(found, held)),
        flaws=tuple((f.message, f.cure) for f in found.flaws),
        whole=(document.part_of, found.names.get(document.part_of, "")) if document.part_of else None,
        inside=tuple((d.id, inert(d.name)) for d in found.parts),
        translations=tuple(_translations(found)),
        language=held.language,
        read=text is not None,
        part=shown,
        blocks=tuple(_block(held, b, marks, opened) for b in blocks),
        cards=tuple(cards),
        find=ask.find,
        place=place,
        pictures=(paged or (1,))
        if document.media_type == PICTURED[0]
        else (0,)
        if document.media_type.startswith(PICTURED[1])
        else (),
        described=found.held[document.id],
        facing=_facing(inquiry, found, held, ask.beside, cut, (first, last)) if ask.beside else None,
    )


def _facing(
    inquiry: Inquiry, found: Leaf, held: Text, copy: str, cut: Sequence[Passage], page: tuple[int, int]
) -> Facing:
    """The other text of a probable translation, beside the passages of this page. Raises NoSuchRecord."""
    own = found.document.id
    one = next((c for c in found.copies if c.id == copy and c.kind == "translation"), None)
    if one is None:
        raise NoSuchRecord("no such translation of this document is known", "see its copies")
    document, text = inquiry.ask(leaf.document, one.to if one.from_ == own else one.from_)
    if text is None:
        raise NoSuchRecord("the other document has no text", "see its flaws")
    right = paging.blocks(text)
    turned = one.from_ != own
    anchors = sorted((m.to_start, m.from_start) if turned else (m.from_start, m.to_start) for m in one.spans)
    blocks = cut[page[0] : page[1]]
    start, end = (
        (blocks[0].start, cut[page[1]].start if page[1] < len(cut) else len(held.text) + 1) if blocks else (0, 1)
    )
    a, b = facing.opposite(right, anchors, start, end, first=page[0] == 0, last=page[1] == len(cut))
    some = right[a:b]
    there = inquiry.ask(leaf.leaf, document, text, some[0].start, some[-1].end) if some else None
    cards, marks = _cards(there, some[0].start, some[-1].end) if there else ([], [])
    opened: set[int] = set()
    made = [_block(text, p, marks, opened) for p in some]
    starts = {m.card: m.start for m in reversed(marks)}
    told = found.held.get(copy)
    return Facing(
        copy=copy,
        status=told.holds.decision if told and told.holds else one.status,
        document=document.id,
        name=inert(document.name),
        language=text.language,
        rows=tuple((tuple(range(*x)), tuple(made[y[0] : y[1]])) for x, y in facing.rows(blocks, some, anchors)),
        cards=tuple((c.noun, c.id, starts.get(c.n, 0)) for c in cards),
    )


def _block(text: Text, p: Passage, marks: Sequence[Mark], opened: set[int]) -> Block:
    shown = pieces(text.text, p.start, p.end, marks, opened)
    return Block(kind=p.kind, page=p.page, language=p.language, pieces=shown)


def _near(text: str, ask: AskReader) -> int:
    """Where a search that names no number begins: at the first place after the offset `start`."""
    if not ask.start:
        return 1
    before = paging.find(text[: ask.start], ask.find, 1)
    return before.total + 1


def _facts(found: Leaf, text: Text) -> Iterator[tuple[str, str]]:
    yield "kind", found.document.media_type
    if text.outlet:
        yield "outlet", inert(text.outlet)
    if text.author:
        yield "author", inert(text.author)
    if text.published:
        yield "published", str(text.published)
    if text.language:
        yield "language", text.language
    yield "size", f"{found.document.size:,}"
    yield "length", f"{len(text.text):,}"
    yield "collected", found.document.collected[:16].replace("T", " ")


def _translations(found: Leaf) -> Iterator[tuple[str, str]]:
    """Where each probable translation stands beside this text; the original, where it is known which is, is the one that is opened."""
    own = found.document.id
    for copy in found.copies:
        if copy.kind == "translation" and copy.status != "rejected":
            other = copy.to if copy.from_ == own else copy.from_
            opened = copy.from_ if copy.direction == "known" else own
            yield f"/documents/{opened}?beside={copy.id}", inert(found.names.get(other, ""))


# ---- what was found ---------------------------------------------------------------------------------------------------


def _cards(found: Leaf, start: int, end: int) -> tuple[list[Card], list[Mark]]:
    """A card for each thing found, in the order of the text, and the marks that lead to it."""
    cards: list[Card] = []
    marks: list[Mark] = []
    acts: dict[str, list[Act]] = {}
    for act in found.acts:
        acts.setdefault(act.statement, []).append(act)
    for s in found.statements:
        n = len(cards) + 1
        cards.append(_statement(n, s, found))
        marks += [Mark(p.start, p.end, "statement", n) for p in s.parts or (s.content,)]
        marks += [Mark(w.start, w.end, kind, n) for w, kind in ((s.speaker, "speaker"), (s.cue, "cue")) if w]
        for act in acts.get(s.id, ()):
            cards.append(_act(len(cards) + 1, act))
            marks.append(Mark(act.trigger.start, act.trigger.end, "act", len(cards)))
    for f in found.figures:
        cards.append(_figure(len(cards) + 1, f))
        marks.append(Mark(f.start, f.end, "figure", len(cards)))
    for credit in found.credits:
        facts = (("form", credit.form), ("producer", credit.name))
        cards.append(
            Card(
                n=len(cards) + 1,
                noun="credit",
                id=credit.id,
                title=inert(credit.place.text),
                facts=facts,
                rule=credit.rule,
            )
        )
        marks.append(Mark(credit.place.start, credit.place.end, "credit", len(cards)))
    for copy in found.copies:
        here = [_side(copy, found.document.id, m) for m in copy.spans]
        here = [(a, b) for a, b in here if a < end and b > start]
        if here or not copy.spans:
            cards.append(_copy(len(cards) + 1, copy, found))
            marks += [Mark(a, b, "copy", len(cards)) for a, b in here]
    return cards, marks


def _side(copy: Copy, document: str, match: object) -> tuple[int, int]:
    side = "from" if copy.from_ == document else "to"
    return getattr(match, f"{side}_start"), getattr(match, f"{side}_end")


def _statement(n: int, s: Statement, found: Leaf) -> Card:
    facts: list[tuple[str, str]] = [("stance", s.stance), ("mode", s.mode)]
    facts += [("modality", s.modality)] if s.modality != "asserted" else []
    facts += [("hedges", ", ".join(inert(h.text) for h in s.hedges))] if s.hedges else []
    facts += [("evaluation", s.evaluation)] if s.evaluation else []
    facts += [("experienced", "yes")] if s.experienced else []
    words = inert(s.speaker.text) if s.speaker else ""
    held = found.held.get(s.id)
    decisions = ("confirmed", "rejected", "open") if s.rule != RULE else ("rejected", "open")
    return Card(
        n=n,
        noun="statement",
        id=s.id,
        title=inert(found.speakers.get(s.id, "")) or words,
        said=words,
        facts=tuple(facts),
        rule=s.rule,
        reasons=tuple(map(inert, s.reasons)),
        told=found.told.get(s.id, ()),
        decisions=decisions,
        held=held,
        by_hand=s.rule == RULE,
    )


def _act(n: int, act: Act) -> Card:
    spans: tuple[tuple[str, Span | None], ...] = (
        ("victim", act.victim),
        ("perpetrator", act.perpetrator),
        ("place", act.place),
        ("time", act.time),
    )
    facts = [(name, inert(span.text) + (" *" if name in act.inferred else "")) for name, span in spans if span]
    facts += [("modality", act.modality)] if act.modality != "asserted" else []
    facts += [("polarity", "−")] if act.polarity == "-" else []
    return Card(
        n=n,
        noun="act",
        id=act.id,
        title=kind(act.type),
        said=inert(act.trigger.text),
        facts=tuple(facts),
        rule=act.rule,
        reasons=tuple(map(inert, act.reasons)),
    )


def _figure(n: int, f: Figure) -> Card:
    high = "…" if f.high is None else number(f.high)
    means = number(f.low) if f.low == f.high else f"{number(f.low)}–{high}"
    facts = [("means", means), ("unit", f.unit)] + ([("of", inert(f.of))] if f.of else [])
    return Card(
        n=n,
        noun="figure",
        id=f.id,
        title=inert(f.text),
        facts=tuple(facts),
        rule=f.rule,
        reasons=tuple(map(inert, f.reasons)),
    )


def _copy(n: int, copy: Copy, found: Leaf) -> Card:
    own = found.document.id
    other = copy.to if copy.from_ == own else copy.from_
    credited = next((c.name for c in found.credits if c.agency_id == other), other)
    name = inert(found.names.get(other, "") or credited)
    share = copy.share_from if copy.from_ == own else copy.share_to
    way = "open" if copy.direction == "unknown" else "to" if copy.from_ == own else "from"
    links = ((f"/copies/{copy.id}", "beside"), (f"/documents/{other}", "read")) if other in found.names else ()
    return Card(
        n=n,
        noun="copy",
        id=copy.id,
        title=name,
        facts=(("copy", copy.kind), ("way", way), ("share", f"{share:.0%}")),
        reasons=tuple(map(inert, copy.reasons)),
        links=links,
        decisions=("confirmed", "rejected", "open"),
        held=found.held.get(copy.id),
    )


# ---- a statement by hand -----------------------------------------------------------------------------------------------


class Marked(Ask, frozen=True):
    """The words `said` at `start` of `document` are a statement of the speaker whom the words `speaker` name."""

    document: Id
    said: str
    start: str = ""
    speaker: str = ""
    stance: Stance = "alleges"
    experienced: Literal["", "yes"] = ""
    why: str = ""


def mark(inquiry: Inquiry, said: Marked) -> Done:
    """Record the statement as a person's."""
    made = inquiry.state(
        Stated(
            document=said.document,
            said=said.said.replace("\r\n", "\n"),
            start=int(said.start) if said.start.isdecimal() else None,
            speaker=said.speaker,
            stance=said.stance,
            experienced=bool(said.experienced),
            why=said.why,
        )
    )
    start = msgspec.json.decode(made.made, type=Statement).content.start
    return Done(judgement=made, then=f"/documents/{said.document}?start={start}#{made.about}")


# ---- pictures ----------------------------------------------------------------------------------------------------------


def picture(inquiry: Inquiry, asked: Mapping[str, str]) -> tuple[bytes, str]:
    """A page of the original (number 0: the image that it is), with boxes round the statements on it. Raises NoSuchRecord, CannotGoOn."""
    number = int(asked["number"]) if asked["number"].isdecimal() and len(asked["number"]) < 6 else -1
    document, text = inquiry.ask(leaf.document, asked["id"])
    path = str(inquiry.original(document.id).resolve())
    if number == 0 and document.media_type.startswith(PICTURED[1]):
        return EASEL.image(path), "image/png"
    if number < 1 or document.media_type != PICTURED[0]:
        raise NoSuchRecord("this document has no such page", "go back to its text")
    marked: list[str] = []
    if text and number <= len(text.pages):
        start, end = text.pages[number - 1]
        found = inquiry.ask(leaf.leaf, document, text, start, end)
        marked = [p.text for s in found.statements for p in s.parts or (s.content,)]
    return EASEL.page(path, number, marked), "image/png"


PAGES = (Page("/documents/{id}", "documents/reader.html.j2", reader),)
CHANGES = (Change("/mark", mark),)
FILES: dict[str, Callable[[Inquiry, Mapping[str, str]], tuple[bytes, str]]] = {
    "/documents/{id}/pages/{number}": picture
}
