"""RUN: what was done, when, by which version of the rules; and who wants to see how far it is."""

from __future__ import annotations

from typing import Protocol

import msgspec


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
