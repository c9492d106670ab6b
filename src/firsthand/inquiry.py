"""One inquiry, in one folder: read rows, run a stage, write its records and flaws in one transaction, log the run.

INQUIRY/inquiry.sqlite   all records, judgements, the custody chain
INQUIRY/originals/       every document's bytes as received, under their SHA-256
INQUIRY/report/          report.html, assessment.json
INQUIRY/firsthand.toml   settings, if any (see settings.py)
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import msgspec
from cryptography.x509 import Certificate
from sqlalchemy import Connection, select

import firsthand
from firsthand import ids, judgements, line, settings
from firsthand.allegations.contradict import contradict
from firsthand.allegations.link import link
from firsthand.allegations.record import Linking
from firsthand.allegations.table import ACTS, ALLEGATIONS, CONTRADICTIONS, PREDICATIONS
from firsthand.copies.compare import compare
from firsthand.copies.record import Copy
from firsthand.copies.table import COPIES, CREDITS
from firsthand.documents import bag, custody, stamp
from firsthand.documents.collect import collect, enclose, find
from firsthand.documents.confine import Limits
from firsthand.documents.record import Document, How, Part, Text
from firsthand.documents.sandbox import Job, Sandbox, unread
from firsthand.documents.seal import Entry, Mismatch, Vault, broken, chain
from firsthand.documents.spans import mismatches
from firsthand.documents.table import CUSTODY, DOCUMENTS, TEXTS
from firsthand.errors import CheckFailed, NoSuchRecord, NotAnInquiry, WrongUse
from firsthand.figures.table import FIGURES
from firsthand.findings.record import Weighing
from firsthand.findings.table import ASSESSMENTS
from firsthand.findings.weigh import weigh
from firsthand.flaws import Flaw
from firsthand.judgements import Judgement
from firsthand.origins import members
from firsthand.origins.table import DEPENDENCES, ORIGINS, REFERENCES, SPEAKERS, TRACES
from firsthand.origins.trace import Material, trace
from firsthand.reports.compose import compose
from firsthand.reports.formats import html, json
from firsthand.reports.record import Contents
from firsthand.statements.model import digest
from firsthand.statements.record import Statement
from firsthand.statements.table import MENTIONS, STATEMENTS
from firsthand.statements.train import Example, judged
from firsthand.store import schema, work
from firsthand.store.folder import claim, guarded, locked, write
from firsthand.store.open import Store, open_store
from firsthand.store.rows import Rows, raw

FLAWS = Rows(schema.flaws, Flaw, lambda f: {"id": f.id, "stage": f.stage})
JUDGEMENTS = Rows(schema.judgements, Judgement, lambda j: {"id": j.id, "about": j.about})

JUDGED: Mapping[str, Rows[Any]] = {
    "copy": COPIES,
    "dependence": DEPENDENCES,
    "speaker": SPEAKERS,
    "statement": STATEMENTS,
    "origin": ORIGINS,
    "contradiction": CONTRADICTIONS,
}
"""Where the things lie about which a person can decide."""

STORE = "inquiry.sqlite"

TOOL = f"firsthand {firsthand.__version__}"

OCR = 0.75
"""Share of a document's time that may go into reading images, so that what was read of its other pages comes back."""

BATCH = 16
"""Texts extracted by one job: small enough to spread evenly and to lose little when a run is killed, large enough for the parser."""


