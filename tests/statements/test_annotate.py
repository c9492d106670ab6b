"""The faster way through the pipeline sets what spaCy sets, word for word, whatever was read before."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from firsthand.statements import encode
from firsthand.statements.annotate import Annotator
from firsthand.statements.forms import Patterns
from firsthand.statements.parse import annotator, pipeline

SET = ["ORTH", "TAG", "DEP", "HEAD", "POS", "MORPH", "LEMMA", "SENT_START", "ENT_IOB", "ENT_TYPE"]

SENTENCES = [
    "",
    "  ",
    "x",
    "There is a mill.  There's gonna be another one, let's say, y'all.",
    "He ain't got ta go; c'mon, the men of the Vardenian Army's 3rd Brigade were doin' nothin'.",
    "Ana Bell, 43, told the Osk Herald on Monday, 12 March 2024, that some 400 of the United Nations’ 1,200 staff had left Osk for Paris.",
    "“They took the keys,” said Col. Jan Rell of the Ministry of the Interior. “We paid $3.5 million (about 4%).”",
    "THE MINISTRY SAID SO\n\n— 😀 said “🎉🎉”: http://example.org/a?b=c",
]


def said() -> list[str]:
    """Sentences of the guard set of attacks on defenders, each of which is invented."""
    data = tomllib.loads((Path(__file__).parent / "defenders.toml").read_text(encoding="utf-8"))
    return [
        v
        for table in data.values()
        if isinstance(table, list)
        for row in table
        for v in row.values()
        if isinstance(v, str)
    ]


def same(ours: Doc, theirs: Doc) -> bool:
    return np.array_equal(ours.to_array(SET), theirs.to_array(SET))


def test_each_word_is_annotated_as_by_spacy() -> None:
    texts = SENTENCES + said()
    assert len(texts) > 150
    theirs = pipeline("en").pipe(texts, batch_size=64)
    ours = [doc for n in range(0, len(texts), 64) for doc in annotator("en").annotate(texts[n : n + 64])]
    assert [t for t, a, b in zip(texts, ours, theirs, strict=True) if not same(a, b)] == []


def test_what_is_known_of_words_changes_no_annotation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "KEPT", 40)
    fresh = Annotator(pipeline("en"))
    texts = SENTENCES * 2
    theirs = annotator("en").annotate(texts)
    for _ in range(2):
        assert all(same(a, b) for a, b in zip(fresh.annotate(texts), theirs, strict=True))
    assert all(np.array_equal(a.tensor, b.tensor) for a, b in zip(fresh.annotate(texts), theirs, strict=True))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(alphabet="ab AB.,'\n“’\u200bé", max_size=30), max_size=5))
def test_any_marks_are_annotated_as_by_spacy(texts: list[str]) -> None:
    theirs = pipeline("en").pipe(texts, batch_size=max(1, len(texts)))
    assert all(same(a, b) for a, b in zip(annotator("en").annotate(texts), theirs, strict=True))


@pytest.mark.parametrize("spec", [{"SHAPE": "Xx"}, {"LOWER": {"FUZZY": "mill"}}, {"DEP": {"REGEX": "^n"}}])
def test_a_pattern_of_another_kind_is_refused(spec: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not known here"):
        Patterns([spec])
