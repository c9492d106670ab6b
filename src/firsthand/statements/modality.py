"""How sure, and whether at all: polarity, modality, hedges and evaluation of any predicate, read off the parse.

The reader climbs from the event to the root (or to `stop`, the cue that reports it); each word above applies a transition
from `language/en/modality.toml`. After De Facto (Saurí & Pustejovsky 2012); R12 marks ("reportedly", "allegedly") live here:
they say that something is alleged, not by whom.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Token

from firsthand.language import lexicon

LEVELS = ("asserted", "probable", "possible", "alleged", "conditional", "question")
"""From the surest to the least sure; of two that apply the weaker holds."""

_COMPLEMENT = (
    "ccomp",
    "xcomp",
    "acl",
    "pcomp",
    "pobj",
    "dobj",
    "conj",
    "prep",
    "nsubjpass",
    "nsubj",
    "oprd",
    "attr",
    "relcl",
    "csubj",
)


@dataclass(frozen=True)
class Modality:
    """What was read: `hedges` are token indices, `future` is true for what is yet to be, `because` the words that decided."""

    polarity: Literal["+", "-"] = "+"
    modality: str = "asserted"
    hedges: tuple[int, ...] = ()
    future: bool = False
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Words:
    """The lexicon turned round: word → level, per place in the sentence."""

    modals: dict[str, str]
    adverbs: dict[str, str]
    adjectives: dict[str, str]
    verbs: dict[str, str]
    nouns: dict[str, str]
    predicatives: dict[str, str]
    marks: dict[str, str]
    negation: frozenset[str]
    undoubted: frozenset[str]


@cache
def _words(language: str = "en") -> _Words:
    data = lexicon.load(language, "modality")

    def table(name: str) -> dict[str, str]:
        return {w: level for level, words in data[name].items() for w in words.split()}

    return _Words(
        modals=table("modals"),
        adverbs=table("adverbs"),
        adjectives=table("adjectives"),
        verbs=table("verbs"),
        nouns=table("nouns"),
        predicatives=table("predicatives"),
        marks=table("marks"),
        negation=frozenset(data["negation"]["words"].split()),
        undoubted=frozenset(data["negation"]["undoubted"].split()),
    )


def read(head: Token, stop: Token | None = None) -> Modality:
    """The polarity and modality of the event that `head` names, as far up as `stop` (the cue that reports it), which is not read."""
    polarity, level, future = True, "asserted", False
    hedges: list[int] = []
    because: list[str] = []
    for word, effect in _signals(head, stop):
        because.append(f"“{word.text}”: {effect}")
        if effect == "negative":
            polarity = not polarity
        elif effect == "future":
            future = True
        else:
            hedges.append(word.i)
            if effect in LEVELS:
                level = max(level, effect, key=LEVELS.index)
    sign: Literal["+", "-"] = "+" if polarity else "-"
    return Modality(sign, level, tuple(sorted(set(hedges))), future, tuple(because))


def _signals(head: Token, stop: Token | None) -> Iterator[tuple[Token, str]]:
    """Every word that bears on the event, with what it does: those beside it, then those above it."""
    yield from _beside(head)
    here = head
    while here.head.i != here.i and (stop is None or here.head.i != stop.i):
        above = here.head
        if here.dep_ not in _COMPLEMENT and here.dep_ not in ("advcl", "agent", "compound", "appos"):
            break
        if here.dep_ == "advcl":
            break
        yield from _above(here, above)
        here = above
    if here.sent[-1].text == "?" and here.head.i == here.i:
        yield here.sent[-1], "question"


def negated(t: Token) -> bool:
    """Whether the clause of the verb `t` is negated in itself ("was not", "nobody was", "no prisoner was", "there were no")."""
    return any(effect == "negative" for _, effect in _beside(t))


def _beside(t: Token) -> Iterator[tuple[Token, str]]:
    """Modals, negations, adverbs, adjectives and marks that hang on the word itself."""
    words = _words()
    empty = False
    for c in t.children:
        low, lemma = c.lower_, c.lemma_.lower()
        if c.dep_ == "det" and t.lemma_.lower() in words.undoubted:
            continue  # "no doubt that" denies nothing
        if (low in words.negation and c.dep_ in ("neg", "det", "advmod", "preconj")) or (
            (c.dep_ in ("nsubj", "nsubjpass", "dobj") or (c.dep_ == "attr" and _exists(t))) and _empty(c) and not empty
        ):
            empty = True
            yield c, "negative"
        elif c.dep_ == "aux" and (low in words.modals or lemma in words.modals):
            yield c, words.modals.get(low) or words.modals[lemma]
        elif c.dep_ in ("advmod", "npadvmod") and low in words.adverbs:
            yield c, words.adverbs[low]
        elif c.dep_ in ("amod", "nmod") and low in words.adjectives:
            yield c, words.adjectives[low]
        elif c.dep_ == "mark" and low in words.marks:
            yield c, words.marks[low]
        elif c.dep_ in ("acomp", "attr") and c.lemma_.lower() in words.predicatives and t.lemma_ == "be":
            yield c, words.predicatives[c.lemma_.lower()]


def _empty(c: Token) -> bool:
    """Whether a subject or object says that there was none: "nobody", "no prisoner"."""
    words = _words()
    if c.lemma_.lower() in words.undoubted:
        return False
    return c.lower_ in words.negation or any(d.dep_ == "det" and d.lower_ in words.negation for d in c.children)


def _exists(t: Token) -> bool:
    """Whether the verb says that there is something ("there were no prisoners")."""
    return any(c.dep_ == "expl" for c in t.children)


def _above(here: Token, above: Token) -> Iterator[tuple[Token, str]]:
    """What a governing word does to what it governs, and what bears on that word."""
    words, lemma = _words(), above.lemma_.lower()
    if here.dep_ == "conj":
        if (
            above.pos_ in ("VERB", "AUX")
            and here.pos_ in ("VERB", "AUX")
            and not any(c.dep_ == "aux" for c in here.children)
        ):
            yield from ((w, e) for w, e in _beside(above) if w.dep_ in ("aux", "mark"))
        return
    governs = here.dep_ in ("ccomp", "xcomp", "acl", "pcomp", "dobj", "oprd", "csubj", "pobj", "prep", "attr")
    if here.dep_ == "pobj":
        if above.lower_ == "without":
            yield above, "negative"
        return
    if not governs or (here.dep_ == "prep" and above.pos_ not in ("NOUN", "VERB", "ADJ")):
        return
    if above.pos_ == "NOUN" and lemma in words.nouns and here.dep_ in ("acl", "prep", "ccomp"):
        yield above, words.nouns[lemma]
        yield from _beside(above)
    elif above.pos_ in ("VERB", "AUX"):
        if lemma in words.verbs and here.dep_ != "prep":
            yield above, words.verbs[lemma]
        if here.dep_ in ("ccomp", "xcomp", "dobj", "csubj", "attr", "oprd"):
            yield from _beside(above)
    elif above.pos_ == "ADJ" and lemma in words.predicatives:
        yield above, words.predicatives[lemma]


@cache
def unverifiable(language: str = "en") -> frozenset[str]:
    """Verbs that say a doubt where one cannot do what they say ("could not verify")."""
    return frozenset(lexicon.load(language, "modality")["stances"]["unverifiable"].split())


def evaluation(text: str) -> str:
    """A body's evaluation that the words carry ("credible", "reasonable grounds" …), or ""."""
    low = " ".join(text.lower().split())
    for label, phrases in lexicon.load("en", "modality")["evaluations"].items():
        if any(p in low for p in phrases):
            return str(label)
    return ""
