"""The document's own voice: statements for sentences that speak of an act, or hold a figure, and that nobody is said to have said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import structs
from spacy.tokens import Span as Tokens

from firsthand import ids
from firsthand.allegations import reality, testimony
from firsthand.allegations.record import Act
from firsthand.language.triggers import Trigger
from firsthand.statements import quotes
from firsthand.statements.parse import Parsed, Piece
from firsthand.statements.record import Stance, Statement


class Why(NamedTuple):
    """Why a sentence needs a statement of its own, in words; its rule; the words of acts in it."""

    words: str
    rule: str
    triggers: tuple[Trigger, ...]


def speaks(piece: Piece, tokens: Tokens) -> bool:
    """Whether the sentence says something: a bare "Torture." between paragraphs is a heading that nobody marked."""
    return piece.passage.kind == "row" or any(t.pos_ in ("VERB", "AUX") for t in tokens)


def _quoted(piece: Piece, tokens: Tokens) -> bool:
    """Whether the sentence lies between quotation marks: then it is not the document that says it, whoever else it is."""
    quotation = quotes.inside(quotes.quotations(piece.doc), tokens.start)
    return quotation is not None and quotation.words > quotes.SCARE and quotation.holds(tokens.end - 2)


def own(parsed: Parsed, piece: Piece, tokens: Tokens, why: Why) -> Statement:
    """The sentence as the document's own statement, or as that of somebody unknown whom it quotes."""
    span, quoted = parsed.span(piece, tokens), _quoted(piece, tokens)
    kind = piece.passage.kind
    reasons = [f"nobody is named as saying {'these quoted words' if quoted else 'it'}; it {why.words}"]
    if kind != "paragraph":
        reasons.append(kind)
    lived = testimony.lived(tokens, why.triggers)
    if lived:
        reasons.append(f"the writer {lived}")
    return Statement(
        id=ids.name("statement", parsed.text.document, span.start, span.end, "own-voice"),
        document=parsed.text.document,
        start=span.start,
        end=span.end,
        speaker=None,
        cue=None,
        content=span,
        parts=(span,),
        mode="direct" if quoted else "own",
        stance="alleges",
        rule=why.rule.replace("own-voice", "quotation") if quoted else why.rule,
        experienced=bool(lived),
        reasons=tuple(reasons),
    )


def settled(statement: Statement, acts: Sequence[Act]) -> Statement:
    """The own-voice statement with stance, polarity and modality of those of `acts` that are in it."""
    mine = [a for a in acts if a.statement == statement.id]
    if not mine:
        return statement
    real = [a for a in mine if a.modality in reality.REAL]
    stance: Stance = "other" if not real else "denies" if all(a.polarity == "-" for a in real) else "alleges"
    modality = real[0].modality if real else _modality(mine[0].modality)
    return structs.replace(statement, stance=stance, modality=modality, polarity="-" if stance == "denies" else "+")


def _modality(modality: str) -> str:
    """An act's modality as one of a Statement: what has not happened or is a rule is conditional there."""
    known: Mapping[str, str] = {"future": "conditional", "hypothetical": "conditional", "law": "conditional"}
    return known.get(modality, modality)
