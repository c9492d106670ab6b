"""Plain facts of finite clauses."""

from __future__ import annotations

import pytest

from firsthand.allegations.predicate import find
from firsthand.documents.record import Passage, Text
from firsthand.statements.parse import Parsed, parse


def parsed(words: str) -> Parsed:
    return next(
        parse([Text(document="d" * 64, text=words, passages=(Passage(0, len(words), "paragraph"),), language="en")])
    )


def facts(words: str) -> set[tuple[str, str, str, str]]:
    p = parsed(words)
    found = find(p, ())
    for x in found:
        for span in (x.subject, x.verb, x.object):
            assert span is None or p.text.text[span.start : span.end] == span.text
        assert x.start <= x.verb.start < x.end
    return {(x.subject.text, x.lemma, x.object_head, x.polarity) for x in found}


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("Osk, which saw the report in advance, was silent.", ("Osk", "see", "report", "+")),
        ("We haven't seen this report yet.", ("We", "see", "report", "-")),
        (
            "We have not seen this report yet, but we are opposed, we do not think it will help.",
            ("We", "see", "report", "-"),
        ),
        ("The ministry received the letter.", ("The ministry", "receive", "letter", "+")),
        ("The letter was signed by the minister.", ("the minister", "sign", "letter", "+")),
        ("No guard opened the gate.", ("No guard", "open", "gate", "-")),
    ],
)
def test_facts(sentence: str, fact: tuple[str, str, str, str]) -> None:
    assert fact in facts(sentence)


@pytest.mark.parametrize("sentence", ["The room was cold.", "The army may open the gate.", "Open the gate."])
def test_no_facts(sentence: str) -> None:
    assert facts(sentence) == set()


def test_a_second_verb_is_not_denied_with_the_first() -> None:
    assert ("The ministry", "publish", "letter", "+") in facts(
        "The ministry denied the story and published the letter."
    )
