"""Hand-made records: a text, and what is said in it, found by its words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from firsthand import dates, ids
from firsthand.allegations.record import Act, Linking, Predication
from firsthand.documents.record import Passage, Span, Text
from firsthand.figures.record import Figure
from firsthand.origins.record import Reference, Speaker, Trace
from firsthand.statements.record import Statement

STATE = Speaker(id="state", name="France", kind="state")
MINISTRY = Speaker(id="ministry", name="Ministry of Quarries", kind="state", speaks_for="state")
BODY = Speaker(id="body", name="Quarry Watch", kind="organisation")
OTHER = Speaker(id="other", name="Slate Union", kind="organisation")
SPEAKERS = (STATE, MINISTRY, BODY, OTHER)


class Story:
    """One document under construction; every span is found by its words."""

    def __init__(self, name: str, text: str) -> None:
        self.id = ids.digest(name.encode())
        self.text = Text(document=self.id, text=text, passages=(Passage(0, len(text), "paragraph"),), language="en")
        self.statements: list[Statement] = []
        self.acts: list[Act] = []
        self.figures: list[Figure] = []
        self.traces: list[Trace] = []
        self.references: list[Reference] = []
        self.predications: list[Predication] = []

    def span(self, words: str | None) -> Span | None:
        """Where `words` stand for the first time."""
        if words is None:
            return None
        start = self.text.text.index(words)
        return Span(start, start + len(words), words)

    def says(self, content: str, speaker: Speaker | None = None, **more: Any) -> Statement:
        """A statement of this content."""
        span = self.span(content)
        assert span
        more = {"mode": "indirect", "stance": "alleges", "rule": "test", **more}
        said = Statement(
            id=ids.name("statement", self.id, span.start, span.end, more.get("parent")), document=self.id, start=span.start,
            end=span.end, speaker=None, cue=None, content=span, parts=(span,), **more,
        )  # fmt: skip
        self.statements.append(said)
        origin = f"origin-{speaker.id}" if speaker else "origin-nobody"
        self.traces.append(Trace(statement=said.id, speaker=speaker.id if speaker else None, origin=origin))
        return said

    def act(self, type_: str, trigger: str, statement: Statement, **more: Any) -> Act:
        """An act in `statement`; spans of its arguments are given by their words."""
        found = self.span(trigger)
        assert found
        for name in ("victim", "perpetrator", "place", "time"):
            if name in more:
                more[name] = self.span(more[name])
        act = Act(
            id=ids.name("act", self.id, found.start, type_), document=self.id, statement=statement.id, type=type_, trigger=found,
            **more,
        )  # fmt: skip
        self.acts.append(act)
        return act

    def refers(self, words: str, speaker: Speaker) -> None:
        """The words refer to the speaker."""
        span = self.span(words)
        assert span
        self.references.append(
            Reference(document=self.id, start=span.start, end=span.end, speaker=speaker.id, rule="test")
        )

    def counts(self, text: str, low: float, high: float | None, statement: Statement, **more: Any) -> Figure:
        """A figure in `statement`."""
        span = self.span(text)
        assert span
        more = {"unit": "persons", "counted": "detention", **more}
        figure = Figure(
            id=ids.name("figure", self.id, span.start), document=self.id, start=span.start, end=span.end, text=text, low=low,
            high=high, statement=statement.id, **more,
        )  # fmt: skip
        self.figures.append(figure)
        return figure

    def does(
        self, subject: str, verb: str, lemma: str, object_: str, polarity: Any, statement: Statement | None
    ) -> None:
        """A predication."""
        spans = [self.span(w) for w in (subject, verb, object_)]
        first, second, third = spans
        assert first
        assert second
        assert third
        self.predications.append(
            Predication(
                id=ids.name("predication", self.id, second.start), document=self.id, statement=statement.id if statement else None,
                subject=first, verb=second, lemma=lemma, object=third, object_head=object_.split()[-1], polarity=polarity,
                start=min(s.start for s in spans if s), end=max(s.end for s in spans if s),
            )
        )  # fmt: skip


def linking(*stories: Story, speakers: tuple[Speaker, ...] = SPEAKERS, **more: Any) -> Linking:
    """All records of the stories."""
    lists = {
        name: tuple(r for s in stories for r in getattr(s, name))
        for name in ("statements", "acts", "figures", "predications", "traces", "references")
    }
    return Linking(texts=tuple(s.text for s in stories), speakers=speakers, **lists, **more)


BRITTANY: dict[str, Any] = {"place_id": "FR-BRE", "places": ("France",)}


def day(text: str) -> dates.Period:
    """The day, given as 2024-03-06."""
    d = dt.date.fromisoformat(text)
    return dates.day(d.year, d.month, d.day)
