"""Extents: how far a name reaches, and whether it is a person's or a body's, by what its own sentence tells.

The tagger cuts long names ("United Voices of | the Well"), runs two into one ("the Mail that Venn") and takes a person for a body or
a body for a person. Each correction here rests on something that is written: the letters in a bracket, the noun that names a
body, a title, an age, what is set beside the name. What nothing tells stays as the tagger has it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from spacy.tokens import Doc, Span, Token

from firsthand.language import lexicon
from firsthand.statements.grammar import grammar
from firsthand.vocabulary import gazetteer, places

KINDS = ("PERSON", "ORG", "GPE", "NORP")
_TAGGED = (*KINDS, "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT")
_DATES = ("DATE", "TIME")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_ENDS = ",.;:”“\"'’-–—"
_LETTERS = re.compile(r"[A-Z]{2,8}")
_YEARS = re.compile(r",\s(?:an?|the|now)\s(?:[a-z]+\s)?[1-9]\d-year-old\b")
_AGE = re.compile(r"(?:,\s|\s\()(?:now\s|aged?\s)?[1-9]\d[,)]")
_BEHIND = 16
"""Words behind a name in which its age is looked for: more than either of the patterns takes."""
_WITHIN = ("-", "’", "'")
_PERSON = 4
"""A person's name has at most so many words, where only what stands beside it says that it is one."""


@dataclass(frozen=True)
class Name:
    """Tokens `first`..`last` are a name; `label` is one of KINDS or "". `sure`: what stands beside it says that it is a person's, or a body's."""

    first: int
    last: int
    label: str
    sure: bool = False


@dataclass(frozen=True)
class Words:
    """The lexicon `names.toml`: sets of lower-case words, each explained there."""

    bodies: frozenset[str]
    sure: frozenset[str]
    of_a_place: frozenset[str]
    joints: frozenset[str]
    aims: frozenset[str]
    little: frozenset[str]
    breaks: frozenset[str]
    human: frozenset[str]
    offices: frozenset[str]
    things: frozenset[str]
    lands: frozenset[str]
    particles: frozenset[str]
    address: frozenset[str]
    kinds: frozenset[str]
    objects: frozenset[str]
    foreign: frozenset[str]
    makers: tuple[str, ...]


@cache
def words(language: str = "en") -> Words:
    """The lexicon of `language`, read once."""
    data = {key: value.split() for key, value in lexicon.load(language, "names").items()}
    makers = tuple(data.pop("makers"))
    return Words(**{key: frozenset(value) for key, value in data.items()}, makers=makers)


def names(doc: Doc, titles: Collection[str], people: Collection[str]) -> list[Name]:
    """The names of a passage, in order of place. `titles` stand before a person's name, `people` are nouns for persons, both in lower case."""
    found: list[Name] = []
    taken: set[int] = set()
    for name in sorted(_spelled(doc), key=lambda n: n.first - n.last):
        _take(name, found, taken)
    for ent in doc.ents:
        if ent.label_ in _TAGGED:
            label = ent.label_ if ent.label_ in KINDS else ""
            for name in _parts(doc, Name(ent.start, ent.end - 1, label)):
                _take(_goes_on(doc, name, taken), found, taken)
    left = [_goes_on(doc, n, taken) for n in _runs(doc, taken, titles, people)]
    found = [_foreign(doc, n) for n in found]
    left = [_foreign(doc, n) for n in left]
    found.extend(n for n in left if n.last not in taken)
    kinds = (_kind(doc, n, titles, people) for n in found)
    return sorted((n for n in kinds if n.first <= n.last), key=lambda n: n.first)


def settle(all_names: Iterable[tuple[Doc, Sequence[Name]]]) -> list[list[Name]]:
    """The names of all passages of a document: who is once surely a person is one wherever the last word of the name stands by itself;
    what is once surely a body is one throughout."""
    read = list(all_names)
    people = {doc[n.last].text for doc, some in read for n in some if n.sure and n.label == "PERSON"}
    bodies = {_text(doc, n) for doc, some in read for n in some if n.sure and n.label == "ORG"}
    return [[_settle(doc, n, people, bodies) for n in some] for doc, some in read]


def _text(doc: Doc, name: Name) -> str:
    return doc[name.first : name.last + 1].text


def _settle(doc: Doc, name: Name, people: Collection[str], bodies: Collection[str]) -> Name:
    if not name.sure and _text(doc, name) in bodies:
        return replace(name, label="ORG")
    return replace(name, label="PERSON") if _settled(doc, name, people) else name


