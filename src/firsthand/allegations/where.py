"""Where an act is said to have been done: the smallest place named in a phrase of place that belongs to it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from firsthand.documents.record import Span
from firsthand.language import arguments, lexicon
from firsthand.language.triggers import Trigger
from firsthand.statements.parse import Parsed, Piece
from firsthand.vocabulary import places

_LABELS = ("GPE", "LOC", "FAC")
_SIZE = {"city": 0, "region": 1, "country": 2}


@cache
def never() -> frozenset[str]:
    """Words, in small letters, of names that are no place's: platforms, outlets, houses of parliament."""
    return frozenset(lexicon.load("en", "acts")["places"]["never"])


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = lexicon.load("en", "acts")["places"]
    units = lexicon.load("en", "numbers")["units"]["places"]
    return {
        "places": frozenset(raw["prepositions"]),
        "sites": frozenset(units) | frozenset(raw["sides"]) | frozenset(raw["sites"]),
        "apart": frozenset(raw["apart"]),
        "never": never(),
        "custody": frozenset(lexicon.load("en", "acts")["lists"]["custody"]),
    }


class Scene(NamedTuple):
    """What a whole text says of places: the country of which it mostly speaks, None if of none; words of the names of persons in it."""

    country: places.Country | None
    persons: frozenset[str]


NOWHERE = Scene(None, frozenset())


def scene(parsed: Parsed) -> Scene:
    """The Scene of a text. Its country is named, or by its cities and regions, in more than half of all names of places known."""
    found: Counter[str] = Counter()
    persons: set[str] = set()
    for piece in parsed.pieces:
        for entity in piece.doc.ents:
            if entity.label_ == "GPE":
                place = places.place(entity.text)
                if place is not None:
                    found[place.country] += 1
            elif entity.label_ == "PERSON" and len(entity) > 1:
                persons.update(t.text for t in entity)
    most = found.most_common(1)
    country = places.code(most[0][0]) if most and 2 * most[0][1] > found.total() else None
    return Scene(country, frozenset(persons))


def find(
    parsed: Parsed,
    piece: Piece,
    trigger: Trigger,
    victim: Token | None,
    stop: frozenset[int],
    around: Scene = NOWHERE,
) -> tuple[Span, places.Place | None] | None:
    """The smallest place named in a phrase of place that belongs to the act, to its victim or to the verb above it.

    `stop`: indices of tokens that are no part of the act's clause though they stand above it (the cue of who says so).
    `around`: in whose country a name that could mean several places is looked for, and whose persons are no places.
    """
    found: list[tuple[int, int, Span, places.Place | None]] = []
    for name, inner in _phrases(trigger, _reach(trigger, victim, stop)):
        if len(name) > 1 and name[-1].tag_ == "POS":
            name = name[:-1]  # "in Osk's old town"
        if len(name) == 1 and name.text in around.persons:
            continue
        span = parsed.span(piece, name)
        place = places.place(span.text, near=inner)
        if place is None and around.country is not None:
            place = places.place(span.text, near=around.country)
        if place is None and not _sure(name):
            continue
        size = _SIZE[place.kind] if place is not None else 3
        found.append((size, abs(name.root.i - trigger.head.i), span, place))
    if not found:
        return None
    best = min(found, key=lambda f: f[:2])
    return best[2], best[3]


def _destination(trigger: Trigger) -> Iterator[tuple[Tokens, places.Country | None]]:
    """The name of the prison or camp into which somebody is taken: "to the Osk barracks"."""
    site = next(
        (t for t in trigger.head.sent if t.i in trigger.words and t.lemma_.lower() in _words()["custody"]), None
    )
    if not trigger.noun and site is not None:
        for name in _held(site):
            yield name, None


def _held(site: Token) -> Iterator[Tokens]:
    """The name of a prison or camp: the town alone where a gazetteer knows it."""
    start = site.i
    while start > site.sent.start and site.doc[start - 1].pos_ == "PROPN" and site.doc[start - 1].dep_ != "poss":
        start -= 1
    if start < site.i and site.lemma_.lower() in _words()["custody"]:
        town = site.doc[start : site.i]
        yield town if places.place(town.text) is not None else site.doc[start : site.i + 1]


