"""Draw an estimate: who is on which lists, all methods on one axis with the documented count, what changes with the settings.

As all drawings here: static SVG, places in per cent of the width, each beside a table that says the same; readable in print without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from firsthand.estimates.record import Captures, Interval, Panel, Stratum
from firsthand.flaws import Flaw
from firsthand.reports.draw import scale
from firsthand.reports.phrase import number
from firsthand.reports.record import Counted

ROW = 40
STEP = 26
HIGH = 130
MOST = 24
"""Patterns that are drawn, the most frequent first; the table holds all."""

_OPEN = Markup('<svg class="{kind}" role="img" aria-label="{label}" width="100%" height="{height}">')


@dataclass(frozen=True)
class Line:
    """One interval on the axis: its label, the point (None where it is withheld) and the ends; `words` stand at its end."""

    label: str
    point: float | None
    interval: Interval | None
    words: str


@dataclass(frozen=True)
class Row:
    """A list in words: its rows, how many were set aside, the persons on it; `notes` are the passages that it rests on."""

    name: str
    rows: str
    aside: str
    persons: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class View:
    """What a page shows of an estimate: the panel, its lists and parts, and the drawings and tables that are made of them."""

    panel: Panel
    lists: tuple[Row, ...] = ()
    strata: tuple[Stratum, ...] = ()
    by: str = ""
    sum: Interval | None = None
    flaws: tuple[Flaw, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def patterns(self) -> list[tuple[str, int]]:
        """How many persons are on exactly which lists, the most frequent first."""
        captures = self.panel.captures
        ranked = sorted(captures.counts.items(), key=lambda x: (-x[1], x[0]))
        return [
            (" and ".join(name for name, on in zip(captures.lists, p, strict=True) if on == "1"), n) for p, n in ranked
        ]

    @property
    def overlap(self) -> Markup:
        """Who is on which lists, drawn."""
        return overlap(self.panel.captures)

    @property
    def methods(self) -> Markup:
        """All methods, drawn."""
        return methods(self.panel)

    @property
    def sensitivity(self) -> Markup:
        """Other settings, drawn."""
        return sensitivity(self.panel)


def view(counted: Counted) -> View:
    """The view of an estimate that a report holds."""
    study = counted.study
    rows = tuple(
        Row(name=r.name, rows=number(r.rows), aside=number(r.aside), persons=number(r.persons), notes=said.notes)
        for r, said in zip(study.rosters, counted.lists, strict=True)
    )
    return View(
        panel=study.panel, lists=rows, strata=study.strata, by=study.by, sum=study.together, flaws=study.flaws,
        steps=study.steps,
    )  # fmt: skip


def overlap(captures: Captures) -> Markup:
    """The patterns of lists as columns: dots say which lists, the bar how many persons are on exactly these (an UpSet plot)."""
    ranked = sorted(captures.counts.items(), key=lambda x: (-x[1], x[0]))[:MOST]
    if not ranked:
        return Markup("")
    most = ranked[0][1]
    lists = captures.lists
    height = HIGH + 20 + STEP * len(lists)
    out = [_OPEN.format(kind="axis upset", label=f"{len(ranked)} patterns of {len(lists)} lists", height=height)]
    for j, name in enumerate(lists):
        y = HIGH + 20 + STEP * j + STEP / 2
        out.append(Markup('<line class="grid" x1="22%" x2="100%" y1="{0}" y2="{0}"/>').format(y))
        out.append(Markup('<text class="bar" x="0" y="{0}">{1}</text>').format(y + 4, _cut(name, 22)))
    for i, (pattern, n) in enumerate(ranked):
        x = 24 + 75 * (i + 0.5) / len(ranked)
        tall = max(1.0, (HIGH - 22) * n / most)
        at = f"{x:.2f}%"
        title = " and ".join(name for name, on in zip(lists, pattern, strict=True) if on == "1")
        out.append(
            Markup('<line class="column" x1="{0}" x2="{0}" y1="{1}" y2="{2}"><title>{3}: {4}</title></line>').format(
                at, HIGH, f"{HIGH - tall:.1f}", title, number(n)
            )
        )
        out.append(
            Markup('<text class="tick" x="{0}" y="{1}">{2}</text>').format(at, f"{HIGH - tall - 5:.1f}", number(n))
        )
        held = [HIGH + 20 + STEP * j + STEP / 2 for j, on in enumerate(pattern) if on == "1"]
        if len(held) > 1:
            out.append(Markup('<line class="tie" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(at, held[0], held[-1]))
        out += [Markup('<circle class="end" cx="{0}" cy="{1}" r="4.5"/>').format(at, y) for y in held]
    return Markup("").join([*out, Markup("</svg>")])


def intervals(lines: Sequence[Line], documented: int, label: str) -> Markup:
    """The intervals on one axis, one row each, with a line where the documented count stands. What is open runs to the edge with an arrow."""
    values = [float(documented)]
    for line in lines:
        values += [
            v for v in (line.point, line.interval and line.interval.low, line.interval and line.interval.high) if v
        ]
    place, ticks = scale(values)
    height = ROW * len(lines) + 44
    out = [_OPEN.format(kind="axis", label=label, height=height)]
    for tick in ticks:
        x = f"{place(tick):.2f}%"
        out.append(Markup('<line class="grid" x1="{0}" x2="{0}" y1="18" y2="{1}"/>').format(x, height - 22))
        out.append(
            Markup('<text class="tick" x="{0}" y="{1}">{2}</text>').format(x, height - 6, number(round(tick, 6)))
        )
    x = f"{place(documented):.2f}%"
    out.append(Markup('<line class="known" x1="{0}" x2="{0}" y1="18" y2="{1}"/>').format(x, height - 22))
    out.append(Markup('<text class="bar" x="{0}" y="13">documented: {1}</text>').format(x, number(documented)))
    for i, line in enumerate(lines):
        top = 18 + i * ROW
        out.append(Markup('<text class="bar" x="0" y="{0}">{1}: {2}</text>').format(top + 14, line.label, line.words))
        out += _bar(line, place, top + 27)
    return Markup("").join([*out, Markup("</svg>")])


def _bar(line: Line, place: object, y: int) -> list[Markup]:
    if line.interval is None or line.point is None or not callable(place):
        return []
    low = f"{place(line.interval.low or 0.0):.2f}%"
    high = "100%" if line.interval.high is None else f"{place(line.interval.high):.2f}%"
    out = [Markup('<line class="interval" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>').format(low, high, y)]
    if line.interval.high is None:
        arrow = '<svg x="100%" y="{0}" overflow="visible"><path class="end" d="M-9 -6 L0 0 L-9 6 Z"/></svg>'
        out.append(Markup(arrow).format(y))
    out.append(Markup('<circle class="end" cx="{0}" cy="{1}" r="5"/>').format(f"{place(line.point):.2f}%", y))
    return out


def methods(panel: Panel) -> Markup:
    """All methods of the panel on one axis. Why one is withheld stands in the table beside it."""
    lines = [Line(e.method, e.total, e.interval, told(e.total, e.interval)) for e in panel.estimates]
    return intervals(lines, panel.documented, f"{len(lines)} methods on one axis, and the documented count")


def sensitivity(panel: Panel) -> Markup:
    """The same estimate under other settings, on one axis."""
    lines = [Line(f"{v.what} {v.setting}", v.total, v.interval, told(v.total, v.interval)) for v in panel.variants]
    return intervals(lines, panel.documented, f"{len(lines)} other settings on one axis") if lines else Markup("")


def told(total: float | None, interval: Interval | None, withheld: str = "") -> str:
    """An estimate in words: "10,357 (8,994–12,110)", or why there is none."""
    if total is None:
        return f"withheld ({withheld})" if withheld else "withheld"
    if interval is None:
        return number(round(total))
    low = number(round(interval.low)) if interval.low is not None else "0"
    high = number(round(interval.high)) if interval.high is not None else "no upper limit"
    return f"{number(round(total))} ({low}–{high})"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
