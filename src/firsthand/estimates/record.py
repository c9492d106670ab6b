"""ESTIMATE: a number computed by a model from overlapping lists. Never mixed with Figures, which are numbers that somebody reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from firsthand.documents.record import Span
from firsthand.flaws import Flaw

Family = Literal["log-linear", "graphs", "latent classes", "bound"]
IntervalKind = Literal["", "log-normal", "profile likelihood", "BCa bootstrap", "credible"]


class Captures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A capture table: for each pattern of `lists` the number of persons on exactly these. Made by `captures.table` or `captures.tabulate`.

    A pattern has a 1 or a 0 for each list, in order; patterns with nobody are left out, and the pattern of zeros is never there.
    """

    lists: tuple[str, ...]
    counts: Mapping[str, int]

    @property
    def documented(self) -> int:
        """Persons on at least one list."""
        return sum(self.counts.values())


class Interval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From `low` to `high`, at `level` (0.95), by the method `kind`. An open end is None."""

    low: float | None
    high: float | None
    level: float = 0.95
    kind: IntervalKind = ""


class Estimate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one method says of the number of persons in all, listed or not.

    `total` is None where the method has no answer that may be shown, and `withheld` says why. `model` names the model in the words of
    its family; `error` is the standard error where the method has one. `notes` are named numbers that belong to it (AIC, R-hat …).
    """

    id: str
    method: str
    family: Family
    documented: int
    total: float | None
    interval: Interval | None = None
    error: float | None = None
    model: str = ""
    withheld: str = ""
    notes: Mapping[str, float] = {}


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The test with a known answer: the persons on `list` are `known`; from the other lists the `family` says `interval`.

    `interval` is None where the family had no answer that may be shown. `covered` is whether the known number lies in it.
    """

    list: str
    known: int
    family: Family
    total: float | None
    interval: Interval | None
    covered: bool


class Variant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same estimate under another setting: `what` was set to `setting` ("prior count of a cell" to "0.5"). `documented` as it then was."""

    what: str
    setting: str
    documented: int
    total: float | None
    interval: Interval | None = None
    withheld: str = ""


class Caveat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be said beside every estimate: its `number` (1 to 11), `name` and `text`."""

    number: int
    name: str
    text: str


class Panel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all methods say of one population. `documented` is a count of persons on lists; everything else is modelled.

    `refused` says why nothing was estimated ("" otherwise). `headline` is the one number that may stand alone: None unless the families
    agree and the test with known answers passes; `because` says which. `conclusion` is the sentence for a report.
    """

    id: str
    captures: Captures
    documented: int
    seed: int
    conclusion: str
    refused: str = ""
    estimates: tuple[Estimate, ...] = ()
    headline: Estimate | None = None
    because: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    variants: tuple[Variant, ...] = ()
    overlaps: tuple[tuple[str, str, int], ...] = ()
    caveats: tuple[Caveat, ...] = ()
    notes: tuple[str, ...] = ()


class Stratum(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The persons of one part (`name`: a place, a month), as the graphs estimate them; `withheld` says why there is no number."""

    name: str
    documented: int
    total: float | None
    interval: Interval | None = None
    withheld: str = ""


class Roster(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list as it was read: `rows` of them all, `aside` those that say nothing, `persons` on it, which of its `columns` each field is.

    `document` is the SHA-256 of the bytes that it stands in.
    """

    name: str
    document: str
    rows: int
    aside: int
    persons: int
    columns: Mapping[str, str] = {}


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of a list: it stands at `place` of `document`, and is of the person numbered `person` (0: it says nothing and was set aside)."""

    id: str
    study: str
    document: str
    place: Span
    list: str
    line: int
    person: int


class Pair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two rows that came near: how `likely` they are `one` person, whether they were taken for one, and the reasons in bits.

    `a` and `b` are their lists and lines, `rows` the ids of the two as Listed: by these the pair is known in every later study.
    """

    id: str
    study: str
    a: str
    b: str
    rows: tuple[str, str]
    likely: float
    one: bool
    reasons: tuple[str, ...]

    @property
    def label(self) -> str:
        """What people call it: "police:12 = press:40"."""
        return f"{self.a} = {self.b}"


class Study(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One estimation with all that it was made with: what was chosen, the lists, how the rows were linked, the panel, the parts.

    `derived` are lists that were no capture (declared, or found by comparing and tracing), `decisions` people's on pairs of rows.
    With the same documents, decisions and choices the same study comes out. `steps` tell in words how it was made.
    """

    id: str
    made: str
    version: str
    seed: int
    unique: bool
    threshold: float
    fields: Mapping[str, str]
    rosters: tuple[Roster, ...]
    panel: Panel
    derived: Mapping[str, tuple[str, ...]] = {}
    independent: tuple[str, ...] = ()
    decisions: int = 0
    by: str = ""
    strata: tuple[Stratum, ...] = ()
    together: Interval | None = None
    flaws: tuple[Flaw, ...] = ()
    steps: tuple[str, ...] = ()
