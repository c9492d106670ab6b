"""ANSWERS: how those who are accused answer an allegation, as people say who have read what is on file."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firsthand.allegations.record import Allegation
from firsthand.findings import answer
from firsthand.inquiry import answer as answering
from firsthand.inquiry import browse, gather, search
from firsthand.inquiry.browse import Held
from firsthand.inquiry.open import Inquiry
from firsthand.judgements import Judgement, pair
from firsthand.reports.cite import Footnotes
from firsthand.reports.phrase import Phrases
from firsthand.reports.record import Line, Passage
from firsthand.web.page import Ask, Id, Page, Part, Shown, part

SIZE = 20


class AskAnswers(Ask, frozen=True):
    """The allegation `id`; page `at` of what may answer it, or of the statements with the words `find`."""

    id: Id
    find: str = ""
    at: int = 1


class Kind(msgspec.Struct, frozen=True):
    """A kind of answer: its id, its words, what it means."""

    id: str
    label: str
    definition: str


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that may be an answer, and what was decided about that."""

    line: Line
    held: Held


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that a person says is an answer, and the decision that says so."""

    line: Line
    judgement: Judgement


class Answers(Shown, frozen=True):
    """The answers recorded of one allegation, and statements that may be others, a `part` at a time."""

    id: str
    label: str
    kinds: tuple[Kind, ...]
    recorded: tuple[Recorded, ...]
    find: str
    part: Part
    replies: tuple[Reply, ...]
    passages: tuple[Passage, ...]


def answers(inquiry: Inquiry, ask: AskAnswers) -> Answers:
    """The answers to one allegation. Raises NoSuchRecord."""
    about = inquiry.ask(gather.asked, ask.id)
    told = inquiry.ask(gather.answered, about)
    ids, shown = _near(inquiry, ask, about, {j.about for j in told})
    contents = inquiry.ask(gather.said, [*(j.about for j in told), *ids])
    notes = Footnotes(contents.documents, contents.texts)
    phrases = Phrases(contents, notes)
    lines = {s.id: phrases.line(s) for s in contents.statements}
    keys = {i: pair(answer.NOUN, i, ask.id) for i in ids}
    held: Mapping[str, Held] = inquiry.ask(browse.held, keys.values())
    return Answers(
        id=ask.id,
        label=about.label,
        kinds=tuple(Kind(k, str(v["label"]), str(v["definition"])) for k, v in answer.kinds().items()),
        recorded=tuple(Recorded(line=lines[j.about], judgement=j) for j in told if j.about in lines),
        find=ask.find,
        part=shown,
        replies=tuple(Reply(line=lines[i], held=held[keys[i]]) for i in ids if i in lines),
        passages=tuple(notes.passages),
    )


def _near(inquiry: Inquiry, ask: AskAnswers, about: Allegation, recorded: set[str]) -> tuple[list[str], Part]:
    """Statements of this page that nobody took for an answer yet: with the words that were looked for, or such as may be answers."""
    if ask.find.strip():
        query = search.Query(words=ask.find, noun="statement")
        found = inquiry.ask(search.search, query, first=max(ask.at - 1, 0) * SIZE, most=SIZE)
        return [h.id for h in found.hits if h.id not in recorded], part(found.total, ask.at, SIZE)
    near = [i for i in inquiry.ask(answering.near, about) if i not in recorded]
    shown = part(len(near), ask.at, SIZE)
    return near[max(shown.first - 1, 0) : shown.last], shown


PAGES = (Page("/allegations/{id}/answers", "allegations/answers.html.j2", answers),)
