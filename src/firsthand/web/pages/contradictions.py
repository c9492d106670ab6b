"""CONTRADICTIONS: what cannot both be true, the sides beside each other, and what people decided."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from firsthand.errors import NoSuchRecord
from firsthand.inquiry import browse, gather
from firsthand.inquiry.browse import Held
from firsthand.inquiry.open import Inquiry
from firsthand.reports import compose
from firsthand.reports.cite import Footnotes
from firsthand.reports.phrase import Phrases
from firsthand.reports.record import Contents, Line, Passage
from firsthand.web.page import Ask, Id, Page, Part, Shown, part

SIZE = 15


class AskContradictions(Ask, frozen=True):
    """Contradictions of this kind ("" for all), on page `at`."""

    kind: str = ""
    at: int = 1


class AskContradiction(Ask, frozen=True):
    """One contradiction."""

    id: Id


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """A contradiction: `one` side and the `other`; of a denial those who put it forward, then those who deny."""

    id: str
    kind: str
    form: str
    explanation: str
    status: str
    one: tuple[Line, ...]
    other: tuple[Line, ...]
    left: int
    reasons: tuple[str, ...]
    allegation: str
    label: str
    held: Held


class Contradictions(Shown, frozen=True):
    """The contradictions of the inquiry."""

    kind: str
    kinds: tuple[tuple[str, int], ...]
    part: Part
    rows: tuple[Clash, ...]
    passages: tuple[Passage, ...]


class One(Shown, frozen=True):
    """One contradiction with all its statements."""

    clash: Clash
    passages: tuple[Passage, ...]


def contradictions(inquiry: Inquiry, ask: AskContradictions) -> Contradictions:
    """The list."""
    ids, kinds = inquiry.ask(gather.clashing, ask.kind)
    shown = part(len(ids), ask.at, SIZE)
    rows, passages = _shown(inquiry, ids[max(shown.first - 1, 0) : shown.last], 4)
    return Contradictions(kind=ask.kind, kinds=kinds, part=shown, rows=rows, passages=passages)


def contradiction(inquiry: Inquiry, ask: AskContradiction) -> One:
    """One of them."""
    rows, passages = _shown(inquiry, (ask.id,), 60)
    if not rows:
        raise NoSuchRecord("this inquiry has no such contradiction", "see the list of contradictions")
    return One(clash=rows[0], passages=passages)


def _shown(inquiry: Inquiry, ids: Sequence[str], most: int) -> tuple[tuple[Clash, ...], tuple[Passage, ...]]:
    contents = inquiry.ask(gather.opposed, ids, most)
    lengths = inquiry.ask(gather.lengths, ids)
    held = inquiry.ask(browse.held, ids)
    notes = Footnotes(contents.documents, contents.texts)
    phrases = Phrases(contents, notes)
    made = tuple(_clash(n, contents, phrases, held, lengths) for n in range(len(contents.contradictions)))
    return made, tuple(notes.passages)


def _clash(n: int, contents: Contents, phrases: Phrases, held: dict[str, Held], lengths: dict[str, int]) -> Clash:
    c = contents.contradictions[n]
    told = compose.dispute(c, phrases)
    above = phrases.allegations.get(c.allegation or "")
    denying = {s.id for s in contents.statements if s.stance == "denies" or s.polarity == "-"}
    against = denying if c.kind != "counter-figure" else set()
    if c.form in ("who", "where", "when") and len(c.statements) == len(told.lines) == 2:
        against = {c.statements[1]}  # nobody denies anything: two tell it differently
    one = tuple(line for line in told.lines if line.statement not in against)
    other = tuple(line for line in told.lines if line.statement in against)
    judged = held[c.id].holds
    return Clash(
        id=c.id,
        kind=c.kind,
        form=c.form,
        explanation=c.explanation,
        status=judged.decision if judged else c.status,
        one=one,
        other=other,
        left=max(lengths.get(c.id, 0) - len(c.statements), 0),
        reasons=c.reasons,
        allegation=above.id if above else "",
        label=above.label if above else "",
        held=held[c.id],
    )


PAGES = (
    Page("/contradictions", "contradictions/list.html.j2", contradictions, nav="contradictions", key="x"),
    Page("/contradictions/{id}", "contradictions/one.html.j2", contradiction),
)
