"""Setting: where and when a text as a whole says that what it is about was done, by the signs of each place and year (`vocabulary/event.toml`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import structs
from spacy.tokens import Span as Tokens

from firsthand import dates
from firsthand.allegations import signs
from firsthand.allegations.record import Act
from firsthand.allegations.signs import Signs, weight
from firsthand.dates import Period
from firsthand.language import times
from firsthand.statements.parse import Parsed
from firsthand.vocabulary import gazetteer, places
from firsthand.vocabulary.places import Country, Place
from firsthand.vocabulary.terms import load

_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][\w’'.-]+(?:\s+(?:de|al|el|[A-Z][\w’'.-]+)){0,3})\s*(?:,[^—–\n]{1,40}?)?\s*(?:\([^)]{2,40}\))?\s*(?:—|–|--|-\s|:\s)"
)
_CAPITALS = re.compile(r"[A-Z]\w+(?: (?:(?:of|the|and) )*[A-Z]\w+)*")
_WORD = re.compile(r"\w+")
LONGEST = 5
"""Words of the name of a country at most."""


class Where(NamedTuple):
    """Names, "" where none is told; `country`: of a state, or of a nation in it where a text names no more (Scotland); `inferred`: which of them
    are gathered from the whole text and not from what is said of an act."""

    country: str = ""
    region: str = ""
    city: str = ""
    inferred: tuple[str, ...] = ()


class _Told(NamedTuple):
    """A place named in these words; `kind`: how; `acted`: in a sentence that speaks of an act."""

    place: Place
    words: str
    weight: float
    kind: str
    acted: bool = False


def where(parsed: Parsed, acts: Sequence[Act]) -> Where:
    """Country, region and city. The country is the one for which most signs speak; region and city are of that country."""
    found = [*_done_in(acts), *_named(parsed, acts), *_dateline(parsed)]
    state = next((places.code(c) for c, _ in signs.ranked(countries(found), load("event")["country"])), None)
    if state is None:
        return Where()
    inside = [t for t in found if t.place.country == state.id]
    here = [t for t in inside if t.kind == "told"]
    gathered = [] if here else ["country"]
    region = _most((t.words, t.weight) for t in here if t.place.kind == "region" and not _town(t.place))
    city = _most((t.words, t.weight) for t in here if _town(t.place))
    if not city:
        aside = load("event")["city"]
        towns = [(t.words, aside[t.kind] * t.weight) for t in inside if _town(t.place)]
        city = _most(towns, aside["least"])
        gathered.append("city")
    if not region:
        region, told = _around(parsed, inside, places.place(city, near=state))
        gathered += ["region"] if region and not told else []
    return Where(_nation(inside) or state.name, region, city, tuple(gathered))


def _around(parsed: Parsed, inside: Sequence[_Told], city: Place | None) -> tuple[str, bool]:
    """The region where no act is said to have been done in any: that of a place of acts, if it is named; the one named most, if that is enough;
    that of the city, if its name is to be read anywhere ("New York"). And whether it is that of a place of acts."""
    regions = [t for t in inside if t.place.kind == "region"]
    held = {t.place.parents[0] for t in inside if t.kind == "told" and len(t.place.parents) > 1}
    told = _most((t.words, t.weight) for t in regions if t.place.name in held)
    if told:
        return told, True
    named = [(t.words, t.weight) for t in regions if t.kind == "inside" and not _town(t.place)]
    region = _most(named, load("event")["region"]["least"])
    if region:
        return region, False
    around = city.parents[0] if city is not None and len(city.parents) > 1 else ""
    return (around, False) if around and around in parsed.text.text else ("", False)


def _nation(told: Sequence[_Told]) -> str:
    """The nation inside a state that is all that is named of it: in a text that speaks of Scotland, and of the United Kingdom nowhere."""
    if any(t.place.kind == "country" for t in told):
        return ""
    names = load("event")["nations"]
    return _most((n, t.weight) for t in told for n in (t.place.name, *t.place.parents) if n in names)


def countries(found: Iterable[_Told]) -> Signs:
    """What speaks for each country."""
    of = signs.signs()
    for t in found:
        of[t.place.country][t.kind] += t.weight
        of[t.place.country]["times"] += t.kind in ("country", "people")
        if t.kind in ("country", "people", "inside") and t.acted:
            of[t.place.country]["acted"] += t.weight
        if t.kind == "country" and _town(t.place):  # a city that is a state: Singapore
            of[t.place.country]["inside"] += t.weight
    return of


def _done_in(acts: Sequence[Act]) -> Iterator[_Told]:
    """Where acts are said to have been done."""
    for a in acts:
        if a.place is not None and a.place_id and "place" not in a.inferred:
            home = places.country(a.places[-1]) if a.places else None
            place = places.place(a.place.text, near=home)
            if place is not None:
                yield _Told(place, a.place.text, weight(a.trigger.start), "told", True)


def _named(parsed: Parsed, acts: Sequence[Act]) -> Iterator[_Told]:
    """The places that the text names anywhere, its countries and peoples also where the parser knows of no place there (in headlines)."""
    done = [a.trigger.start for a in acts]
    for piece in parsed.pieces:
        start = piece.passage.start
        acted = [s for s in piece.doc.sents if any(start + s.start_char <= at < start + s.end_char for at in done)]
        people = [e for e in piece.doc.ents if e.label_ == "PERSON"]
        for words, at, state in _states(piece.doc.text):
            place = places.place(state.name)
            if place is not None and not _inside(at, people):
                kind = "people" if places.people(words) else "country"
                yield _Told(place, words, weight(start + at), kind, _inside(at, acted))
        for words, at, place in _peoples(piece.doc.text):
            yield _Told(place, words, weight(start + at), "people", _inside(at, acted))
        for e in piece.doc.ents:
            place = places.place(e.text) if e.label_ == "GPE" else None
            if place is not None and place.kind != "country":
                words = e.text.removeprefix("the ")
                yield _Told(place, words, weight(start + e.start_char), "inside", _inside(e.start_char, acted))


def _inside(at: int, sentences: Sequence[Tokens]) -> bool:
    return any(s.start_char <= at < s.end_char for s in sentences)


def _states(text: str) -> Iterator[tuple[str, int, Country]]:
    """Names of countries and their peoples among words with capitals, the longest first, with where they stand."""
    for run in _CAPITALS.finditer(text):
        words, i = list(_WORD.finditer(run.group())), 0
        while i < len(words):
            for n in range(min(LONGEST, len(words) - i), 0, -1):
                name = run.group()[words[i].start() : words[i + n - 1].end()]
                state = places.country(name)
                if state is not None:
                    yield name, run.start() + words[i].start(), state
                if state is not None or (n > 1 and _region(name)):
                    i += n - 1
                    break
            i += 1


def _peoples(text: str) -> Iterator[tuple[str, int, Place]]:
    """Words for the peoples of nations inside states, with where they stand ("a Scots flat")."""
    for nation, words in load("event")["nations"].items():
        place = places.place(nation)
        if place is not None:
            yield from ((m.group(), m.start(), place) for w in words for m in re.finditer(rf"\b{re.escape(w)}\b", text))


def _region(name: str) -> bool:
    """Whether this is a region's: New Mexico is not Mexico, nor Niger State Niger."""
    place = places.place(name)
    return place is not None and place.kind == "region"


