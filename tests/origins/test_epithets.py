"""Epithets: who was named before, called by a noun for what the law did to them; openers of the news; and where it may be somebody else."""

from __future__ import annotations

import pytest
from tests.origins.reading import named, read


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ("A farmer said that soldiers had burned his house. Paul Venn said he would not comment.", "A farmer"),
        ("A teacher said that guards beat the boys. Jan Roe said she saw nothing.", "A teacher"),
        ("A resident has said that soldiers did it. Paul Venn said that nobody was hurt.", "A resident"),
        ("A local organisation said two men were held. Orlo Steel said that nobody was held.", "A local organisation"),
        ("A lawyer has said the trial was unfair. Paul Venn said he would not leave.", "A lawyer"),
    ],
)
def test_who_opens_the_news_is_not_whoever_is_named_next(body: str, begins: str) -> None:
    assert named(body, begins) == f"{begins} (not named)"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("Paul Venn leads the police in Osk.", "The prisoner said that guards had beaten him."),
        ("Paul Venn leads the police in Osk.", "The survivor said that guards had beaten him."),
        ("Paul Venn leads the police in Osk.", "The victim said that guards had beaten him."),
        ("Police chief Paul Venn denied it.", "The detainee said that guards had beaten him."),
        ("Paul Venn runs the prison.", "The student said that guards had beaten her."),
        ("Ivo Dren was shot dead.", "The widow said that soldiers took him."),
        ("Governor Paul Venn spoke.", "The farmer said that soldiers had burned his house."),
        ("Paul Venn leads the army.", "The mother of three said that soldiers took her son."),
        ("Paul Venn said nobody was hurt.", "The activist said that guards beat her."),
        ("Talia Moss runs a school in Osk.", "The veteran reporter said that the school was shut."),
        ("Jonas Pell runs a school in Osk.", "The father of two said that the school was shut."),
    ],
)
def test_who_is_called_by_a_noun_that_nobody_was_introduced_by_stays_open(before: str, said: str) -> None:
    assert named(f"{before} {said}", said.partition(" said")[0]) is None


@pytest.mark.parametrize(
    "before",
    [
        "Ivo Dren was arrested in May and died in his cell.",
        "Governor Paul Venn was accused of torture.",
        "Ivo Dren was arrested. Nine students were detained too.",
        "Jan Roe and Ivo Dren were arrested.",
        "A man was arrested by Inspector Paul Venn.",
        "A boy was arrested. Paul Venn was detained too.",
        "Paul Venn was accused of killing Ivo Dren.",
        "Mr Ivo Dren was arrested with his wife. Ivo Dren was arrested. Ms Jan Roe was arrested.",
    ],
)
def test_a_prisoner_who_may_be_somebody_else_stays_open(before: str) -> None:
    assert named(f"{before} The prisoner said that guards had beaten him.", "The prisoner") is None


def test_a_prisoner_who_tells_of_her_is_not_a_man() -> None:
    body = "Mr Ivo Dren was arrested in May. The prisoner said that guards had beaten her."
    assert named(body, "The prisoner") is None


def test_the_prisoner_is_the_only_one_who_was_arrested() -> None:
    body = "Ivo Dren was arrested in May. Jan Roe leads the court. The prisoner said that guards had beaten him."
    assert named(body, "The prisoner") == "Ivo Dren"


def test_the_defendant_is_who_was_charged() -> None:
    doc = read("Ivo Dren was charged with sedition. Jan Roe leads the court. The defendant wept. The accused left.")
    assert doc.key("The defendant") == doc.key("The accused") == "person:ivo dren"


def test_two_who_were_charged_stay_open() -> None:
    doc = read("Ivo Dren was charged with sedition. Jan Roe was arrested too. The defendant wept.")
    assert doc.found("The defendant") is None


def test_an_activist_introduced_without_a_name_is_that_one() -> None:
    doc = read("An activist was held. Ivo Dren runs a school in Osk. The activist left the hall.")
    assert doc.key("The activist") == "unnamed:@doc:activist"


