"""What the commands have in common: their options, and how they come to the inquiry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from firsthand.cli.output import Bars, plain
from firsthand.documents import custody
from firsthand.errors import NoSuchSource, WrongUse
from firsthand.inquiry.open import Inquiry, open_inquiry

PATH = click.Path(path_type=Path)


def source(value: str) -> Path:
    """A file or folder that is there, looked for before an inquiry is made for it. Raises WrongUse, NoSuchSource."""
    if not value:
        raise WrongUse("a source has no name", "name a file or folder; . is the folder you are in")
    path = Path(value)
    if not path.exists():
        raise NoSuchSource(f"there is no {plain(value)}", "check the path")
    return path


inquiry_option = click.option(
    "-o", "--inquiry", "folder", type=PATH, default=Path(), help="Folder of the inquiry (here)."
)
who_option = click.option("--who", help="Name under which acts are logged.")
field_option = click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="NAME=VALUE",
    help=f"How the sources were come by: {', '.join(custody.FIELDS)}.",
)
password_option = click.option(
    "--password",
    "passwords",
    multiple=True,
    help='Opens encrypted documents; may be repeated; "-" asks for it, unseen.',
)
format_option = click.option(
    "--as",
    "formats",
    multiple=True,
    type=click.Choice(["docx", "pdf", "csv"]),
    help="Write the report in this format too; may be repeated.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@contextmanager
def at(
    folder: Path, *, create: bool = False, alone: bool = True, flags: Mapping[str, object] | None = None
) -> Iterator[Inquiry]:
    """The inquiry, with progress bars."""
    with Bars() as bars, open_inquiry(folder, create=create, alone=alone, flags=flags, progress=bars) as inquiry:
        yield inquiry


def asked(passwords: Sequence[str]) -> tuple[str, ...] | None:
    """The passwords given, those that are "-" asked for now."""
    return tuple(click.prompt("Password", hide_input=True) if p == "-" else p for p in passwords) or None


def told(fields: Sequence[str]) -> dict[str, str]:
    """What was told of the sources, by field. Raises WrongUse for a field that is none."""
    given, wrong = custody.told(fields)
    if wrong:
        raise WrongUse(f"--field {wrong} is none", f"give NAME=VALUE, NAME one of: {', '.join(custody.FIELDS)}")
    return given