def _settled(doc: Doc, name: Name, sure: Collection[str]) -> bool:
    word = doc[name.last].text
    if name.first < name.last or word not in sure or name.label not in ("ORG", "GPE", ""):
        return False
    acts = doc[name.last].dep_ in ("nsubj", "nsubjpass", "poss", "conj")
    return name.label != "GPE" or (acts and not gazetteer.cities(gazetteer.key(word)))


def _where(doc: Doc, attribute: str, value: str) -> list[int]:
    """The places of the tokens that have this value, without looking at each token by itself."""
    return [int(i) for i in np.flatnonzero(doc.to_array(attribute) == doc.vocab.strings[value])]


def _take(name: Name, found: list[Name], taken: set[int]) -> None:
    """Keep a name of which no word belongs to one before."""
    tokens = range(name.first, name.last + 1)
    if len(tokens) and taken.isdisjoint(tokens):
        found.append(name)
        taken.update(tokens)


def _raised(t: Token) -> bool:
    return t.text[:1].isupper()


def trim(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """Without a leading article, and without possessive marks, punctuation and little words at the ends."""
    known = words()
    while first <= last and (
        doc[first].lower_ in grammar().articles
        or doc[first].is_punct
        or doc[first].is_space
        or doc[first].text in known.little
    ):
        first += 1
    while last >= first and (
        doc[last].tag_ == "POS" or doc[last].is_space or doc[last].text in _ENDS or doc[last].text in known.little
    ):
        last -= 1
    return first, last


def _parts(doc: Doc, name: Name) -> Iterator[Name]:
    """What the tagger took for one name, cut where no name goes on: at a bracket that stays open, a comma, a clause, a country's possessive."""
    known = words()
    for i in range(name.first, name.last + 1):
        t = doc[i]
        opens = t.text == "(" and not _short(doc, i) and ")" not in [x.text for x in doc[i : name.last + 1]]
        clause = t.lower_ == t.text and (t.text in known.breaks or (t.tag_ in _FINITE and t.pos_ in ("VERB", "AUX")))
        if i > name.first and (opens or clause or _listed(doc, name, i)):
            yield _whole(doc, replace(name, last=i - 1))
            if clause or t.text == ",":
                yield from _parts(doc, replace(name, first=i + 1))
            return
        if t.tag_ == "POS" and i < name.last and places.country(doc[name.first : i].text) is not None:
            yield _whole(doc, Name(name.first, i - 1, "GPE"))
            yield from _parts(doc, replace(name, first=i + 1))
            return
    yield _whole(doc, name)


def _short(doc: Doc, i: int) -> bool:
    """Whether the bracket at `i` holds a short name that is no row of letters ("Guild of Osk Bakers (Gosba)"): the name is kept with it."""
    return i + 2 < len(doc) and doc[i + 2].text == ")" and _raised(doc[i + 1]) and not doc[i + 1].is_upper


def _listed(doc: Doc, name: Name, i: int) -> bool:
    """Whether the comma at `i` parts two names of bodies or people: "the Mail, Venn", not "Bakers, Millers and Cooks Union", "Osk Ltd, Inc."."""
    if doc[i].text != "," or name.label not in ("ORG", "PERSON") or i >= name.last:
        return False
    rest = [t.lower_ for t in doc[i + 1 : name.last + 1]]
    return "and" not in rest and "&" not in rest and rest[0].rstrip(".") not in ("inc", "ltd", "llc", "jr", "sr")


def _whole(doc: Doc, name: Name) -> Name:
    """`name` with the parts of a word that a hyphen joins ("Sze-lok"), and without what is no part of it."""
    first, last = trim(doc, name.first, name.last)
    if first < last and name.label != "PERSON" and doc[first].lower_ in words().address:
        first += 1
    if first > last:
        return replace(name, first=first, last=last)
    if name.label == "PERSON" or first > name.first:
        while last + 2 < len(doc) and _joined(doc, last) and doc[last + 2].pos_ == "PROPN":
            last += 2
    while first >= 2 and _joined(doc, first - 2) and _raised(doc[first - 2]) and name.label == "PERSON":
        first -= 2
        while (
            first
            and doc[first - 1].pos_ == "PROPN"
            and _raised(doc[first - 1])
            and doc[first - 1].ent_type_ in ("", "PERSON")
        ):
            first -= 1  # fmt: skip
    return replace(name, first=first, last=last)


def _foreign(doc: Doc, name: Name) -> Name:
    """`name` with the capitals that a small word of another language joins to it: "Casa | en Alto"."""
    first, last = name.first, name.last
    while last >= first >= 2 and doc[first - 1].text in words().foreign and _plain(doc[first - 2]):
        first -= 2
    while first <= last < len(doc) - 2 and doc[last + 1].text in words().foreign and _plain(doc[last + 2]):
        last += 2
    return replace(name, first=first, last=last)


def _plain(t: Token) -> bool:
    """Whether a word can be a part of a name: with a capital, and of no other kind."""
    return _raised(t) and t.is_alpha and (t.pos_ == "PROPN" or t.ent_type_ in KINDS)


def _joined(doc: Doc, i: int) -> bool:
    """Whether a hyphen without blanks joins token `i` to the next but one."""
    return doc[i + 1].text == "-" and not doc[i].whitespace_ and not doc[i + 1].whitespace_


def _runs(doc: Doc, taken: Collection[int], titles: Collection[str], people: Collection[str]) -> Iterator[Name]:
    """Proper nouns that the tagger left, with the capitals before them that belong to them, without a title. Small words are none."""
    within = words().little | words().particles
    for i in _where(doc, "POS", "PROPN"):
        t = doc[i]
        other = t.ent_type_ and t.ent_type_ not in _TAGGED
        if i in taken or t.dep_ == "compound" or other or t.lower_ == t.text:
            continue
        first = min((c.left_edge.i for c in t.lefts if c.dep_ == "compound"), default=t.i)
        plain = (x for x in doc[first : t.i] if x.text.islower() and x.is_alpha and x.text not in within)
        first = max((x.i + 1 for x in plain), default=first)
        while first < t.i and doc[first].lower_ in titles and t.lower_ not in people:
            first += 1
        yield Name(*trim(doc, first, t.i), "")


def _goes_on(doc: Doc, name: Name, taken: Collection[int]) -> Name:
    """The name of a body with what follows its noun: "Union | of Bakers", "Committee | to Protect Wells"."""
    if name.last < name.first or doc[name.last].lower_ not in words().bodies or not _raised(doc[name.last]):
        return name
    noun, last = doc[name.last], name.last
    while (at := _behind(doc, last)) and at not in taken and _belongs(doc[at], noun, doc[last + 1].lower_):
        kind, last = doc[at].ent_type_, at
        while last + 1 < len(doc) and _raised(doc[last + 1]) and doc[last + 1].ent_type_ == kind:
            last += 1
    return name if last == name.last else replace(name, last=trim(doc, name.first, last)[1], label="ORG")


def _behind(doc: Doc, last: int) -> int:
    """Where a capital stands behind token `last` and a joint, or 0."""
    if last + 2 >= len(doc) or doc[last + 1].lower_ not in words().joints | words().aims:
        return 0
    at = last + 2 + (doc[last + 2].lower_ == "the")
    return at if at < len(doc) and _raised(doc[at]) else 0


def _belongs(t: Token, noun: Token, joint: str) -> bool:
    """Whether the capital behind a joint can be a part of the name: no person, no day, no body by itself; a place only behind some nouns."""
    whole = next((e for e in t.doc.ents if e.start <= t.i < e.end), None) if t.ent_type_ == "ORG" else None
    if (
        t.ent_type_ in (*_DATES, "PERSON")
        or t.is_punct
        or (whole is not None and any(x.lower_ in words().bodies for x in whole))
    ):
        return False  # fmt: skip
    if t.ent_type_ in ("GPE", "NORP", "LOC"):
        return joint == "of" and noun.lower_ in words().of_a_place
    return joint in words().joints or t.pos_ in ("VERB", "NOUN", "PROPN", "ADJ")


def _spelled(doc: Doc) -> Iterator[Name]:
    """Names that letters in a bracket spell: "the Union of Osk Bakers (UOB)", "UOB (Union of Osk Bakers)"."""
    for i in _where(doc, "ORTH", "("):
        if not 1 <= i < len(doc) - 2:
            continue
        t = doc[i]
        short = doc[t.i + 1]
        if doc[t.i + 2].text == ")" and _LETTERS.fullmatch(short.text):
            yield from _spelling(doc, range(t.i - 1, max(t.sent.start, t.i - 16) - 1, -1), short.text)
        elif _LETTERS.fullmatch(doc[t.i - 1].text):
            close = next((x.i for x in doc[t.i : t.i + 16] if x.text == ")"), t.i)
            yield from _spelling(doc, range(close - 1, t.i, -1), doc[t.i - 1].text, t.i + 1)


def _spelling(doc: Doc, back: range, letters: str, begins: int = -1) -> Iterator[Name]:
    """The words that end where `back` begins and of which `letters` are the first ones; they begin at `begins` if that is given."""
    rest = letters
    for i in back:
        t = doc[i]
        if _raised(t) and rest.endswith(t.text):
            rest = rest.removesuffix(t.text)  # "UN Mission in Osk (UNMO)"
        elif _raised(t) and t.text[0] == rest[-1:]:
            rest = rest[:-1]
        elif t.text not in words().little and t.text not in ("-", "&") and t.tag_ != "POS":
            return
        if not rest:
            if back.start > i and begins in (-1, i, i - 1):
                yield Name(i, back.start, _spelled_kind(doc[i : back.start + 1]))
            return


def _spelled_kind(said: Span) -> str:
    if any(t.lower_ in words().bodies for t in said):
        return "ORG"
    if said[-1].lower_ in words().things:
        return ""
    return "GPE" if said[0].ent_type_ == "GPE" else "ORG"


def _kind(doc: Doc, name: Name, titles: Collection[str], people: Collection[str]) -> Name:
    """`name` with its kind where its own words, or those beside it, tell it; an office inside a run of capitals parts whose it is from who holds it."""
    name = _holder(doc, name)
    last, known = _noun(doc, name), words()
    several = name.last > name.first
    if several and (last in known.sure or (last in known.bodies and name.label != "PERSON")) and not _land(doc, name):
        return replace(name, label="ORG")
    if last in known.bodies or last in people or name.label == "NORP" or not _raised(doc[name.first]):
        return name
    if _introduced(doc, name):
        return replace(name, label="ORG", sure=True)
    if not _person(doc, name, titles):
        return name
    body = max((t.i + 1 for t in doc[name.first : name.last] if t.lower_ in known.sure), default=name.first)
    return replace(name, first=body, label="PERSON", sure=True)


def _introduced(doc: Doc, name: Name) -> bool:
    """Whether the noun of a body stands right before the name: "the rights group [Bell Osk]"; not "the group Roe leads"."""
    kind = doc[name.first - 1] if name.first else None
    if kind is None or kind.text not in words().kinds or places.country(_text(doc, name)) is not None:
        return False
    root = doc[name.first : name.last + 1].root
    return kind.head.i == root.i or (root.head.i == kind.i and root.dep_ == "appos")


def _land(doc: Doc, name: Name) -> bool:
    """Whether a land is called by the noun of a body ("the Soviet Union")."""
    return name.label == "GPE" and doc[name.last].lower_ in words().lands


def _noun(doc: Doc, name: Name) -> str:
    """The noun that says what is named: the last word before "of", "for" …, in lower case."""
    joints = words().joints | words().aims
    at = next((i for i in range(name.first + 1, name.last + 1) if doc[i].text in joints), name.last + 1)
    return doc[at - 1].lower_ if _raised(doc[at - 1]) else ""


def _holder(doc: Doc, name: Name) -> Name:
    """ "OBU Convener Jane Roe": the name behind the last office inside a run of capitals."""
    if name.label not in ("PERSON", "ORG", ""):
        return name
    held = [i for i in range(name.first + 1, name.last) if doc[i].lower_ in words().offices and _raised(doc[i])]
    behind = list(doc[held[-1] + 1 : name.last + 1]) if held else []
    if len(behind) < 2 or not all((_raised(t) and t.is_alpha) or t.text.endswith(".") for t in behind):
        return name
    return replace(name, first=held[-1] + 1, label="PERSON")


def _person(doc: Doc, name: Name, titles: Collection[str]) -> bool:
    """Whether a title, an age, or what is set beside it says that the name is a person's."""
    said = doc[name.first : name.last + 1]
    letters = all(t.text.replace(".", "").isalpha() or t.text in _WITHIN for t in said) and not (
        said.text.isupper() and len(said) == 1
    )
    if len(said) > _PERSON or not letters or places.country(said.text) is not None:
        return False
    before = doc[name.first - 1] if name.first else None
    if before is not None and before.lower_ in titles:
        return True
    # Never doc.text here: it is put together anew each time, from all words of the passage.
    behind = doc[name.last : name.last + _BEHIND].text[len(doc[name.last]) :]
    if _YEARS.match(behind):
        return True
    if name.label == "GPE" and len(said) == 1:
        return False
    if before is not None and before.lower_ in words().human and before.tag_ == "NN" and before.head.i == said.root.i:
        return True
    return _AGE.match(behind) is not None or _beside(doc, name)


def _beside(doc: Doc, name: Name) -> bool:
    """Whether a noun for a person is set behind the name with a comma ("Idris, a baker"), one alone."""
    for t in doc[name.first : name.last + 1]:
        for c in t.children:
            if c.dep_ == "appos" and c.left_edge.i == name.last + 2 and doc[name.last + 1].text == ",":
                return c.lemma_.lower() in words().human and c.tag_ == "NN"
    return False
