"""How many a text says were killed and hurt."""

from __future__ import annotations

import pytest

from firsthand.allegations.acts import find
from firsthand.allegations.tally import Tally, agree, tally
from firsthand.documents.record import Passage, Text
from firsthand.figures.extract import extract
from firsthand.statements.parse import parse


def told(words: str) -> Tally:
    text = Text(document="d" * 64, text=words, passages=(Passage(0, len(words), "paragraph"),), language="en")
    parsed = next(parse([text]))
    figures = extract(parsed, ())
    return tally(find(parsed, (), figures).acts, figures)


@pytest.mark.parametrize(
    ("words", "killed", "injured"),
    [
        ("Two farmers were killed and three others were wounded in the shooting in Osk.", 2, 3),
        ("A farmer was shot dead by a gunman in Osk.", 1, 0),
        ("A farmer was shot by a gunman in Osk. Police said that she was in a stable condition.", 0, 1),
        ("Four farmers were shot by a gunman in Osk. One farmer was killed, police said.", 1, 3),
        ("Police say that a gunman killed a woman and her son in Osk.", 2, 0),
        ("The council met in Osk.", 0, 0),
        ("Nobody was killed in the shooting, police said.", 0, 0),
    ],
)
def test_what_one_text_tells(words: str, killed: int, injured: int) -> None:
    assert told(words) == Tally(killed, injured)


def test_what_is_said_first_and_often_counts_for_more_than_what_is_said_late() -> None:
    late = "Police had few answers. " * 60
    assert told(f"Two farmers were killed in Osk. {late}In May, nine farmers were killed in Vesk.").killed == 2


def test_what_most_texts_say() -> None:
    assert agree([Tally(2, 1), Tally(2, 0), Tally(3, 1)]) == Tally(2, 1)
    assert agree([Tally(1, 0), Tally(2, 0)]) == Tally(2, 0)
    assert agree([]) == Tally(0, 0)
