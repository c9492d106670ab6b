"""Train the statistical reader on texts in which people marked who says what. Nothing leaves the machine; no weights are shipped.

The file format is one JSON object a line: {"text": …, "attributions": [{"source": [[start, end], …], "cue": [[start, end]],
"content": [[start, end], …]}], "rejected": [[start, end], …], "whole": true}. Offsets are code points, ends exclusive. `rejected` are
cues that are none; where `whole` is false only what is marked teaches anything (the rest of the text was not judged).

Each question is a log-linear model fitted by AdaGrad (Duchi, Hazan & Singer 2011) over hashed features, in a fixed order: the same
texts give the same weights.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token

from firsthand import ids
from firsthand.documents.record import Text
from firsthand.documents.split import split
from firsthand.errors import WrongUse
from firsthand.judgements import Judgement
from firsthand.statements import choices, features, sight
from firsthand.statements.candidate import Candidate, Passage
from firsthand.statements.cues import cues
from firsthand.statements.features import SIZE, Places
from firsthand.statements.model import Model, Weights, softmax
from firsthand.statements.parse import Parsed, Piece, parse
from firsthand.statements.pieces import Vocabulary
from firsthand.statements.propose import LOOKED, words
from firsthand.statements.quotes import quotations
from firsthand.statements.reader import DEPTH, MIDDLE, PLACES, Stretch, stretches
from firsthand.statements.record import Statement
from firsthand.statements.rules import find
from firsthand.statements.spans import Range
from firsthand.statements.transformer import Weights as Tensors
from firsthand.statements.transformer import opened
from firsthand.statements.tune import Lesson, tune

ROUNDS = {"cue": 1, "extent": 2, "source": 2, "content": 3}
"""Times that the examples of each question are gone through: more made nothing better on PolNeAR's development articles."""

RATE = 0.05
SPARSE = 2
"""A lemma must have been a cue so often before its other occurrences are looked at."""
SEED = 1
LEAST = 50
"""From fewer marked statements nothing is learnt that a rule does not know better."""

KEPT = 0.2
"""Words that the log-linear model takes for a cue with this probability are gone through in every round of the reader."""
ENCODER = "name a folder with model.safetensors, vocab.txt and config.json: docs/how-to/train.md"
FORM = "the format: docs/how-to/train.md"

Told = Callable[[str], None]
Pieces = list[tuple[int, int]]


class Attribution(msgspec.Struct, frozen=True):
    """Somebody says something, as marked by a person: offsets into the text."""

    cue: Pieces
    content: Pieces
    source: Pieces = []


class Example(msgspec.Struct, frozen=True):
    """A text with what people marked in it."""

    text: str
    attributions: list[Attribution] = []
    rejected: list[tuple[int, int]] = []
    whole: bool = True


@dataclass
class Lessons:
    """What is learnt from: for each question its options as places of features, and which of them is right."""

    yes: list[tuple[Places, bool]] = field(default_factory=list)
    one: dict[str, list[tuple[list[Places], int]]] = field(default_factory=lambda: defaultdict(list))


def examples(path: Path) -> list[tuple[Text, Example]]:
    """The marked texts of a file. Raises WrongUse, naming the line, where one is not in the format."""
    found = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error}", FORM) from error
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            example = msgspec.json.decode(line, type=Example)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise WrongUse(f"{path}, line {n}: {error}", FORM) from error
        marked = [r for a in example.attributions for r in (*a.cue, *a.content, *a.source)]
        if any(not 0 <= start < end <= len(example.text) for start, end in (*marked, *example.rejected)):
            raise WrongUse(f"{path}, line {n}: an offset lies outside the text", FORM)
        name = ids.name("example", path.name, n)
        found.append((Text(document=name, text=example.text, passages=split(example.text), language="en"), example))
    return found


def judged(text: Text, statements: Iterable[Statement], decisions: Mapping[str, Judgement]) -> Example:
    """What people decided about the statements of a text: confirmed ones are examples, rejected ones their opposite."""
    yes, no = [], []
    for s in statements:
        decision = decisions[s.id].decision if s.id in decisions else ""
        if s.cue is None or decision not in ("confirmed", "rejected"):
            continue
        cue = (s.cue.start, s.cue.end)
        if decision == "rejected":
            no.append(cue)
        else:
            named = [(s.speaker.start, s.speaker.end)] if s.speaker is not None else []
            yes.append(Attribution(cue=[cue], content=[(part.start, part.end) for part in s.parts], source=named))
    return Example(text=text.text, attributions=yes, rejected=no, whole=False)


