"""Places by name: what is meant by everybody is found, what could mean two things is not."""

from __future__ import annotations

import gzip
import pickle
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.vocabulary import gazetteer, places


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("France", "FR"), ("French", "FR"), ("the French", "FR"), ("the United States", "US"), ("U.S.", "US"), ("US", "US"),
        ("American", "US"), ("UK", "GB"), ("Britain", "GB"), ("Côte d’Ivoire", "CI"), ("Burma", "MM"), ("CHN", "CN"),
        ("Iran's", "IR"), ("the Netherlands", "NL"), ("Poles", "PL"), ("North Korean", "KP"), ("IRAN", "IR"), ("Georgia", "GE"),
    ],
)  # fmt: skip
def test_country_by_name_alias_adjective_or_code(words: str, iso: str) -> None:
    found = places.country(words)
    assert found is not None
    assert found.id == iso


@pytest.mark.parametrize(
    "words", ["us", "it", "IT", "IS", "Congolese", "Dominican", "Korean", "Paris", "Vardenia", "", "the"]
)
def test_no_country_where_the_words_name_none_or_two(words: str) -> None:
    assert places.country(words) is None


@pytest.mark.parametrize(
    ("words", "iso"),
    [("Beijing", "CN"), ("Paris", "FR"), ("Kiev", "UA"), ("Kyiv", "UA"), ("the Kremlin", "RU"), ("Washington", "US"),
     ("The Hague", "NL"), ("Bogotá", "CO"), ("Sana’a", "YE")],
)  # fmt: skip
def test_capital_and_other_seats(words: str, iso: str) -> None:
    found = places.capital(words)
    assert found is not None
    assert found.id == iso


@pytest.mark.parametrize("words", ["San José", "Hamilton", "Victoria", "Lyon", "France", "Osk"])
def test_a_capital_whose_name_a_larger_city_has_is_none(words: str) -> None:
    assert places.capital(words) is None


@pytest.mark.parametrize(
    ("words", "ident", "kind", "parents"),
    [
        ("Paris", "geonames:2988507", "city", ("France",)),
        ("Bavaria", "DE-BY", "region", ("Germany",)),
        ("Rakhine State", "MM-16", "region", ("Myanmar",)),
        ("Tibet Autonomous Region", "CN-XZ", "region", ("China",)),
        ("Tigray", "ET-TI", "region", ("Ethiopia",)),
        ("North Kivu", "CD-NK", "region", ("Democratic Republic of the Congo",)),
        ("Kandahar", "AF-KAN", "region", ("Afghanistan",)),
        ("Kabul", "geonames:1138958", "city", ("Afghanistan",)),
        ("Chile", "CL", "country", ()),
    ],
)  # fmt: skip
def test_place_with_its_parents(words: str, ident: str, kind: str, parents: tuple[str, ...]) -> None:
    found = places.place(words)
    assert found is not None
    assert (found.id, found.kind, found.parents) == (ident, kind, parents)


def test_an_ambiguous_place_needs_a_country_near() -> None:
    assert places.place("Georgia") is None
    assert places.place("Springfield") is None
    inside = places.place("Georgia", near=places.code("US"))
    assert inside is not None
    assert inside.id == "US-GA"
    lebanon = places.place("Tripoli", near=places.country("Lebanon"))
    assert lebanon is not None
    assert lebanon.country == "LB"


@pytest.mark.parametrize(
    ("words", "only"), [("French", True), ("the Americans", True), ("France", False), ("New Zealand", False)]
)
def test_words_for_the_people_are_not_the_country(words: str, only: bool) -> None:
    assert places.people(words) is only


def test_records_pickle() -> None:
    found = places.country("Chile")
    assert pickle.loads(pickle.dumps(found)) == found


def test_each_country_answers_to_its_own_name() -> None:
    for iso in ("AF", "BR", "CD", "CG", "KP", "KR", "XK", "PS", "TW"):
        state = places.code(iso)
        assert state is not None
        assert places.country(state.name) == state
        assert state.adjective


@given(st.text(max_size=40))
def test_any_words_are_survived(words: str) -> None:
    places.country(words)
    places.capital(words)
    places.place(words)


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("Iran (Islamic Republic of)", "IR"), ("Korea, Republic of", "KR"), ("Korea, Democratic People's Republic of", "KP"),
        ("Congo, Democratic Republic of the", "CD"), ("Tanzania, United Republic of", "TZ"), ("Bahamas (the)", "BS"),
        ("Palestine, State of", "PS"), ("Taiwan, Province of China", "TW"),
    ],
)  # fmt: skip
def test_inverted_names_are_read(words: str, iso: str) -> None:
    found = places.country(words)
    assert found is not None
    assert found.id == iso


@pytest.mark.parametrize("words", ["Paris, France", "France (capital)", "Korea, a land of", "Chile, Peru"])
def test_other_words_after_a_comma_are_no_inverted_name(words: str) -> None:
    assert places.country(words) is None


def test_a_city_has_its_region_as_parent_where_that_can_be_told() -> None:
    for words, parents in (
        ("Chicago", ("Illinois", "United States")),
        ("Lahore", ("Pakistan",)),
        ("Ibadan", ("Oyo", "Nigeria")),
    ):
        found = places.place(words)
        assert found is not None
        assert found.parents[-1] == parents[-1]
        assert set(found.parents) <= set(parents)


def test_no_region_is_shown_with_a_second_name_in_brackets() -> None:
    found = places.place("Barcelona")
    assert found is not None
    assert found.name == "Barcelona"
    assert not any("[" in p for p in found.parents)


def test_the_table_is_what_its_sources_give() -> None:
    packed = resources.files("firsthand.vocabulary").joinpath(gazetteer.TABLE).read_bytes()
    assert gzip.decompress(packed) == gzip.decompress(places.table())
