"""ESTIMATE: a number computed by a model from overlapping lists. Never mixed with Figures, which are numbers that somebody reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

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
