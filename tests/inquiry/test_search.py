"""Search: words, phrases, beginnings, near spellings; nothing that is typed is syntax, and hits are shown in their context."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.inquiry.search import Found, Query, around, fold, parsed, search

TEXTS = {
    "a.txt": "Teacher Mara Vell said that officers beat Ion Sarka in Osk in March 2031. The Café Dürr was closed.\n",
    "b.txt": "The ministry denied that anyone was beaten in Osk. Officers of the guard were elsewhere.\n",
    "c.txt": "東京都の会議で発表された。\n",
}


@pytest.fixture(scope="module")
def inquiry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inquiry]:
    folder = tmp_path_factory.mktemp("search")
    (folder / "in").mkdir()
    for name, text in TEXTS.items():
        (folder / "in" / name).write_text(text, "utf-8")
    with open_inquiry(folder / "q", create=True, flags={"workers": 1}) as made:
        made.assess([folder / "in"])
        made.index()
        yield made


def ask(inquiry: Inquiry, words: str, **more: object) -> Found:
    return inquiry.ask(search, Query(words=words, **more))  # type: ignore[arg-type]


def names(found: Found, noun: str = "text") -> set[str]:
    return {h.name for h in found.hits if h.noun == noun}


def test_words_phrases_beginnings_and_accents(inquiry: Inquiry) -> None:
    assert names(ask(inquiry, "officers osk")) == {"a.txt", "b.txt"}
    assert names(ask(inquiry, '"officers beat"')) == {"a.txt"}
    assert names(ask(inquiry, "beat*")) == {"a.txt", "b.txt"}
    assert names(ask(inquiry, "beat")) == {"a.txt"}
    assert names(ask(inquiry, "cafe durr")) == {"a.txt"}
    assert names(ask(inquiry, "京都")) == {"c.txt"}
    assert ask(inquiry, "officers nowhere").total == 0


def test_near_spellings(inquiry: Inquiry) -> None:
    assert ask(inquiry, "ofifcers").total == 0
    found = ask(inquiry, "ofifcers", fuzzy=True)
    assert "officers" in found.spelled[0]
    assert names(found) == {"a.txt", "b.txt"}


def test_filters_and_counts(inquiry: Inquiry) -> None:
    found = ask(inquiry, "osk")
    assert dict(found.nouns)["text"] == 2
    assert sum(n for _, n in found.nouns) == found.total
    assert {h.noun for h in ask(inquiry, "osk", noun="statement").hits} == {"statement"}
    assert names(ask(inquiry, "osk", stance="denies"), "statement") == {"b.txt"}
    assert ask(inquiry, "osk", language="fr").total == 0


def test_a_hit_shows_its_words_where_they_stand(inquiry: Inquiry) -> None:
    hit = next(h for h in ask(inquiry, "sarka", noun="text").hits)
    assert [p.text for p in hit.pieces if p.hit] == ["Sarka"]
    text = inquiry.text(hit.document).text
    assert "".join(p.text for p in hit.pieces).removesuffix(" …") in " ".join(text.split())
    assert text[hit.start : hit.end].strip()


@given(st.text(max_size=40))
def test_nothing_that_is_typed_is_syntax(inquiry: Inquiry, words: str) -> None:
    ask(inquiry, words)
    ask(inquiry, words, fuzzy=True)
    ask(inquiry, f'"{words} OR NEAR( * ^ {{}} -')


@given(st.text(max_size=80), st.text(max_size=10))
def test_folding_and_context_keep_places(text: str, term: str) -> None:
    assert len(fold(text)) == len(text)
    for found in [around(text, [[t]]) for t in parsed(term)]:
        assert all(p.text for p in found)
