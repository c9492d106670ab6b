"""Estimate a number of persons from overlapping lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from firsthand.cli.options import PATH, json_option, source
from firsthand.cli.output import OUT, say, tree, words
from firsthand.errors import WrongUse
from firsthand.estimates.estimate import Choices
from firsthand.inquiry.estimate import Kept, from_lists, from_table
from firsthand.inquiry.open import open_inquiry
from firsthand.reports.tally import told


@click.command()
@click.argument("lists", nargs=-1)
@click.option(
    "--in", "inquiry", type=PATH, help="LISTS are documents of this inquiry; all that hold a table of persons, if none."
)
@click.option(
    "-o",
    "--to",
    "folder",
    type=PATH,
    default=Path("estimate"),
    show_default=True,
    help="Folder that every step is kept in; with --in it is INQUIRY/estimate.",
)
@click.option(
    "--columns", type=PATH, help="Which column is what (TOML); that in the folder, or a proposal, if not given."
)
@click.option(
    "--table",
    "as_table",
    is_flag=True,
    help="LISTS is one capture table: a column of 0 and 1 for each list, and persons.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed gives the same numbers."
)
@click.option("--unique", is_flag=True, help="Nobody stands on a list twice.")
@click.option(
    "--derived",
    multiple=True,
    metavar="LIST=FROM",
    help="LIST was compiled from FROM (several with commas): no capture.",
)
@click.option(
    "--independent", multiple=True, metavar="LIST", help="LIST was made by itself although it lies within another."
)
@click.option("--by", default="", metavar="FIELD", help="Estimate by the values of this field, too.")
@click.option(
    "--threshold",
    type=click.FloatRange(0.0, 1.0),
    help="How likely one person rows must be; chosen by the program if not given.",
)
@json_option
def estimate(
    lists: tuple[str, ...], folder: Path, columns: Path | None, as_table: bool, as_json: bool, **more: object
) -> None:
    """Estimate how many persons there are in all from LISTS (CSV or XLSX) of persons that overlap.

    At least three lists that were made independently. What comes out is a panel of methods; one number only where they agree. With --in
    the lists are tables in documents of an inquiry, and its report has a section of it from then on.
    """
    choices = Choices(
        seed=_whole(more["seed"]),
        unique=bool(more["unique"]),
        derived=_derived(_texts(more["derived"])),
        independent=_texts(more["independent"]),
        by=str(more["by"]),
        threshold=more["threshold"] if isinstance(more["threshold"], float) else None,
    )
    kept = _made(lists, folder, columns, choices, as_table, more["inquiry"])
    if as_json:
        tree(kept.panel)
        return
    _print(kept)


def _made(
    lists: Sequence[str], folder: Path, columns: Path | None, choices: Choices, as_table: bool, inquiry: object
) -> Kept:
    if isinstance(inquiry, Path):
        if as_table:
            raise WrongUse("--table takes a file, --in an inquiry", "give one of the two")
        with open_inquiry(inquiry) as held:
            kept = held.estimate(lists, choices, columns)
            held.report()
        return kept
    paths = [source(p) for p in lists]
    if not paths:
        raise WrongUse("no list is named", "name three files of lists or more, or an inquiry that holds them (--in)")
    if not as_table:
        return from_lists(paths, folder, choices, columns)
    if len(paths) != 1:
        raise WrongUse("a capture table is one file", "name that file alone")
    return from_table(paths[0], folder, choices)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 1


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _derived(told_: Sequence[str]) -> dict[str, list[str]]:
    out = {}
    for pair in told_:
        name, sign, of = pair.partition("=")
        if not sign or not name or not of:
            raise WrongUse(f"--derived {pair} says nothing", "give LIST=FROM, or LIST=FROM,FROM")
        out[name] = of.split(",")
    return out


def _print(kept: Kept) -> None:
    panel = kept.panel
    if kept.result is not None:
        say(
            f"{kept.rows:,} rows; {kept.aside:,} set aside; {kept.rows - kept.aside:,} rows of {kept.persons:,} persons"
        )
        for f in kept.result.roll.flaws:
            say(f"· {f.message}")
    if kept.proposed:
        say(f"Which column is what was proposed by the program: check {kept.folder / 'columns.toml'} and run again.")
    for note in panel.notes:
        say(note)
    say(panel.conclusion)
    if panel.estimates:
        table = Table("Method", "Persons in all", "Interval", box=None, header_style="bold")
        for e in panel.estimates:
            table.add_row(e.method, words(told(e.total, e.interval, e.withheld)), e.interval.kind if e.interval else "")
        OUT.print(table)
        for why in panel.because:
            say(f"· {why}")
    for s in kept.result.strata if kept.result else ():
        say(f"{s.name}: {s.documented:,} documented, {told(s.total, s.interval, s.withheld)}")
    say(f"Written: {kept.folder / 'estimate.html'}")
