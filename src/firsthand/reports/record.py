"""REPORT: everything that an inquiry holds, and the sentences that are made of it, each with its passages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from firsthand.allegations.record import Act, Allegation, Contradiction, Predication
from firsthand.copies.record import Copy, Credit
from firsthand.documents.record import Document, Text
from firsthand.figures.record import Figure
from firsthand.findings.record import Agreement, Appraisal, Assessment, Finding, Pattern, Since, Slot
from firsthand.flaws import Flaw
from firsthand.judgements import Judgement
from firsthand.origins.record import Dependence, Origin, Reference, Speaker, Trace
from firsthand.statements.record import Statement

if TYPE_CHECKING:  # its room loads NumPy, and the front door loads this module
    from firsthand.estimates.record import Study


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """All records of the inquiry `name`, as of `made` (ISO 8601 with zone), by `version` of the program."""

    name: str
    made: str
    version: str
    documents: tuple[Document, ...] = ()
    texts: tuple[Text, ...] = ()
    copies: tuple[Copy, ...] = ()
    credits: tuple[Credit, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    origins: tuple[Origin, ...] = ()
    traces: tuple[Trace, ...] = ()
    references: tuple[Reference, ...] = ()
    dependences: tuple[Dependence, ...] = ()
    acts: tuple[Act, ...] = ()
    predications: tuple[Predication, ...] = ()
    allegations: tuple[Allegation, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    findings: tuple[Finding, ...] = ()
    since: tuple[Since, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    elements: tuple[Slot, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    studies: tuple[Study, ...] = ()


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`text` stands at `start` of the document's Text. A gap between two pieces is where the report leaves words out."""

    start: int
    text: str
    role: Literal["context", "quoted", "speaker", "cue"] = "context"


class Passage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Footnote `number`: the words at `start`:`end` of `document`, marked in `pieces` of what stands around them.

    `cut_before` and `cut_after` tell that the paragraph goes on beyond the pieces. `page` counts from 1, 0 if unpaged.
    `whole` is true for a note on a document as such (its bytes); `pieces` then holds its opening words, or nothing.
    """

    number: int
    document: str
    name: str
    start: int = 0
    end: int = 0
    pieces: tuple[Piece, ...] = ()
    cut_before: bool = False
    cut_after: bool = False
    page: int = 0
    whole: bool = False


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A few words of a sentence: ours ("plain"), a name, words of the material ("quoted"), or its verb ("cue")."""

    text: str
    kind: Literal["plain", "name", "quoted", "cue"] = "plain"


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence about the material. `notes` are the numbers of the passages it rests on: never none.

    Raises ValueError where it is made without a note.
    """

    runs: tuple[Run, ...]
    notes: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.notes:
            raise ValueError(f"A sentence about the material without a passage: {self.text!r}")

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement as the report shows it. `tags` are short remarks (hedged, first-hand …); `rule` found it, for `reasons`."""

    statement: str
    sentence: Sentence
    document: str
    tags: tuple[str, ...] = ()
    rule: str = ""
    reasons: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The statements whose information entered at one origin. `code` ("O1") names it within its allegation.

    `counted` tells in which count the origin stands: "lo", "hi" or "no"; `why_not` in words where it does not. `left`: statements not shown.
    """

    code: str
    origin: str
    label: str
    kind: str
    first_hand: bool
    counted: Literal["lo", "hi", "no"]
    summary: Sentence
    lines: tuple[Line, ...]
    reasons: tuple[str, ...] = ()
    why_not: str = ""
    left: int = 0


class Bar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure on an axis, of the origin `label`. `high` None is unbounded; `words` are as reported, `means` the interval in words."""

    label: str
    words: str
    means: str
    low: float
    high: float | None
    sentence: Sentence


class Axis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures of one definition (`title`: what is counted, of whom), to be drawn on one axis. `left`: figures not shown."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    left: int = 0


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document or an origin in a Graph."""

    code: str
    label: str
    strong: bool = False


class Edge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line between the nodes `a` and `b` (codes), `proposed` where no person has confirmed it."""

    a: str
    b: str
    proposed: bool = False


