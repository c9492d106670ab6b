"""Conclude: what people adopt as findings and answer about sources; what came since; what speaks to which element; patterns; agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from firsthand.allegations.record import Allegation
from firsthand.allegations.table import ALLEGATIONS, CONTRADICTIONS
from firsthand.errors import NoSuchRecord
from firsthand.findings import adopt, appraise, crimes
from firsthand.findings.agree import agree
from firsthand.findings.pattern import patterns
from firsthand.findings.record import Appraisal, Finding, Since
from firsthand.findings.table import APPRAISALS, ASSESSMENTS, FINDINGS
from firsthand.inquiry import gather, look
from firsthand.inquiry.desk import Desk, now
from firsthand.judgements import standing
from firsthand.origins.record import Origin
from firsthand.origins.table import ORIGINS
from firsthand.reports.record import Contents
from firsthand.store import index


def conclude(
    desk: Desk,
    about: str,
    standard: str,
    words: str,
    why: str,
    parts: Sequence[str] = ("act",),
    *,
    involved: Sequence[tuple[str, str]] = (),
) -> Finding:
    """Append what a person concludes about the allegation `about` (id, beginning of it, or label). `standard` "" withdraws.

    Raises NoSuchRecord, and WrongUse where words, reasons or a name are missing or the standard is unknown.
    """
    with desk.store.writing() as db:
        allegation = look.named(ALLEGATIONS.all(db), "allegation", about)
        weighed = next((a for a in ASSESSMENTS.all(db) if a.allegation == allegation.id), None)
        if weighed is None:
            raise NoSuchRecord(f"{allegation.label} was not weighed", "run: firsthand weigh")
        draft = Finding(
            id="", seq=FINDINGS.count(db) + 1, about=allegation.id, label=allegation.label, standard=standard, words=words,
            who=desk.settings.who, when=now(), why=why, parts=tuple(parts),
            involved=tuple(involved),
        )  # fmt: skip
        made = adopt.adopt(draft, allegation, weighed, CONTRADICTIONS.all(db))
        FINDINGS.append(db, made)
    return made


def asked(db: Connection, about: str, by: str = "") -> Mapping[str, str]:
    """The questions about an origin (id, beginning of it, or label), or about an allegation `by` a protocol, by the names of their criteria."""
    found = _appraised(db, about, by)
    kind = appraise.kind(found) if isinstance(found, Origin) else by
    return {name: entry["question"] for name, entry in appraise.criteria(kind).items()}  # type: ignore[arg-type]


def _appraised(db: Connection, about: str, by: str) -> Origin | Allegation:
    """What is called `about`: an allegation where it is appraised `by` a protocol, else an origin."""
    if by in appraise.PROTOCOLS:
        return look.named(ALLEGATIONS.all(db), "allegation", about)
    return look.named(ORIGINS.all(db), "origin", about)


def appraised(desk: Desk, about: str, answers: Mapping[str, str], why: str = "", by: str = "") -> Appraisal:
    """Append a person's answers about an origin (id, beginning of it, or label; `by`: its connection with the facts, "" for not said), or
    about an allegation `by` a protocol. Raises NoSuchRecord, WrongUse."""
    with desk.store.writing() as db:
        made = appraise.appraise(
            _appraised(db, about, by), answers, seq=APPRAISALS.count(db) + 1, who=desk.settings.who, when=now(), why=why,
            by=by,
        )  # fmt: skip
        APPRAISALS.append(db, made)
    return made


def whole(desk: Desk, contents: Contents) -> Contents:
    """`contents` with what people concluded and what follows from it: findings and what came since, elements, patterns, agreement."""
    with desk.store.reading() as db:
        findings, appraisals = FINDINGS.all(db), APPRAISALS.all(db)
    statements = {s.id: s for s in contents.statements}
    assessments = {a.allegation: a for a in contents.assessments}
    held = adopt.standing(findings)
    since = adopt.since(held.values(), contents.allegations, assessments, contents.contradictions, statements)
    here = {s.allegation: held[f.about] for s, f in zip(since, held.values(), strict=True) if s.allegation}
    moved = {a: msgspec.structs.replace(f, about=a) for a, f in here.items()}
    file = crimes.File(contents.allegations, statements, assessments, moved, standing(contents.judgements))
    return msgspec.structs.replace(
        contents,
        findings=findings,
        since=since,
        appraisals=appraisals,
        elements=crimes.matrix(file, persons=desk.settings.persons),
        patterns=(patterns(contents.allegations, assessments),),
        agreements=agree(contents.judgements),
    )


def findings(
    db: Connection, first: int, most: int
) -> tuple[int, tuple[Finding, ...], Mapping[str, Since], frozenset[str]]:
    """How many findings there are, some of them from number `first` on, the newest first; of those among them that hold what came since."""
    found = FINDINGS.all(db)[::-1]
    holding = frozenset(f.id for f in adopt.standing(found).values())
    some = found[first : first + most]
    came = {f.id: _came(db, f) for f in some if f.id in holding}
    return len(found), some, came, holding


def _came(db: Connection, f: Finding) -> Since:
    near = ALLEGATIONS.some(db, [f.about])
    if not near:  # it has got another id since
        query = select(index.members.c.allegation).where(index.members.c.statement.in_(f.statements[:500])).distinct()
        near = ALLEGATIONS.some(db, sorted(db.scalars(query)))
    weighed = {a.allegation: a for now in near for a in ASSESSMENTS.all(db, allegation=now.id)}
    against = tuple(c for a in near for c in gather.contradictions(db, a.id))
    return adopt.since([f], near, weighed, against, {})[0]


def concluded(db: Connection, about: str) -> tuple[Finding, ...]:
    """The findings about an allegation, oldest first."""
    return FINDINGS.all(db, about=about)
