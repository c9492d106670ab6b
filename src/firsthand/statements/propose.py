"""Propose statements by a model that was trained locally. Every one of them says that it is statistical and no rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Token

from firsthand.statements import choices, features
from firsthand.statements.candidate import Candidate, Passage
from firsthand.statements.cues import Cue
from firsthand.statements.model import Model
from firsthand.statements.rules import LONG

RULE = "statistical"

OTHERWISE = 0.7
"""Where a rule has read a word the model's reading takes its place only from this probability on (lower gains 0.3 points of exact F1)."""

_UNKNOWN = Cue("unknown", "", "other")
"""A cue that the lexicon does not know: nothing is presumed of what its speaker does with the content."""


def propose(found: Sequence[Candidate], p: Passage, model: Model) -> list[Candidate]:
    """What the rules found, and what the model proposes: statements that no rule found, and other readings of those that one did."""
    by_verb: dict[int, list[Candidate]] = defaultdict(list)
    for c in found:
        by_verb[c.verb].append(c)
    out = list(found)
    for t in words(p, model.lemmas, by_verb):
        chance = model.chance("cue", features.places(features.cue(t, p, found)))
        made = _read(t, p, model, by_verb.get(t.i, []), chance) if chance >= model.likely else None
        if made is None or any(c.parts == made.parts and c.source == made.source for c in by_verb.get(t.i, [])):
            continue
        out = [*(c for c in out if c.verb != t.i), made]
    return sorted(out, key=lambda c: c.verb)


def words(p: Passage, lemmas: frozenset[str], ruled: Mapping[int, list[Candidate]]) -> Iterator[Token]:
    """The words that could be a cue: those that were one in the texts of the model, and those that are one by a rule."""
    for sent in p.doc.sents:
        if len(sent) <= LONG:
            for t in sent:
                if t.lemma_.lower() in lemmas or t.i in ruled:
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
    lemma = t.lemma_.lower()
    frames = p.cues.verbs.get(lemma) or p.cues.nouns.get(lemma) or p.cues.adjectives.get(lemma) or {}
    kind = rule.kind if rule is not None else next(iter(frames.values()), _UNKNOWN)
    reasons = [
        f"statistical, no rule: probability {chance:.2f} of a statement here, {right:.2f} of this content",
        f"speaker: probability {known:.2f}" if source is not None else f"no speaker is named: probability {known:.2f}",
    ]
    if rule is not None:
        reasons.append(f"rule {rule.rule} reads it otherwise")
    frame = rule.frame if rule is not None else "that"
    return Candidate(RULE, t.i, lemma, cue, source, said[k].parts, kind, frame, said[k].head, tuple(reasons))
