"""Who is arrested for a common crime."""

from __future__ import annotations

import pytest

from firsthand.allegations import accused
from firsthand.allegations.acts import find
from firsthand.documents.record import Passage, Text
from firsthand.statements.parse import Parsed, parse


def _parsed(*paragraphs: str) -> Parsed:
    words, passages = "", []
    for p in paragraphs:
        passages.append(Passage(len(words), len(words) + len(p), "paragraph"))
        words += p + "\n\n"
    return next(parse([Text(document="d", text=words, passages=tuple(passages), language="en")]))


def _suspects(*paragraphs: str) -> tuple[int, int]:
    """How many detentions are told, and how many of them are of suspects."""
    parsed = _parsed(*paragraphs)
    acts = [a for a in find(parsed, (), ()).acts if a.type == "detention"]
    return len(acts), len(accused.find(parsed, acts))


@pytest.mark.parametrize(
    "sentence",
    [
        "Police arrested two gang members in Osk.",
        "A man was arrested on suspicion of murder.",
        "Police arrested Ilen Sarko in connection with the kidnapping of a teacher.",
        "Ilen Sarko was arrested over the killing of his neighbour.",
    ],
)
def test_suspects_of_common_crimes(sentence: str) -> None:
    assert _suspects(sentence) == (1, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "Police arrested the journalist Ilen Sarko.",
        "Police arrested Ilen Sarko for insulting the president.",
        "Police arrested three students after a killing at the university.",
        "Ilen Sarko was arrested on charges of sedition.",
        "Police arrested the activist Ilen Sarko on a charge of murder.",
    ],
)
def test_others_are_not(sentence: str) -> None:
    assert _suspects(sentence) == (1, 0)


def test_who_is_only_pointed_at_is_the_one_before() -> None:
    assert _suspects("Police arrested two men over the murder of a guard.", "They were detained at dawn.") == (2, 2)
    assert _suspects("Police arrested the writer Ilen Sarko.", "He was detained at dawn.") == (2, 0)


def test_who_is_charged_elsewhere_is_a_suspect() -> None:
    assert _suspects("Ilen Sarko was charged with murder.", "Sarko was arrested at dawn.") == (1, 1)
