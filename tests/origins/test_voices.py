"""Whose voice a document is."""

from __future__ import annotations

from tests.origins.reading import mentions, says, text

from firsthand.documents.record import Text
from firsthand.origins.scene import Scene
from firsthand.origins.states import States
from firsthand.origins.voices import Voice, codes, find
from firsthand.statements.record import Statement


def voice(t: Text, statements: tuple[Statement, ...] = ()) -> Voice:
    found = mentions([t])
    return find(Scene(t, found, statements), States([t], found))


def test_a_statement_of_a_witness_under_a_code() -> None:
    t = text("STATEMENT OF WITNESS K-04\nI live in the village. I was held for six days. I saw the guards.")
    found = voice(t)
    assert found.kind == "witness"
    assert found.who is not None
    assert found.who.key == "person:k 04"


def test_an_affidavit_of_somebody_named() -> None:
    found = voice(text("Affidavit of Jane Roe\nI was there when the gate was opened. I saw two men."))
    assert found.kind == "witness"
    assert found.who is not None
    assert found.who.key == "person:jane roe"


def test_an_account_by_i_needs_something_lived_through() -> None:
    body = "I woke early. I heard a car. I ran out. I was beaten by two men. I fell."
    t = text(body, author="Jane Roe")
    assert voice(t).kind == "news"
    lived = says(t, None, "I was beaten by two men.", mode="own", experienced=True)
    assert voice(t, (lived,)).kind == "witness"


def test_a_press_release_of_a_ministry_is_the_state() -> None:
    t = text(
        "PRESS RELEASE 7\nThe Ministry of the Interior of the Republic of Vardenia rejects the reports. Vardenia is at peace.",
        author='"Ministry of the Interior" <press@interior.example>',
    )
    found = voice(t)
    assert found.kind == "official"
    assert found.who is not None
    assert found.who.key == "state:vardenia"


def test_a_body_on_its_own_site() -> None:
    t = text("We are concerned. We call for calm.", outlet="United Nations Human Rights Office")
    found = voice(t)
    assert found.kind == "body"
    assert found.who is not None
    assert found.who.key == "body:ohchr"


def test_an_organisation_that_speaks_of_this_report() -> None:
    t = text(
        "Nine Cells\nOsk Shelter Fund, 4 May 2024\nThis report describes what happened in Tolm. "
        "The Osk Shelter Fund interviewed twelve people. The Fund concludes that two men died."
    )
    found = voice(t)
    assert found.kind == "investigation"
    assert found.who is not None
    assert found.who.key == "org:osk shelter fund"


def test_a_story_is_nobodys_first_hand() -> None:
    found = voice(text("Villagers fled on Monday. A minister denied it.", outlet="The Osk Courier"))
    assert (found.kind, found.who) == ("news", None)


def test_codes_are_known_after_the_word_witness_only() -> None:
    found = codes([text("Witness K-04 and an F-16 were mentioned; M23 was not.")])
    assert found == {"k 04": "K-04"}


def test_a_body_that_is_only_written_about_is_not_we() -> None:
    body = (
        "Orlo Bridge Works shut two yards. Orlo Bridge Works dismissed forty welders.\n"
        "We call on every town to repair its own bridges. We hope that rust is beaten."
    )
    assert voice(text(body)).who is None


def test_a_body_whose_statement_it_is_is_we() -> None:
    body = (
        "Statement by the Osk Shelter Fund\nThe Osk Shelter Fund is closed on Sunday. "
        "We call on the town to open its halls. We hope that nobody freezes."
    )
    found = voice(text(body)).who
    assert found is not None
    assert found.key == "org:osk shelter fund"
