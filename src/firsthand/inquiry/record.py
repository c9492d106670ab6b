"""RUN and EFFECT: what was done, when, by which version of the rules; what a decision did; who wants to see how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from firsthand.judgements import Judgement


class Run(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`stage` was run, from `began` to `ended`, by `version` of its rules with `key` as the digest of its inputs, on so many `units`."""

    id: str
    stage: str
    version: str
    key: str
    began: str
    ended: str
    units: int


class Progress(Protocol):
    """Who wants to see how far a run is."""

    def begin(self, stage: str, total: int) -> None:
        """`stage` begins with `total` units of work; 0 when there is nothing to do."""

    def step(self, units: int = 1) -> None:
        """So many units are done."""


class Silent:
    """Progress that nobody watches."""

    def begin(self, stage: str, total: int) -> None:
        """Nothing is shown."""

    def step(self, units: int = 1) -> None:
        """Nothing is shown."""


Counts = Mapping[str, tuple[str, int, int]]
"""Of each allegation its label and the bounds on its independent origins."""


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision did: the counts `before` it and `after` it, and the standards proposed, as they `stood` and as each `stands` now.

    All are empty where nothing was weighed yet.
    """

    judgement: Judgement
    before: Counts
    after: Counts
    stood: Mapping[str, str] = {}
    stands: Mapping[str, str] = {}

    @property
    def moved(self) -> tuple[str, ...]:
        """The ids of the allegations whose counts or standards are others now."""
        ids = dict.fromkeys((*self.before, *self.after))
        return tuple(
            i for i in ids if self.before.get(i) != self.after.get(i) or self.stood.get(i) != self.stands.get(i)
        )


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody had seen when they looked last, at `when` (ISO 8601, "" if never): `counts` of the allegations as they were."""

    when: str = ""
    counts: dict[str, tuple[str, int, int]] = {}
