"""The reader on a random transformer: it learns marked texts, reads exact spans, says that it is statistical, and is kept in a file."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from tests.statements.network import WORDS, lay
from tests.statements.reading import read, text
from tests.statements.test_train import NEW, marked

from firsthand.errors import WrongUse
from firsthand.statements import train, tune
from firsthand.statements.candidate import Passage
from firsthand.statements.cues import cues
from firsthand.statements.extract import extract
from firsthand.statements.model import Model, load, save
from firsthand.statements.parse import parse
from firsthand.statements.pieces import Vocabulary
from firsthand.statements.propose import words
from firsthand.statements.reader import best_tags, stretches


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("transformer"))


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tune, "BATCH", 150)  # few texts: smaller steps, and more of them
        patch.setattr(tune, "ROUNDS", 12)
        return train.fit(marked(), folder)


def test_what_no_rule_knows_is_proposed_and_says_that_it_is_statistical(model: Model) -> None:
    assert read(NEW).statements == ()
    (s,) = extract(next(parse([text(NEW)])), model).statements
    assert s.rule == "statistical"
    assert s.reasons[0].startswith("statistical, no rule: probability ")
    assert s.speaker is not None
    assert (s.speaker.text, s.content.text) == ("The fishermen of Lower Osk", "the price of nets")
    assert NEW[s.content.start : s.content.end] == s.content.text


def test_the_transformers_upper_layers_are_tuned_and_its_lower_ones_are_not(model: Model, folder: Path) -> None:
    assert model.reader is not None
    _, (_, layers, _) = train.pretrained(folder)
    assert all(np.array_equal(layers[0][n], w) for n, w in model.reader.layers[0].items())
    assert not np.array_equal(layers[-1]["up.w"], model.reader.layers[-1]["up.w"])


def test_a_reader_is_kept_in_the_models_file(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path / "local.model")
    held = load(tmp_path / "local.model")
    assert held.reader is not None
    assert held.reader.vocabulary.words == WORDS
    (a,), (b,) = (extract(next(parse([text(NEW)])), m).statements for m in (model, held))
    assert (a.speaker, a.content) == (b.speaker, b.content)


def test_the_same_texts_give_the_same_reader(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tune, "ROUNDS", 1)
        a, b = (train.fit(marked(), folder).reader for _ in range(2))
    assert a is not None
    assert b is not None
    assert all(np.array_equal(a.top[n], b.top[n]) for n in a.top)


def test_a_folder_without_a_transformer_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no transformer"):
        train.fit(marked(), tmp_path)
    lay(tmp_path)
    (tmp_path / "vocab.txt").write_text("[CLS]\n[SEP]\n[UNK]\n")
    with pytest.raises(WrongUse, match="no transformer"):
        train.fit(marked(), tmp_path)


@pytest.mark.parametrize(
    "words", ["", "\u200b\ufeff", "—" * 3000, "“" * 900, "😀 said " * 200, "said said said " + "and " * 900]
)
def test_odd_texts_are_survived(model: Model, words: str) -> None:
    for parsed in parse([text("The mayor grumbled about " + words + " the dam.")]):
        for s in extract(parsed, model).statements:
            assert all(parsed.text.text[x.start : x.end] == x.text for x in (s.content, *s.parts))


def test_slopes_of_tags_and_cues_are_those_of_small_steps() -> None:
    draw = np.random.default_rng(2)
    scores, sizes = draw.normal(size=(3, 5, 4)), np.array([5, 3, 1], np.int32)
    said, yes, tags = draw.normal(size=3), np.array([True, True, False]), draw.integers(0, 4, (3, 5)).astype(np.int8)
    top = {"trans": draw.normal(size=(4, 4)), "start": draw.normal(size=4)}
    sheet = tune.Sheet(np.zeros(3, np.int32), np.zeros(3, np.int32), sizes, np.zeros((3, 5, 1), np.int16))

    def loss() -> float:
        return tune.losses(scores, said, sheet, (yes, tags), top)[0] / 3

    _, slopes = tune.losses(scores, said, sheet, (yes, tags), top)
    for name, a in {"tags": scores, "yes": said, **top}.items():
        for at in np.ndindex(a.shape):
            held, found = a[at], []
            for step in (1e-2, -1e-2):
                a[at] = held + step
                found.append(loss())
            a[at] = held
            assert slopes[name][at] == pytest.approx((found[0] - found[1]) / 2e-2, rel=2e-2, abs=1e-3), (name, at)


def test_the_best_tags_are_the_best_of_all_ways_and_the_total_is_their_sum() -> None:
    draw = np.random.default_rng(4)
    scores, trans, start = draw.normal(size=(4, 4)), draw.normal(size=(4, 4)), draw.normal(size=4)
    ways = {
        w: start[w[0]] + sum(scores[i, t] for i, t in enumerate(w)) + sum(trans[a, b] for a, b in pairwise(w))
        for w in product(range(4), repeat=4)
    }
    tags, weight = best_tags(scores, trans, start)
    assert tuple(tags) == max(ways, key=lambda w: ways[w])
    assert weight == pytest.approx(max(ways.values()))
    *_, total = tune.shares_of(scores[None], np.array([4]), trans, start)
    assert total[0] == pytest.approx(np.log(np.exp(list(ways.values())).sum()), rel=1e-5)


def test_words_are_cut_into_the_longest_pieces_known() -> None:
    v = Vocabulary(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##said", "said", "##s", "cafe", ".", "'"))
    assert [v.words[n] for n in v.of("Unsaid")] == ["un", "##said"]
    assert [v.words[n] for n in v.of("Café")] == ["cafe"]
    assert [v.words[n] for n in v.of("said'.")] == ["said", "'", "."]
    assert [v.words[n] for n in v.of("xyz")] == ["[UNK]"]
    assert [v.words[n] for n in v.of(" ")] == ["[UNK]"]
    assert len(v.of("u" * 10_000)) == 1
    assert len(v.of("." * 10_000)) < 100


def test_stretches_hold_every_token_once_however_long_a_sentence_is() -> None:
    words = "The mayor said that it rained. " * 30 + "and then " * 400 + "it stopped."
    piece = next(parse([text(words)])).pieces[0]
    found = list(stretches(piece.doc, Vocabulary(WORDS)))
    assert [t for s in found for t in range(s.first, s.end)] == list(range(len(piece.doc)))
    assert all(len(s.cut.pieces) <= 512 for s in found)
    assert len(found) > 3


def test_a_reader_is_asked_of_verbs_that_never_were_a_cue() -> None:
    doc = next(parse([text("The mayor grumbled about the dam.")])).pieces[0].doc
    p = Passage(doc, (), cues())
    assert [t.text for t in words(p, frozenset(), {})] == []
    assert [t.text for t in words(p, frozenset(), {}, verbs=True)] == ["grumbled"]
