"""Brackets of lines that run from right to left."""

from __future__ import annotations

from firsthand.documents.readers.direction import nested, turned

DRAWN = "סעיף 15)ב()4( לחוק"
MEANT = "סעיף 15(ב)(4) לחוק"


def test_brackets_that_open_where_they_should_close_are_turned() -> None:
    assert turned([DRAWN, "(a) in Osk", "بلا أقواس"]) == {DRAWN: MEANT}


def test_what_is_meant_stays() -> None:
    assert turned([MEANT, DRAWN.replace("15", "(15", 1)]) == {}
    assert turned(["Osk (סעיף)", "(", ""]) == {}


def test_nesting() -> None:
    assert [nested(w) for w in ("", "(a)[b]", "((a)", ")a(", "a)")] == [True, True, False, False, False]
