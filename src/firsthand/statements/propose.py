"""Propose statements by a model that was trained locally. Every one of them says that it is statistical and no rule."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from spacy.tokens import Token

from firsthand.statements import choices, features, spans
from firsthand.statements.candidate import Candidate, Passage
from firsthand.statements.cues import Cue
from firsthand.statements.model import Model, softmax
from firsthand.statements.reader import Reading
from firsthand.statements.rules import LONG
from firsthand.statements.spans import Range

RULE = "statistical"

OTHERWISE = 0.7
"""Where a rule has read a word the model's reading takes its place only from this probability on (lower gains 0.3 points of exact F1)."""

LOOKED = 0.05
"""The reader looks at words that are a cue with this probability by the log-linear model, and at all that a rule has read."""

BY_READER, BY_FEATURES = 0.7, 0.5
"""How much the log odds of a cue by the reader and by the log-linear model count."""
SAME, UNPARSED = 1.0, -5.0
"""What speaks for the content that a rule read, and the logarithm of the probability of a content that the parse does not offer."""
LIKELY, SURE = 0.3, 0.5
"""With a reader a rule's statement may be read otherwise where a cue is so probable, and one that no rule found is proposed where that
times the content is …"""
OTHERWISE_READ = 0.5
"""… and a rule's reading is replaced where the content is so probable. All chosen on 40 of PolNeAR's training articles that were not trained on."""

_UNKNOWN = Cue("unknown", "", "other")
"""A cue that the lexicon does not know: nothing is presumed of what its speaker does with the content."""


def propose(found: Sequence[Candidate], p: Passage, model: Model) -> list[Candidate]:
    """What the rules found, and what the model proposes: statements that no rule found, and other readings of those that one did."""
    by_verb: dict[int, list[Candidate]] = defaultdict(list)
    for c in found:
        by_verb[c.verb].append(c)
    out = list(found)
    for t, made in _proposals(found, p, model, by_verb):
        if made is None or any(c.parts == made.parts and c.source == made.source for c in by_verb.get(t.i, [])):
            continue
        out = [*(c for c in out if c.verb != t.i), made]
    return sorted(out, key=lambda c: c.verb)


def _proposals(
    found: Sequence[Candidate], p: Passage, model: Model, by_verb: Mapping[int, list[Candidate]]
) -> Iterator[tuple[Token, Candidate | None]]:
    """Each word that is asked of, with what the model makes of it."""
    asked = [
        (t, model.chance("cue", features.places(features.cue(t, p, found))))
        for t in words(p, model.lemmas, by_verb, verbs=model.reader is not None)
    ]
    if model.reader is None:
        for t, chance in asked:
            yield t, _read(t, p, model, by_verb.get(t.i, []), chance) if chance >= model.likely else None
        return
    read = model.reader.read(p, found, [t for t, chance in asked if chance >= LOOKED or t.i in by_verb])
    chances = {t.i: chance for t, chance in asked}
    for i, reading in read.items():
        yield p.doc[i], _reread(p.doc[i], p, model, by_verb.get(i, []), (chances[i], reading))


def words(
    p: Passage, lemmas: frozenset[str], ruled: Mapping[int, list[Candidate]], *, verbs: bool = False
) -> Iterator[Token]:
    """The words that could be a cue: those that were one in the texts of the model, and those that are one by a rule.

    A reader is asked of all other `verbs` too: it may know what a word means that never was a cue in the texts.
    """
    for sent in p.doc.sents:
        if len(sent) <= LONG:
            for t in sent:
                if t.lemma_.lower() in lemmas or t.i in ruled or (verbs and t.pos_ == "VERB"):
                    yield t


