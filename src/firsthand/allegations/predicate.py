"""Plain facts: who does what to what, per finite clause, kept to find two documents that say the opposite.

"Osk, which saw the report in advance" gives (Osk, see, report, +); "We have not seen this report" gives (We, see, report, −).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand import ids
from firsthand.allegations import reality
from firsthand.allegations.record import Predication
from firsthand.documents.cover import Cover
from firsthand.documents.record import Span
from firsthand.language import lexicon, roles
from firsthand.statements.parse import Parsed, Piece
from firsthand.statements.record import Statement

SPEAKING = ("paragraph", "row", "caption")
_FINITE = ("VBD", "VBP", "VBZ", "MD")


def find(parsed: Parsed, statements: Sequence[Statement]) -> tuple[Predication, ...]:
    """The predications of a Text, in order of place; each with the innermost of `statements` that covers its verb, if any."""
    if parsed.text.language not in lexicon.KNOWN:
        return ()
    parts = sorted(((p.start, p.end, s) for s in statements for p in s.parts), key=lambda x: (x[0], x[1]))
    spans = Cover((*x[:2], x) for x in parts)
    out = []
    for piece in parsed.pieces:
        if piece.passage.kind not in SPEAKING:
            continue
        near = spans.touching(piece.passage.start, piece.passage.end)
        for verb in piece.doc:
            if verb.pos_ in ("VERB", "AUX") and verb.lemma_ not in _words("hollow") and _finite(verb):
                made = _predication(parsed, piece, verb, near)
                if made is not None:
                    out.append(made)
    return tuple(out)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["facts"][name])


class Fact(NamedTuple):
    """`verb` says a plain fact; `negative` where it says that it is not so."""

    verb: Token
    negative: bool


def checkable(tokens: Tokens) -> Fact | None:
    """The first verb of a sentence that says outright what somebody did, or did not do, to a certain thing."""
    for verb in tokens:
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in _words("deeds") or not _finite(verb):
            continue
        subject, thing = roles.agent(verb), roles.patient(verb)
        if subject is None or thing is None or thing == subject or subject.lower_ in ("it", "one", "you", "i"):
            continue
        if thing.pos_ not in ("NOUN", "PROPN") or not (_certain(subject) or roles.nobody(subject)):
            continue
        reading = reality.read(verb, tokens.start, tokens.end - 1)
        negative = reading.polarity == "-"
        if reading.modality == "asserted" and (negative or _certain(thing)) and verb.tag_ in ("VBD", "VBN", "VB"):
            return Fact(verb, negative)
    return None


def _certain(noun: Token) -> bool:
    """Whether a noun means a certain somebody or something: a name, a pronoun, or one with "the", "this" or a possessor."""
    if noun.pos_ in ("PROPN", "PRON"):
        return True
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _words("definite")) for c in noun.children)


def _finite(verb: Token) -> bool:
    return (
        verb.tag_ in _FINITE
        or any(c.dep_ in ("aux", "auxpass") and c.tag_ in _FINITE for c in verb.children)
        or (verb.dep_ == "conj" and verb.tag_ in ("VBN", "VB") and verb.head.pos_ == "VERB" and _finite(verb.head))
    )


def _predication(
    parsed: Parsed, piece: Piece, verb: Token, near: Sequence[tuple[int, int, Statement]]
) -> Predication | None:
    subject, thing = roles.agent(verb), roles.patient(verb)
    if subject is None or subject.pos_ not in ("NOUN", "PROPN", "PRON") or thing == subject:
        return None
    thing = None if thing is not None and thing.pos_ not in ("NOUN", "PROPN", "PRON") else thing
    sentence = verb.sent
    reading = reality.read(verb, sentence.start, sentence.end - 1) if not near else None
    at = piece.passage.start + verb.idx
    holder = _innermost(near, at, at + len(verb))
    if reading is None:
        first, last = _edges(piece, verb, holder)
        reading = reality.read(verb, first, last)
    if reading.modality != "asserted":
        return None
    spans = [_short(parsed, piece, t) for t in (subject, verb, thing) if t is not None]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return Predication(
        id=ids.name("predication", parsed.text.document, at, at + len(verb)),
        document=parsed.text.document,
        statement=holder[2].id if holder is not None else None,
        subject=spans[0],
        verb=spans[1],
        lemma=verb.lemma_.lower(),
        object=spans[2] if len(spans) > 2 else None,
        object_head=roles.counted(thing).lemma_.lower() if thing is not None else "",
        polarity=reading.polarity,
        modality=reading.modality,
        start=start,
        end=end,
    )


def _innermost(near: Sequence[tuple[int, int, Statement]], start: int, end: int) -> tuple[int, int, Statement] | None:
    return min((x for x in near if x[0] <= start and end <= x[1]), key=lambda x: (x[1] - x[0], x[2].id), default=None)


def _edges(piece: Piece, verb: Token, holder: tuple[int, int, Statement] | None) -> tuple[int, int]:
    if holder is None:
        return verb.sent.start, verb.sent.end - 1
    inside = [t.i for t in _tokens(verb) if holder[0] <= piece.passage.start + t.idx < holder[1]]
    return inside[0], inside[-1]


def _tokens(verb: Token) -> Iterator[Token]:
    yield from verb.sent


def _short(parsed: Parsed, piece: Piece, token: Token) -> Span:
    """The noun phrase of a noun without what it is coordinated with; a verb by itself."""
    if token.pos_ in ("VERB", "AUX"):
        return parsed.span(piece, token, token)
    inside = [token, *(c for c in token.children if c.dep_ in ("det", "amod", "compound", "nummod", "poss"))]
    return parsed.span(piece, min(inside), max(inside))
