"""Extract statements and mentions from a parsed Text: who says what, at exact offsets."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs

from firsthand import ids
from firsthand.documents.record import Span
from firsthand.statements import mentions, nesting, rules, sequels
from firsthand.statements.cues import cues
from firsthand.statements.parse import Parsed, Piece
from firsthand.statements.quotes import quotations
from firsthand.statements.record import Mention, Mode, Statement

LANGUAGES = ("en",)
"""Languages that statements are extracted from."""

SPEAKING = ("paragraph", "row")
"""Kinds of passages whose sentences make statements; headings and captions repeat what the body says, without its care."""


@dataclass(frozen=True)
class Extraction:
    """The statements of a Text and the mentions in it, each in order of place."""

    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]


def extract(parsed: Parsed) -> Extraction:
    """The statements and mentions of a Text; nothing where there are no rules for its language."""
    if parsed.text.language not in LANGUAGES:
        return Extraction((), ())
    out = [s for piece in parsed.pieces if piece.passage.kind in SPEAKING for s in _piece(parsed, piece)]
    return Extraction(tuple(out), mentions.find(parsed))


def _piece(parsed: Parsed, piece: Piece) -> list[Statement]:
    passage = rules.Passage(piece.doc, quotations(piece.doc), cues())
    found = nesting.order(sequels.join(rules.find(passage), passage), passage.cues.nested)
    made = [_statement(parsed, piece, c, passage) for c, _ in found]
    return [s if p is None else structs.replace(s, parent=made[p].id) for s, (_, p) in zip(made, found, strict=True)]


def _statement(parsed: Parsed, piece: Piece, c: rules.Candidate, passage: rules.Passage) -> Statement:
    doc = piece.doc
    parts = tuple(parsed.span(piece, doc[a], doc[b]) for a, b in sorted(c.parts))
    speaker = parsed.span(piece, doc[c.source[0]], doc[c.source[1]]) if c.source else None
    cue = parsed.span(piece, doc[c.cue[0]], doc[c.cue[1]]) if c.cue else None
    hull = [s for s in (speaker, cue, *parts) if s is not None]
    start, end = min(s.start for s in hull), max(s.end for s in hull)
    content = parsed.text.span(parts[0].start, parts[-1].end)
    return Statement(
        id=ids.name("statement", parsed.text.document, start, end, cue.start if cue else None, c.rule),
        document=parsed.text.document,
        start=start,
        end=end,
        speaker=speaker,
        cue=cue,
        content=content,
        parts=parts,
        mode=_mode(c, passage),
        stance=c.kind.stance,
        rule=c.rule,
        cue_lemma=c.lemma,
        evidential=c.kind.evidential,
        reasons=c.reasons,
    )


def _mode(c: rules.Candidate, passage: rules.Passage) -> Mode:
    words = [i for a, b in c.parts for i in range(a, b + 1) if passage.doc[i].text[:1].isalnum()]
    quoted = sum(1 for i in words if any(q.holds(i) for q in passage.quoted))
    if quoted == len(words):
        return "direct"
    return "mixed" if quoted else "indirect"
