"""Places that no gazetteer knows, learnt from the texts."""

from __future__ import annotations

import msgspec
from tests.allegations.told import BODY, OTHER, Story, linking

from firsthand.allegations.link import link
from firsthand.allegations.locate import Section, learn, mentioned, sections, subject
from firsthand.documents.split import split


def test_a_name_introduced_as_a_place_is_one_in_every_text() -> None:
    one = Story("one", "They came to the village of Tolm and to the Kiln Street barracks.")
    two = Story("two", "Tolm is quiet; nobody in Tolm speaks of Kiln Street.")
    names = learn([one.text, two.text])
    assert names == {"tolm", "kiln street"}
    assert mentioned(two.text, names) == {"tolm": 2, "kiln street": 1}


def test_persons_parties_and_known_places_are_not_learnt() -> None:
    text = Story(
        "one", "The Petrova camp won. In the city of Paris a Civic List district leader spoke near The prison."
    ).text
    assert learn([text]) <= {"civic list"}


def test_a_platform_is_no_place_however_it_is_introduced() -> None:
    assert learn([Story("one", "A Twitter town hall was held; the Facebook office was shut.").text]) == frozenset()


def told(name: str, places: str, type_: str = "torture") -> Story:
    story = Story(name, f"{name}, {places}: people were beaten.")
    story.act(type_, "beaten", story.says("people were beaten", BODY if name == "one" else OTHER))
    return story


def test_two_texts_about_the_same_small_places_tell_of_one_situation() -> None:
    where = "the village of Tolm, the Kiln Street barracks"
    assert len(link(linking(told("one", where), told("two", "Tolm, Kiln Street")))) == 1


def test_one_small_place_in_common_is_not_enough() -> None:
    assert len(link(linking(told("one", "the village of Tolm"), told("two", "Tolm, elsewhere")))) == 2


def test_two_texts_without_any_place_stay_apart() -> None:
    assert len(link(linking(told("one", "somewhere"), told("two", "somewhere")))) == 2


def repeated(name: str, words: str) -> Story:
    story = Story(name, f"{name}: {words}.")
    story.act("torture", "beaten", story.says(words, BODY))
    return story


def test_two_texts_that_tell_it_in_the_same_words_tell_of_one_situation() -> None:
    long = "that the striking quarrymen had been beaten with cables on the pier by men who wore no badges"
    assert len(link(linking(repeated("one", long), repeated("two", long)))) == 1
    assert len(link(linking(repeated("one", "people were beaten"), repeated("two", "people were beaten")))) == 2


ROUNDUP = """Peru

Two of the teachers were beaten in Peru, a teacher said. Peru did not answer. Police in Peru say nothing.

Chile: “We were not asked”

The clerk was beaten too.

In other news

The cook was beaten as well."""


def roundup(body: str) -> Story:
    story = Story("round", body)
    story.text = msgspec.structs.replace(story.text, passages=split(body))
    return story


def test_a_round_up_goes_from_country_to_country_under_headings() -> None:
    story = roundup(ROUNDUP)
    said = story.text.text
    assert sections(story.text) == (
        Section(0, "PE"),
        Section(said.index("Chile"), "CL"),
        Section(said.index("In other"), ""),
    )


def test_one_country_in_a_heading_makes_no_round_up() -> None:
    assert sections(roundup(ROUNDUP.replace("Chile: ", "")).text) == ()


def test_the_heading_of_a_portrait_names_who_and_where() -> None:
    for heading, found in (("Ada Venn, Chile", ["PE", "CL", ""]), ("More is to come from Ada, Chile", [])):
        story = roundup(ROUNDUP.replace("Chile: “We were not asked”", heading))
        assert [s.country for s in sections(story.text)] == found


def test_a_name_with_its_owner_is_no_place_of_its_own() -> None:
    assert (
        learn([Story("one", "They met in Peru's Tolm province and in the village of Vardenia’s Hill.").text]) == set()
    )


def test_an_act_takes_its_country_from_the_heading_it_stands_under_never_from_another_section() -> None:
    story = roundup(ROUNDUP)
    for words, place in (
        ("teachers were beaten in Peru", "Peru"),
        ("clerk was beaten", None),
        ("cook was beaten", None),
    ):
        said = story.says(words, BODY)
        victim = words.split()[0]
        story.act("torture", words, said, victim=victim, place=place, place_id="PE" if place else "")
    found = {a.label for a in link(linking(story))}
    assert found == {
        "Torture or ill-treatment of teachers in Peru",
        "Torture or ill-treatment of clerk in Chile",
        "Torture or ill-treatment of cook",
    }


def reviewed(name: str, country: str, others: str = "Norway asked. Chad replied. ") -> Story:
    """A report that speaks of a country again and again, and tells of acts without a place."""
    said = "people were held for years by the men of the ministry in cellars below its garages"
    story = Story(
        name, f"{others}{country} was asked. {country} replied. {country} agreed. {country} says that {said}."
    )
    story.act("detention", "held", story.says(said, BODY if name == "one" else OTHER), victim="people")
    return story


def test_a_text_speaks_of_the_country_that_it_names_most() -> None:
    assert subject(reviewed("one", "Chile").text) == "CL"
    assert subject(reviewed("one", "the Central African Republic").text) == "CF"
    assert subject(reviewed("one", "Chile", "Norway asked. " * 3).text) == ""
    for names in ("Chad Yarrow", "New Mexico", "Niger State", "Atlanta, Georgia"):
        assert subject(Story("one", f"{names} said so. In {names} they knew. {names} it was.").text) == ""
    assert subject(Story("one", "Chile’s men. Chile's army. In Chile they").text) == "CL"
    assert subject(Story("one", "The Chilean minister and Chilean police met in Chile and Chile.").text) == ""


def test_reports_on_two_countries_are_never_one_situation_though_they_use_the_same_words() -> None:
    both = link(linking(reviewed("one", "Chile"), reviewed("two", "Malta")))
    assert [(len(a.statements), a.label) for a in sorted(both, key=lambda a: a.label)] == [
        (1, "Detention in Chile"),
        (1, "Detention in Malta"),
    ]
    assert len(link(linking(reviewed("one", "Chile"), reviewed("two", "Chile")))) == 1


def test_who_is_spoken_of_most_is_not_where_it_was_if_some_of_it_was_elsewhere() -> None:
    story = Story(
        "one", "Chile denied it. Chile objected. Chile protested. Men were held in Malta. Others were beaten."
    )
    held = story.says("Men were held in Malta", BODY)
    story.act("detention", "held", held, victim="Men", place="Malta", places=("Malta",), place_id="MT")
    story.act("torture", "beaten", story.says("Others were beaten", BODY), victim="Others")
    assert not any("Chile" in place for a in link(linking(story)) for place in (a.label, *a.places))
