"""Quotation marks of all kinds, closed and not."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English

from firsthand.statements.quotes import quotations

NLP = English()


def found(words: str) -> list[str]:
    doc = NLP(words)
    return [doc[q.first : q.last + 1].text for q in quotations(doc)]


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("He said “we left” and “never returned”.", ["“we left”", "“never returned”"]),
        ('He said "we left" and went.', ['"we left"']),
        ("He said ''we left'' and went.", ["''we left''"]),
        ("He said «we left» and went.", ["«we left»"]),
        ("The prisoners' wives said it wasn't true.", []),
        ("He said: ‘We left the town.’ Then he wept.", ["‘We left the town.’"]),
        ("“He told me ‘run’ and I ran,” she said.", ["“He told me ‘run’ and I ran,”"]),
        ("“We left the town and", ["“We left the town and"]),
        ("In the '90s it wasn't so.", []),
        ("”", []),
        ("““““", []),
    ],
)
def test_marks(words: str, quotes: list[str]) -> None:
    assert found(words) == quotes


def test_an_unclosed_quotation_says_so() -> None:
    (q,) = quotations(NLP("“We left the town"))
    assert not q.closed


@given(st.text(alphabet="ab “”\"'’‘«».\n🙂", max_size=60))
def test_any_text_is_survived_and_quotations_do_not_overlap(words: str) -> None:
    made = quotations(NLP(words))
    assert all(a.last < b.first for a, b in itertools.pairwise(made))
    assert all(q.first <= q.last and q.words > 0 for q in made)


def test_one_apostrophe_does_not_close_two() -> None:
    assert found("He added: ''They say, 'Hey, we know it.'.'' She left.") == ["''They say, 'Hey, we know it.'.''"]


@pytest.mark.parametrize("words", ["'Go", "“Go", "no ’ell 'n", '"', "‘no’ «"])
def test_twice_as_many_marks_take_about_twice_the_work(
    words: str, steps: Callable[[Callable[[], object]], int]
) -> None:
    short, long = (NLP(f"{words} " * n) for n in (200, 400))
    assert steps(lambda: quotations(long)) < 2.2 * steps(lambda: quotations(short))


def test_the_sentences_of_a_passage_share_what_was_found_in_it() -> None:
    doc = NLP("“We saw it,” she said.")
    assert quotations(doc) is quotations(doc)
