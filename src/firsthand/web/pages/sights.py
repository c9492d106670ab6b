"""SIGHTS: the allegations that the filter keeps, in time and on a map."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from urllib.parse import urlencode

from firsthand.inquiry import sift
from firsthand.inquiry.open import Inquiry
from firsthand.vocabulary import atlas
from firsthand.web.draw import Column, Spot
from firsthand.web.page import Page, Shown, part
from firsthand.web.pages.allegations import SIZE, Allegations, AskAllegations, Choice, choices, labels

YEARS = 6
"""From so many years on the columns of the timeline are years, below it months, or days where all lie in one month."""
MOST = 120
"""Columns, and spots, above which the fullest are shown."""


class Timeline(Allegations, frozen=True):
    """Allegations in the order of their first possible day. `undated` counts those of which no time is given."""

    columns: tuple[Column, ...]
    undated: int


def timeline(inquiry: Inquiry, ask: AskAllegations) -> Timeline:
    """The allegations in time."""
    times = inquiry.ask(sift.times, ask.sieve)
    total, _ = inquiry.ask(sift.found, ask.sieve, most=0)
    shown = part(len(times), ask.at, SIZE)
    _, rows = inquiry.ask(sift.found, ask.sieve, first=max(shown.first - 1, 0), most=SIZE, by="first")
    types, standards = choices(inquiry)
    return Timeline(
        sieve=ask.sieve, view="timeline", part=shown, rows=rows, types=types, standards=standards, labels=labels(rows),
        columns=_columns(times, ask), undated=total - len(times),
    )  # fmt: skip


def _columns(times: tuple[tuple[str, str], ...], ask: AskAllegations) -> tuple[Column, ...]:
    """How many allegations may fall in each year, or month. One that spans several counts in each."""
    if not times:
        return ()
    first, last = min(a for a, _ in times), max(b or a for a, b in times)
    years = int(last[:4]) - int(first[:4])
    size = 4 if years >= YEARS else 7 if first[:7] != last[:7] else 10
    counted: Counter[str] = Counter()
    for (start, end), n in Counter((a[:size], (b or a)[:size]) for a, b in times).items():
        counted.update(dict.fromkeys(_stretches(start, end), n))
    every = _stretches(first[:size], last[:size])
    return tuple(Column(s, counted[s], _narrowed("/timeline", ask, *_days(s))) for s in every[-MOST:])


def _stretches(first: str, last: str) -> list[str]:
    if len(first) == 4:
        return [f"{y:04}" for y in range(int(first), int(last) + 1)]
    if len(first) == 10:
        day, end_ = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        return [(day + dt.timedelta(days=n)).isoformat() for n in range((end_ - day).days + 1)]
    start, end = (int(s[:4]) * 12 + int(s[5:]) - 1 for s in (first, last))
    return [f"{m // 12:04}-{m % 12 + 1:02}" for m in range(start, end + 1)]


def _days(stretch: str) -> tuple[str, str]:
    if len(stretch) != 7:
        return (stretch, stretch) if len(stretch) == 10 else (f"{stretch}-01-01", f"{stretch}-12-31")
    year, month = int(stretch[:4]), int(stretch[5:])
    last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return f"{stretch}-01", last.isoformat()


def _narrowed(path: str, ask: AskAllegations, since: str = "", until: str = "", place: str = "") -> str:
    """The address of the same filter, narrowed."""
    held = {f: getattr(ask, f) for f in sift.Sieve.__struct_fields__}
    held |= {k: v for k, v in (("since", since), ("until", until), ("place", place)) if v}
    return f"{path}?{urlencode({k: v for k, v in held.items() if v})}"


class Map(Shown, frozen=True):
    """Where the allegations are said to have happened. `unplaced`: names that no place on the map goes by, and how many allegations have them."""

    sieve: sift.Sieve
    view: str
    types: tuple[Choice, ...]
    standards: tuple[Choice, ...]
    total: int
    spots: tuple[Spot, ...]
    unplaced: tuple[tuple[str, int, str], ...]
    nowhere: int


def map_(inquiry: Inquiry, ask: AskAllegations) -> Map:
    """The allegations on a map."""
    found = inquiry.ask(sift.places, ask.sieve)
    counted = Counter(p for _, _, held in found for p in dict.fromkeys(held.split("; ")) if p)
    spots: dict[tuple[float, float, bool], Spot] = {}
    unplaced: list[tuple[str, int, str]] = []
    for name, n in counted.most_common():
        at = atlas.position(name)
        to = _narrowed("/allegations", ask, place=name)
        if at is None:
            unplaced.append((name, n, to))
            continue
        key = (at.latitude, at.longitude, at.exact)
        before = spots[key].count if key in spots else 0
        spots[key] = Spot(
            name=at.name, latitude=at.latitude, longitude=at.longitude, count=before + n, exact=at.exact, to=to
        )
    types, standards = choices(inquiry)
    return Map(
        sieve=ask.sieve, view="map", types=types, standards=standards, total=len(found),
        spots=tuple(spots.values())[:MOST], unplaced=tuple(unplaced[:MOST]), nowhere=sum(not p for *_, p in found),
    )  # fmt: skip


PAGES = (
    Page("/timeline", "allegations/timeline.html.j2", timeline),
    Page("/map", "allegations/map.html.j2", map_),
)
