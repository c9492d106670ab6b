"""What a footnote shows of a passage: exact words, never the whole of a long text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.reports.invented import document_of, text_of

from firsthand.reports.cite import AROUND, SHOWN, Footnotes


@given(st.text(alphabet="abc \n\u0643é😀", min_size=1, max_size=3000), st.data())
def test_pieces_are_exact_in_order_and_mark_just_the_quoted_words(words: str, data: st.DataObject) -> None:
    text = text_of(words)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    notes = Footnotes((document_of("a.txt", text),), (text,))
    passage = notes.passages[notes.span(text.document, start, end) - 1]
    assert all(words[p.start : p.start + len(p.text)] == p.text for p in passage.pieces)
    assert [p.start for p in passage.pieces] == sorted({p.start for p in passage.pieces})
    marked = [p for p in passage.pieces if p.role == "quoted"]
    assert marked[0].start == start
    assert marked[-1].start + len(marked[-1].text) == end
    assert sum(len(p.text) for p in passage.pieces) <= SHOWN + 2 * AROUND + 2


def test_a_paragraph_of_ten_million_characters_is_cut() -> None:
    text = text_of("x" * 5_000_000 + " here " + "y" * 5_000_000)
    notes = Footnotes((), (text,))
    passage = notes.passages[notes.span(text.document, 5_000_001, 5_000_005) - 1]
    assert (passage.cut_before, passage.cut_after) == (True, True)
    assert sum(len(p.text) for p in passage.pieces) < 3 * AROUND


def test_the_same_place_keeps_its_number() -> None:
    text = text_of("one two")
    notes = Footnotes((), (text,))
    assert [notes.span(text.document, 0, 3), notes.span(text.document, 4, 7), notes.span(text.document, 0, 3)] == [
        1,
        2,
        1,
    ]


def test_a_document_without_text_still_has_its_note() -> None:
    notes = Footnotes((), ())
    assert notes.passages[notes.whole("ab" * 32) - 1].pieces == ()
