"""The program as a person uses it: what it prints, the exit codes, what it does with bad input."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from firsthand.cli import program, show
from firsthand.store import schema
from firsthand.store.open import open_store

DISPATCH = """OSK (Northern Wire) — Soldiers detained about 40 villagers in Tolm on 12 March 2024, residents said.

"They took my brother to the barracks and beat him," said Mira Tal, a teacher from Tolm.

The interior ministry denied that anyone had been beaten. "No one was harmed," the ministry's spokesman, Oren Vash, said on Thursday.
"""
TESTIMONY = """My name is withheld. I am from Tolm.

I saw the soldiers beat two men in the yard of the barracks on 12 March 2024. I was held there for nine days.
"""


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "dispatch.txt").write_text(DISPATCH, encoding="utf-8")
    (folder / "testimony.txt").write_text(TESTIMONY, encoding="utf-8")
    return folder


@pytest.fixture
def run(monkeypatch, capfd):
    """Run the program in this process: `run("assess", …)` gives (exit code, output, errors)."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["firsthand", *map(str, arguments)])
        code = 0
        try:
            program.main()
        except SystemExit as end:
            code = end.code or 0
        said = capfd.readouterr()
        return code, said.out, said.err

    return run


def held(run, noun, inquiry):
    code, out, _ = run("show", noun, "-o", inquiry, "--json")
    assert code == 0
    return json.loads(out)


def test_assess_prints_the_table_and_says_where_the_report_is(run, sources, tmp_path):
    code, out, _ = run("assess", sources, "-o", tmp_path / "inquiry")
    assert code == 0
    assert "Allegation" in out
    assert "origins" in out
    assert str(tmp_path / "inquiry" / "report" / "report.html") in out
    assert (tmp_path / "inquiry" / "report" / "report.html").is_file()
    assert (tmp_path / "inquiry" / "report" / "assessment.json").is_file()


def test_a_second_assess_does_nothing_and_says_so(run, sources, tmp_path):
    run("assess", sources, "-o", tmp_path / "inquiry")
    runs = held(run, "runs", tmp_path / "inquiry")
    written = (tmp_path / "inquiry" / "report" / "report.html").stat().st_mtime_ns
    code, out, _ = run("assess", sources, "-o", tmp_path / "inquiry")
    assert code == 0
    assert "Nothing to do" in out
    assert held(run, "runs", tmp_path / "inquiry") == runs
    assert (tmp_path / "inquiry" / "report" / "report.html").stat().st_mtime_ns == written


def test_adding_one_file_does_only_its_work_and_keeps_ids_and_judgements(run, sources, tmp_path):
    inquiry = tmp_path / "inquiry"
    run("assess", sources, "-o", inquiry)
    before = {
        noun: {r["id"] for r in held(run, noun, inquiry)}
        for noun in ("documents", "statements", "origins", "speakers", "allegations")
    }
    said = held(run, "statements", inquiry)[0]["id"]
    assert (
        run("judge", "statement", said, "confirmed", "--who", "anna", "--why", "heard on tape", "-o", inquiry)[0] == 0
    )
    (sources / "later.txt").write_text(
        "A spokesman for the Lake Committee said on Friday that 11 people were detained in Tolm.\n"
    )
    run("assess", sources, "-o", inquiry)
    after = {noun: {r["id"] for r in held(run, noun, inquiry)} for noun in before}
    for noun, ids in before.items():
        assert ids <= after[noun], noun
    assert [(j["about"], j["decision"], j["who"], j["why"]) for j in held(run, "judgements", inquiry)] == [
        (said, "confirmed", "anna", "heard on tape")
    ]
    last = [r for r in held(run, "runs", inquiry) if r["stage"] in ("collect", "read", "extract")][-3:]
    assert [(r["stage"], r["units"]) for r in last] == [("collect", 1), ("read", 1), ("extract", 1)]


def test_each_stage_is_a_command_and_says_when_nothing_is_to_be_done(run, sources, tmp_path):
    inquiry = tmp_path / "inquiry"
    assert run("collect", sources, "-o", inquiry)[1].startswith("2 new files sealed")
    for stage in ("read", "compare", "extract", "trace", "link", "weigh", "report"):
        code, out, _ = run(stage, "-o", inquiry)
        assert (code, "nothing" in out) == (0, False), out
        assert "nothing to do" in run(stage, "-o", inquiry)[1]


