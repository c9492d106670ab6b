"""RTF."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.documents.record import Reading

Read = Callable[..., Reading]


def shown(reading: Reading) -> list[tuple[str, str]]:
    assert reading.text, reading.flaws
    return [(p.kind, reading.text.text[p.start : p.end]) for p in reading.text.passages]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (r"The gate was \b closed\b0 .\par", "The gate was closed."),
        (r"Caf\'e9 of Osk was shut.\par", "Café of Osk was shut."),
        (r"\u1054?\u1089?\u1082? was shut.\par", "Оск was shut."),
        (r"\uc2\u1054\'cf\'ce sk was shut.\par", "О sk was shut."),
        (r"\u55357?\u56832? was all they wrote.\par", "😀 was all they wrote."),
        (r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1\'ce\'f1\'ea\f0  was shut.\par", "Оск was shut."),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt The page}} was gone.\par", "The page was gone."),
        (r"Shut{\v hidden} at dawn.\par", "Shut at dawn."),
        (r"{\pict\bin4 }}}}}They came at dawn.\par", "They came at dawn."),
        (r"{\*\unknown secret}They came at dawn.\par", "They came at dawn."),
    ],
)
def test_words(reading: Read, body: str, words: str) -> None:
    assert [w for _, w in shown(reading("a.rtf", rf"{{\rtf1\ansi\ansicpg1252 {body}}}"))] == [words]


def test_a_table_a_note_and_a_head(reading: Read) -> None:
    data = (
        r"{\rtf1\ansi{\info{\title The list}{\author Ira Oran}}{\header Copy 3\par}The gate was closed{\footnote Seen by two.} at dawn.\par"
        r"\trowd\intbl Name\cell Age\cell\row\trowd\intbl Ira\cell 31\cell\row\pard After the table they left.\par}"
    )
    found = reading("a.rtf", data)
    assert shown(found) == [
        ("paragraph", "The gate was closed at dawn."),
        ("furniture", "Copy 3"),
        ("note", "Seen by two."),
        ("row", "Name | Age"),
        ("row", "Ira | 31"),
        ("paragraph", "After the table they left."),
    ]
    assert found.text
    assert (found.text.title, found.text.author) == ("The list", "Ira Oran")


def test_an_embedded_file_is_a_part(reading: Read) -> None:
    inner = b"name,age\n"
    native = b"\x02\x00list.csv\x00C:\\list.csv\x00\x00\x00\x03\x00" + (12).to_bytes(4, "little") + b"C:\\list.csv\x00"
    native += len(inner).to_bytes(4, "little") + inner
    head = b"\x01\x05\0\0\x02\0\0\0" + (8).to_bytes(4, "little") + b"Package\0" + bytes(8)
    data = head + len(native).to_bytes(4, "little") + native
    found = reading("a.rtf", r"{\rtf1 Here it is.\par{\object\objemb{\*\objdata " + data.hex() + "}}}")
    assert [(p.name, p.data) for p in found.parts] == [("list.csv", inner)]


def test_groups_without_end(reading: Read) -> None:
    assert shown(reading("a.rtf", r"{\rtf1 " + "{" * 100_000 + r"They came at dawn.\par"))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.text(alphabet="{}\\'*u1ab \n", max_size=60),
    word=st.sampled_from(["par", "cell", "row", "bin9", "u-1", "objdata", "fonttbl", "uc0"]),
)
def test_nothing_raises(reading: Read, data: str, word: str) -> None:
    reading("a.rtf", "{\\rtf1 A" + data + "\\" + word + " " + data)


@pytest.mark.parametrize(("mark", "told"), [("v", True), ("deleted", True), ("b", False)])
def test_hidden_and_deleted_words_are_told_of(reading: Read, mark: str, told: bool) -> None:
    found = reading("a.rtf", rf"{{\rtf1\ansi They came at dawn. {{\{mark} They left at noon.}}}}")
    assert [f.kind for f in found.flaws] == ["not-read"] * told
