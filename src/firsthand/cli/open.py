"""Open the workbench."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from firsthand.cli.options import PATH, who_option
from firsthand.cli.output import say
from firsthand.inquiry.open import open_inquiry
from firsthand.web.serve import serve


@click.command("open")
@click.argument("folder", metavar="[INQUIRY]", type=PATH, default=Path())
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine; any that is free if not given."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--new",
    "create",
    is_flag=True,
    help="Make the inquiry where it is missing; its sources are added in the workbench.",
)
@who_option
def open_(folder: Path, port: int, no_browser: bool, create: bool, who: str | None) -> None:
    """Open the workbench on INQUIRY (here) in the browser: read, decide and see why.

    It is served to this machine alone, and the address opens once. Stop it with Ctrl+C.
    """

    def opened(address: str) -> None:
        say(f"Workbench: {address}")
        say("The address opens once, on this machine alone. Stop with Ctrl+C.")
        if not no_browser:
            webbrowser.open(address)

    with open_inquiry(folder, create=create, alone=False, flags={"who": who}) as inquiry:
        serve(inquiry, port, opened)