def _reach(trigger: Trigger, victim: Token | None, stop: frozenset[int]) -> dict[int, bool]:
    """The words whose phrases of place are the act's, by index; True for those of which only a phrase after the act is.

    Upwards it goes through verbs of the same event, not out of "after the killing", "protested against the killing".
    """
    found = {t.i: False for t in arguments.chain(trigger.head)}
    found |= {t.i: False for t in (victim, arguments.equated(trigger.head)) if t is not None}
    token, later = trigger.head, False
    found[token.i] = False
    while (
        token.dep_ not in ("ROOT", "ccomp", "relcl", "parataxis") and token.head != token and token.head.i not in stop
    ):
        if token.dep_ == "advcl" and token.tag_ not in ("VBG", "VBN"):
            break
        if token.dep_ in ("prep", "mark") and token.lower_ in _words()["apart"]:
            break
        later = later or (token.dep_ == "dobj" and token.head.lemma_ not in arguments.carriers())
        token = token.head
        found.setdefault(token.i, later)
    return found


def _phrases(trigger: Trigger, reach: dict[int, bool]) -> Iterator[tuple[Tokens, places.Country | None]]:
    """Names of places for the act, each with the country named beside it."""
    for prep in trigger.head.sent:
        if prep.dep_ == "prep" and prep.lower_ in _words()["places"] and _hangs(prep, reach, trigger):
            names = list(_names(prep)) or [n for c in prep.children if c.dep_ == "pobj" for n in _held(c)]
            for name in names:
                yield name, _country(prep, name)
    yield from _destination(trigger)
    if trigger.noun:  # "the Osk bombing"; of a country it would be who did it
        for entity in _entities(trigger.head):
            own = entity.root.dep_ in ("compound", "nmod") and entity.root.head.i in trigger.words
            place = places.place(entity.text) if own and entity.label_ in _LABELS else None
            if place is not None and place.kind != "country":
                yield _plain(entity), None


def _hangs(prep: Token, reach: dict[int, bool], trigger: Trigger) -> bool:
    """Whether the phrase of place hangs from a word of the act, directly or through another noun of place ("a prison in")."""
    token = prep.head
    for _ in range(4):
        if token.i in reach:
            return not reach[token.i] or prep.i > trigger.head.i
        if token.dep_ not in ("pobj", "prep", "conj", "advmod", "prt") or token.head == token:
            return False
        token = token.head
    return False


def _entities(token: Token) -> Sequence[Tokens]:
    """The entities of a word's sentence."""
    every, sentence = _every(token.doc), token.sent
    first = bisect_left(every, sentence.start, key=lambda e: e.start)
    last = bisect_left(every, sentence.end, first, key=lambda e: e.start)
    return [e for e in every[first:last] if e.end <= sentence.end]


@lru_cache(maxsize=4)
def _every(doc: Doc) -> Sequence[Tokens]:
    """The entities of a passage, in order: kept, since spaCy makes them anew, from all of its words, whenever it is asked."""
    return doc.ents


def _names(prep: Token) -> Iterator[Tokens]:
    """The names of places in a phrase of place: entities, else runs of proper nouns that end in its noun."""
    inside = {t.i for t in prep.subtree if _belongs(t, prep)}
    entities = [e for e in _entities(prep) if e.label_ in _LABELS and e.root.i in inside and not _aside(e, prep)]
    yield from (_plain(e) for e in entities)
    if not entities:
        yield from _unlabelled(prep, inside)


def _aside(entity: Tokens, prep: Token) -> bool:
    """Whether a name in brackets stands by itself: behind what somebody wants it says who wants it; behind a name or a place it says where that is."""
    bracket = entity.start - 1
    if bracket < 1 or entity.doc[bracket].text not in "([":
        return False
    before = entity.doc[bracket - 1]
    place = before.ent_type_ in _LABELS or before.lemma_.lower() in _words()["sites"]
    return not (place or (before.pos_ == "PROPN" and before.head == prep))


