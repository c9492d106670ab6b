"""The Word document: real footnotes, all of them; hostile words stay words."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from lxml import etree
from tests.reports.formats.test_html import hostile
from tests.reports.invented import contents

from firsthand.reports.compose import compose
from firsthand.reports.formats import docx
from firsthand.reports.lay import Grid, Para, lay

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(written: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(written)) as held:
        assert held.testzip() is None
        return etree.fromstring(held.read(name))


def test_each_call_has_its_note_and_each_note_its_call() -> None:
    report = compose(contents())
    written = docx.write(report)
    calls = [e.get(f"{W}id") for e in part(written, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = [e.get(f"{W}id") for e in part(written, "word/footnotes.xml").iter(f"{W}footnote")]
    assert calls == [n for n in notes if n not in ("-1", "0")]
    cited = 0
    for block in lay(report):
        cells = [block] if isinstance(block, Para) else []
        cells += [c for row in block.rows for c in row] if isinstance(block, Grid) else []
        cited += sum(bool(c.notes) for c in cells)
    assert len(calls) == cited > 0


def test_a_reader_of_such_files_opens_it_and_finds_the_words() -> None:
    report = compose(contents())
    read = Document(io.BytesIO(docx.write(report)))
    words = "\n".join(p.text for p in read.paragraphs)
    assert report.name in words
    assert all(s.lead.text[:80] in words for s in report.sections)
    assert len(read.tables) == sum(isinstance(b, Grid) for b in lay(report))


def test_every_style_that_is_used_is_there() -> None:
    written = docx.write(compose(contents()))
    known = {e.get(f"{W}styleId") for e in part(written, "word/styles.xml").iter(f"{W}style")}
    used = {
        e.get(f"{W}val")
        for name in ("word/document.xml", "word/footnotes.xml")
        for kind in ("pStyle", "rStyle")
        for e in part(written, name).iter(f"{W}{kind}")
    }
    assert used <= known


def test_hostile_words_are_shown_as_words() -> None:
    written = docx.write(compose(hostile()))
    words = "".join(part(written, "word/document.xml").itertext())
    assert "<script>alert(1)</script>" in words
    assert "\u202e" not in words
    assert "⟨U+202E⟩" in words
