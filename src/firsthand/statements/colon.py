"""R10: what follows a colon. "NAME: …" at the head of a passage, and "X said:" at its end with the quotation in the next."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.statements import spans
from firsthand.statements.candidate import Candidate, Passage, Word
from firsthand.statements.cues import Cue
from firsthand.statements.grammar import grammar
from firsthand.statements.mentions import NAMES, heads
from firsthand.statements.subjects import REACH
from firsthand.statements.verbs import speaker
from firsthand.vocabulary import gazetteer, places

LABEL = 6
"""A label before a colon has at most so many tokens."""

_SAYS = Cue("say", "say", "alleges")


def label(p: Passage) -> Candidate | None:
    """ "NAME: …": a transcript or a quotation set out under its speaker. Only a person, a body or a speaking role makes a label."""
    doc = p.doc
    at = next((t.i for t in doc[: LABEL + 1] if t.text == ":"), 0)
    if at == 0 or len(doc) < at + 4 or doc[at - 1].like_num or not _names(p, at):
        return None
    part = spans.content(doc, (at + 1, len(doc) - 1), p.quoted)
    if part is None or (at == 1 and doc[0].lower_ in grammar().headed):
        return None
    source = (0, at - 1)
    return Candidate(
        "R10", at, ":", (at, at), source, (part,), _SAYS, "colon", part[0], ("a speaker's name and a colon",)
    )


def dated(p: Passage, found: Candidate) -> bool:
    """Whether the label of a document's first passage is a dateline: a capital or a large city, with no quotation behind it ("Osk: The mayor …")."""
    at = found.verb
    place = p.doc[:at].text
    large = any(c.population >= gazetteer.LARGE for c in gazetteer.cities(gazetteer.key(place)))
    return (large or places.capital(place) is not None) and p.quotation(found.parts[0][0]) is None


def _names(p: Passage, at: int) -> bool:
    words = [t for t in p.doc[:at] if not t.is_punct]
    if any(t.pos_ in ("VERB", "AUX") for t in words) or not words:
        return False
    if len(words) == 1 and words[0].lower_ in p.cues.labels:
        return True
    named = all(t.ent_type_ in NAMES or t.pos_ == "PROPN" or t.lower_ in heads().titles for t in words)
    person = any(t.ent_type_ in ("PERSON", "ORG") for t in words)
    return (named and person) or (
        len(words) <= 2 and words[-1].lemma_.lower() in heads().label and words[-1].pos_ == "NOUN"
    )


def open_cue(p: Passage, found: Sequence[Candidate]) -> Word | None:
    """The reporting verb of a passage that ends in a colon and has not yet said what is said ("X continued:")."""
    doc = p.doc
    if len(doc) < 3 or doc[-1].text != ":":
        return None
    for t in reversed(list(doc[-REACH:])):
        frames = p.cues.verbs.get(t.lemma_.lower(), {})
        frame = next((f for f in ("quote", "that") if f in frames and frames[f].id in p.cues.quoting), "")
        if t.pos_ != "VERB" or not frame or any(c.verb == t.i for c in found) or p.quotation(t.i) is not None:
            continue
        who, how = speaker(t, p)
        if who is not None:
            return Word(t, p, {"quote": frames[frame]}, who, how)
    return None
