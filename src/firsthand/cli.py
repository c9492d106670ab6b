"""One command per stage: parse, ask the inquiry, print. The only place where an error becomes an exit code.

Exit codes: 0 done, 1 the check failed or the run could not go on, 2 wrong use.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text as Words

import firsthand
from firsthand.errors import FirsthandError, NoSuchRecord, WrongUse
from firsthand.inquiry import Inquiry, open_inquiry
from firsthand.judgements import DECISIONS
from firsthand.reports.compose import summary
from firsthand.reports.formats import json
from firsthand.reports.record import Contents

WIDE = 120
"""Columns from which a table need not be squeezed to the terminal's width."""

OUT = Console()
ERR = Console(stderr=True)


class Bars:
    """A progress bar per stage, on a terminal only; elsewhere a line per stage that had work."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=ERR, disable=not ERR.is_terminal)
        self._task: TaskID | None = None

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def begin(self, stage: str, total: int) -> None:
        """A new bar; full at once where there is nothing to do."""
        self._task = self._bars.add_task(stage, total=max(total, 1), completed=0 if total else 1)

    def step(self, units: int = 1) -> None:
        """Move the bar that began last."""
        if self._task is not None:
            self._bars.advance(self._task, units)


inquiry_option = click.option(
    "-o", "--inquiry", "folder", type=click.Path(path_type=Path), default=Path(), help="Folder of the inquiry (here)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@contextmanager
def at(
    folder: Path, *, create: bool = False, alone: bool = True, flags: Mapping[str, object] | None = None
) -> Iterator[Inquiry]:
    """The inquiry, with progress bars."""
    with Bars() as bars, open_inquiry(folder, create=create, alone=alone, flags=flags, progress=bars) as inquiry:
        yield inquiry


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(firsthand.__version__, prog_name="firsthand")
def cli() -> None:
    """From a pile of sources to findings that stand.

    The machine proposes, with its reasons; people decide. Nothing leaves this machine.
    """


@cli.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--inquiry",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("inquiry"),
    show_default=True,
    help="Folder of the inquiry; made if missing.",
)
@click.option("--workers", type=click.IntRange(min=0), help="Processes at work at the same time (0: one per core).")
@click.option("--profile", help="Profile of the standard of proof.")
@click.option("--who", help="Name under which acts are logged.")
def assess(sources: tuple[Path, ...], folder: Path, **flags: object) -> None:
    """Do the whole line on SOURCES (files or folders): collect, read, compare, extract, trace, link, weigh, report."""
    with at(folder, create=True, flags=flags) as inquiry:
        done = inquiry.assess(sources)
        contents = inquiry.contents()
    _print_summary(contents)
    if not any(done.values()):
        OUT.print("Nothing to do: every source is known and everything is up to date.")
    else:
        OUT.print(
            Words(
                f"{len(contents.documents)} documents, {done['collect']} new; {len(contents.flaws)} flaws (firsthand show flaws -o {folder})"
            )
        )
    OUT.print(Words(f"Report: {inquiry.report_path}"), soft_wrap=True)
    OUT.print(Words(f"Assessment: {inquiry.assessment_path}"), soft_wrap=True)


@cli.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@inquiry_option
@click.option("--who", help="Name under which acts are logged.")
def collect(sources: tuple[Path, ...], folder: Path, who: str | None) -> None:
    """Seal SOURCES (files or folders) in the inquiry, under their SHA-256."""
    with at(folder, create=True, flags={"who": who}) as inquiry:
        done = inquiry.collect(sources)
    OUT.print(f"{done} new files sealed" if done else "Nothing to do: every source is known.")


def _stage(name: str, text: str) -> None:
    @inquiry_option
    def run(folder: Path) -> None:
        with at(folder) as inquiry:
            done = getattr(inquiry, name)()
        OUT.print(f"{name}: {done} done" if done else f"{name}: nothing to do, all is up to date")

    run.__doc__ = text
    cli.command(name)(run)


_stage("read", "Read text, pages and metadata out of the sealed documents.")
_stage("compare", "Find what copies what, with the matched passages.")
_stage("extract", "Find who says what: statements, figures and acts, at exact places.")
_stage("trace", "Find who the speakers are and where each statement's information enters.")
_stage("link", "Group statements into allegations and find contradictions.")
_stage("weigh", "Count independent origins and weigh each allegation against the standard of proof.")
_stage("report", "Write report.html and assessment.json.")


@cli.command()
@inquiry_option
def verify(folder: Path) -> None:
    """Re-check every digest, the custody chain and every span. Exit code 1 if anything does not match."""
    with at(folder, alone=False) as inquiry:
        wrong = inquiry.verify()
    for w in wrong:
        OUT.print(
            Words(f"{w.message} ({w.where}): expected {_short(w.expected)}, found {_short(w.found)}"), soft_wrap=True
        )
    if wrong:
        raise click.exceptions.Exit(1)
    OUT.print("Everything matches: digests, custody chain, spans.")


@cli.command()
@click.argument("noun", type=click.Choice(sorted(DECISIONS)))
@click.argument("about")
@click.argument("decision")
@click.option("--why", default="", help="The reason, in words.")
@click.option("--who", help="Who decides; the login name if not given.")
@inquiry_option
def judge(noun: str, about: str, decision: str, why: str, who: str | None, folder: Path) -> None:
    """Record a person's DECISION about the NOUN with the id ABOUT. Kept for good; a later one takes its place, "open" takes it back."""
    with at(folder, flags={"who": who}) as inquiry:
        made = inquiry.judge(noun, about, decision, why)
    OUT.print(
        Words(
            f"{made.who} judged {noun} {about}: {decision}. Run the stages again to see what follows (firsthand weigh, report)."
        )
    )


