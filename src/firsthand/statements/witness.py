"""Witness: whether among a statement's words the speaker tells what they themselves saw or lived through.

Precision first: who is taken for a witness raises what is proposed. What is seen must be something that happened, not an opinion ("we
see this as harassment"), a tendency ("an alarming surge") or hearsay ("we heard reports"); and it must have happened: the present
tense of a habit, the future, wishes and conditions are no testimony.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

from firsthand.language import lexicon
from firsthand.statements.mentions import heads


@cache
def _words(part: str, language: str = "en") -> frozenset[str]:
    return frozenset(lexicon.load(language, "modality")["perception"][part].split())


def experienced(words: Iterable[Token], speaker: Token | None, *, quoted: bool) -> bool:
    """Whether among these words the speaker tells what they themselves saw or lived through.

    In a quotation (or a testimony) the speaker is "I" or "we"; in indirect speech the pronoun that can stand for the speaker.
    """
    said = list(words)
    inside = {t.i for t in said}
    return any(_told(t, inside, speaker, quoted) for t in said if t.pos_ in ("VERB", "AUX"))


def _told(t: Token, inside: set[int], speaker: Token | None, quoted: bool) -> bool:
    lemma = t.lemma_.lower()
    saw, suffered = lemma in _words("verbs"), lemma in _words("suffered")
    if not (saw or suffered):
        return False
    own = not quoted and t.dep_ in ("xcomp", "pcomp") and t.head.i not in inside and t.tag_ == "VBG"
    if own and saw and perceived(t):
        return True
    if suffered and not quoted and t.dep_ in ("xcomp", "pcomp") and t.head.i not in inside and _gerund(t):
        return True
    for c in _subjects(t):
        if not quoted and _nearer(c, inside):
            continue
        active = c.dep_ == "nsubj" and saw and (happened(t) or _able(t)) and perceived(t)
        borne = c.dep_ == "nsubjpass" and suffered and happened(t)
        if (active or borne) and _self(c, speaker, quoted=quoted):
            return True
    done = suffered and quoted and happened(t)
    return done and any(c.dep_ in ("dobj", "dative") and c.lower_ in ("me", "us") for c in t.children)


def _subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, or those that it shares with the one before ("I was seized and beaten")."""
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if own or verb.dep_ != "conj" or verb.head is verb:
        return own
    return _subjects(verb.head) if verb.head.pos_ == "VERB" else []


def _able(verb: Token) -> bool:
    """ "All we could see was smoke"."""
    return any(c.lower_ in _words("able") for c in verb.children if c.dep_ == "aux") and not any(
        c.dep_ == "neg" for c in verb.children
    )


def _gerund(t: Token) -> bool:
    return any(c.dep_ == "auxpass" and c.tag_ == "VBG" for c in t.children)


def happened(verb: Token) -> bool:
    """Whether the verb tells of something that has happened or is going on: no habit, no future, no wish or condition, no negation."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    above = verb.head if verb.dep_ in ("xcomp", "ccomp") else None
    if verb.tag_ == "VB" and above is not None and above.lemma_.lower() in _words("began"):
        return happened(above)
    if any(c.dep_ == "neg" for c in verb.children) or helpers & _words("unreal"):
        return False
    if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and helpers & _words("past")):
        return True
    if verb.tag_ == "VBG":
        return bool(helpers & _words("progressive")) or verb.dep_ in ("pcomp", "xcomp", "advcl", "conj")
    return verb.dep_ == "conj" and verb.head is not verb and verb.head.pos_ == "VERB" and happened(verb.head)


def perceived(verb: Token) -> bool:
    """Whether what the verb of perception governs can be perceived: no opinion, no tendency, no hearsay."""
    lemma = verb.lemma_.lower()
    now = any(c.dep_ == "aux" and c.lower_ in _words("now") for c in verb.children)
    if now and lemma in _words("keeps") and not any(c.dep_ in ("ccomp", "xcomp", "pcomp") for c in verb.children):
        return False  # "we are watching them closely"
    for c in verb.children:
        if c.dep_ == "prep" and c.lower_ == "as":
            return False
        thing = next((k for k in c.children if k.dep_ == "pobj"), None) if c.dep_ == "prep" else c
        noun = thing.lemma_.lower() if thing is not None and c.dep_ in ("dobj", "prep") else ""
        if c.dep_ in ("dobj", "prep") and noun in _words("abstract"):
            return False
        clause = c.dep_ == "ccomp" and any(k.dep_ == "mark" for k in c.children)
        if clause and verb.tag_ == "VBN":  # "we have seen that more people speak up": learnt, not watched
            return False
        told = c.dep_ == "ccomp" and _finite(c)  # "heard the men were beaten", not "heard them scream"
        heard = (
            clause or told or (c.dep_ in ("dobj", "prep") and noun in _words("hearsay")) or c.lower_ in ("about", "of")
        )
        if heard and lemma in _words("hearing"):
            return False
    return True


def _finite(verb: Token) -> bool:
    """Whether a clause has a tense of its own."""
    finite = ("VBD", "VBZ", "VBP", "MD")
    return verb.tag_ in finite or any(c.dep_ in ("aux", "auxpass") and c.tag_ in finite for c in verb.children)


def _nearer(pronoun: Token, inside: set[int]) -> bool:
    """Whether among the words before a pronoun one is told of whom it may stand for: "that the woman had said what she saw"."""
    people, several = heads().label, pronoun.lower_ == "they"
    before = (pronoun.doc[i] for i in inside if i < pronoun.i)
    return any(
        t.pos_ in ("NOUN", "PROPN")
        and ("Number=Plur" in str(t.morph)) == several
        and (t.ent_type_ == "PERSON" or people.get(t.lemma_.lower()) in ("PERSON", "GROUP"))
        for t in before
    )


def _self(c: Token, speaker: Token | None, *, quoted: bool) -> bool:
    if quoted:
        return c.lower_ in ("i", "we")
    if speaker is None or c.lower_ not in ("he", "she", "they"):
        return False
    kind = heads().label.get(speaker.lemma_.lower(), "")
    if speaker.ent_type_ in ("ORG", "GPE", "NORP") or kind in ("ORG", "DOCUMENT"):
        return False
    plural = "Number=Plur" in str(speaker.morph) or kind == "GROUP"
    return (c.lower_ == "they") == plural or speaker.lower_ == c.lower_ or speaker.lower_ == "they"
