"""Draw: where an allegation's information comes from, as a drawing whose lines can be opened. What it shows stands in a list below it too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from markupsafe import Markup

from firsthand.reports.draw import axis
from firsthand.reports.tally import methods, overlap, sensitivity

__all__ = ["axis", "columns", "methods", "network", "overlap", "sensitivity", "world"]

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


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the map: how many allegations name it, and where it leads. `exact` is False for the middle of a country."""

    name: str
    latitude: float
    longitude: float
    count: int
    exact: bool
    to: str = ""


SCALE = 1000 / 360
"""Units of the map for one degree, at its widest."""
NARROW = 24.0
"""Degrees that are shown at least, so that there is something to know a place by."""


def world(spots: Sequence[Spot], rings: Iterable[Sequence[tuple[float, float]]], label: str) -> Markup:
    """The outlines, and a ring for each spot; as much of the globe as holds the spots."""
    west, north, across, down = _view(spots)
    unit = across / 1000
    out = [
        Markup(
            '<svg class="world" role="group" aria-label="{}" viewBox="{:.1f} {:.1f} {:.1f} {:.1f}" width="100%">'
        ).format(label, west * SCALE, north * SCALE, across * SCALE, down * SCALE)
    ]
    paths = []
    for ring in rings:
        xs = [p[0] for p in ring]
        if max(xs) - min(xs) < 300 and max(xs) >= west and min(xs) <= west + across:
            paths.append("M" + "L".join(f"{x * SCALE:.1f} {-y * SCALE:.1f}" for x, y in ring) + "Z")
    out.append(Markup('<path class="land" d="{0}" stroke-width="{1:.2f}"/>').format("".join(paths), unit * 2))
    for s in sorted(spots, key=lambda s: -s.count):
        size = (5 + 3 * min(s.count, 60) ** 0.5) * unit * 2.2
        spot = Markup(
            '<circle class="spot{0}" cx="{1:.1f}" cy="{2:.1f}" r="{3:.2f}" stroke-width="{4:.2f}" stroke-dasharray="{5}"/>'
        ).format(
            "" if s.exact else " wide",
            s.longitude * SCALE,
            -s.latitude * SCALE,
            size,
            unit * 5,
            "none" if s.exact else f"{unit * 9:.2f} {unit * 6:.2f}",
        )
        out.append(
            Markup('<a href="{0}" aria-label="{1}: {2}"><title>{1}: {2}</title>{3}</a>').format(
                s.to, s.name, s.count, spot
            )
        )
    return Markup("").join([*out, Markup("</svg>")])


def _view(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """The west and north edge and the extent of what is shown, in degrees; latitudes run downwards."""
    if not spots:
        return -180.0, -84.0, 360.0, 142.0
    xs, ys = [s.longitude for s in spots], [-s.latitude for s in spots]
    across = max(max(xs) - min(xs), (max(ys) - min(ys)) * 1.8, NARROW) * 1.25
    across = min(across, 360.0)
    down = across / 2
    west = min(max((min(xs) + max(xs) - across) / 2, -180.0), 180.0 - across)
    return west, (min(ys) + max(ys) - down) / 2, across, down


class Column(msgspec.Struct, frozen=True):
    """A stretch of time on the timeline: a year or a month, how many allegations may fall in it, and where it leads."""

    label: str
    count: int
    to: str


def columns(drawn: Sequence[Column], label: str) -> Markup:
    """A column for each stretch of time."""
    tall, wide = 120, 100 / max(len(drawn), 1)
    most = max((c.count for c in drawn), default=1) or 1
    every = max(1, len(drawn) // 12)
    out = [
        Markup('<svg class="columns" role="group" aria-label="{0}" width="100%" height="{1}">').format(label, tall + 24)
    ]
    for n, c in enumerate(drawn):
        height = round(tall * c.count / most, 1)
        bar = Markup('<rect x="{0:.2f}%" y="{1}" width="{2:.2f}%" height="{3}"/>').format(
            n * wide + wide * 0.1, tall - height, wide * 0.8, height
        )
        if c.count:
            out.append(
                Markup('<a href="{0}" aria-label="{1}: {2}"><title>{1}: {2}</title>{3}</a>').format(
                    c.to, c.label, c.count, bar
                )
            )
        if n % every == 0:
            out.append(
                Markup('<text class="tick{3}" x="{0:.2f}%" y="{1}">{2}</text>').format(
                    n * wide + wide / 2, tall + 16, c.label, " some" if n // every % 3 else ""
                )
            )
    return Markup("").join([*out, Markup("</svg>")])
