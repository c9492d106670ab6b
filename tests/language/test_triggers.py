"""Words that speak of acts: what they need beside them, and what the whole text is about."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.tokens import Doc

from firsthand.language import triggers
from firsthand.statements.parse import pipeline

MATCH = (
    "The rovers beat the guests 3-1 and shot into the lead after a tackle by the captain. The referee saw no foul. "
    '"We were slaughtered," the coach said after the match. "They tortured our defenders." The goalkeeper missed the rebound.'
)
PRISON = (
    "The guards took the prisoners to the barracks at night. I was held there for nine days. Three men died in the cellar. "
    "The soldiers had rifles. Nobody saw a lawyer."
)


@cache
def doc(words: str) -> Doc:
    return pipeline("en")(words)


def types(words: str, about: triggers.Theme = "") -> set[str]:
    return {t.type for s in doc(words).sents for t in triggers.find(s, about)}


def test_what_a_text_is_about() -> None:
    assert triggers.theme([doc(MATCH)]) == "leisure"
    assert triggers.theme([doc(PRISON)]) == "violence"
    assert triggers.theme([doc("The ministry published a budget. The weather was mild.")]) == ""
    assert triggers.theme([]) == ""


def test_one_word_makes_no_theme() -> None:
    # a long text in which the police is named once
    assert triggers.theme([doc("The police came. " + "The weather was mild and the market was open. " * 40)]) == ""


def test_in_a_match_report_nobody_is_slaughtered() -> None:
    assert types(MATCH, triggers.theme([doc(MATCH)])) == set()


def test_more_than_one_word_says_it_even_there() -> None:
    assert "killing" in types("A steward was beaten to death after the match.", "leisure")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [("I was held there for nine days.", "detention"), ("Three men died on Monday.", "killing"), ("They beat us.", "torture")],
)  # fmt: skip
def test_a_plain_word_is_enough_in_a_text_about_violence(sentence: str, kind: str) -> None:
    assert types(sentence) == set()
    assert types(sentence, "violence") == {kind}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("One of them slapped me twice.", "injury"),
        ("The guards kicked the prisoner.", "torture"),
        ("They brought us to the old barracks.", "detention"),
        ("He was taken to a police cell in Osk.", "detention"),
        ("They made us kneel with our faces to the wall.", "torture"),
        ("The doctor said that the farmer was dead.", "killing"),
        ("Two of the boys suffered gunshot wounds.", "injury"),
        ("The gunman shot a 15-year-old.", "injury"),
    ],
)
def test_plain_words_for_what_was_done(sentence: str, kind: str) -> None:
    assert kind in types(sentence, "violence")


@pytest.mark.parametrize(
    "sentence",
    [
        "The delegation visited all places of detention.",
        "They took the bus to Osk.",
        "He took his wife to the market.",
        "The council held talks with the farmers.",
        "He died of cancer.",
        "The foreign bodies spread the story.",
        "They beat the deadline.",
    ],
)
def test_what_is_no_act_even_in_a_text_about_violence(sentence: str) -> None:
    assert types(sentence, "violence") == set()


def test_the_longer_pattern_holds() -> None:
    (trigger,) = triggers.find(next(iter(doc("The prisoner was beaten to death.").sents)))
    assert trigger.type == "killing"
