"""FINDINGS: what people concluded; a finding written from an allegation; the report, seen before it is written."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from firsthand.errors import DecidedMeanwhile, NoSuchRecord
from firsthand.findings import standard
from firsthand.findings.parts import LABELS
from firsthand.findings.record import Finding, Since
from firsthand.inquiry import conclude, gather
from firsthand.inquiry.open import Inquiry
from firsthand.reports import adopted, argue
from firsthand.reports.cite import Footnotes
from firsthand.reports.phrase import Phrases
from firsthand.reports.phrase import standard as called
from firsthand.reports.record import Adopted, Line, Passage, Section
from firsthand.settings import Format
from firsthand.web.page import Ask, Change, Done, Id, Page, Part, Shown, part

SIZE = 20

SHOWN = 60


class AskFindings(Ask, frozen=True):
    """All findings, on page `at`."""

    at: int = 1


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in the list; `news` counts statements and contradictions that came since."""

    finding: Finding
    standard: str
    proposed: str
    holds: bool
    allegation: str
    news: int


class Findings(Shown, frozen=True):
    """What people concluded, the latest first."""

    part: Part
    rows: tuple[Row, ...]


def findings(inquiry: Inquiry, ask: AskFindings) -> Findings:
    """The list."""
    total, found, since, holding = inquiry.ask(conclude.findings, max(ask.at - 1, 0) * SIZE, SIZE)
    rows = tuple(_row(f, since.get(f.id), f.id in holding) for f in found)
    return Findings(part=part(total, ask.at, SIZE), rows=rows)


def _row(f: Finding, came: Since | None, holds: bool) -> Row:
    return Row(
        finding=f,
        standard=called(f.standard) if f.standard else "",
        proposed=called(f.proposed) if f.proposed else "",
        holds=holds,
        allegation=came.allegation if came else "",
        news=len(came.added) + len(came.gone) + len(came.contradictions) if came else 0,
    )


class AskWrite(Ask, frozen=True):
    """A finding about the allegation `about`: what was written so far. `parts` are those that it states."""

    about: Id
    standard: str = ""
    words: str = ""
    why: str = ""
    parts: tuple[str, ...] = ()


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A standard that a finding may be at: how it is said, and how many of its conditions the act does not meet."""

    id: str
    label: str
    verb: str
    unmet: tuple[str, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the allegation: what it is, in names, the standard proposed for it, and how many statements tell of it."""

    name: str
    label: str
    says: str
    proposed: str
    lo: int
    hi: int
    statements: int


class Write(Shown, frozen=True):
    """A finding being written: what bears on it, what may be stated at which standard, and how it will stand in the report.

    `seen` is the number of the last finding about it. `cites`: how each statement is cited in its words, by the statement's id.
    """

    about: str
    label: str
    seen: int
    section: Section
    passages: tuple[Passage, ...]
    lines: tuple[Line, ...]
    parts: tuple[Told, ...]
    levels: tuple[Level, ...]
    proposed: str
    draft: AskWrite
    preview: Adopted | None
    cites: Mapping[str, str]
    earlier: tuple[Finding, ...]


def write(inquiry: Inquiry, ask: AskWrite) -> Write:
    """The page on which a finding is written."""
    case = inquiry.ask(gather.allegation, ask.about, SHOWN, inquiry.name)
    contents = case.contents
    if not contents.assessments:
        raise NoSuchRecord(f"{case.allegation.label} was not weighed", "start the line on the overview")
    weighed = contents.assessments[0]
    notes = Footnotes(contents.documents, contents.texts)
    phrases = Phrases(contents, notes)
    section = argue.section(case.allegation, "a", weighed, contents, phrases, ())
    lines = (*(line for g in section.supports for line in g.lines), *section.disputes, *section.doubts)
    earlier = inquiry.ask(conclude.concluded, ask.about)
    draft = Finding(
        id="", seq=0, about=ask.about, label=case.allegation.label, standard=ask.standard, words=ask.words,
        who=inquiry.settings.who, when="", why=ask.why, parts=ask.parts or ("act",), proposed=weighed.standard,
    )  # fmt: skip
    preview = adopted.adopted(draft, section.lead.notes, phrases) if ask.words.strip() else None
    return Write(
        about=ask.about,
        label=case.allegation.label,
        seen=max((f.seq for f in earlier), default=0),
        section=section,
        passages=tuple(notes.passages),
        lines=lines,
        parts=tuple(
            Told(
                name=p.name, label=LABELS.get(p.name, p.label), says=p.says,
                proposed=called(p.standard) if p.standard else "", lo=p.lo, hi=p.hi, statements=len(p.statements),
            )
            for p in weighed.parts
        ),
        levels=tuple(
            Level(
                id=id_, label=s.label, verb=s.verb,
                unmet=tuple(c.name for c in weighed.conditions if c.level == id_ and not c.met),
            )
            for id_, s in sorted(standard.standards().items(), key=lambda e: e[1].order)
        ),
        proposed=weighed.standard,
        draft=ask,
        preview=preview,
        cites={line.statement: adopted.cite(line.statement) for line in lines},
        earlier=earlier,
    )  # fmt: skip


