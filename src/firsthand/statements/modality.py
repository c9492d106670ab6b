"""How sure, and whether at all: polarity, modality, hedges and evaluation of any predicate, read off the parse.

The reader climbs from the event to the root (or to `stop`, the cue that reports it); each word above applies a transition
from `language/en/modality.toml`. After De Facto (Saurí & Pustejovsky 2012); R12 marks ("reportedly", "allegedly") live here:
they say that something is alleged, not by whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from firsthand.language import lexicon
from firsthand.statements.candidate import Candidate
from firsthand.statements.mentions import heads
from firsthand.statements.record import Stance

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


def _beside(t: Token) -> Iterator[tuple[Token, str]]:
    """Modals, negations, adverbs, adjectives and marks that hang on the word itself."""
    words = _words()
    negated = False
    for c in t.children:
        low, lemma = c.lower_, c.lemma_.lower()
        if (low in words.negation and c.dep_ in ("neg", "det", "advmod", "preconj")) or (
            c.dep_ in ("nsubj", "nsubjpass", "dobj") and _empty(c) and not negated
        ):
            negated = True
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
    return c.lower_ in words.negation or any(d.dep_ == "det" and d.lower_ in words.negation for d in c.children)


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


def evaluation(text: str) -> str:
    """A body's evaluation that the words carry ("credible", "reasonable grounds" …), or ""."""
    low = " ".join(text.lower().split())
    for label, phrases in lexicon.load("en", "modality")["evaluations"].items():
        if any(p in low for p in phrases):
            return str(label)
    return ""


def experienced(words: Iterable[Token], speaker: Token | None, *, quoted: bool) -> bool:
    """Whether among these words the speaker tells what they themselves saw or lived through.

    In a quotation (or a testimony) the speaker is "I" or "we"; in indirect speech the pronoun that can stand for the speaker.
    """
    perception = lexicon.load("en", "modality")["perception"]
    saw, suffered = frozenset(perception["verbs"].split()), frozenset(perception["suffered"].split())
    for t in words:
        lemma = t.lemma_.lower()
        if t.pos_ not in ("VERB", "AUX") or (lemma not in saw and lemma not in suffered):
            continue
        if not quoted and t.tag_ == "VBG" and t.dep_ in ("xcomp", "pcomp") and lemma in saw:
            return True
        gerund = any(c.dep_ == "auxpass" and c.tag_ == "VBG" for c in t.children)
        if not quoted and gerund and lemma in suffered and t.dep_ in ("xcomp", "pcomp"):
            return True
        for c in t.children:
            active = c.dep_ == "nsubj" and lemma in saw and not any(k.dep_ == "neg" for k in t.children)
            borne = c.dep_ == "nsubjpass" and lemma in suffered
            if (active or borne) and _self(c, speaker, quoted=quoted):
                return True
        if lemma in suffered and any(
            c.dep_ in ("dobj", "dative") and quoted and c.lower_ in ("me", "us") for c in t.children
        ):
            return True
    return False


def _self(c: Token, speaker: Token | None, *, quoted: bool) -> bool:
    if quoted:
        return c.lower_ in ("i", "we")
    if speaker is None or c.lower_ not in ("he", "she", "they"):
        return False
    kind = heads().label.get(speaker.lemma_.lower(), "")
    if speaker.ent_type_ in ("ORG", "GPE", "NORP") or kind in ("ORG", "DOCUMENT"):
        return False
    plural = "Number=Plur" in str(speaker.morph)
    return (c.lower_ == "they") == plural or speaker.lower_ == c.lower_ or speaker.lower_ == "they"


