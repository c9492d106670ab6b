"""What happens to a run when a reader hangs, dies, eats the machine, lies or calls home: one Flaw, and the rest goes on."""

from __future__ import annotations

import io
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from firsthand.documents import sandbox as room
from firsthand.documents.confine import Limits
from firsthand.documents.record import Document, Text
from firsthand.documents.sandbox import Item, Job, Sandbox
from firsthand.documents.seal import Vault
from firsthand.errors import ReadersFailed
from firsthand.flaws import Flaw

STORY = "The mayor of Osk said on Monday that the bridge over the lake had been closed for the whole winter."

READER = """
import ctypes, os, signal, socket, subprocess, sys, time, types

# What is tried here is the sandbox. Loading all readers anew for each child that is ended would take most of the time.
readers = types.ModuleType("firsthand.documents.read")
readers.items = lambda *_: iter(())
languages = types.ModuleType("py3langid")
languages.classify = lambda _: ("en", 0.0)
sys.modules.update({readers.__name__: readers, languages.__name__: languages})

import firsthand.documents.serve as serve
from firsthand.documents.record import Document, Part, Text
from firsthand.flaws import flaw

def pieces(job):
    with open(job.path, encoding="utf-8", errors="replace") as stream:
        words = stream.read()
    if not words.startswith("!"):
        yield Text(document=job.document.id, text=words, passages=())
        return
    name, _, code = words[1:].partition(":")
    found = {}
    try:
        exec(code.strip(), {**globals(), "job": job, "found": found})
    except Exception as error:
        found["said"] = f"{type(error).__name__}: {error}"
    yield flaw("read", "told", str(found.get("said", "")), document=job.document.id)
    yield from found.get("pieces", ())

serve.pieces = pieces
"""


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., dict[str, list[Item]]]]:
    """`read(limits, texts)`: what is read of texts where one that begins with "!" is code that takes the reader's place."""
    (tmp_path / "rigged.py").write_text(READER)
    serve = room._SERVE.replace(
        "from firsthand.documents.serve import serve", "import rigged; from firsthand.documents.serve import serve"
    )
    monkeypatch.setattr(room, "_SERVE", serve)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    vault = Vault(tmp_path / "inquiry")
    boxes: list[Sandbox] = []

    def run(texts: list[str], processes: int = 1, **limits: float) -> dict[str, list[Item]]:
        jobs = []
        for text in texts:
            digest, size = vault.keep(io.BytesIO(textwrap.dedent(text).encode()))
            document = Document(id=digest, name=text[:8], place="", size=size, media_type="text/plain", collected="")
            jobs.append(Job(document=document, path=str(vault.path(digest))))
        found: dict[str, list[Item]] = {job.document.id: [] for job in jobs}
        ended = []
        with Sandbox(processes, Limits(**limits)) as box:  # type: ignore[arg-type]
            boxes.append(box)
            for job, piece in box.read(jobs):
                if piece is None:
                    ended.append(job.document.id)
                else:
                    found[job.document.id].append(piece)
        assert sorted(ended) == sorted(found), "each document ends once"
        assert not box._children
        return dict(zip(texts, found.values(), strict=True))

    run.boxes = boxes  # type: ignore[attr-defined]
    yield run
    room._dismiss()


def told(pieces: list[Item]) -> str:
    """What the only piece, a Flaw, says."""
    (flaw,) = pieces
    assert isinstance(flaw, Flaw)
    return flaw.message


HARM = {
    "!hang: time.sleep(60)": "more than 2 seconds",
    "!stop: os.kill(os.getpid(), signal.SIGSTOP)": "more than 2 seconds",
    "!crash: ctypes.string_at(0)": "died (SIGSEGV)",
    "!leave: os._exit(3)": "died (exit code 3)",
    "!noise: os.write(4, b'x' * 100); os._exit(0)": "",
    "!other: found['pieces'] = [Text(document='0' * 64, text='x', passages=())]": "about another document",
    "!much: found['pieces'] = [Part(name='', data=bytes(1 << 20)) for _ in range(9)]": "yields more than 4,000,000 bytes",
}


def test_whatever_a_reader_does_is_a_flaw_and_the_others_are_read(
    read: Callable[..., dict[str, list[Item]]],
) -> None:
    found = read([STORY, *HARM, STORY + " Again."], processes=2, seconds=2, output=4_000_000)
    for text in (STORY, STORY + " Again."):
        (piece,) = found[text]
        assert isinstance(piece, Text)
        assert piece.text == text
    for code, why in HARM.items():
        last = found[code][-1]
        assert isinstance(last, Flaw), code
        assert last.kind == "unreadable"
        assert why in last.message
        assert last.cure


def test_the_readers_themselves(vault: Vault) -> None:
    digest, size = vault.keep(io.BytesIO(STORY.encode()))
    document = Document(id=digest, name="a.txt", place="", size=size, media_type="text/plain", collected="")
    with Sandbox(1) as box:
        (_, text), (_, end) = box.read([Job(document=document, path=str(vault.path(digest)))])
    room._dismiss()
    assert end is None
    assert isinstance(text, Text)
    assert (text.text, text.language, len(text.passages)) == (STORY, "en", 1)


def test_limits_on_memory_processor_output_and_files(read: Callable[..., dict[str, list[Item]]]) -> None:
    found = read(
        [
            "!memory: x = bytearray(2 << 30)",
            "!write: open('big', 'wb').write(bytes(3_000_000))",
            "!files: a = [open('/dev/null') for _ in range(90)]",
        ],
        memory=1 << 29,
        output=2_000_000,
        files=64,
    )
    assert [told(p).partition(":")[0] for p in found.values()] == ["MemoryError", "OSError", "OSError"]


