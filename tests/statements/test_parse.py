"""Passages of any length and kind: offsets stay exact, what is found in a text depends on nothing beside it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.statements.reading import read, text

from firsthand.documents.record import Passage, Text
from firsthand.statements.extract import extract
from firsthand.statements.parse import LONGEST, SENTENCE, parse, split

PARTS = (
    "The ministry said that the mill had burned.",
    "“They came at night,” said Ana Bell, a nurse. “They took the keys.”",
    "“Nobody stopped them.”",
    "According to the report, forty people were held in the mill.",
    "The colonel denied the accusations. He declined to comment on the keys.",
    "Prisoner B described the last day:",
    "“We were counted twice.”",
    "There are two mills in the valley.",
)


@given(st.text(alphabet="a. \n“”x…", min_size=1, max_size=200), st.integers(0, 5))
def test_stretches_cover_a_passage_without_gap_or_overlap(words: str, start: int) -> None:
    words = words * 900
    parts = list(split(words, Passage(min(start, len(words)), len(words), "paragraph", 2)))
    assert parts[0].start == min(start, len(words))
    assert parts[-1].end == len(words)
    assert all(a.end == b.start for a, b in pairwise(parts))
    assert all(p.end - p.start <= LONGEST and p.page == 2 for p in parts)


def test_what_is_too_long_for_a_sentence_is_cut_and_sentences_are_not() -> None:
    words = "He fled. " + "on 12 March " * (SENTENCE // 5) + ". She stayed."
    parts = [words[p.start : p.end] for p in split(words, Passage(0, len(words), "paragraph"))]
    assert len(parts) == 3
    assert max(map(len, parts)) <= SENTENCE + len("He fled. ")
    assert parts[0].startswith("He fled. on 12 March ")
    assert parts[0].endswith(" ")
    assert parts[-1].endswith(". She stayed.")


def test_a_passage_longer_than_the_parser_takes_is_read_in_stretches() -> None:
    sentence = "The ministry said that the mill had burned. "
    filler = "Grain was dear. " * (LONGEST // 32)
    words = (sentence * 8 + filler) * 3
    found = read(words).statements
    assert len(found) == 24
    assert all(words[s.start : s.end] == "The ministry said that the mill had burned" for s in found)
    assert read(words).flaws == ()


def test_a_stretch_without_sentences_is_said_to_be_unread() -> None:
    words = "The ministry said that the mill had burned.\n\n" + "mill " * 700 + "\n\nThe report says that he fled."
    found = read(words)
    assert len(found.statements) == 2
    (unread,) = found.flaws
    assert (unread.kind, unread.stage) == ("no-sentences", "extract")
    assert unread.start is not None
    assert unread.end is not None
    assert words[unread.start : unread.end].startswith("mill mill")


def test_a_stretch_without_blanks_is_said_to_be_unread() -> None:
    words = "The ministry said that the mill had burned. " + "“”" * 400 + " The report says that he fled."
    found = read(words)
    assert len(found.statements) == 2
    (unread,) = found.flaws
    assert unread.kind == "no-blanks"
    assert words[unread.start : unread.end] == "“”" * 400


ODD = [
    "😀 said 👩‍👩‍👧 “🎉🎉🎉” 🇻🇦 😀" * 40,
    "“" * 3000,
    "\"'" * 3000,
    "'a " * 2000,
    "‘“«»”’" * 500,
    "said " * 1500,
    "“said” " * 800,
    ": " * 2000,
    "\u202e\u200f\u0301" * 500,
    "a" * 120_000,
    "(((" * 1000,
]


@pytest.mark.parametrize("words", ODD, ids=[f"{w[:6]!a}x{len(w)}" for w in ODD])
def test_odd_text_is_survived(words: str) -> None:
    for s in read(words).statements:
        assert words[s.start : s.end]
        assert all(words[p.start : p.end] == p.text for p in (*s.parts, s.content, s.speaker, s.cue) if p is not None)


def _named(name: str, parts: tuple[str, ...]) -> Text:
    made = text("\n\n".join(parts))
    return Text(document=name, text=made.text, passages=made.passages, language="en")


@settings(max_examples=12, deadline=None)
@given(st.permutations([PARTS[:3], PARTS[3:5], PARTS[5:], PARTS]), st.integers(1, 4))
def test_what_is_found_depends_neither_on_order_nor_on_what_is_beside(order: list[tuple[str, ...]], size: int) -> None:
    texts = [_named(p[0][:9], p) for p in order]
    together = {p.text.document + str(len(p.text.text)): extract(p) for p in parse(texts)}
    apart = {}
    for i in range(0, len(texts), size):
        for p in parse(texts[i : i + size]):
            apart[p.text.document + str(len(p.text.text))] = extract(p)
    assert together == apart


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5), st.sampled_from(PARTS))
def test_a_paragraph_at_the_end_changes_no_statement_before_it(parts: list[str], more: str) -> None:
    before = read("\n\n".join(parts)).statements
    after = read("\n\n".join([*parts, more])).statements
    assert after[: len(before)] == before
    assert all(s.end > len("\n\n".join(parts)) for s in after[len(before) :])
