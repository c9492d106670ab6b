"""The table of cities: every name leads to its cities, the most populous first, and to no others."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.vocabulary import gazetteer


def _row(number: int, name: str, population: int, part: str = "01", other: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "geonameid": number, "name": name, "population": population, "countrycode": "VX", "admin1code": part, "alternatenames": list(other),
    }  # fmt: skip


def test_namesakes_stand_together_and_other_names_only_of_large_cities() -> None:
    rows = [
        _row(1, "Osk", 900_000, other=("Oskgrad", "Tolm")),
        _row(2, "Tolm", 20_000, other=("Old Tolm",)),
        _row(3, "Tolm", 50_000),
    ]
    lines = gzip.decompress(gazetteer.make(rows, {})).decode().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["osk", "oskgrad", "tolm", "tolm"]
    assert {line.split("\t")[2] for line in lines if line.startswith("tolm")} == {"2", "3"}


def test_divisions_by_letters_and_by_largest_city() -> None:
    rows = [_row(1, "Osk", 900, "01"), _row(2, "Tolm", 500, "02"), _row(3, "Venn", 100, "02")]
    codes = {"VX": {"osk": "VX-1", "tolm": "VX-2", "venn": "VX-3"}}
    assert gazetteer.divisions(rows, codes, {"VX": "Osk"}) == {("VX", "02"): "VX-2"}
    lettered = [_row(1, "Osk", 900, "AA"), _row(2, "Tolm", 500, "BB")]
    assert gazetteer.divisions(lettered, {"VX": {"west": "VX-AA", "east": "VX-BB"}}, {}) == {
        ("VX", "AA"): "VX-AA",
        ("VX", "BB"): "VX-BB",
    }


def test_two_divisions_never_lead_to_one_region() -> None:
    rows = [_row(1, "Tolm", 500, "02"), _row(2, "Tolm", 400, "03")]
    assert gazetteer.divisions(rows, {"VX": {"tolm": "VX-2"}}, {}) == {}


@pytest.mark.parametrize("name", ["lyon", "mumbai", "bombay"])
def test_cities_are_found_by_folded_name(name: str) -> None:
    found = gazetteer.cities(name)
    assert found
    assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)


@given(st.text(max_size=30))
def test_a_key_is_its_own_key_and_any_words_are_looked_up(words: str) -> None:
    folded = gazetteer.key(words)
    for city in gazetteer.cities(folded):
        assert city.country
        assert city.number.isdecimal()


def test_a_name_leads_to_no_city_whose_name_only_begins_alike() -> None:
    assert gazetteer.cities("lyo") == ()
    assert gazetteer.cities("") == ()
    assert gazetteer.cities("lyon\t1") == ()