def _dateline(parsed: Parsed) -> Iterator[_Told]:
    for piece in [p for p in parsed.pieces if p.passage.kind == "paragraph"][:2]:
        m = _DATELINE.match(piece.doc.text)
        if m:
            words = m["place"].title() if m["place"].isupper() else m["place"]
            place = places.place(words)
            if place is not None:
                yield _Told(place, words, 1.0, "dateline")
            return


def _town(place: Place) -> bool:
    """Whether a bare name is a city's: also where the region around it is called so too."""
    return place.kind == "city" or any(c.country == place.country for c in gazetteer.cities(gazetteer.key(place.name)))


def _most(weighed: Iterable[tuple[str, float]], least: float = 0.0) -> str:
    """The name that weighs most; "" where none weighs `least`."""
    total: defaultdict[str, float] = defaultdict(float)
    for name, w in weighed:
        total[name] += w
    best = max(total, key=lambda n: (total[n], n), default="")
    return best if total[best] >= least else ""


# ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Dated(NamedTuple):
    """A period named in these words; `act`: as the time of an act."""

    period: Period
    words: str
    weight: float
    act: bool

    @property
    def stated(self) -> bool:
        """Whether with figures, and not reckoned from the day of writing ("on Monday")."""
        return any(c.isdigit() for c in self.words)


def when(parsed: Parsed, acts: Sequence[Act]) -> tuple[Period | None, bool]:
    """The year for which most signs speak, closer where the text is; and whether it is only gathered: no act is said to have been done then."""
    found = [*_times(acts), *_mentioned(parsed)]
    if not found or not acts:
        return None, False  # no time is told, or of nothing: that it was in the year of writing would be a guess
    best = next((int(y) for y, _ in signs.ranked(years(found, parsed.text.published), load("event")["year"])), None)
    if best is None:
        return None, False
    total: defaultdict[Period, float] = defaultdict(float)
    words: dict[Period, str] = {}
    closer = load("event")["period"]
    for d in found:
        if d.period.start.year == d.period.end.year == best and d.period.precision != "range":
            plain = structs.replace(d.period, text="")
            total[plain] += d.weight * closer["act" if d.act else "mention"] * (closer["stated"] if d.stated else 1.0)
            if d.stated or plain not in words:
                words[plain] = d.words
    told = any(d.act and d.period.start.year == best for d in found)
    if not total:
        return whole(best), not told
    most = max(total, key=lambda p: (total[p], p.start))
    return structs.replace(most, text=words[most]), not told


def whole(year: int) -> Period:
    """A year."""
    return dates.year(year)


def _times(acts: Sequence[Act]) -> Iterator[_Dated]:
    for a in sorted(acts, key=lambda a: a.trigger.start):
        if a.period is not None and "time" not in a.inferred:
            yield _Dated(a.period, a.period.text, weight(a.trigger.start), True)


def _mentioned(parsed: Parsed) -> Iterator[_Dated]:
    """Every time that the text names."""
    for piece in parsed.pieces:
        for start, end, period in times.find(piece.doc.text, parsed.text.published):
            if period is not None:
                yield _Dated(period, piece.doc.text[start:end], weight(piece.passage.start + start), False)


def years(found: Iterable[_Dated], on: Period | None) -> Signs:
    """What speaks for each year, none of them after the day of writing. Of a period of several years the first is meant."""
    of, first = signs.signs(), True
    for d in found:
        year = str(d.period.start.year)
        several = d.period.start.year != d.period.end.year
        if on is not None and d.period.start > on.end:
            continue
        if d.act:
            kind = "through" if several else "dated" if d.stated else "reckoned"
            if first and not several:
                of[year]["first"] = 1.0
                first = False
        else:
            full = re.search(r"\d{4}", d.words) is not None
            kind = "spans" if several else "named" if full else "figures" if d.stated else ""
            if not several:
                of[year]["early"] = max(of[year]["early"], d.weight)
        if kind:
            of[year][kind] += d.weight
    if on is not None:
        of[str(on.start.year)]["writing"] = 1.0
        if str(on.start.year - 1) in of:
            of[str(on.start.year - 1)]["before"] = 1.0
    return of
