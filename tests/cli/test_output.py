"""What a source holds, or a person types, cannot steer the terminal nor fell the program."""

import os
import pty
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.cli.output import plain
from firsthand.inquiry.open import open_inquiry

PROGRAM = [
    sys.executable,
    "-c",
    "import sys; from firsthand.cli.program import main; sys.argv[0] = 'firsthand'; main()",
]
EVIL = "\x1b]0;title\x07\x1b[31m[bold]\u202egpj\x9b2J"


@pytest.fixture(scope="module")
def inquiry(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evil")
    (folder / f"{EVIL}.txt").write_text(f"The mayor of Osk said {EVIL} that the bridge was closed for the winter.\n")
    with open_inquiry(folder / "inquiry", create=True) as made:
        made.collect([folder / f"{EVIL}.txt"])
        made.read()
    return folder / "inquiry"


def run(*arguments, encoding="utf-8"):
    env = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "200"}
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, env=env, check=False)


def on_a_terminal(*arguments):
    """What the program writes to a terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", "TERM": "xterm"}
    with subprocess.Popen([*PROGRAM, *arguments], stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # how a terminal ends
                break
            if not piece:
                break
            said += piece
    os.close(ours)
    assert process.returncode == 0
    return said.decode()


@given(st.text())
def test_plain_keeps_every_place(text):
    shown = plain(text)
    assert len(shown) == len(text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_no_table_passes_on_what_steers_the_terminal(inquiry):
    said = run("show", "documents", "-o", inquiry).stdout.decode()
    assert "[bold]" in said
    assert not re.search(r"[\x07\x1b\x9b\u202e]", said)


def test_a_text_is_exact_in_a_pipe_and_harmless_on_a_terminal(inquiry):
    assert EVIL in run("show", "text", EVIL + ".txt", "-o", inquiry).stdout.decode()
    shown = on_a_terminal("show", "text", EVIL + ".txt", "-o", inquiry)
    assert plain(EVIL) in shown
    assert not re.search(r"[\x07\x1b\x9b\u202e]", shown)


def test_an_output_that_takes_no_such_letters_gets_their_numbers(inquiry):
    ended = run("show", "documents", "-o", inquiry, encoding="ascii")
    assert ended.returncode == 0
    assert rb"\u241b" in ended.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("collect", "{file}", "-o", "{new}", "--who", "\udcff"),
        ("collect", "{file}", "-o", "{new}", "--field", "found=\udcff"),
        ("assess", "{file}", "-o", "{new}\udcff"),
    ],
)
def test_words_that_are_no_utf8_are_refused_in_two_lines(tmp_path, arguments):
    (tmp_path / "story.txt").write_text("The mayor spoke.")
    said = run(*(a.format(file=tmp_path / "story.txt", new=tmp_path / "new") for a in arguments))
    assert said.returncode == 2
    assert b"UTF-8" in said.stderr
    assert len(said.stderr.splitlines()) == 2


def test_whoever_is_credited_is_shown_by_name_and_not_by_an_id(tmp_path):
    (tmp_path / "page.txt").write_text("OSK (AP) -- The mayor closed the bridge for the winter, the council said.\n")
    with open_inquiry(tmp_path / "inquiry", create=True) as made:
        made.collect([tmp_path / "page.txt"])
        made.read()
        made.compare()
    command = [*PROGRAM, "show", "copies", "-o", tmp_path / "inquiry"]
    out = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, env={**os.environ, "COLUMNS": "200"}
    )
    assert "Associated Press" in out.stdout
    assert "agency-" not in out.stdout