def test_the_report_is_written_in_other_formats_when_asked_and_only_once(run, sources, tmp_path):
    inquiry = tmp_path / "inquiry"
    run("assess", sources, "-o", inquiry)
    code, out, _ = run("report", "-o", inquiry, "--as", "docx", "--as", "csv")
    assert code == 0
    assert {"report.docx", "statements.csv"} <= {path.name for path in (inquiry / "report").iterdir()}
    assert str(inquiry / "report" / "report.docx") in out
    assert "nothing to do" in run("report", "-o", inquiry, "--as", "docx")[1]
    assert run("report", "-o", inquiry, "--as", "odt")[0] == 2


def test_show_text_prints_the_text_exactly(run, sources, tmp_path):
    run("assess", sources, "-o", tmp_path / "inquiry")
    assert run("show", "text", "dispatch.txt", "-o", tmp_path / "inquiry")[1] == DISPATCH
    for s in held(run, "statements", tmp_path / "inquiry"):
        text = {
            d["id"]: DISPATCH if d["name"] == "dispatch.txt" else TESTIMONY
            for d in held(run, "documents", tmp_path / "inquiry")
        }[s["document"]]
        for part in (s["speaker"], s["cue"], s["content"]):
            assert part is None or text[part["start"] : part["end"]] == part["text"]


@pytest.mark.parametrize("noun", sorted(show.COLUMNS))
def test_every_noun_can_be_shown_as_a_table_and_as_json(run, sources, tmp_path, noun):
    run("assess", sources, "-o", tmp_path / "inquiry")
    code, out, err = run("show", noun, "-o", tmp_path / "inquiry")
    assert (code, err) == (0, "")
    assert out.strip()
    assert isinstance(held(run, noun, tmp_path / "inquiry"), list)


def test_verify_finds_nothing_wrong_in_what_was_just_made(run, sources, tmp_path):
    run("assess", sources, "-o", tmp_path / "inquiry")
    code, out, _ = run("verify", "-o", tmp_path / "inquiry")
    assert (code, "Everything matches" in out) == (0, True)


def test_verify_names_a_changed_original(run, sources, tmp_path):
    run("assess", sources, "-o", tmp_path / "inquiry")
    sealed = next(p for p in (tmp_path / "inquiry" / "originals").rglob("*") if p.is_file())
    sealed.chmod(0o644)
    sealed.write_bytes(sealed.read_bytes() + b" ")
    code, out, _ = run("verify", "-o", tmp_path / "inquiry")
    assert code == 1
    assert f"SHA-256{sealed.name}" in "".join(out.split())
    assert "was changed" in out


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ('UPDATE custody SET record = replace(record, \'"who":"\', \'"who":"x\')', "entry 1"),
        ("DELETE FROM custody WHERE row = 2", "entry"),
        ("UPDATE statements SET record = replace(record, '\"start\":', '\"start\":1')", "a span of statement"),
        ("UPDATE texts SET record = replace(record, 'Tolm', 'Talm')", "not the one that was read"),
    ],
)
def test_verify_names_what_was_tampered_with(run, sources, tmp_path, change, named):
    inquiry = tmp_path / "inquiry"
    run("assess", sources, "-o", inquiry)
    with open_store(inquiry / "inquiry.sqlite").writing() as db:
        for trigger in ("custody_update", "custody_delete"):
            db.exec_driver_sql(f"DROP TRIGGER {trigger}")
        db.exec_driver_sql(change.replace("replace(record", "replace(CAST(record AS TEXT)"))
    code, out, _ = run("verify", "-o", inquiry)
    assert code == 1
    assert named in out


# ---- bad input: each gets a clear message or a Flaw, and the right exit code ----------------------------------------


def test_no_such_path(run, tmp_path):
    code, _, err = run("assess", tmp_path / "nowhere", "-o", tmp_path / "inquiry")
    assert code == 2
    assert "nowhere" in err
    assert len(err.strip().splitlines()) == 2
    assert not (tmp_path / "inquiry").exists()


def test_a_source_without_a_name_is_not_the_folder_one_is_in(run, tmp_path):
    code, _, err = run("assess", "", "-o", tmp_path / "inquiry")
    assert code == 2
    assert "no name" in err


def test_an_empty_folder(run, tmp_path):
    (tmp_path / "empty").mkdir()
    code, _, err = run("assess", tmp_path / "empty", "-o", tmp_path / "inquiry")
    assert code == 2
    assert "empty" in err


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("random.txt", bytes((i * 7919 + i // 3) % 256 for i in range(5000))),
        ("random.pdf", b"%PDF-1.7\n" + bytes((i * 104729) % 256 for i in range(5000))),
        ("broken.docx", b"PK\x03\x04" + b"\x00" * 200),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 500),
    ],
)
def test_a_file_that_cannot_be_read_is_sealed_and_listed_as_a_flaw(run, sources, tmp_path, name, data):
    (sources / name).write_bytes(data)
    code, _, _ = run("assess", sources, "-o", tmp_path / "inquiry")
    assert code == 0
    assert name in {d["name"] for d in held(run, "documents", tmp_path / "inquiry")}
    assert name in {f["name"] for f in held(run, "flaws", tmp_path / "inquiry")}
    assert run("verify", "-o", tmp_path / "inquiry")[0] == 0


