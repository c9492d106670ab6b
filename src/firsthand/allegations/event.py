"""Event: what a text as a whole tells of, for texts about one event: which acts, to whom, by whom, where, when.

A text comes back to what it is about, and begins with it: each act weighs by how early it stands, and what most weight says holds.
Nothing here is an Act: nobody said it in these words, and what is only gathered from the whole text is marked as `inferred`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import structs
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand.allegations.reality import REAL
from firsthand.allegations.record import Act
from firsthand.dates import Period
from firsthand.documents.record import Span
from firsthand.language import lexicon, roles
from firsthand.statements.parse import Parsed, Piece
from firsthand.vocabulary import gazetteer, places
from firsthand.vocabulary.places import Place

EARLY = 2000
"""Characters after which an act weighs half of one at the very beginning."""
ASIDE = 0.4
"""What a place named anywhere weighs against one that an act is said to have been done in."""
STATED = 2.0
"""What a date with figures weighs against one reckoned from the day of writing ("on Monday")."""
HEAD = 1.0
"""What the place of a dateline weighs."""

_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][\w’'.-]+(?:\s+(?:de|al|el|[A-Z][\w’'.-]+)){0,3})\s*(?:,[^—–\n]{1,40}?)?\s*(?:\([^)]{2,40}\))?\s*(?:—|–|--|-\s|:\s)"
)


class Event(NamedTuple):
    """`types`: weight by type of act. `victims`: names of persons, the weightiest first. `perpetrators`: words for who did it, likewise, with
    what they weigh. `country`, `region`, `city`: names, "" where none is told. `period`: when. `inferred`: fields gathered from the whole text
    and not from what is said of an act.
    """

    types: Mapping[str, float]
    victims: tuple[str, ...]
    perpetrators: tuple[tuple[Span, float], ...]
    country: str
    region: str
    city: str
    period: Period | None
    inferred: tuple[str, ...]


def event(parsed: Parsed, acts: Sequence[Act]) -> Event:
    """What the text tells of as a whole; `acts` are those found in it."""
    real = [a for a in acts if a.polarity == "+" and a.modality in REAL]
    types: defaultdict[str, float] = defaultdict(float)
    doers: dict[str, tuple[Span, float]] = {}
    for a in real:
        types[a.type] += _weight(a.trigger.start)
        if a.perpetrator is not None and "perpetrator" not in a.pronouns:
            name = a.perpetrator.text.casefold()
            span, before = doers.get(name, (a.perpetrator, 0.0))
            doers[name] = (span, before + _weight(a.trigger.start))
    country, region, city, gathered = _where(parsed, real)
    period, undated = _when(parsed, real)
    return Event(
        types=dict(types),
        victims=_victims(parsed, real),
        perpetrators=tuple(sorted(doers.values(), key=lambda d: (-d[1], d[0].start))),
        country=country,
        region=region,
        city=city,
        period=period,
        inferred=(*gathered, *(("period",) if undated else ())),
    )


def _weight(at: int) -> float:
    return EARLY / (EARLY + at)


# ── who ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _victims(parsed: Parsed, acts: Sequence[Act]) -> tuple[str, ...]:
    """Names of the persons to whom something was done, in their longest form. Names of one word are mostly parts of names: they are given only
    where no victim has a longer one."""
    names = list(_persons(parsed))
    beside = _beside(parsed)
    full = _full([_name(e) for _, e in names])
    found: defaultdict[str, float] = defaultdict(float)
    for a in acts:
        if a.victim is None:
            continue
        spans = [(a.victim.start, a.victim.end), *beside.get(a.victim.start, ())]
        inside = [_name(e) for at, e in names if any(start <= at < end for start, end in spans)]
        if not inside and "victim" in a.pronouns and a.victim.text.casefold() in _single():
            before = [_name(e) for at, e in names if at < a.victim.start and a.victim.start - at < NEAR]
            inside = before[-1:]
        for name in inside or _unknown(parsed, spans):
            found[full.get(name, name)] += _weight(a.trigger.start)
    ordered = sorted(found, key=lambda n: (-found[n], n))
    return tuple(n for n in ordered if " " in n) or tuple(ordered)


def _unknown(parsed: Parsed, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Runs of two or more proper nouns at the end of what these spans name, where the parser knows of no person there: it takes names for bodies."""
    found = []
    for start, end in spans:
        for span in each(parsed, parsed.text.span(start, end)):
            words = span.text.split()
            run = [w for w in words if w[:1].isupper()]
            capital = (
                words[-len(run) :] == run and 2 <= len(run) <= 4 and (words[0][:1].islower() or len(run) == len(words))
            )
            if (
                capital
                and not any(w.isupper() for w in run)
                and places.place(" ".join(run)) is None
                and not _corporate(run)
            ):
                found.append(_untitled(" ".join(run).strip(",.")))
    return found


@cache
def _bodies() -> frozenset[str]:
    return frozenset(lexicon.load("en", "heads")["heads"]["ORG"].split())


def _corporate(words: Sequence[str]) -> bool:
    return any(w.casefold().rstrip("s") in _bodies() or w.casefold() in _bodies() for w in words) or words[-1].endswith(
        "s"
    )


def named(parsed: Parsed, span: Span, labels: Sequence[str] = ("PERSON",), whole: bool = False) -> tuple[str, ...]:
    """The names in the words at `span`, without titles: of persons, or of what the parser gives other `labels`; `whole`: in their longest form."""
    found = list(_entities(parsed, labels))
    full = _full([_name(e) for _, e in found]) if whole else {}
    return tuple(full.get(_name(e), _name(e)) for at, e in found if span.start <= at < span.end)


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


