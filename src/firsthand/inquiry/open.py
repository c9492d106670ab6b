"""One inquiry, in one folder: what the command line and the workbench ask.

INQUIRY/inquiry.sqlite   all records, judgements, the custody chain
INQUIRY/originals/       every document's bytes as received, under their SHA-256
INQUIRY/report/          report.html, assessment.json
INQUIRY/estimate/        every step of an estimate, if one was made
INQUIRY/firsthand.toml   settings, if any (see settings.py)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from cryptography.x509 import Certificate
from msgspec import structs
from sqlalchemy import Connection

from firsthand import line, settings
from firsthand.copies.record import Copy
from firsthand.documents.record import Document, Text
from firsthand.documents.seal import Entry, Mismatch, Vault
from firsthand.documents.table import CUSTODY
from firsthand.errors import NotAnInquiry
from firsthand.estimates.estimate import Choices
from firsthand.estimates.panel import Plan
from firsthand.findings.record import Appraisal, Finding
from firsthand.inquiry import conclude, due, leaf, look, profile, seal, stages, study, verify
from firsthand.inquiry.collect import collect
from firsthand.inquiry.desk import Desk
from firsthand.inquiry.estimate import Kept
from firsthand.inquiry.index import index, indexed, prepare
from firsthand.inquiry.judge import judge
from firsthand.inquiry.read import read
from firsthand.inquiry.record import Counts, Effect, Look, Progress, Run, Silent
from firsthand.inquiry.state import Stated, state
from firsthand.inquiry.table import RUNS
from firsthand.judgements import Judgement
from firsthand.reports.record import Contents
from firsthand.settings import Format
from firsthand.statements.train import Example
from firsthand.store.folder import claim, locked
from firsthand.store.open import open_store

STORE = "inquiry.sqlite"

P = ParamSpec("P")
T = TypeVar("T")


class Inquiry:
    """One investigation, in one folder.

    Each stage is a method that does what is not yet done and returns how many units (documents, or 1 for the whole) it worked on:
    0 means that all was up to date.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def folder(self) -> Path:
        """Where the inquiry lies."""
        return self._desk.folder

    @property
    def settings(self) -> settings.Settings:
        """The settings that hold here."""
        return self._desk.settings

    @property
    def report_path(self) -> Path:
        """Where the report is written."""
        return self._desk.report

    @property
    def assessment_path(self) -> Path:
        """Where the machine-readable assessment is written."""
        return self._desk.assessment

    @property
    def name(self) -> str:
        """What the inquiry is called: its folder's name."""
        return self._desk.name

    @property
    def report_paths(self) -> tuple[Path, ...]:
        """Every file of the report in the formats that the settings ask for."""
        return self._desk.reports()

    # ---- the stages -------------------------------------------------------------------------------------------

    def assess(self, places: Sequence[Path], told: Mapping[str, str] | None = None) -> dict[str, int]:
        """The whole line, with what was `told` of the sources (see collect). Gives for each stage how many units it worked on; all 0 means that nothing was to be done.

        Raises BadSettings before anything is done where the profile cannot be used.
        """
        profile.load(self._desk)
        done = {"collect": self.collect(places, told)}
        return {**done, **{stage: self.run(stage) for stage in line.STAGES[1:]}}

    def run(self, stage: str) -> int:
        """The stage of this name, one of line.STAGES after the first. Raises KeyError for any other."""
        return {
            "read": self.read,
            "compare": self.compare,
            "extract": self.extract,
            "trace": self.trace,
            "link": self.link,
            "weigh": self.weigh,
            "report": self.report,
        }[stage]()

    def collect(self, places: Sequence[Path], told: Mapping[str, str] | None = None) -> int:
        """Seal every file under `places`. Files that are here already are left alone.

        `told` is what a person knows of how all of them were come by: some of custody.FIELDS.
        Raises NoSuchSource and NothingToRead. Files that cannot be read become Flaws.
        """
        return collect(self._desk, places, told)

    def read(self) -> int:
        """Read every document that was not read yet by this version, and the documents inside it (attachments)."""
        return read(self._desk)

    def compare(self) -> int:
        """Find what copies what, over all texts."""
        return stages.compare(self._desk)

    def extract(self) -> int:
        """Extract statements, figures and acts from every text that is new or was extracted by other rules."""
        return stages.extract(self._desk)

    def trace(self) -> int:
        """Find who the speakers are and where each statement's information enters."""
        return stages.trace(self._desk)

    def link(self) -> int:
        """Group acts and statements into allegations; find contradictions."""
        return stages.link(self._desk)

    def weigh(self) -> int:
        """Count independent origins and weigh every allegation against the standard of proof."""
        return stages.weigh(self._desk)

    def report(self) -> int:
        """Write the report and the assessment. Raises CheckFailed, naming the span, where one does not match its text."""
        return stages.report(self._desk)

    def prepare(self) -> None:
        """Make room for what `index` makes, so that there is nothing rather than an error where it did not run yet."""
        prepare(self._desk)

    def export(self, formats: Sequence[Format]) -> tuple[Path, ...]:
        """Write the report as HTML and JSON, and in these formats too; the files. Raises what report raises."""
        desk = replace(self._desk, settings=structs.replace(self._desk.settings, formats=tuple(formats)))
        stages.report(desk)
        return desk.reports()

    def fresh(self) -> bool:
        """Whether the report was written of all that is held now."""
        return stages.fresh(self._desk)

    def preview(self) -> str:
        """The report as HTML, as it would be exported now. Nothing is written. Raises CheckFailed."""
        return stages.preview(self._desk)

    def indexed(self) -> bool:
        """Whether `index` has nothing to do."""
        return indexed(self._desk)

    def index(self) -> int:
        """Bring up to date what pages are sorted, counted and searched by; see browse.py."""
        return index(self._desk)

    # ---- people -------------------------------------------------------------------------------------------------

    def judge(
        self, noun: str, about: str, decision: str, why: str = "", other: str = "", *, seen: int | None = None
    ) -> Judgement:
        """Append a person's decision about the record `about`, or about it and `other`.

        Records are named by id, the beginning of it, or the name that they are shown under. "split" takes off a speaker or an origin
        what stands in the document `other` (of an origin also one statement), or keeps two that are apart from ever being made one.
        `seen` is the number of the last decision about the same that whoever decides has seen (0: none; None: it does not matter).
        Raises NoSuchRecord, WrongUse for a decision that `noun` does not have or that lacks its other side, and DecidedMeanwhile.
        """
        return judge(self._desk, noun, about, decision, why, other, seen=seen)

    def state(self, stated: Stated) -> Judgement:
        """Record a statement that a person marked in a text: a judgement, and from then on a statement beside the machine's.

        "open" takes it back, see judge. Raises NoSuchRecord, WrongUse where its words do not stand where they are said to.
        """
        return state(self._desk, stated)

    def decide(self, noun: str, about: str, decision: str, why: str = "", other: str = "") -> Effect:
        """Judge, and do at once what follows from it: the decision, and what it alone does to the counts. Raises what judge raises."""
        if not self.counts():
            return Effect(judgement=self.judge(noun, about, decision, why, other), before={}, after={})
        self.follow()  # so that what changes afterwards comes of this decision alone
        before, stood = self.counts(), self.levels()
        made = self.judge(noun, about, decision, why, other)
        self.follow()
        return Effect(judgement=made, before=before, after=self.counts(), stood=stood, stands=self.levels())

    def conclude(
        self,
        about: str,
        standard: str,
        words: str,
        why: str,
        parts: Sequence[str] = ("act",),
        *,
        involved: Sequence[tuple[str, str]] = (),
    ) -> Finding:
        """Append what a person concludes about the allegation `about`, in words, at a standard, with reasons; `standard` "" withdraws it.

        `involved` are pairs of a name and the degree in which they answer for it. Raises NoSuchRecord, and WrongUse where words, reasons or a
        name are missing, or the standard, a part or a degree is unknown.
        """
        return conclude.conclude(self._desk, about, standard, words, why, parts, involved=involved)

    def criteria(self, about: str, by: str = "") -> Mapping[str, str]:
        """The questions by which the origin `about` is assessed, or the allegation `by` a protocol, by the names of their criteria. Raises NoSuchRecord."""
        with self._desk.store.reading() as db:
            return conclude.asked(db, about, by)

    def appraise(self, about: str, answers: Mapping[str, str], why: str = "", by: str = "") -> Appraisal:
        """Append a person's answers (criterion: yes, no, unknown) about the origin `about` (`by`: its connection with the facts), or about an
        allegation `by` a protocol. Raises NoSuchRecord, WrongUse."""
        return conclude.appraised(self._desk, about, answers, why, by)

    def whole(self) -> Contents:
        """All records, with findings and what came since, elements of crimes, patterns, and how far reviewers agree."""
        return conclude.whole(self._desk, self.contents())

    def follow(self) -> int:
        """Do what follows from decisions: every stage after reading and before the report. The number of stages that had work."""
        after = line.STAGES[line.STAGES.index("compare") : line.STAGES.index("report")]
        return sum(self.run(stage) > 0 for stage in after)

    # ---- counting -----------------------------------------------------------------------------------------------

    def estimate(
        self, lists: Sequence[str], choices: Choices, columns: Path | None = None, plan: Plan | None = None
    ) -> Kept:
        """Estimate how many persons there are from the tables in the documents called `lists`, or from all tables of persons.

        Every step is kept, in the records and in the folder `estimate`; the report has a section of it from then on. Raises NoSuchRecord,
        WrongUse, BadSettings, StoreFailed.
        """
        return study.study(self._desk, lists, choices, columns, plan)

    # ---- looking --------------------------------------------------------------------------------------------------

    def contents(self) -> Contents:
        """All records, as a report would be made of them now."""
        with self._desk.store.reading() as db:
            return look.contents(self._desk, db)

    def ask(self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **more: P.kwargs) -> T:
        """The answer to one of the narrow questions in browse.py."""
        with self._desk.store.reading() as db:
            return question(db, *args, **more)

    def look(self) -> Look:
        """What whoever asks had seen when they last said so."""
        with self._desk.store.reading() as db:
            return look.last(db, self._desk.settings.who)

    def looked(self) -> None:
        """Whoever asks has seen everything up to now."""
        with self._desk.store.writing() as db:
            look.looked(db, self._desk.settings.who)

    def counts(self) -> Counts:
        """For each allegation that was weighed its label, and the bounds on its independent origins."""
        with self._desk.store.reading() as db:
            return look.counts(db)

    def levels(self) -> Mapping[str, str]:
        """For each allegation that was weighed the standard that the rules propose."""
        with self._desk.store.reading() as db:
            return look.levels(db)

    def text(self, document: str) -> Text:
        """The text of the document with this id, the beginning of it, or this name. Raises NoSuchRecord."""
        with self._desk.store.reading() as db:
            return look.text(db, document)

    def original(self, document: str) -> Path:
        """Where the bytes of the document with this digest lie under seal. Raises NoSuchRecord where there is no such document."""
        found, _ = self.ask(leaf.document, document)
        return self._desk.vault.path(found.id)

    def between(self, a: str, b: str) -> tuple[Document, Document, tuple[Copy, ...]]:
        """The documents called `a` and `b`, and the copies between them in either direction. Raises NoSuchRecord."""
        with self._desk.store.reading() as db:
            return look.between(db, a, b)

    def lessons(self) -> list[tuple[Text, Example]]:
        """The texts in which people confirmed or rejected statements, with what they decided: what a reader can be trained on."""
        with self._desk.store.reading() as db:
            return look.lessons(db)

    def custody(self) -> tuple[Entry, ...]:
        """The custody chain, oldest entry first."""
        with self._desk.store.reading() as db:
            return CUSTODY.all(db)

    def runs(self) -> tuple[Run, ...]:
        """The log of runs, oldest first."""
        with self._desk.store.reading() as db:
            return RUNS.all(db)

    # ---- keeping --------------------------------------------------------------------------------------------------

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
        return verify.verify(self._desk, only, quick=quick, head=head, roots=roots)

    def behind(self) -> tuple[str, ...]:
        """The stages whose records rest on texts or statements that were made anew since; `verify` does not compare those with them."""
        with self._desk.store.reading() as db:
            old = due.behind(self._desk, db)
        held = {
            "compare": old.compare,
            "extract": bool(old.extract),
            "trace": old.trace,
            "estimate": bool(old.estimate),
        }
        return tuple(name for name, is_ in held.items() if is_)

    def seal(self, to: Path) -> str:
        """Write everything into the new folder `to` as a BagIt bag; the digest that stands for all of it.

        Raises CheckFailed where the custody log is broken or an original changed, WrongUse, StoreFailed.
        """
        return seal.seal(self._desk, to)

    def head(self) -> Entry:
        """The last entry of the custody log. Raises NoSuchRecord where nothing was collected yet."""
        return seal.head(self._desk)

    def stamp(self, authority: str) -> Entry:
        """Have the time-stamping authority at this URL sign the head of the log: the one act that uses the network.

        The entry that records it. Raises StampFailed, BadSettings, NoSuchRecord.
        """
        return seal.sign(self._desk, authority)


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
    vault = Vault(folder)
    with locked(folder) if alone else nullcontext():
        store = open_store(folder / STORE, create=create)
        if alone:
            vault.sweep()
        yield Inquiry(Desk(folder, store, vault, chosen, progress or Silent()))