class Conclude(Ask, frozen=True):
    """What a person concludes. `p_*` are the parts that it states; `seen` the number of the last finding that the page showed."""

    about: Id
    standard: str = ""
    words: str = ""
    why: str = ""
    seen: int = 0
    act: Literal["", "on"] = ""
    victims: Literal["", "on"] = ""
    place_time: Literal["", "on"] = ""
    actor: Literal["", "on"] = ""
    knowledge: Literal["", "on"] = ""


def record(inquiry: Inquiry, said: Conclude) -> Done:
    """Record the finding."""
    earlier = inquiry.ask(conclude.concluded, said.about)
    if earlier and earlier[-1].seq != said.seen:
        last = earlier[-1]
        raise DecidedMeanwhile(
            f"meanwhile {last.who} concluded about the same: {called(last.standard) if last.standard else 'withdrawn'}, on {last.when}",
            "nothing was recorded: look again, then decide",
        )
    parts = [name for name in LABELS if getattr(said, name.replace("-", "_")) == "on"]
    inquiry.conclude(said.about, said.standard, said.words.strip(), said.why.strip(), parts or ["act"])
    return Done(then="/findings")


# ---- the report --------------------------------------------------------------------------------------------------------


class AskReport(Ask, frozen=True):
    """The report."""


class File(msgspec.Struct, frozen=True):
    """A file of the report as it was last written."""

    name: str
    size: int
    when: str


class Report(Shown, frozen=True):
    """The files of the report, the formats it can be written in, and whether anything came since it was written."""

    files: tuple[File, ...]
    formats: tuple[str, ...]
    chosen: tuple[str, ...]
    fresh: bool


FORMATS: tuple[Format, ...] = ("docx", "pdf", "csv")


def report(inquiry: Inquiry, _: AskReport) -> Report:
    """The page from which the report is previewed and written."""
    folder = inquiry.report_path.parent
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    files = tuple(File(p.name, p.stat().st_size, gather.moment(p.stat().st_mtime)) for p in found if p.is_file())
    written = {p.suffix[1:] for p in found} & set(FORMATS)
    return Report(
        files=files,
        formats=FORMATS,
        chosen=tuple(f for f in FORMATS if f in written or f in inquiry.settings.formats),
        fresh=inquiry.report_path.is_file() and inquiry.fresh(),
    )


class Export(Ask, frozen=True):
    """Write the report in the formats that are on."""

    docx: Literal["", "on"] = ""
    pdf: Literal["", "on"] = ""
    csv: Literal["", "on"] = ""


def export(inquiry: Inquiry, said: Export) -> Done:
    """Write it."""
    inquiry.export([form for form in FORMATS if getattr(said, form) == "on"])
    return Done(then="/report")


def preview(inquiry: Inquiry, _: Mapping[str, str]) -> tuple[bytes, str]:
    """The report as HTML, as it would be written now."""
    return inquiry.preview().encode(), "text/html"


def file(inquiry: Inquiry, asked: Mapping[str, str]) -> tuple[bytes, str]:
    """A file of the report. Raises NoSuchRecord for any other."""
    folder = inquiry.report_path.parent
    found = {p.name: p for p in folder.iterdir() if p.is_file()} if folder.is_dir() else {}
    path: Path | None = found.get(asked["name"])
    if path is None:
        raise NoSuchRecord("the report has no such file", "write it first")
    return path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"


PAGES = (
    Page("/findings", "findings/list.html.j2", findings, nav="findings", key="i"),
    Page("/findings/write/{about}", "findings/write.html.j2", write),
    Page("/report", "findings/report.html.j2", report, nav="report", key="e"),
)
CHANGES = (Change("/findings/adopt", record, follows=False), Change("/report/write", export, follows=False))
FILES = {"/report/preview": preview, "/report/files/{name}": file}
