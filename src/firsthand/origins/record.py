"""SPEAKER, ORIGIN, TRACE and DEPENDENCE: who speaks, where the information enters, and what depends on what."""

from __future__ import annotations

from typing import Literal

import msgspec

SpeakerKind = Literal["state", "intergovernmental", "organisation", "media", "person", "group", "document", "unnamed"]
OriginKind = Literal["witness", "material", "official", "investigation", "unattributed"]
"""Where information enters: a first-hand witness; primary material (a leaked file, an image, a register); an official act or
statement; an organisation's own investigation (opaque: counts once); nobody named."""


class Speaker(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`name` is a speaker of this `kind`, also called `aliases`; what they say, they say for `speaks_for` (a speaker id).

    `documents` are those in which the speaker appears.
    """

    id: str
    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()
    speaks_for: str | None = None
    documents: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Origin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`label` is where information enters: a `kind` of origin, of `speaker`, by way of `product` (a report, a briefing …).

    `first_hand` is true for a witness of the facts and for primary material. `documents` are those whose statements end here.
    """

    id: str
    kind: OriginKind
    label: str
    speaker: str | None = None
    product: str = ""
    first_hand: bool = False
    documents: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Trace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The statement `statement` was said by `speaker` and its information entered at `origin`.

    `chain` names the speakers passed on the way, from the document inwards; `reasons` say which step found what.
    `speaker` is None where nobody could be named safely: unresolved beats a guess; or it is an unnamed Speaker whose name is the text's own words and
    "(not identified)": nothing is counted for it. `first_hand`: the statement itself tells what its speaker saw or lived through, or is by somebody who is told to have been there, or is what material shows.
    """

    statement: str
    speaker: str | None
    origin: str
    chain: tuple[str, ...] = ()
    first_hand: bool = False
    reasons: tuple[str, ...] = ()


class Reference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mention at `start`:`end` of `document` refers to `speaker`; `rule` and `because` say how that was found."""

    document: str
    start: int
    end: int
    speaker: str
    rule: str
    because: str = ""


class Dependence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `child` says, it has from `parent`, or the two share a root (`symmetric`).

    Nodes are origin ids, document ids and agency stub ids. `kind`: copy, credit, cites, same-speaker, same-product, declared …
    """

    id: str
    child: str
    parent: str
    kind: str
    symmetric: bool = False
    status: Literal["proposed", "confirmed", "rejected"] = "proposed"
    reasons: tuple[str, ...] = ()


class PairCheck(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why two origins count as independent, or do not: the check that was passed or failed."""

    a: str
    b: str
    independent: bool
    because: str


class Count(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Between `lo` and `hi` independent origins.

    `lo` treats every proposed dependence as real, `hi` only confirmed ones. `ids` is the chosen set of size `lo`
    (size `hi` in `ids_hi`), `checks` the test per pair, `excluded` the origins left out with the reason.
    """

    lo: int
    hi: int
    ids: tuple[str, ...] = ()
    ids_hi: tuple[str, ...] = ()
    checks: tuple[PairCheck, ...] = ()
    excluded: tuple[tuple[str, str], ...] = ()
