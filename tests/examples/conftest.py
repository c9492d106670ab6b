"""The invented inquiry, assessed once per session by the command as a person would type it, in a form that expectations can ask."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from firsthand.cli.program import cli

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

Row = dict[str, Any]


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """`firsthand assess examples/sources`, and what it told."""
    folder = tmp_path_factory.mktemp("tolm") / "inquiry"
    command = [Path(sys.executable).with_name("firsthand"), "assess", EXAMPLES / "sources", "-o", folder]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assessment = json.loads((folder / "report" / "assessment.json").read_text(encoding="utf-8"))
    texts = {}
    for d in assessment["documents"]:
        shown = CliRunner().invoke(cli, ["show", "text", d["id"], "-o", str(folder)], catch_exceptions=False)
        texts[d["name"]] = shown.stdout_bytes.decode("utf-8")
    return Told(assessment, texts)


@dataclass
class Told:
    """`assessment` is the parsed assessment.json; `texts` the text of each document by file name, as `firsthand show text` prints it."""

    assessment: Row
    texts: dict[str, str]

    def rows(self, noun: str) -> list[Row]:
        found: list[Row] = self.assessment[noun]
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """File name of each document id."""
        return {d["id"]: d["name"] for d in self.rows("documents")}

    @cached_property
    def by_id(self) -> dict[str, Row]:
        nouns = ("speakers", "origins", "statements", "figures", "allegations", "contradictions")
        return {r["id"]: r for noun in nouns for r in self.rows(noun)}

    @cached_property
    def assessments(self) -> dict[str, Row]:
        return {a["allegation"]: a for a in self.rows("assessments")}

    # ---- copies

    @cached_property
    def copies(self) -> dict[frozenset[str], set[str]]:
        """Kinds of copy between two documents of the inquiry, by their file names; credits to absent agencies apart."""
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for c in self.rows("copies"):
            if c["from"] in self.names and c["to"] in self.names:
                found[frozenset((self.names[c["from"]], self.names[c["to"]]))].add(c["kind"])
        return found

    # ---- statements

    def statements(self, document: str, content: str = "", speaker: str | None = None) -> list[Row]:
        """Statements of `document` whose content holds the words `content` (white space apart), by a speaker so worded."""
        return [
            s
            for s in self.rows("statements")
            if self.names[s["document"]] == document
            and flat(content) in flat(s["content"]["text"])
            and (speaker is None or speaker in (s["speaker"] or {"text": ""})["text"])
        ]

    def innermost(self, document: str, content: str) -> Row | None:
        """The shortest statement of `document` that holds the words."""
        return min(self.statements(document, content), key=lambda s: len(s["content"]["text"]), default=None)

    def speaker(self, statement: Row) -> Row | None:
        """Who, as traced, says `statement`."""
        found: Row | None = self.by_id.get((statement["speaker"] or {}).get("id") or "")
        return found

    def voice(self, statement: Row) -> str | None:
        """The id of the one for whom the statement's speaker speaks in the end; the speaker where they speak for themselves."""
        at = self.speaker(statement)
        seen: set[str] = set()
        while at and at.get("speaks_for") in self.by_id and at["id"] not in seen:
            seen.add(at["id"])
            at = self.by_id[at["speaks_for"]]
        return at["id"] if at else None

    def origin(self, statement: Row) -> Row:
        found: Row = self.by_id[statement["origin"]]
        return found

    # ---- allegations

    def members(self, allegation: Row, role: str) -> Iterator[Row]:
        """The statements that support, dispute or mention `allegation`."""
        return (self.by_id[m["id"]] for m in allegation["statements"] if m["role"] == role)

    def documents(self, allegation: Row, role: str) -> set[str]:
        return {self.names[s["document"]] for s in self.members(allegation, role)}

    def allegations(self, types: set[str]) -> list[Row]:
        """Allegations of these types, the one that rests on most documents first."""
        found = [a for a in self.rows("allegations") if a["type"] in types]
        return sorted(found, key=lambda a: (-len(self.documents(a, "supports")), a["id"]))

    def figures(self, document: str, text: str) -> list[Row]:
        return [f for f in self.rows("figures") if self.names[f["document"]] == document and text in f["text"]]


def flat(text: str) -> str:
    """The words with single blanks and plain quotation marks: a PDF breaks lines where it likes."""
    return " ".join(text.replace("“", '"').replace("”", '"').replace("’", "'").split())
