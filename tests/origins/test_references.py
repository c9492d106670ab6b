"""Who is who inside a document: each step of the sieve, and where it must say nothing."""

from __future__ import annotations

import pytest
from tests.origins.reading import named, read

from firsthand.origins.names import shown


def test_a_surname_is_the_only_person_who_bears_it() -> None:
    doc = read("Mara Dovic ran to the school. Dovic said that the gate was locked.")
    assert doc.key("Dovic", 1) == "person:mara dovic"


def test_two_people_of_one_surname_stay_unresolved() -> None:
    doc = read("Mara Dovic and Peter Dovic ran to the school. Dovic said that the gate was locked.")
    assert doc.found("Dovic", 2) is None


def test_country_capital_government_ambassador_and_spokesman_are_one_state() -> None:
    doc = read(
        "France denied it. Paris said that the camps were closed. The French government rejected the claim. "
        "France's ambassador, Jeanne Morel, called it a lie. The French Foreign Ministry spokesman said the same."
    )
    assert doc.key("France") == doc.key("Paris") == doc.key("The French government") == "state:FR"
    assert doc.key("The French Foreign Ministry spokesman") == "state:FR"
    morel = doc.found("France's ambassador")
    assert morel.who.key == "person:jeanne morel"
    assert morel.who.principal.key == "state:FR"


def test_a_capital_as_a_place_is_no_government() -> None:
    doc = read("The march began in Paris on Monday. Three people were hurt near Paris.")
    assert doc.found("Paris") is None
    assert doc.found("Paris", 1) is None


def test_a_state_that_only_the_pile_knows() -> None:
    doc = read(
        "The Republic of Vardenia closed the road. The Vardenian government denied it. Vardenia said nothing more. "
        "The Interior Ministry rejected the report. Its spokesman, Radek Volm, called it an invention."
    )
    assert doc.key("The Vardenian government") == "state:vardenia"
    assert doc.key("The Interior Ministry") == "state:vardenia"
    assert doc.found("Radek Volm").who.principal.key == "state:vardenia"


def test_an_acronym_and_the_end_of_a_name() -> None:
    doc = read(
        "The Vardenian Legal Aid Circle published a report. The Circle said that it had spoken to 23 people. VLAC wants an inquiry."
    )
    assert doc.key("The Circle", 0) == "org:vardenian legal aid circle"
    assert doc.key("VLAC") == "org:vardenian legal aid circle"


def test_the_report_its_authors_and_they_are_whose_report_it_is() -> None:
    doc = read(
        "A report from the United Nations says that villagers were beaten. Its authors spoke to forty people. "
        "The report's authors say that they could not confirm the number. The researchers found three graves. "
        "It calls for an inquiry."
    )
    for words in (
        "A report from the United Nations",
        "Its authors",
        "The report's authors",
        "they could",
        "The researchers",
    ):
        assert doc.key(words) == "body:un", words


def test_the_whole_is_the_office_that_wrote_the_report() -> None:
    doc = read(
        "The UN has accused the army of torture in a long report. "
        "The minister wanted the report, which the office of the UN High Commissioner for Human Rights had written, to be withdrawn."
    )
    assert doc.key("The UN") == "body:ohchr"
    assert doc.key("the report") == "body:ohchr"


def test_two_offices_leave_the_whole_alone() -> None:
    doc = read(
        "The UN has accused the army of torture in a report. The report was prepared by the UN human rights office. "
        "The UN refugee agency sent tents. The UN called for calm."
    )
    assert doc.key("The UN called"[:6], 2) == "body:un"


def test_a_report_without_an_owner_is_a_document() -> None:
    doc = read("Reporters were shown a report on the raid. The report says that two men died.")
    assert doc.found("The report").who.kind == "document"


def test_leaked_files_and_their_name_are_one() -> None:
    doc = read(
        "The newspaper obtained leaked files about the prison. The Greyline Prison Archives were leaked in May. "
        "A lawyer said that the documents were genuine."
    )
    assert doc.key("leaked files") == doc.key("The Greyline Prison Archives") == doc.key("the documents")
    assert doc.found("the documents").who.kind == "document"


def test_unnamed_groups_are_known_by_their_words() -> None:
    doc = read("Some countries called it a crime. Former detainees described the cells. Officials said nothing.")
    assert doc.found("Some countries").who.kind == "group"
    assert doc.found("Former detainees").who.key == "group:@doc:former detainees"
    assert doc.found("Officials").who.kind == "unnamed"
    assert "@" in doc.key("Officials")


def test_a_role_goes_back_to_the_one_person_who_holds_it() -> None:
    doc = read(
        "Irena Malk, director of the Osk Shelter Fund, spoke first. The director said that the shelter was full."
    )
    assert doc.key("The director") == "person:irena malk"


def test_the_president_is_whom_the_title_before_a_name_introduced() -> None:
    r = read(
        "President Roe came to the fair. The president said that nobody had been held. Gen. Jon Keld was there. The general left."
    )
    assert r.key("The president") == r.key("Roe")
    assert r.key("The general") == r.key("Jon Keld") == "person:jon keld"


def test_an_office_of_somebody_is_the_body_that_she_leads() -> None:
    doc = read("U.N. human rights chief Ilse Marent visited Osk. Marent's office said that the visit was short.")
    assert doc.key("Marent's office") == "body:ohchr"


def test_each_step_gives_its_rule_and_reason() -> None:
    doc = read("Mara Dovic ran to the school. Dovic said that France and the UN had been told. She wept.")
    for m in doc.sieve.scene.mentions:
        found = doc.sieve.resolve(m)
        if found is not None:
            assert found.rule.startswith("S")
            assert found.because


def test_a_surname_that_looks_like_a_place_is_the_person_who_bears_it() -> None:
    doc = read("Joseph Tukongo leads the police of the region. Tukongo denied that anybody was beaten.")
    assert doc.key("Tukongo", 1) == "person:joseph tukongo"


def test_the_body_whose_name_stands_behind_what_it_is() -> None:
    doc = read("The Osk rights group, Quarry Watch, counted nine arrests. Quarry Watch says that two men are missing.")
    assert doc.key("The Osk rights group") == doc.key("Quarry Watch", 1) == "org:quarry watch"


def test_an_army_is_the_same_by_name_and_by_its_state_and_speaks_for_it() -> None:
    doc = read(
        "The French army confirmed the arrest of two teachers. The French Army said that nobody was beaten. "
        "According to the army, they were questioned."
    )
    army = doc.found("The French army")
    assert army.who.key == doc.key("The French Army") == doc.key("the army") == "org:french army"
    assert army.who.principal.key == "state:FR"


def test_an_open_bracket_is_no_part_of_a_name() -> None:
    assert shown("Quarry Workers' Union (QWU") == "Quarry Workers' Union"


@pytest.mark.parametrize(
    ("man", "body"),
    [("Mayor Jane Church", "The Church"), ("Judge Ada State", "The State"), ("Mr Otto Guard", "The Guard")],
)
def test_a_name_behind_the_is_nobodys_surname(man: str, body: str) -> None:
    assert named(f"{man} said that six boats sank. {body} denied that any sank.", body) != man.split(maxsplit=1)[1]
    assert read("Jane Roe ran for mayor. The Roe campaign was long.").key("Roe", 1) == "person:jane roe"
