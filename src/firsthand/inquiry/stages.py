"""The stages after reading: read rows, run a stage, write its records in one transaction, log the run."""

from __future__ import annotations

from functools import partial

from msgspec import structs
from sqlalchemy import Connection

import firsthand.allegations.link as allegations
import firsthand.copies.compare as copies
import firsthand.findings.weigh as findings
import firsthand.origins.trace as origins
from firsthand import line
from firsthand.allegations.contradict import contradict
from firsthand.allegations.record import Linking
from firsthand.allegations.table import ACTS, ALLEGATIONS, CONTRADICTIONS, PREDICATIONS
from firsthand.copies.table import COPIES, CREDITS
from firsthand.documents.table import DOCUMENTS, TEXTS
from firsthand.estimates.table import STUDIES
from firsthand.figures.table import FIGURES
from firsthand.findings.record import Weighing
from firsthand.findings.table import APPRAISALS, ASSESSMENTS, FINDINGS
from firsthand.inquiry import conclude, due, look, profile
from firsthand.inquiry.desk import Desk, digest_of, now
from firsthand.inquiry.table import FLAWS, JUDGEMENTS
from firsthand.origins.table import DEPENDENCES, ORIGINS, REFERENCES, SPEAKERS, TRACES
from firsthand.reports.compose import compose
from firsthand.reports.formats import csv, docx, html, json, pdf
from firsthand.reports.record import Contents, Report
from firsthand.statements.table import MENTIONS, STATEMENTS
from firsthand.store import work
from firsthand.store.folder import guarded, write

BATCH = 16
"""Texts extracted by one job: small enough to spread evenly and to lose little when a run is killed, large enough for the parser."""

MANY = 20_000
"""Texts from which it is worth the start of other processes to compare them."""


def compare(desk: Desk) -> int:
    """Find what copies what, over all texts."""
    with desk.store.reading() as db:
        key = due.compared(db)
        if not desk.stale(db, "compare", key):
            return 0
        texts, documents = TEXTS.all(db), DOCUMENTS.all(db)
    began = now()
    processes = desk.settings.processes() if len(texts) >= MANY else 1
    with line.each(processes) as each, line.still():
        found = copies.compare(
            texts, documents, {}, each
        )  # decisions are laid over it where copies are read: see look.py
    with desk.store.writing() as db:
        COPIES.replace(db, found.copies)
        CREDITS.replace(db, found.credits)
        desk.finish(db, "compare", key, began)
    return 1


def extract(desk: Desk) -> int:
    """Extract statements, figures and acts from every text that is new or was extracted by other rules."""
    with desk.store.reading() as db:
        keys = due.extracted(desk, db)
        done = work.done(db, "extract")
        todo = [d for d, key in keys.items() if done.get(d) != key]
        gone = [d for d in done if d not in keys]
    desk.progress.begin("extract", len(todo))
    if not todo and not gone:
        return 0
    began = now()
    jobs = [tuple(todo[at : at + BATCH]) for at in range(0, len(todo), BATCH)]
    processes = desk.settings.processes() if len(todo) > 2 * BATCH else 1
    job = partial(line.extract, seconds=desk.settings.seconds, model=desk.settings.model)
    with desk.store.reading() as db:
        batches = [TEXTS.some(db, job) for job in jobs]
    for texts, results in line.spread(job, batches, processes, line.lost):
        with desk.store.writing() as db:
            for made in results:
                _keep(db, made)
                work.mark(db, "extract", made.document, keys[made.document])
        desk.progress.step(len(texts))
    with desk.store.writing() as db:
        for document in gone:
            _keep(db, line.Extracted(document=document))
            work.unmark(db, "extract", document)
        desk.log(db, "extract", line.version("extract"), began, len(todo) + len(gone))
    return len(todo) + len(gone)


def _keep(db: Connection, found: line.Extracted) -> None:
    where = {"document": found.document}
    STATEMENTS.replace(db, found.statements, **where)
    MENTIONS.replace(db, found.mentions, **where)
    FIGURES.replace(db, found.figures, **where)
    ACTS.replace(db, found.acts, **where)
    PREDICATIONS.replace(db, found.predications, **where)
    FLAWS.drop(db, stage="extract", unit=found.document)
    held = DOCUMENTS.get(db, found.document)
    named = [structs.replace(f, name=f.name or (held.name if held else "")) for f in found.flaws]
    FLAWS.put(db, named, unit=found.document)