@cli.group()
def show() -> None:
    """Print any noun of the inquiry as a table, or with --json."""


@show.command("text")
@click.argument("document")
@inquiry_option
def show_text(document: str, folder: Path) -> None:
    """Print the text of DOCUMENT (id, beginning of it, or name), exactly: every offset counts its code points."""
    with open_inquiry(folder, alone=False) as inquiry:
        text = inquiry.text(document)
    sys.stdout.buffer.write(text.text.encode("utf-8", "surrogatepass"))
    sys.stdout.flush()


@show.command("custody")
@inquiry_option
@json_option
def show_custody(folder: Path, as_json: bool) -> None:
    """Print the custody chain."""
    with open_inquiry(folder, alone=False) as inquiry:
        entries = inquiry.custody()
    _print_rows([msgspec.to_builtins(e) for e in entries], ["seq", "when", "who", "act", "document"], as_json)


@show.command("runs")
@inquiry_option
@json_option
def show_runs(folder: Path, as_json: bool) -> None:
    """Print the log of runs."""
    with open_inquiry(folder, alone=False) as inquiry:
        runs = inquiry.runs()
    _print_rows([msgspec.to_builtins(r) for r in runs], ["stage", "version", "began", "ended", "units"], as_json)


COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": ("id", "name", "media_type", "language", "title", "published", "length"),
    "copies": ("id", "kind", "from", "to", "share_from", "share_to", "status"),
    "speakers": ("id", "name", "kind", "speaks_for", "aliases"),
    "origins": ("id", "kind", "label", "first_hand"),
    "statements": ("id", "document", "speaker", "cue", "content", "stance", "rule"),
    "figures": ("id", "document", "text", "low", "high", "unit", "of"),
    "allegations": ("id", "type", "label", "victims", "perpetrators", "places"),
    "contradictions": ("id", "kind", "explanation"),
    "assessments": ("allegation", "origins", "standard", "disputed_by"),
    "judgements": ("seq", "when", "who", "noun", "about", "decision", "why"),
    "flaws": ("stage", "kind", "name", "message", "cure"),
}


def _noun(noun: str) -> Callable[..., None]:
    @inquiry_option
    @json_option
    @click.argument("ids", nargs=-1)
    def run(ids: tuple[str, ...], folder: Path, as_json: bool) -> None:
        with open_inquiry(folder, alone=False) as inquiry:
            rows = json.tree(inquiry.contents())[noun]
        wanted = [r for r in rows if not ids or any(str(r.get("id", "")).startswith(i) for i in ids)]
        if ids and not wanted:
            raise NoSuchRecord(f"this inquiry has none of these {noun}: {' '.join(ids)}", f"see: firsthand show {noun}")
        _print_rows(wanted, COLUMNS[noun], as_json)

    run.__doc__ = f"Print the {noun}: all, or those whose ids begin as given."
    return run


for _name in COLUMNS:
    show.command(_name)(_noun(_name))


def _print_rows(rows: Sequence[dict[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    if as_json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
        sys.stdout.flush()
        return
    table = Table(*columns, box=None, header_style="bold")
    for row in rows:
        table.add_row(*(Words(_cell(column, row.get(column))) for column in columns))
    OUT.print(table if rows else "none")


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return f"{value['lo']}–{value['hi']}" if "lo" in value else _short(str(value.get("text", "")))
    if isinstance(value, list):
        return _short(", ".join(_cell(column, v) for v in value))
    if isinstance(value, float):
        return f"{value:,.2f}" if column.startswith("share") else f"{value:,g}" if value < 1e6 else f"{value:,.0f}"
    text = str(value)
    return text[:12] if column in ("document", "from", "to", "id") and len(text) == 64 else _short(text)


def _short(text: str, limit: int = 90) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def _print_summary(contents: Contents) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False, expand=OUT.width < WIDE)
    table.add_column("Allegation", overflow="fold", ratio=5, min_width=24)
    for heading in ("Independent\norigins", "Docu-\nments", "First-\nhand"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Disputed by", overflow="fold", ratio=2)
    table.add_column("Standard proposed", overflow="fold", ratio=2)
    overview = summary(contents)
    for row in overview.allegations:
        table.add_row(*(Words(cell) for cell in row))
    OUT.print(table if overview.allegations else "No allegation was found in these sources.")
    if overview.contradictions:
        OUT.print("\nContradictions", style="bold")
        for explanation in overview.contradictions:
            OUT.print(Words(f"· {explanation}"))
    OUT.print()


def main() -> None:
    """The program. Every error of ours ends here as one line of what and one line of what to do."""
    try:
        sys.exit(cli(standalone_mode=False))  # the code with which a command ended, or None
    except FirsthandError as error:
        _fail(error.what, error.cure, error.exit_code)
    except click.UsageError as error:
        wrong = WrongUse(error.format_message(), f"see: {error.ctx.command_path if error.ctx else 'firsthand'} --help")
        _fail(wrong.what, wrong.cure, wrong.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _fail("stopped", "run the same command again: it goes on where this run stopped", 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _fail(what: str, cure: str, code: int) -> None:
    ERR.print(Words(f"firsthand: {what}"), soft_wrap=True)
    if cure:
        ERR.print(Words(f"  {cure}"), soft_wrap=True)
    sys.exit(code)
