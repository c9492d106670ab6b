"""Registers and lists of victims: what the rows of a table say."""

from __future__ import annotations

import pytest

from firsthand.allegations.tabulate import Row, find
from firsthand.documents.record import Passage, Text
from firsthand.statements.parse import parse

HEAD = "No. | Name | Born | Brought in | Room | Remarks"


def rows(*lines: str, above: str = "Register of persons held: Mill Street") -> list[Row]:
    """The rows of a table of these lines under a title, found; every span checked."""
    text, passages = above + "\n\n", [Passage(0, len(above), "heading")]
    for line in lines:
        passages.append(Passage(len(text), len(text) + len(line), "row"))
        text += line + "\n"
    parsed = next(parse([Text(document="d" * 64, text=text, passages=tuple(passages), language="en")]))
    made = list(find(parsed))
    for row in made:
        for span in (
            row.statement.content,
            *(s for a in row.acts for s in (a.trigger, a.victim, a.place, a.time) if s),
        ):
            assert text[span.start : span.end] == span.text
    return made


def test_who_was_brought_in_was_held() -> None:
    (row,) = rows(HEAD, "1 | Rell, Ada | 1979 | 6 March, 03:40 | Cellar 1 | ")
    (act,) = row.acts
    assert (act.type, act.victim.text if act.victim else "", act.rule) == ("detention", "Rell, Ada", "A3 row")
    assert act.statement == row.statement.id
    assert (row.statement.mode, row.statement.rule, row.statement.stance) == ("own", "own-voice/row", "alleges")
    assert row.statement.content.text.startswith("1 | Rell, Ada")


def test_a_remark_says_that_somebody_died_and_when() -> None:
    (row,) = rows(
        HEAD, "1 | Rell, Ada | 1979 | 6 March | Cellar 1 | Deceased 7 March", above="Week of 4 March 2024: Mill Street"
    )
    died = next(a for a in row.acts if a.type == "killing")
    assert (died.trigger.text, died.time.text if died.time else "", str(died.period)) == (
        "Deceased",
        "7 March",
        "2024-03-07",
    )


def test_the_place_of_the_title_is_marked_as_inferred() -> None:
    (row,) = rows(HEAD, "1 | Rell, Ada | 1979 | 6 March | Cellar 1 | ")
    assert [(a.place.text if a.place else "", a.inferred) for a in row.acts] == [("Mill Street", ("place",))]


@pytest.mark.parametrize("entry", ["", "-", "n/a", "unknown"])
def test_an_empty_entry_says_nothing(entry: str) -> None:
    assert rows("Name | Date of death", f"Rell, Ada | {entry}") == []


def test_a_table_of_prices_says_nothing() -> None:
    assert rows("Goods | Price | Taken", "Onions | 2 crowns | 6 March") == []


def test_a_row_without_a_name_says_nothing_of_anybody() -> None:
    assert rows(HEAD, "1 |  | 1979 | 6 March | Cellar 1 | Deceased") == []


def test_a_head_alone_is_no_table() -> None:
    assert rows(HEAD) == []


def test_a_short_row_is_read_as_far_as_it_goes() -> None:
    (row,) = rows(HEAD, "1 | Rell, Ada | 1979 | 6 March")
    assert [a.type for a in row.acts] == ["detention"]
