"""ACT, ALLEGATION and CONTRADICTION: who did what to whom; what is alleged; what cannot both be true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from firsthand.dates import Period
from firsthand.documents.record import Span, Text
from firsthand.figures.record import Figure
from firsthand.judgements import Judgement
from firsthand.origins.record import Reference, Speaker, Trace
from firsthand.statements.record import Statement

Role = Literal["supports", "disputes", "mentions"]


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In `statement`, the words at `trigger` speak of an act of `type` (an id of the violations vocabulary).

    Arguments are spans of the same document; `perpetrator` only where the text names one, never by default.
    `inferred` lists the fields that were filled from outside the sentence. `polarity` "-" where the act is said not to have happened.
    `modality` as in Statement, and "future", "hypothetical", "law" (a prohibition or definition): such acts never make an allegation.
    `pronouns` lists the arguments whose words only point at somebody ("he", "both", "all of them"): no names for people to read.
    `many` is how many persons the words for the victim name where that can be counted off them ("a woman and her son": 2), else 0.
    `place_id` is a gazetteer id with `places` its parents outwards, as names. `means`: with what it was done (a weapon, a tool).
    """

    id: str
    document: str
    statement: str
    type: str
    trigger: Span
    polarity: Literal["+", "-"] = "+"
    modality: str = "asserted"
    victim: Span | None = None
    perpetrator: Span | None = None
    place: Span | None = None
    place_id: str = ""
    places: tuple[str, ...] = ()
    time: Span | None = None
    period: Period | None = None
    figure: str | None = None
    means: Span | None = None
    inferred: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    many: int = 0
    rule: str = ""
    reasons: tuple[str, ...] = ()


class Predication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In `statement` (or in the document's own voice: None) it is said that `subject` does `lemma` to `object`.

    The plainest form of a checkable fact, kept to find two documents that say the opposite. `polarity` "-" where negated.
    """

    id: str
    document: str
    statement: str | None
    subject: Span
    verb: Span
    lemma: str
    object: Span | None
    object_head: str
    polarity: Literal["+", "-"]
    modality: str = "asserted"
    start: int
    end: int


class Member(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The statement `id` supports, disputes or merely mentions the allegation; `because` says why it was linked."""

    id: str
    role: Role
    because: str = ""


class Allegation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is alleged: an act or pattern of `type`, in the words of `label`.

    `victims`, `perpetrators` and `places` are names as people read them, each drawn from a member statement.
    `statements` are the members with their role; `acts` and `figures` the ids of what was found in them.
    `part_of` is the more general allegation that contains this one. `level`: "incident" where it tells of one occasion, else "pattern".
    `occasion` names the occasion where several documents tell of it; allegations of other types may be of the same.
    `inferred` are those of its `places` that no account of it names: they were taken over from what the texts speak of.
    """

    id: str
    type: str
    label: str
    victims: tuple[str, ...] = ()
    perpetrators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    period: Period | None = None
    statements: tuple[Member, ...] = ()
    acts: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    part_of: str | None = None
    level: Literal["pattern", "incident"] = "pattern"
    occasion: str = ""
    reasons: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()


class Contradiction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`statements` cannot all hold. `kind`: denial, counter-figure, counter-fact; misplaced and misdated (against the gazetteer, the calendar);
    variant (one quotation in two renderings). `explanation` is a sentence a person can check.

    `predications` are what a counter-fact rests on, in this order: said not to be so, said to be so (a document may say it in a sentence
    that is no statement). `form` of a denial: "bare", "reasoned" where it gives reasons that somebody must answer, "shown" where it brings
    material against it, "part" where it denies the denier's part alone; of a counter-fact what it is about: "who", "where", "when",
    "whether"; "" for the other kinds.
    """

    id: str
    kind: Literal["denial", "counter-figure", "counter-fact", "misplaced", "misdated", "variant"]
    statements: tuple[str, ...]
    explanation: str
    figures: tuple[str, ...] = ()
    allegation: str | None = None
    reasons: tuple[str, ...] = ()
    status: Literal["proposed", "confirmed", "rejected"] = "proposed"
    form: Literal["", "bare", "reasoned", "shown", "part", "who", "where", "when", "whether"] = ""
    predications: tuple[str, ...] = ()


class Linking(msgspec.Struct, frozen=True, kw_only=True):
    """What `link` and `contradict` work on: all records of the stages before, and the decisions that hold, by record id."""

    texts: tuple[Text, ...] = ()
    statements: tuple[Statement, ...] = ()
    acts: tuple[Act, ...] = ()
    figures: tuple[Figure, ...] = ()
    predications: tuple[Predication, ...] = ()
    traces: tuple[Trace, ...] = ()
    references: tuple[Reference, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    judged: Mapping[str, Judgement] = {}
