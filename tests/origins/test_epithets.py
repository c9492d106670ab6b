"""Epithets: somebody named before, called by a noun that says something new of them; and where it may be somebody else."""

from __future__ import annotations

from tests.origins.reading import read, text

from firsthand.documents.record import Text
from firsthand.line import extract
from firsthand.origins.trace import Material, trace


def test_the_veteran_is_the_only_person_named_near() -> None:
    doc = read("Talia Moss runs a school in Osk. The veteran reporter left the hall.")
    assert doc.key("The veteran reporter") == "person:talia moss"


def test_the_activist_beside_two_people_is_nobody() -> None:
    doc = read("Ivo Dren met Jan Roe in Osk. Talia Moss met Lena Venn. The activist left the hall.")
    assert doc.found("The activist") is None


def test_an_activist_introduced_without_a_name_is_that_one() -> None:
    doc = read("An activist was held. Ivo Dren runs a school in Osk. The activist left the hall.")
    assert doc.key("The activist") != "person:ivo dren"


def test_the_defendant_is_who_was_charged() -> None:
    doc = read("Ivo Dren was charged with sedition. Jan Roe leads the court. The defendant wept. The accused left.")
    assert doc.key("The defendant") == doc.key("The accused") == "person:ivo dren"


def test_two_who_were_charged_stay_open() -> None:
    doc = read("Ivo Dren was charged with sedition. Jan Roe was arrested too. The defendant wept.")
    assert doc.found("The defendant") is None


def test_the_father_of_two_is_who_was_named() -> None:
    doc = read("Jonas Pell runs a school in Osk. The father of two left the hall.")
    assert doc.key("The father of two") == "person:jonas pell"


def test_an_epithet_of_the_other_gender_is_somebody_else() -> None:
    doc = read("Mr Ivo Dren runs a school in Osk. The businesswoman left the hall.")
    assert doc.found("The businesswoman") is None


def test_the_first_who_spoke_goes_on() -> None:
    body = (
        "Ivo Babal has been in prison since Thursday. His lawyer, Inib Effing, announced on Monday that his client was free.\n"
        "“Mr Ivo Babal was released from the Osk prison,” the fiery rights activist tweeted."
    )
    assert _speaker(text(body), "the fiery rights activist") == "Inib Effing"


def test_who_opens_the_news_is_named_next_if_both_speak() -> None:
    body = (
        "A former Royal Guard commando who runs a school in Osk has vowed to stay. Paul Venn said he would not leave."
    )
    assert _speaker(text(body), "A former Royal Guard commando") == "Paul Venn"


def test_a_lawyer_who_opens_the_news_is_not_the_name_of_the_next_sentence() -> None:
    body = "A lawyer has said the trial was unfair. Paul Venn said he would not leave."
    assert _speaker(text(body), "A lawyer") == "A lawyer (not named)"


def test_the_judge_is_somebody_by_that_word() -> None:
    body = "Ivo Dren was held in Osk. The judge said there was no case."
    assert _speaker(text(body), "The judge") == "judge (not named)"


def _speaker(t: Text, begins: str) -> str:
    """The speaker of the first statement whose speaker's words begin so."""
    (found,) = extract([t])
    told = trace(Material((), [t], found.statements, found.mentions))
    by = {x.statement: x.speaker for x in told.traces}
    names = {s.id: s.name for s in told.speakers}
    said = next(s for s in found.statements if s.speaker is not None and s.speaker.text.startswith(begins))
    return names[by[said.id] or ""] if by[said.id] else ""


def test_a_church_that_opens_the_news_by_its_kind_alone_is_known_by_that() -> None:
    body = "Two men were freed, their Marin-based church organization announced Sunday. Nothing else was told."
    assert _speaker(text(body), "their Marin") == "their Marin-based church organization (not named)"


def test_the_letters_in_a_bracket_name_the_body() -> None:
    body = (
        "Vardenia's independent national body for the prevention of torture (VNPT) said that its medics saw Talia Moss."
    )
    assert _speaker(text(body), "Vardenia's independent") == "VNPT"


def test_a_spokesman_with_his_name_behind_the_body_is_his_name() -> None:
    body = "The spokesman for Vardenia's National Police, Gary Dren, confirmed that two hostages were released."
    assert _speaker(text(body), "The spokesman") == "Gary Dren"


def test_a_council_told_by_more_than_its_noun_speaks_and_goes_on() -> None:
    body = "The opposition council said two men had disappeared. It added that it was alarmed."
    assert (
        _speaker(text(body), "The opposition council") == _speaker(text(body), "It") == "opposition council (not named)"
    )


def test_a_prosecutors_office_is_no_body_that_was_named() -> None:
    body = "Watch Vardenia spoke out. The public prosecutor’s office said that an investigation had been opened."
    assert _speaker(text(body), "The public prosecutor") == "public prosecutor’s office (not named)"


def test_letters_that_are_no_initials_of_the_english_name() -> None:
    body = "The nonprofit Reporters Without Borders (RSF) was alarmed. RSF said that two men were held."
    assert _speaker(text(body), "RSF") == "Reporters Without Borders"


def test_who_was_cited_goes_on() -> None:
    body = "A witness, Anastasia, was cited by the Osk Wire as saying she had seen Talia Moss. She said a phone had dropped."
    assert _speaker(text(body), "She") == "Anastasia"


def test_a_surname_of_two_is_the_one_named_so_far() -> None:
    doc = read("Talia Moss was held. Moss denied it. Her lawyer, Jonas Moss, no relation, left.")
    assert doc.key("Moss", 1) == "person:talia moss"


def test_a_presidents_administration_is_his() -> None:
    body = "President Jonas Pell's administration says it is asking the court to intervene."
    assert _speaker(text(body), "President Jonas Pell's administration") == "Jonas Pell’s administration (not named)"


def test_the_confederation_is_the_only_body_that_spoke_and_goes_on_as_it() -> None:
    body = (
        "The Congress of Vardenian Trade Unions (Covatu) met. “Our campaign goes on. We believe in it,” Covatu said.\n"
        "“Our objective is peace. Jonas Pell's regime has pursued a policy of war,” it said in a letter.\n"
        "The confederation insisted that freedom is near."
    )
    assert (
        _speaker(text(body), "it") == _speaker(text(body), "The confederation") == "Congress of Vardenian Trade Unions"
    )


def test_a_name_right_behind_what_it_is() -> None:
    assert _speaker(text("Rights organisation Najda reported that police beat Sami."), "Rights") == "Najda"


def test_experts_of_the_un_are_not_the_un() -> None:
    assert _speaker(text("The UN experts warned that the laws were vague."), "The UN") == "UN experts (not named)"


def test_the_victim_is_somebody_by_that_word() -> None:
    assert (
        _speaker(text("The victim told police that three men forced their way in."), "The victim")
        == "victim (not named)"
    )


def test_whatever_the_text_gives_as_its_source_is_known_by_its_words() -> None:
    assert _speaker(text("According to case details, police had filed a report."), "case details") == "case details"


def test_of_several_of_a_surname_the_one_of_whom_the_text_tells() -> None:
    body = (
        "Rifaat al-Moss was held. Rifaat al-Moss fell ill. His son, Siwar al-Moss, wept. Rifaat al-Moss came back.\n"
        "Moss has maintained that his house was a gift."
    )
    assert _speaker(text(body), "Moss") == "Rifaat al-Moss"
