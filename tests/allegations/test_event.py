"""What a text as a whole tells of."""

from __future__ import annotations

from firsthand import dates
from firsthand.allegations import victims
from firsthand.allegations.acts import find
from firsthand.allegations.event import Event, event
from firsthand.allegations.persons import each, named, within
from firsthand.documents.record import Passage, Text
from firsthand.figures import extract as figures
from firsthand.statements import extract as statements
from firsthand.statements.parse import Parsed, parse


def _parsed(*paragraphs: str) -> Parsed:
    words, passages = "", []
    for p in paragraphs:
        passages.append(Passage(len(words), len(words) + len(p), "paragraph"))
        words += p + "\n\n"
    text = Text(document="d", text=words, passages=tuple(passages), language="en", published=dates.day(2021, 3, 12))
    return next(parse([text]))


def _event(*paragraphs: str) -> Event:
    parsed = _parsed(*paragraphs)
    said = statements.extract(parsed).statements
    return event(parsed, find(parsed, said, figures.extract(parsed, said)).acts, said)


def test_who_where_when() -> None:
    found = _event(
        "LAGOS, Nigeria - Police arrested the journalist Adaeze Quistero in Kano on 3 March 2021.",
        "Quistero was beaten by guards. Her colleagues in Ghana protested.",
    )
    assert max(found.types, key=lambda t: found.types[t]) == "detention"
    assert found.victims[0] == "Adaeze Quistero"
    assert found.perpetrators[0][0].text == "Police"
    assert (found.country, found.city) == ("Nigeria", "Kano")
    assert found.period is not None
    assert found.period.precision == "day"
    assert found.inferred == ()


def test_the_abducted_are_held_and_an_attack_that_kills_is_that_killing() -> None:
    taken = _event("Gunmen abducted four teachers in Osk.", "The abducted teachers are still being held in captivity.")
    assert set(taken.types) == {"abduction"}
    attack = _event("Two villagers were killed in an attack on a village.", "Three others were killed on the road.")
    assert set(attack.types) == {"killing"}
    both = _event("Police arrested ten protesters and jailed two lawyers.", "Masked men abducted a student.")
    assert {"detention", "abduction"} <= set(both.types)


def test_what_is_only_gathered_is_marked() -> None:
    found = _event("LAGOS - The journalist was tortured, her lawyer said.", "A trial began on Monday.")
    assert found.country == "Nigeria"
    assert set(found.inferred) == {"country", "city", "period"}
    assert found.perpetrators == ()


def test_where_no_time_is_told_none_is_guessed() -> None:
    assert _event("Guards tortured the journalist in Osk.").period is None


def test_a_country_is_known_by_its_name_alone() -> None:
    assert _event("Bahrain: Prisoner tortured for eight years", "Guards beat the man.").country == "Bahrain"
    assert _event("Michael Jordan was beaten by guards.").country == ""


def test_a_region_called_like_a_state_and_a_nation_inside_one() -> None:
    assert _event("Guards beat a prisoner in New Mexico.", "New Mexico did not answer.").country == "United States"
    assert _event("Gunmen abducted a teacher in Niger State.", "Niger State has sent police.").country == "Nigeria"
    assert _event("Young man was tortured in a Scots flat", "Men beat him for a night.").country == "Scotland"
    assert _event("Police arrested a journalist in Glasgow.", "The British government was silent.").country == (
        "United Kingdom"
    )


def test_the_region_that_is_named_early_or_holds_the_city() -> None:
    found = _event("Police arrested ten farmers.", "The protest in Haryana, India, went on.")
    assert (found.country, found.region) == ("India", "Haryana")
    assert "region" in found.inferred
    assert _event("Guards beat a journalist in New York City.", "New York has seen worse.").region == "New York"
    far = "Nobody said more about it. " * 120
    assert _event("Police arrested ten farmers in India.", far, "A crowd from Haryana came.").region == ""


def test_a_city_named_once_far_down_is_not_where_it_was() -> None:
    far = "Nobody said more about it. " * 250
    assert _event("Police arrested ten farmers in Nigeria.", far, "A crowd of farmers gathered in Kano.").city == ""
    assert _event("Police arrested ten farmers in Nigeria.", "A crowd of farmers gathered in Kano.").city == "Kano"


def test_a_text_without_acts_tells_of_none() -> None:
    found = _event("The weather was mild and the harvest was good.")
    assert found.types == {}
    assert found.victims == ()
    assert _event("The harvest in Kano was good in 2019.").period is None


def test_names_and_members_of_a_phrase() -> None:
    parsed = _parsed("Gunmen killed Adelmo Quistero and two teachers.")
    act = find(parsed, (), ()).acts[0]
    assert act.victim is not None
    assert within(parsed, act.victim) == ("Adelmo Quistero",)
    assert [s.text for s in each(parsed, act.victim)] == ["Adelmo Quistero", "two teachers"]


def test_one_list_one_fate() -> None:
    found = _event(
        "OSK - Three writers were arrested on Monday.",
        "The arrested writers are Adelmo Quistero of the Morning Post, Berta Marenti of Radio Tolm, and Ciro Valdesanti.",
        "Their lawyer, Dario Pellegrin, said that they had been denied bail.",
    )
    assert set(found.victims) == {"Adelmo Quistero", "Berta Marenti", "Ciro Valdesanti"}


def test_who_is_on_trial_is_whom_the_text_is_about_and_who_is_quoted_is_not() -> None:
    found = _event(
        "Adelmo Quistero went on trial on Monday on charges of insulting the state.",
        "Quistero was denied bail and faces five years in prison, Berta Marenti said.",
        "“He should be freed,” said Marenti.",
    )
    assert found.victims == ("Adelmo Quistero",)


def test_the_year_is_told_by_the_text_before_the_day_of_writing_is_taken() -> None:
    found = _event("Guards beat the prisoners in March 2016.", "Nobody was charged.")
    assert found.period is not None
    assert (found.period.start.year, found.period.precision) == (2016, "month")
    assert "period" not in found.inferred
    gathered = _event("The strike of 2014 is remembered in Osk.", "Guards tortured two prisoners.")
    assert gathered.period is not None
    assert gathered.period.start.year == 2014
    assert "period" in gathered.inferred


def test_nothing_after_the_day_of_writing() -> None:
    found = _event("Guards beat a prisoner.", "Elections are due in May 2026.")
    assert found.period is not None
    assert found.period.start.year == 2021


def test_the_name_behind_a_noun_for_who_it_is() -> None:
    parsed = _parsed("The teacher Peter Smith was killed by gunmen.")
    (act,) = find(parsed, (), ()).acts
    assert act.victim is not None
    assert act.victim.text == "The teacher Peter Smith"
    assert victims.names(parsed, [act])[act.id] == ("Peter Smith",)


def test_a_given_name_that_a_text_without_capitals_hides() -> None:
    parsed = _parsed("the police said that the political leader hector quistero was kidnapped in the city.")
    assert "Hector Quistero" in [n.name for n in named(parsed)]


def test_a_name_that_the_parser_takes_for_none_is_known_by_what_stands_beside_it() -> None:
    parsed = _parsed("Soldiers beat the labor organizer Petra Ilmo and Bo Marenti, 27, in Osk.")
    assert [n.name for n in named(parsed)] == ["Petra Ilmo", "Bo Marenti"]