def fit(marked: Sequence[tuple[Text, Example]], encoder: Path | None = None, told: Told | None = None) -> Model:
    """A model of marked texts, with a reader on the pretrained transformer in the folder `encoder` where one is named.

    `told` is called with how far it has come. Raises WrongUse where fewer than LEAST statements are marked, or where the folder
    holds no such transformer.
    """
    known = sum(len(e.attributions) for _, e in marked)
    if known < LEAST:
        raise WrongUse(f"{known} marked statements are too few to learn from", f"mark or confirm at least {LEAST}")
    held = pretrained(encoder) if encoder is not None else None
    parsed = list(zip(parse([t for t, _ in marked]), (e for _, e in marked), strict=True))
    model = train(parsed, made=f"{len(marked)} texts, {known} statements")
    if held is not None:
        vocabulary, transformer = held
        taught = [x for p, e in parsed for piece in p.pieces for x in _taught(piece, e, model, vocabulary)]
        model.reader = tune(taught, vocabulary, transformer, told)
    return model


def pretrained(folder: Path) -> tuple[Vocabulary, tuple[Tensors, list[Tensors], int]]:
    """The word pieces of a pretrained transformer, its embeddings, layers and number of heads. Raises WrongUse where there is none."""
    try:
        words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        heads = int(json.loads((folder / "config.json").read_bytes())["num_attention_heads"])
        first, layers = opened(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongUse(f"{folder} holds no transformer of BERT's form: {error}", ENCODER) from error
    if (
        len(words) != len(first["words"])
        or len(first["places"]) < PLACES
        or len(layers) <= MIDDLE
        or not {*Vocabulary(tuple(words)).ends, "[UNK]"} <= set(words)
    ):
        raise WrongUse(
            f"{folder} holds no transformer of BERT's form, with more than {MIDDLE} layers and {PLACES} places", ENCODER
        )
    return Vocabulary(tuple(words)), (first, layers[:DEPTH], heads)


def _taught(piece: Piece, example: Example, model: Model, vocabulary: Vocabulary) -> Iterator[Lesson]:
    """What the reader learns from a passage: for each word that it will be asked of, and each that was a cue, the tags around it."""
    p = Passage(piece.doc, quotations(piece.doc), cues())
    found = find(p)
    ruled = {c.verb: [c] for c in found}
    right = {t.i: a for t, a in _marked(piece, example)}
    chances = {
        t.i: model.chance("cue", features.places(features.cue(t, p, found)))
        for t in words(p, model.lemmas, ruled, verbs=True)
    }
    wrong = {i for r in example.rejected for i in _tokens(piece, [r])}
    asked = {
        i for i, c in chances.items() if (c >= LOOKED or i in ruled) and (example.whole or i in wrong)
    } | right.keys()
    for s in stretches(piece.doc, vocabulary) if asked else ():
        own = [i for i in sorted(asked) if s.first <= i < s.end]
        if own:
            yield Lesson(
                stretch=s,
                at=np.array(own, np.int32) - s.first,
                seen=np.stack([sight.see(p.doc[i], p, found, s.first, s.end) for i in own]),
                yes=np.array([i in right for i in own]),
                tags=np.stack([_tags(piece, s, right.get(i)) for i in own]),
                kept=np.array([i in right or i in ruled or chances[i] > KEPT for i in own]),
            )


def _tags(piece: Piece, s: Stretch, a: Attribution | None) -> npt.NDArray[np.int8]:
    tags = np.zeros(s.end - s.first, np.int8)
    for tag, marked in ((3, a.content), (2, a.source), (1, a.cue)) if a is not None else ():
        for i in _tokens(piece, marked):
            if s.first <= i < s.end:
                tags[i - s.first] = tag
    return tags


def train(texts: Sequence[tuple[Parsed, Example]], made: str = "") -> Model:
    """A model of `texts`, each parsed, with what people marked in it."""
    lemmas = _lemmas(texts)
    lessons = Lessons()
    for parsed, example in texts:
        for piece in parsed.pieces:
            _learn(piece, example, lemmas, lessons)
    model = Model(lemmas=lemmas, made=made)
    model.weights["cue"] = _fit_yes(lessons.yes, ROUNDS["cue"])
    for question, groups in lessons.one.items():
        model.weights[question] = _fit_one(groups, ROUNDS[question])
    return model


def _lemmas(texts: Iterable[tuple[Parsed, Example]]) -> frozenset[str]:
    found = Counter(
        t.lemma_.lower() for parsed, example in texts for piece in parsed.pieces for t, _ in _marked(piece, example)
    )
    return frozenset(lemma for lemma, n in found.items() if n >= SPARSE)


def _marked(piece: Piece, example: Example) -> Iterator[tuple[Token, Attribution]]:
    """The cue words of the attributions in a passage."""
    for a in example.attributions:
        if a.cue and piece.passage.start <= a.cue[0][0] < piece.passage.end:
            held = _tokens(piece, a.cue)
            if held:
                yield piece.doc[min(held) : max(held) + 1].root, a


def _tokens(piece: Piece, pieces: Pieces) -> frozenset[int]:
    """The tokens of a passage that pieces of its text cover."""
    base, length = piece.passage.start, len(piece.doc.text)
    out: set[int] = set()
    for start, end in pieces:
        if start < base + length and end > base:
            held = piece.doc.char_span(max(start - base, 0), min(end - base, length), alignment_mode="expand")
            out.update(t.i for t in held or () if not t.is_space)
    return frozenset(out)


def _learn(piece: Piece, example: Example, lemmas: frozenset[str], lessons: Lessons) -> None:
    p = Passage(piece.doc, quotations(piece.doc), cues())
    found = find(p)
    ruled: dict[int, list[Candidate]] = defaultdict(list)
    for c in found:
        ruled[c.verb].append(c)
    right = {t.i: a for t, a in _marked(piece, example)}
    wrong = {i for r in example.rejected for i in _tokens(piece, [r])}
    for t in words(p, lemmas, dict(ruled)):
        if example.whole or t.i in right or t.i in wrong:
            lessons.yes.append((features.places(features.cue(t, p, found)), t.i in right))
    for i, a in right.items():
        _one(piece, p, piece.doc[i], a, ruled.get(i, []), lessons)


def _one(piece: Piece, p: Passage, t: Token, a: Attribution, ruled: Sequence[Candidate], lessons: Lessons) -> None:
    rule = ruled[0] if ruled else None
    cue, source = _hull(_tokens(piece, a.cue)), _hull(_tokens(piece, a.source))
    if cue is None:
        return
    ranges = choices.cues(t)
    plain = rule.cue if rule is not None else None
    if cue in ranges:
        at = [features.places(features.extent(t, r, ranges[0], plain)) for r in ranges]
        lessons.one["extent"].append((at, ranges.index(cue)))
    named = choices.sources(t)
    if source in [r for r, _ in named]:
        at = [features.places(features.source(t, r, n, p, rule)) for r, n in named]
        lessons.one["source"].append((at, [r for r, _ in named].index(source)))
    said = choices.contents(t, cue, source, p, ruled)
    k = _which(said, _tokens(piece, a.content), p.doc, t)
    if k is not None:
        at = [features.places(features.content(t, c, cue, source, p, rule)) for c in said]
        lessons.one["content"].append((at, k))


def _hull(tokens: frozenset[int]) -> Range | None:
    return (min(tokens), max(tokens)) if tokens else None


def _which(said: Sequence[choices.Choice], wanted: frozenset[int], doc: Doc, t: Token) -> int | None:
    """The choice that is what was marked; or all of it but quotations behind the sentence, which are joined later."""
    held = [frozenset(i for a, b in c.parts for i in range(a, b + 1) if not doc[i].is_space) for c in said]
    if wanted in held:
        return held.index(wanted)
    for k, tokens in enumerate(held):
        if tokens and tokens < wanted and all(i > max(tokens) and i >= t.sent.end - 1 for i in wanted - tokens):
            return k
    return None


def _fit_yes(examples: Sequence[tuple[Places, bool]], rounds: int) -> Weights:
    weights, past = np.zeros(SIZE, np.float32), np.full(SIZE, 1e-2, np.float32)
    order = np.random.default_rng(SEED)
    for _ in range(rounds):
        for k in order.permutation(len(examples)):
            at, right = examples[k]
            wrong = 1.0 / (1.0 + np.exp(-np.clip(weights[at].sum(), -30, 30))) - right
            past[at] += wrong * wrong
            weights[at] -= RATE * wrong / np.sqrt(past[at])
    return weights


def _fit_one(groups: Sequence[tuple[list[Places], int]], rounds: int) -> Weights:
    weights, past = np.zeros(SIZE, np.float32), np.full(SIZE, 1e-2, np.float32)
    order = np.random.default_rng(SEED)
    flat = [
        (np.concatenate(at), np.cumsum([0, *map(len, at[:-1])]), np.array([len(a) for a in at]), k) for at, k in groups
    ]
    for _ in range(rounds):
        for n in order.permutation(len(flat)):
            at, starts, sizes, k = flat[n]
            wrong = softmax(np.add.reduceat(weights[at], starts))
            wrong[k] -= 1.0
            step = np.repeat(wrong, sizes)
            met, which = np.unique(at, return_inverse=True)
            slope = np.bincount(which, weights=step).astype(np.float32)
            past[met] += slope * slope
            weights[met] -= RATE * slope / np.sqrt(past[met])
    return weights
