"""What every act on an inquiry needs at hand: its folder, records, originals and settings, and the logs in which the act is entered."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from firsthand import ids, line
from firsthand.documents.seal import Entry, Vault, chain
from firsthand.documents.table import CUSTODY
from firsthand.inquiry.record import Progress, Run
from firsthand.inquiry.table import RUNS
from firsthand.reports.formats import csv
from firsthand.settings import Settings
from firsthand.store import work
from firsthand.store.open import Store

VERSION = metadata.version("firsthand")
TOOL = f"firsthand {VERSION}"


@dataclass(frozen=True)
class Desk:
    """An inquiry as it lies open: what lies in `folder`, and who watches the work."""

    folder: Path
    store: Store
    vault: Vault
    settings: Settings
    progress: Progress

    @property
    def name(self) -> str:
        """What the inquiry is called: its folder's name."""
        return self.folder.resolve().name

    @property
    def report(self) -> Path:
        """Where the report is written."""
        return self.folder / "report" / "report.html"

    @property
    def assessment(self) -> Path:
        """Where the machine-readable assessment is written."""
        return self.folder / "report" / "assessment.json"

    def reports(self, form: str = "") -> tuple[Path, ...]:
        """The files of the report: all that the settings ask for, or those of one of their formats."""
        if not form:
            more = tuple(path for chosen in self.settings.formats for path in self.reports(chosen))
            return (self.report, self.assessment, *more)
        names = csv.FILES if form == "csv" else (f"report.{form}",)
        return tuple(self.folder / "report" / name for name in names)

    def stale(self, db: Connection, stage: str, key: str) -> bool:
        """Whether `stage`, which works on the whole, has yet to be done from inputs with the digest `key`. Progress begins."""
        stale = work.done(db, stage).get("") != key
        self.progress.begin(stage, int(stale))
        return stale

    def finish(self, db: Connection, stage: str, key: str, began: str) -> None:
        """`stage`, which works on the whole, is done from inputs with the digest `key`."""
        work.mark(db, stage, "", key)
        self.log(db, stage, key, began, 1)
        self.progress.step()

    def log(self, db: Connection, stage: str, key: str, began: str, units: int) -> None:
        """Enter a run in the log of runs."""
        version = line.version(stage) if stage in line.ROOMS else VERSION
        id_ = ids.name("run", RUNS.count(db), stage, key, began)
        RUNS.append(db, Run(id=id_, stage=stage, version=version, key=key, began=began, ended=now(), units=units))

    def enter(self, db: Connection, act: str, document: str, details: Mapping[str, str]) -> None:
        """Enter an act on `document` ("": on the whole) in the custody log."""
        self.enter_all(db, [(act, document, details)])

    def enter_all(self, db: Connection, acts: Iterable[tuple[str, str, Mapping[str, str]]]) -> None:
        """Enter acts, each with its document and details, in their order."""
        made: list[Entry] = []
        for act, document, details in acts:
            before = made[-1] if made else last(db)
            made.append(chain(before, when=now(), who=self.settings.who, act=act, document=document, details=details))
        CUSTODY.extend(db, made)


def last(db: Connection) -> Entry | None:
    """The last entry of the custody log."""
    return CUSTODY.last(db)


def now() -> str:
    """The moment, ISO 8601 with zone, to the millisecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def digest_of(*parts: object) -> str:
    """The digest of inputs: the same for the same records and values, however they were come by."""
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()
