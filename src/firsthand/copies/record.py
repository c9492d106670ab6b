"""COPY and CREDIT: one document derives from another, wholly or in part; a document names who produced it."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.documents.record import Span

CopyKind = Literal["same-bytes", "near-copy", "excerpt", "passages", "quotation", "translation", "credit"]
Status = Literal["proposed", "confirmed", "rejected"]
Direction = Literal["known", "unknown"]


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in two texts: at `from_start`:`from_end` of the one, `to_start`:`to_end` of the other."""

    from_start: int
    from_end: int
    to_start: int
    to_end: int


class Copy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """The text travelled from the document `from_` to the document `to`.

    Where `direction` is "unknown" the two share text and which came first is open (`from_` is then merely the smaller id).
    `share_from` and `share_to` are the shares (0–1) of each document's own words (furniture left out) that lie in the matched `spans`;
    for a "translation" the spans are names and numbers, and the shares are of those.
    For kind "credit" `from_` is an agency stub id (see `Credit.agency_id`): a dispatch that the inquiry does not hold.
    `reasons` are sentences, each with its rule id in front ("C2 near-copy: 93% of …").
    """

    id: str
    from_: str
    to: str
    kind: CopyKind
    direction: Direction = "unknown"
    share_from: float = 0.0
    share_to: float = 0.0
    spans: tuple[Match, ...] = ()
    reasons: tuple[str, ...] = ()
    status: Status = "proposed"


class Credit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At `place`, `document` says that `name` (agency, outlet or person) produced it, wholly or in part, in this `form`.

    Only producers: a source that is merely cited is a Statement's speaker, not a Credit.
    """

    id: str
    document: str
    place: Span
    name: str
    agency_id: str
    form: Literal["dateline", "byline", "footer", "copyright", "republished", "contribution"]
    whole: bool
    rule: str
