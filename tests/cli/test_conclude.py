"""Answers about sources on the command line."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from firsthand.cli.program import cli

TESTIMONY = """Testimony of W-1, taken on 3 May 2021

I was held in the barracks of Tolm for nine days. The soldiers beat me with a cable on my back. I saw them beat three others.
"""


def test_without_an_answer_the_questions_are_listed_and_nothing_is_recorded(tmp_path: Path) -> None:
    source = tmp_path / "testimony-w1.txt"
    source.write_text(TESTIMONY)
    inquiry = str(tmp_path / "inquiry")
    run = CliRunner()
    assert run.invoke(cli, ["assess", str(source), "-o", inquiry], catch_exceptions=False).exit_code == 0
    origins = run.invoke(cli, ["show", "origins", "-o", inquiry, "--json"], catch_exceptions=False).output
    assert "W-1" in origins
    listed = run.invoke(cli, ["appraise", "W-1", "-o", inquiry], catch_exceptions=False)
    assert "in a position to see" in listed.output
    assert run.invoke(cli, ["show", "appraisals", "-o", inquiry, "--json"]).output.strip() == "[]"
    told = run.invoke(cli, ["appraise", "W-1", "--answer", "present=yes", "-o", inquiry], catch_exceptions=False)
    assert "speaks for it" in told.output
    told = run.invoke(cli, ["appraise", "W-1", "--connection", "victim", "-o", inquiry], catch_exceptions=False)
    assert "connection to the facts: victim" in told.output
    run.invoke(cli, ["report", "-o", inquiry], catch_exceptions=False)
    assert "connection to the facts: victim" in (tmp_path / "inquiry" / "report" / "report.html").read_text("utf-8")