class Graph(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which documents lead to which origins (`links`), and what depends on what among them."""

    documents: tuple[Node, ...]
    origins: tuple[Node, ...]
    links: tuple[Edge, ...]
    copies: tuple[Edge, ...] = ()
    dependences: tuple[Edge, ...] = ()


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that was tested (`name`), how it came out (`met`), and the sentence that says why."""

    name: str
    met: bool
    sentence: Sentence


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The conditions that the standard `label` asks for; it is `reached` where all of them, and those of the levels below, are met."""

    label: str
    reached: bool
    checks: tuple[Check, ...]


class Dispute(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Contradiction as the report shows it: what it is in a sentence, and the statements that cannot all hold. `left`: those not shown."""

    id: str
    kind: str
    status: str
    sentence: Sentence
    lines: tuple[Line, ...]
    allegation: str | None = None
    reasons: tuple[str, ...] = ()
    left: int = 0


class Adopted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding as the report shows it: what `who` concluded at a `standard`, the parts of the allegation that it states, and why.

    `proposed` is what the rules proposed at that time, `unmet` the conditions of `standard` that were not met then.
    """

    id: str
    standard: str
    sentences: tuple[Sentence, ...]
    proposed: str
    parts: tuple[str, ...]
    who: str
    when: str
    why: str
    unmet: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything about one allegation. `anchor` names it within the report ("a1").

    `origins`, `first_hand` and the rest of the head are words as the table shows them; `lead` says the same in a sentence.
    `part` is true for an incident that is part of the allegation above it.
    `supports` are grouped by origin; a denial (`disputes`) and a doubt (`doubts`) always stand beside them. `answers` are statements of
    those who are accused, with how they answer in the judgement of a person. `left`: how many of the `disputes`, `doubts` and `mentions` are
    not shown. With `brief` only the head is set out.
    """

    anchor: str
    allegation: str
    label: str
    type: str
    origins: str
    documents: str
    first_hand: str
    disputed_by: str
    standard: str
    lead: Sentence
    part: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    supports: tuple[Group, ...] = ()
    disputes: tuple[Line, ...] = ()
    doubts: tuple[Line, ...] = ()
    answers: tuple[Line, ...] = ()
    mentions: tuple[Line, ...] = ()
    axes: tuple[Axis, ...] = ()
    graph: Graph | None = None
    pairs: tuple[Check, ...] = ()
    levels: tuple[Level, ...] = ()
    would_change: tuple[Sentence, ...] = ()
    contradictions: tuple[Dispute, ...] = ()
    reasons: tuple[str, ...] = ()
    left: Mapping[str, int] = {}
    brief: bool = False
    finding: Adopted | None = None


class Shared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Copy as the report shows it; `matches` are the matched words of both documents, side by side. `left` is how many more there are."""

    id: str
    kind: str
    status: str
    sentence: Sentence
    names: tuple[str, str]
    matches: tuple[tuple[Sentence, Sentence], ...] = ()
    left: int = 0
    reasons: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Document as the report lists it: its name, what it says of itself, its digest, its flaws."""

    document: str
    name: str
    sentence: Sentence
    facts: tuple[tuple[str, str], ...] = ()
    flaws: int = 0


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Flaw as the report lists it. `notes` lead to its place; none where no bytes could be kept."""

    stage: str
    kind: str
    name: str
    message: str
    cure: str = ""
    place: str = ""
    notes: tuple[int, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Judgement as the report lists it: `about` in words."""

    about: str
    decision: str
    who: str
    when: str
    why: str
    holds: bool


class Counted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An estimate from lists of persons: `lead` is its conclusion, `lists` a sentence for each of the study's rosters, in their order."""

    study: Study
    lead: Sentence
    lists: tuple[Sentence, ...]


class Element(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An element of a crime in words: `state` of what is on file for it, the allegations (anchor, label, why) that may speak to it, and
    the question to ask where there is a gap."""

    text: str
    state: Literal["finding", "confirmed", "alleged", "nothing"]
    said: str
    standard: str
    speaks: tuple[tuple[str, str, str], ...]
    question: str


class Crime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A crime against what is on file: per act (heading) its elements, and the acts that nothing speaks to, by name."""

    label: str
    citation: str
    acts: tuple[tuple[str, tuple[Element, ...]], ...]
    silent: tuple[str, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written out of Contents, whatever the format: sentences, each with its passages."""

    name: str
    made: str
    version: str
    counts: tuple[tuple[str, int, str], ...]
    sections: tuple[Section, ...]
    contradictions: tuple[Dispute, ...]
    copies: tuple[Shared, ...]
    sources: tuple[Source, ...]
    faults: tuple[Fault, ...]
    decisions: tuple[Decision, ...]
    passages: tuple[Passage, ...]
    profiles: tuple[str, ...] = ()
    ladder: tuple[tuple[str, str, bool], ...] = ()
    studies: tuple[Counted, ...] = ()
    crimes: tuple[Crime, ...] = ()
    checked: bool = True
