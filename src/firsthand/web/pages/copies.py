"""COPIES: which documents share text; two of them side by side, what matches in one line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from firsthand.copies.record import Copy, Match
from firsthand.documents.record import Text
from firsthand.inquiry import browse, gather, sift
from firsthand.inquiry.browse import Held
from firsthand.inquiry.open import Inquiry
from firsthand.reports.phrase import when
from firsthand.web.page import Ask, Id, Page, Part, Shown, part

SIZE = 50
FOLD = 900
"""Code points of a stretch that does not match above which its middle is left out."""
ENDS = 260
"""Code points shown of either end of such a stretch."""
NEAR = 48
"""Matches with at most so many code points between them on both sides stand in one row."""
ROWS = 400


class AskCopies(Ask, frozen=True):
    """Copies of this kind ("" for all), on page `at`."""

    kind: str = ""
    at: int = 1


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A copy in the list."""

    id: str
    kind: str
    from_name: str
    to_name: str
    share_from: float
    share_to: float
    direction: str
    held: Held
    status: str


class Copies(Shown, frozen=True):
    """The copies of the inquiry, those that share most first."""

    kind: str
    kinds: tuple[tuple[str, int], ...]
    part: Part
    rows: tuple[Row, ...]


def copies(inquiry: Inquiry, ask: AskCopies) -> Copies:
    """The list."""
    ids, kinds = inquiry.ask(gather.alike, ask.kind)
    shown = part(len(ids), ask.at, SIZE)
    contents = inquiry.ask(gather.paired, ids[max(shown.first - 1, 0) : shown.last])
    held = inquiry.ask(browse.held, [c.id for c in contents.copies])
    rows = tuple(
        Row(
            id=c.id,
            kind=c.kind,
            from_name=gather.node(c.from_, contents),
            to_name=gather.node(c.to, contents),
            share_from=c.share_from,
            share_to=c.share_to,
            direction=c.direction,
            held=held[c.id],
            status=_status(c, held[c.id]),
        )
        for c in contents.copies
    )
    return Copies(kind=ask.kind, kinds=kinds, part=shown, rows=rows)


def _status(c: Copy, held: Held) -> str:
    return held.holds.decision if held.holds else c.status


class AskCopy(Ask, frozen=True):
    """One copy."""

    id: Id


class Stretch(msgspec.Struct, frozen=True):
    """Some words of a document from `start` on; `match` is the number of the match they belong to, 0 for none. `left` counts what is left out before."""

    start: int
    text: str
    match: int = 0
    left: int = 0


