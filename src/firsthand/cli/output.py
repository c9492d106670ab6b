"""What the program prints: lines, tables, JSON and progress bars."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

OUT = Console()
ERR = Console(stderr=True)

PLAIN = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}
"""What would steer the terminal or turn the order of what is shown, and what is shown for it: one character for one."""


def plain(text: str) -> str:
    """The text as it may go to a terminal: a source must not be able to change what is on it. Its length stays."""
    return text.translate(PLAIN)


def words(text: str, style: str = "") -> Text:
    """Words to print as they are: nothing in them is markup, nothing steers the terminal."""
    return Text(plain(text), style=style)


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


def say(line: str, style: str = "") -> None:
    """Print a line as it is: nothing in it is markup, and it is not broken."""
    OUT.print(words(line, style), soft_wrap=True)


def rows(
    found: Sequence[dict[str, Any]], columns: Sequence[str], as_json: bool, names: Mapping[str, str] | None = None
) -> None:
    """Print rows as a table of these columns, or as JSON, whole. In the table another record goes by its name."""
    if as_json:
        tree(found)
        return
    table = Table(*columns, box=None, header_style="bold")
    for row in found:
        table.add_row(*(words(_cell(column, row.get(column), names or {})) for column in columns))
    OUT.print(table if found else "none")


def tree(value: object) -> None:
    """Print as JSON."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.flush()


def _cell(column: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return _between(value) if "lo" in value else short(str(value.get("text", "")))
    if isinstance(value, (list, tuple)):
        return short(", ".join(_cell(column, v, names) for v in value))
    if isinstance(value, float):
        return f"{value:,.2f}" if column.startswith("share") else f"{value:,g}" if value < 1e6 else f"{value:,.0f}"
    text = str(value)
    if column != "id" and text in names:
        return short(names[text])
    return text[:12] if column in ("document", "from", "to", "id", "other") and len(text) == 64 else short(text)


def _between(count: Mapping[str, Any]) -> str:
    lo, hi = count["lo"], count["hi"]
    return str(lo) if lo == hi else f"{lo}–{hi}"


def short(text: str, limit: int = 90) -> str:
    """The text on one line, cut off where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
