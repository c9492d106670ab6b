"""Accused: detentions of people whom the text calls suspects of a common crime, such as who is arrested for an abduction.

They are acts like any other, but what such a text is about is the crime and not the arrest (`firsthand.allegations.event`). Signs are what the detained are
called, what the clause says that they were arrested for, and that the text names them as who did it. Whoever is detained and only pointed
at ("he", "the man", "the arrest") is the one detained before. People whom a text calls journalists, activists, protesters are never taken for common criminals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Token

from firsthand.allegations.persons import tokens
from firsthand.allegations.record import Act
from firsthand.language import lexicon, roles
from firsthand.statements.parse import Parsed

HELD = "detention"


class _Held(NamedTuple):
    """A detention, the tokens of its trigger and of the words for who is detained."""

    act: Act
    trigger: tuple[Token, ...]
    victim: tuple[Token, ...]


def find(parsed: Parsed, acts: Sequence[Act]) -> frozenset[str]:
    """The ids of those detentions among `acts` that are of suspects of a common crime."""
    doers = _doers(acts) | _suspected(parsed)
    found: set[str] = set()
    named: dict[str, bool] = {}  # by name: whether a suspect
    last = any(_called(list(p.doc)) for p in parsed.pieces if p.passage.kind == "heading")
    for held in _held(parsed, acts):
        names = {t.text for t in held.victim if t.pos_ == "PROPN"}
        if _protected(held.victim):
            suspect = False
        elif _called(held.victim) or _charged(held) or names & doers:
            suspect = True
        elif names:
            suspect = any(named.get(n, False) for n in names)
        else:
            suspect = last if _pointing(held) else False
        named |= dict.fromkeys(names, suspect)
        last = suspect
        if suspect:
            found.add(held.act.id)
    return frozenset(found)


@cache
def _words() -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in lexicon.load("en", "acts")["accused"].items()}


def _held(parsed: Parsed, acts: Sequence[Act]) -> Iterator[_Held]:
    for act in acts:
        if act.type == HELD:
            yield _Held(act, tokens(parsed, act.trigger), tokens(parsed, act.victim) if act.victim is not None else ())


def _doers(acts: Sequence[Act]) -> frozenset[str]:
    """Names of those who are said to have done what is a common crime."""
    spans = [a.perpetrator for a in acts if a.perpetrator is not None and a.type in _words()["types"]]
    return frozenset(
        w for s in spans for w in s.text.replace("’s", "").split() if w.istitle() and w.lower() not in _words()["small"]
    )


def _suspected(parsed: Parsed) -> frozenset[str]:
    """Names of those whom the text anywhere says to be charged with, accused of, suspected of a common crime."""
    words = _words()
    found: set[str] = set()
    for piece in parsed.pieces:
        for token in piece.doc:
            if token.lemma_.lower() in words["verbs"] and any(
                t.lemma_.lower() in words["crimes"] for t in token.subtree if t.i > token.i
            ):
                who = roles.patient(token) or (roles.subject(token) if token.pos_ == "VERB" else None)
                if who is not None:
                    first, last = roles.phrase(who)
                    inside = piece.doc[first.i : last.i + 1]
                    if not _protected(list(inside)):
                        found |= {t.text for t in inside if t.ent_type_ == "PERSON" and t.pos_ == "PROPN"}
    return frozenset(found)


def _called(victim: Sequence[Token]) -> bool:
    return any(t.lemma_.lower() in _words()["suspects"] for t in victim)


def _protected(victim: Sequence[Token]) -> bool:
    return any(t.lemma_.lower() in _words()["protected"] for t in victim)


def _charged(held: _Held) -> bool:
    """Whether the words below the trigger, or those that describe the detained, name a common crime after what says that they are held for it."""
    below = (t for head in (*held.trigger, *held.victim) for c in (head, *head.conjuncts) for t in c.subtree)
    return any(t.lemma_.lower() in _words()["crimes"] and _behind(t) for t in below)


def _behind(crime: Token) -> bool:
    """Whether a crime is what somebody is held for: "for", "over", "on suspicion of", "accused of", "in connection with" stand above it."""
    words = _words()
    above = list(crime.ancestors)[:4]
    return any(t.lower_ in words["for"] or t.lemma_.lower() in words["charging"] for t in (crime, *above))


def _pointing(held: _Held) -> bool:
    """Whether nobody is named as detained, or in words that only point at somebody who was."""
    words = _words()["small"] | _words()["pointing"]
    return all(t.lower_ in words or t.lemma_.lower() in words or t.like_num or t.is_punct for t in held.victim)