class Line(msgspec.Struct, frozen=True):
    """What stands side by side: words of the one document, words of the other. `alike` where they match."""

    alike: bool
    one: tuple[Stretch, ...]
    other: tuple[Stretch, ...]


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a copy."""

    document: str
    name: str
    outlet: str
    published: str
    share: float
    held: bool


class Beside(Shown, frozen=True):
    """A copy, its two documents side by side, and what was decided. `moved`: matches that stand in another order, in no line of their own."""

    id: str
    kind: str
    direction: str
    status: str
    reasons: tuple[str, ...]
    held: Held
    sides: tuple[Side, Side]
    lines: tuple[Line, ...]
    matches: int
    moved: int


def copy(inquiry: Inquiry, ask: AskCopy) -> Beside:
    """Two documents side by side."""
    found, documents, texts, credited = inquiry.ask(gather.pair, ask.id)
    held = inquiry.ask(browse.held, [ask.id])[ask.id]
    names = {d.id: d.name for d in documents}
    sides = tuple(
        _side(id_, share_, names, texts.get(id_), credited)
        for id_, share_ in ((found.from_, found.share_from), (found.to, found.share_to))
    )
    lines, moved = aligned(found.spans, texts.get(found.from_), texts.get(found.to))
    return Beside(
        id=found.id,
        kind=found.kind,
        direction=found.direction,
        status=_status(found, held),
        reasons=found.reasons,
        held=held,
        sides=(sides[0], sides[1]),
        lines=lines[:ROWS],
        matches=len(found.spans),
        moved=moved,
    )


def _side(id_: str, share: float, names: dict[str, str], text: Text | None, credited: str) -> Side:
    return Side(
        document=id_,
        name=names.get(id_, credited or id_[:16]),
        outlet=text.outlet if text else "",
        published=when(text.published) if text else "",
        share=share,
        held=text is not None,
    )


def aligned(spans: Sequence[Match], one: Text | None, other: Text | None) -> tuple[tuple[Line, ...], int]:
    """Both texts cut into lines: a match stands beside its match, what is between beside what is between. And how many matches cross others.

    Of matches that cross, a longest row of them in the order of both texts is set in lines (longest increasing subsequence by words).
    """
    if one is None or other is None:
        return (), 0
    kept = _in_order(spans)
    lines: list[Line] = []
    at, to = 0, 0
    for n, group in _groups(kept):
        first, last = group[0], group[-1]
        lines += _between(one.text, at, first.from_start, other.text, to, first.to_start)
        left = [(m.from_start, m.from_end) for m in group]
        right = [(m.to_start, m.to_end) for m in group]
        lines.append(Line(True, tuple(_marked(one.text, left, n)), tuple(_marked(other.text, right, n))))
        at, to = last.from_end, last.to_end
    lines += _between(one.text, at, len(one.text), other.text, to, len(other.text))
    return tuple(lines), len(spans) - len(kept)


def _in_order(spans: Sequence[Match]) -> list[Match]:
    """A longest row of matches that follow each other in both texts and do not overlap."""
    best: list[Match] = []
    ends: list[int] = []
    came: dict[int, int] = {}
    chain: list[int] = []
    ordered = sorted(spans, key=lambda m: (m.from_start, m.to_start))
    for i, m in enumerate(ordered):
        at = bisect_left(ends, m.to_start + 1)
        came[i] = chain[at - 1] if at else -1
        if at == len(ends):
            ends.append(m.to_end)
            chain.append(i)
        elif m.to_end < ends[at]:
            ends[at], chain[at] = m.to_end, i
    i = chain[-1] if chain else -1
    while i >= 0:
        m = ordered[i]
        if not best or (m.from_end <= best[-1].from_start and m.to_end <= best[-1].to_start):
            best.append(m)
        i = came[i]
    return best[::-1]


def _groups(kept: Sequence[Match]) -> list[tuple[int, list[Match]]]:
    groups: list[tuple[int, list[Match]]] = []
    for m in kept:
        last = groups[-1][1][-1] if groups else None
        if last and m.from_start - last.from_end <= NEAR and m.to_start - last.to_end <= NEAR:
            groups[-1][1].append(m)
        else:
            groups.append((len(groups) + 1, [m]))
    return groups


def _marked(text: str, spans: Sequence[tuple[int, int]], n: int) -> list[Stretch]:
    made: list[Stretch] = []
    for start, end in spans:
        before = made[-1].start + len(made[-1].text) if made else start
        if before < start:
            made.append(Stretch(before, text[before:start]))
        made.append(Stretch(start, text[start:end], n))
    return made


def _between(one: str, at: int, end: int, other: str, to: int, stop: int) -> list[Line]:
    left, right = tuple(_short(one, at, end)), tuple(_short(other, to, stop))
    return [Line(False, left, right)] if left or right else []


def _short(text: str, start: int, end: int) -> list[Stretch]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return []
    if end - start <= FOLD:
        return [Stretch(start, text[start:end])]
    return [
        Stretch(start, text[start : start + ENDS]),
        Stretch(end - ENDS, text[end - ENDS : end], 0, end - start - 2 * ENDS),
    ]


class AskMatrix(Ask, frozen=True):
    """The part `at` of the allegations; with `level` only patterns or incidents."""

    at: int = 1
    level: str = "pattern"


class Column(msgspec.Struct, frozen=True):
    """An origin in the matrix."""

    id: str
    label: str
    kind: str
    first_hand: bool


class Across(msgspec.Struct, frozen=True):
    """An allegation in the matrix, and its cells in the order of the columns: supports, disputes, mentions."""

    id: str
    label: str
    lo: int
    hi: int
    cells: tuple[tuple[int, int, int], ...]
    others: int


class Matrix(Shown, frozen=True):
    """Allegations by the origins behind them. `others` of a row counts origins that have no column here."""

    level: str
    part: Part
    columns: tuple[Column, ...]
    rows: tuple[Across, ...]


WIDE = 18
TALL = 30


def matrix(inquiry: Inquiry, ask: AskMatrix) -> Matrix:
    """The matrix: rows are allegations, columns the origins that bear on most of them."""
    sieve = sift.Sieve(level=ask.level)
    total, _ = inquiry.ask(sift.found, sieve, most=0)
    shown = part(total, ask.at, TALL)
    _, rows = inquiry.ask(sift.found, sieve, first=max(shown.first - 1, 0), most=TALL)
    cells = inquiry.ask(sift.cells, [r.id for r in rows])
    weight: dict[str, tuple[int, int]] = {}
    for c in cells:
        n, said = weight.get(c.origin, (0, 0))
        weight[c.origin] = n + 1, said + c.supports + c.disputes
    chosen = sorted(weight, key=lambda o: (-weight[o][0], -weight[o][1], o))[:WIDE]
    at = {(c.allegation, c.origin): (c.supports, c.disputes, c.mentions) for c in cells}
    labels = inquiry.ask(gather.origins, chosen)
    columns = tuple(Column(o, labels[o].label, labels[o].kind, labels[o].first_hand) for o in chosen if o in labels)
    return Matrix(
        level=ask.level,
        part=shown,
        columns=columns,
        rows=tuple(
            Across(
                r.id,
                r.label,
                r.lo,
                r.hi,
                tuple(at.get((r.id, c.id), (0, 0, 0)) for c in columns),
                sum(1 for c in cells if c.allegation == r.id and c.origin not in labels),
            )
            for r in rows
        ),
    )


PAGES = (
    Page("/matrix", "copies/matrix.html.j2", matrix, nav="matrix", key="m"),
    Page("/copies", "copies/list.html.j2", copies, nav="copies", key="c"),
    Page("/copies/{id}", "copies/one.html.j2", copy),
)
