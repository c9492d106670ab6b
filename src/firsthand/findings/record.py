"""ASSESSMENT and FINDING: what the rules propose about an allegation, what a person concluded; what speaks to which element of a crime."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from firsthand.allegations.record import Act, Allegation, Contradiction
from firsthand.documents.record import Document
from firsthand.judgements import Judgement
from firsthand.origins.record import Count, Dependence, Origin, Speaker, Trace
from firsthand.statements.record import Statement


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition of the standard (`name`), whether it is `met`, and `because` of what. `level` is the standard that asks for it.

    `links` are the ids of the origins, contradictions and statements that it rests on.
    """

    name: str
    met: bool
    because: str
    level: str = ""
    links: tuple[str, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of what is alleged (`name`, a key of the profile's parts), weighed by those statements alone that tell of it.

    An act may be shown and who did it not: so each part has its own `standard`, bounds on its origins and `unmet` conditions of the level
    above. `says` is what the part is, in names ("Vardenia"). Where nobody tells of it there are no statements and `standard` is "".
    """

    name: str
    label: str
    standard: str
    lo: int
    hi: int
    statements: tuple[str, ...] = ()
    says: str = ""
    unmet: tuple[Condition, ...] = ()


class Assessment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """About `allegation` the rules of `profile` propose that it meets `standard` (an id of the standards vocabulary).

    `documents` are those with a supporting statement; `disputed_by` the speakers (ids) who deny it, `doubted_by` those who could not confirm.
    `would_change` names, in sentences, the smallest decisions that would move the level. `parts` are weighed each by itself; what a
    finding states of several of them meets no higher standard than the lowest. `profile_digest` is the SHA-256 of a profile that a
    mission brought, `signed_by` who signed it ("" for one that is shipped, or not signed).
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
    parts: tuple[Part, ...] = ()
    profile_digest: str = ""
    signed_by: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `who` concluded on `when` about the allegation `about`, in `words`, at `standard`, because `why`. Appended, never changed.

    A later finding about the same allegation takes its place; all are kept. `standard` "" withdraws. `parts` are the parts of the
    allegation that it states. `proposed` is what the rules of `profile` proposed for these at that time, `unmet` the conditions of
    `standard` that were not met then: whoever adopts above what is proposed says so in `why`. `statements` are the members that the
    allegation had, `contradictions` what stood against it: whatever is there later and not among these is new material since. `involved`: pairs of a name
    and the degree in which they answer for it (a key of `vocabulary/involvement.toml`), where a finding states who did it.
    """

    id: str
    seq: int
    about: str
    label: str
    standard: str
    words: str
    who: str
    when: str
    why: str
    parts: tuple[str, ...] = ("act",)
    proposed: str = ""
    profile: str = ""
    unmet: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    involved: tuple[tuple[str, str], ...] = ()


class Since(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came after the finding `finding` was adopted: `added` and `gone` statements of its allegation, new `contradictions` about it.

    `allegation` is where its statements are now, "" where nowhere. `standard` is what the rules propose now for what it states.
    """

    finding: str
    allegation: str
    standard: str = ""
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def news(self) -> bool:
        """Whether there is anything to look at again."""
        return bool(self.added or self.gone or self.contradictions or not self.allegation)


class Fill(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An allegation that may speak to an element, the `statements` of it that do, and `because` of what. A person confirms or rejects it."""

    allegation: str
    statements: tuple[str, ...]
    because: str
    standard: str
    finding: str = ""
    status: Literal["proposed", "confirmed"] = "proposed"


class Slot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An element of an act of a crime, as the vocabulary words it, and what on file may speak to it. Never that there was a crime.

    `act` is "" for what every act of the crime needs. `state`: "finding" where an adopted finding speaks to it, "confirmed" where a
    person confirmed that an allegation does, "alleged" where one may, "nothing" where nothing on file does (which is not: not met).
    `standard` is the highest that one of the fills meets, adopted before proposed. `either`: one of the elements with this mark is enough.
    """

    id: str
    crime: str
    act: str
    article: str
    label: str
    text: str
    question: str
    citation: str
    state: Literal["finding", "confirmed", "alleged", "nothing"]
    standard: str = ""
    fills: tuple[Fill, ...] = ()
    either: str = ""
    person: bool = False
    checked: bool = False


class Shuffle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A permutation test: how often shuffling gives a `value` of `statistic` at least as large as found (`p`), in `rounds` rounds.

    `cells` are those of the table that stand out most: row, column, found, expected if rows and columns had nothing to do with each other.
    """

    rows: str
    columns: str
    n: int
    statistic: str
    value: float
    p: float
    rounds: int
    cells: tuple[tuple[str, str, int, float], ...] = ()


class Pattern(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many incidents on file there are (`counted`: dimension, value, number), how they cluster, and what that cannot say.

    `unit` is what is counted. `share` is the part of the place with most of them, `spread` their index of dispersion over places and
    months (1 where they fall at random). `shared` counts incidents that rest on an origin which others rest on too. `caveat` is printed with every number.
    """

    id: str
    unit: str
    n: int
    counted: tuple[tuple[str, str, int], ...]
    tests: tuple[Shuffle, ...]
    caveat: str
    share: float | None = None
    spread: float | None = None
    shared: int = 0
    left_out: tuple[tuple[str, int], ...] = ()


class Agreement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far two reviewers, `a` and `b`, decided alike about the same `n` records of `noun`: the part `observed`, and Cohen's `kappa`.

    `kappa` is None where both gave one and the same answer to everything: there is nothing that chance could explain. `apart` are the
    ids of the records on which they differ.
    """

    noun: str
    a: str
    b: str
    n: int
    observed: float
    kappa: float | None
    apart: tuple[str, ...] = ()


class Weighing(msgspec.Struct, frozen=True, kw_only=True):
    """What `weigh` works on: the allegations and all that bears on them, and the decisions that hold, by record id.

    `documents` lend their names to sentences that speak of them. `acts` say which statement tells of which part of an allegation.
    """

    allegations: tuple[Allegation, ...] = ()
    statements: tuple[Statement, ...] = ()
    traces: tuple[Trace, ...] = ()
    origins: tuple[Origin, ...] = ()
    dependences: tuple[Dependence, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    documents: tuple[Document, ...] = ()
    acts: tuple[Act, ...] = ()
    judged: Mapping[str, Judgement] = {}


class Appraisal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `who` answered on `when` about the origin `about`, by the criteria for its `kind`: pairs of criterion and yes, no or unknown.

    `connection` is how the source is connected with what it tells (a key of `vocabulary/connections.toml`, "" where nobody said). By the checks
    of a protocol (`kind` istanbul, minnesota) it is about an allegation.

    Appended, never changed; the last one of each person is what they say now. It assesses nothing by itself: whether the origin is
    reliable or authentic is a Judgement, and this is what it rests on.
    """

    id: str
    seq: int
    about: str
    label: str
    kind: Literal["witness", "material", "body", "istanbul", "minnesota"]
    answers: tuple[tuple[str, Literal["yes", "no", "unknown"]], ...]
    who: str
    when: str
    why: str = ""
    connection: str = ""
