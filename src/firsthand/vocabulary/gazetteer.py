"""Cities by the names that people give them: a table made beforehand, so that looking up the first one costs milliseconds.

The table, `cities.tsv.gz`, is sorted by the folded name: name, people who live there, GeoNames number, the city's own name, ISO 3166-1 code
of its country, ISO 3166-2 code of its region where that can be told. `make` makes it from GeoNames (CC BY 4.0).
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

TABLE = "cities.tsv.gz"
LARGE = 300_000
"""From this population on a city's other names (Peking, Bombay) are known too; below it they breed false namesakes."""
SHORT = 3
"""Names in capitals of up to this many letters are matched as capitals only ("US" is not "us")."""

ARTICLE = re.compile(r"^(?:the)\s+", re.IGNORECASE)
_SPACE = re.compile(r"[\s_]+")


class City(NamedTuple):
    """A city: people who live there, GeoNames number, its own name, codes of its country and region ("" where it cannot be told)."""

    population: int
    number: str
    name: str
    country: str
    region: str


def fold(words: str) -> str:
    """`words` without accents and with plain blanks and apostrophes."""
    if not words.isascii():
        plain = unicodedata.normalize("NFKD", words)
        words = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'").replace("ʼ", "'")
    return _SPACE.sub(" ", words).strip(" ,;:")


@lru_cache(maxsize=1 << 16)
def key(words: str) -> str:
    """Folded for look-up. Short words in capitals keep them, so that "US" is not "us"."""
    plain = ARTICLE.sub("", fold(words))
    letters = plain.replace(".", "")
    if len(letters) <= SHORT and letters.isupper():
        return letters
    if plain.lower().endswith("'s"):
        plain = plain[:-2]
    return plain.replace(".", "").casefold()


@cache
def _lines() -> list[bytes]:
    packed = resources.files("firsthand.vocabulary").joinpath(TABLE).read_bytes()
    return gzip.decompress(packed).split(b"\n")


def cities(folded: str) -> tuple[City, ...]:
    """The cities whose name folds to `folded`, the most populous first."""
    if "\t" in folded or not folded:
        return ()
    begins = folded.encode("utf-8", "replace") + b"\t"
    lines = _lines()
    found = []
    for line in lines[bisect_left(lines, begins) :]:
        if not line.startswith(begins):
            break
        _, people, number, name, country, region = line.decode().split("\t")
        found.append(City(int(people), number, name, country, region))
    return tuple(sorted(found, key=lambda c: (-c.population, c.number)))


def numbers() -> Iterator[tuple[str, str, str]]:
    """Of every city its country, its GeoNames number and its region's code."""
    for line in _lines():
        if line:
            _, _, number, _, country, region = line.decode().split("\t")
            yield country, number, region


def make(rows: Iterable[Mapping[str, Any]], regions: Mapping[tuple[str, str], str]) -> bytes:
    """The table of GeoNames' `rows`, packed. `regions`: ISO 3166-2 code by country and GeoNames' code of its first division.

    A city's other names are left out where any city bears that name itself.
    """
    every = list(rows)
    own: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    other: defaultdict[str, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for row in every:
        own[key(row["name"])].append(row)
    for row in every:
        for name in row["alternatenames"] if row["population"] >= LARGE else ():
            if name[:1].isupper() and name[0].isascii() and key(name) not in own:
                other[key(name)][row["geonameid"]] = row
    named = [(k, r) for k, found in own.items() for r in found] + [(k, r) for k, v in other.items() for r in v.values()]
    return gzip.compress(b"\n".join(sorted(_line(k, r, regions) for k, r in named if k)), mtime=0)


def _line(folded: str, row: Mapping[str, Any], regions: Mapping[tuple[str, str], str]) -> bytes:
    region = regions.get((row["countrycode"], row["admin1code"]), "")
    parts = (folded, str(row["population"]), str(row["geonameid"]), row["name"], row["countrycode"], region)
    return "\t".join(parts).encode()


def divisions(
    rows: Iterable[Mapping[str, Any]], codes: Mapping[str, Mapping[str, str]], capitals: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """GeoNames' codes of first divisions as ISO 3166-2 codes, where that can be told. `codes`: by country, the folded bare names of its regions
    with their codes (names that two of them share left out); `capitals`: by country, the name of the capital.

    Either all letter codes of a country are ISO's, or the region is named after its largest city, which is not the capital (whose namesake
    is often the land around it).
    """
    places: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        places[row["countrycode"], row["admin1code"]].append(row)
    lettered = {c for c, known in codes.items() if _lettered([a for n, a in places if n == c], c, known.values())}
    found: dict[tuple[str, str], str] = {}
    for (country, part), cities_ in places.items():
        if country in lettered:
            if f"{country}-{part}" in codes[country].values():
                found[country, part] = f"{country}-{part}"
            continue
        largest = max(cities_, key=lambda r: (r["population"], r["geonameid"]))["name"]
        region = codes.get(country, {}).get(key(largest))
        if region is not None and largest != capitals.get(country):
            found[country, part] = region
    twice = set(_repeated(found.values()))
    return {k: v for k, v in found.items() if v not in twice}


def _lettered(parts: Iterable[str], country: str, known: Iterable[str]) -> bool:
    """Whether a country's divisions have ISO's letter codes in GeoNames too."""
    mine = [p for p in parts if p and p != "00"]
    iso = set(known)
    return (
        bool(mine) and all(p.isalpha() for p in mine) and sum(f"{country}-{p}" in iso for p in mine) >= 0.9 * len(mine)
    )


def _repeated(values: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for v in values:
        if v in seen:
            yield v
        seen.add(v)