def stance(c: Candidate, doc: Doc) -> tuple[Stance, str]:
    """What the speaker does with the content, and the reason where it differs from that of the cue's class.

    "did not deny" is no denial; "could not verify" is a doubt; "declined to comment" says nothing of the matter; to say that
    the reports are fabricated is to deny them; to say that somebody should do something is to call for it.
    """
    words = lexicon.load("en", "modality")["stances"]
    cue = list(doc[c.cue[0] : c.cue[1] + 1]) if c.cue else []
    around = [*cue, *doc[c.verb].children]
    negated = any(t.dep_ == "neg" or t.lower_ in ("never", "not", "unable") for t in around)
    unable = any(t.lemma_.lower() in words["unable"].split() for t in around if t.dep_ in ("aux", "acomp"))
    if c.source and doc[c.source[0]].lower_ in _words().negation:
        return "other", "nobody says so"
    if c.lemma in words["refusing"].split():
        return "other", "a refusal says nothing of the matter"
    if negated and c.kind.stance == "denies":
        return "other", "a denial that is denied is not made"
    if negated and c.lemma in words["unverifiable"].split() and (unable or c.kind.id in ("find", "admit")):
        return "doubts", "could not be confirmed"
    if negated and c.kind.id == "say":
        return "other", "not said"
    if negated and c.kind.id == "believe":
        return "doubts", "not believed"
    if c.kind.stance == "alleges":
        return _of_content(c, doc, words)
    return c.kind.stance, ""


def _of_content(c: Candidate, doc: Doc, words: dict[str, str]) -> tuple[Stance, str]:
    """The stance that the content itself takes: what it says of reports, what it wants done, what it could not confirm."""
    head = doc[c.head]
    heads = {head.i: head}
    if c.frame in ("that", "quote"):
        roots = (t.sent.root for a, b in c.parts for t in doc[a : b + 1])
        heads |= {r.i: r for r in roots if r.i != c.verb}
    for h in heads.values():
        untrue = _untrue(h, c, doc, words)
        if untrue is not None:
            return "denies", f"“{untrue.text}” denies what is spoken of"
    if c.rule == "R8" and any(k.dep_ == "det" and k.lower_ == "no" for k in doc[c.verb].children):
        return "doubts", "it is said that there is none"
    negated = any(k.dep_ == "neg" for k in head.children)
    unable = any(k.lower_ in words["unable"].split() for k in head.children)
    near = _predicate(head)
    known = (*words["unverifiable"].split(), *words["certain"].split())
    if negated and unable and any(k.lemma_.lower() in known for k in near):
        return "doubts", "could not be confirmed"
    duty = next((k for k in head.children if k.dep_ == "aux" and k.lower_ in words["duty"].split()), None)
    if duty is not None and c.frame in ("that", "quote"):
        return "calls-for", f"“{duty.text}” wants something done"
    return "alleges", ""


def _predicate(head: Token) -> list[Token]:
    """The head of a clause with what it says of its subject."""
    own = [k for k in head.children if k.dep_ in ("acomp", "attr", "oprd", "dobj", "xcomp", "prep")]
    below = [k for x in own for k in x.children if k.dep_ in ("amod", "pobj", "acomp", "attr", "conj", "prep")]
    return [head, *own, *below]


def _untrue(head: Token, c: Candidate, doc: Doc, words: dict[str, str]) -> Token | None:
    """The word that calls a report untrue, where the clause speaks of reports (or the object is called that)."""
    called = c.frame in ("small", "as")
    near = [t for a, b in c.parts for t in doc[a : b + 1]] if called else _predicate(head)
    if any(k.dep_ == "neg" for k in head.children) or not (called or _speaks_of_reports(head, words)):
        return None
    false = frozenset(words["false"].split())
    return next((t for t in near if t.lemma_.lower() in false or t.lower_ in false), None)


def _speaks_of_reports(head: Token, words: dict[str, str]) -> bool:
    reports = frozenset(words["reports"].split())
    subjects = [k for k in head.children if k.dep_ in ("nsubj", "nsubjpass", "csubj")]
    return any(k.lemma_.lower() in reports or k.lower_ in reports for s in subjects for k in (s, *s.subtree))
