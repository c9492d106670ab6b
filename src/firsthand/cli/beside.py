"""Two texts side by side, with what they share marked on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from rich.table import Table
from rich.text import Text as Words

from firsthand.cli.output import OUT, plain, say, words
from firsthand.copies.record import Copy
from firsthand.documents.record import Document

Sides = tuple[tuple[int, int], tuple[int, int]]
"""The same words in two texts: start and end in the one, start and end in the other."""

GAP = 300
"""Code points of what is not shared that are shown at each end of a gap."""


def parts(documents: tuple[Document, Document], copies: Sequence[Copy], texts: tuple[str, str]) -> dict[str, Any]:
    """The two documents in brief, and the copies with the matched words of both."""
    sides = {s: {"id": d.id, "name": d.name, "length": len(t)} for s, d, t in zip("ab", documents, texts, strict=True)}
    return {**sides, "copies": [_shared(c, documents[0].id, texts) for c in copies]}


def show(documents: tuple[Document, Document], copies: Sequence[Copy], texts: tuple[str, str], whole: bool) -> None:
    """Print what is told of the copies, then the texts beside each other; `whole`: nothing is left out."""
    a, b = documents
    for c in copies:
        way = (
            "which came first is open" if c.direction == "unknown" else f"from {a.name if c.from_ == a.id else b.name}"
        )
        say(f"{c.id}  {c.kind}, {c.status}; {way}", style="bold")
        for reason in c.reasons:
            say(f"  {reason}")
    if not copies:
        say(f"No copy was found between {a.name} and {b.name}.")
        return
    shared = sorted({pair for c in copies for pair in _sides(c, a.id)})
    table = Table(show_lines=False, padding=(0, 2), header_style="bold", expand=True)
    for document in documents:
        table.add_column(words(document.name), ratio=1)
    at = (0, 0)
    for anchor in (*_in_order(shared), None):
        until = (anchor[0][0], anchor[1][0]) if anchor else (len(texts[0]), len(texts[1]))
        table.add_row(*(_marked(texts[i], at[i], until[i], shared, i, whole) for i in (0, 1)))
        if anchor:
            table.add_row(*(_marked(texts[i], *anchor[i], shared, i, True) for i in (0, 1)))
            at = (anchor[0][1], anchor[1][1])
    OUT.print(table)


def _sides(copy: Copy, a: str) -> list[Sides]:
    """The matched spans as ((start, end) in document `a`, (start, end) in the other), in the order of `a`."""
    both = [((m.from_start, m.from_end), (m.to_start, m.to_end)) for m in copy.spans]
    return sorted(both if copy.from_ == a else [(y, x) for x, y in both])


def _shared(copy: Copy, a: str, texts: tuple[str, str]) -> dict[str, Any]:
    """A copy with the matched words of both documents."""
    held: dict[str, Any] = msgspec.to_builtins(copy)
    held["spans"] = [
        {side: {"start": s, "end": e, "text": text[s:e]} for side, (s, e), text in zip("ab", pair, texts, strict=True)}
        for pair in _sides(copy, a)
    ]
    return held


def _in_order(shared: Sequence[Sides]) -> list[Sides]:
    """The longest run of matches (by shared words) that stand in the same order in both texts and do not overlap."""
    best: list[tuple[int, list[Sides]]] = []
    for pair in shared:
        before = [b for b in best if b[1][-1][0][1] <= pair[0][0] and b[1][-1][1][1] <= pair[1][0]]
        weight, chain = max(before, key=lambda b: b[0], default=(0, []))
        best.append((weight + pair[0][1] - pair[0][0], [*chain, pair]))
    return max(best, key=lambda b: b[0], default=(0, []))[1]


def _marked(text: str, start: int, end: int, shared: Sequence[Sides], side: int, whole: bool) -> Words:
    """`text[start:end]` with the matches in it marked by their numbers; a long stretch without any is cut in its middle."""
    text = plain(text)
    out, at = Words(), start
    for number, span in sorted(enumerate((p[side] for p in shared), 1), key=lambda n: n[1]):
        begin, stop = max(span[0], at), min(span[1], end)
        if begin >= stop:
            continue
        out.append(_cut(text[at:begin], whole), "dim").append(f"⟦{number} {text[begin:stop].strip()}⟧", "bold green")
        at = stop
    return out.append(_cut(text[at:end], whole), "dim")


def _cut(text: str, whole: bool) -> str:
    if whole or len(text) <= 2 * GAP + 60:
        return text
    return f"{text[:GAP]} … ({len(text) - 2 * GAP:,} characters) … {text[-GAP:]}"
