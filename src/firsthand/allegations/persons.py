"""Persons: the names of people in a text, each in its longest form, also where a parser took them for bodies or places, or saw only a part of them.

A name of two words or more is a person's if the parser says so, or if what stands beside it does: a kind of work or kin before it ("the
artist Ilen Sarko"), an age or "who" after it ("Ilen Sarko, 27,"), another person in the same list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand.documents.record import Span
from firsthand.language import lexicon, roles
from firsthand.statements.parse import Parsed, Piece
from firsthand.vocabulary import places

WORDS = 4
"""Words of a name at most, where the parser knows of no person."""
BETWEEN = 14
"""Tokens at most between two names of one list ("Ada, a reporter of the Morning Post, and Bo")."""
NEXT = 3
"""Tokens at most between a name that a parser does not know for a person's and one that it does, where the second vouches for the first."""
_OPEN = ("", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART")
"""What a parser calls names of people that it does not know for such."""


class Name(NamedTuple):
    """`tokens`, at `start` in the text, name a person; `name` without title and possessive ending."""

    start: int
    tokens: Tokens
    name: str


def named(parsed: Parsed) -> tuple[Name, ...]:
    """Every name of a person in the text, in order of place."""
    return tuple(n for piece in parsed.pieces for n in _names(piece, _recased(parsed, piece)))


def within(parsed: Parsed, span: Span, whole: bool = False) -> tuple[str, ...]:
    """The persons named in the words at `span`; `whole`: in their longest form."""
    found = named(parsed)
    full = longest([n.name for n in found]) if whole else {}
    return tuple(full.get(n.name, n.name) for n in found if span.start <= n.start < span.end)


def labelled(parsed: Parsed, span: Span, labels: Sequence[str]) -> tuple[str, ...]:
    """The names in the words at `span` that the parser gives one of `labels`."""
    found = [(p.passage.start + e.start_char, e) for p in parsed.pieces for e in p.doc.ents if e.label_ in labels]
    return tuple(untitled(e.text) for at, e in found if span.start <= at < span.end and _name_like(e))


def each(parsed: Parsed, span: Span) -> tuple[Span, ...]:
    """What the words at `span` name one beside the other ("the embassy and two banks"), each by itself."""
    for piece in parsed.pieces:
        start = piece.passage.start
        if start <= span.start < piece.passage.end:
            inside = [t for t in piece.doc if span.start <= start + t.idx < span.end]
            top = next((t for t in inside if t.head not in inside or t.head == t), None)
            if top is not None:
                heads = [top, *(t for t in top.conjuncts if t in inside)]
                return tuple(parsed.span(piece, *roles.phrase(t, alone=True)) for t in heads)
    return (span,)


def tokens(parsed: Parsed, span: Span) -> tuple[Token, ...]:
    """The tokens of the words at `span`."""
    for piece in parsed.pieces:
        start = piece.passage.start
        if start <= span.start < piece.passage.end:
            return tuple(t for t in piece.doc if span.start <= start + t.idx < span.end)
    return ()


def _recased(parsed: Parsed, piece: Piece) -> bool:
    """Whether the text has this passage without capitals, or in nothing else: what is written small is then only a guess."""
    start = piece.passage.start
    return parsed.text.text[start : start + len(piece.doc.text)] != piece.doc.text


def _names(piece: Piece, recased: bool = False) -> Iterator[Name]:
    known = _merged(
        [
            _first(_whole(e, piece)) if recased else _whole(e, piece)
            for e in piece.doc.ents
            if e.label_ == "PERSON" and _name_like(e)
        ]
    )
    taken = {t.i for e in known for t in e}
    open_ = [r for r in _runs(piece) if not any(t.i in taken for t in r) and _plausible(r)]
    found = known
    for run in open_:
        if _introduced(run) or any(_beside(run, other) for other in found):
            found = [*found, run]
    for span in sorted(found, key=lambda s: s.start):
        name = untitled(span.text)
        yield Name(piece.passage.start + span.start_char, span, name[:1].upper() + name[1:] if recased else name)


def _merged(names: Sequence[Tokens]) -> list[Tokens]:
    """Names without a gap between them are one: "Ada Quistero" and "Ban"."""
    found: list[Tokens] = []
    for name in names:
        if found and found[-1].end >= name.start and found[-1].sent.start == name.sent.start:
            found[-1] = name.doc[found[-1].start : max(name.end, found[-1].end)]
        else:
            found.append(name)
    return found


def _name_like(entity: Tokens) -> bool:
    return entity.text[:1].isupper() and len(entity.text) > 2 and not entity[0].is_upper


def _beside(run: Tokens, other: Tokens) -> bool:
    """Whether a name stands next to that of a person in a list: "Ada Quistero and Bo Marenti"."""
    first, second = (run, other) if run.start < other.start else (other, run)
    return second.start - first.end <= NEXT and listed(first, second)


def _whole(entity: Tokens, piece: Piece) -> Tokens:
    """The name with the words directly beside it that belong to it: "Adelmo" before "Quistero Ban". Headings are left as they are: all is capitalised there."""
    doc, first, last = piece.doc, entity.start, entity.end
    if piece.passage.kind == "heading":
        return entity
    while first - 1 > entity.sent.start and last - first <= WORDS and _part(doc[first - 1]):
        first -= 1
    while (
        last < entity.sent.end and last - first <= WORDS and _part(doc[last]) and doc[last - 1].text not in ("'s", "’s")
    ):
        last += 1
    return doc[first:last]


def _first(name: Tokens) -> Tokens:
    """The name with the word before it where that stands between it and a noun for who it is: "leader hector Baker"."""
    if name.start - 2 < name.sent.start:
        return name
    before, kind = name.doc[name.start - 1], name.doc[name.start - 2]
    given = before.dep_ == "compound" and before.head in name and before.is_alpha and not _titular(before)
    return name.doc[name.start - 1 : name.end] if given and _titular(kind) else name


def _part(token: Token) -> bool:
    """Whether a word that the parser takes for no person's may be part of a name."""
    return (
        token.pos_ == "PROPN"
        and token.text.replace("-", "").isalpha()
        and token.text.istitle()
        and (token.ent_type_ == "" or _lone(token))
        and not _titular(token)
    )


def _lone(token: Token) -> bool:
    """Whether a parser took one word alone for a place or body, and it is known as none."""
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    alone = token.ent_iob_ == "B" and (after is None or after.ent_iob_ != "I")
    return (
        alone and token.ent_type_ in ("GPE", "ORG") and places.place(token.text) is None and not corporate([token.text])
    )


@cache
def _titles() -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["pronouns"]["titles"])


