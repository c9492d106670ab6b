"""A reader trained on invented sentences finds what no rule knows, and says that it is statistical."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.statements.reading import read, text

from firsthand.documents.record import Text
from firsthand.errors import BadSettings, WrongUse
from firsthand.judgements import judgement, standing
from firsthand.statements import train
from firsthand.statements.extract import extract
from firsthand.statements.model import Model, digest, load, save
from firsthand.statements.parse import parse
from firsthand.statements.train import Example

WHO = ("The mayor of Osk", "Vardenia", "The union", "The old woman", "A teacher", "The council")
WHAT = ("the new bridge", "the closing of the school", "the plan for the harbour", "a tax on salt", "the dam")
OTHER = ("The mayor of Osk built {} last year.", "The union paid for {}.", "They walked to {} in the morning.")


def marked(cue: str = "grumbled about", *, whole: bool = True) -> list[tuple[Text, Example]]:
    """Texts in which "grumbled about" is marked as a cue and other sentences are not."""
    out = []
    for n, (who, what) in enumerate((w, x) for w in WHO for x in WHAT for _ in range(2)):
        words = f"{who} {cue} {what}. {OTHER[n % len(OTHER)].format(what)}"
        a = len(who)
        b = a + 1 + len(cue)
        said = train.Attribution(cue=[(a + 1, b)], content=[(b + 1, b + 1 + len(what))], source=[(0, a)])
        out.append((text(words), Example(text=words, attributions=[said], whole=whole)))
    return out[:50]


@pytest.fixture(scope="module")
def model() -> Model:
    return train.fit(marked())


NEW = "The fishermen of Lower Osk grumbled about the price of nets. The council built a new pier."


def test_what_no_rule_knows_is_proposed_and_says_that_it_is_statistical(model: Model) -> None:
    assert read(NEW).statements == ()
    parsed = next(parse([text(NEW)]))
    (s,) = extract(parsed, model).statements
    assert s.rule == "statistical"
    assert s.reasons[0].startswith("statistical, no rule: probability ")
    assert s.speaker is not None
    assert s.speaker.text == "The fishermen of Lower Osk"
    assert s.content.text == "the price of nets"
    assert s.stance == "other"
    assert NEW[s.content.start : s.content.end] == s.content.text


def test_without_a_model_nothing_statistical_is_said() -> None:
    assert all(s.rule != "statistical" for s in read("The mayor said that the bridge was shut. " + NEW).statements)


def test_what_a_rule_found_stays_where_the_model_says_the_same(model: Model) -> None:
    words = "The mayor said that the bridge was shut."
    parsed = next(parse([text(words)]))
    assert extract(parsed, model).statements == extract(parsed).statements


def test_the_same_texts_give_the_same_weights(model: Model) -> None:
    again = train.fit(marked())
    assert all(np.array_equal(model.weights[q], again.weights[q]) for q in model.weights)
    assert again.lemmas == model.lemmas


def test_a_model_is_kept_in_a_file(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "local.model"
    save(model, path)
    held = load(path)
    assert held.lemmas == model.lemmas
    assert held.made == f"{len(marked())} texts, {len(marked())} statements"
    parsed = next(parse([text(NEW)]))
    assert [s.content for s in extract(parsed, held).statements] == [
        s.content for s in extract(parsed, model).statements
    ]
    assert len(digest(path)) == 64


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_model_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong"
    path.write_bytes(content)
    with pytest.raises(BadSettings) as raised:
        load(path)
    assert "pickle" not in raised.value.what  # NumPy proposes to run what the file holds
    for none in ("absent", "/dev/zero"):  # a device never ends
        with pytest.raises(BadSettings):
            digest(tmp_path / none)


def test_marked_texts_are_read_from_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "marked.jsonl"
    row = {"text": "Vardenia grumbled.", "attributions": [{"cue": [[9, 17]], "content": [[0, 8]]}], "whole": False}
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    ((made, example),) = train.examples(path)
    assert made.text == "Vardenia grumbled."
    assert not example.whole
    assert example.attributions[0].cue == [(9, 17)]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"text": 3}',
        '{"text": "short", "attributions": [{"cue": [[2, 99]], "content": []}]}',
        '{"attributions": []}',
    ],
)
def test_a_line_in_another_format_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "marked.jsonl"
    path.write_text('{"text": "good"}\n' + line, encoding="utf-8")
    with pytest.raises(WrongUse, match="line 2"):
        train.examples(path)


def test_too_few_examples_teach_nothing() -> None:
    with pytest.raises(WrongUse, match="too few"):
        train.fit(marked()[:5])


def test_decisions_about_statements_are_examples() -> None:
    words = "The mayor said that the bridge was shut. The union claimed that it was open."
    first, second = read(words).statements
    held = standing(
        judgement(seq=n, noun="statement", about=s.id, decision=d, who="A", when="2024-01-01T00:00:00Z")
        for n, (s, d) in enumerate(((first, "confirmed"), (second, "rejected")), 1)
    )
    example = train.judged(text(words), (first, second), held)
    assert [words[a:b] for a, b in example.attributions[0].content] == ["that the bridge was shut"]
    assert [words[a:b] for a, b in example.rejected] == ["claimed"]
    assert not example.whole


def test_rejected_cues_are_not_proposed_again() -> None:
    taught = [
        (t, msgspec.structs.replace(e, attributions=[], rejected=[e.attributions[0].cue[0]], whole=False))
        for t, e in marked("groused about")
    ]
    made = train.fit([*marked(whole=False), *taught[:25]])
    parsed = next(parse([text("The fishermen groused about the price of nets.")]))
    assert extract(parsed, made).statements == ()
