"""The line, whole and stage by stage: assess, collect, read, compare, extract, trace, link, weigh, report."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from firsthand.cli.options import (
    PATH,
    asked,
    at,
    field_option,
    format_option,
    inquiry_option,
    password_option,
    source,
    told,
    who_option,
)
from firsthand.cli.output import OUT, say, words
from firsthand.reports.compose import summary
from firsthand.reports.phrase import some
from firsthand.reports.record import Contents

WIDE = 120
"""Columns from which a table need not be squeezed to the terminal's width."""


@click.command()
@click.argument("sources", nargs=-1, required=True, type=source)
@click.option(
    "-o",
    "--inquiry",
    "folder",
    type=PATH,
    default=Path("inquiry"),
    show_default=True,
    help="Folder of the inquiry; made if missing.",
)
@click.option("--workers", type=click.IntRange(min=0), help="Processes at work at the same time (0: one per core).")
@click.option("--profile", help="Profile of the standard of proof.")
@who_option
@field_option
@password_option
@format_option
def assess(
    sources: tuple[Path, ...],
    folder: Path,
    fields: tuple[str, ...],
    passwords: tuple[str, ...],
    formats: tuple[str, ...],
    **flags: object,
) -> None:
    """Do the whole line on SOURCES (files or folders): collect, read, compare, extract, trace, link, weigh, report."""
    with at(folder, create=True, flags={**flags, "passwords": asked(passwords), "formats": formats or None}) as inquiry:
        done = inquiry.assess(sources, told(fields))
        contents = inquiry.contents()
    _summary(contents)
    if any(done.values()):
        counted = f"{some(len(contents.documents), 'document')}; {some(done['collect'], 'file')} came in now; {some(len(contents.flaws), 'flaw')}"
        OUT.print(words(f"{counted} (firsthand show flaws -o {folder})"))
    else:
        OUT.print("Nothing to do: every source is known and everything is up to date.")
    say(f"Report: {inquiry.report_path}")
    say(f"Assessment: {inquiry.assessment_path}")
    for path in inquiry.report_paths[2:]:
        say(f"Also: {path}")


@click.command()
@click.argument("sources", nargs=-1, required=True, type=source)
@inquiry_option
@who_option
@field_option
def collect(sources: tuple[Path, ...], folder: Path, who: str | None, fields: tuple[str, ...]) -> None:
    """Seal SOURCES (files or folders) in the inquiry, under their SHA-256."""
    with at(folder, create=True, flags={"who": who}) as inquiry:
        done = inquiry.collect(sources, told(fields))
    OUT.print(f"{done} new files sealed" if done else "Nothing to do: every source is known.")


@click.command()
@inquiry_option
@password_option
def read(folder: Path, passwords: tuple[str, ...]) -> None:
    """Read text, pages and metadata out of the sealed documents."""
    with at(folder, flags={"passwords": asked(passwords)}) as inquiry:
        _done("read", inquiry.read())


def _stage(name: str, text: str) -> click.Command:
    @inquiry_option
    def run(folder: Path) -> None:
        with at(folder) as inquiry:
            _done(name, inquiry.run(name))

    run.__doc__ = text
    return click.command(name)(run)


@click.command()
@inquiry_option
@format_option
def report(folder: Path, formats: tuple[str, ...]) -> None:
    """Write report.html and assessment.json, and what else is asked for."""
    with at(folder, flags={"formats": formats or None}) as inquiry:
        _done("report", inquiry.report())
    for path in inquiry.report_paths:
        say(str(path))


def _done(stage: str, units: int) -> None:
    OUT.print(f"{stage}: {units} done" if units else f"{stage}: nothing to do, all is up to date")


WHOLE = (
    _stage("compare", "Find what copies what, with the matched passages."),
    _stage("extract", "Find who says what: statements, figures and acts, at exact places."),
    _stage("trace", "Find who the speakers are and where each statement's information enters."),
    _stage("link", "Group statements into allegations and find contradictions."),
    _stage("weigh", "Count independent origins and weigh each allegation against the standard of proof."),
)
"""The stages that take nothing but the inquiry."""


def _summary(contents: Contents) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False, expand=OUT.width < WIDE)
    table.add_column("Allegation", overflow="fold", ratio=4, min_width=20)
    for heading in ("Independent\norigins", "Docu-\nments", "First-\nhand"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Disputed by", overflow="fold", ratio=2, min_width=11)
    table.add_column("Standard proposed", overflow="fold", ratio=2)
    overview = summary(contents)
    for row in overview.allegations:
        table.add_row(*(words(cell) for cell in row))
    OUT.print(table if overview.allegations else "No allegation was found in these sources.")
    if overview.incidents:
        OUT.print(f"and {overview.incidents} single incidents that are part of these; see the report")
    if overview.contradictions:
        OUT.print("\nContradictions", style="bold")
        for explanation in overview.contradictions:
            OUT.print(words(f"· {explanation}"))
    OUT.print()
