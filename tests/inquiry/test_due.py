"""What stages made from earlier texts or statements is no mismatch: it is due to be made again, and verify says so by itself."""

import shutil
import sqlite3

import pytest
from click.testing import CliRunner

from firsthand import line, open_inquiry
from firsthand.cli.program import cli

STORY = """Soldiers detained about 40 people in Osk on 12 March 2024, residents said.

"They took my brother to the barracks," said Mira Tal, a teacher from Tolm. She said that he came back after nine days.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("due")
    (folder / "story.txt").write_text(STORY, encoding="utf-8")
    with open_inquiry(folder / "inquiry", create=True, flags={"workers": 1}) as inquiry:
        inquiry.assess([folder / "story.txt"])
    return folder / "inquiry"


@pytest.fixture
def inquiry(made, tmp_path):
    shutil.copytree(made, tmp_path / "inquiry")
    with open_inquiry(tmp_path / "inquiry", alone=False) as inquiry:
        yield inquiry


def forget(inquiry):
    """As after `extract`, which finds no mention any more where a reference stands."""
    with sqlite3.connect(inquiry.folder / "inquiry.sqlite") as db:
        db.execute("DELETE FROM mentions")
    db.close()


def newer(monkeypatch, stage):
    """The rules of `stage` are others than those by which the inquiry was made."""
    known = line.version
    monkeypatch.setattr(line, "version", lambda asked: known(asked) + "+" if asked == stage else known(asked))


def test_nothing_is_due_of_what_was_just_made(inquiry):
    assert inquiry.behind() == ()
    assert inquiry.verify() == ()


def test_a_reference_without_its_mention_is_a_mismatch(inquiry):
    forget(inquiry)
    assert any("where nothing is mentioned" in m.message for m in inquiry.verify())


@pytest.mark.parametrize(
    ("stage", "due"), [("extract", ("extract", "trace")), ("compare", ("compare", "trace")), ("trace", ("trace",))]
)
def test_what_is_due_to_be_made_again_is_told_and_is_no_mismatch(inquiry, monkeypatch, stage, due):
    forget(inquiry)
    newer(monkeypatch, stage)
    assert inquiry.behind() == due
    assert inquiry.verify() == ()


def test_originals_and_the_log_are_checked_all_the_same(inquiry, monkeypatch):
    newer(monkeypatch, "extract")
    (original,) = (inquiry.folder / "originals").glob("??/*")
    original.chmod(0o600)
    original.write_bytes(b"another")
    assert "original" in inquiry.verify()[0].where


def test_the_command_says_what_is_to_be_done_again(inquiry, monkeypatch):
    newer(monkeypatch, "extract")
    done = CliRunner().invoke(cli, ["verify", "-o", str(inquiry.folder)])
    assert done.exit_code == 0
    assert "To be done again: extract, trace." in " ".join(done.output.split())
