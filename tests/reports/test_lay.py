"""Paper: nothing of the report is lost on the way, and every note is there."""

from __future__ import annotations

from tests.reports.invented import contents

from firsthand.reports.compose import compose
from firsthand.reports.lay import Grid, Heading, Notes, Para, Picture, lay


def paragraphs(blocks: list[object]) -> list[Para]:
    out: list[Para] = []
    for block in blocks:
        if isinstance(block, Para):
            out.append(block)
        elif isinstance(block, Grid):
            out += [cell for row in block.rows for cell in row]
    return out


def test_every_allegation_contradiction_document_and_passage_is_set_out() -> None:
    report = compose(contents())
    blocks = list(lay(report))
    held = paragraphs(list(blocks))
    headings = [b.text.lower() for b in blocks if isinstance(b, Heading)]
    words = "\n".join(p.text for p in held)
    assert [s.label.lower() for s in report.sections if s.label.lower() not in headings] == []
    assert [c.sentence.text for c in report.contradictions if c.sentence.text not in words] == []
    assert [d.document for d in report.sources if d.document not in words] == []
    assert len([p for p in held if p.style == "passage"]) == len(report.passages)
    assert [f.message for f in report.faults if f.message not in words] == []
    assert [d.about for d in report.decisions if d.about not in words] == []


def test_a_statement_keeps_its_passages() -> None:
    report = compose(contents())
    noted = {(p.text, p.notes) for p in paragraphs(list(lay(report)))}
    for section in report.sections:
        for line in (line for group in section.supports for line in group.lines):
            assert any(text.startswith(line.sentence.text) and notes == line.sentence.notes for text, notes in noted)


def test_headings_leave_no_level_out() -> None:
    level = 0
    for block in lay(compose(contents())):
        if isinstance(block, Heading):
            assert 1 <= block.level <= level + 1
            level = block.level


def test_a_table_is_as_wide_in_every_row() -> None:
    for block in lay(compose(contents())):
        if isinstance(block, Grid):
            assert {len(row) for row in block.rows} <= {len(block.head)} == {len(block.widths)}


def test_a_drawing_stands_beside_words_that_say_the_same() -> None:
    blocks = list(lay(compose(contents())))
    drawn = [i for i, b in enumerate(blocks) if isinstance(b, Picture)]
    assert drawn
    assert all(isinstance(blocks[i + 1], Grid | Para) for i in drawn)


def test_a_note_quotes_the_first_time_and_then_names_the_passage() -> None:
    report = compose(contents())
    notes = Notes(report)
    cited = next(p for p in report.passages if not p.whole)
    first = "".join(run.text for run in notes.note([cited.number]))
    again = "".join(run.text for run in notes.note([cited.number]))
    quoted = " ".join(next(piece.text for piece in cited.pieces if piece.role == "quoted").split())
    assert quoted[:100] in first
    assert cited.document[:12] in first
    assert str(cited.start) in first
    assert again == f"Passage {cited.number}."
