"""Who does and who undergoes it, by the parse."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Token

from firsthand.language import roles
from firsthand.statements.parse import pipeline


def verb(words: str, form: str) -> Token:
    doc: Doc = pipeline("en")(words)
    return next(t for t in doc if t.text == form)


def said(token: Token | None) -> str:
    if token is None:
        return ""
    first, last = roles.phrase(token)
    return token.doc[first.i : last.i + 1].text


@pytest.mark.parametrize(
    ("sentence", "form", "agent", "patient"),
    [
        ("The soldiers arrested two farmers.", "arrested", "The soldiers", "two farmers"),
        ("Two farmers were arrested by the soldiers.", "arrested", "the soldiers", "Two farmers"),
        ("Two farmers were arrested.", "arrested", "", "Two farmers"),
        ("The letter that the ministry received was long.", "received", "the ministry", "The letter"),
        ("The people whom they took away are safe.", "took", "they", "The people"),
        ("The soldiers came and took the boy.", "took", "The soldiers", "the boy"),
        ("The army was accused of shooting farmers.", "shooting", "The army", "farmers"),
        ("She watched the officers take her brother away.", "take", "the officers", "her brother"),
        (
            "In its third session, held on 2 June 2019, the Quarry Board passed the budget.",
            "held",
            "",
            "its third session",
        ),
        ("Her brother, held since May, was beaten.", "held", "", "Her brother"),
        ("OSK, May 3 (Quarry Wire) — Soldiers shot two farmers on Monday.", "shot", "Soldiers", "two farmers"),
    ],
)
def test_who_and_whom(sentence: str, form: str, agent: str, patient: str) -> None:
    found = verb(sentence, form)
    assert (said(roles.agent(found)), said(roles.patient(found))) == (agent, patient)


@pytest.mark.parametrize(
    ("sentence", "form", "points"),
    [
        ("They were beaten.", "They", True),
        ("Both were beaten.", "Both", True),
        ("Four of them were beaten.", "Four", True),
        ("Four of the men were beaten.", "Four", False),
        ("Nobody was beaten.", "Nobody", True),
        ("The men were beaten.", "men", False),
        ("Ada Rell was beaten.", "Rell", False),
    ],
)
def test_words_that_only_point_at_somebody(sentence: str, form: str, points: bool) -> None:
    assert roles.pronoun(verb(sentence, form)) is points


@pytest.mark.parametrize(
    ("sentence", "form", "number"),
    [
        ("A woman and her son were shot.", "woman", 2),
        ("A farmer was shot.", "farmer", 1),
        ("Farmers were shot.", "Farmers", 0),
        ("A farmer and two guards were shot.", "farmer", 0),
        ("They were shot.", "They", 0),
        ("A 17-year-old was shot.", "old", 1),
    ],
)
def test_how_many_one_by_one(sentence: str, form: str, number: int) -> None:
    assert roles.many(verb(sentence, form)) == number


def test_a_phrase_ends_before_what_is_said_of_it() -> None:
    assert said(verb("Care is given to all who were held, free of charge and without delay.", "all")) == "all"
    assert said(verb("The farmers and their sons were held.", "farmers")) == "The farmers and their sons"


def test_a_dash_that_opens_a_passage_is_survived() -> None:
    for token in pipeline("en")("- Guards beat the two prisoners, - and a third."):
        assert roles.phrase(token)
