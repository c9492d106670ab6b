"""Marks: the words of a text cut where something was found, each piece with all that was found in it. What steers a screen is shown, not obeyed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

STEERING = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF), 0xFFFD),
}
"""Controls, and what turns the order of letters round: one character is shown for one, so that places stay what they are."""


class Mark(msgspec.Struct, frozen=True):
    """At `start`:`end` something was found: a `kind` (statement, speaker, cue, figure, act, copy, credit, find) told in the card `card`."""

    start: int
    end: int
    kind: str
    card: int


class Piece(msgspec.Struct, frozen=True):
    """Words at `start`, with the `kinds` of what was found there and the numbers of its `cards`; `opens` are the cards that begin here."""

    start: int
    text: str
    kinds: tuple[str, ...] = ()
    cards: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


def inert(text: str) -> str:
    """The text as it is shown; as long as before."""
    return text.translate(STEERING)


def pieces(text: str, start: int, end: int, marks: Sequence[Mark], opened: set[int]) -> tuple[Piece, ...]:
    """`text[start:end]` cut at the edge of every mark. `opened` are the cards that began before; those that begin here are added."""
    inside = [m for m in marks if m.start < end and m.end > start and m.end > m.start]
    edges = sorted({start, end, *(min(max(e, start), end) for m in inside for e in (m.start, m.end))})
    over: list[list[Mark]] = [[] for _ in edges]
    for m in inside:
        for at in range(bisect_left(edges, max(m.start, start)), bisect_right(edges, min(m.end, end)) - 1):
            over[at].append(m)
    out = []
    for n in range(len(edges) - 1):
        a, b = edges[n], edges[n + 1]
        held = over[n]
        opens = {m.card for m in held if m.card} - opened
        opened |= opens
        out.append(
            Piece(
                a,
                inert(text[a:b]),
                tuple(dict.fromkeys(m.kind for m in held)),
                tuple(sorted({m.card for m in held if m.card})),
                tuple(sorted(opens)),
            )
        )
    return tuple(out)