def _beside(parsed: Parsed) -> dict[int, list[tuple[int, int]]]:
    """Where the words beside a noun phrase stand that say who is meant ("two men, Ada and Bo"), by the place where the phrase begins."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for piece in parsed.pieces:
        for token in piece.doc:
            named = token if token.dep_ == "appos" else _among(token)
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


NEAR = 600
"""Characters that "he" or "she" may look back for a name."""


@cache
def _single() -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["pronouns"]["single"])


def _persons(parsed: Parsed) -> Iterator[tuple[int, Tokens]]:
    return _entities(parsed, ("PERSON",))


def _entities(parsed: Parsed, labels: Sequence[str]) -> Iterator[tuple[int, Tokens]]:
    for piece in parsed.pieces:
        for e in piece.doc.ents:
            if e.label_ in labels and e.text[:1].isupper() and len(e.text) > 2 and not e[0].is_upper:
                yield piece.passage.start + e.start_char, e


def _name(entity: Tokens) -> str:
    return _untitled(entity.text)


def _untitled(name: str) -> str:
    """The words of a name without a possessive ending or a title."""
    words = name.removesuffix("'s").removesuffix("’s").split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in _titles():
        words = words[1:]
    return " ".join(words).strip(" -–—,")


@cache
def _titles() -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["pronouns"]["titles"])


def _full(names: Sequence[str]) -> dict[str, str]:
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


# ── where ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _where(parsed: Parsed, acts: Sequence[Act]) -> tuple[str, str, str, tuple[str, ...]]:
    """Country, region and city, and which of them are only gathered."""
    told: list[tuple[Place, str, float]] = []
    for a in acts:
        if a.place is not None and a.place_id and "place" not in a.inferred:
            place = places.place(a.place.text, near=_home(a))
            if place is not None:
                told.append((place, a.place.text, _weight(a.trigger.start)))
    aside = [(p, words, ASIDE * _weight(at)) for at, words, p in _named(parsed)]
    head = _dateline(parsed)
    every = [*told, *aside, *([(*head, HEAD)] if head is not None else [])]
    code = _most((p.country, w) for p, _, w in every)
    state = places.code(code) if code else None
    if state is None:
        return "", "", "", ()
    here = [(p, words, w) for p, words, w in told if p.country == code]
    region = _most((words, w) for p, words, w in here if p.kind == "region" and not _town(p))
    city = _most((words, w) for p, words, w in here if _town(p))
    if not region:
        held = {p.parents[0] for p, _, _ in here if len(p.parents) > 1}
        region = _most((words, w) for p, words, w in every if p.kind == "region" and p.name in held)
    gathered = [] if here else ["country"]
    if not city and not region:
        city = _most((words, w) for p, words, w in every if p.country == code and _town(p))
        gathered.append("city")
    return state.name, region, city, tuple(gathered)


def _town(place: Place) -> bool:
    """Whether a bare name is a city's: also where the region around it is called so too."""
    return place.kind == "city" or any(c.country == place.country for c in gazetteer.cities(gazetteer.key(place.name)))


def _home(act: Act) -> places.Country | None:
    return places.country(act.places[-1]) if act.places else None


def _named(parsed: Parsed) -> Iterator[tuple[int, str, Place]]:
    for piece in parsed.pieces:
        for e in piece.doc.ents:
            if e.label_ in ("GPE", "NORP"):
                state = places.country(e.text)
                place = places.place(e.text) if e.label_ == "GPE" else (places.place(state.name) if state else None)
                if place is not None:
                    yield piece.passage.start + e.start_char, e.text.removeprefix("the "), place


def _dateline(parsed: Parsed) -> tuple[Place, str] | None:
    for piece in _body(parsed)[:2]:
        m = _DATELINE.match(piece.doc.text)
        if m:
            words = m["place"].title() if m["place"].isupper() else m["place"]
            place = places.place(words)
            return (place, words) if place is not None else None
    return None


def _body(parsed: Parsed) -> list[Piece]:
    return [p for p in parsed.pieces if p.passage.kind == "paragraph"]


def _most(weighed: Iterator[tuple[str, float]]) -> str:
    total: defaultdict[str, float] = defaultdict(float)
    for name, w in weighed:
        total[name] += w
    return max(total, key=lambda n: (total[n], n), default="")


# ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _when(parsed: Parsed, acts: Sequence[Act]) -> tuple[Period | None, bool]:
    """When most of the acts were done; the year of writing, as gathered, where none has a time."""
    total: defaultdict[Period, float] = defaultdict(float)
    words: dict[Period, str] = {}
    for a in acts:
        if a.period is not None and "time" not in a.inferred and a.period.precision != "range":
            plain = structs.replace(a.period, text="")
            stated = any(c.isdigit() for c in a.period.text)
            total[plain] += _weight(a.trigger.start) * (STATED if stated else 1.0)
            if stated or plain not in words:
                words[plain] = a.period.text
    if total:
        most = max(total, key=lambda p: (total[p], p.start))
        return structs.replace(most, text=words[most]), False
    on = parsed.text.published
    return (
        (Period(start=on.start.replace(month=1, day=1), end=on.end.replace(month=12, day=31), precision="year"), True)
        if on
        else (None, False)
    )