def _plain(entity: Tokens) -> Tokens:
    """The entity without an article before it."""
    return entity.doc[entity.start + (1 if entity[0].lower_ == "the" and len(entity) > 1 else 0) : entity.end]


def _unlabelled(prep: Token, inside: set[int]) -> Iterator[Tokens]:
    """Runs of proper nouns in a phrase of place that the parser knows as nothing else: small places are often unknown to it."""
    i = prep.i + 1
    while i in inside or prep.doc[i : i + 1].text.lower() in ("the", "a"):
        end = i
        while end in inside and prep.doc[end].pos_ == "PROPN":
            end += 1
        run = prep.doc[i:end]
        if (
            end > i
            and (end == len(prep.doc) or prep.doc[end].pos_ != "PROPN")
            and run.root.dep_ != "compound"
            and _maybe(run)
            and _told(run, prep)
        ):
            yield run
        i = max(end, i + 1)


def _told(name: Tokens, prep: Token) -> bool:
    """Whether the phrase says where: not inside a title ("Trafficking in Persons"), not of a thing ("in the case of the Representative")."""
    head = prep.head
    if head.i > prep.sent.start and head.text[:1].isupper() and not head.nbor(-1).is_punct:
        title = head.lemma_.lower() not in _words()["sites"] and not head.ent_type_
        if title or prep.lower_ == "on":
            return places.place(name.text) is not None
    above = next((t for t in name.root.ancestors if prep.is_ancestor(t) and t.pos_ != "ADP"), None)
    return above is None or above.pos_ == "PROPN" or above.lemma_.lower() in _words()["sites"]


def _maybe(name: Tokens) -> bool:
    """Whether a run of proper nouns may name a place: nothing else is known of it, or a noun of place says so ("the town of Osk")."""
    labels = {t.ent_type_ for t in name}
    if labels == {""}:
        return True
    above = name.root.head.head if name.root.dep_ == "pobj" else None
    site = above is not None and above.lemma_.lower() in _words()["sites"]
    if "PERSON" in labels or not labels <= {"ORG", "PERSON", "PRODUCT"}:
        return site and labels <= {"ORG", "PERSON", "PRODUCT"}
    # parsers take small towns for bodies; one word in small letters "in" which something is done is a town, unless it is known as no place
    town = len(name) == 1 and name.text.istitle() and name.root.head.lower_ in ("in", "near")
    return site or town or places.place(name.text) is not None


def _sure(name: Tokens) -> bool:
    """Whether a name that no gazetteer has is still a place's: it begins with a capital among small letters, and is no body, outlet or platform."""
    if not name.text[:1].isupper() or any(t.lower_ in _words()["never"] for t in name):
        return False
    return any(t.is_alpha and t.text.islower() and len(t) > 3 for t in name.sent)


def _belongs(token: Token, prep: Token) -> bool:
    """Whether `token` names where: not the possessor or the kind of something else there, not a word of a clause inside the phrase."""
    while token != prep:
        known = token.head.lemma_.lower() in _words()["sites"] or token.head.ent_type_ in _LABELS
        same = token.head.ent_type_ == token.ent_type_ and token.head.pos_ == "PROPN"
        if token.dep_ in ("poss", "compound", "nmod", "amod") and not known and not (same and token.dep_ != "poss"):
            return False
        if token.dep_ not in ("pobj", "compound", "nmod", "conj", "appos", "prep", "amod", "npadvmod", "poss"):
            return False
        token = token.head
    return True


def _country(prep: Token, name: Tokens) -> places.Country | None:
    """The country named beside a name in the same phrase, or that of the region named there ("in the north of Vardenia", "Osk, Tolm")."""
    others = {name.root.i, *(t.i for t in name.root.conjuncts)}
    beside = [
        e.text for e in _entities(prep) if e.label_ == "GPE" and prep.is_ancestor(e.root) and e.root.i not in others
    ]
    known = {c.id: c for c in map(places.country, beside) if c is not None}
    if not known:
        regions = {p.country for p in map(places.place, beside) if p is not None and p.kind == "region"}
        known = {c.id: c for c in map(places.code, regions) if c is not None}
    return next(iter(known.values())) if len(known) == 1 else None
