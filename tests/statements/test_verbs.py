"""What verbs, possessors and colons that look like reports are no reports."""

from __future__ import annotations

import pytest
from tests.statements.reading import statements


@pytest.mark.parametrize(
    "words",
    [
        "After the flood, the ferrymen called a doctor for the child.",
        "The weavers should hold the mayor accountable for the floods.",
        "Before winter you compare the prices of two barns.",
        "Friday’s announcement of nine closures filled the square.",
    ],
)
def test_what_only_looks_like_a_report_is_none(words: str) -> None:
    assert statements(words) == ()


def test_who_is_called_out_is_spoken_of() -> None:
    (s,) = statements("The weavers called out the mayor for his slow bridge.")
    assert s.speaker is not None
    assert s.speaker.text == "The weavers"


def test_a_turn_of_speech_at_the_head_of_a_sentence_is_no_report() -> None:
    assert all(s.cue_lemma != "speak" for s in statements("Speaking of rain, the mill has bought a new roof."))


def test_a_day_reports_nothing() -> None:
    found = statements("It was reported by Friday that the goats had fled the barn.")
    assert [s.speaker for s in found] == [None]


def test_an_adjective_behind_the_object_is_what_it_is_called() -> None:
    (s,) = statements("The harbour office has branded the new tolls very worrying.")
    assert s.content.text == "the new tolls very worrying"


def test_an_age_between_quotation_and_verb_is_no_speaker() -> None:
    found = statements(
        "“They are selling our boats,” 31-year-old Omar Tolvar, said of new rules, mending a net late one evening."
    )
    assert [s.speaker.text for s in found if s.speaker] == ["31-year-old Omar Tolvar"]


def test_the_end_of_a_list_does_not_speak() -> None:
    found = statements(
        "One of the cooks, who had worked with Orlo, the Mail and the Osk Ferry, told Reuters that the bridge fell."
    )
    assert found[0].speaker is not None
    assert found[0].speaker.text.startswith("One of the cooks")


@pytest.mark.parametrize(
    ("words", "labels"), [("Nairobi: The mayor has sold nine barns.", 0), ("Mayor: The barns are sold.", 1)]
)
def test_a_dateline_is_no_label(words: str, labels: int) -> None:
    assert sum(s.rule == "R10" for s in statements(words)) == labels
