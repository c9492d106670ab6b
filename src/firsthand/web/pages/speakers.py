"""SPEAKERS: who speaks; and one of them: what they said over time, and where it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from firsthand.allegations.contradict import comparable
from firsthand.errors import NoSuchRecord
from firsthand.figures.record import Figure
from firsthand.inquiry import gather, queue, sift, voice
from firsthand.inquiry.open import Inquiry
from firsthand.judgements import Judgement
from firsthand.origins.record import Speaker
from firsthand.reports.cite import Footnotes
from firsthand.reports.phrase import Phrases, when
from firsthand.reports.record import Line, Passage
from firsthand.statements.record import Statement
from firsthand.web.page import Ask, Id, Page, Part, Shown, part

SIZE = 50
MOST = 40
"""Statements of one speaker shown at once."""

POSITIONS = ("supports", "disputes")
"""What is a position on an allegation: only a change between these is one."""


class AskSpeakers(Ask, frozen=True):
    """Speakers with these words in their name, of this kind, on page `at`."""

    find: str = ""
    kind: str = ""
    at: int = 1


class Speakers(Shown, frozen=True):
    """The speakers, those who say most first."""

    find: str
    kind: str
    kinds: tuple[tuple[str, int], ...]
    part: Part
    rows: tuple[sift.Voice, ...]


def speakers(inquiry: Inquiry, ask: AskSpeakers) -> Speakers:
    """The list."""
    total, _ = inquiry.ask(sift.voices, ask.find, ask.kind, most=0)
    shown = part(total, ask.at, SIZE)
    _, rows = inquiry.ask(sift.voices, ask.find, ask.kind, first=max(shown.first - 1, 0), most=SIZE)
    return Speakers(find=ask.find, kind=ask.kind, kinds=inquiry.ask(sift.kinds), part=shown, rows=rows)


class AskSpeaker(Ask, frozen=True):
    """One speaker, and which part of what they said."""

    id: Id
    at: int = 1


class Change(msgspec.Struct, frozen=True):
    """What was otherwise before: of what (`about`), from what to what, and where that was said (`before`, a statement)."""

    about: str
    was: str
    now: str
    before: str


class Utterance(msgspec.Struct, frozen=True, kw_only=True):
    """One statement in time. `day` is the first possible day of its document, "" where it bears no date."""

    line: Line
    when: str
    day: str
    bears: tuple[tuple[str, str, str], ...]
    changes: tuple[Change, ...]


class Person(Shown, frozen=True):
    """A speaker: names, for whom they speak, what they said over time, what people decided about who they are."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    speaks_for: str
    for_name: str
    reasons: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]
    part: Part
    said: tuple[Utterance, ...]
    passages: tuple[Passage, ...]
    changed: int
    decided: tuple[Judgement, ...]
    others: tuple[tuple[str, str], ...]


def speaker(inquiry: Inquiry, ask: AskSpeaker) -> Person:
    """The page of one speaker."""
    found = inquiry.ask(gather.speakers, [ask.id]).get(ask.id)
    if found is None:
        raise NoSuchRecord(
            "this inquiry has no such speaker", "decisions and new documents regroup them: see the list of speakers"
        )
    ids, days = inquiry.ask(voice.spoken, ask.id)
    shown = part(len(ids), ask.at, MOST)
    contents = inquiry.ask(gather.said, ids[max(shown.first - 1, 0) : shown.last])
    notes = Footnotes(contents.documents, contents.texts)
    phrases = Phrases(contents, notes)
    bears = inquiry.ask(queue.bears, [s.id for s in contents.statements])
    figures = inquiry.ask(gather.figures, [s.id for s in contents.statements])
    changes = changed(contents.statements, bears, figures, days)
    said = tuple(
        Utterance(
            line=phrases.line(s),
            when=when(phrases.texts[s.document].published) if s.document in phrases.texts else "",
            day=days[s.id],
            bears=bears.get(s.id, ())[:3],
            changes=changes.get(s.id, ()),
        )
        for s in contents.statements
    )
    return Person(
        id=found.id,
        name=found.name,
        kind=found.kind,
        aliases=found.aliases,
        speaks_for=found.speaks_for or "",
        for_name=_name(inquiry, found),
        reasons=found.reasons,
        documents=inquiry.ask(gather.names, found.documents[:60]),
        part=shown,
        said=said,
        passages=tuple(notes.passages),
        changed=len(changes),
        decided=inquiry.ask(gather.decided, ask.id),
        others=inquiry.ask(voice.alikes, ask.id),
    )


def _name(inquiry: Inquiry, s: Speaker) -> str:
    if not s.speaks_for:
        return ""
    found = inquiry.ask(gather.speakers, [s.speaks_for]).get(s.speaks_for)
    return found.name if found else ""


def changed(
    said: Sequence[Statement],
    bears: Mapping[str, Sequence[tuple[str, str, str]]],
    figures: Mapping[str, Sequence[Figure]],
    days: Mapping[str, str],
) -> dict[str, tuple[Change, ...]]:
    """Where a speaker says otherwise than before: another position on one allegation, or a figure that cannot be the earlier one.

    `said` is in the order of time, `days` tells of each statement its day: one without a day is neither before nor after another. Two
    statements of one document are no change in time, whatever they say.
    """
    found: dict[str, list[Change]] = {}
    held: dict[str, tuple[Statement, str]] = {}
    given: list[tuple[Statement, Figure]] = []
    for s in said:
        if not days.get(s.id):
            continue
        for id_, label, role in bears.get(s.id, ()):
            if role in POSITIONS:
                before = held.get(id_)
                if before and before[1] != role and before[0].document != s.document:
                    found.setdefault(s.id, []).append(Change(label, before[1], role, before[0].id))
                held[id_] = (s, role)
        if other := list(_figures(s, figures.get(s.id, ()), given)):
            found.setdefault(s.id, []).extend(other)
        given += [(s, f) for f in figures.get(s.id, ())]
    return {id_: tuple(changes) for id_, changes in found.items()}


def _figures(s: Statement, now: Sequence[Figure], given: Sequence[tuple[Statement, Figure]]) -> Iterator[Change]:
    for f in now:
        for before, g in reversed(given):
            if before.document != s.document and comparable(f, g) and _apart(f, g):
                yield Change(f.of or f.unit, g.text, f.text, before.id)
                break


def _apart(a: Figure, b: Figure) -> bool:
    """Whether no number is in both."""
    return (a.high is not None and a.high < b.low) or (b.high is not None and b.high < a.low)


PAGES = (
    Page("/speakers", "speakers/list.html.j2", speakers, nav="speakers", key="p"),
    Page("/speakers/{id}", "speakers/one.html.j2", speaker),
)
