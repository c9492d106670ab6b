"""Train the statistical reader."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli.options import PATH, at
from firsthand.cli.output import say
from firsthand.errors import WrongUse
from firsthand.statements.model import save
from firsthand.statements.train import examples, fit


@click.command()
@click.argument("files", nargs=-1, type=PATH)
@click.option(
    "-o", "--inquiry", "folder", type=PATH, help="Learn from what was decided about the statements of this inquiry too."
)
@click.option(
    "--encoder",
    type=PATH,
    help="Folder of a pretrained transformer (BERT or MPNet) to learn on: finds much more, and takes far longer.",
)
@click.option("--to", type=PATH, required=True, help="File of the model.")
def train(files: tuple[Path, ...], folder: Path | None, encoder: Path | None, to: Path) -> None:
    """Train the statistical reader on FILES of marked texts and on an inquiry's decisions about statements. Nothing leaves this machine.

    Set `model` in firsthand.toml to the file: what it proposes is added to what the rules find, and says that it is statistical.
    """
    marked = [e for file in files for e in examples(file)]
    if folder is not None:
        with at(folder, alone=False) as inquiry:
            marked += inquiry.lessons()
    model = fit(marked, encoder, say)
    try:
        save(model, to)
    except OSError as error:
        raise WrongUse(f"{to} cannot be written: {error}", "name a file in a folder that you may write to") from error
    say(f"Trained on {model.made}: {to}")
    say(f'Use it: model = "{to}" in firsthand.toml, or FIRSTHAND_MODEL={to}')
