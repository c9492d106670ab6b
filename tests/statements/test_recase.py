"""Passages in capitals, or without any: as in print for the parser, and not one character longer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.documents.record import Passage, Text
from firsthand.statements.parse import parse, pipeline
from firsthand.statements.recase import recase, vocabulary, wanted


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("SOLDIERS SHOT TWO FARMERS NEAR TOLMHEIM ON MONDAY.", "Soldiers shot two farmers near Tolmheim on Monday."),
        (
            "THE CHILEAN MINISTER WAS KIDNAPPED. HIS WIFE SAW IT.",
            "The Chilean minister was kidnapped. His wife saw it.",
        ),
        ("the council (vrlk) denied the killings in santiago", "The council (VRLK) denied the killings in Santiago"),
        (
            "TROOPS OF THE UNITED STATES LEFT COSTA RICA. U.S. AID GOES ON.",
            "Troops of the United States left Costa Rica. U.S. aid goes on.",
        ),
        ("colonel adomar franklin quistero was wounded today", "Colonel Adomar Franklin Quistero was wounded today"),
    ],
)
def test_what_stands_in_one_case_is_written_as_in_print(words: str, made: str) -> None:
    assert recase(words, vocabulary(pipeline("en"))) == made


@pytest.mark.parametrize(
    "words",
    [
        "The army of Vardenia denied it all.",
        "A convoy of fourteen lorries entered the village shortly after two in the morning and left again before the sun was up.",
        "NATO AND UN",
        "",
        "WHO? 12, 13.",
    ],
)
def test_other_passages_are_left_alone(words: str) -> None:
    assert not wanted(words)
    assert recase(words, vocabulary(pipeline("en"))) == words


@given(st.text(max_size=80))
def test_no_character_is_added_or_lost(words: str) -> None:
    known = vocabulary(pipeline("en"))
    for form in (words, words.upper(), words.lower()):
        made = recase(form, known)
        assert len(made) == len(form)
        assert made.lower() == form.lower()


def test_names_and_offsets_of_a_cable() -> None:
    words = "TWO TEACHERS WERE SHOT IN SANTIAGO ON FRIDAY, MINISTER ADELMO QUISTERO SAID."
    text = Text(document="d", text=words, passages=(Passage(0, len(words), "paragraph"),), language="en")
    (parsed,) = parse([text])
    named = {words[e.start_char : e.end_char] for p in parsed.pieces for e in p.doc.ents}
    assert {"SANTIAGO", "ADELMO QUISTERO"} <= named
