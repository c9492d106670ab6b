"""Victims: the names of those to whom a text as a whole says that something was done, weighed by the signs of it.

The strongest sign is to be the victim of an act. A name that stands in one list with that of a victim, in sentences that speak of acts, or of
arrests, trials and threats, is a sign too; to be quoted, or to be named as who did it, speaks against. `vocabulary/event.toml` says what each weighs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand.allegations import persons, signs
from firsthand.allegations.persons import Name
from firsthand.allegations.record import Act
from firsthand.allegations.signs import Signs, weight
from firsthand.language import lexicon, roles
from firsthand.statements.parse import Parsed, Piece
from firsthand.statements.record import Statement
from firsthand.vocabulary import places
from firsthand.vocabulary.terms import load

_NAMELIKE = ("PROPN", "NOUN", "ADJ", "VERB")
NEAR = 600
"""Characters that "he" or "she" may look back for a name."""


def find(parsed: Parsed, acts: Sequence[Act], statements: Sequence[Statement]) -> tuple[str, ...]:
    """Names of the persons to whom something was done, the weightiest first, in their longest form. Names of one word are mostly parts of names: they
    are given only where no victim has a longer one. `acts`: those said to have happened."""
    wanted = load("event")["victim"]
    found = [n for n, w in signs.ranked(gather(parsed, acts, statements), wanted) if w >= wanted["least"]]
    return tuple(n for n in found if " " in n) or tuple(found)


def gather(parsed: Parsed, acts: Sequence[Act], statements: Sequence[Statement]) -> Signs:
    """What speaks for each name being a victim's."""
    known = persons.named(parsed)
    full = persons.longest([n.name for n in known])
    told = signs.signs()
    for act, undergone in _undergone(parsed, acts, known):
        for name in undergone:
            told[full.get(name, name)]["victim"] += weight(act.trigger.start)
    hurt = frozenset(told)
    for name in told:
        told[name]["any"] = 1.0
    for sentence in _sentences(parsed, known):
        _read(sentence, acts, full, hurt, told)
    _against(known, acts, statements, full, told)
    for name in told:
        told[name]["alone"] = float(" " not in name)
    return told


def names(parsed: Parsed, acts: Sequence[Act]) -> Mapping[str, tuple[str, ...]]:
    """The names of those to whom each act was done, by the id of the act, in their longest form."""
    known = persons.named(parsed)
    full = persons.longest([n.name for n in known])
    return {a.id: tuple(full.get(n, n) for n in found) for a, found in _undergone(parsed, acts, known)}


def _undergone(parsed: Parsed, acts: Sequence[Act], known: Sequence[Name]) -> Iterator[tuple[Act, list[str]]]:
    """The names of those to whom each act was done."""
    beside = _beside(parsed)
    for a in acts:
        if a.victim is None:
            continue
        spans = [(a.victim.start, a.victim.end), *beside.get(a.victim.start, ())]
        inside = [n.name for n in known if any(start <= n.start < end for start, end in spans)]
        if not inside and "victim" in a.pronouns and a.victim.text.casefold() in _single():
            before = [n.name for n in known if n.start < a.victim.start and a.victim.start - n.start < NEAR]
            inside = before[-1:]
        yield a, inside or _unknown(parsed, spans)


