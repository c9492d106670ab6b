"""Draw: where an allegation's information comes from, as a drawing whose lines can be opened. What it shows stands in a list below it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from markupsafe import Markup

from firsthand.reports.draw import axis

__all__ = ["axis", "network"]

WIDTH = 780
COLUMNS = ((30, 210), (300, 210), (570, 210))
"""Where a box of each column begins and how wide it is: documents, the origins of their statements, what is behind these."""
ROW = 38
BOX = 28
LETTERS = 29
"""Characters of a name that fit a box."""
MOST = 36
"""Boxes in one column above which nothing is drawn: nobody would read it."""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A document or origin in the drawing. `look`: "lo", "hi" or "no" as it counts; "behind" for what is behind, "document"."""

    id: str
    code: str
    label: str
    column: int
    look: str


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """A line from `a` to `b` (ids of boxes). One with a `to` can be opened there; `look`: link, proposed, confirmed or rejected."""

    a: str
    b: str
    look: str = "link"
    label: str = ""
    to: str = ""
    chosen: bool = False


def network(boxes: Sequence[Box], wires: Sequence[Wire], label: str) -> Markup:
    """The boxes in three columns, and their wires. Empty where a column has more boxes than could be read."""
    columns = [[b for b in boxes if b.column == n] for n in range(3)]
    tallest = max(map(len, columns), default=0)
    if not boxes or tallest > MOST:
        return Markup("")
    height = tallest * ROW + 8
    places: dict[str, tuple[int, float]] = {}
    for n, column in enumerate(columns):
        gap = (height - 8) / max(len(column), 1)
        places.update({b.id: (n, round(4 + gap * (i + 0.5), 1)) for i, b in enumerate(column)})
    width = WIDTH if columns[2] else COLUMNS[1][0] + COLUMNS[1][1] + 40
    out = [
        Markup(
            '<svg class="origins" role="group" aria-label="{0}" width="{1}" height="{2}" viewBox="0 0 {1} {2}">'
        ).format(label, width, height)
    ]
    out += [_wire(w, places) for w in sorted(wires, key=lambda w: (w.chosen, bool(w.to)))]
    out += [_box(b, places[b.id][1]) for b in boxes]
    return Markup("").join([*out, Markup("</svg>")])


def _box(box: Box, y: float) -> Markup:
    left, width = COLUMNS[box.column]
    short = box.label if len(box.label) <= LETTERS - len(box.code) else box.label[: LETTERS - 1 - len(box.code)] + "…"
    return Markup(
        '<g class="box {look}"><title>{title}</title><rect x="{x}" y="{y}" width="{w}" height="{h}" rx="6"/>'
        '<text x="{tx}" y="{ty}"><tspan class="code">{code}</tspan> {label}</text></g>'
    ).format(
        look=box.look, title=box.label, x=left, y=round(y - BOX / 2, 1), w=width, h=BOX, tx=left + 9, ty=round(y + 4.5, 1),
        code=box.code, label=short,
    )  # fmt: skip


def _wire(wire: Wire, places: Mapping[str, tuple[int, float]]) -> Markup:
    if wire.a not in places or wire.b not in places or wire.a == wire.b:
        return Markup("")
    path = _path(places[wire.a], places[wire.b])
    line = Markup('<path class="wire {0}{1}" d="{2}"/>').format(wire.look, " chosen" if wire.chosen else "", path)
    if not wire.to:
        return line
    return Markup('<a href="{0}" aria-label="{1}"><title>{1}</title><path class="hit" d="{2}"/>{3}</a>').format(
        wire.to, wire.label, path, line
    )


def _path(a: tuple[int, float], b: tuple[int, float]) -> str:
    """From box to box: across the gap between two columns, or around the outside within one."""
    if a[0] == b[0]:
        left, width = COLUMNS[a[0]]
        x = left if a[0] == 0 else left + width
        reach = x - 26 if a[0] == 0 else x + 34
        return f"M{x} {a[1]}C{reach} {a[1]} {reach} {b[1]} {x} {b[1]}"
    first, second = sorted((a, b))
    x1, x2 = COLUMNS[first[0]][0] + COLUMNS[first[0]][1], COLUMNS[second[0]][0]
    middle = (x1 + x2) / 2
    return f"M{x1} {first[1]}C{middle:g} {first[1]} {middle:g} {second[1]} {x2} {second[1]}"
