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
