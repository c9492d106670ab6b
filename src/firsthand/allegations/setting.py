"""Setting: where and when a text as a whole says that what it is about was done, by the signs of each place and year (`vocabulary/event.toml`)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import structs

from firsthand import dates
from firsthand.allegations import signs
from firsthand.allegations.record import Act
from firsthand.allegations.signs import Signs, weight
from firsthand.dates import Period
from firsthand.language import times
from firsthand.statements.parse import Parsed
from firsthand.vocabulary import gazetteer, places
from firsthand.vocabulary.places import Place
from firsthand.vocabulary.terms import load

_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][\w’'.-]+(?:\s+(?:de|al|el|[A-Z][\w’'.-]+)){0,3})\s*(?:,[^—–\n]{1,40}?)?\s*(?:\([^)]{2,40}\))?\s*(?:—|–|--|-\s|:\s)"
)


class Where(NamedTuple):
    """Names, "" where none is told; `inferred`: which of them are gathered from the whole text and not from what is said of an act."""

    country: str = ""
    region: str = ""
    city: str = ""
    inferred: tuple[str, ...] = ()


class _Told(NamedTuple):
    """A place named in these words; `kind`: how."""

    place: Place
    words: str
    weight: float
    kind: str


def where(parsed: Parsed, acts: Sequence[Act]) -> Where:
    """Country, region and city. The country is the one for which most signs speak; region and city are of that country."""
    found = [*_done_in(acts), *_named(parsed), *_dateline(parsed)]
    state = next((places.code(c) for c, _ in signs.ranked(countries(found), load("event")["country"])), None)
    if state is None:
        return Where()
    inside = [t for t in found if t.place.country == state.id]
    here = [t for t in inside if t.kind == "told"]
    region = _most((t.words, t.weight) for t in here if t.place.kind == "region" and not _town(t.place))
    city = _most((t.words, t.weight) for t in here if _town(t.place))
    if not region:
        held = {t.place.parents[0] for t in here if len(t.place.parents) > 1}
        region = _most((t.words, t.weight) for t in inside if t.place.kind == "region" and t.place.name in held)
    gathered = [] if here else ["country"]
    if not region:
        region = _often(
            t.words for t in inside if t.kind == "inside" and t.place.kind == "region" and not _town(t.place)
        )
        gathered += ["region"] if region else []
    if not city:
        aside = load("event")["city"]
        city = _most((t.words, aside[t.kind] * t.weight) for t in inside if _town(t.place))
        gathered.append("city")
    return Where(state.name, region, city, tuple(gathered))


def countries(found: Iterable[_Told]) -> Signs:
    """What speaks for each country."""
    of = signs.signs()
    for t in found:
        of[t.place.country][t.kind] += t.weight
        of[t.place.country]["times"] += t.kind in ("country", "people", "inside")
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
                yield _Told(place, a.place.text, weight(a.trigger.start), "told")


def _named(parsed: Parsed) -> Iterator[_Told]:
    """The places and peoples that the text names anywhere."""
    for piece in parsed.pieces:
        for e in piece.doc.ents:
            if e.label_ not in ("GPE", "NORP"):
                continue
            state, at = places.country(e.text), weight(piece.passage.start + e.start_char)
            place = places.place(e.text) if e.label_ == "GPE" else (places.place(state.name) if state else None)
            if place is not None:
                kind = "people" if e.label_ == "NORP" else "country" if state is not None else "inside"
                yield _Told(place, e.text.removeprefix("the "), at, kind)


def _dateline(parsed: Parsed) -> Iterator[_Told]:
    for piece in [p for p in parsed.pieces if p.passage.kind == "paragraph"][:2]:
        m = _DATELINE.match(piece.doc.text)
        if m:
            words = m["place"].title() if m["place"].isupper() else m["place"]
            place = places.place(words)
            if place is not None:
                yield _Told(place, words, 1.0, "dateline")
            return


def _often(names: Iterable[str]) -> str:
    """The name given most often, if that is often enough to say where all of it was."""
    found = Counter(names).most_common(1)
    return found[0][0] if found and found[0][1] >= load("event")["region"]["least"] else ""


def _town(place: Place) -> bool:
    """Whether a bare name is a city's: also where the region around it is called so too."""
    return place.kind == "city" or any(c.country == place.country for c in gazetteer.cities(gazetteer.key(place.name)))


def _most(weighed: Iterable[tuple[str, float]]) -> str:
    total: defaultdict[str, float] = defaultdict(float)
    for name, w in weighed:
        total[name] += w
    return max(total, key=lambda n: (total[n], n), default="")


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
