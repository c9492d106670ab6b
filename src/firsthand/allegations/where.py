"""Where an act is said to have been done: the smallest place named in a phrase of place that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand.documents.record import Span
from firsthand.language import arguments, lexicon, roles
from firsthand.language.triggers import Trigger
from firsthand.statements.parse import Parsed, Piece
from firsthand.vocabulary import places


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = lexicon.load("en", "acts")["places"]
    units = lexicon.load("en", "numbers")["units"]["places"]
    return {"places": frozenset(raw["prepositions"]), "sites": frozenset(units) | frozenset(raw["sides"])}


def find(
    parsed: Parsed, piece: Piece, trigger: Trigger, victim: Token | None, stop: frozenset[int]
) -> tuple[Span, places.Place | None] | None:
    """The smallest place named in a phrase of place that belongs to the act, to its victim or to the verb above it.

    `stop`: indices of tokens that are no part of the act's clause though they stand above it (the cue of who says so).
    """
    reach = set(roles.reach(trigger.head, stop)) | {t.i for t in arguments.chain(trigger.head)}
    reach |= {t.i for t in (victim, arguments.equated(trigger.head)) if t is not None}
    found: list[tuple[int, int, Span, places.Place | None]] = []
    for prep in trigger.head.sent:
        if prep.dep_ == "prep" and prep.lower_ in _words()["places"] and _hangs(prep, reach):
            for name in _names(prep):
                span = parsed.span(piece, name)
                place = places.place(span.text, near=_country(prep))
                size = {"city": 0, "region": 1, "country": 2}[place.kind] if place is not None else 3
                found.append((size, abs(name.root.i - trigger.head.i), span, place))
    if not found:
        return None
    best = min(found, key=lambda f: f[:2])
    return best[2], best[3]


def _hangs(prep: Token, reach: set[int]) -> bool:
    """Whether the phrase of place hangs from a word of the act, directly or through another noun of place ("a prison in")."""
    token = prep.head
    for _ in range(4):
        if token.i in reach:
            return True
        if token.dep_ not in ("pobj", "prep", "conj") or token.head == token:
            return False
        token = token.head
    return False


def _names(prep: Token) -> Iterator[Tokens]:
    """The names of places in a phrase of place: entities, else runs of proper nouns that end in its noun."""
    inside = {t.i for t in prep.subtree if _belongs(t, prep)}
    entities = [e for e in prep.sent.ents if e.label_ in ("GPE", "LOC", "FAC") and e.root.i in inside]
    for entity in entities:
        start = entity.start + (1 if entity[0].lower_ == "the" and len(entity) > 1 else 0)
        yield prep.doc[start : entity.end]
    if not entities:
        yield from _unlabelled(prep, inside)


def _unlabelled(prep: Token, inside: set[int]) -> Iterator[Tokens]:
    """Runs of proper nouns in a phrase of place that the parser knows as nothing else: small places are often unknown to it."""
    i = prep.i + 1
    while i in inside or prep.doc[i : i + 1].text.lower() in ("the", "a"):
        end = i
        while end in inside and prep.doc[end].pos_ == "PROPN" and _maybe(prep.doc[end]):
            end += 1
        if end > i and (end == len(prep.doc) or prep.doc[end].pos_ != "PROPN"):
            yield prep.doc[i:end]
        i = max(end, i + 1)


def _maybe(name: Token) -> bool:
    """Whether a proper noun may name a place: nothing else is known of it, or a noun of place says so ("the town of Osk", "a prison near Osk")."""
    if name.ent_type_ == "":
        return True
    above = name.head.head if name.dep_ == "pobj" else None
    site = above is not None and above.lemma_.lower() in _words()["sites"]
    return name.ent_type_ in ("ORG", "PERSON", "PRODUCT") and (site or places.place(name.text) is not None)


def _belongs(token: Token, prep: Token) -> bool:
    """Whether `token` names where: not the possessor of something else there, not a word of a clause inside the phrase."""
    while token != prep:
        if token.dep_ == "poss":
            if token.head.lemma_.lower() not in _words()["sites"] and token.head.ent_type_ not in (
                "GPE",
                "LOC",
                "FAC",
            ):
                return False
        elif token.dep_ not in ("pobj", "compound", "nmod", "conj", "appos", "prep", "amod", "npadvmod"):
            return False
        token = token.head
    return True


def _country(prep: Token) -> places.Country | None:
    """The country named in the same phrase ("in the north of Vardenia")."""
    named = [places.country(e.text) for e in prep.sent.ents if e.label_ == "GPE" and (prep.is_ancestor(e.root))]
    known = [c for c in named if c is not None]
    return known[0] if len(known) == 1 else None
