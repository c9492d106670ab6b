"""How far a name reaches, and whether it is a person's or a body's."""

from __future__ import annotations

import pytest
from tests.statements.reading import read


def named(words: str) -> dict[str, str]:
    return {m.place.text: m.label for m in read(words).mentions if m.form == "name"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Society for the Care of Wells (SCW) met on Friday.", "Society for the Care of Wells"),
        ("The UN Mission in Vardenia (UNMV) left.", "UN Mission in Vardenia"),
        ("The BGW (Bakers and Grocers for Wells) praised the mayor.", "Bakers and Grocers for Wells"),
        ("Weavers without Looms (WL) sold the hall.", "Weavers without Looms"),
    ],
)
def test_letters_in_a_bracket_spell_the_whole_name(words: str, name: str) -> None:
    assert named(words)[name] == "ORG"


def test_letters_of_a_paper_name_no_body() -> None:
    assert named("The Grain Storage Act (GSA) was read out.")["Grain Storage Act"] == ""


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Committee to Protect Millers met the mayor.", "Committee to Protect Millers"),
        ("The Association for Mountain Ferries opened a bridge.", "Association for Mountain Ferries"),
        ("The Coalition Against Noise sold tickets.", "Coalition Against Noise"),
    ],
)
def test_the_name_of_a_body_goes_on_behind_its_noun(words: str, name: str) -> None:
    assert named(words)[name] == "ORG"


def test_a_day_or_a_person_behind_the_noun_is_no_part_of_it() -> None:
    assert "Millers Union on Monday" not in named("The Millers Union on Monday called a strike.")
    assert "Millers Union" in named("The Millers Union on Monday called a strike.")


def test_a_name_does_not_end_in_a_little_word() -> None:
    assert all(not n.endswith((" of", " on", " in", " and")) for n in named("The University of Osk on Sunday closed."))


@pytest.mark.parametrize(
    "words",
    [
        "Tarik, a 23-year-old weaver, slept in the barn.",
        "Osmir, a tailor from the hills, sold his cart.",
        "Dr Ulvan came late.",
        "The mayor thanked the librarian and Mr Ulvan.",
        "Besk Tolvar, head of the ferry school, bought a boat.",
    ],
)
def test_an_age_a_trade_or_a_title_makes_a_person(words: str) -> None:
    assert (
        next(label for name, label in named(words).items() if name in ("Tarik", "Osmir", "Ulvan", "Besk Tolvar"))
        == "PERSON"
    )


def test_who_is_once_a_person_is_one_throughout() -> None:
    found = read("Ulvan, a 41-year-old ferryman, came.\n\nUlvan sold Ulvan nothing.").mentions
    assert {m.label for m in found if m.place.text == "Ulvan"} == {"PERSON"}


def test_letters_that_stand_for_a_body_are_no_person() -> None:
    assert named("The NBU, a union of bakers, met.").get("NBU") != "PERSON"


def test_the_noun_of_a_body_makes_a_body() -> None:
    assert named("Tolvar Weavers Association opened a hall.")["Tolvar Weavers Association"] == "ORG"
    assert named("She loves the Soviet Union.").get("Soviet Union") != "ORG"


def test_an_office_inside_capitals_parts_the_body_from_the_person() -> None:
    found = named("BNU Convener Besk Tolvar sold the hall.")
    assert found["Besk Tolvar"] == "PERSON"


def test_a_country_is_no_part_of_the_name_of_its_body() -> None:
    found = named("A clerk left Mexico’s National Institute for Ferries in May.")
    assert found["Mexico"] == "GPE"
    assert found["National Institute for Ferries"] == "ORG"


def test_a_name_stops_at_a_clause_a_comma_and_an_open_bracket() -> None:
    for words in (
        "He told the Mail that Ulvan lied.",
        "The International Labour Organization (ILO) met.",
        "On Facebook, Ulvan sang.",
    ):
        assert all("that" not in n.split() and "(" not in n and "," not in n for n in named(words))


def test_a_hyphen_joins_the_parts_of_a_surname() -> None:
    assert "Kwok Man-fai" in named("“No,” lecturer Kwok Man-fai said on Monday.")


def test_small_words_are_no_names() -> None:
    assert all(any(c.isupper() for c in n) for n in named("the department of wells paid for solidarity and malaria."))


def test_titles_do_not_belong_to_the_name() -> None:
    found = read("The hall was sold to Ms Tolvar Besk.").mentions
    assert {m.place.text: m.gender for m in found if m.form == "name"}["Tolvar Besk"] == "f"


def test_the_noun_before_it_makes_a_body_throughout() -> None:
    found = read("The rights group Orla Besk met on Monday.\n\nOrla Besk sold its hall.").mentions
    assert {m.label for m in found if m.place.text == "Orla Besk"} == {"ORG"}


def test_who_leads_a_group_is_no_body() -> None:
    assert named("He joined the group Maria Lopez leads.")["Maria Lopez"] == "PERSON"


def test_small_words_of_other_languages_stand_inside_names() -> None:
    assert "Casa en Alto" in named("The bakers’ club Casa en Alto opened. Casa en Alto said that bread was dear.")
    assert "Mercado de Lomas" in named("She sold her boat to Mercado de Lomas in May.")
