"""Texts in capitals are compared and labelled as they would stand in print."""

from __future__ import annotations

from tests.allegations.told import BODY, Story, linking

from firsthand.allegations.cased import cased
from firsthand.allegations.link import link

PATTERN = "TWELVE FERRY PILOTS WERE KILLED NEAR TOLMHEIM, THE COUNCIL SAID."


def cable(text: str) -> Story:
    story = Story("cable", text)
    said = story.says(text, BODY)
    trigger = next(w for w in ("KILLED", "killed") if w in text)
    victim = next(w for w in ("FERRY PILOTS", "ferry pilots") if w in text)
    story.act("killing", trigger, said, victim=victim, place=text.split(",")[0].rsplit(" ", 1)[1])
    return story


def test_a_label_does_not_shout() -> None:
    (a,) = link(linking(cable(PATTERN)))
    assert a.label == "Killing of ferry pilots in Tolmheim"
    assert a.victims == ("ferry pilots",)


def test_spans_and_statements_stay_as_they_are() -> None:
    before = linking(cable(PATTERN))
    after = cased(before)
    assert after.statements == before.statements
    (act,) = after.acts
    assert act.victim is not None
    assert before.texts[0].text[act.victim.start : act.victim.end].lower() == act.victim.text


def test_other_texts_are_not_touched() -> None:
    before = linking(cable("Twelve ferry pilots were killed near Tolmheim, the Council said."))
    assert cased(before) is before
