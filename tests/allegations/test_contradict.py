"""Contradictions: what cannot both hold, and what only looks like it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.allegations.told import BODY, BRITTANY, MINISTRY, OTHER, STATE, Story, linking

from firsthand import dates
from firsthand.allegations.contradict import RIVALS, contradict, why_not
from firsthand.allegations.link import link
from firsthand.allegations.record import Contradiction
from firsthand.documents.record import Span
from firsthand.judgements import judgement
from firsthand.origins.record import Speaker


def found(*stories: Story, **more: Any) -> tuple[Contradiction, ...]:
    material = linking(*stories, **more)
    return contradict(link(material), material)


def detention(name: str, text: str, low: float, high: float | None, speaker: Speaker = BODY, **more: Any) -> Story:
    story = Story(name, f"{name}: {text} Morvan weavers are held in Brittany.")
    said = story.says(f"{text} Morvan weavers are held in Brittany", speaker)
    figure = story.counts(text, low, high, said, **{"of": "Morvan weavers", **more})
    story.act("detention", "held", said, victim="Morvan weavers", place="Brittany", figure=figure.id, **BRITTANY)
    return story


def denial(name: str, words: str, speaker: Speaker) -> Story:
    story = Story(name, f"{name}: {words}: Morvan weavers are held in Brittany.")
    said = story.says(f"{words}: Morvan weavers are held in Brittany", speaker, stance="denies")
    story.act("detention", "held", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    return story


def test_one_denial_per_state_however_many_of_its_organs_and_outlets() -> None:
    told = detention("one", "40", 40, 40)
    (c,) = found(told, denial("two", "not so", STATE), denial("three", "never", MINISTRY), denial("four", "no", STATE))
    assert c.kind == "denial"
    assert c.form == "bare"
    assert "France denies it" in c.explanation
    assert len(c.statements) == 4
    assert c.allegation


def test_two_parties_that_deny_are_two_contradictions() -> None:
    told = detention("one", "40", 40, 40)
    assert len(found(told, denial("two", "not so", STATE), denial("three", "never", OTHER))) == 2


def test_a_denial_with_reasons_says_so() -> None:
    told = detention("one", "40", 40, 40)
    (c,) = found(told, denial("two", "not so, because the building has been closed", STATE))
    assert c.form == "reasoned"


def test_a_denial_that_nobody_provoked_contradicts_nothing() -> None:
    assert found(denial("one", "not so", STATE)) == ()


def test_figures_without_a_common_value_contradict_and_the_sentence_quotes_both() -> None:
    (c,) = found(detention("one", "at least 40", 40, None), detention("two", "eleven", 11, 11, MINISTRY))
    assert c.kind == "counter-figure"
    assert len(c.figures) == 2
    assert "“at least 40 Morvan weavers”" in c.explanation
    assert "“eleven Morvan weavers”" in c.explanation


def test_of_very_many_numbers_those_given_most_often_are_compared_and_it_is_said() -> None:
    every = [
        detention(f"n{n}", f"exactly {n}", n, n, OTHER if n % 2 else MINISTRY) for n in range(100, 100 + RIVALS + 9)
    ]
    often = [detention(f"o{n}", "exactly 7", 7, 7, BODY) for n in range(2)]
    made = found(*every, *often)
    assert 0 < len(made) < RIVALS
    assert all(
        f"of {RIVALS + 10} different numbers the {RIVALS} given most often are compared" in c.reasons[0] for c in made
    )
    assert any("7" in c.explanation for c in made)


@pytest.mark.parametrize(
    ("odd", "low", "high", "more"),
    [
        ("compatible", 30, 60, {}),
        ("a population", 11, 11, {"counted": "population"}),
        ("a total since a time", 11, 11, {"cumulative": True}),
        ("of others", 11, 11, {"of": "Sarlat fishers"}),
        ("of women, of whom the first speaks not", 11, 11, {"of": "women"}),
        ("households", 11, 11, {"unit": "households"}),
        ("another time", 11, 11, {"period": dates.year(1999)}),
    ],
)
def test_figures_that_are_compatible_or_not_comparable(odd: str, low: float, high: float, more: dict[str, Any]) -> None:
    one = detention("one", "at least 40", 40, None, period=dates.year(2020))
    assert found(one, detention("two", "the others", low, high, OTHER, **more)) == (), odd


def test_why_two_figures_are_not_compared_is_said() -> None:
    one, two = detention("one", "40", 40, 40), detention("two", "900", 900, 900, counted="population")
    assert why_not(one.figures[0], two.figures[0]) == "a population is not a number of victims"


def test_a_number_of_women_is_none_of_boys() -> None:
    one, two = detention("one", "40", 40, 40, of="women"), detention("two", "900", 900, 900, of="boys and girls")
    assert why_not(one.figures[0], two.figures[0]) == "one is of women, the other of boys and girls"
    same = detention("three", "900", 900, 900, of="Women")
    assert why_not(one.figures[0], same.figures[0]) == ""


def test_the_same_rival_figure_in_many_documents_is_one_contradiction() -> None:
    stories = [detention(f"paper {n}", "eleven", 11, 11, MINISTRY) for n in range(4)]
    (c,) = found(detention("one", "at least 40", 40, None), *stories)
    assert len(c.figures) == 5


def test_a_list_counts_no_more_than_is_on_it() -> None:
    listed = Story("one", "A list of 43 Morvan weavers held in Brittany.")
    said = listed.says("A list of 43 Morvan weavers held in Brittany", BODY)
    figure = listed.counts("43", 43, 43, said, of="Morvan weavers")
    listed.act("detention", "held", said, victim="Morvan weavers", place="Brittany", figure=figure.id, **BRITTANY)
    assert found(listed, detention("two", "about 60", 55, 65, OTHER)) == ()
    assert len(found(listed, detention("two", "eleven", 11, 11, OTHER))) == 1


def test_a_number_that_counts_no_victims_of_the_act_is_not_set_against_one() -> None:
    one, two = detention("one", "at least 40", 40, None), detention("two", "eleven", 11, 11, OTHER)
    two.acts[0] = type(two.acts[0])(
        **{**{f: getattr(two.acts[0], f) for f in two.acts[0].__struct_fields__}, "figure": None}
    )
    assert found(one, two) == ()


def letter(
    name: str, words: str, subject: str, verb: str, polarity: str, speaker: Speaker | None, object_: str
) -> Story:
    """A document that says whether a letter was seen, and that weavers are held."""
    story = Story(name, f"{words}. 40 Morvan weavers are held in Brittany.")
    held = story.says("40 Morvan weavers are held in Brittany", BODY)
    story.act("detention", "held", held, victim="Morvan weavers", place="Brittany", **BRITTANY)
    said = story.says(words, speaker) if speaker else None
    if not speaker:
        story.refers(subject, STATE)
    story.does(subject, verb, "see" if verb == "seen" else verb, object_, polarity, said)
    return story


def contradicted(*stories: Story) -> list[Contradiction]:
    return [c for c in found(*stories) if c.kind == "counter-fact"]


def test_we_have_not_seen_it_against_they_saw_it() -> None:
    no = letter("one", "We have not seen this letter", "We", "seen", "-", MINISTRY, "this letter")
    yes = letter("two", "Paris had seen the letter", "Paris", "seen", "+", None, "the letter")
    (c,) = [c for c in found(no, yes) if c.kind == "counter-fact"]
    assert "We have not seen this letter" in c.explanation
    assert "Paris had seen the letter" in c.explanation
    assert c.statements == (no.statements[1].id,)


def test_who_has_not_received_any_letter_has_not_received_this_one() -> None:
    no = letter("one", "The ministry has not seen any letter", "The ministry", "seen", "-", None, "any letter")
    no.says("The ministry has not seen any letter", None, mode="own")
    yes = letter(
        "two", "Ours is known. The ministry had seen the letter", "The ministry", "seen", "+", None, "the letter"
    )
    assert contradicted(no, yes)
    no.references.clear()  # who the ministry is, is known in one text only; its name is the same in both
    (c,) = contradicted(no, yes)
    assert c.predications == (no.predications[0].id, yes.predications[0].id)
    assert "(“The ministry had seen the letter.”): yes" in c.explanation


@pytest.mark.parametrize(
    ("odd", "subject", "object_", "polarity"),
    [
        ("the same polarity", "Paris", "the letter", "-"),
        ("somebody else", "Slate Union", "the letter", "+"),
        ("any letter", "Paris", "a letter", "+"),
        ("another thing", "Paris", "the village", "+"),
    ],
)
def test_what_only_looks_like_a_contradiction(odd: str, subject: str, object_: str, polarity: str) -> None:
    no = letter("one", "We have not seen this letter", "We", "seen", "-", MINISTRY, "this letter")
    yes = letter("two", f"{subject} had seen {object_}", subject, "seen", polarity, None, object_)
    if subject == "Slate Union":
        yes.references.clear()
        yes.refers(subject, OTHER)
    assert [c for c in found(no, yes) if c.kind == "counter-fact"] == [], odd


def test_documents_of_different_situations_do_not_contradict_each_other() -> None:
    no = letter("one", "We have not seen this letter", "We", "seen", "-", MINISTRY, "this letter")
    yes = letter("two", "Paris had seen the letter", "Paris", "seen", "+", None, "the letter")
    yes.acts.clear()
    assert [c for c in found(no, yes) if c.kind == "counter-fact"] == []


def test_two_references_to_different_things_are_different_objects() -> None:
    no = letter("one", "We have not seen this letter", "We", "seen", "-", MINISTRY, "this letter")
    yes = letter("two", "Paris had seen the letter", "Paris", "seen", "+", None, "the letter")
    no.refers("this letter", BODY)
    yes.refers("the letter", OTHER)
    assert [c for c in found(no, yes) if c.kind == "counter-fact"] == []


def test_a_rejected_statement_contradicts_nothing() -> None:
    told, no = detention("one", "40", 40, 40), denial("two", "not so", STATE)
    gone = no.statements[0].id
    decided = judgement(
        seq=1, noun="statement", about=gone, decision="rejected", who="somebody", when="2024-01-01T00:00:00Z"
    )
    assert found(told, no, judged={gone: decided}) == ()


def came(name: str, words: str, subject: str, object_: str, polarity: str, speaker: Speaker, **more: Any) -> Story:
    """A document that says whether, or when, somebody came to a village, and that weavers are held."""
    story = Story(name, f"{words}. 40 Morvan weavers are held in Brittany.")
    held = story.says("40 Morvan weavers are held in Brittany", BODY)
    story.act("detention", "held", held, victim="Morvan weavers", place="Brittany", **BRITTANY)
    said = story.says(words, speaker, **more)
    story.does(subject, "enter", "enter", object_, polarity, said)
    return story


def test_forces_that_came_and_never_came_to_one_village_contradict_each_other() -> None:
    yes = came("one", "A convoy did enter the village of Tolm", "A convoy", "the village", "+", OTHER)
    no = came("two", "Our soldiers did not enter the village of Tolm", "Our soldiers", "the village", "-", MINISTRY)
    (c,) = contradicted(yes, no)
    assert c.explanation.startswith("Did a convoy enter “the village”? France (“")
    assert set(c.statements) == {yes.statements[1].id, no.statements[1].id}


@pytest.mark.parametrize(
    ("odd", "subject", "object_", "name"),
    [
        ("no forces", "A trader", "the village", "Tolm"),
        ("another village", "A convoy", "the village", "Asken"),
        ("no place", "A convoy", "the dispute", "Tolm"),
    ],
)
def test_only_forces_at_one_place_are_taken_to_be_the_same(odd: str, subject: str, object_: str, name: str) -> None:
    yes = came("one", f"{subject} did enter {object_} of {name}", subject, object_, "+", OTHER)
    no = came("two", f"Our soldiers did not enter {object_} of Tolm", "Our soldiers", object_, "-", MINISTRY)
    assert contradicted(yes, no) == [], odd


def test_two_days_for_one_arrival_contradict_each_other() -> None:
    one = came("one", "A convoy did enter the village on 6 March 2024", "A convoy", "the village", "+", OTHER)
    two = came("two", "The soldiers did enter the village on 7 March 2024", "The soldiers", "the village", "+", BODY)
    (c,) = contradicted(one, two)
    assert c.explanation.startswith("When did they come? ")
    assert c.explanation.index("on 6 March 2024") < c.explanation.index("on 7 March 2024")
    three = came("three", "Troops did enter the village on 8 March 2024", "Troops", "the village", "+", STATE)
    assert contradicted(one, two, three) == []  # three days are more than one arrival
    far = came("far", "Troops did enter the village on 20 March 2024", "Troops", "the village", "+", STATE)
    assert contradicted(one, far) == []


def test_the_denial_of_that_very_act_is_quoted_and_the_sweeping_one_only_where_there_is_none() -> None:
    told = detention("one", "40", 40, 40)
    sweeping = Story("two", "France denies all allegations of abuses in Brittany about Morvan weavers.")
    said = sweeping.says("all allegations of abuses in Brittany about Morvan weavers", STATE, stance="denies")
    sweeping.act("abuses", "abuses", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    (c,) = found(told, sweeping)
    assert "all allegations" in c.explanation
    (c,) = found(told, sweeping, denial("three", "not so", MINISTRY))
    assert "not so" in c.explanation
    assert "all allegations" not in c.explanation
    assert len(c.statements) == 3


def test_a_sweeping_denial_is_told_of_the_pattern_and_not_again_of_each_incident() -> None:
    told = detention("one", "40", 40, 40)
    text = "Anna Duval was held in Brittany. Morvan weavers were jailed too. France denies all allegations of abuses."
    one = Story("two", text)
    person = one.says("Anna Duval was held in Brittany", OTHER)
    one.act("detention", "held", person, victim="Anna Duval", place="Brittany", **BRITTANY)
    jailed = one.says("Morvan weavers were jailed too", OTHER)
    one.act("detention", "jailed", jailed, victim="Morvan weavers", place="Brittany", **BRITTANY)
    said = one.says("all allegations of abuses", STATE, stance="denies")
    one.act("abuses", "abuses", said, place="Brittany", **BRITTANY)
    denials = [c for c in found(told, one) if c.kind == "denial"]
    pattern, incident = (a for a in link(linking(told, one)) if a.type == "detention")
    assert incident.part_of == pattern.id
    assert incident.id not in {c.allegation for c in denials}
    assert pattern.id in {c.allegation for c in denials}


def test_those_who_put_it_forward_are_named_and_pronouns_name_nobody() -> None:
    told = detention("one", "40", 40, 40)
    both = Story("two", "Both said that 40 Morvan weavers are held in Brittany.")
    span = both.span("Both")
    said = both.says("that 40 Morvan weavers are held in Brittany")
    both.statements[-1] = type(said)(**{**{f: getattr(said, f) for f in said.__struct_fields__}, "speaker": span})
    both.act("detention", "held", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    (c,) = found(told, both, denial("three", "not so", STATE))
    assert c.explanation.endswith("Quarry Watch and others who are not named put it forward.")


def test_a_hospital_that_confirms_puts_nothing_forward() -> None:
    told = detention("one", "40", 40, 40)
    ward = Story("two", "The city’s hospital confirmed that 40 Morvan weavers are held in Brittany.")
    said = ward.says("that 40 Morvan weavers are held in Brittany", cue_lemma="confirm")
    span = ward.span("The city’s hospital")
    ward.statements[-1] = type(said)(**{**{f: getattr(said, f) for f in said.__struct_fields__}, "speaker": span})
    ward.act("detention", "held", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    (c,) = found(told, ward, denial("three", "not so", STATE))
    assert c.explanation.endswith("the city’s hospital confirms it; Quarry Watch puts it forward.")


def test_who_was_arrested_and_denies_the_charges_does_not_deny_the_arrest() -> None:
    one = Story("one", "The weavers were arrested in Brittany. The cook, whose arrest was seen, denies the charges.")
    seen = one.says("The weavers were arrested in Brittany", BODY)
    one.act("detention", "arrested", seen, victim="The weavers", place="Brittany", **BRITTANY)
    denied = one.says("the charges", STATE, stance="denies")
    one.act("detention", "arrest was seen", denied, place=None)
    assert [c.kind for c in found(one)] == []
    roles = {m.id: (m.role, m.because) for a in link(linking(one)) for m in a.statements}
    assert roles[denied.id][0] == "mentions"


def test_who_is_accused_of_it_and_denies_the_allegations_denies_it() -> None:
    one = Story(
        "one", "The weavers were tortured in Brittany. The army, accused of torturing weavers, denied the allegations."
    )
    said = one.says("The weavers were tortured in Brittany", BODY)
    one.act("torture", "tortured", said, victim="The weavers", place="Brittany", **BRITTANY)
    denied = one.says("the allegations", STATE, stance="denies")
    one.act("torture", "torturing", denied, victim="weavers", modality="alleged", **BRITTANY)
    assert [c.kind for c in found(one)] == ["denial"]


def test_it_may_be_what_the_words_for_the_speaker_tell() -> None:
    one = Story("one", "The army of France, which tortured weavers in Brittany, denied it.")
    told = one.says("The army of France, which tortured weavers in Brittany, denied it", None, mode="own")
    one.act("torture", "tortured", told, victim="weavers", place="Brittany", **BRITTANY)
    denied = one.says("it", STATE, stance="denies")
    at = one.text.text.index("it.")
    span = Span(at, at + 2, "it")
    one.statements[-1] = msgspec.structs.replace(denied, start=0, end=span.end, content=span, parts=(span,))
    assert [c.kind for c in found(one)] == ["denial"]