def test_a_file_above_the_limit_is_sealed_and_not_read(run, sources, tmp_path, monkeypatch):
    monkeypatch.setenv("FIRSTHAND_LIMIT", "1000")
    (sources / "huge.txt").write_text("word " * 1000)
    assert run("assess", sources, "-o", tmp_path / "inquiry")[0] == 0
    flaws = [f for f in held(run, "flaws", tmp_path / "inquiry") if f["name"] == "huge.txt"]
    assert len(flaws) == 1
    assert flaws[0]["cure"]


def test_a_text_in_another_encoding_is_read(run, sources, tmp_path):
    (sources / "cyrillic.txt").write_bytes(
        "Жители деревни Толм сообщили о задержаниях. Министерство это отрицает.\n".encode("cp1251") * 20
    )
    assert run("assess", sources, "-o", tmp_path / "inquiry")[0] == 0
    assert "Министерство" in run("show", "text", "cyrillic.txt", "-o", tmp_path / "inquiry")[1]


def test_a_file_that_vanished_is_a_flaw(run, sources, tmp_path):
    (sources / "gone.txt").symlink_to(tmp_path / "no such target")
    code, _, _ = run("assess", sources, "-o", tmp_path / "inquiry")
    assert code == 0
    assert "gone.txt" in json.dumps(held(run, "flaws", tmp_path / "inquiry"))


def test_a_folder_that_holds_other_things_is_not_taken_for_an_inquiry(run, sources, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letters.txt").write_text("mine")
    code, _, err = run("assess", sources, "-o", tmp_path / "mine")
    assert code == 2
    assert "holds other things" in err
    assert sorted(p.name for p in (tmp_path / "mine").iterdir()) == ["letters.txt"]


def test_an_inquiry_of_a_newer_version_is_refused(run, sources, tmp_path):
    run("assess", sources, "-o", tmp_path / "inquiry")
    with open_store(tmp_path / "inquiry" / "inquiry.sqlite").writing() as db:
        db.exec_driver_sql(f"PRAGMA user_version={schema.VERSION + 1}")
    for command in (["assess", sources], ["show", "documents"], ["verify"]):
        code, _, err = run(*command, "-o", tmp_path / "inquiry")
        assert code == 1
        assert "newer version" in err


def test_a_second_run_at_the_same_time_is_kept_out(run, sources, tmp_path):
    from firsthand.store.folder import locked  # noqa: PLC0415

    run("assess", sources, "-o", tmp_path / "inquiry")
    with locked(tmp_path / "inquiry"):
        code, _, err = run("assess", sources, "-o", tmp_path / "inquiry")
        assert run("show", "documents", "-o", tmp_path / "inquiry")[0] == 0, "looking is allowed meanwhile"
    assert code == 1
    assert "another run" in err


def test_no_inquiry_there(run, tmp_path):
    code, _, err = run("show", "documents", "-o", tmp_path)
    assert code == 2
    assert "not an inquiry" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess"],
        ["frobnicate"],
        ["show", "witches"],
        ["judge", "copy", "x", "maybe"],
        ["assess", "--workers", "-1", "x"],
    ],
)
def test_wrong_use_ends_with_2_and_one_line_of_what_to_do(run, sources, tmp_path, monkeypatch, arguments):
    run("collect", sources, "-o", tmp_path / "inquiry")
    monkeypatch.chdir(tmp_path / "inquiry")
    code, _, err = run(*arguments)
    assert code == 2
    assert len(err.strip().splitlines()) == 2


def test_a_folder_that_cannot_be_written(run, sources, tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    code, _, err = run("assess", sources, "-o", tmp_path / "inquiry")
    assert code == 1
    assert "Read-only" in err
    assert "writable" in err


LIMITED = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, -1)); from firsthand.cli import program; sys.argv = ['firsthand', *sys.argv[1:]]; program.main()"


def limited(limit, *arguments):
    """The program in a process that can write no file larger than `limit` bytes."""
    command = [sys.executable, "-c", LIMITED.format(limit), *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "FIRSTHAND_WORKERS": "1"}, check=False
    )


