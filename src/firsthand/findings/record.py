"""ASSESSMENT: what the rules propose about an allegation, and why."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firsthand.allegations.record import Allegation, Contradiction
from firsthand.documents.record import Document
from firsthand.judgements import Judgement
from firsthand.origins.record import Count, Dependence, Origin, Speaker, Trace
from firsthand.statements.record import Statement


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition of the standard (`name`), whether it is `met`, and `because` of what. `level` is the standard that asks for it."""

    name: str
    met: bool
    because: str
    level: str = ""


class Assessment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """About `allegation` the rules of `profile` propose that it meets `standard` (an id of the standards vocabulary).

    `documents` are those with a supporting statement; `disputed_by` the speakers (ids) who deny it, `doubted_by` those who could not confirm.
    `would_change` names, in sentences, the smallest decisions that would move the level.
    """

    id: str
    allegation: str
    profile: str
    standard: str
    origins: Count
    documents: tuple[str, ...] = ()
    first_hand: int = 0
    disputed_by: tuple[str, ...] = ()
    doubted_by: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    would_change: tuple[str, ...] = ()


class Weighing(msgspec.Struct, frozen=True, kw_only=True):
    """What `weigh` works on: the allegations and all that bears on them, and the decisions that hold, by record id.

    `documents` lend their names to sentences that speak of them.
    """

    allegations: tuple[Allegation, ...] = ()
    statements: tuple[Statement, ...] = ()
    traces: tuple[Trace, ...] = ()
    origins: tuple[Origin, ...] = ()
    dependences: tuple[Dependence, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    documents: tuple[Document, ...] = ()
    judged: Mapping[str, Judgement] = {}
