"""Victim and perpetrator of a trigger, with the path that led to each."""

from __future__ import annotations

import pytest

from firsthand.language import arguments, triggers
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
