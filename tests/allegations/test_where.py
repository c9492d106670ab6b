"""Where an act was done: places of the act, not of its telling, its doer, its law or its platform."""

from __future__ import annotations

import pytest
from tests.allegations.test_reality import acts


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Soldiers took him away from his home in the village of Tolm.", "Tolm"),
        ("Gunmen killed two farmers in Lahore.", "Lahore"),
        ("Two people were killed in the Oklahoma City bombing.", "Oklahoma City"),
        ("Police arrested her at an airport near Lyon, France.", "Lyon"),
        ("The men were killed in the capital (Paris) on Monday.", "Paris"),
        ("He was tortured in a prison in the north of Chile.", "Chile"),
        ("The writer was detained in Kano and released in Lagos.", "Kano"),
    ],
)
def test_the_smallest_place_of_the_act(words: str, place: str) -> None:
    act = acts(words)[0]
    assert act.place is not None
    assert act.place.text == place


@pytest.mark.parametrize(
    "words",
    [
        "The killing of her mother was mourned in Twitter posts.",
        "The mother was killed, her daughter wrote on Twitter.",
        "He was killed in a U.S. drone strike.",
        "Thousands protested in Paris against the killing of a student.",
        "The jury heard of the murder in the Martin case.",
        "In Congress they spoke of the killing of two farmers.",
        "The committee asked whether the Protocol to Punish Trafficking in Persons had been signed.",
        "He spoke of the killing of farmers, and in the matter of the Treasurer of nothing.",
        "It should end the arrests of students in the course of peaceful demonstrations (Switzerland).",
        "They ratified the Convention on Statutory Limitations to Murder before the killing of two farmers.",
    ],
)
def test_platforms_doers_protests_and_names_of_persons_are_no_place(words: str) -> None:
    assert all(a.place is None for a in acts(words))


def test_a_place_has_its_parents() -> None:
    (act,) = acts("Police killed a man in Chicago.")
    assert act.place_id.startswith("geonames:")
    assert act.places == ("Illinois", "United States")


def test_a_country_beside_the_name_decides() -> None:
    (act,) = acts("Rebels killed nine men in Tripoli (Lebanon) on Monday.")
    assert act.places[-1] == "Lebanon"
    (act,) = acts("Rebels killed nine men in Tripoli, Lebanon.")
    assert act.places[-1] == "Lebanon"


def test_with_what_it_was_done() -> None:
    (act,) = acts("The attack on the convoy was carried out with a homemade bomb.")
    assert act.means is not None
    assert act.means.text == "a homemade bomb"
    (other,) = acts("Guards tortured the prisoners.")
    assert other.means is None


def test_who_claims_responsibility_did_it_in_their_own_words() -> None:
    act = next(
        a for a in acts("Members of the Slate Front claimed responsibility for the bombing of a bus.") if a.perpetrator
    )
    assert act.perpetrator is not None
    assert act.perpetrator.text == "Members of the Slate Front"
