"""Victim and perpetrator of a trigger, with the path that led to each."""

from __future__ import annotations

import pytest

from firsthand.language import arguments, roles, triggers
from firsthand.statements.parse import pipeline


def found(sentence: str, kind: str) -> arguments.Arguments:
    doc = pipeline("en")(sentence)
    return next(arguments.find(t) for s in doc.sents for t in triggers.find(s, "violence") if t.type == kind)


@pytest.mark.parametrize(
    ("sentence", "kind", "victim", "perpetrator"),
    [
        ("The guards beat the prisoners with sticks.", "torture", "prisoners", "guards"),
        ("They made us kneel.", "torture", "us", "They"),
        ("The prisoners were subjected to torture by the guards.", "torture", "prisoners", "guards"),
        ("The doctor treated six men with broken ribs.", "injury", "men", ""),
        ("Three men died in custody.", "killing", "men", ""),
        ("Nobody was tortured.", "torture", "", ""),
        ("No one may be subjected to torture.", "torture", "", ""),
        ("The army's killing of farmers went on.", "killing", "farmers", "army"),
        ("The law led to the detention of farmers.", "detention", "farmers", ""),
        ("I saw two men bury a body in the yard.", "killing", "", ""),
        ("Rebels threw two grenades at the bank.", "attack-civilians", "bank", "Rebels"),
        ("A bomb was planted by two men.", "attack-civilians", "", "men"),
        ("A bomb exploded in front of the embassy.", "attack-civilians", "embassy", ""),
        ("A bomb exploded in Paris.", "attack-civilians", "", ""),
        ("The gunmen set fire to the shop.", "destruction", "shop", "gunmen"),
        ("Two officers were involved in the murder of the priest.", "killing", "priest", "officers"),
        ("Two victims were involved in the shooting.", "attack-civilians", "", ""),
        ("The lawyer was involved in the murder case.", "killing", "", ""),
        ("The mayor was the mastermind of the massacre.", "killing", "", "mayor"),
        # who underwent it is never called its perpetrator
        ("A beekeeper kidnapped in March has not been seen since.", "abduction", "beekeeper", ""),
        ("Three nurses arrested near the well were freed at dusk.", "detention", "nurses", ""),
        ("The mine had its cook deported to Tolm.", "deportation", "cook", ""),
        ("The weavers were rounded up by the army and then tortured.", "torture", "weavers", ""),
        ("The gunmen executed at least nine fishermen.", "killing", "fishermen", "gunmen"),
        ("The gang detained and beat the ferryman.", "detention", "ferryman", "gang"),
        ("The men whom the army arrested in May are in Osk.", "detention", "men", "army"),
        ("The baker received death threats by telephone.", "reprisal", "baker", ""),
        ("The soldiers attacked the miller, killing him in his yard.", "killing", "him", "soldiers"),
        ("A potter was arrested on Friday in a raid.", "attack-civilians", "", ""),
        ("He spoke of the torture in police custody of the shepherd Ada Venn.", "torture", "Venn", "police"),
        ("Vardenia's latest mass abduction took place near the lake.", "abduction", "", ""),
        ("So Venn’s jailing – lawful or not – is a matter for the court.", "detention", "Venn", ""),
        ("The paper learnt that soldiers in Osk on Monday arrested nine nurses.", "detention", "nurses", "soldiers"),
        ("Ada Venn’s persecution went on for years.", "persecution", "", ""),
        ("The clinic’s closure and the army’s torture of the monks were condemned.", "torture", "monks", "army"),
        ("The monk’s detention and the army’s torture of the farmers were condemned.", "detention", "monk", ""),
        ("The militia massacred with impunity, farmers said.", "killing", "", "militia"),
        (
            "“There were too many of us to sleep,” said a 40-year-old cook detained at the mill.",
            "detention",
            "cook",
            "",
        ),
        ("We saw the ferryman arrested near the mill.", "detention", "ferryman", ""),
        ("A decree was used to detain the farmers.", "detention", "farmers", ""),
    ],
)
def test_who_did_it_to_whom(sentence: str, kind: str, victim: str, perpetrator: str) -> None:
    who = found(sentence, kind)
    assert (who.victim.text if who.victim else "", who.perpetrator.text if who.perpetrator else "") == (
        victim,
        perpetrator,
    )


def test_reasons_say_the_path() -> None:
    assert found("The guards beat the prisoners.", "torture").reasons == (
        "victim: object of “beat”",
        "perpetrator: subject of “beat”",
    )


def test_chain_passes_on_to_what_carries_the_act() -> None:
    doc = pipeline("en")("They spoke of allegations of torture.")
    torture = next(t for t in doc if t.text == "torture")
    assert [t.text for t in arguments.chain(torture)] == ["torture", "allegations"]


def test_what_is_no_person_is_not_among_the_victims() -> None:
    doc = pipeline("en")(
        "They reported the killing of shepherds and the army's efforts to hide it, and of monks and nuns."
    )
    killing = next(t for s in doc.sents for t in triggers.find(s, "violence") if t.type == "killing")
    victim = arguments.find(killing).victim
    assert victim is not None
    assert [t.text for t in roles.phrase(victim)] == ["shepherds", "shepherds"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("They beat the teacher and her two sons.", "the teacher and her two sons"),
        ("They detained monks and minorities.", "monks and minorities"),
    ],
)
def test_who_is_joined_to_a_person_is_a_victim_too(sentence: str, words: str) -> None:
    doc = pipeline("en")(sentence)
    victim = arguments.find(next(t for s in doc.sents for t in triggers.find(s, "violence"))).victim
    assert victim is not None
    first, last = roles.phrase(victim)
    assert doc[first.i : last.i + 1].text == words


@pytest.mark.parametrize(
    "sentence", ["The gunman killed again on Sunday.", "Fighters kidnapped and executed with the army."]
)
def test_who_does_something_to_nobody_named_does_not_undergo_it(sentence: str) -> None:
    doc = pipeline("en")(sentence)
    assert [arguments.find(t).victim for s in doc.sents for t in triggers.find(s, "violence")] in ([], [None])
