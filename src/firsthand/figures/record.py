"""FIGURE: a number that somebody reports, of something, at a time."""

from __future__ import annotations

import msgspec

from firsthand.dates import Period


class Figure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At `start`:`end` of `document` stands a number: between `low` and `high` (`high` None is unbounded).

    Both ends are included unless `low_open` or `high_open` ("more than a million": above 1,000,000, itself excluded).
    For unit share the numbers are percent of a whole.

    Words stay words (`text`, "dozens") beside their interval. `unit`: what is counted, one of persons, households, places,
    incidents, money, time, share, documents, members, other. `of`: who or what, in the text's words ("Uyghurs").
    `counted`: in which respect, an id of the violations vocabulary, or "population", or "" when unknown. Figures are comparable only where `unit`,
    `of` and `counted` agree. `hedge` is the words that widen or bound the number ("an estimated", "more than").
    `cumulative`: whether it counts since a time (True), at a time (False) or unknown (None).
    `statement`: the innermost statement that holds it. `rule`: id of the grammar rule; `reasons` in words.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    low: float
    high: float | None
    low_open: bool = False
    high_open: bool = False
    unit: str
    of: str = ""
    counted: str = ""
    hedge: str = ""
    period: Period | None = None
    cumulative: bool | None = None
    statement: str | None = None
    rule: str = ""
    reasons: tuple[str, ...] = ()
