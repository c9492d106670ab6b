"""Event: what a text as a whole tells of, for texts about one event: which acts, to whom, by whom, where, when.

A text comes back to what it is about, and begins with it: each act weighs by how early it stands, and what most signs speak for holds.
Nothing here is an Act: nobody said it in these words, and what is only gathered from the whole text is marked as `inferred`. Who did it is never
gathered: only those are given whom the text names as the doers of an act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from firsthand.allegations import accused, setting, victims
from firsthand.allegations.reality import REAL
from firsthand.allegations.record import Act
from firsthand.allegations.signs import weight
from firsthand.dates import Period
from firsthand.documents.record import Span
from firsthand.statements.parse import Parsed
from firsthand.statements.record import Statement
from firsthand.vocabulary.terms import load


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


def event(parsed: Parsed, acts: Sequence[Act], statements: Sequence[Statement] = ()) -> Event:
    """What the text tells of as a whole; `acts` and `statements` are those found in it."""
    real = [a for a in acts if a.polarity == "+" and a.modality in REAL]
    types: defaultdict[str, float] = defaultdict(float)
    aside = accused.find(parsed, real)
    doers: dict[str, tuple[Span, float]] = {}
    for a in real:
        if a.id not in aside:
            types[a.type] += weight(a.trigger.start)
        if a.perpetrator is not None and "perpetrator" not in a.pronouns:
            name = a.perpetrator.text.casefold()
            span, before = doers.get(name, (a.perpetrator, 0.0))
            doers[name] = (span, before + weight(a.trigger.start))
    where = setting.where(parsed, real)
    period, gathered = setting.when(parsed, real)
    return Event(
        types=_apart(types),
        victims=victims.find(parsed, real, statements),
        perpetrators=tuple(sorted(doers.values(), key=lambda d: (-d[1], d[0].start))),
        country=where.country,
        region=where.region,
        city=where.city,
        period=period,
        inferred=(*where.inferred, *(("period",) if gathered else ())),
    )


def _apart(types: Mapping[str, float]) -> dict[str, float]:
    """The types without those that are told as part of others: who was abducted is held, an attack that kills is that killing."""
    within = load("event")["within"]
    return {t: w for t, w in types.items() if t not in within or w >= sum(types.get(other, 0.0) for other in within[t])}
