"""What the line finds in the texts of an evaluation set, and its scorer: the same stages, one after the other, as in `firsthand.line`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from firsthand.allegations import acts
from firsthand.allegations.record import Act
from firsthand.dates import Period
from firsthand.documents.record import Passage, Text
from firsthand.documents.split import split
from firsthand.figures import extract as figures
from firsthand.statements import extract as statements
from firsthand.statements.parse import Parsed, parse
from firsthand.statements.record import Statement


@dataclass(frozen=True)
class Told:
    """One text, parsed, with its statements and acts."""

    parsed: Parsed
    statements: tuple[Statement, ...]
    acts: tuple[Act, ...]


def told(texts: Iterable[Text]) -> Iterator[Told]:
    """What is found in each text, in order."""
    for parsed in parse(texts):
        said = statements.extract(parsed).statements
        found = acts.find(parsed, said, figures.extract(parsed, said))
        yield Told(parsed, (*said, *found.statements), found.acts)


def text(name: str, body: str, title: str = "", on: Period | None = None) -> Text:
    """A Text of an article: its headline, if any, is the first passage. `on`: the day of writing."""
    head = " ".join(title.split())
    shift = len(head) + 2 if head else 0
    passages = (Passage(p.start + shift, p.end + shift, p.kind) for p in split(body))
    first = (Passage(0, len(head), "heading"),) if head else ()
    whole = f"{head}\n\n{body}" if head else body
    return Text(document=name, text=whole, passages=(*first, *passages), language="en", title=head, published=on)


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


@cache
def labels(name: str) -> dict[str, Any]:
    """How our types and words are called in the set `name`: `labels.toml`."""
    return dict(tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))[name])


def score(task: str, gold: Path, predicted: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What the scorer of events says of these predictions."""
    program = next(p for above in gold.resolve().parents if (p := above / "score" / "events.py").is_file())
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "predicted.jsonl"
        made.write_text("".join(json.dumps(p) + "\n" for p in predicted), encoding="utf-8")
        command = [sys.executable, str(program), "--task", task, str(gold), str(made)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def file(folder: Path, *names: str) -> Path:
    """The first of these files that the folder has: an open and a sealed part are called differently."""
    return next(p for name in names if (p := folder / name).is_file())
