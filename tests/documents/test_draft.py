from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.documents.draft import Draft, fit
from firsthand.documents.record import Passage
from firsthand.documents.split import split


def test_passages_stand_where_they_were_put() -> None:
    draft = Draft()
    assert draft.add("", "heading") == 0
    draft.add(" The camps ", "heading", page=1)
    start = draft.write("One line.\nAnother line.", page=2)
    draft.add("a | b", "row", page=2)
    draft.add("c | d", "row", page=2, gap="\n")
    text = draft.text()
    assert text == "The camps\n\nOne line.\nAnother line.\n\na | b\nc | d"
    assert text[start:].startswith("One line.")
    assert [(p.kind, text[p.start : p.end], p.page) for p in draft.passages()] == [
        ("heading", "The camps", 1),
        ("paragraph", "One line.", 2),
        ("paragraph", "Another line.", 2),
        ("row", "a | b", 2),
        ("row", "c | d", 2),
    ]
    assert len(draft) == len(text)


def test_a_marked_heading_stays_one_whatever_follows() -> None:
    draft = Draft()
    for words in ("A", "B", "C", "D", "E"):
        draft.add(words, "heading")
    assert {p.kind for p in draft.passages()} == {"heading"}


def test_a_whole_text_is_included_unchanged() -> None:
    draft = Draft()
    draft.add("Subject: x", "header")
    words = "  One. \r\n\r\n Two.\n"
    draft.include(words, split(words))
    assert draft.text() == "Subject: x\n\n" + words
    assert [draft.text()[p.start : p.end] for p in draft.passages()] == ["Subject: x", "One.", "Two."]


def test_what_is_no_character_goes() -> None:
    assert fit("a\x00b\x1fc\ud800d\ufffe e\tf\n") == "abc\ufffdd\ufffd e\tf\n"


@given(st.lists(st.tuples(st.text(max_size=40), st.sampled_from(["paragraph", "row", None]))))
def test_the_laws_of_passages_hold(parts: list[tuple[str, str | None]]) -> None:
    draft = Draft()
    for words, kind in parts:
        if kind is None:
            draft.write(words)
        else:
            draft.add(words, "row" if kind == "row" else "paragraph")
    text, end = draft.text(), 0
    for p in draft.passages():
        assert isinstance(p, Passage)
        assert end <= p.start < p.end <= len(text)
        assert text[p.start : p.end].strip() == text[p.start : p.end]
        end = p.end