def _read(t: Token, p: Passage, model: Model, ruled: Sequence[Candidate], chance: float) -> Candidate | None:
    rule = ruled[0] if ruled else None
    ranges = choices.cues(t)
    plain = rule.cue if rule is not None else None
    k, _ = model.choose("extent", [features.places(features.extent(t, r, ranges[0], plain)) for r in ranges])
    cue = ranges[k]
    named = choices.sources(t)
    k, known = model.choose("source", [features.places(features.source(t, r, n, p, rule)) for r, n in named])
    source, _ = named[k]
    said = choices.contents(t, cue, source, p, ruled)
    if not said:
        return None
    k, right = model.choose("content", [features.places(features.content(t, c, cue, source, p, rule)) for c in said])
    if chance * right < model.sure or (rule is not None and right < OTHERWISE):
        return None
    reasons = [
        f"statistical, no rule: probability {chance:.2f} of a statement here, {right:.2f} of this content",
        f"speaker: probability {known:.2f}" if source is not None else f"no speaker is named: probability {known:.2f}",
    ]
    return _made(t, p, rule, (cue, source, said[k].parts, said[k].head), reasons)


def _reread(
    t: Token, p: Passage, model: Model, ruled: Sequence[Candidate], read: tuple[float, Reading]
) -> Candidate | None:
    """The statement at the word by what the reader and the log-linear model say together, where they are sure enough."""
    plain, r = read
    rule = ruled[0] if ruled else None
    cue = r.cue or spans.cue(t)
    chance = float(1 / (1 + np.exp(-np.clip(BY_READER * r.yes + BY_FEATURES * _odds(plain), -30, 30))))
    if chance < (LIKELY if rule is not None else SURE):
        return None
    picked = _content(t, p, model, ruled, (cue, r))
    if picked is None:
        return None
    said, right = picked
    if (rule is None and chance * right < SURE) or (rule is not None and right < OTHERWISE_READ):
        return None
    reason = f"statistical, no rule: probability {chance:.2f} of a statement here, {right:.2f} of this content"
    return _made(t, p, rule, (cue, r.source, said.parts, said.head), [reason])


def _content(
    t: Token, p: Passage, model: Model, ruled: Sequence[Candidate], read: tuple[Range, Reading]
) -> tuple[choices.Choice, float] | None:
    """What is said, of the parse's choices and the reader's own, and its probability among them."""
    cue, r = read
    rule = ruled[0] if ruled else None
    said = choices.contents(t, cue, r.source, p, ruled)
    at = [features.places(features.content(t, c, cue, r.source, p, rule)) for c in said]
    logs = np.log(model.shares("content", at) + 1e-9).tolist() if said else []
    if r.parts and r.parts not in [c.parts for c in said]:
        said.append(choices.Choice(r.parts, p.doc[r.parts[0][0] : r.parts[0][1] + 1].root.i, "reader"))
        logs.append(UNPARSED)
    if not said or model.reader is None:
        return None
    own = tuple(spans.merged(rule.parts)) if rule is not None else None
    weights = [model.reader.weight(r, c.parts) + x + SAME * (c.parts == own) for c, x in zip(said, logs, strict=True)]
    shares = softmax(np.array(weights, np.float32))
    best = int(shares.argmax())
    return said[best], float(shares[best])


def _odds(chance: float) -> float:
    held = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(held / (1 - held))


Parts = tuple[Range, Range | None, tuple[Range, ...], int]


def _made(t: Token, p: Passage, rule: Candidate | None, parts: Parts, reasons: Sequence[str]) -> Candidate:
    """A candidate of cue, speaker, content and its head; what its cue does with the content is the rule's word, or the lexicon's."""
    cue, source, said, head = parts
    lemma = t.lemma_.lower()
    frames = p.cues.verbs.get(lemma) or p.cues.nouns.get(lemma) or p.cues.adjectives.get(lemma) or {}
    kind = rule.kind if rule is not None else next(iter(frames.values()), _UNKNOWN)
    frame = rule.frame if rule is not None else "that"
    seen = (*reasons, *([f"rule {rule.rule} reads it otherwise"] if rule is not None else []))
    return Candidate(RULE, t.i, lemma, cue, source, said, kind, frame, head, seen)