def trace(desk: Desk) -> int:
    """Find who the speakers are and where each statement's information enters."""
    with desk.store.reading() as db:
        key = due.traced(db)
        if not desk.stale(db, "trace", key):
            return 0
        material = origins.Material(
            documents=DOCUMENTS.all(db),
            texts=TEXTS.all(db),
            statements=look.statements(db),
            mentions=MENTIONS.all(db),
            copies=look.copies(db),
            credits=CREDITS.all(db),
            judged=look.standing(db),
        )
    began = now()
    with line.still():
        found = origins.trace(material)
    with desk.store.writing() as db:
        SPEAKERS.replace(db, found.speakers)
        ORIGINS.replace(db, found.origins)
        TRACES.replace(db, found.traces)
        REFERENCES.replace(db, found.references)
        DEPENDENCES.replace(db, found.dependences)
        desk.finish(db, "trace", key, began)
    return 1


def link(desk: Desk) -> int:
    """Group acts and statements into allegations; find contradictions."""
    with desk.store.reading() as db:
        key = digest_of(line.version("link"), work.done(db, "trace"))
        if not desk.stale(db, "link", key):
            return 0
        gone = look.rejected(db)
        linking = Linking(
            texts=TEXTS.all(db),
            statements=look.statements(db),
            acts=tuple(a for a in look.acts(db) if a.statement not in gone),
            figures=tuple(f for f in FIGURES.all(db) if f.statement not in gone),
            predications=PREDICATIONS.all(db),
            traces=TRACES.all(db),
            references=REFERENCES.all(db),
            speakers=SPEAKERS.all(db),
            judged=look.standing(db),
        )
    began = now()
    grouped = allegations.link(linking)
    contradictions = contradict(grouped, linking)
    with desk.store.writing() as db:
        ALLEGATIONS.replace(db, grouped)
        CONTRADICTIONS.replace(db, contradictions)
        desk.finish(db, "link", key, began)
    return 1


def weigh(desk: Desk) -> int:
    """Count independent origins and weigh every allegation against the standard of proof."""
    with desk.store.reading() as db:
        rules = profile.load(desk)
        key = digest_of(line.version("weigh"), work.done(db, "link"), look.standing(db), rules)
        if not desk.stale(db, "weigh", key):
            return 0
        weighing = Weighing(
            allegations=ALLEGATIONS.all(db),
            statements=look.statements(db),
            traces=TRACES.all(db),
            origins=ORIGINS.all(db),
            dependences=DEPENDENCES.all(db),
            speakers=SPEAKERS.all(db),
            contradictions=CONTRADICTIONS.all(db),
            documents=DOCUMENTS.all(db),
            acts=ACTS.all(db),
            judged=look.followed(db),
        )
    began = now()
    assessments = findings.weigh(weighing, rules)
    with desk.store.writing() as db:
        ASSESSMENTS.replace(db, assessments)
        desk.finish(db, "weigh", key, began)
    return 1


def report(desk: Desk) -> int:
    """Write the report and the assessment. Raises CheckFailed, naming the span, where one does not match its text."""
    with desk.store.reading() as db:
        key = _reported(desk, db)
        there = all(path.is_file() for path in desk.reports())
        if not desk.stale(db, "report", key) and there:
            return 0
        contents = look.contents(desk, db)
    contents = conclude.whole(desk, contents)
    began = now()
    with guarded(desk.folder):
        composed = compose(contents)
        write(desk.report, html.write(composed).encode("utf-8"))
        write(desk.assessment, json.write(contents))
        for form in desk.settings.formats:
            for path, data in zip(desk.reports(form), _written(form, contents, composed), strict=True):
                write(path, data)
    with desk.store.writing() as db:
        desk.finish(db, "report", key, began)
    return 1


def _reported(desk: Desk, db: Connection) -> str:
    """The digest of all that a report is made of."""
    return digest_of(
        line.version("report"), work.done(db, "weigh"), work.done(db, "read"), FLAWS.ids(db), JUDGEMENTS.ids(db),
        FINDINGS.ids(db), APPRAISALS.ids(db), desk.settings.persons, STUDIES.ids(db),
    )  # fmt: skip


def fresh(desk: Desk) -> bool:
    """Whether the report was written of all that is held now."""
    with desk.store.reading() as db:
        return work.done(db, "report").get("") == _reported(desk, db)


def preview(desk: Desk) -> str:
    """The report as HTML, as it would be written now. Raises CheckFailed."""
    with desk.store.reading() as db:
        contents = look.contents(desk, db)
    return html.write(compose(conclude.whole(desk, contents)))


def _written(form: str, contents: Contents, composed: Report) -> list[bytes]:
    """The files of the report in this format, in the order of Desk.reports."""
    if form == "csv":
        tables = csv.write(contents)
        return [tables[name] for name in csv.FILES]
    return [docx.write(composed) if form == "docx" else pdf.write(composed)]
