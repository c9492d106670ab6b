"""The program: its commands, and the only place where an error becomes an exit code.

Exit codes: 0 done, 1 the check failed or the run could not go on, 2 wrong use.
"""

from __future__ import annotations

import io
import sys

import click

from firsthand.cli.conclude import adopt, appraise, sign
from firsthand.cli.custody import seal, timestamp, verify
from firsthand.cli.estimate import estimate
from firsthand.cli.judge import judge
from firsthand.cli.open import open_
from firsthand.cli.output import ERR, words
from firsthand.cli.show import show
from firsthand.cli.stages import WHOLE, assess, collect, read, report
from firsthand.cli.train import train
from firsthand.errors import FirsthandError, WrongUse
from firsthand.inquiry.desk import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="firsthand")
def cli() -> None:
    """From a pile of sources to findings that stand.

    The machine proposes, with its reasons; people decide. Nothing leaves this machine.
    """


for _command in (
    assess,
    collect,
    read,
    *WHOLE,
    report,
    open_,
    verify,
    seal,
    timestamp,
    judge,
    appraise,
    adopt,
    sign,
    train,
    estimate,
    show,
):
    cli.add_command(_command)


def main() -> None:
    """The program. Every error of ours ends here as one line of what and one line of what to do."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or a file that cannot take a letter is shown its number
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(cli(standalone_mode=False))  # the code with which a command ended, or None
    except FirsthandError as error:
        _fail(error.what, error.cure, error.exit_code)
    except click.UsageError as error:
        wrong = WrongUse(error.format_message(), f"see: {error.ctx.command_path if error.ctx else 'firsthand'} --help")
        _fail(wrong.what, wrong.cure, wrong.exit_code)
    except (
        UnicodeEncodeError
    ) as error:  # only what is said in the command: the names of files are made fit when they are found
        _fail(f"{error.object!r} cannot be kept: it is not UTF-8", "give words, and the inquiry's folder, in UTF-8", 2)
    except (KeyboardInterrupt, click.Abort):
        _fail("stopped", "run the same command again: it goes on where this run stopped", 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _fail(what: str, cure: str, code: int) -> None:
    ERR.print(words(f"firsthand: {what}"), soft_wrap=True)
    if cure:
        ERR.print(words(f"  {cure}"), soft_wrap=True)
    sys.exit(code)
