"""Contradictions: what cannot both hold, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.allegations.told import BODY, BRITTANY, MINISTRY, OTHER, STATE, Story, linking

from firsthand import dates
from firsthand.allegations.contradict import contradict, why_not
from firsthand.allegations.link import link
from firsthand.allegations.record import Contradiction
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


@pytest.mark.parametrize(
    ("odd", "low", "high", "more"),
    [
        ("compatible", 30, 60, {}),
        ("a population", 11, 11, {"counted": "population"}),
        ("a total since a time", 11, 11, {"cumulative": True}),
        ("of others", 11, 11, {"of": "Sarlat fishers"}),
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
    assert "(“The ministry had seen the letter.”) says so" in c.explanation


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
