"""Words with offsets, winnowing, and where words stand in quotation marks."""

from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.copies.fingerprints import GUARANTEE, fingerprint, lists, quotations
from firsthand.copies.words import words
from firsthand.documents.record import Passage, Text

WORDS = st.lists(st.sampled_from([f"w{i}" for i in range(400)]), max_size=60)


def text(of: str, document: str = "a" * 64, passages: tuple[Passage, ...] = ()) -> Text:
    return Text(document=document, text=of, passages=passages)


@given(st.text(max_size=200))
def test_every_word_stands_where_it_says(of: str) -> None:
    prints = fingerprint(text(of))
    for word, start, end in zip(prints.words(), prints.starts, prints.ends, strict=True):
        assert words(of[start:end]) == [word]


@given(WORDS, WORDS, WORDS, WORDS, st.lists(st.integers(0, 10_000), min_size=GUARANTEE, max_size=GUARANTEE))
def test_any_shared_run_of_twelve_words_shares_a_fingerprint(
    a: list[str], b: list[str], c: list[str], d: list[str], run: list[int]
) -> None:
    shared = [f"r{n}" for n in run]
    x, y = (fingerprint(text(" ".join([*before, *shared, *after]))) for before, after in ((a, b), (c, d)))
    assert set(x.prints.tolist()) & set(y.prints.tolist())


def test_about_a_third_of_the_hashes_is_kept() -> None:
    prints = fingerprint(text(" ".join(f"w{i}" for i in range(6000))))
    assert 0.31 < len(prints.marks) / 5993 < 0.36


def test_case_width_points_and_soft_hyphens_do_not_matter() -> None:
    assert words("Deten\u00adtion ＣＡＭＰ the state’s كِتَاب") == words("detention camp The State's كتاب")


def test_writing_without_blanks_is_read_letter_by_letter() -> None:
    assert words("拘留营 in Оsk 2017") == ["拘", "留", "营", "in", "оsk", "2017"]


def test_furniture_is_left_out_and_nothing_runs_across_it() -> None:
    of = "one two three\nRead more here\nfour five six"
    kinds = (Passage(0, 13, "paragraph"), Passage(14, 28, "furniture"), Passage(29, 42, "paragraph"))
    prints = fingerprint(text(of, passages=kinds))
    assert prints.words() == ["one", "two", "three", "", "four", "five", "six"]
    assert prints.starts[3] == prints.ends[3]


def test_fingerprints_pickle() -> None:
    prints = fingerprint(text("The guards beat the prisoners in the yard of the camp at Osk."))
    again = pickle.loads(pickle.dumps(prints))
    assert again.words() == prints.words()
    assert np.array_equal(again.prints, prints.prints)


def test_a_typographic_quotation_may_run_over_paragraphs_and_a_straight_one_may_not() -> None:
    of = 'He said “we came.\n\n“We saw.” Then "no\nnever" more.'
    assert [of[a:b] for a, b in quotations(of)] == ["“we came.\n\n“We saw.”"]


def test_a_mark_without_its_counterpart_opens_nothing() -> None:
    assert quotations("He said “we came" + " and went" * 1000 + "”.") == ()


def test_headlines_in_a_row_are_a_list_and_wrapped_lines_are_not() -> None:
    headlines = "0:43 Mayor opens bridge\n\n1:20 Rain until Friday\n\n2:10 Osk wins the cup\n\n"
    assert len(lists(headlines + "The court sat on Monday.")) == 1
    assert lists("The court sat on Monday and\nheard the guards who had\nbeaten Prisoners at\nthe camp.") == ()
