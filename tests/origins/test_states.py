"""States that no gazetteer knows, learnt from the pile."""

from __future__ import annotations

import pytest

from firsthand.documents.record import Passage, Text
from firsthand.ids import digest
from firsthand.origins.states import States


def text(words: str) -> Text:
    return Text(document=digest(words.encode()), text=words, passages=(Passage(0, len(words), "paragraph"),))


@pytest.mark.parametrize(
    "words",
    [
        "The Republic of Corvania denied it. Corvania is small.",
        "The Ministry of the Interior of Corvania denied it. Corvania is small.",
        "The Minister of Justice and Prisons of Corvania denied it. Corvania is small.",
    ],
)
def test_what_has_a_ministry_or_is_called_a_republic_is_a_state(words: str) -> None:
    assert States([text(words)], []).any("Corvania") == ("state:corvania", "Corvania")


@pytest.mark.parametrize(
    "words",
    [
        "The Ministry of Roads denied it. Roads are bad.",
        "The Department of Health of Tolm denied it. Tolm is small.",
        "The Ministry of the Interior of Corvania denied it.",
    ],
)
def test_a_subject_a_town_and_what_is_named_once_are_none(words: str) -> None:
    states = States([text(words)], [])
    assert [states.any(w) for w in ("Roads", "Tolm", "Corvania")] == [None, None, None]


def test_letters_that_are_only_a_code_name_no_state() -> None:
    states = States([], [])
    assert states.any("NLD") is None
    assert states.name("PER") is None
    assert states.any("USA") == ("state:US", "United States")