def test_the_judge_is_somebody_by_that_word() -> None:
    body = "Ivo Dren was held in Osk. The judge said there was no case."
    assert named(body, "The judge") == "judge (not named)"


def test_a_choir_that_opens_the_news_by_its_kind_alone_is_known_by_that() -> None:
    body = "Nine bells were cast, their Osk-based guild organization wrote on Friday. Nothing else was told."
    assert named(body, "their Osk") == "their Osk-based guild organization (not named)"


def test_the_letters_in_a_bracket_name_the_body() -> None:
    body = "Vardenia's free town board for the upkeep of bridges (VTBU) said that its masons met Talia Moss."
    assert named(body, "Vardenia's free") == "VTBU"


def test_a_spokesman_with_his_name_behind_the_body_is_his_name() -> None:
    body = "The spokesman for Vardenia's Fire Brigade, Gary Tarro, confirmed that four lamps were lit."
    assert named(body, "The spokesman") == "Gary Tarro"


def test_a_council_told_by_more_than_its_noun_speaks_and_goes_on() -> None:
    body = "The river council said two wells had dried up. It added that it was glad of rain."
    assert named(body, "The river council") == named(body, "It") == "river council (not named)"


def test_a_prosecutors_office_is_no_body_that_was_named() -> None:
    body = "Watch Vardenia spoke out. The harbour master’s office said that a lamp had been lit."
    assert named(body, "The harbour master") == "harbour master’s office (not named)"


def test_letters_that_are_no_initials_of_the_english_name() -> None:
    body = "The charity Reporters Without Borders (RSF) met in Osk. RSF said that two lamps were lit."
    assert named(body, "RSF") == "Reporters Without Borders"


def test_who_was_cited_goes_on() -> None:
    body = "A baker, Lenora, was cited by the Osk Wire as saying she had fed Talia Moss. She said a pot had cracked."
    assert named(body, "She") == "Lenora"


def test_a_surname_of_two_is_the_one_named_so_far() -> None:
    doc = read("Talia Moss was held. Moss denied it. Her lawyer, Jonas Moss, no relation, left.")
    assert doc.key("Moss", 1) == "person:talia moss"


def test_a_presidents_administration_is_his() -> None:
    body = "President Jonas Pell's administration says that nobody sold the forest."
    assert named(body, "President Jonas Pell's administration") == "Jonas Pell’s administration (not named)"


def test_a_body_goes_on_as_it_over_a_quotation_and_a_noun_that_is_not_its_own_stays_open() -> None:
    body = (
        "The Congress of Vardenian Bell Founders (Covabef) met. “Our lamp is lit. We polish it,” Covabef said.\n"
        "“Our kiln is hot. Jonas Pell's guild has broken a row of pots,” it said in a note.\n"
        "The confederation said that bread was cheap."
    )
    assert named(body, "it") == "Congress of Vardenian Bell Founders"
    assert named(body, "The confederation") is None


def test_a_name_right_behind_what_it_is() -> None:
    assert named("Arts organisation Najda said that dancers met Sami.", "Arts") == "Najda"


def test_experts_of_the_un_are_not_the_un() -> None:
    assert named("The UN experts said that the wells were deep.", "The UN") == "UN experts (not named)"


def test_whatever_the_text_gives_as_its_source_is_known_by_its_words() -> None:
    assert named("According to harbour logs, pilots had lit a lamp.", "harbour logs") == "harbour logs"


def test_of_several_of_a_surname_the_one_of_whom_the_text_tells() -> None:
    body = (
        "Paul Orlo sings. Paul Orlo bakes. A cousin, Ivo Orlo, waits. Paul Orlo paints.\nOsk is old. It is a port.\n"
        "Orlo has said that the oven was a gift."
    )
    assert named(body, "Orlo") == "Paul Orlo"


def test_a_surname_whose_other_bearer_is_named_near_stays_open() -> None:
    body = "Rifa Moss was held. Rifa Moss fell ill. Rifa Moss came back. Siwar Moss, a doctor, arrived. Moss said that the cell was cold."
    assert named(body, "Moss said"[:4]) is None