class Run(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`stage` was run, from `began` to `ended`, by `version` of its rules with `key` as the digest of its inputs, on so many `units`."""

    id: str
    stage: str
    version: str
    key: str
    began: str
    ended: str
    units: int


RUNS = Rows(schema.runs, Run, lambda r: {"id": r.id})


class Progress(Protocol):
    """Who wants to see how far a run is."""

    def begin(self, stage: str, total: int) -> None:
        """`stage` begins with `total` units of work; 0 when there is nothing to do."""

    def step(self, units: int = 1) -> None:
        """So many units are done."""


class Silent:
    """Progress that nobody watches."""

    def begin(self, stage: str, total: int) -> None:
        """Nothing is shown."""

    def step(self, units: int = 1) -> None:
        """Nothing is shown."""


class Inquiry:
    """One investigation, in `folder`.

    Each stage is a method that does what is not yet done and returns how many units (documents, or 1 for the whole) it worked on:
    0 means that all was up to date.
    """

    def __init__(self, folder: Path, store: Store, chosen: settings.Settings, progress: Progress) -> None:
        self.folder = folder
        self.settings = chosen
        self._store = store
        self._vault = Vault(folder)
        self._progress = progress

    @property
    def report_path(self) -> Path:
        """Where the report is written."""
        return self.folder / "report" / "report.html"

    @property
    def assessment_path(self) -> Path:
        """Where the machine-readable assessment is written."""
        return self.folder / "report" / "assessment.json"

    # ---- the stages -------------------------------------------------------------------------------------------

    def assess(self, places: Sequence[Path], told: Mapping[str, str] | None = None) -> dict[str, int]:
        """The whole line, with what was `told` of the sources (see collect). Gives for each stage how many units it worked on; all 0 means that nothing was to be done."""
        done = {"collect": self.collect(places, told)}
        for stage in line.STAGES[1:]:
            done[stage] = int(getattr(self, stage)())
        return done

    def collect(self, places: Sequence[Path], told: Mapping[str, str] | None = None) -> int:
        """Seal every file under `places`. Files that are here already are left alone.

        `told` is what a person knows of how all of them were come by: some of custody.FIELDS.
        Raises NoSuchSource and NothingToRead. Files that cannot be read become Flaws.
        """
        found, flaws = find(places, self.folder)
        with self._store.reading() as db:
            known = {(e.document, e.details.get("place")) for e in CUSTODY.all(db)}
        self._progress.begin("collect", len(found))
        began, new = _now(), 0
        for file in found:
            with guarded(self.folder):
                document, wrong = collect(file, self._vault, _now())
            with self._store.writing() as db:
                FLAWS.drop(db, stage="collect", unit=str(file.path))
                FLAWS.put(db, wrong, unit=str(file.path))
                if document and (document.id, document.place) not in known:
                    self._receive(db, document, {**file.details, **(told or {})}, modified=_modified(file.path))
                    new += 1
            self._progress.step()
        with self._store.writing() as db:
            for wrong_file in flaws:
                FLAWS.put(db, [wrong_file], unit=wrong_file.name)
            if new:
                self._log(db, "collect", "", began, new)
        return new

    def _receive(
        self, db: Connection, document: Document, told: Mapping[str, str], modified: str = "", whole: str | None = None
    ) -> None:
        held = DOCUMENTS.get(db, document.id)
        if not held:
            DOCUMENTS.put(db, [document])
        details = custody.received(
            document, after=self._vault.digest(document.id), tool=TOOL, told=told, modified=modified, whole=whole
        )
        self._custody(db, "received again" if held else "received", document.id, details)

    def read(self) -> int:
        """Read every document that was not read yet by this version, and the documents inside it (attachments)."""
        total, tried = 0, set[str]()
        while True:
            with self._store.reading() as db:
                done = work.done(db, "read")
                documents = {d.id: d for d in DOCUMENTS.all(db)}
            key = _key(line.version("read"), msgspec.structs.replace(self._how(), passwords=()))
            failed = _key(key, self._limits())  # what overran is tried again under other limits only
            if self.settings.passwords:  # what was encrypted is tried once more
                again = self._encrypted() - tried
                done = {d: k for d, k in done.items() if d not in again}
            todo = [d for d in documents.values() if done.get(d.id) not in (key, failed)]
            tried.update(d.id for d in todo)
            if not total or todo:
                self._progress.begin("read", len(todo))
            if not todo:
                return total
            self._read(todo, documents, key, failed)
            total += len(todo)

    def _encrypted(self) -> frozenset[str]:
        with self._store.reading() as db:
            return frozenset(f.document for f in FLAWS.all(db, stage="read") if f.kind == "encrypted" and f.document)

    def _how(self, level: int = 0) -> How:
        s = self.settings
        return How(
            limit=s.limit,
            passwords=s.passwords,
            ocr=s.ocr,
            seconds=OCR * s.seconds,
            level=level,
            depth=s.depth,
            members=s.members,
            total=s.total,
            ratio=s.ratio,
        )

    def _limits(self) -> Limits:
        s = self.settings
        return Limits(seconds=s.seconds, processor=s.processor, memory=s.memory, output=s.output, files=s.files)

    def _read(self, todo: list[Document], documents: Mapping[str, Document], key: str, failed: str) -> None:
        began, changed = _now(), list[tuple[Document, str]]()

        def jobs() -> Iterator[Job]:
            for d in todo:
                if (found := self._vault.digest(d.id)) == d.id:
                    how = self._how(_level(d, documents))
                    yield Job(document=d, path=str(self._vault.path(d.id).resolve()), how=how)
                else:
                    changed.append((d, found))

        many = len(todo) > 50 or sum(d.size for d in todo) > 1_000_000
        under_way: dict[str, Read] = {}
        with Sandbox(self.settings.processes() if many else 1, self._limits()) as sandbox:
            for job, piece in sandbox.read(jobs()):
                read = under_way.setdefault(job.document.id, Read())
                if piece is None:
                    fell = any(f.kind == "unreadable" for f in read.flaws)
                    done = under_way.pop(job.document.id)
                    self._take(job.document, done, key, failed if fell else key, job.document.id)
                elif isinstance(piece, Part):
                    with guarded(self.folder):
                        read.parts.append((enclose(piece, job.document, self._vault, _now()), piece.details))
                elif isinstance(piece, Flaw):
                    read.flaws.append(piece)
                else:
                    read.text = piece
        for d, found in changed:
            why = "its original is gone or was changed since it was sealed"
            self._take(d, Read(flaws=[unread(d, why)]), key, failed, found)
        with self._store.writing() as db:
            self._log(db, "read", key, began, len(todo))

    def _take(self, document: Document, read: Read, version: str, mark: str, before: str) -> None:
        """Put what reading a document gave in the place of what an earlier reading gave. `before`: its digest when that began."""
        with self._store.writing() as db:
            TEXTS.drop(db, id=document.id)
            FLAWS.drop(db, stage="read", unit=document.id)
            FLAWS.put(db, read.flaws, unit=document.id)
            made = _key(read.text) if read.text else ""
            if read.text:
                TEXTS.put(db, [read.text])
            for part, told in read.parts:
                if all(e.details.get("place") != part.place for e in CUSTODY.all(db, document=part.id)):
                    self._receive(db, part, told, whole=document.id)
            details = custody.read(
                tool=TOOL, version=version, text=made, before=before, after=self._vault.digest(document.id)
            )
            self._custody(db, "read", document.id, details)
            work.mark(db, "read", document.id, mark)
            work.mark(db, "text", document.id, made)
        self._progress.step()

    def compare(self) -> int:
        """Find what copies what, over all texts."""
        with self._store.reading() as db:
            key = _key(line.version("compare"), work.done(db, "text"))
            if not self._stale(db, "compare", key):
                return 0
            texts, documents = TEXTS.all(db), DOCUMENTS.all(db)
        began = _now()
        found = compare(texts, documents, {})  # what people decided is laid over it where copies are read: see _copies
        with self._store.writing() as db:
            COPIES.replace(db, found.copies)
            CREDITS.replace(db, found.credits)
            self._finish(db, "compare", key, began)
        return 1

    def extract(self) -> int:
        """Extract statements, figures and acts from every text that is new or was extracted by other rules."""
        with self._store.reading() as db:
            made = work.done(db, "text")
            trained = (digest(Path(self.settings.model)),) if self.settings.model else ()
            keys = {d: _key(line.version("extract"), of, *trained) for d, of in made.items() if of}
            done = work.done(db, "extract")
            todo = [d for d, key in keys.items() if done.get(d) != key]
            gone = [d for d in done if d not in keys]
        self._progress.begin("extract", len(todo))
        if not todo and not gone:
            return 0
        began = _now()
        jobs = [tuple(todo[at : at + BATCH]) for at in range(0, len(todo), BATCH)]
        processes = self.settings.processes() if len(todo) > 2 * BATCH else 1
        job = partial(line.extract, seconds=self.settings.seconds, model=self.settings.model)
        with self._store.reading() as db:
            batches = [TEXTS.some(db, job) for job in jobs]
        for texts, results in line.spread(job, batches, processes, line.lost):
            with self._store.writing() as db:
                for extracted in results:
                    self._keep(db, extracted)
                    work.mark(db, "extract", extracted.document, keys[extracted.document])
            self._progress.step(len(texts))
        with self._store.writing() as db:
            for document in gone:
                self._keep(db, line.Extracted(document=document))
                work.unmark(db, "extract", document)
            self._log(db, "extract", line.version("extract"), began, len(todo) + len(gone))
        return len(todo) + len(gone)

    def _keep(self, db: Connection, found: line.Extracted) -> None:
        where = {"document": found.document}
        STATEMENTS.replace(db, found.statements, **where)
        MENTIONS.replace(db, found.mentions, **where)
        FIGURES.replace(db, found.figures, **where)
        ACTS.replace(db, found.acts, **where)
        PREDICATIONS.replace(db, found.predications, **where)
        FLAWS.drop(db, stage="extract", unit=found.document)
        FLAWS.put(db, found.flaws, unit=found.document)

    def lessons(self) -> list[tuple[Text, Example]]:
        """The texts in which people confirmed or rejected statements, with what they decided: what a reader can be trained on."""
        with self._store.reading() as db:
            decisions = self._judged(db)
            made = [(t, judged(t, STATEMENTS.all(db, document=t.document), decisions)) for t in TEXTS.all(db)]
        return [(t, e) for t, e in made if e.attributions or e.rejected]

    def trace(self) -> int:
        """Find who the speakers are and where each statement's information enters."""
        with self._store.reading() as db:
            key = _key(line.version("trace"), work.done(db, "compare"), work.done(db, "extract"), self._judged(db))
            if not self._stale(db, "trace", key):
                return 0
            material = Material(
                documents=DOCUMENTS.all(db),
                texts=TEXTS.all(db),
                statements=self._statements(db),
                mentions=MENTIONS.all(db),
                copies=self._copies(db),
                credits=CREDITS.all(db),
                judged=self._judged(db),
            )
        began = _now()
        found = trace(material)
        with self._store.writing() as db:
            SPEAKERS.replace(db, found.speakers)
            ORIGINS.replace(db, found.origins)
            TRACES.replace(db, found.traces)
            REFERENCES.replace(db, found.references)
            DEPENDENCES.replace(db, found.dependences)
            self._finish(db, "trace", key, began)
        return 1

    def link(self) -> int:
        """Group acts and statements into allegations; find contradictions."""
        with self._store.reading() as db:
            key = _key(line.version("link"), work.done(db, "trace"))
            if not self._stale(db, "link", key):
                return 0
            gone = self._rejected(db)
            linking = Linking(
                texts=TEXTS.all(db),
                statements=self._statements(db),
                acts=tuple(a for a in ACTS.all(db) if a.statement not in gone),
                figures=tuple(f for f in FIGURES.all(db) if f.statement not in gone),
                predications=PREDICATIONS.all(db),
                traces=TRACES.all(db),
                references=REFERENCES.all(db),
                speakers=SPEAKERS.all(db),
                judged=self._judged(db),
            )
        began = _now()
        allegations = link(linking)
        contradictions = contradict(allegations, linking)
        with self._store.writing() as db:
            ALLEGATIONS.replace(db, allegations)
            CONTRADICTIONS.replace(db, contradictions)
            self._finish(db, "link", key, began)
        return 1

    def weigh(self) -> int:
        """Count independent origins and weigh every allegation against the standard of proof."""
        with self._store.reading() as db:
            key = _key(line.version("weigh"), work.done(db, "link"), self._judged(db), self.settings.profile)
            if not self._stale(db, "weigh", key):
                return 0
            weighing = Weighing(
                allegations=ALLEGATIONS.all(db),
                statements=self._statements(db),
                traces=TRACES.all(db),
                origins=ORIGINS.all(db),
                dependences=DEPENDENCES.all(db),
                speakers=SPEAKERS.all(db),
                contradictions=CONTRADICTIONS.all(db),
                documents=DOCUMENTS.all(db),
                judged=self._followed(db),
            )
        began = _now()
        assessments = weigh(weighing, self.settings.profile)
        with self._store.writing() as db:
            ASSESSMENTS.replace(db, assessments)
            self._finish(db, "weigh", key, began)
        return 1

    def report(self) -> int:
        """Write the report and the assessment. Raises CheckFailed, naming the span, where one does not match its text."""
        with self._store.reading() as db:
            key = _key(
                line.version("report"), work.done(db, "weigh"), work.done(db, "read"), FLAWS.ids(db), JUDGEMENTS.ids(db)
            )
            there = self.report_path.is_file() and self.assessment_path.is_file()
            if not self._stale(db, "report", key) and there:
                return 0
            contents = self._contents(db)
        began = _now()
        with guarded(self.folder):
            write(self.report_path, html.write(compose(contents)).encode("utf-8"))
            write(self.assessment_path, json.write(contents))
        with self._store.writing() as db:
            self._finish(db, "report", key, began)
        return 1

    # ---- people -------------------------------------------------------------------------------------------------

    def judge(self, noun: str, about: str, decision: str, why: str = "", other: str = "") -> Judgement:
        """Append a person's decision about the record `about`, or about it and `other`.

        Records are named by id, the beginning of it, or the name that they are shown under. "split" takes off a speaker or an origin
        what stands in the document `other` (of an origin also one statement), or keeps two that are apart from ever being made one.
        Raises NoSuchRecord, and WrongUse for a decision that `noun` does not have or that lacks its other side.
        """
        _decidable(noun, decision, other)
        with self._store.writing() as db:
            if decision == "open":
                held = self._held(db, noun, about, other)
                sides: dict[str, Any] = {"about": held.about, "other": held.other}
            else:
                sides = self._sides(db, noun, about, decision, other)
            made = judgements.judgement(
                seq=JUDGEMENTS.count(db) + 1,
                noun=noun,
                decision=decision,
                who=self.settings.who,
                when=_now(),
                why=why,
                **sides,
            )
            JUDGEMENTS.append(db, made)
        return made

    def follow(self) -> int:
        """Do what follows from decisions: every stage after reading and before the report. The number of stages that had work."""
        stages = line.STAGES[line.STAGES.index("compare") : line.STAGES.index("report")]
        return sum(getattr(self, stage)() > 0 for stage in stages)

    def counts(self) -> dict[str, tuple[str, int, int]]:
        """For each allegation that was weighed its label, and the bounds on its independent origins."""
        with self._store.reading() as db:
            labels = {a.id: a.label for a in ALLEGATIONS.all(db)}
            return {
                a.allegation: (labels.get(a.allegation, ""), a.origins.lo, a.origins.hi) for a in ASSESSMENTS.all(db)
            }

    def _held(self, db: Connection, noun: str, about: str, other: str) -> Judgement:
        """The standing decision that is to be taken back: about these, or about `about` and whatever else if there is but one."""
        rows = [*JUDGED[noun].all(db), *(ORIGINS.all(db) if noun == "dependence" else ())]

        def means(said: str, id_: str) -> bool:
            return bool(id_) and (id_.startswith(said) or any(r.id == id_ and said in _names(r) for r in rows))

        held = [j for j in judgements.standing(JUDGEMENTS.all(db)).values() if j.noun == noun]
        if other:
            found = [
                j
                for j in held
                for a, b in ((j.about, j.other), (j.other, j.about))
                if means(about, a) and means(other, b)
            ]
        else:
            found = [j for j in held if not j.other and means(about, j.about)]
            found = found or [j for j in held if means(about, j.about) or means(about, j.other)]
        if len(found) == 1:
            return found[0]
        both = f"{about} and {other}" if other else about
        many = (
            f"{len(found)} decisions hold about the {noun} {both}"
            if found
            else f"no decision holds about the {noun} {both}"
        )
        raise NoSuchRecord(many, "see: firsthand show judgements (name both ids of a decision about two)")

    def _sides(self, db: Connection, noun: str, about: str, decision: str, other: str) -> dict[str, Any]:
        """The ids that a decision is about, and their members."""
        if decision == "declared":
            noun = "origin"
        first = _named(JUDGED[noun].all(db), noun, about)
        if noun not in ("speaker", "origin"):
            return {"about": first.id}
        whole = self._members(db, noun, first)
        if not other:
            return {"about": first.id, "members": whole}
        if decision == "split":
            part = self._part(db, noun, other, whole)
            if part is not None:
                id_, off = part
                return {
                    "about": first.id,
                    "other": id_,
                    "members": tuple(m for m in whole if m not in off),
                    "others": off,
                }
        second = _named(JUDGED[noun].all(db), noun, other)
        if second.id == first.id:
            raise WrongUse(f"{about} and {other} are one {noun}", f"name two, see: firsthand show {noun}s")
        return {"about": first.id, "other": second.id, "members": whole, "others": self._members(db, noun, second)}

    def _members(self, db: Connection, noun: str, record: Any) -> tuple[str, ...]:
        if noun == "speaker":
            return members.of_speaker(record, REFERENCES.all(db))
        return members.of_origin(record, TRACES.all(db), {s.id: s.document for s in STATEMENTS.all(db)})

    def _part(self, db: Connection, noun: str, said: str, whole: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
        """Those of the members `whole` that stand in the document called `said`, or are that statement; None if it is neither."""
        documents = [d for d in DOCUMENTS.all(db) if d.name == said or d.id.startswith(said)]
        if len(documents) == 1:
            inside = {s.id for s in STATEMENTS.all(db, document=documents[0].id)}
            off = tuple(m for m in whole if m in inside or m.startswith(f"{documents[0].id}:"))
            id_ = documents[0].id
        elif said in whole and noun == "origin":
            off, id_ = (said,), said
        else:
            return None
        if not off or len(off) == len(whole):
            which = "nothing" if not off else "nothing else"
            raise WrongUse(f"this {noun} has {which} in {said}", f"see where it appears: firsthand show {noun}s --json")
        return id_, off

    # ---- looking --------------------------------------------------------------------------------------------------

    def contents(self) -> Contents:
        """All records, as a report would be made of them now."""
        with self._store.reading() as db:
            return self._contents(db)

    def text(self, document: str) -> Text:
        """The text of the document with this id, the beginning of it, or this name. Raises NoSuchRecord."""
        with self._store.reading() as db:
            found = _named(DOCUMENTS.all(db), "document", document)
            text = TEXTS.get(db, found.id)
        if text is None:
            raise NoSuchRecord(f"no text was read from {found.name}", "see: firsthand show flaws")
        return text

    def between(self, a: str, b: str) -> tuple[Document, Document, tuple[Copy, ...]]:
        """The documents called `a` and `b`, and the copies between them in either direction. Raises NoSuchRecord."""
        with self._store.reading() as db:
            documents = DOCUMENTS.all(db)
            one, two = _named(documents, "document", a), _named(documents, "document", b)
            found = tuple(c for c in self._copies(db) if {c.from_, c.to} == {one.id, two.id})
        return one, two, found

    def custody(self) -> tuple[Entry, ...]:
        """The custody chain, oldest entry first."""
        with self._store.reading() as db:
            return CUSTODY.all(db)

    def runs(self) -> tuple[Run, ...]:
        """The log of runs, oldest first."""
        with self._store.reading() as db:
            return RUNS.all(db)

    def verify(
        self,
        only: str | None = None,
        *,
        quick: bool = False,
        head: str | None = None,
        roots: Sequence[Certificate] = (),
    ) -> tuple[Mismatch, ...]:
        """What of the inquiry, or of the document called `only`, no longer is what it was.

        Full: every byte of the originals, the custody log and the documents against it, time stamps, texts, every span. `quick`: that
        the originals are there in their sizes, and the log. `head` is the digest of an entry that the log must hold; with `roots` the
        signatures of time stamps are checked. Raises NoSuchRecord.
        """
        with self._store.reading() as db:
            documents, entries = DOCUMENTS.all(db), CUSTODY.all(db)
            chosen = documents if only is None else (_named(documents, "document", only),)
            self._progress.begin("verify", len(chosen))
            wrong = list(custody.sealed(chosen, self._vault, "quick" if quick else "full", self._progress.step))
            if only is None:
                wrong += self._vault.strangers(d.id for d in documents)
            wrong += broken(entries, head)
            one = None if only is None else chosen[0].id
            if quick:
                wrong += custody.unlike(documents, entries, one)
                return tuple(wrong)
            texts = dict(self._spans(db, wrong, one))
            wrong += custody.unlike(documents, entries, one)
            wrong += custody.misread(texts, entries, one)
            wrong += stamp.check(entries, roots)
        return tuple(wrong)

    def _spans(self, db: Connection, wrong: list[Mismatch], only: str | None) -> Iterator[tuple[str, str]]:
        """Check every span, adding to `wrong`, one document at a time; the digest of each text."""
        holders = (STATEMENTS, MENTIONS, FIGURES, ACTS, PREDICATIONS, CREDITS)
        ids_ = {
            *TEXTS.ids(db),
            *(i for rows in holders for (i,) in db.execute(select(rows.table.c.document).distinct())),
        }
        for id_ in sorted(ids_ if only is None else ids_ & {only}):
            text = TEXTS.get(db, id_)
            for rows in holders:
                wrong += mismatches(rows.all(db, document=id_), {id_: text.text} if text else {})
            if text:
                yield id_, _key(text)

    # ---- keeping --------------------------------------------------------------------------------------------------

    def seal(self, to: Path) -> str:
        """Write everything into the new folder `to` as a BagIt bag; the digest that stands for all of it.

        Raises CheckFailed where the custody log is broken or an original changed, WrongUse, StoreFailed.
        """
        with self._store.reading() as db:
            entries = CUSTODY.all(db)
            if wrong := broken(entries):
                raise CheckFailed(f"the custody log is broken: {wrong[0].message}", "see: firsthand verify")
            tables = [t for t in schema.METADATA.sorted_tables if "record" in t.c and t.name != "custody"]
            contents = bag.Contents(
                name=self.folder.resolve().name,
                made=_now(),
                tool=TOOL,
                who=self.settings.who,
                documents=DOCUMENTS.all(db),
                entries=entries,
                records={t.name: raw(db, t) for t in tables},
                reports=[p for p in (self.report_path, self.assessment_path) if p.is_file()],
            )
            digest = bag.write(contents, self._vault, to)
        with self._store.writing() as db:
            self._custody(db, "sealed into a bag", "", {"bag": to.name, "digest": digest, "tool": TOOL})
        return digest

    def head(self) -> Entry:
        """The last entry of the custody log. Raises NoSuchRecord where nothing was collected yet."""
        with self._store.reading() as db:
            entry = self._last(db)
        if entry is None:
            raise NoSuchRecord("nothing was collected yet", "collect first: firsthand collect SOURCES")
        return entry

    def stamp(self, authority: str) -> Entry:
        """Have the time-stamping authority at this URL sign the head of the log: the one act that uses the network.

        The entry that records it. Raises StampFailed, BadSettings, NoSuchRecord.
        """
        details = stamp.ask(authority, self.head())
        with self._store.writing() as db:
            self._custody(db, stamp.ACT, "", {**details, "tool": TOOL})
        return self.head()

    # ---- inside ---------------------------------------------------------------------------------------------------

    def _contents(self, db: Connection) -> Contents:
        return Contents(
            name=self.folder.resolve().name,
            made=_now(),
            version=firsthand.__version__,
            documents=DOCUMENTS.all(db),
            texts=TEXTS.all(db),
            copies=self._copies(db),
            credits=CREDITS.all(db),
            statements=STATEMENTS.all(db),
            figures=FIGURES.all(db),
            speakers=SPEAKERS.all(db),
            origins=ORIGINS.all(db),
            traces=TRACES.all(db),
            references=REFERENCES.all(db),
            dependences=DEPENDENCES.all(db),
            acts=ACTS.all(db),
            predications=PREDICATIONS.all(db),
            allegations=ALLEGATIONS.all(db),
            contradictions=CONTRADICTIONS.all(db),
            assessments=ASSESSMENTS.all(db),
            judgements=JUDGEMENTS.all(db),
            flaws=FLAWS.all(db),
        )

    def _judged(self, db: Connection) -> Mapping[str, Judgement]:
        """The decisions that hold, by what they are about."""
        return judgements.standing(JUDGEMENTS.all(db))

    def _followed(self, db: Connection) -> Mapping[str, Judgement]:
        """The decisions that hold; one about an origin that has another id by now stands under that too."""
        held = self._judged(db)
        single = [j for j in held.values() if j.noun == "origin" and not j.other]
        origins, ends = ORIGINS.ids(db), {t.statement: t.origin for t in TRACES.all(db)}
        now = {members.follow(j.about, j.members, origins, ends): j for j in single}
        return {**{about: j for about, j in now.items() if about}, **held}

    def _rejected(self, db: Connection) -> frozenset[str]:
        """The statements that a person has rejected: from tracing on, nothing sees them."""
        return frozenset(
            j.about for j in self._judged(db).values() if (j.noun, j.decision) == ("statement", "rejected")
        )

    def _statements(self, db: Connection) -> tuple[Statement, ...]:
        gone = self._rejected(db)
        return tuple(s for s in STATEMENTS.all(db) if s.id not in gone)

    def _copies(self, db: Connection) -> tuple[Copy, ...]:
        """The copies with what people decided as their status."""
        judged = self._judged(db)
        return tuple(
            msgspec.structs.replace(c, status=judged[c.id].decision) if c.id in judged else c for c in COPIES.all(db)
        )

    def _stale(self, db: Connection, stage: str, key: str) -> bool:
        stale = work.done(db, stage).get("") != key
        self._progress.begin(stage, int(stale))
        return stale

    def _finish(self, db: Connection, stage: str, key: str, began: str) -> None:
        work.mark(db, stage, "", key)
        self._log(db, stage, key, began, 1)
        self._progress.step()

    def _log(self, db: Connection, stage: str, key: str, began: str, units: int) -> None:
        version = line.version(stage) if stage in line.ROOMS else firsthand.__version__
        id_ = ids.name("run", RUNS.count(db), stage, key, began)
        RUNS.append(db, Run(id=id_, stage=stage, version=version, key=key, began=began, ended=_now(), units=units))

    def _custody(self, db: Connection, act: str, document: str, details: dict[str, str]) -> None:
        made = chain(self._last(db), when=_now(), who=self.settings.who, act=act, document=document, details=details)
        CUSTODY.append(db, made)

    def _last(self, db: Connection) -> Entry | None:
        entries = select(schema.custody.c.record).order_by(schema.custody.c.row.desc()).limit(1)
        last = db.execute(entries).scalar()
        return msgspec.json.decode(last, type=Entry) if last else None


@dataclass
class Read:
    """What has been read out of a document so far. Its parts are sealed already; with each goes what is known of how it came."""

    text: Text | None = None
    parts: list[tuple[Document, dict[str, str]]] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def _modified(path: Path) -> str:
    """When a file was last changed, by its own account."""
    with suppress(OSError, OverflowError, ValueError):
        return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).isoformat(timespec="seconds")
    return ""


def _level(document: Document, documents: Mapping[str, Document]) -> int:
    """In how many documents this one lies."""
    level, seen = 0, {document.id}
    whole = document.part_of
    while whole and whole not in seen and whole in documents:
        seen.add(whole)
        level, whole = level + 1, documents[whole].part_of
    return level


@contextmanager
def open_inquiry(
    folder: Path,
    *,
    create: bool = False,
    alone: bool = True,
    flags: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> Iterator[Inquiry]:
    """The inquiry in `folder`, for as long as the block lasts. With `create` it is made where it is missing.

    `alone` keeps a second run out meanwhile; for looking only, it may be False.

    Raises NotAnInquiry, InquiryTooNew, InquiryBusy, StoreFailed, BadSettings.
    """
    if not create and not (folder / STORE).is_file():
        raise NotAnInquiry(f"{folder} is not an inquiry", "make one with: firsthand assess SOURCES... -o INQUIRY")
    chosen = settings.read(folder, os.environ, flags or {})
    if create:
        claim(folder, STORE, [settings.FILE])
    with locked(folder) if alone else nullcontext():
        store = open_store(folder / STORE, create=create)
        if alone:
            Vault(folder).sweep()
        yield Inquiry(folder, store, chosen, progress or Silent())


def _decidable(noun: str, decision: str, other: str) -> None:
    """Raises WrongUse for a decision that cannot be made about `noun`, or that names one thing too few or too many."""
    if noun not in JUDGED:
        raise WrongUse(f"nothing is judged about a {noun}", f"judge one of: {', '.join(JUDGED)}")
    known = judgements.DECISIONS[noun]
    if decision not in known:
        raise WrongUse(f"a {noun} cannot be judged {decision!r}", f"decide one of: {', '.join(known)}")
    if decision in judgements.PAIRED and not other:
        raise WrongUse(f"{decision!r} is about two", "name the second one: --with ID (or --from DOCUMENT, for split)")
    if other and decision not in (*judgements.PAIRED, "open"):
        raise WrongUse(f"{decision!r} is about one {noun}", "leave --with out")


def _named(rows: Sequence[Any], noun: str, said: str) -> Any:
    """The record with the id `said`, with an id that begins so, or shown under that name. Raises NoSuchRecord."""
    found = [r for r in rows if r.id == said or said in _names(r)] or [
        r for r in rows if said and r.id.startswith(said)
    ]
    if len(found) == 1:
        return found[0]
    plural = {"copy": "copies"}.get(noun, f"{noun}s")
    if not found:
        raise NoSuchRecord(f"this inquiry has no {noun} {said}", f"see: firsthand show {plural}")
    raise NoSuchRecord(
        f"{len(found)} {plural} are called {said}", f"name one by its id: {', '.join(r.id for r in found)}"
    )


def _names(record: Any) -> tuple[str, ...]:
    """The names under which a record is shown."""
    return tuple(n for n in (getattr(record, "name", ""), getattr(record, "label", "")) if n)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def _key(*parts: object) -> str:
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()
