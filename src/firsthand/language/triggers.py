"""Words that speak of acts, found in a parse by the lexicon `acts.toml`: patterns of lemmas, with what each needs around it.

A noun before the name of a building or body ("detention centre", "torture survivors") speaks of no act; neither does a word inside the name of
a body or law ("the Committee against Torture"), nor a single word in a sentence, or in a text, about films or sport.

What a text is about is read off the whole of it (`theme`): in the report of a match "shot" and "slaughtered" are figures of speech; in a
testimony about a prison "held" needs no further word beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from spacy.tokens import Doc, Span, Token

from firsthand.language import lexicon, roles

GAP = {True: 5, False: 14}
"""How many tokens the "…" of a pattern may stand for, in noun patterns and in verb patterns. Longer gaps join words of different clauses."""


Theme = Literal["", "violence", "leisure", "politics"]
"""What a text is about, as far as it bears on ambiguous words."""


class Trigger(NamedTuple):
    """The tokens `first` to `last` speak of an act of `type`; `head` carries its arguments. `pattern` is the lexicon's entry.

    `words`: the indices of the tokens that the pattern matched; between them others may stand ("swept … into").
    """

    type: str
    first: Token
    last: Token
    head: Token
    noun: bool
    pattern: str
    words: frozenset[int]


@dataclass(frozen=True)
class _Pattern:
    type: str
    words: tuple[str, ...]
    noun: bool
    text: str
    hint: dict[str, Any]


@dataclass(frozen=True)
class Lexicon:
    """The patterns by their first word, longest first, and the words that forbid a reading. `intransitive`: verbs whose subject undergoes them."""

    patterns: dict[str, tuple[_Pattern, ...]]
    owners: dict[str, str]
    facilities: frozenset[str]
    sites: frozenset[str]
    negative: frozenset[str]
    intransitive: frozenset[str]
    grave: frozenset[str]
    leisure: frozenset[str]
    politics: frozenset[str]
    hard: frozenset[str]
    prefixes: frozenset[str]
    least: int
    density: float


@cache
def load(language: str = "en") -> Lexicon:
    """The lexicon of `language`, read once."""
    raw = lexicon.load(language, "acts")
    index: defaultdict[str, list[_Pattern]] = defaultdict(list)
    owners = {}
    for type_, entry in raw.items():
        if "owner" not in entry:
            continue
        owners[type_] = entry["owner"]
        for text, noun in [(t, False) for t in entry.get("verbs", ())] + [(t, True) for t in entry.get("nouns", ())]:
            words = tuple(text.split())
            for form in inflected(words[0]):
                hint = raw["hint"].get(f"{type_}/{text}", raw["hint"].get(text, {}))
                hint = raw["hint"][hint["like"]] if "like" in hint else hint
                index[form].append(_Pattern(type_, words, noun, text, hint))
    patterns = {
        w: tuple(sorted(ps, key=lambda p: (-len(p.words), "near" not in p.hint, p.type))) for w, ps in index.items()
    }
    return Lexicon(
        patterns,
        owners,
        frozenset(raw["facility"]["heads"]),
        frozenset(raw["facility"]["of"]["heads"]),
        frozenset(raw["negative"]["near"]),
        frozenset(raw["light"]["intransitive"]),
        frozenset(raw["theme"]["grave"]),
        frozenset(raw["negative"]["near"]) | frozenset(raw["theme"]["leisure"]),
        frozenset(raw["politics"]["words"]),
        frozenset(raw["politics"]["hard"]),
        frozenset(raw["facility"]["prefixes"]),
        raw["theme"]["least"],
        raw["theme"]["density"],
    )


@cache
def inflected(word: str) -> frozenset[str]:
    """The regular forms of a lemma: parsers lemmatise some of them wrongly ("raped" as "rap")."""
    stem = word[:-1] if word.endswith("e") else word
    forms = {word, word + "s", stem + "ed", stem + "ing"}
    return frozenset(forms if len(word) > 3 and word.isalpha() else {word})


def theme(docs: Iterable[Doc]) -> Theme:
    """What a text is about: the richer of two vocabularies, of which it must use enough different words, often enough."""
    known = load()
    grave: Counter[str] = Counter()
    leisure: Counter[str] = Counter()
    politics: Counter[str] = Counter()
    length = 0
    for doc in docs:
        length += len(doc)
        for token in doc:
            lemma = token.lemma_.lower()
            if lemma in known.grave:
                grave[lemma] += 1
            elif lemma in known.leisure:
                leisure[lemma] += 1
            elif lemma in known.politics:
                politics[lemma] += 1
    about: Theme = "leisure" if leisure.total() > grave.total() else "violence"
    words = leisure if about == "leisure" else grave
    if len(words) >= known.least and words.total() >= known.density * length:
        return about
    return "politics" if len(politics) >= known.least and politics.total() >= known.density * length else ""


def find(sentence: Span, about: Theme = "") -> list[Trigger]:
    """The triggers of one sentence of a text `about` this, left to right; where two overlap the longer one holds."""
    known = load()
    lemmas = {t.lemma_.lower() for t in sentence} | {t.lower_ for t in sentence}
    leisure = about == "leisure" or bool(lemmas & known.negative)
    politics = about == "politics" or (about != "violence" and bool(lemmas & known.politics))
    figures = politics and not lemmas & known.hard
    found: list[Trigger] = []
    for token in sentence:
        for pattern in _starting(token, known):
            if leisure and (len(pattern.words) == 1 or pattern.hint.get("everyday")):
                continue
            if pattern.hint.get("figurative") and (figures or (politics and _words_only(token))):
                continue
            trigger = _match(pattern, token, sentence)
            if trigger is not None and _speaks(trigger, known) and _hinted(trigger, pattern.hint, lemmas, about):
                found.append(trigger)
                break
    return _longest(found)


def _words_only(verb: Token) -> bool:
    """Whether a verb of violence has one person as its subject: in a sentence about politics that is mostly said of words."""
    doer = roles.subject(verb) if verb.pos_ == "VERB" and not roles.passive(verb) else None
    return doer is not None and (doer.ent_type_ == "PERSON" or doer.lower_ in ("he", "she"))


def _starting(token: Token, known: Lexicon) -> tuple[_Pattern, ...]:
    a, b = known.patterns.get(token.lemma_.lower(), ()), known.patterns.get(token.lower_, ())
    return a if a is b or not b else (a + b if a else b)


def _match(pattern: _Pattern, token: Token, sentence: Span) -> Trigger | None:
    """Whether the words of `pattern` stand from `token` on."""
    doc, i, matched, gap = token.doc, token.i, [token], False
    for word in pattern.words[1:]:
        if word == "…":
            gap = True
            continue
        limit = i + (GAP[pattern.noun] + 1 if gap else 1)
        j = i + 1
        while j < sentence.end and j <= limit:
            if _is(doc[j], word):
                break
            if doc[j].text == "-" or (doc[j].dep_ in ("det", "poss") and doc[j].pos_ in ("DET", "PRON")):
                limit += 1  # hyphens and the small words before a noun are passed over
            elif not gap or doc[j].text in ';:.?!”"':
                return None
            j += 1
        else:
            return None
        if j >= sentence.end or not _is(doc[j], word):
            return None
        matched.append(doc[j])
        i, gap = j, False
    head = _head(pattern, matched)
    if head is None or ("…" in pattern.words and not _joined(matched, head, pattern.noun)):
        return None
    first, last = (matched[0], matched[-1]) if pattern.noun or "…" not in pattern.words else _run(matched, head)
    return Trigger(pattern.type, first, last, head, pattern.noun, pattern.text, frozenset(t.i for t in matched))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["lists"][name])


def _is(token: Token, word: str) -> bool:
    if word.startswith("<"):
        return token.lemma_.lower() in _listed(word[1:-1])
    return token.lower_ == word or token.lemma_.lower() == word or token.lower_ in inflected(word)


def _run(matched: list[Token], head: Token) -> tuple[Token, Token]:
    """The matched words that stand next to each other from `head` on: "clamp down on" of "clamp down on … right"."""
    last = head
    for token in matched:
        if token.i == last.i + 1:
            last = token
    return head, last


def _head(pattern: _Pattern, matched: list[Token]) -> Token | None:
    """The word of the match that carries the arguments, if it has the right part of speech."""
    if not pattern.noun:
        verbs = [t for t in matched if t.pos_ in ("VERB", "AUX") or (t.tag_ in ("VBN", "VBD") and t.pos_ == "ADJ")]
        return next((t for t in verbs if t.dep_ not in ("aux", "auxpass")), verbs[0] if verbs else None)
    inside = set(matched)
    head = next((t for t in matched if t.pos_ in ("NOUN", "PROPN") and t.head not in inside), None)
    if head is None:
        head = next((t for t in reversed(matched) if t.pos_ in ("NOUN", "PROPN")), None)
    if head is None and len(matched) == 1 and matched[0].tag_ == "VBG" and matched[0].dep_ in ("pobj", "dobj", "nsubj"):
        return matched[0]
    if (
        head is None
        and len(matched) == 1
        and matched[0].lower_ == pattern.text
        and matched[0].dep_ in ("oprd", "attr", "dobj", "pobj")
    ):
        return matched[0]  # the parser took a noun for a verb ("called it genocide")
    return head


def _joined(matched: list[Token], head: Token, noun: bool) -> bool:
    """Whether the two sides of a gap belong to one phrase."""
    if noun:
        return all(t == head or head.is_ancestor(t) for t in matched)
    return all(t == head or head.is_ancestor(t) or t.is_ancestor(head) for t in matched)


def _speaks(trigger: Trigger, known: Lexicon) -> bool:
    """Not the modifier of a building or body, not inside a name or a compound word ("a long-shot bid", "anti-torture")."""
    head = trigger.head
    if _compounded(trigger, known) or (trigger.noun and _titled(trigger)):
        return False
    if (
        head.ent_type_ in ("ORG", "LAW", "WORK_OF_ART", "EVENT", "FAC")
        and head.text[:1].isupper()
        and not head.is_sent_start
    ):
        return False
    if (
        trigger.noun
        and head.dep_ == "pobj"
        and head.head.lower_ == "of"
        and head.head.head.lemma_.lower() in known.sites
    ):
        return False
    if trigger.noun and head.dep_ in ("compound", "nmod", "amod", "npadvmod") and head.head.i > head.i:
        return head.head.lemma_.lower() not in known.facilities
    if (
        trigger.noun
        and head.i + 1 < len(head.doc)
        and head.nbor().pos_ in ("NOUN", "PROPN")
        and head.nbor().lemma_.lower() in known.facilities
    ):
        return False
    if not trigger.noun and head.dep_ in ("amod", "compound") and head.tag_ in ("VBG", "NN"):
        return False
    return not (head.pos_ == "PROPN" and trigger.noun and head.dep_ == "compound" and head.head.pos_ == "PROPN")


def _compounded(trigger: Trigger, known: Lexicon) -> bool:
    """Whether a hyphen joins the words to another: before a verb any ("long-shot") but a repeating one, before a noun one that turns its sense."""
    doc, first, last = trigger.head.doc, trigger.first.i, trigger.last.i
    if last + 1 < len(doc) and doc[last + 1].text == "-" and not doc[last].whitespace_ and not trigger.noun:
        return doc[last + 1].whitespace_ == ""
    if first < 2 or doc[first - 1].text != "-" or doc[first - 1].whitespace_ or doc[first - 2].whitespace_:
        return False
    before = doc[first - 2]
    return (
        before.lower_ in known.prefixes
        if trigger.noun
        else before.pos_ not in ("ADV", "PROPN") and before.lower_ != "re"
    )


def _titled(trigger: Trigger) -> bool:
    """Whether a noun stands inside a name: it and the word after it begin with a capital, in a sentence that does not do so throughout."""
    doc, last = trigger.head.doc, trigger.last
    if not last.text.istitle() or last.i + 1 >= len(doc) or not doc[last.i + 1].text.istitle():
        return False
    return any(t.is_alpha and t.text.islower() and len(t) > 3 for t in trigger.head.sent)


def _hinted(trigger: Trigger, hint: dict[str, Any], lemmas: set[str], about: Theme) -> bool:
    """Whether the needs of the pattern are met."""
    near = bool(hint.get("near")) and bool(lemmas & set(hint["near"]))
    if hint.get("near") and not near and not _plain(trigger, hint, about) and not _of_things(trigger, hint):
        return False
    if hint.get("undated") and not near and _of_a_year(trigger.head):
        return False
    if hint.get("far") and lemmas & set(hint["far"]):
        return False
    if trigger.noun:
        return not hint.get("bound") or any(map(roles.thing, roles.complements(trigger.head, ("to", "of"))))
    verb = trigger.head
    patient = roles.patient(verb)
    if hint.get("transitive") and patient is None:
        return False
    if "complement" in hint and not any(roles.civil(c) for c in trigger.last.children if c.dep_ == "pobj"):
        return False
    if patient is not None and patient.lower_.endswith(("self", "selves")):
        return False  # what people do to themselves
    if "patient" in hint and patient is not None:
        fits = {"person": roles.person, "civil": roles.civil, "object": roles.thing}[hint["patient"]]
        if not fits(patient) or roles.counted(patient).lemma_.lower() in hint.get("patient_not", ()):
            return False
    if hint.get("bare") and (
        roles.passive(verb)
        or any(c.dep_ in ("prep", "prt", "advmod", "npadvmod", "xcomp", "ccomp") for c in verb.children)
    ):
        return False
    if "agent" in hint:
        doer = roles.subject(verb)
        return doer is not None and roles.person(doer)
    return True


def _of_things(trigger: Trigger, hint: dict[str, Any]) -> bool:
    """Whether the verb is one of violence as soon as it is done to a thing."""
    patient = roles.patient(trigger.head) if hint.get("things") and not trigger.noun else None
    return patient is not None and roles.thing(patient)


def _of_a_year(verb: Token) -> bool:
    """Whether the clause says in which year and nothing closer: "died in 2014", "died last year"."""
    return any(
        t.ent_type_ == "DATE" and ((t.is_digit and len(t) == 4) or t.lower_ == "year") and abs(t.i - verb.i) <= 4
        for t in verb.subtree
        if t.i > verb.i
    )


def _plain(trigger: Trigger, hint: dict[str, Any], about: Theme) -> bool:
    """Whether the word needs none of its signs beside it, because of what the whole text is about."""
    always = hint.get("always", "")
    return about == "violence" and (always == "any" or (always == "passive" and roles.passive(trigger.head)))


def _longest(found: list[Trigger]) -> list[Trigger]:
    kept: list[Trigger] = []
    for t in sorted(found, key=lambda t: (t.first.i - t.last.i, -len(t.words), t.first.i)):
        if not any(t.words & k.words or (t.first.i <= k.last.i and k.first.i <= t.last.i) for k in kept):
            kept.append(t)
    return sorted(kept, key=lambda t: t.first.i)
