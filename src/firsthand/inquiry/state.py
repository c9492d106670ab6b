"""State: a statement that a person found in a text by hand. It is kept among the judgements, and stands beside the machine's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

import msgspec
from msgspec import structs
from sqlalchemy import Connection

from firsthand import ids, judgements
from firsthand.allegations.record import Act
from firsthand.allegations.table import ACTS
from firsthand.documents.record import Span, Text
from firsthand.documents.table import TEXTS
from firsthand.errors import NoSuchRecord, WrongUse
from firsthand.inquiry.desk import Desk, now
from firsthand.inquiry.table import JUDGEMENTS
from firsthand.judgements import Judgement
from firsthand.statements.record import Stance, Statement

RULE = "by-hand"
"""The rule of a statement that a person found."""


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What a person marked in `document`: the words `said` at `start` (None: they stand there once), whose `speaker` is named by these words."""

    document: str
    said: str
    start: int | None = None
    speaker: str = ""
    stance: Stance = "alleges"
    experienced: bool = False
    why: str = ""


def state(desk: Desk, stated: Stated) -> Judgement:
    """Record the statement as a person's. Raises NoSuchRecord where there is no such text, WrongUse where the words do not stand there."""
    with desk.store.writing() as db:
        text = TEXTS.get(db, stated.document)
        if text is None:
            raise NoSuchRecord("there is no text of this document", "see: firsthand show documents")
        if stated.stance not in get_args(Stance):
            raise WrongUse(f"there is no stance {stated.stance!r}", f"one of: {', '.join(get_args(Stance))}")
        made = _statement(text, stated, desk.settings.who)
        judgement = judgements.judgement(
            seq=JUDGEMENTS.count(db) + 1,
            noun="statement",
            decision="made",
            about=made.id,
            who=desk.settings.who,
            when=now(),
            why=stated.why,
            made=msgspec.json.encode(made).decode(),
        )
        JUDGEMENTS.append(db, judgement)
    return judgement


def _statement(text: Text, stated: Stated, who: str) -> Statement:
    content = _find(text, stated.said, stated.start)
    speaker = _nearest(text, stated.speaker, content) if stated.speaker.strip() else None
    spans = [content, *([speaker] if speaker else [])]
    return Statement(
        id=ids.name("statement", text.document, content.start, content.end, RULE, stated.speaker, stated.stance),
        document=text.document,
        start=min(s.start for s in spans),
        end=max(s.end for s in spans),
        speaker=speaker,
        cue=None,
        content=content,
        parts=(content,),
        mode="indirect" if speaker else "own",
        stance=stated.stance,
        rule=RULE,
        experienced=stated.experienced,
        reasons=(f"{who} marked it by hand",),
    )


def _find(text: Text, words: str, start: int | None) -> Span:
    """The words where they stand. Raises WrongUse where they do not, or in several places and none is named."""
    said = words.strip()
    if not said:
        raise WrongUse("no words were marked", "select the words of the statement in the text")
    if start is not None:
        start += len(words) - len(words.lstrip())
        if not text.text.startswith(said, start):
            raise WrongUse(
                "these words do not stand at this place of the text", "load the page again and select them anew"
            )
        return Span(start, start + len(said), said)
    count = text.text.count(said)
    if count != 1:
        how = "do not stand in the text" if not count else f"stand in the text {count} times"
        raise WrongUse(f"these words {how}", "give them exactly as they stand there, and enough of them")
    at = text.text.index(said)
    return Span(at, at + len(said), said)


def _nearest(text: Text, words: str, content: Span) -> Span:
    """The words that name the speaker: of several places the one nearest to what is said, outside of it if there is one."""
    said, places, at = words.strip(), list[int](), -1
    while (at := text.text.find(said, at + 1)) >= 0:
        places.append(at)
    if not places:
        raise WrongUse(f"“{said}” does not stand in the text", "name the speaker in the words of the text")
    inside = [p for p in places if content.start <= p < content.end]
    best = min([p for p in places if p not in inside] or places, key=lambda p: abs(p - content.start))
    return Span(best, best + len(said), said)


def stated(told: Iterable[Judgement]) -> Mapping[str, Statement]:
    """The statements that people made and did not take back, by id. One that was rejected later is among them, as the machine's are."""
    made: dict[str, Statement] = {}
    for j in sorted(told, key=lambda j: j.seq):
        if j.noun == "statement" and j.decision == "made":
            made[j.about] = msgspec.json.decode(j.made, type=Statement)
        elif j.decision == "open" and j.about in made and not j.other:
            del made[j.about]
    return made


def acts(db: Connection, made: Iterable[Statement]) -> tuple[Act, ...]:
    """The acts that the words of these statements speak of, as the machine found them there, each as an act of that statement."""
    found: dict[str, Act] = {}
    for s in made:
        for act in ACTS.all(db, document=s.document):
            if s.content.start <= act.trigger.start and act.trigger.end <= s.content.end:
                id_ = ids.name("act", s.id, act.type, act.trigger.start, act.trigger.end)
                found.setdefault(id_, structs.replace(act, id=id_, statement=s.id))
    return tuple(found.values())
