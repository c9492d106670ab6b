"""Boxes, comments, heads and feet of old sheets."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from firsthand.documents.readers.boxes import beside

BEGIN = struct.pack("<HHHH", 0x0809, 4, 0x0600, 5)


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def box(words: str, *pieces: bytes) -> bytes:
    return record(0x01B6, bytes(10) + struct.pack("<HH", len(words), 16) + bytes(4)) + b"".join(
        record(0x3C, p) for p in pieces
    )


def test_a_box_in_letters_of_one_byte_and_of_two() -> None:
    one, two = "Seen in May.", "Мост закрыт"
    stream = (
        BEGIN
        + box(one, b"\0" + one.encode("latin-1"), bytes(16))
        + box(two, b"\1" + two.encode("utf-16-le"), bytes(16))
    )
    assert list(beside(stream)) == [("note", one), ("note", two)]


def test_a_box_that_goes_on() -> None:
    stream = BEGIN + box("Seen in May.", b"\0Seen ", b"\1" + "in May.".encode("utf-16-le"), bytes(16))
    assert list(beside(stream)) == [("note", "Seen in May.")]


def test_heads_and_feet_are_furniture() -> None:
    head = "&LDetained&RPage &P"
    assert list(beside(BEGIN + record(0x14, struct.pack("<HB", len(head), 0) + head.encode()))) == [
        ("furniture", "Detained")
    ]


def test_nothing_of_an_encrypted_or_older_book() -> None:
    words = box("Seen", b"\0Seen")
    assert list(beside(BEGIN + record(0x2F, bytes(6)) + words)) == []
    assert list(beside(struct.pack("<HHHH", 0x0809, 4, 0x0500, 5) + words)) == []


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert all(words for _, words in beside(BEGIN + data))
