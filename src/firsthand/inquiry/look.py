"""Look at what an inquiry holds: its records as people's decisions leave them, and records by the names that people give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec
from sqlalchemy import Connection

from firsthand import judgements
from firsthand.allegations.record import Act
from firsthand.allegations.table import ACTS, ALLEGATIONS, CONTRADICTIONS, PREDICATIONS
from firsthand.copies.record import Copy
from firsthand.copies.table import COPIES, CREDITS
from firsthand.documents.record import Document, Text
from firsthand.documents.table import DOCUMENTS, TEXTS
from firsthand.errors import NoSuchRecord
from firsthand.estimates.table import STUDIES
from firsthand.figures.table import FIGURES
from firsthand.findings.table import ASSESSMENTS
from firsthand.inquiry import state
from firsthand.inquiry.desk import VERSION, Desk, now
from firsthand.inquiry.record import Counts, Look
from firsthand.inquiry.table import FLAWS, JUDGEMENTS
from firsthand.judgements import Judgement
from firsthand.origins import members
from firsthand.origins.table import DEPENDENCES, ORIGINS, REFERENCES, SPEAKERS, TRACES
from firsthand.reports.record import Contents
from firsthand.statements.record import Statement
from firsthand.statements.table import STATEMENTS
from firsthand.statements.train import Example, judged
from firsthand.store import work


class Known(Protocol):
    """A record that has an id."""

    @property
    def id(self) -> str:
        """The id."""


R = TypeVar("R", bound=Known)


def contents(desk: Desk, db: Connection) -> Contents:
    """All records, as a report would be made of them now."""
    return Contents(
        name=desk.name,
        made=now(),
        version=VERSION,
        documents=DOCUMENTS.all(db),
        texts=TEXTS.all(db),
        copies=copies(db),
        credits=CREDITS.all(db),
        statements=every(db),
        figures=FIGURES.all(db),
        speakers=SPEAKERS.all(db),
        origins=ORIGINS.all(db),
        traces=TRACES.all(db),
        references=REFERENCES.all(db),
        dependences=DEPENDENCES.all(db),
        acts=acts(db),
        predications=PREDICATIONS.all(db),
        allegations=ALLEGATIONS.all(db),
        contradictions=CONTRADICTIONS.all(db),
        assessments=ASSESSMENTS.all(db),
        judgements=JUDGEMENTS.all(db),
        flaws=FLAWS.all(db),
        studies=STUDIES.all(db),
    )


def standing(db: Connection) -> Mapping[str, Judgement]:
    """The decisions that hold, by what they are about."""
    return judgements.standing(JUDGEMENTS.all(db))


def followed(db: Connection) -> Mapping[str, Judgement]:
    """The decisions that hold; one about an origin that has another id by now stands under that too."""
    held = standing(db)
    single = [j for j in held.values() if j.noun == "origin" and not j.other]
    origins, ends = ORIGINS.ids(db), {t.statement: t.origin for t in TRACES.all(db)}
    today = {members.follow(j.about, j.members, origins, ends): j for j in single}
    return {**{about: j for about, j in today.items() if about}, **held}


def rejected(db: Connection) -> frozenset[str]:
    """The statements that a person has rejected: from tracing on, nothing sees them."""
    return frozenset(j.about for j in standing(db).values() if (j.noun, j.decision) == ("statement", "rejected"))


def statements(db: Connection) -> tuple[Statement, ...]:
    """The statements that nobody has rejected."""
    gone = rejected(db)
    return tuple(s for s in every(db) if s.id not in gone)


def every(db: Connection) -> tuple[Statement, ...]:
    """The statements that the machine found, and those that people made."""
    return (*STATEMENTS.all(db), *made(db))


def made(db: Connection, document: str = "") -> tuple[Statement, ...]:
    """The statements that people made (those in `document` alone, if named) where the machine did not find the same."""
    held = [s for s in state.stated(JUDGEMENTS.all(db)).values() if document in ("", s.document)]
    found = {s.id for s in STATEMENTS.some(db, [s.id for s in held])}
    return tuple(s for s in held if s.id not in found)


def acts(db: Connection) -> tuple[Act, ...]:
    """The acts that statements speak of, those that people made too."""
    return (*ACTS.all(db), *state.acts(db, made(db)))


def copies(db: Connection) -> tuple[Copy, ...]:
    """The copies with what people decided as their status."""
    held = standing(db)
    return tuple(msgspec.structs.replace(c, status=held[c.id].decision) if c.id in held else c for c in COPIES.all(db))


def text(db: Connection, said: str) -> Text:
    """The text of the document called `said`. Raises NoSuchRecord."""
    document = named(DOCUMENTS.all(db), "document", said)
    found = TEXTS.get(db, document.id)
    if found is None:
        raise NoSuchRecord(f"no text was read from {document.name}", "see: firsthand show flaws")
    return found


def between(db: Connection, a: str, b: str) -> tuple[Document, Document, tuple[Copy, ...]]:
    """The documents called `a` and `b`, and the copies between them in either direction. Raises NoSuchRecord."""
    documents = DOCUMENTS.all(db)
    one, two = named(documents, "document", a), named(documents, "document", b)
    return one, two, tuple(c for c in copies(db) if {c.from_, c.to} == {one.id, two.id})


def levels(db: Connection) -> Mapping[str, str]:
    """For each allegation that was weighed the standard that the rules propose."""
    return {a.allegation: a.standard for a in ASSESSMENTS.all(db)}


def counts(db: Connection) -> Counts:
    """For each allegation that was weighed its label, and the bounds on its independent origins."""
    labels = {a.id: a.label for a in ALLEGATIONS.all(db)}
    return {a.allegation: (labels.get(a.allegation, ""), a.origins.lo, a.origins.hi) for a in ASSESSMENTS.all(db)}


def last(db: Connection, who: str) -> Look:
    """What `who` had seen when they looked last."""
    kept = work.done(db, "look").get(who)
    return msgspec.json.decode(kept, type=Look) if kept else Look()


def looked(db: Connection, who: str) -> None:
    """`who` has seen everything up to now."""
    seen = Look(when=now(), counts=dict(counts(db)))
    work.mark(db, "look", who, msgspec.json.encode(seen).decode())


def lessons(db: Connection) -> list[tuple[Text, Example]]:
    """The texts in which people confirmed or rejected statements, with what they decided: what a reader can be trained on."""
    held = standing(db)
    made = [(t, judged(t, STATEMENTS.all(db, document=t.document), held)) for t in TEXTS.all(db)]
    return [(t, e) for t, e in made if e.attributions or e.rejected]


def named(rows: Sequence[R], noun: str, said: str) -> R:
    """The record with the id `said`, with an id that begins so, or shown under that name. Raises NoSuchRecord."""
    found = [r for r in rows if r.id == said or said in names(r)] or [r for r in rows if said and r.id.startswith(said)]
    if len(found) == 1:
        return found[0]
    plural = {"copy": "copies"}.get(noun, f"{noun}s")
    if not found:
        raise NoSuchRecord(f"this inquiry has no {noun} {said}", f"see: firsthand show {plural}")
    raise NoSuchRecord(
        f"{len(found)} {plural} are called {said}", f"name one by its id: {', '.join(r.id for r in found)}"
    )


def names(record: object) -> tuple[str, ...]:
    """The names under which a record is shown."""
    return tuple(_names(record))


def _names(record: object) -> Iterator[str]:
    for field in ("name", "label"):
        if name := getattr(record, field, ""):
            yield name
