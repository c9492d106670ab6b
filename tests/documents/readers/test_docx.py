from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from firsthand.documents.record import Reading

Read = Callable[..., Reading]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
SENTENCE = "The commission heard from forty witnesses who had been held in the camp near Osk."


def package(body: str, parts: dict[str, str] | None = None, head: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, data in (parts or {}).items():
            z.writestr(name, data)
    return out.getvalue()


def p(words: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{mark}<w:r><w:t>{words}</w:t></w:r></w:p>"


def passages(reading: Reading) -> list[tuple[str, str]]:
    assert reading.text, reading.flaws
    return [(x.kind, reading.text.text[x.start : x.end]) for x in reading.text.passages]


def test_a_document_in_its_order(reading: Read) -> None:
    out = io.BytesIO()
    document = docx.Document()
    document.core_properties.title = "Findings on Osk"
    document.core_properties.author = "The commission"
    document.add_heading("The camps", 1)
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip([c for r in table.rows for c in r.cells], ["Month", "Deaths", "May", "3"], strict=True):
        cell.text = words
    document.add_paragraph("cells without light", style="List Bullet")
    document.add_paragraph("The ministry did not answer.")
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.save(out)
    result = reading("a.docx", out.getvalue())
    assert passages(result) == [
        ("heading", "The camps"),
        ("paragraph", SENTENCE),
        ("row", "Month | Deaths"),
        ("row", "May | 3"),
        ("paragraph", "cells without light"),
        ("paragraph", "The ministry did not answer."),
        ("furniture", "Confidential"),
    ]
    assert result.text
    assert (result.text.title, result.text.author, result.text.published) == ("Findings on Osk", "The commission", None)
    assert result.text.found["title"] == "docx title"


def test_inserted_words_are_text_and_deleted_ones_a_flaw(reading: Read) -> None:
    body = "<w:p><w:r><w:t xml:space='preserve'>He was </w:t></w:r><w:ins><w:r><w:t>not </w:t></w:r></w:ins><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:r><w:t>beaten.</w:t></w:r></w:p>"
    result = reading("a.docx", package(body))
    assert passages(result) == [("paragraph", "He was not beaten.")]
    assert "1 stretches marked as deleted" in result.flaws[0].message


def test_a_text_box_is_read_once(reading: Read) -> None:
    box = f"<w:txbxContent>{p('Words in a box.')}</w:txbxContent>"
    body = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert [w for _, w in passages(reading("a.docx", package(body)))] == [SENTENCE, "Words in a box."]


def test_footnotes_come_after_the_text(reading: Read) -> None:
    notes = f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1">{p("-")}</w:footnote><w:footnote w:id="1">{p("Letter on file.")}</w:footnote></w:footnotes>'
    assert [w for _, w in passages(reading("a.docx", package(p(SENTENCE), {"word/footnotes.xml": notes})))] == [
        SENTENCE,
        "Letter on file.",
    ]


def test_a_table_in_a_cell_comes_after_its_row(reading: Read) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('inner')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p('a')}{inner}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    assert passages(reading("a.docx", package(body))) == [("row", "a | b"), ("row", "inner")]


def test_the_strict_namespace(reading: Read) -> None:
    data = package(p(SENTENCE)).replace(b"x", b"x")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        words = old.read("word/document.xml").replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        new.writestr("word/document.xml", words)
    assert passages(reading("a.docx", out.getvalue())) == [("paragraph", SENTENCE)]


def test_a_bomb_is_not_unpacked(reading: Read) -> None:
    data = package(p("x" * 3_000_000))
    assert len(data) < 50_000
    result = reading("a.docx", data, limit=1_000_000)
    assert result.text is None
    assert "unpacks to more than the limit" in result.flaws[0].message


def test_parts_without_text_do_not_count(reading: Read) -> None:
    data = package(p(SENTENCE), {"word/media/film.bin": "x" * 3_000_000})
    assert passages(reading("a.docx", data, limit=1_000_000)) == [("paragraph", SENTENCE)]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE x ["
        + "".join(f'<!ENTITY e{i + 1} "&e{i};&e{i};&e{i};&e{i};&e{i};&e{i};&e{i};&e{i};">' for i in range(12))
        + '<!ENTITY e0 "lol"><!ENTITY e "&e12;">]>',
    ],
)
def test_no_entity_is_resolved(reading: Read, head: str) -> None:
    result = reading("a.docx", package(p(f"{SENTENCE} &e;"), head=head))
    assert result.text is None or ("root:" not in result.text.text and "lollol" not in result.text.text)


@pytest.mark.parametrize("body", ["<w:p><w:r><w:t>torn", "<w:tbl>" * 400 + "</w:tbl>" * 400, "\x00", ""])
def test_broken_parts_are_flaws(reading: Read, body: str) -> None:
    result = reading("a.docx", package(body))
    assert result.text is None
    assert result.flaws[0].kind in ("unreadable", "no-text")


def test_a_torn_archive(reading: Read) -> None:
    data = package(p(SENTENCE))
    for cut in (30, len(data) // 2, len(data) - 5):
        result = reading(f"{cut}.docx", data[:cut])
        assert result.flaws


def test_deep_tables_do_not_hang(reading: Read) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 60 + p("deep") + "</w:tc></w:tr></w:tbl>" * 60
    assert passages(reading("a.docx", package(body))) == [("row", "deep")]


def test_hidden_words_are_read_and_told_of(reading: Read) -> None:
    run = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    hidden, shown = run.format("", "He was beaten. "), run.format(" w:val='0'", "He was fed.")
    result = reading("a.docx", package(f"<w:p>{hidden}{shown}</w:p>"))
    assert passages(result) == [("paragraph", "He was beaten. He was fed.")]
    assert [(f.kind, "1 stretches" in f.message) for f in result.flaws] == [("unseen", True)]
