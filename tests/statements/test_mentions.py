"""Who and what a text names."""

from __future__ import annotations

from tests.statements.reading import read

from firsthand.statements import mentions
from firsthand.statements.record import Mention


def all_of(words: str) -> dict[str, Mention]:
    return {m.place.text: m for m in read(words).mentions}


def test_an_apposition_is_the_same() -> None:
    found = all_of("Vardenia’s ambassador, Ilan Moro, spoke to reporters.")
    assert "Ilan Moro" in [s.text for s in found["Vardenia’s ambassador"].same_as]
    assert found["Vardenia’s ambassador"].owner is not None


def test_a_title_before_a_name_is_the_same() -> None:
    found = all_of("The minister met police chief Maria Lopez on Monday.")
    assert [s.text for s in found["police chief"].same_as] == ["Maria Lopez"]


def test_pronouns_carry_number_and_gender() -> None:
    found = all_of("She left, and they followed him.")
    assert (found["She"].number, found["She"].gender, found["She"].role) == ("sing", "f", "subject")
    assert (found["they"].number, found["they"].gender) == ("plur", "")
    assert found["him"].gender == "m"


def test_documents_and_bodies_are_mentioned_with_their_owner() -> None:
    found = all_of("The report by the ministry was read by some lawyers.")
    assert (found["The report"].form, found["The report"].label) == ("definite", "DOCUMENT")
    assert found["The report"].owner is not None
    assert found["The report"].owner.text == "the ministry"
    assert (found["some lawyers"].form, found["some lawyers"].role) == ("quantified", "agent")


def test_a_spokesman_serves_a_body() -> None:
    found = all_of("A spokesman for the army denied it.")
    owner = found["A spokesman"].owner
    assert owner is not None
    assert owner.text == "the army"
    assert found["A spokesman"].gender == "m"


def test_a_relative_pronoun_points_to_its_noun() -> None:
    found = all_of("The officials who signed the order left.")
    assert [s.text for s in found["who"].same_as] == ["The officials"]


def test_places_are_exact() -> None:
    words = "The “Osk”  group’s head, Dr. Ana Ruiz (born 1970), said — “no”."
    for m in read(words).mentions:
        assert words[m.place.start : m.place.end] == m.place.text


def test_the_chief_mention_of_a_speaker() -> None:
    words = "Vardenia’s ambassador, Ilan Moro, said the camps were closed."
    made = read(words)
    (s,) = made.statements
    assert s.speaker is not None
    chief = mentions.chief(s.speaker, made.mentions)
    assert chief is not None
    assert chief.place.text == "Vardenia’s ambassador"


def test_who_does_something_for_a_living_is_mentioned_as_a_speaker() -> None:
    found = all_of("A fishmonger from Osk said that nets were cut.")
    assert (found["A fishmonger"].label, found["A fishmonger"].role) == ("PERSON", "subject")
    assert found["A fishmonger"].form == "indefinite"


def test_a_thing_of_which_nothing_is_told_is_not_mentioned() -> None:
    assert "The banner" not in all_of("The banner told them that nets were cut.")
    assert "The fishmonger" not in all_of("The fishmonger slept.")


def test_papers_and_houses_that_say_something_are_no_persons() -> None:
    for thing in ("newsletter", "blacklist", "charter", "business", "reminder", "ledger"):
        assert "PERSON" not in {m.label for m in all_of(f"The {thing} said that nets were cut.").values()}