def _unknown(parsed: Parsed, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Runs of two or more proper nouns at the end of what these spans name, where the parser knows of no person there: it takes names for bodies."""
    found = []
    for start, end in spans:
        for span in persons.each(parsed, parsed.text.span(start, end)):
            words = _tail(persons.tokens(parsed, span))
            run = [t.text for t in words]
            name = persons.untitled(" ".join(run).strip(",."))
            known = any(w.isupper() for w in run) or places.place(name) is not None
            if 2 <= len(run) <= persons.WORDS and not known and not persons.corporate(run):
                found.append(name)
    return found


def _tail(phrase: Sequence[Token]) -> Sequence[Token]:
    """The words of a name at the end of a phrase: what follows the noun for who it is ("the mayor Ada Baker"), else all words with capitals."""
    last = max((n for n, t in enumerate(phrase) if roles.kind_of_person(t)), default=-1)
    tail = list(phrase[last + 1 :])
    if all(t.text.istitle() and t.is_alpha for t in tail):
        return tail
    if last >= 0 and tail and tail[-1].text.istitle() and all(t.is_alpha and t.pos_ in _NAMELIKE for t in tail):
        return tail  # a small word between both, where a text came without capitals
    run: list[Token] = []
    for token in reversed(phrase):
        if not token.text.istitle():
            break
        run.insert(0, token)
    before = phrase[0].text
    return run if before[:1].islower() or len(run) == len(phrase) else []


@cache
def _single() -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["pronouns"]["single"])


def _beside(parsed: Parsed) -> dict[int, list[tuple[int, int]]]:
    """Where the words beside a noun phrase stand that say who is meant ("two men, Ada and Bo"), by the place where the phrase begins."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for piece in parsed.pieces:
        for token in piece.doc:
            named = token if token.dep_ == "appos" else _among(token) or _said_to_be(token)
            if named is not None:
                head = token.head if token.dep_ == "appos" else token
                first, last = roles.phrase(named)
                at = piece.passage.start
                found[at + roles.phrase(head)[0].idx].append((at + first.idx, at + last.idx + len(last)))
    return found


def _among(token: Token) -> Token | None:
    """Who is named in "among those taken were Ada and Bo": the subject or complement after the verb."""
    if token.dep_ != "pobj" or token.head.lower_ != "among" or token.head.head.pos_ not in ("VERB", "AUX"):
        return None
    return next(
        (c for c in token.head.head.children if c.dep_ in ("nsubj", "attr", "nsubjpass") and c.i > token.i), None
    )


def _said_to_be(token: Token) -> Token | None:
    """Who is named in "the arrested writers are Ada and Bo", "those taken include Ada"."""
    if token.dep_ != "nsubj" or token.head.lemma_ not in ("be", "include"):
        return None
    return next((c for c in token.head.children if c.dep_ in ("attr", "dobj") and c.i > token.i), None)


# ── the sentences in which a name stands ──────────────────────────────────────────────────────────────────────────────


_Sentence = tuple[Piece, Tokens, list[Name]]


def _sentences(parsed: Parsed, known: Sequence[Name]) -> Iterator[_Sentence]:
    """Every sentence that names somebody."""
    inside: defaultdict[tuple[int, int], list[Name]] = defaultdict(list)
    for name in known:
        inside[(id(name.tokens.doc), name.tokens.sent.start)].append(name)
    for piece in parsed.pieces:
        for sentence in piece.doc.sents:
            found = inside.get((id(piece.doc), sentence.start))
            if found:
                yield piece, sentence, found


def _read(sentence: _Sentence, acts: Sequence[Act], full: Mapping[str, str], hurt: frozenset[str], told: Signs) -> None:
    """Adds what a sentence says of those whom it names."""
    piece, tokens, names = sentence
    start, end = piece.passage.start + tokens.start_char, piece.passage.start + tokens.end_char
    acted = any(start <= a.trigger.start < end for a in acts)
    spoken = any(t.lemma_.lower() in _words() for t in tokens)
    for group in _lists(names):
        whole = [full.get(n.name, n.name) for n in group]
        among = any(n in hurt for n in whole)
        for name, n in zip(whole, group, strict=True):
            mine, w = told[name], weight(n.start)
            mine["acted"] += w * acted
            mine["spoken"] += w * spoken
            mine["list"] = max(mine["list"], float(len(group) - 1))
            mine["undergoes"] += w * (n.tokens.root.dep_ == "nsubjpass")
            if among and name not in hurt:
                mine["listed"] = 1.0


def _lists(names: Sequence[Name]) -> list[list[Name]]:
    """The names of a sentence, those of one list together."""
    found: list[list[Name]] = []
    for name in names:
        if found and persons.listed(found[-1][-1].tokens, name.tokens):
            found[-1].append(name)
        else:
            found.append([name])
    return found


@cache
def _words() -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["beside"]["words"])


def _against(
    names: Sequence[Name], acts: Sequence[Act], statements: Sequence[Statement], full: Mapping[str, str], told: Signs
) -> None:
    """Adds what speaks against a name: its bearer is quoted, or did it."""
    quoted = [s.speaker for s in statements if s.speaker is not None]
    did = [(a.perpetrator, weight(a.trigger.start)) for a in acts if a.perpetrator is not None]
    for n in names:
        mine = told[full.get(n.name, n.name)]
        mine["speaks"] += sum(s.start <= n.start < s.end for s in quoted)
        mine["does"] += sum(w for s, w in did if s.start <= n.start < s.end)