def test_a_reader_that_only_computes_runs_out_of_processor_time(read: Callable[..., dict[str, list[Item]]]) -> None:
    (pieces,) = read(["!spin:\nwhile True: pass"], processor=1, seconds=50).values()
    assert "processor time" in told(pieces)


def test_a_reader_has_no_network_and_no_surroundings(
    read: Callable[..., dict[str, list[Item]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    found = read(
        [
            "!socket: socket.socket()",
            "!name: socket.getaddrinfo('example.org', 80)",
            "!environment: found['said'] = sorted(os.environ)",
            "!cables: found['said'] = [n for n in os.listdir('/sys/class/net') if n != 'lo'] if 0 else open('/proc/net/dev').read()",
            "!dump: found['said'] = __import__('resource').getrlimit(__import__('resource').RLIMIT_CORE)",
        ]
    )
    messages = [told(p) for p in found.values()]
    assert messages[0].startswith("PermissionError")
    assert messages[1].startswith("PermissionError")
    assert "SECRET" not in messages[2]
    assert messages[4] == "(0, 0)"
    (box,) = read.boxes  # type: ignore[attr-defined]
    assert box.network in ("namespace", "hook")
    if box.network == "namespace":
        assert [row.split(":")[0].strip() for row in messages[3].splitlines()[2:]] == ["lo"]


def test_what_a_reader_started_and_wrote_goes_with_it(
    read: Callable[..., dict[str, list[Item]]], tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    code = f"!child: p = subprocess.Popen(['sleep', '50']); open('scrap', 'w').close(); open({str(note)!r}, 'w').write(str(p.pid) + ' ' + os.getcwd()); time.sleep(50)"
    read([code], seconds=2)
    pid, folder = note.read_text().split()
    assert not Path(folder).exists()
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text():
            break
        time.sleep(0.1)
    else:
        raise AssertionError("what the reader started still runs")


def test_a_reader_that_has_grown_makes_room_for_a_fresh_one(read: Callable[..., dict[str, list[Item]]]) -> None:
    grow = "!grow: serve.kept = bytearray(200 << 20); found['said'] = os.getpid()"
    first, second = (told(p) for p in read([grow, "!look: found['said'] = os.getpid()"], memory=1 << 29).values())
    assert first != second


def test_children_are_used_again(read: Callable[..., dict[str, list[Item]]]) -> None:
    pids = {told(p) for p in read([f"!{n}: found['said'] = os.getpid()" for n in range(6)], processes=2).values()}
    assert len(pids) <= 2


@pytest.mark.usefixtures("read")
def test_whoever_stops_listening_leaves_no_child(vault: Vault) -> None:
    digest, size = vault.keep(io.BytesIO(b"!hang: time.sleep(60)"))
    document = Document(id=digest, name="a", place="", size=size, media_type="text/plain", collected="")
    story, length = vault.keep(io.BytesIO(STORY.encode()))
    with Sandbox(2) as box:
        reading = box.read(
            [
                Job(document=document, path=str(vault.path(digest))),
                Job(
                    document=Document(id=story, name="b", place="", size=length, media_type="text/plain", collected=""),
                    path=str(vault.path(story)),
                ),
            ]
        )
        next(reading)
        (hanging,) = (c for c in box._children if c.job.document.id == digest)
        reading.close()
    assert hanging._process.poll() is not None
    assert hanging not in room._idle


def test_children_that_end_before_they_begin_are_no_fault_of_a_document(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_SERVE", "import sys; sys.exit(3)  # {!r}")
    digest, size = vault.keep(io.BytesIO(STORY.encode()))
    document = Document(id=digest, name="a", place="", size=size, media_type="text/plain", collected="")
    with Sandbox(2) as box, pytest.raises(ReadersFailed, match="exit code 3"):
        list(box.read([Job(document=document, path=str(vault.path(digest)))] * 5))


@pytest.mark.usefixtures("read")
def test_a_child_that_died_unheard_while_the_next_job_was_made_is_told_of(vault: Vault) -> None:
    def jobs() -> Iterator[Job]:
        for words in ("!leave: os._exit(3)", STORY):
            digest, size = vault.keep(io.BytesIO(words.encode()))
            document = Document(id=digest, name=words, place="", size=size, media_type="text/plain", collected="")
            yield Job(document=document, path=str(vault.path(digest)))
            (child,) = box._children[:1]
            child._process.wait(30) if words != STORY else None

    with Sandbox(2) as box:
        found = [(job.document.name, type(piece)) for job, piece in box.read(jobs())]
    assert sorted(found, key=str) == sorted(
        [("!leave: os._exit(3)", Flaw), ("!leave: os._exit(3)", type(None)), (STORY, Text), (STORY, type(None))],
        key=str,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_handle_is_left_open(read: Callable[..., dict[str, list[Item]]]) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    read([STORY, "!leave: os._exit(3)"])
    room._dismiss()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_children_wait_for_the_next_sandbox_with_the_same_limits(read: Callable[..., dict[str, list[Item]]]) -> None:
    first, second = (told(read([f"!{n}: found['said'] = os.getpid()"]).popitem()[1]) for n in "ab")
    assert first == second
    assert told(read(["!c: found['said'] = os.getpid()"], files=99).popitem()[1]) != first
