"""STATEMENT and MENTION: a speaker says something, at an exact place; who and what a text mentions."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.documents.record import Span

Mode = Literal["direct", "indirect", "mixed", "own"]
"""How the content is given: in quotation marks, in the writer's words, both; "own" is the document's own voice
(a witness who writes "I was beaten", a reporter who asserts without naming anyone)."""

Stance = Literal["alleges", "denies", "doubts", "calls-for", "other"]
"""alleges: puts forward as so. denies: says that it is not so. doubts: could not confirm, does not know, questions.
calls-for: wants something done. other: none of these (refusal to comment, a question, a threat, a promise …)."""


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In `document`, `speaker` says (`cue`) `content`.

    `start`:`end` is the hull of all parts. `content` is the hull of what is said; where it is interrupted ("A," X said, "B.")
    `parts` holds the pieces in order (one piece otherwise). `speaker` is the words that name the speaker, not who that is:
    who it is, is found by `trace`. `parent` is the statement inside which this one is reported (nested attribution).
    `modality` is one of asserted, probable, possible, alleged, conditional, question. `polarity` is "-" where the content is negated.
    `experienced` is true where the speaker speaks of what they saw or lived through.
    `evaluation`: a body's evaluation that the statement carries ("credible", "reasonable grounds", "not established"), or "".
    `rule` is the id of the rule that found it; `reasons` say in words what it saw.
    """

    id: str
    document: str
    start: int
    end: int
    speaker: Span | None
    cue: Span | None
    content: Span
    parts: tuple[Span, ...]
    mode: Mode
    stance: Stance
    rule: str
    cue_lemma: str = ""
    evidential: str = ""
    polarity: Literal["+", "-"] = "+"
    modality: str = "asserted"
    hedges: tuple[Span, ...] = ()
    evaluation: str = ""
    experienced: bool = False
    parent: str | None = None
    reasons: tuple[str, ...] = ()


class Mention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words at `place` refer to somebody or something that can speak: what `trace` needs to find out who.

    `form`: how it refers. `label`: what kind of thing it names (spaCy's PERSON, ORG, GPE, NORP; "" if unknown).
    `head` is the lemma of its head word; `role` its place in the sentence; `sentence` counts from 0 in the document.
    `same_as` lists the spans said to be the same in the sentence itself (apposition: "Zhang Jun, the ambassador"; brackets).
    `number`: "sing", "plur" or ""; `gender`: "m", "f" or "" (from pronouns and titles only).
    `owner`: the possessor or of-complement that says whose ("the ministry's spokesman": the ministry).
    """

    id: str
    document: str
    place: Span
    form: Literal["name", "pronoun", "definite", "indefinite", "quantified"]
    head: str
    label: str = ""
    number: str = ""
    gender: str = ""
    role: Literal["subject", "object", "agent", "possessor", "other"] = "other"
    sentence: int = 0
    passage: int = 0
    same_as: tuple[Span, ...] = ()
    owner: Span | None = None
    quoted: bool = False
