"""Passages whose letters are not those that were written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.documents.garbled import misread
from firsthand.documents.record import Reading

SAID = "“It’s over”, said Zoë Brûlé in Osk — and then she was silent for the rest of the day."
RUSSIAN = "Мост в Оске был закрыт в понедельник, и никто не знал, когда его снова откроют."
JUMBLE = "ÄOHFMQJEJïBÈOOFVOjCMFTLJWFSZVOCVGCPVSHVJHOPOÊPDVLÌNJMFKPVFQSåTEFMËCSF"


def wrongly(words: str, was: str, taken: str) -> str:
    return words.encode(was).decode(taken, "replace")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (wrongly(SAID, "utf-8", "cp1252"), "read as Windows-1252"),
        (wrongly(RUSSIAN, "utf-8", "latin-1"), "read as Windows-1252"),
        (wrongly(RUSSIAN, "cp1251", "cp1252"), "another alphabet"),
        (JUMBLE, "make no words"),
    ],
)
def test_a_passage_whose_letters_are_wrong(reading: Callable[..., Reading], words: str, why: str) -> None:
    before = "The bridge at Osk was closed on Monday.\n\n"
    found = reading("a.txt", f"{before}{words}\n\nIt was opened again on Friday.\n")
    (flaw,) = (f for f in found.flaws if f.kind == "garbled")
    assert why in flaw.message
    assert flaw.start == len(before)
    assert found.text
    assert words.strip("\x80\x9d ")[:9] in found.text.text, "it is left as it is"


@pytest.mark.parametrize(
    "words",
    [
        SAID,
        RUSSIAN,
        "Où est-il né? À Évreux, où l’été a été très agréable, déjà répété.",
        "Ångström, Çeşme, Ürümqi, São Tomé, Łódź",
        "",
        "é",
        "Ã©",
    ],
)
def test_what_is_well(reading: Callable[..., Reading], words: str) -> None:
    assert not [f for f in reading("a.txt", f"{words} It is so.").flaws if f.kind == "garbled"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_what_was_misread_is_known_again(words: str) -> None:
    taken = words.encode("utf-8").decode("latin-1")
    assert misread(taken) in (taken, words)
