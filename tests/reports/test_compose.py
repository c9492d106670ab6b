"""Every sentence leads to its bytes; what disputes stands beside what supports."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from tests.reports.invented import contents

from firsthand.documents.record import Span
from firsthand.errors import CheckFailed
from firsthand.reports.compose import compose, summary
from firsthand.reports.record import Contents, Report, Run, Sentence


def sentences(record: object) -> Iterator[Sentence]:
    """Every Sentence that a report holds, wherever it stands."""
    if isinstance(record, Sentence):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from sentences(item)
    elif isinstance(record, msgspec.Struct):
        for field in record.__struct_fields__:
            yield from sentences(getattr(record, field))


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(contents())


def test_every_sentence_has_a_passage_that_the_report_holds(report: Report) -> None:
    numbers = {p.number for p in report.passages}
    found = list(sentences(report))
    assert len(found) > 30
    assert all(s.notes and set(s.notes) <= numbers for s in found)


def test_a_sentence_cannot_be_made_without_a_passage() -> None:
    with pytest.raises(ValueError, match="without a passage"):
        Sentence((Run("It was so."),), ())


def test_every_piece_of_every_passage_is_exact(report: Report) -> None:
    texts = {t.document: t.text for t in contents().texts}
    for p in report.passages:
        for piece in p.pieces:
            assert texts[p.document][piece.start : piece.start + len(piece.text)] == piece.text
        if not p.whole:
            marked = [piece for piece in p.pieces if piece.role == "quoted"]
            assert marked
            assert marked[0].start == p.start
            assert marked[-1].start + len(marked[-1].text) == p.end


def test_passages_are_numbered_from_one_without_gap_and_each_is_cited(report: Report) -> None:
    assert [p.number for p in report.passages] == list(range(1, len(report.passages) + 1))
    cited = {n for s in sentences(report) for n in s.notes} | {n for f in report.faults for n in f.notes}
    assert cited == {p.number for p in report.passages}


def test_denial_and_doubt_stand_beside_the_allegation_and_apart_from_one_another(report: Report) -> None:
    section = report.sections[0]
    assert [line.sentence.runs[0].text for line in section.disputes] == ["Ministry of the Interior"] * 2
    assert [line.sentence.runs[0].text for line in section.doubts] == ["Red Lantern hospital"]
    assert "Ministry of the Interior" in section.lead.text
    assert "Red Lantern hospital" in section.lead.text
    assert section.disputed_by == "Ministry of the Interior; doubted by Red Lantern hospital"


def test_statements_are_grouped_by_origin_the_counted_ones_first(report: Report) -> None:
    groups = report.sections[0].supports
    assert [(g.code, g.counted, len(g.lines)) for g in groups] == [("O1", "lo", 1), ("O2", "hi", 4)]
    assert groups[0].first_hand


def test_a_speaker_whom_nobody_could_name_is_shown_so(report: Report) -> None:
    fact = next(c for c in report.contradictions if c.kind == "counter-fact")
    assert fact.lines[0].sentence.runs[0].text == "speaker not resolved (“The ministry”)"


def test_figures_of_different_things_never_share_an_axis(report: Report) -> None:
    assert [[bar.words for bar in axis.bars] for axis in report.sections[0].axes] == [
        ["At least 40", "about fifteen"],
        ["Dozens"],
    ]


def test_levels_are_reached_in_order_and_say_what_is_missing(report: Report) -> None:
    levels = report.sections[0].levels
    assert [(level.label, level.reached) for level in levels] == [
        ("grounds to suspect", True),
        ("reasonable grounds to believe", False),
    ]


def test_the_table_at_the_end_of_a_run_says_what_the_report_says(report: Report) -> None:
    section = report.sections[0]
    row = (section.label, section.origins, section.documents, section.first_hand, section.disputed_by, section.standard)
    assert summary(contents()).allegations == (row,)


def test_what_is_counted_is_named_by_its_number(report: Report) -> None:
    told = {label: value for label, value, _ in report.counts}
    assert told["documents"] > 1
    one = msgspec.structs.replace(contents(), copies=contents().copies[:1], judgements=contents().judgements[:1])
    told = {label: value for label, value, _ in compose(one).counts}
    assert told["copy or shared passage"] == told["judgement by a person"] == 1


def test_a_decision_is_shown_with_who_when_and_why(report: Report) -> None:
    decision = report.decisions[0]
    assert (decision.decision, decision.who, decision.holds) == ("confirmed", "A. Reader", True)
    assert "Commission of Jurists" in decision.about


def bend(whole: Contents, nth: int, **fields: object) -> Contents:
    """`whole` with other fields in its nth statement."""
    bent = msgspec.structs.replace(whole.statements[nth], **fields)
    kept = (*whole.statements[:nth], bent, *whole.statements[nth + 1 :])
    return msgspec.structs.replace(whole, statements=kept)


def test_a_span_that_does_not_match_stops_the_report_and_is_named() -> None:
    whole = contents()
    content = whole.statements[0].content
    moved = bend(whole, 0, content=Span(content.start + 1, content.end + 1, content.text))
    with pytest.raises(CheckFailed) as caught:
        compose(moved)
    assert whole.statements[0].id in caught.value.what
    assert f"{content.start + 1}:{content.end + 1} of wire.txt" in caught.value.what


@pytest.mark.parametrize("end", [0, 10**9])
def test_an_extent_outside_the_text_stops_the_report(end: int) -> None:
    with pytest.raises(CheckFailed, match="outside the text"):
        compose(bend(contents(), 0, end=end))


def test_a_figure_that_does_not_match_stops_the_report() -> None:
    whole = contents()
    moved = msgspec.structs.replace(whole.figures[0], text="41")
    with pytest.raises(CheckFailed, match="41"):
        compose(msgspec.structs.replace(whole, figures=(moved, *whole.figures[1:])))


def test_a_statement_of_a_document_without_text_stops_the_report() -> None:
    whole = contents()
    with pytest.raises(CheckFailed, match="no text"):
        compose(msgspec.structs.replace(whole, texts=whole.texts[1:]))


def test_an_allegation_on_a_statement_that_is_not_held_stops_the_report() -> None:
    whole = contents()
    with pytest.raises(CheckFailed, match="does not hold"):
        compose(msgspec.structs.replace(whole, statements=whole.statements[1:]))


def test_an_allegation_that_was_not_weighed_says_so() -> None:
    report = compose(msgspec.structs.replace(contents(), assessments=()))
    assert report.sections[0].standard == "not weighed"
    assert report.sections[0].disputed_by == "Ministry of the Interior; doubted by Red Lantern hospital"
