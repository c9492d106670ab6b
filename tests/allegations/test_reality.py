"""Whether an act is said to have happened: plans, calls, rules and general speech are none; what they are about may be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.allegations.acts import find
from firsthand.allegations.reality import REAL
from firsthand.allegations.record import Act
from firsthand.documents.record import Passage, Text
from firsthand.figures import extract as figures
from firsthand.statements import extract as statements
from firsthand.statements.parse import parse


def acts(words: str) -> tuple[Act, ...]:
    """The acts of one paragraph, after its statements and figures were found."""
    text = Text(document="d", text=words, passages=(Passage(0, len(words), "paragraph"),), language="en")
    (parsed,) = parse([text])
    said = statements.extract(parsed).statements
    return find(parsed, said, figures.extract(parsed, said)).acts


def real(words: str) -> set[str]:
    """Types of acts in a paragraph that are said to have been done."""
    return {a.type for a in acts(words) if a.modality in REAL and a.polarity == "+"}


@pytest.mark.parametrize(
    "words",
    [
        "The governor promised to deport all foreigners.",
        "His plan to deport the workers was debated for weeks.",
        "The proposal is to deport the workers by train.",
        "The council called for the deportation of the foreigners.",
        "The minister urged the army to shell the town.",
        "They tried to kill the mayor.",
        "We should round them up and deport them.",
        "He calls for bringing back the torture of prisoners.",
        "In the event that he was injured, the guards would pay.",
        "More airstrikes are needed in the north of the country.",
        "Anyone who kills civilians is not welcome in this house.",
        "They feared an attack on the village.",
        "Instead of torturing the prisoners they fed them.",
        "The bill allows abortion in cases of rape.",
        "The two candidates differ on torture.",
        "You get beaten by the police in such a country.",
        "Nobody died in the fire at the barracks.",
        "No one was injured.",
    ],
)
def test_what_is_planned_wanted_general_or_did_not_harm_anybody_has_not_been_done(words: str) -> None:
    assert real(words) == set()


@pytest.mark.parametrize(
    "words",
    [
        "A new office in Osk is to tackle violence against girls.",
        "The union praised a bill meant for eradicating violence against girls.",
        "The ministry noted a plan regarding discrimination and gender equality.",
        "The bishop saw little progress in fields such as discrimination and human trafficking.",
        "The mayor has a plan for the elimination of discrimination against widows.",
        "The Osk Committee against Torture moved to another floor.",
        "The Vardenian envoy on violence against children came to Tolm.",
    ],
)
def test_what_is_done_about_acts_of_a_kind_tells_of_none(words: str) -> None:
    assert real(words) == set()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Quarry Watch had heard of violence against girls at the camp gate.", "abuses"),
        ("They documented a campaign of arrests against journalists.", "detention"),
        ("The efforts to end the detention of the two editors failed.", "detention"),
        ("The group said that violence against women continued.", "abuses"),
        ("The committee condemned the torture of two students.", "torture"),
        ("Soldiers did nothing to stop killings of civilians in Osk.", "killing"),
        ("The police failed to prevent torture of detainees.", "torture"),
        ("The police failed to address violence against women.", "abuses"),
        ("The ruling ended arrests of journalists in Osk.", "detention"),
        ("The photographs suggest torture of prisoners.", "torture"),
    ],
)
def test_what_names_whom_it_befell_or_says_that_it_was_told_does(words: str, kind: str) -> None:
    assert real(words) == {kind}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The court heard evidence of torture.", "torture"),
        ("The inquiry called for the release of men who had been tortured.", "torture"),
        ("The governor condemned the killing of the mayor.", "killing"),
        ("They failed to prevent the massacre of the villagers.", "killing"),
        ("The law that bans torture did not save the prisoner whom guards tortured.", "torture"),
        ("She demanded that the soldiers who had raped her be tried.", "sexual-violence"),
        ("The prisoners were deprived of sleep for nine days.", "torture"),
        ("He has been behind bars since March.", "detention"),
        ("The judge sentenced the writer to nine years in prison.", "detention"),
    ],
)  # fmt: skip
def test_what_these_words_are_about_was_done(words: str, kind: str) -> None:
    assert kind in real(words)


@pytest.mark.parametrize(
    "words",
    [
        "The senator attacked his opponent in a campaign speech.",
        "The candidate beat the governor in the primary.",
        "The team was firing on all cylinders.",
        "She locked up the nomination in the spring.",
        "A long-shot candidate spoke at the debate.",
        "The programme was plagued by fraud and abuse.",
        "He was fired on June 20.",
        "The Family Detention Pro Bono Project opened an office.",
        "The ministry did not answer our questions.",
        "A storm swept the coast, and the death toll from the disaster rose to 30.",
        "The guard was captured on camera.",
    ],
)
def test_figures_of_speech_names_and_natural_deaths_are_no_acts(words: str) -> None:
    assert acts(words) == ()


PIECES = st.lists(
    st.sampled_from(
        ["Soldiers", "killed", "were killed", "the villagers", "in Osk", "by guards", "has", "said", "that", "a man", "was tortured", "arrested",
         "the attack", "on", "a convoy", "army", "the", "of", "with a bomb", "exploded", "nobody", "deported", "would", "to", "and", ",", "who"]
    ),
    min_size=2, max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_no_perpetrator_without_words_for_one_and_every_span_is_exact(pieces: list[str]) -> None:
    words = " ".join(pieces) + "."
    for act in acts(words):
        for span in (act.trigger, act.victim, act.perpetrator, act.place, act.time, act.means):
            assert span is None or words[span.start : span.end] == span.text
        assert "perpetrator" not in act.inferred
        if act.perpetrator is not None:
            assert any(r.startswith("perpetrator: ") for r in act.reasons)
            assert act.perpetrator != act.victim
        if act.modality not in REAL:
            assert act.modality in ("law", "hypothetical", "conditional", "future", "question")


@pytest.mark.parametrize(
    "words",
    [
        "The prisoners were tortured.",
        "He was arrested at night.",
        "A bomb exploded in the market and killed two people.",
    ],
)
def test_a_perpetrator_is_never_filled_by_default(words: str) -> None:
    assert all(a.perpetrator is None for a in acts(words))
