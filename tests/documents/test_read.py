from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.documents import read as reading_room
from firsthand.documents.read import read
from firsthand.documents.record import Document, Passage, Reading, Text
from firsthand.flaws import Flaw

Read = Callable[..., Reading]
STORY = """Ministry Closes Camp Near Osk

By Jana Orlo

The ministry said on Monday that the camp near Osk had been closed and that its last detainees had been sent home.

Three former detainees said that they had seen buses leave at night.
"""


def kinds(flaws: tuple[Flaw, ...]) -> list[str]:
    return [f.kind for f in flaws]


def test_a_story_in_plain_text(reading: Read) -> None:
    text = reading("story.txt", STORY).text
    assert text
    assert text.text == STORY
    assert [p.kind for p in text.passages] == ["heading", "credit", "paragraph", "paragraph"]
    assert (text.title, text.found["title"], text.language) == ("Ministry Closes Camp Near Osk", "first line", "en")


def test_a_first_line_that_is_a_sentence_is_no_title(reading: Read) -> None:
    text = reading("story.txt", STORY.partition("Orlo\n\n")[2]).text
    assert text
    assert text.title == ""
    assert "title" not in text.found


def test_furniture_and_captions_may_stand_before_the_title(reading: Read) -> None:
    text = reading("story.txt", "1 hour\n\nimage source, A Caption, The gate.\n\n" + STORY).text
    assert text
    assert text.title == "Ministry Closes Camp Near Osk"


def test_an_empty_file(reading: Read) -> None:
    result = reading("empty.txt", b"")
    assert (result.text, kinds(result.flaws)) == (None, ["empty"])


def test_nothing_but_blanks(reading: Read) -> None:
    result = reading("blank.txt", b" \n\t\r\n" * 100)
    assert (result.text, kinds(result.flaws)) == (None, ["no-text"])


def test_random_bytes(reading: Read) -> None:
    result = reading("noise.txt", b"\xaa" + os.urandom(5000))
    assert (result.text, kinds(result.flaws)) == (None, ["not-read"])


def test_an_office_document_under_a_password(reading: Read) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert kinds(reading("a.docx", data).flaws) == ["encrypted"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("talk.mp3", b"ID3\x04" + bytes(300), "audio (MP3) is not read"),
        ("list.mdb", b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(300), "an Access database is not read"),
        ("thing.xyz", b"\x00\x01\x02" * 500, "this unknown format (.xyz) is not read"),
    ],
)
def test_other_formats_are_named_never_dropped(reading: Read, name: str, data: bytes, said: str) -> None:
    result = reading(name, data)
    assert kinds(result.flaws) == ["not-read"]
    assert said in result.flaws[0].message
    assert result.flaws[0].name == name


def test_too_large_is_sealed_and_said(reading: Read) -> None:
    result = reading("big.txt", STORY, limit=100)
    assert kinds(result.flaws) == ["too-large"]
    assert "sealed" in result.flaws[0].message
    assert result.flaws[0].cure


def test_a_reader_that_fails_is_a_flaw_with_the_reason(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, said in (
        (ValueError("a tag\nis missing"), "ValueError: a tag is missing"),
        (RecursionError("too deep"), "RecursionError"),
        (MemoryError(), "more memory"),
        (AssertionError(), "AssertionError"),
    ):

        def fail(_path: Path, _document: Document, _limit: int, error: BaseException = error) -> Reading:
            raise error

        monkeypatch.setitem(reading_room.READERS, "text/plain", fail)
        result = reading("story.txt", STORY)
        assert kinds(result.flaws) == ["unreadable"]
        assert said in result.flaws[0].message


def test_an_original_that_is_gone(tmp_path: Path) -> None:
    document = Document(id="0" * 64, name="a.txt", place="", size=5, media_type="text/plain", collected="")
    assert kinds(read(document, tmp_path / "gone").flaws) == ["unreadable"]


def test_reading_again_gives_the_same(reading: Read) -> None:
    assert reading("a.txt", STORY) == reading("b.txt", STORY)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Nobody told my family where I was, and nobody has told them since.", "en"),
        ("Personne n'a dit à ma famille où j'étais, et personne ne l'a fait depuis.", "fr"),
        (
            "没有人告诉我的家人我在哪里,从那以后也没有人告诉过他们这件事情。证人说,他在营地里被关押了十一个月,每天晚上都被殴打。",
            "zh",
        ),
        ("Никто не сказал моей семье, где я нахожусь, и с тех пор никто не говорил.", "ru"),
        ("Nobody.", ""),
        ("1234 5678 " * 50, ""),
    ],
)
def test_language_only_where_there_is_enough_to_tell(words: str, code: str) -> None:
    text = Text(document="d", text=words, passages=(Passage(0, len(words), "paragraph"),))
    assert reading_room.language(text) == code


def test_scripts_of_a_drawing_are_no_text(reading: Read) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>run()</script><style>p {}</style><text>The gate was shut that night, they said.</text></svg>'
    text = reading("a.svg", drawing).text
    assert text
    assert text.text == "The gate was shut that night, they said."


def test_a_flaw_does_not_tell_where_the_sealed_file_lies(reading: Read) -> None:
    found = reading("a.tiff", b"II*\0\x08\0\0\0\x01\0\0\x01\x04\0\x01\0\0\0\x10\0\0\0\x08\0\0\0")
    assert [f.kind for f in found.flaws] == ["unreadable"]
    assert "/" not in found.flaws[0].message
