"""HWP 5, made by hand, and HWPX."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.documents.readers.test_binary import compound, shown

from firsthand.documents.record import Reading

Read = Callable[..., Reading]


def record(kind: int, level: int, content: bytes) -> bytes:
    return (
        struct.pack("<I", kind | level << 10 | min(len(content), 0xFFF) << 20)
        + (struct.pack("<I", len(content)) if len(content) >= 0xFFF else b"")
        + content
    )


def text(level: int, words: str) -> bytes:
    return record(67, level, words.encode("utf-16-le"))


def cell(row: int, column: int, words: str) -> bytes:
    return record(72, 2, struct.pack("<IIHH", 1, 0, column, row)) + text(3, words)


def hwp(section: bytes, flags: int = 1) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(section) + packer.flush() if flags & 1 else section
    head = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, flags)
    return compound({"FileHeader": head.ljust(256, b"\0"), "BodyText/Section0": packed, "DocInfo": b"x"})


SECTION = (
    text(1, "오스크의 다리가 월요일에 폐쇄되었다.\r")
    + text(1, "\x0b" + "x" * 7 + "\r")  # a sign of eight units that stands for a table
    + record(71, 1, b"tbl ")
    + record(77, 2, bytes(18))
    + cell(0, 0, "이름\r")
    + cell(0, 1, "나이\r")
    + cell(1, 0, "이라\r")
    + cell(1, 1, "31\r")
    + text(1, "끝이다.\r")
)


@pytest.mark.parametrize("flags", [0, 1])
def test_paragraphs_and_a_table(reading: Read, flags: int) -> None:
    assert shown(reading("a.hwp", hwp(SECTION, flags))) == [
        ("paragraph", "오스크의 다리가 월요일에 폐쇄되었다."),
        ("row", "이름 | 나이"),
        ("row", "이라 | 31"),
        ("paragraph", "끝이다."),
    ]


def test_a_long_paragraph(reading: Read) -> None:
    words = "다리가 폐쇄되었다. " * 600
    found = reading("a.hwp", hwp(text(1, words + "\r"))).text
    assert found
    assert found.text == words.strip()


@pytest.mark.parametrize(("flags", "kind"), [(3, "encrypted"), (5, "encrypted")])
def test_what_is_locked(reading: Read, flags: int, kind: str) -> None:
    assert [f.kind for f in reading("a.hwp", hwp(SECTION, flags)).flaws] == [kind]


def test_an_older_one_is_named(reading: Read) -> None:
    (flaw,) = reading("a.hwp", b"HWP Document File V3.00 \x1a" + bytes(range(200))).flaws
    assert (flaw.kind, bool(flaw.cure)) == ("not-read", True)


def test_hwpx(reading: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("mimetype", "application/hwp+zip")
        z.writestr(
            "Contents/section0.xml",
            "<hs:sec xmlns:hs='s' xmlns:hp='p'><hp:p><hp:run><hp:t>다리가 </hp:t></hp:run><hp:run><hp:t>폐쇄되었다.</hp:t></hp:run></hp:p>"
            "<hp:p><hp:run><hp:tbl><hp:tr><hp:tc><hp:subList><hp:p><hp:run><hp:t>이라</hp:t></hp:run></hp:p></hp:subList></hp:tc>"
            "<hp:tc><hp:subList><hp:p><hp:run><hp:t>31</hp:t></hp:run></hp:p></hp:subList></hp:tc></hp:tr></hp:tbl></hp:run></hp:p></hs:sec>",
        )
    assert shown(reading("a.hwpx", out.getvalue())) == [("paragraph", "다리가 폐쇄되었다."), ("row", "이라 | 31")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 5000), byte=st.integers(0, 255), cut=st.integers(0, 2000))
def test_damage_never_raises(reading: Read, place: int, byte: int, cut: int) -> None:
    whole = hwp(SECTION, 0)
    data = bytearray(whole[: max(1, len(whole) - cut)])
    data[place % len(data)] = byte
    reading("a.hwp", bytes(data))


@pytest.mark.parametrize("name", ["a.7z.001", "b.zip.002", "c.part1.rar"])
def test_a_part_of_an_archive_says_so(reading: Read, name: str) -> None:
    data = b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(range(256)) if "7z" in name else bytes(range(256)) * 4
    assert [f.kind for f in reading(name, data).flaws] == ["split"]
