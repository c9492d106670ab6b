"""Testimony: who tells what was done to them says once where and when it was, and goes on.

An act in the first person takes over the place and the time that the same person told before, in this text, until they say that they left or
name another. Both are inferred, and marked so. A day is taken over as its month: what was done later was done in these weeks, not on that day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec import structs
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand import dates
from firsthand.allegations.record import Act
from firsthand.dates import Period
from firsthand.documents.record import Span
from firsthand.language import arguments, lexicon, roles, times
from firsthand.language.triggers import Trigger
from firsthand.statements import witness
from firsthand.statements.cues import cues


class Setting(NamedTuple):
    """Where and when somebody is, as they told it."""

    place: Span | None = None
    place_id: str = ""
    places: tuple[str, ...] = ()
    time: Span | None = None
    period: Period | None = None


NOWHERE = Setting()


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = lexicon.load("en", "acts")["experience"]
    return {k: frozenset(raw[k]) for k in ("persons", "perception", "selves", "leaves", "later")}


def infer(act: Act, told: Setting, sentence: Tokens) -> Act:
    """The act with the place and time that its teller told before, where its own sentence has none."""
    taken: dict[str, Any] = {}
    if act.place is None and told.place is not None:
        taken |= {"place": told.place, "place_id": told.place_id, "places": told.places}
    if act.time is None and told.period is not None and not _timed(sentence):
        taken |= {"time": told.time, "period": _month(told.period)}
    if not taken:
        return act
    return structs.replace(act, **taken, inferred=(*act.inferred, *(k for k in ("place", "time") if k in taken)))


def after(told: Setting, sentence: Tokens, new: Setting) -> Setting:
    """What is known of where and when after a sentence that tells of `new`."""
    if any(_leaves(t) for t in sentence):
        told = NOWHERE
    if new.place is not None:
        told = told._replace(place=new.place, place_id=new.place_id, places=new.places)
    if new.period is not None:
        return told._replace(time=new.time, period=new.period)
    return told._replace(time=None, period=None) if _timed(sentence) else told


def _leaves(verb: Token) -> bool:
    """Whether who tells goes, or is let or brought away: "I was released", "they sent me home"."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in _words()["leaves"]:
        return False
    who = (roles.subject(verb), roles.patient(verb) if verb.lemma_ != "leave" else None)
    return any(w is not None and w.lower_ in _words()["selves"] for w in who)


def of(act: Act) -> Setting:
    """What an act itself tells of where and when."""
    here = act.place if "place" not in act.inferred else None
    dated = act.period if "time" not in act.inferred else None
    return Setting(here, act.place_id if here else "", act.places if here else (), act.time if dated else None, dated)


def _timed(sentence: Tokens) -> bool:
    """Whether a sentence says anything of when, so that the time told before may not be its own: "two weeks later"."""
    words = _words()["later"]
    return any(t.lower_ in words for t in sentence) or next(times.find(sentence.text), None) is not None


def _month(period: Period) -> Period:
    if period.precision != "day":
        return period
    return dates.month(period.start.year, period.start.month, re.sub(r"\s+", " ", period.text))


def lived(tokens: Tokens, found: Sequence[Trigger]) -> str:
    """How the first person comes in: as the one to whom it was done, or as the one who perceived it; "" if not, or only in somebody else's words."""
    selves = [t for t in tokens if t.lower_ in _words()["persons"] and not (t.lower_ == "us" and t.text == "US")]
    selves = [t for t in selves if not _quoted(t, tokens)]
    if not selves:
        return ""
    for token in tokens:
        if token.pos_ == "VERB" and token.lemma_ in _words()["perception"] and witness.perceived(token):
            subject = roles.subject(token)
            if subject is not None and subject in selves:
                return f"perceived it (“{token.text}”)"
    undergone = {t for trigger in found for t in (arguments.find(trigger).victim,)}
    if any(t in undergone or t.head in undergone for t in selves):
        return "lived through it"
    return "was there (“us”, “my”)" if any(_touched(t) for t in selves) else ""


def _quoted(self: Token, tokens: Tokens) -> bool:
    """Whether a word stands between quotation marks that are set in its own sentence."""
    before = tokens.doc[tokens.start : self.i].text
    opened = before.count("“") - before.count("”")
    return opened > 0 or before.count('"') % 2 == 1


def _touched(self: Token) -> bool:
    """Whether somebody did something to this first person or to what is "my"; a newsroom's "our questions" and who "told us" show nobody there."""
    if self.lower_ == "my" or self.dep_ == "nsubjpass":
        return True
    verb = self.head.head if self.dep_ == "pobj" else self.head
    return self.lower_ in ("me", "us") and verb.lemma_.lower() not in cues().verbs