def _titular(token: Token) -> bool:
    """Whether a word before a name says what the person is."""
    low = token.lower_.rstrip(".")
    return low in _titles() or low.removesuffix("s") in _titles() or roles.kind_of_person(token)


def _runs(piece: Piece) -> Iterator[Tokens]:
    """Runs of two or more capitalised words of one kind that may be a name."""
    doc, i = piece.doc, 0
    while i < len(doc):
        end = i
        while end < len(doc) and _open_word(doc[end]) and (end == i or _goes_on(doc[end])):
            end += 1
        if 2 <= end - i <= WORDS:
            yield doc[i:end]
        i = max(end, i + 1)


def _open_word(token: Token) -> bool:
    return (
        token.ent_type_ in _OPEN
        and token.text.istitle()
        and token.text.isalpha()
        and token.pos_ in ("PROPN", "NOUN", "INTJ", "SCONJ")
    )


def _goes_on(token: Token) -> bool:
    before = token.nbor(-1)
    return bool(before.whitespace_) and token.sent.start == before.sent.start and token.ent_iob_ != "B"


def _plausible(run: Tokens) -> bool:
    words = [t.text for t in run]
    return not any(map(_titular, run)) and not corporate(words) and places.place(run.text) is None


def _introduced(run: Tokens) -> bool:
    """Whether the words beside a name say that it is a person's."""
    doc = run.doc
    if run.start > run.sent.start:
        before = doc[run.start - 1]
        if before.pos_ == "NOUN" and before.text.islower() and roles.kind_of_person(before):
            return True
    if run.end + 1 >= len(doc) or doc[run.end].text not in (",", "("):
        return False
    after = doc[run.end + 1]
    return after.lower_ in ("who", "aged") or (after.text.isdecimal() and len(after.text) == 2)


def listed(first: Tokens, second: Tokens) -> bool:
    """Whether two names stand in one list: commas, "and", kinds of work between them, and no verb."""
    if first.sent.start != second.sent.start or not 0 < second.start - first.end <= BETWEEN:
        return False
    gap = first.doc[first.end : second.start]
    joined = any(t.text in (",", ";", "&") or t.lower_ == "and" for t in gap)
    return joined and not any(t.pos_ in ("VERB", "AUX") for t in gap)


@cache
def _bodies() -> frozenset[str]:
    outlets = lexicon.load("en", "acts")["places"]["never"]
    return frozenset(lexicon.load("en", "heads")["heads"]["ORG"].split()) | frozenset(outlets)


def corporate(words: Sequence[str]) -> bool:
    """Whether a name of these words is that of a body or a people."""
    bodies = _bodies()
    return any(w.casefold() in bodies or w.casefold().rstrip("s") in bodies for w in words) or words[-1].endswith("s")


def untitled(name: str) -> str:
    """The words of a name without a possessive ending or a title."""
    words = name.removesuffix("'s").removesuffix("’s").split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in _titles():
        words = words[1:]
    return " ".join(words).strip(" -–—,")


def longest(names: Sequence[str]) -> Mapping[str, str]:
    """For a short name the longer one that ends or begins with it, where that is one person's; the one most often used."""
    count = Counter(n.removesuffix("'s").removesuffix("’s") for n in names)
    found = {}
    for short in count:
        longer = [
            n
            for n in count
            if len(n) > len(short) and (n.endswith((" " + short, "-" + short)) or n.startswith(short + " "))
        ]
        given = {n.split()[0] for n in longer}
        if longer and (len(given) == 1 or len({n.split()[-1] for n in longer}) == len(longer) == 1):
            found[short] = max(longer, key=lambda n: (count[n], len(n)))
    return found