@pytest.mark.parametrize("when", ["the file is made", "it is opened", "statements are kept"])
def test_a_disk_that_fills_up_ends_the_run_cleanly_and_the_next_goes_on(run, sources, tmp_path, when):
    inquiry = tmp_path / "inquiry"
    if when == "statements are kept":
        (sources / "dispatch.txt").write_text(
            "\n".join(DISPATCH.replace("12 March", f"{n} March") for n in range(1, 13))
        )
        run("collect", sources, "-o", inquiry)
        run("read", "-o", inquiry)
        ended = limited((inquiry / "inquiry.sqlite").stat().st_size + 4096, "extract", "-o", inquiry)
    else:
        ended = limited(3000 if when == "the file is made" else 200_000, "assess", sources, "-o", inquiry)
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 1
    assert ended.stderr.strip().splitlines()[-2].startswith("firsthand: ")
    assert run("assess", sources, "-o", inquiry)[0] == 0
    assert run("verify", "-o", inquiry)[0] == 0
    assert len(held(run, "documents", inquiry)) == 2
    assert held(run, "statements", inquiry)


@pytest.mark.parametrize("after", ["originals", "inquiry.sqlite-wal", "report"])
def test_a_run_that_is_killed_leaves_nothing_half_written_and_the_next_goes_on(run, sources, tmp_path, after):
    for n in range(12):
        (sources / f"{n}.txt").write_text(f"{n}\n\n{DISPATCH * 4}")
    inquiry = tmp_path / "inquiry"
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from firsthand.cli.program import main; main()",
            "assess",
            str(sources),
            "-o",
            str(inquiry),
        ],
        stdout=subprocess.DEVNULL,
    )
    while not (inquiry / after).exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert run("assess", sources, "-o", inquiry)[0] == 0
    assert run("verify", "-o", inquiry)[0] == 0
    assert len(held(run, "documents", inquiry)) == 14
    assert not list(inquiry.rglob("*.part"))


def test_a_bag_is_made_and_checks_itself(run, sources, tmp_path):
    run("collect", sources, "-o", tmp_path / "inquiry")
    code, out, _ = run("seal", "-o", tmp_path / "inquiry", "--to", tmp_path / "bag")
    assert code == 0
    assert "verify.py" in out
    done = subprocess.run([sys.executable, tmp_path / "bag" / "verify.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, "Everything matches" in done.stdout) == (0, True)
    assert run("seal", "-o", tmp_path / "inquiry", "--to", tmp_path / "bag")[0] == 2
    assert "sealed into a bag" in run("show", "custody", "-o", tmp_path / "inquiry")[1]


def test_a_time_stamp_says_where_what_goes_before_it_goes(run, sources, tmp_path):
    run("collect", sources, "-o", tmp_path / "inquiry")
    code, out, err = run("timestamp", "--tsa", "http://127.0.0.1:9/tsa", "-o", tmp_path / "inquiry")
    assert code == 1
    assert "To 127.0.0.1 goes one SHA-256 digest" in out
    assert "did not stamp" in err
    assert run("timestamp", "--tsa", "nowhere", "-o", tmp_path / "inquiry")[0] == 2


def test_verify_in_part_and_against_a_head(run, sources, tmp_path):
    run("assess", sources, "-o", tmp_path / "inquiry")
    head = run("verify", "--quick", "-o", tmp_path / "inquiry")[1].split("custody log: ")[1].split()[0]
    assert run("verify", "dispatch.txt", "--head", head, "-o", tmp_path / "inquiry")[0] == 0
    code, out, _ = run("verify", "--head", "0" * 64, "-o", tmp_path / "inquiry")
    assert (code, "cut off" in out) == (1, True)
    assert run("verify", "nothing.txt", "-o", tmp_path / "inquiry")[0] == 2
    assert run("verify", "--roots", tmp_path / "none.pem", "-o", tmp_path / "inquiry")[0] == 2


def test_what_is_known_of_the_sources_is_recorded_or_refused(run, sources, tmp_path):
    code, _, err = run("collect", sources, "-o", tmp_path / "inquiry", "--field", "colour=red")
    assert (code, "address" in err) == (2, True)
    run(
        "collect",
        sources,
        "-o",
        tmp_path / "inquiry",
        "--field",
        "address=https://example.org/a",
        "--field",
        "network=home",
    )
    _, out, _ = run("show", "custody", "-o", tmp_path / "inquiry", "--json")
    details = json.loads(out)[0]["details"]
    assert (details["address"], details["network"], details["identity"]) == (
        "https://example.org/a",
        "home",
        "not recorded",
    )
