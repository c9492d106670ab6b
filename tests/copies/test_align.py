"""Stretches of words that two texts share."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from firsthand.copies.align import SHORTEST, align, alike, star
from firsthand.copies.fingerprints import Fingerprints, fingerprint
from firsthand.documents.record import Text

POOL = [f"w{chr(97 + i // 20)}{chr(97 + i % 20)}" for i in range(120)]
WORDS = st.lists(st.sampled_from(POOL), max_size=50)


def prints(of: str, document: str) -> Fingerprints:
    return fingerprint(Text(document=document, text=of, passages=()))


@given(WORDS, WORDS, WORDS, st.permutations(range(14)))
def test_stretches_are_apart_minimal_and_the_same_from_both_sides(
    a: list[str], b: list[str], c: list[str], order: list[int]
) -> None:
    shared = [f"shared{chr(97 + n)}{chr(110 + n % 5)}" for n in order]
    x, y = prints(" ".join([*a, *shared, *b]), "a"), prints(" ".join([*c, *shared]), "b")
    found = align(x, y)
    assert {(s.b_start, s.b_end, s.a_start, s.a_end) for s in found} == {
        (s.a_start, s.a_end, s.b_start, s.b_end) for s in align(y, x)
    }
    assert any(s.a_start <= len(a) and s.a_end >= len(a) + len(shared) for s in found)
    for s in found:
        assert min(s.a_end - s.a_start, s.b_end - s.b_start) >= SHORTEST
        assert alike(x.word(s.a_start), y.word(s.b_start))
        assert alike(x.word(s.a_end - 1), y.word(s.b_end - 1))
    places = sorted((s.a_start, s.a_end) for s in found)
    assert all(e <= n for (_, e), (n, _) in pairwise(places))
    places = sorted((s.b_start, s.b_end) for s in found)
    assert all(e <= n for (_, e), (n, _) in pairwise(places))


def test_misread_split_and_changed_words_do_not_break_a_stretch() -> None:
    clean = (
        "The guards took eleven prisoners from the northern barracks to the quarry before dawn on Sunday and shot them"
    )
    misread = (
        "The guards t0ok 11 prisoners from thenorthern barraoks to the quarry bef ore dawn on Sunday and shot thern"
    )
    (found,) = align(prints(clean, "a"), prints(misread, "b"))
    assert (found.a_start, found.b_start) == (0, 0)
    assert found.a_end >= 18


def test_numbers_are_never_alike_unless_the_same() -> None:
    assert alike("barracks", "barraoks")
    assert not alike("2016", "2017")
    assert not alike("cats", "dogs")


def test_paragraphs_in_another_order_are_found_each() -> None:
    one = " ".join(f"first{chr(97 + i)}" for i in range(20))
    two = " ".join(f"second{chr(97 + i)}" for i in range(20))
    assert len(align(prints(f"{one} {two}", "a"), prints(f"{two} {one}", "b"))) == 2


@given(st.lists(WORDS, min_size=1, max_size=5), st.integers(0, 4))
def test_many_are_aligned_with_one_as_each_by_itself(texts: list[list[str]], at: int) -> None:
    """Repeats, empty texts and words that would run from one text into the next among them."""
    every = [prints(" ".join([*words, *texts[0]]), f"{n}") for n, words in enumerate(texts)]
    one = every.pop(min(at, len(texts) - 1))
    each = [align(one, other) if one.document < other.document else align(other, one) for other in every]
    assert list(star(one, every)) == each
