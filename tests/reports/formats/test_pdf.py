"""The PDF: notes under the page, hostile words as words, no empty boxes."""

from __future__ import annotations

import msgspec
import pypdfium2
import pytest
from tests.reports.formats.test_html import hostile
from tests.reports.invented import contents

from firsthand.errors import ReportFailed
from firsthand.reports.compose import compose
from firsthand.reports.formats import pdf
from firsthand.reports.record import Report


def words_of(written: bytes) -> str:
    read = pypdfium2.PdfDocument(written)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in read).split())


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(contents())


@pytest.fixture(scope="module")
def written(report: Report) -> bytes:
    return pdf.write(report)


def test_every_passage_is_in_the_notes_and_at_the_end(report: Report, written: bytes) -> None:
    words = words_of(written)
    assert written.startswith(b"%PDF-")
    quoted = [p for p in report.passages if not p.whole]
    assert [p.number for p in quoted if f"Passage {p.number}: " not in words] == []
    assert [p.number for p in report.passages if f"{p.number} {p.name}" not in words] == []
    assert all(d.document[:12] in words for d in report.sources)


def test_the_same_report_gives_the_same_bytes(report: Report, written: bytes) -> None:
    assert pdf.write(report) == written


def test_it_is_tagged_and_has_a_title(report: Report, written: bytes) -> None:
    read = pypdfium2.PdfDocument(written)
    assert read.is_tagged()
    assert read.get_metadata_dict()["Title"] == report.name


def test_hostile_words_are_shown_as_words() -> None:
    words = words_of(pdf.write(compose(hostile())))
    assert "<script>alert(1)</script>" in words


def test_a_character_without_a_font_is_a_sign_and_never_a_box(report: Report) -> None:
    named = msgspec.structs.replace(report, name="Bullet \uf0b7 and \U000f1234")
    words = words_of(pdf.write(named))
    assert "⟨U+F0B7⟩" in words
    assert "⟨U+F1234⟩" in words


def test_where_a_whole_script_has_no_font_it_is_said(report: Report) -> None:
    named = msgspec.structs.replace(report, name="".join(chr(0xF1000 + i) for i in range(100)))
    with pytest.raises(ReportFailed, match="could not be set") as told:
        pdf.write(named)
    assert "install fonts" in told.value.cure
