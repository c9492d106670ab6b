"""Linking: what belongs together, and above all what does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.allegations.told import BODY, BRITTANY, MINISTRY, OTHER, STATE, Story, day, linking

from firsthand import dates
from firsthand.allegations.link import link
from firsthand.allegations.record import Allegation
from firsthand.judgements import judgement
from firsthand.origins.record import Speaker


def roles(a: Allegation) -> dict[str, str]:
    return {m.id: m.role for m in a.statements}


def pattern(name: str, speaker: Speaker = BODY, victims: str = "Morvan weavers", **more: Any) -> Story:
    """A document that tells of a pattern of beatings."""
    story = Story(name, f"{name}: patterns of torture of {victims} in Brittany were found.")
    said = story.says(f"patterns of torture of {victims} in Brittany were found", speaker)
    story.act("torture", "torture", said, **{"victim": victims, "place": "Brittany", **BRITTANY, **more})
    return story


def negation(name: str, speaker: Speaker, victims: str = "Morvan weavers") -> Story:
    """A document in which it is said that there was no torture."""
    story = Story(name, f"{name}: there was no torture of {victims} in Brittany.")
    said = story.says(f"there was no torture of {victims} in Brittany", speaker)
    story.act("torture", "torture", said, victim=victims, place="Brittany", polarity="-", **BRITTANY)
    return story


def test_two_documents_about_one_pattern_make_one_general_allegation() -> None:
    (a,) = link(linking(pattern("one"), pattern("two", OTHER)))
    assert len(a.statements) == 2
    assert set(roles(a).values()) == {"supports"}
    assert a.label == "Torture or ill-treatment of Morvan weavers in Brittany, France"
    assert a.places == ("Brittany", "France")
    assert a.part_of is None


@pytest.mark.parametrize(
    ("odd", "more"),
    [
        ("another region", {"place_id": "FR-COR", "places": ("France",)}),
        ("another country", {"place_id": "PT-11", "places": ("Portugal",)}),
        ("another time", {"period": dates.year(1999)}),
        ("another state accused", {"perpetrator": "Portugal"}),
    ],
)
def test_different_situations_share_no_allegation(odd: str, more: dict[str, Any]) -> None:
    one = pattern("one", period=dates.year(2021))
    two = Story("two", "Portugal: torture of Morvan weavers in Brittany")
    said = two.says("torture of Morvan weavers in Brittany", OTHER)
    two.act("torture", "torture", said, **{"victim": "Morvan weavers", "place": "Brittany", **BRITTANY, **more})
    if "perpetrator" in more:
        one = Story("one", "France: torture of Morvan weavers in Brittany")
        act = {"victim": "Morvan weavers", "place": "Brittany", "perpetrator": "France", **BRITTANY}
        one.act("torture", "torture", one.says("torture of Morvan weavers in Brittany", BODY), **act)
    found = link(linking(one, two))
    assert len(found) == 2, odd
    assert not {m.id for m in found[0].statements} & {m.id for m in found[1].statements}


def test_a_region_alone_joins_nothing() -> None:
    stories = []
    for name in ("one", "two"):
        story = Story(name, f"{name}: people were tortured in Brittany")
        story.act("torture", "tortured", story.says("people were tortured in Brittany"), place="Brittany", **BRITTANY)
        stories.append(story)
    assert len(link(linking(*stories))) == 2


def test_groups_of_which_the_other_text_never_heard_do_not_fit() -> None:
    one = pattern("one", perpetrator="Brittany", victims="Morvan weavers")
    two = pattern("two", perpetrator="Brittany", victims="Sarlat fishers")
    for story in (one, two):
        story.refers("Brittany", STATE)
    assert len(link(linking(one, two))) == 2


def test_no_place_takes_the_dominant_place_of_the_document_and_says_so() -> None:
    story = pattern("one")
    story.text = type(story.text)(
        document=story.id, text=story.text.text + " Rape is alleged.", passages=story.text.passages, language="en"
    )
    said = story.says("Rape is alleged", OTHER)
    story.act("sexual-violence", "Rape", said)
    found = {a.type: a for a in link(linking(story))}
    assert found["sexual-violence"].places == ("Brittany", "France")
    assert "taken from the document" in found["sexual-violence"].statements[0].because


def test_types_stay_apart() -> None:
    story = Story("one", "torture and rape and detention and genocide in Brittany")
    said = story.says(story.text.text, BODY)
    for type_, word in (
        ("torture", "torture"),
        ("sexual-violence", "rape"),
        ("detention", "detention"),
        ("genocide", "genocide"),
    ):
        story.act(type_, word, said, place="Brittany", **BRITTANY)
    assert {a.type for a in link(linking(story))} == {"torture", "sexual-violence", "detention", "genocide"}


def test_an_incident_is_part_of_the_pattern_and_supports_it() -> None:
    one = pattern("one")
    two = Story("two", "Anna Duval was tortured in Brittany on 6 March, said Morvan weavers.")
    said = two.says("Anna Duval was tortured in Brittany on 6 March", OTHER)
    two.act("torture", "tortured", said, victim="Anna Duval", place="Brittany", period=day("2024-03-06"), **BRITTANY)
    more = two.says("Morvan weavers", OTHER)
    two.act("torture", "weavers", more, victim="Morvan weavers", place="Brittany", **BRITTANY)
    general, incident = link(linking(one, two))
    assert incident.part_of == general.id
    assert said.id in roles(general)
    assert roles(incident) == {said.id: "supports"}
    assert incident.victims == ("Anna Duval",)


def incident(name: str, victim: str, when: str, place: str = "Kiln Street barracks") -> Story:
    story = Story(name, f"{name}: {victim} was killed at {place} in Brest, Brittany.")
    said = story.says(f"{victim} was killed at {place} in Brest, Brittany", BODY)
    story.act("killing", "killed", said, victim=victim, place=place, places=("Brittany", "France"), period=day(when))
    return story


def test_the_same_named_victim_is_one_incident() -> None:
    found = link(linking(incident("one", "Anna Duval", "2024-03-06"), incident("two", "Anna Duval", "2024-03-07")))
    assert len(found) == 1
    assert any("same incident" in m.because for m in found[0].statements)


@pytest.mark.parametrize(("victim", "when"), [("Marc Petit", "2024-03-06"), ("Anna Duval", "2024-05-20")])
def test_another_victim_or_another_day_is_another_incident(victim: str, when: str) -> None:
    found = link(linking(incident("one", "Anna Duval", "2024-03-06"), incident("two", victim, when)))
    assert len(found) == 2


def test_no_chain_of_likenesses_joins_what_conflicts() -> None:
    """A fits B and B fits C, but A and C are too far apart."""
    days = ("2024-03-01", "2024-03-04", "2024-03-07")
    found = link(linking(*(incident(d, "a guard of the Morvan", d) for d in days)))
    periods = [a.period for a in found]
    assert len(found) == 2
    assert all(p and (p.end - p.start).days <= 3 for p in periods)


@pytest.mark.parametrize(
    ("more", "role"),
    [
        ({"stance": "alleges"}, "supports"),
        ({"stance": "denies"}, "disputes"),
        ({"stance": "doubts"}, "mentions"),
        ({"stance": "calls-for"}, "mentions"),
        ({"stance": "other"}, "mentions"),
        ({"stance": "other", "evaluation": "credible"}, "supports"),
        ({"stance": "alleges", "evaluation": "not established"}, "mentions"),
        ({"stance": "alleges", "modality": "question"}, "mentions"),
    ],
)
def test_the_role_of_a_statement_follows_its_stance(more: dict[str, Any], role: str) -> None:
    one = pattern("one")
    two = Story("two", "torture of Morvan weavers in Brittany")
    said = two.says(two.text.text, OTHER, **more)
    two.act("torture", "torture", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    (a,) = link(linking(one, two))
    assert roles(a)[said.id] == role


@pytest.mark.parametrize("modality", ["future", "hypothetical", "law"])
def test_what_nobody_says_to_have_happened_makes_no_allegation(modality: str) -> None:
    assert link(linking(pattern("one", modality=modality))) == ()


def test_a_negated_act_is_a_dispute_and_a_doubt_is_none() -> None:
    no = negation("no", MINISTRY)
    (a,) = link(linking(pattern("one"), no))
    assert roles(a)[no.statements[0].id] == "disputes"


def test_a_call_alone_makes_no_allegation() -> None:
    story = Story("one", "an end to torture in Brittany")
    story.act("torture", "torture", story.says(story.text.text, BODY, stance="calls-for"), place="Brittany", **BRITTANY)
    assert link(linking(story)) == ()


def test_a_denial_around_an_accusation_disputes_it() -> None:
    story = Story("one", "the claim that weavers were tortured in Brittany")
    outer = story.says(story.text.text, MINISTRY, stance="denies")
    inner = story.says("weavers were tortured in Brittany", BODY, parent=outer.id)
    story.act("torture", "tortured", inner, place="Brittany", **BRITTANY)
    (a,) = link(linking(story))
    assert roles(a) == {outer.id: "disputes", inner.id: "supports"}


def test_a_sweeping_denial_covers_every_allegation_against_that_state() -> None:
    one = pattern("one")
    two = Story(
        "two", "France denies all allegations of abuses in Brittany. Rape of Morvan weavers in Brittany is alleged."
    )
    denial = two.says("all allegations of abuses in Brittany", STATE, stance="denies")
    two.act("abuses", "abuses", denial, place="Brittany", **BRITTANY)
    rape = two.says("Rape of Morvan weavers in Brittany is alleged", OTHER)
    two.act("sexual-violence", "Rape", rape, victim="Morvan weavers", place="Brittany", **BRITTANY)
    found = {a.type: a for a in link(linking(one, two))}
    for type_ in ("torture", "sexual-violence"):
        assert roles(found[type_])[denial.id] == "disputes"
        assert "covers" in next(m.because for m in found[type_].statements if m.id == denial.id)


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("the allegations", "disputes"),
        ("claims of innocence", "mentions"),
        ("the allegations that the barracks were closed for repairs", "mentions"),
    ],
)
def test_a_denial_of_what_is_claimed_of_something_else_covers_nothing(words: str, role: str) -> None:
    two = Story("two", f"France denies {words}. Torture of Morvan weavers in Brittany is alleged.")
    denial = two.says(words, STATE, stance="denies")
    said = two.says("Torture of Morvan weavers in Brittany is alleged", OTHER)
    two.act("torture", "Torture", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    (a,) = link(linking(pattern("one"), two))
    assert roles(a).get(denial.id, "mentions") == role


def test_a_sweeping_denial_of_somebody_else_covers_nothing() -> None:
    one = pattern("one")
    two = Story(
        "two",
        "Quarry Watch denies all allegations of abuses in Brittany. Torture of Morvan weavers in Brittany is alleged.",
    )
    denial = two.says("all allegations of abuses in Brittany", BODY, stance="denies")
    said = two.says("Torture of Morvan weavers in Brittany is alleged", OTHER)
    two.act("torture", "Torture", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    found = link(linking(one, two))
    assert all(denial.id not in roles(a) for a in found if a.type == "torture")


@pytest.mark.parametrize("words", ["could not confirm the allegations", "declined to comment on the allegations"])
def test_a_doubt_and_a_refusal_to_comment_are_no_denial(words: str) -> None:
    story = pattern("one")
    text = story.text.text + f" France {words}."
    story.text = type(story.text)(document=story.id, text=text, passages=story.text.passages, language="en")
    said = story.says(words, STATE, stance="doubts" if "confirm" in words else "other")
    (a,) = link(linking(story))
    assert roles(a).get(said.id) != "disputes"


def test_saying_that_the_allegations_are_fabricated_is_a_denial_whatever_the_stance() -> None:
    one = pattern("one")
    two = Story(
        "two", "France said the torture allegations in Brittany about Morvan weavers are completely fabricated."
    )
    said = two.says("the torture allegations in Brittany about Morvan weavers are completely fabricated", STATE)
    two.act("torture", "torture", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    (a,) = link(linking(one, two))
    assert roles(a)[said.id] == "disputes"


def test_figures_of_victims_are_linked_and_populations_never() -> None:
    story = Story(
        "one", "About 300 weavers were detained in Brittany, where 9,000 weavers live and 12 pages were written."
    )
    said = story.says(story.text.text[:-1], BODY)
    held = story.counts("About 300", 200, 400, said)
    story.counts("9,000", 9000, 9000, said, counted="population")
    story.counts("12 pages", 12, 12, said, unit="documents", counted="")
    story.act("detention", "detained", said, place="Brittany", figure=held.id, **BRITTANY)
    (a,) = link(linking(story))
    assert a.figures == (held.id,)


def test_a_rejected_statement_is_no_member() -> None:
    one, two = pattern("one"), pattern("two", OTHER)
    gone = two.statements[0].id
    decided = judgement(
        seq=1, noun="statement", about=gone, decision="rejected", who="somebody", when="2024-01-01T00:00:00Z"
    )
    (a,) = link(linking(one, two, judged={gone: decided}))
    assert set(roles(a)) == {one.statements[0].id}


def test_no_perpetrator_is_filled_in() -> None:
    (a,) = link(linking(pattern("one")))
    assert a.perpetrators == ()


def test_ids_stay_when_a_document_is_added() -> None:
    first = link(linking(pattern("one")))
    more = link(linking(pattern("one"), pattern("two", OTHER)))
    assert {a.id for a in first} <= {a.id for a in more}


@pytest.mark.parametrize(
    "words", ["nobody was tortured", "no one has been tortured", "no weaver of Tolm was ever tortured"]
)
def test_that_nobody_suffered_it_is_a_denial(words: str) -> None:
    story = Story("two", f"France said that {words} in Brittany, where Morvan weavers live")
    said = story.says(f"that {words} in Brittany", STATE)
    story.act("torture", "tortured", said, place="Brittany", **BRITTANY)
    (a,) = link(linking(story))
    assert roles(a) == {said.id: "disputes"}


def test_a_missing_lawyer_is_no_denial_of_torture() -> None:
    story = Story("one", "he had no lawyer and was tortured in Brittany")
    story.act("torture", "tortured", story.says(story.text.text, BODY), place="Brittany", **BRITTANY)
    (a,) = link(linking(story))
    assert set(roles(a).values()) == {"supports"}


def test_allegations_of_which_nobody_says_whose_they_are_are_mentions() -> None:
    (a,) = link(linking(pattern("one", modality="alleged")))
    assert set(roles(a).values()) == {"mentions"}


@pytest.mark.parametrize(
    "words",
    [
        "we have also received allegations of torture in Brittany",
        "we have heard reports that there was torture in Brittany",
        "an inquiry into torture in Brittany is under way",
        "how many suffered torture in Brittany",
        "> we prepare a story that there was torture in Brittany",
    ],
)
def test_who_only_passes_it_on_or_speaks_about_it_supports_nothing(words: str) -> None:
    one = pattern("one")
    story = Story("two", f"Morvan weavers: {words}")
    said = story.says(words, OTHER)
    story.act("torture", "torture", said, place="Brittany", **BRITTANY)
    story.act("torture", "Morvan", story.says("Morvan weavers", BODY), victim="Morvan weavers")
    assert roles(link(linking(one, story))[0])[said.id] == "mentions"


def test_a_body_that_finds_what_it_received_credible_supports_it() -> None:
    story = Story("one", "we find the allegations that we received of torture in Brittany credible")
    said = story.says(story.text.text, BODY, evaluation="credible")
    story.act("torture", "torture", said, place="Brittany", modality="alleged", **BRITTANY)
    (a,) = link(linking(story))
    assert roles(a) == {said.id: "supports"}


def test_in_its_own_voice_a_document_may_say_that_it_could_not_be_verified() -> None:
    one = pattern("one")
    story = Story("two", "Morvan weavers: The torture in Brittany could not be independently verified")
    said = story.says("The torture in Brittany could not be independently verified", mode="own")
    story.act("torture", "torture", said, place="Brittany", **BRITTANY)
    story.act("torture", "Morvan", story.says("Morvan weavers", BODY), victim="Morvan weavers")
    assert roles(link(linking(one, story))[0])[said.id] == "mentions"


def test_what_a_denier_says_of_the_same_act_is_its_own_version() -> None:
    one, no = pattern("one"), negation("no", MINISTRY)
    own = pattern("own", STATE, victims="eleven Morvan weavers")
    (a,) = link(linking(one, no, own))
    assert roles(a)[own.statements[0].id] == "mentions"
    assert "its own version" in next(m.because for m in a.statements if m.id == own.statements[0].id)


def test_a_denial_of_the_wider_act_stands_against_the_narrower_one() -> None:
    one = pattern("one")
    no = Story("two", "We deny that any Morvan weaver was assaulted in Brittany, where weavers were hurt.")
    denial = no.says("any Morvan weaver was assaulted in Brittany", STATE, stance="denies")
    no.act("injury", "assaulted", denial, victim="any Morvan weaver", place="Brittany", **BRITTANY)
    hurt = no.says("weavers were hurt", OTHER)
    no.act("injury", "hurt", hurt, victim="weavers", place="Brittany", **BRITTANY)
    found = {a.type: a for a in link(linking(one, no))}
    assert roles(found["torture"])[denial.id] == "disputes"
    assert "wider act" in next(m.because for m in found["torture"].statements if m.id == denial.id)


def test_a_prohibition_alleges_nothing() -> None:
    story = Story("one", "No one may be subjected to torture in Brittany")
    story.act(
        "torture", "torture", story.says(story.text.text, BODY), place="Brittany", modality="possible", **BRITTANY
    )
    assert link(linking(story)) == ()


def test_what_the_accused_says_that_others_did_stays_apart() -> None:
    one = Story("one", "France shelled Morvan weavers in Brittany.")
    said = one.says("France shelled Morvan weavers in Brittany", BODY)
    act = {"victim": "Morvan weavers", "place": "Brittany", "perpetrator": "France", **BRITTANY}
    one.act("attack-civilians", "shelled", said, **act)
    two = Story("two", "Bombings in Brittany were planned, said France of Morvan weavers.")
    answer = two.says("Bombings in Brittany were planned", STATE)
    two.act("attack-civilians", "Bombings", answer, place="Brittany", **BRITTANY)
    more = two.says("Morvan weavers", BODY)
    two.act("torture", "weavers", more, victim="Morvan weavers", place="Brittany", **BRITTANY)
    found = [roles(a) for a in link(linking(one, two)) if a.type == "attack-civilians"]
    assert {frozenset(r) for r in found} == {frozenset({said.id}), frozenset({answer.id})}


def test_a_pronoun_names_no_perpetrator() -> None:
    story = Story("one", "Torture of weavers at its hands in Brittany")
    story.refers("its", BODY)
    said = story.says(story.text.text, OTHER)
    story.act("torture", "Torture", said, perpetrator="its", place="Brittany", **BRITTANY)
    (a,) = link(linking(story))
    assert a.perpetrators == ()


NAMES = st.sampled_from(["Morvan weavers", "Sarlat fishers", "prisoners", "Morvan and Sarlat people"])
REGIONS = st.sampled_from(
    [
        {"place_id": "FR-BRE", "places": ("France",)},
        {"place_id": "FR-COR", "places": ("France",)},
        {"place_id": "PT-11", "places": ("Portugal",)},
    ]
)
PERIODS = st.sampled_from([None, dates.year(2001), dates.year(2020), dates.month(2020, 5), day("2020-05-04")])
TOLD = st.lists(st.tuples(NAMES, REGIONS, PERIODS), min_size=1, max_size=7)


@settings(max_examples=60, deadline=None)
@given(TOLD, st.randoms())
def test_law_order_does_not_matter_and_conflicts_never_merge(told: list[Any], shuffle: Any) -> None:
    stories = [pattern(f"story {n}", victims=v, period=p, **region) for n, (v, region, p) in enumerate(told)]
    found = link(linking(*stories))
    where = {s.statements[0].id: s.acts[0] for s in stories}
    for a in found:
        assert len({where[m.id].place_id for m in a.statements}) == 1
        periods = [p for m in a.statements if (p := where[m.id].period)]
        assert not {2001} & {p.start.year for p in periods} or not {2020} & {p.start.year for p in periods}
    mixed = list(stories)
    shuffle.shuffle(mixed)
    again = link(linking(*mixed))
    assert {frozenset(roles(a)) for a in again} == {frozenset(roles(a)) for a in found}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["asserted", "future", "hypothetical", "law", "negated"]), min_size=1, max_size=5))
def test_law_what_is_imagined_or_negated_never_supports(forms: list[str]) -> None:
    told = [
        pattern(f"d{n}", BODY, **({"polarity": "-"} if form == "negated" else {"modality": form}))
        for n, form in enumerate(forms)
    ]
    asserted = {s.id for story, form in zip(told, forms, strict=True) if form == "asserted" for s in story.statements}
    for a in link(linking(*told)):
        assert {i for i, role in roles(a).items() if role == "supports"} <= asserted


@pytest.mark.parametrize(
    ("words", "victim", "why"),
    [
        ("that our officers beat any woman in Brittany", "any woman", "of other people"),
        ("any role in the beating of Morvan weavers in Brittany", "Morvan weavers", "its part in it"),
        ("ordering the beating of Morvan weavers in Brittany", "Morvan weavers", "its part in it"),
        ("that what Morvan weavers met in Brittany constitutes a beating", "Morvan weavers", "what it is to be called"),
        ("that money was the reason for the beating of Morvan weavers in Brittany", "Morvan weavers", "how or why"),
        ("How much beating of Morvan weavers was there in Brittany?", "Morvan weavers", "asks about it"),
        (
            "inexact reports on the case of the beaten Morvan weavers in Brittany",
            "the beaten Morvan weavers",
            "as known",
        ),
    ],
)
def test_what_is_denied_must_be_that_it_was_done_to_these_people(words: str, victim: str, why: str) -> None:
    told = Story("told", "Morvan men and Morvan weavers suffered beatings in Brittany.")
    said = told.says("Morvan men and Morvan weavers suffered beatings in Brittany", BODY)
    told.act("injury", "beatings", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    denial = Story("denial", f"The ministry denied {words}.")
    denied = denial.says(words, MINISTRY, stance="denies", cue_lemma="deny")
    denial.act("injury", "beaten" if "beaten" in words else "beat", denied, victim=victim, place="Brittany", **BRITTANY)
    a = next(a for a in link(linking(told, denial)) if said.id in roles(a))
    member = next((m for m in a.statements if m.id == denied.id), None)
    if why == "of other people":
        assert member is None or member.role == "mentions"
    else:
        assert member
        assert why in member.because
        assert member.role == ("disputes" if "part" in why else "mentions")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The beating of Morvan weavers is not the first of its kind in Brittany.", "mentions"),
        ("No Morvan weavers were beaten in Brittany.", "disputes"),
        ("Not until May were Morvan weavers beaten in Brittany.", "mentions"),
        ("The beating of Morvan weavers in Brittany never happened.", "disputes"),
        ("not have beaten Morvan weavers in Brittany, how could they know.", "mentions"),
    ],
)
def test_a_negation_somewhere_in_the_sentence_is_no_denial(text: str, role: str) -> None:
    told = Story("told", "Morvan weavers suffered beatings in Brittany.")
    said = told.says("Morvan weavers suffered beatings in Brittany", BODY)
    told.act("injury", "beatings", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    other = Story("other", text)
    negated = other.says(text, mode="own", stance="denies" if "not" in text else "alleges")
    act = "beaten" if "beaten" in text else "beating"
    other.act("injury", act, negated, victim="Morvan weavers", place="Brittany", polarity="-", **BRITTANY)
    (a,) = link(linking(told, other))
    assert {m.id: m.role for m in a.statements}[negated.id] == role


def test_a_denial_of_something_else_that_names_an_act_far_behind_disputes_nothing() -> None:
    told = "the society meant to change the rule that gives every weaver of the town a day of rest for the sake of peace after the torture"
    story = Story("far", f"Quarry Watch denied that {told} of Morvan weavers in Brittany.")
    said = story.says(f"{told} of Morvan weavers in Brittany", OTHER, stance="denies")
    story.act("torture", "torture", said, victim="Morvan weavers", place="Brittany", **BRITTANY)
    found = link(linking(pattern("one"), story))
    assert roles(found[0])[said.id] == "mentions"


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("the arrest shows that nobody is safe", "mentions"),
        ("their arrests came as no surprise", "mentions"),
        ("the arrest of the porter was wrong", "supports"),
        ("there were arrests in the harbour", "supports"),
    ],
)
def test_who_speaks_of_an_act_as_known_tells_nothing_of_it(said: str, role: str) -> None:
    story = Story("one", f"Quarry Watch says {said}. Four men were seized.")
    told = story.says(said, BODY)
    story.act("detention", "arrests" if "arrests" in said else "arrest", told)
    story.act("detention", "seized", story.says("Four men were seized", OTHER), victim="Four men")
    assert [m.role for a in link(linking(story)) for m in a.statements if m.id == told.id] == [role]
