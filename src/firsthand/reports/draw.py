"""Draw: figures on one axis and the graph of origins, as static SVG. Every drawing stands beside a table or list that says the same.

Places are given in per cent of the width and in pixels of the height, so that a drawing fits a phone without its letters shrinking.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from importlib import resources
from itertools import count

from markupsafe import Markup

from firsthand.reports.phrase import number
from firsthand.reports.record import Axis, Edge, Graph, Node

ROW = 46
NODE = 34
LEFT, RIGHT = 4.0, 92.0
"""Per cent of the width between which figures are drawn; what is unbounded runs on to the edge."""
SPREAD = 50
"""A series whose largest figure is more than so many times its smallest is drawn on a logarithmic axis."""
MOST = 40
"""Nodes on one side of a graph above which it is not drawn: it would be read by nobody. The list says all of it."""

LANES = 3
"""Brackets beside each other; more lie upon one another."""

_OPEN = Markup('<svg class="{kind}" role="img" aria-label="{label}" width="100%" height="{height}">')


def axis(drawn: Axis) -> Markup:
    """The figures of `drawn`, one row each: origin and words above, the interval below, an arrow where it has no upper bound."""
    place, ticks = scale([b.low for b in drawn.bars] + [b.high for b in drawn.bars if b.high is not None])
    height = ROW * len(drawn.bars) + 26
    out = [_OPEN.format(kind="axis", label=f"{drawn.title}: {len(drawn.bars)} figures on one axis", height=height)]
    for tick in ticks:
        x = f"{place(tick):.2f}%"
        out.append(Markup('<line class="grid" x1="{0}" x2="{0}" y1="4" y2="{1}"/>').format(x, height - 22))
        out.append(Markup('<text class="tick" x="{0}" y="{1}">{2}</text>').format(x, height - 6, _brief(tick)))
    for i, bar in enumerate(drawn.bars):
        top = i * ROW
        said = f"{_cut(bar.label, 34)}: “{_cut(bar.words, 30)}”"
        out.append(Markup('<text class="bar" x="0" y="{0}">{1}</text>').format(top + 16, said))
        y, low = top + 30, f"{place(bar.low):.2f}%"
        high = "100%" if bar.high is None else f"{place(bar.high):.2f}%"
        title = Markup("<title>{0}</title>").format(bar.means)
        out.append(
            Markup('<line class="interval" x1="{0}" x2="{1}" y1="{2}" y2="{2}">{3}</line>').format(low, high, y, title)
        )
        out.append(Markup('<circle class="end" cx="{0}" cy="{1}" r="5"/>').format(low, y))
        if bar.high is None:
            arrow = '<svg x="100%" y="{0}" overflow="visible"><path class="end" d="M-9 -6 L0 0 L-9 6 Z"/></svg>'
            out.append(Markup(arrow).format(y))
        elif bar.high != bar.low:
            out.append(Markup('<circle class="end" cx="{0}" cy="{1}" r="5"/>').format(high, y))
    return Markup("").join([*out, Markup("</svg>")])


def alone(drawn: str, width: int = 640) -> str:
    """A drawing for a place that has no style of the page: with its own style and `width` in pixels."""
    style = resources.files("firsthand.reports").joinpath("templates", "drawing.css").read_text("utf-8")
    opening, rest = str(drawn).split(">", 1)
    opening = opening.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"').replace(
        'width="100%"', f'width="{width}"'
    )
    return f"{opening}><style>{style}</style>{rest}"


def scale(values: Sequence[float]) -> tuple[Callable[[float], float], list[float]]:
    """Where a value lies, in per cent of the width, and a few round values to mark. From zero, or logarithmic where values spread wide."""
    low, high = min(values), max(values)
    if low > 0 and high / low > SPREAD:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        step = max(1, math.ceil((last - first) / 4))
        width = last - first
        ticks = [10.0**e for e in range(first, last + 1, step)]
        return lambda v: LEFT + (RIGHT - LEFT) * (math.log10(v) - first) / width, ticks
    start = min(low, 0.0)
    top = max(high, start + 1)
    step_ = next(m * 10**e for e in count(-2) for m in (1, 2, 2.5, 5) if (top - start) / (m * 10**e) <= 4)
    last_ = math.ceil(top / step_) * step_
    marks = [start + step_ * i for i in range(round((last_ - start) / step_) + 1)]
    return lambda v: LEFT + (RIGHT - LEFT) * (v - start) / (last_ - start), marks


def graph(drawn: Graph) -> Markup:
    """Documents on the left, origins on the right, a line from each document to each origin that it leads to. Empty where it has too many nodes."""
    if max(len(drawn.documents), len(drawn.origins)) > MOST:
        return Markup("")
    rows = max(len(drawn.documents), len(drawn.origins))
    places = {**_column(drawn.documents, rows), **_column(drawn.origins, rows)}
    label = f"{len(drawn.documents)} documents lead to {len(drawn.origins)} origins"
    out = [_OPEN.format(kind="graph", label=label, height=rows * NODE + 8)]
    for link in drawn.links:
        if link.a in places and link.b in places:
            line = Markup('<line class="link" x1="45%" x2="55%" y1="{0}" y2="{1}"/>')
            out.append(line.format(places[link.a], places[link.b]))
    out += _brackets(drawn.copies, places, left=True)
    out += _brackets(drawn.dependences, places, left=False)
    out += [_node(node, places[node.code], left=True) for node in drawn.documents]
    out += [_node(node, places[node.code], left=False) for node in drawn.origins]
    return Markup("").join([*out, Markup("</svg>")])


def _column(nodes: Sequence[Node], rows: int) -> dict[str, float]:
    gap = NODE * rows / len(nodes) if nodes else 0
    return {node.code: round(4 + gap * (i + 0.5), 1) for i, node in enumerate(nodes)}


def _node(node: Node, y: float, *, left: bool) -> Markup:
    """A dot with its code and its words; the words are cut off at the edge of their column."""
    strong = " strong" if node.strong else ""
    x, column = ("45%", "3%") if left else ("55%", "57%")
    dot = Markup('<circle class="node{0}" cx="{1}" cy="{2}" r="6"/>').format(strong, x, y)
    code = Markup('<tspan class="code">{0}</tspan>').format(node.code)
    parts = (_cut(node.label, 40), code) if left else (code, _cut(node.label, 60))
    place = Markup('x="100%" text-anchor="end"') if left else Markup('x="0"')
    text = Markup('<text class="name{0}" {1} y="18">{2} {3}</text>').format(strong, place, *parts)
    return dot + Markup('<svg x="{0}" y="{1}" width="40%" height="26">{2}</svg>').format(column, y - 13, text)


def _brackets(edges: Sequence[Edge], places: dict[str, float], *, left: bool) -> list[Markup]:
    """One bracket for all that hang together, with a tick at each; those that would overlap stand beside each other."""
    tied: list[tuple[set[str], bool]] = []
    for edge in edges:
        if edge.a not in places or edge.b not in places:
            continue
        near = [t for t in tied if t[0] & {edge.a, edge.b}]
        tied = [t for t in tied if t not in near]
        tied.append(({edge.a, edge.b}.union(*(t[0] for t in near)), edge.proposed or any(t[1] for t in near)))
    lanes: list[float] = []  # how far down each lane is taken
    out = []
    for ys, proposed in sorted((sorted(places[code] for code in codes), proposed) for codes, proposed in tied):
        free = next((n for n, end in enumerate(lanes) if end < ys[0]), len(lanes))
        lanes[free:] = [ys[-1], *lanes[free + 1 :]]
        out.append(_bracket(ys, min(free, LANES - 1), proposed, left=left))
    return out


def _bracket(ys: Sequence[float], lane: int, proposed: bool, *, left: bool) -> Markup:
    side = 1 if left else -1
    near = side * (1 + 4 * lane)
    ticks = " ".join(f"M{near + side * 6} {y} H{near}" for y in ys)
    path = Markup('<path class="tie{0}" d="{1} M{2} {3} V{4}"/>').format(
        " proposed" if proposed else "", ticks, near, ys[0], ys[-1]
    )
    return Markup('<svg x="{0}" overflow="visible">{1}</svg>').format("0" if left else "100%", path)


def _brief(value: float) -> str:
    for size, name in ((1e9, " bn"), (1e6, " m"), (1e3, " k")):
        if abs(value) >= size and value % (size / 10) == 0:
            return f"{value / size:g}{name}"
    return number(round(value, 6))


def _cut(words: str, most: int) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
