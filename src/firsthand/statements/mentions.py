"""Find mentions: the words of a text that refer to somebody or something that can speak.

Names come from the entities of the parse and from runs of proper nouns that it did not label (`extents`); pronouns and noun phrases are
known by their heads (`language/en/heads.toml`). Nothing is resolved here: that is the task of `origins`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from firsthand import ids
from firsthand.documents.record import Span
from firsthand.language import lexicon
from firsthand.statements import extents
from firsthand.statements.cues import cues
from firsthand.statements.extents import Name
from firsthand.statements.grammar import grammar
from firsthand.statements.parse import Parsed, Piece
from firsthand.statements.quotes import Quotation, inside, quotations
from firsthand.statements.record import Mention

Form = Literal["name", "pronoun", "definite", "indefinite", "quantified"]
Role = Literal["subject", "object", "agent", "possessor", "other"]

NAMES = extents.KINDS
_INSIDE = ("det", "amod", "compound", "nummod", "poss", "quantmod", "nmod", "predet", "advmod", "case", "punct")
_NAME = 6


@dataclass(frozen=True)
class Heads:
    """The lexicon of heads: lemma → label, titles and gendered nouns → gender, pronouns → (number, gender)."""

    label: dict[str, str]
    gender: dict[str, str]
    titles: frozenset[str]
    pronouns: dict[str, tuple[str, str]]
    determiners: dict[str, Form]


@cache
def heads(language: str = "en") -> Heads:
    """The heads of `language`, read once."""
    data = lexicon.load(language, "heads")
    label = {w: kind for kind, words in reversed(data["heads"].items()) for w in words.split()}
    gender = {w: g for table in (data["titles"], data["gendered"]) for g in "mf" for w in table.get(g, [])}
    titles = frozenset(w for words in data["titles"].values() for w in words)
    determiners: dict[str, Form] = {w: form for form, words in data["determiners"].items() for w in words}
    pronouns = {w: (v[0], v[1]) for w, v in data["pronouns"].items()}
    return Heads(label, gender, titles, pronouns, determiners)


@dataclass(frozen=True)
class _Phrase:
    """A noun phrase that may become a mention: tokens `first`..`last`, its head and form."""

    first: int
    last: int
    head: Token
    form: Form
    label: str


def find(parsed: Parsed) -> tuple[Mention, ...]:
    """All mentions of a Text, in order of place."""
    out: list[Mention] = []
    sentence = 0
    known = heads()
    people = frozenset(w for w, label in known.label.items() if label == "PERSON")
    read = ((piece.doc, extents.names(piece.doc, known.titles, people)) for piece in parsed.pieces)
    for piece, names in zip(parsed.pieces, extents.settle(read), strict=True):
        doc = piece.doc
        number = {}
        for sent in doc.sents:
            number.update(dict.fromkeys(range(sent.start, sent.end), sentence))
            sentence += 1
        quoted = quotations(doc)
        phrases = {(p.first, p.last): p for p in _phrases(doc, names)}
        by_head = {p.head.i: p for p in sorted(phrases.values(), key=lambda p: p.last - p.first)}
        for p in sorted(phrases.values(), key=lambda p: (p.first, -p.last)):
            out.append(_mention(parsed, piece, p, by_head, (number[p.head.i], quoted)))
    return tuple(out)


def chief(span: Span, mentions: Iterable[Mention]) -> Mention | None:
    """The mention that the words of `span` chiefly are: the first in it, and of those that begin there the longest."""
    within = [m for m in mentions if span.start <= m.place.start and m.place.end <= span.end]
    return min(within, key=lambda m: (m.place.start, -m.place.end), default=None)


def _phrases(doc: Doc, names: Iterable[Name]) -> Iterator[_Phrase]:
    known = heads()
    named: set[int] = set()
    for n in names:
        named.update(range(n.first, n.last + 1))
        yield _Phrase(n.first, n.last, doc[n.first : n.last + 1].root, "name", n.label)
    for t in doc:
        if t.i in named and t.pos_ != "NOUN":
            continue
        if (
            t.pos_ == "PRON"
            and t.lower_ in known.pronouns
            and (t.lower_ not in grammar().ambiguous or t.tag_ in ("WDT", "WP"))
        ):
            yield _Phrase(t.i, t.i, t, "pronoun", "")
        elif t.pos_ in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ") or _participle(t):
            yield from _common(t, known)


def _participle(t: Token) -> bool:
    """Whether a participle is a noun all the same: "the accused said"."""
    return t.pos_ == "VERB" and t.tag_ == "VBN" and any(c.dep_ == "det" and c.i == t.i - 1 for c in t.lefts)


def _common(t: Token, known: Heads) -> Iterator[_Phrase]:
    lemma = t.lemma_.lower()
    hyphened = t.i > 0 and t.nbor(-1).text == "-"
    title = t.dep_ in ("compound", "nmod") and t.head.i > t.i and t.head.pos_ == "PROPN" and not hyphened
    if t.dep_ == "compound" and not title:
        return
    label = (
        known.label.get(t.lower_, "") if t.pos_ == "VERB" else known.label.get(lemma) or known.label.get(t.lower_, "")
    )
    if title and lemma in known.label:
        yield _Phrase(_left(t, _INSIDE), t.i, t, "definite", label)
    elif t.pos_ in ("PRON", "DET", "NUM", "ADJ"):
        if t.dep_ in ("nsubj", "nsubjpass", "agent") and known.determiners.get(t.lower_) == "quantified":
            yield _Phrase(t.i, t.i, t, "quantified", "")
    elif label or (_says(t) and _somebody(t)):
        label = label or "PERSON"
        first = _left(t, _INSIDE)
        form = _form(t, known)
        opens = known.determiners.get(t.doc[first].lower_, form) if form == "indefinite" else form
        yield _Phrase(first, t.i, t, opens, label)  # "the reporter and editor": the article stands at the first


def _says(t: Token) -> bool:
    """Whether a noun is said to say something ("a fishmonger from Osk said")."""
    small = t.text == t.lower_ or (t.i == t.sent.start and any(k.dep_ in ("prep", "relcl", "acl") for k in t.rights))
    if t.pos_ != "NOUN" or t.dep_ != "nsubj" or t.head.pos_ != "VERB" or not small:
        return False
    frames = cues().verbs.get(t.head.lemma_.lower(), {})
    says = any(frames[f].id == "say" for f in ("that", "quote") if f in frames)
    return says and t.lemma_.lower() not in extents.words().objects


def _somebody(t: Token) -> bool:
    """Whether a noun stands for a person: by its ending, or because it is told of by "who"."""
    told = any(k.lower_ == "who" for c in t.children if c.dep_ == "relcl" for k in c.children)
    return told or t.lemma_.lower().endswith(extents.words().makers)


def _left(t: Token, deps: Sequence[str]) -> int:
    """The first token of the phrase that ends in `t`."""
    first = t.i
    for child in t.lefts:
        if child.dep_ in deps and not (child.dep_ == "punct" and child.i == child.left_edge.i == first):
            first = min(first, child.left_edge.i)
    while first < t.i and (t.doc[first].is_punct or t.doc[first].is_space):
        first += 1
    return first


def _form(t: Token, known: Heads) -> Form:
    for child in t.lefts:
        if child.dep_ == "poss":
            return "definite"
        if child.dep_ in ("nummod", "predet"):
            return "quantified"
        if child.dep_ in ("det", "amod") and child.lower_ in known.determiners:
            return known.determiners[child.lower_]
    return "indefinite"


def _role(t: Token) -> Role:
    title = t.pos_ == "NOUN" and t.dep_ in ("compound", "nmod")
    while (t.dep_ in ("conj", "appos") or title) and t.head.i != t.i:
        t, title = t.head, False
    if t.dep_ in ("nsubj", "nsubjpass", "csubj"):
        return "subject"
    if t.dep_ in ("dobj", "dative", "attr"):
        return "object"
    if t.dep_ == "poss":
        return "possessor"
    if t.dep_ == "pobj":
        return "agent" if t.head.dep_ == "agent" else "other"
    return "other"


def _owner(p: _Phrase) -> Token | None:
    """Whose: the possessor, the name before the noun, or the complement of "of", "for", "at" …"""
    t, known = p.head, grammar()
    lefts = [c for c in t.lefts if p.form != "name" or c.i < p.first]
    before = [c for c in lefts if c.dep_ in ("compound", "amod", "nmod") and c.ent_type_ in ("ORG", "GPE", "NORP")]
    found = [c for c in lefts if c.dep_ == "poss"]
    if p.label in ("PERSON", "GROUP"):
        found += [*_complements(t, known.serving), *before, *_complements(t, known.belonging)]
    else:
        found += [*before, *_complements(t, known.issued if p.label == "DOCUMENT" else known.belonging)]
    return next(iter(found), None)


def _complements(t: Token, prepositions: Collection[str]) -> Iterator[Token]:
    """Names and possessors that complete `t` through one of these prepositions."""
    for child in t.rights:
        if child.dep_ in ("prep", "agent") and child.lower_ in prepositions:
            yield from (c for c in child.children if c.dep_ == "pobj")


def _number(p: _Phrase, known: Heads) -> str:
    if p.form == "pronoun":
        return known.pronouns[p.head.lower_][0]
    if p.form == "name":
        return "" if p.label == "NORP" else "sing"
    number = str(p.head.morph)
    return "sing" if "Number=Sing" in number else "plur" if "Number=Plur" in number else ""


def _gender(p: _Phrase, known: Heads) -> str:
    if p.form == "pronoun":
        return known.pronouns[p.head.lower_][1]
    if p.form == "name":
        before = [p.head.doc[i] for i in (p.first, p.first - 1) if i >= 0]
        return next((g for t in before if (g := known.gender.get(t.lower_, ""))), "")
    said = (known.gender.get(t.lower_, "") for t in p.head.lefts if t.dep_ in ("amod", "compound"))
    return known.gender.get(p.head.lemma_.lower(), "") or next(filter(None, said), "")


def _mention(
    parsed: Parsed, piece: Piece, p: _Phrase, by_head: dict[int, _Phrase], at: tuple[int, Sequence[Quotation]]
) -> Mention:
    doc, known = piece.doc, heads()
    place = parsed.span(piece, doc[p.first], doc[p.last])
    owner = None if p.form == "pronoun" else _owner(p)
    other = by_head.get(owner.i) if owner is not None else None
    if owner is not None and other is None:
        other = _Phrase(_left(owner, _INSIDE), owner.i, owner, "definite", "")
    same = [parsed.span(piece, doc[q.first], doc[q.last]) for q in _same(p, by_head)]
    return Mention(
        id=ids.name("mention", parsed.text.document, place.start, place.end),
        document=parsed.text.document,
        place=place,
        form=p.form,
        head=p.head.text if p.form == "name" else p.head.lower_ if p.head.pos_ == "VERB" else p.head.lemma_.lower(),
        label=p.label,
        number=_number(p, known),
        gender=_gender(p, known),
        role=_role(p.head),
        sentence=at[0],
        passage=piece.index,
        same_as=tuple(dict.fromkeys(same)),
        owner=parsed.span(piece, doc[other.first], doc[other.last]) if other is not None else None,
        quoted=inside(at[1], p.head.i) is not None,
    )


def _same(p: _Phrase, by_head: dict[int, _Phrase]) -> Iterator[_Phrase]:
    """Phrases that the sentence itself says to be the same: apposition, a title before a name, a bracket after it."""
    t, person = p.head, ("PERSON", "")
    if p.form == "pronoun":
        yield from _antecedent(t, by_head)
        return
    if p.form == "name" and p.label in person:
        near = (by_head[t.i] for t in t.doc[max(0, p.first - 1) : p.first] if t.i in by_head)
        yield from (q for q in near if q.last + 1 == p.first and q.label == "PERSON" and q.form != "name")
    elif p.form != "name" and p.label == "PERSON":
        near = (by_head[t.i] for t in t.doc[p.last + 1 : p.last + 1 + _NAME] if t.i in by_head)
        yield from (q for q in near if p.last + 1 == q.first and q.label in person and q.form == "name")
    for child in t.children:
        if child.dep_ == "appos" and child.i in by_head:
            yield by_head[child.i]
        if child.dep_ in ("compound", "nmod") and child.i < p.first and child.i in by_head and p.form == "name":
            yield by_head[child.i]
    if t.dep_ in ("appos", "compound", "nmod") and t.head.i in by_head and (t.dep_ == "appos" or p.form == "definite"):
        yield by_head[t.head.i]
    doc, after = t.doc, p.last + 1
    if after + 2 < len(doc) and doc[after].text == "(" and doc[after + 2].text == ")" and doc[after + 1].is_upper:
        bracket = by_head.get(doc[after + 1].i)
        if bracket is not None and bracket.head.i != t.i:
            yield bracket


def _antecedent(t: Token, by_head: dict[int, _Phrase]) -> Iterator[_Phrase]:
    """The noun that a relative pronoun stands for."""
    if t.tag_ not in ("WDT", "WP"):
        return
    verb = t.head
    while verb.dep_ in ("conj", "xcomp", "ccomp", "prep") and verb.head.i != verb.i:
        verb = verb.head
    if verb.dep_ == "relcl" and verb.head.i in by_head:
        yield by_head[verb.head.i]
