"""Old binary formats, made by hand: DOC, PPT, MSG, and storages taken out of compound files."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import olefile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.documents.readers import message
from firsthand.documents.readers.ole import _compound, _Node, storage
from firsthand.documents.record import Reading

Read = Callable[..., Reading]


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file; a slash in a name opens a storage."""
    root = _Node("Root Entry")
    for path, data in streams.items():
        node = root
        *folders, name = path.split("/")
        for folder in folders:
            child = next((c for c in node.children if c.name == folder), None)
            if child is None:
                child = _Node(folder)
                node.children.append(child)
            node = child
        node.children.append(_Node(name, data))
    return _compound(root)


def doc(words: str, notes: str = "") -> bytes:
    """A Word 97 document: a header, the text in UTF-16 behind it, one piece in the table."""
    whole = words + notes
    main = bytearray(0x800) + whole.encode("utf-16-le")
    struct.pack_into("<H", main, 0, 0xA5EC)
    struct.pack_into("<H", main, 0x0A, 0x200)
    struct.pack_into("<II", main, 0x4C, len(words), len(notes))
    pieces = struct.pack("<II", 0, len(whole)) + struct.pack("<HIH", 0, 0x800, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x1A2, 0, len(table))
    return compound({"WordDocument": bytes(main), "1Table": table})


def shown(reading: Reading) -> list[tuple[str, str]]:
    assert reading.text, reading.flaws
    return [(p.kind, reading.text.text[p.start : p.end]) for p in reading.text.passages]


def test_a_doc_with_a_table_a_field_and_a_note(reading: Read) -> None:
    words = (
        "The report was signed in Osk.\rName\x07Age\x07\x07Ira\x0731\x07\x07"
        'See \x13 HYPERLINK "http://a.example" \x14the page\x15 of the court.\r'
    )
    assert shown(reading("a.doc", doc(words, "Kept by the clerk.\r"))) == [
        ("paragraph", "The report was signed in Osk."),
        ("row", "Name | Age"),
        ("row", "Ira | 31"),
        ("paragraph", "See the page of the court."),
        ("note", "Kept by the clerk."),
    ]


def test_a_doc_whose_piece_table_is_broken(reading: Read) -> None:
    data = doc("The report was signed.\r").replace(b"\x02\x10\0\0\0", b"\x07\x10\0\0\0")
    assert not reading("a.doc", data).text


def record(kind: int, data: bytes, instance: int = 0, container: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | (15 if container else 0), kind, len(data)) + data


def ppt(*slides: list[tuple[int, str]]) -> bytes:
    """A presentation whose slides hold texts of these types, in their outline."""
    inner = b""
    for slide in slides:
        inner += record(0x03F3, struct.pack("<5I", 99, 0, 0, 0, 0))
        for kind, words in slide:
            inner += record(0x0F9F, struct.pack("<I", kind)) + record(0x0FA0, words.encode("utf-16-le"))
    stream = record(0x03E8, record(0x0FF0, inner, container=True), container=True)
    return compound({"PowerPoint Document": stream, "Current User": bytes(20)})


def test_a_ppt_slide_by_slide(reading: Read) -> None:
    found = reading(
        "a.ppt",
        ppt([(0, "The quarry"), (1, "They were held there until spring.")], [(1, "Nobody was tried in court.")]),
    )
    assert shown(found) == [
        ("heading", "The quarry"),
        ("paragraph", "They were held there until spring."),
        ("paragraph", "Nobody was tried in court."),
    ]
    assert found.text
    assert [p.page for p in found.text.passages] == [1, 1, 2]


def msg(under: str = "") -> dict[str, bytes]:
    head = bytes(24 if under else 32)
    when = struct.pack("<HHIQ", 0x40, 0x0039, 0, 132_500_000_000_000_000)
    words = {
        0x0037: "The list",
        0x0C1A: "Ira Oran",
        0x0C1F: "ira@a.example",
        0x0E04: "K. Oran",
        0x1000: "Here it is.\r\n> Send the list.\r\n",
    }
    return {
        f"{under}__properties_version1.0": head + when,
        **{f"{under}__substg1.0_{n:04X}001F": w.encode("utf-16-le") for n, w in words.items()},
    }


def attached(streams: dict[str, bytes]) -> dict[str, bytes]:
    under = "__attach_version1.0_#00000000/"
    inner = msg(f"{under}__substg1.0_3701000D/")
    return {**streams, f"{under}__properties_version1.0": bytes(8), **inner}


def test_a_msg(reading: Read) -> None:
    found = reading("a.msg", compound(msg()))
    kinds = shown(found)
    assert ("header", "From: Ira Oran <ira@a.example>") in kinds
    assert ("quoted", "> Send the list.") in kinds
    assert found.text
    assert str(found.text.published).startswith("2020-11-1")


def test_a_message_in_a_message_is_a_document_of_its_own(reading: Read) -> None:
    found = reading("a.msg", compound(attached(msg())))
    (part,) = found.parts
    inner = reading("inner.msg", part.data)
    assert inner.text
    assert inner.text.title == "The list"


def test_compressed_rtf_as_in_its_specification() -> None:
    """The example of MS-OXRTFCP 3.1.1."""
    data = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c09002062770 5b06c647d0a800fa0".replace(
            " ", ""
        )
    )
    assert message.unpacked(data) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize("size", [0, 63, 64, 65, 4095, 4096, 4097, 70_000, 9_000_000])
def test_a_storage_comes_out_byte_for_byte(size: int) -> None:
    data = bytes(n * 7 % 251 for n in range(min(size, 5000))) * (size // 5000 + 1)
    streams = {"a/b/one": data[:size], "a/b/two": b"two", "a/c": b"c" * 5000, "d": b"d"}
    with olefile.OleFileIO(io.BytesIO(compound(streams))) as ole:
        inner = storage(ole, ["a"])
    with olefile.OleFileIO(io.BytesIO(inner)) as ole:
        assert {"/".join(s): ole.openstream(s).read() for s in ole.listdir()} == {
            "b/one": data[:size], "b/two": b"two", "c": b"c" * 5000,
        }  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.integers(0, 10_000),
    junk=st.binary(min_size=1, max_size=8),
    which=st.sampled_from(["a.doc", "a.ppt", "a.msg"]),
)
def test_damage_never_raises(reading: Read, place: int, junk: bytes, which: str) -> None:
    made = {
        "a.doc": doc("The report was signed.\r"),
        "a.ppt": ppt([(0, "The quarry")]),
        "a.msg": compound(attached(msg())),
    }[which]
    data = bytearray(made)
    at = place % len(data)
    data[at : at + len(junk)] = junk
    reading(which, bytes(data))
