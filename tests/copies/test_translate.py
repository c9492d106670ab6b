"""Names and numbers, their order, and what agrees letter by letter."""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.copies.stories import STORY, misread, text

from bench import translations
from firsthand.copies.align import Stretch
from firsthand.copies.fingerprints import fingerprint
from firsthand.copies.translate import Anchors, agreement, anchors, common, names, order
from firsthand.copies.words import scan
from firsthand.documents.record import Text


def of(words: str) -> tuple[Text, list[str]]:
    t = text("a", words)
    return t, [fingerprint(t).word(i) for i in anchored(t).places]


def anchored(t: Text) -> Anchors:
    prints = fingerprint(t)
    (found,) = names(scan([t]), prints.listed)
    return anchors(found, np.zeros(len(prints), dtype=np.bool_))


def test_anchors_are_numbers_and_names_not_words_that_begin_a_sentence() -> None:
    _, found = of("Guards shot 14 men. Vorst's brother saw it. The priest told Vorst so in Osk on 3 May.")
    assert found == ["14", "vorst's", "osk", "3", "may"]


@given(st.lists(st.sampled_from("abcde"), max_size=25), st.lists(st.sampled_from("abcde"), max_size=25))
def test_the_longest_common_subsequence_is_that_of_the_textbook(a: list[str], b: list[str]) -> None:
    row = [0] * (len(b) + 1)
    for x in a:
        before = row[:]
        for j, y in enumerate(b, 1):
            row[j] = before[j - 1] + 1 if x == y else max(row[j - 1], before[j])
    assert common(a, b) == common(b, a) == row[-1]


def test_names_in_another_order_are_not_kept() -> None:
    order_ = "on Aa Bb Cc Dd Ee Ff"
    turned = "on Ff Ee Dd Cc Bb Aa"
    a, b = anchored(text("a", order_)), anchored(text("b", turned))
    assert len(order(a, a).kept) == 6
    assert order(a, a).common == 1.0
    assert len(order(a, b).kept) == 1


def test_misread_words_agree_and_exchanged_words_do_not() -> None:
    a = fingerprint(text("a", STORY))
    misread_one = fingerprint(text("b", misread(STORY, 0.03)))
    assert len(misread_one) == len(a)
    whole = [Stretch(0, len(a), 0, len(a))]
    assert agreement(a, a, whole) == 1.0
    assert agreement(a, misread_one, whole) > 0.95
    assert SequenceMatcher(None, a.words(), misread_one.words()).ratio() < 0.95


def test_planted_translations_are_found_and_unrelated_texts_are_not() -> None:
    if not translations.installed():
        pytest.skip("the translator apertium (eng-spa) is not installed")
    found = translations.measure(translations.stories()[::3])
    for way in ("one_way", "there_and_back"):
        assert found[f"{way}_found"] >= 0.85
        assert found[f"{way}_false"] <= 0.02
