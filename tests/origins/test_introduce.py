"""Whom a document introduces: names behind titles and offices, short forms in brackets, relatives of one surname."""

from __future__ import annotations

import pytest
from tests.origins.reading import read, says, text
from tests.origins.test_trace import speaker, traced


def test_a_title_that_the_tagger_took_into_the_name_is_taken_off() -> None:
    doc = read(
        "Special Rapporteur Lena Moss warned the council. Lena Moss, the rapporteur, said that the camps were full. "
        "Moss added that nobody answered."
    )
    assert doc.key("Moss", 2) == "person:lena moss"
    assert not any("moss" in name for name in doc.sieve.orgs)


def test_an_office_in_capitals_is_whoever_is_named_behind_it() -> None:
    doc = read("The outgoing State Commissioner of Police, Ivo Dren, said on Friday that nobody was hurt.")
    assert "state commissioner" not in doc.sieve.orgs
    assert doc.key("Ivo Dren") == "person:ivo dren"


def test_a_body_is_known_by_the_short_form_in_its_bracket() -> None:
    doc = read(
        "The advocacy group Reporters Without Walls (RSM) wants an inquiry. RSM said that nobody answered its letter."
    )
    assert doc.key("RSM", 1) == "org:reporters without walls"


def test_a_party_in_brackets_is_not_the_name_of_its_member() -> None:
    doc = read("Ivo Dren (PLM) left the hall. Lena Moss (UNP) said that the vote was lost.")
    assert doc.sieve.short == {}


def test_the_surname_alone_is_not_the_relatives() -> None:
    doc = read(
        "Talia Moss, a lawyer, was arrested on Monday. Her sister, Lena Moss, said that nobody was told why. "
        "The family of Moss was not let in."
    )
    assert doc.key("Moss", 2) == "person:talia moss"


def test_a_surname_that_speaks_may_be_the_relatives() -> None:
    t = text(
        "Talia Moss, a lawyer, was arrested on Monday. Her sister, Lena Moss, said that nobody was told why. "
        "Moss said that the door was broken."
    )
    said = says(t, "Moss", "the door was broken", nth=2)
    assert speaker(traced([t], [said]), said) == "Moss (not identified)"


def test_the_dead_son_does_not_take_his_mothers_words() -> None:
    doc = read(
        "Pat Smithen, the mother of Sean Smithen, who died in custody, went to court. The letters of Smithen were read."
    )
    assert doc.found("Smithen", 2) is None or doc.key("Smithen", 2) == "person:pat smithen"


@pytest.mark.parametrize("short", ["Le Goran", "Goran"])
def test_the_end_of_a_full_name_is_that_person(short: str) -> None:
    doc = read(f"Mael Le Goran leads the union. The plant was closed, {short} said.")
    assert doc.key(short, 1) == "person:mael le goran"


def test_an_article_before_a_surname_is_no_first_name() -> None:
    doc = read("Loya al-Haddar was released. Al-Haddar went home on Friday.")
    assert doc.key("Al-Haddar") == "person:loya al haddar"


def test_a_surname_that_is_also_a_place_acts() -> None:
    doc = read("Anais Marin, a lawyer, saw the list. Marin left the hall. Marin’s remarks were short.")
    assert doc.key("Marin", 1) == "person:anais marin"


@pytest.mark.parametrize("full", ["Stella Ko Cho-wen", "Mara Ko Lopez"])
def test_a_surname_that_stands_before_another_name(full: str) -> None:
    doc = read(f"Defence counsel {full} asked for bail. Ko said that her client was ill.")
    assert doc.found("Ko", 1).who.name == full


def test_people_called_by_the_name_of_their_movement_are_many() -> None:
    doc = read("However, the Vennis added a warning. They warned both sides to leave.")
    assert doc.found("Vennis").who.kind == "group"
    assert doc.key("They") == doc.key("Vennis")


def test_pronouns_of_the_text_go_before_a_list_of_first_names() -> None:
    doc = read(
        "Peter Venn rows well. Venn was tired, and she slept. Venn rose when she heard the bell. She said that it was late."
    )
    assert doc.key("She") == "person:peter venn"
    doc = read("Clara Venn rows well. Venn rose when he rang the bell. He said that it was late.")
    assert doc.found("He") is None
