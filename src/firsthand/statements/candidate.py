"""A statement as the rules find it, still in tokens of one passage; and what the rules look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from firsthand.statements import spans
from firsthand.statements.cues import Cue, Cues
from firsthand.statements.quotes import Quotation, inside
from firsthand.statements.spans import Range


@dataclass(frozen=True)
class Candidate:
    """A statement found in a passage: `cue`, `source` and `parts` are token ranges, `verb` is the cue's head word, `head` the content's."""

    rule: str
    verb: int
    lemma: str
    cue: Range | None
    source: Range | None
    parts: tuple[Range, ...]
    kind: Cue
    frame: str
    head: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """What the rules look at: the parsed passage, its quotations and the lexicon."""

    doc: Doc
    quoted: Sequence[Quotation]
    cues: Cues

    def quotation(self, i: int) -> Quotation | None:
        """The quotation that holds token `i`."""
        return inside(self.quoted, i)


@dataclass(frozen=True)
class Word:
    """A cue word in its passage with the frames that the lexicon gives it and the speaker that was found for it."""

    t: Token
    p: Passage
    frames: dict[str, Cue]
    who: Token | None = None
    how: str = ""
    reasons: tuple[str, ...] = field(default=())

    def make(
        self, rule: str, frame: str, parts: Sequence[Range], head: Token, because: str, preposition: Token | None = None
    ) -> Iterator[Candidate]:
        """The candidate for these parts, its edges put right; nothing where no content is left."""
        kind = self.frames[frame]
        outside = [q for q in self.p.quoted if not q.holds(self.t.i)]
        cut = (spans.aside(self.p.doc, head, self._whole(part, frame), outside) for part in parts)
        joint = (
            rule == "R1"
        )  # "But the mill had burned, X said": kept in 14 of 19 places on PolNeAR train, with other rules in 9 of 26
        shaped = (spans.content(self.p.doc, part, outside, joint=joint) for part in cut)
        kept = tuple(s for s in shaped if s is not None)
        if not kept:
            return
        source = spans.speaker(self.who, self.t) if self.who is not None else None
        seen = (because, f"speaker: {self.how}" if self.who is not None else "no speaker is named")
        cue = spans.cue(self.t, preposition)
        yield Candidate(rule, self.t.i, self.t.lemma_.lower(), cue, source, kept, kind, frame, head.i, seen)

    def _whole(self, part: Range, frame: str) -> Range:
        """The whole quotation, where the part lies in one that the cue does not: the parse sees one of its sentences only."""
        q = self.p.quotation(part[0]) or self.p.quotation(min(part[0] + 1, part[1]))
        if frame not in ("that", "quote") or q is None or q.holds(self.t.i) or part[1] > q.last + 1:
            return part
        return min(q.first, part[0]), max(q.last, part[1])
