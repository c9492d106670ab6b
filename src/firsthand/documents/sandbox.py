"""Run readers in child processes that may do little: so much memory, time, output and so many files, and no network.

A parser of a hostile file is where a stranger's code would begin to run. It runs in a process of its own (`serve.py`, held by
`confine.py`), reads one document at a time and answers with records in MessagePack, which are checked when they are decoded: nothing
that a child sends is ever executed, as a pickle would be. A child that dies, hangs or answers too much is ended with all that it
started; its document becomes a Flaw that says why, another child takes its place, and the rest goes on.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import selectors
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

from firsthand.documents.confine import Limits
from firsthand.documents.record import Document, How, Part, Text
from firsthand.errors import ReadersFailed
from firsthand.flaws import Flaw, flaw

START = 60.0
"""Seconds in which a child must have started: it loads the readers from a disk that may be slow."""

STILLBORN = 3
"""Children on end that end before they have begun, after which no more are started."""

CHUNK = 1 << 20
ROOM = 1 << 18
"""Bytes that a child can say before anybody hears it: most texts in one go. With the 64 kB that a pipe has by itself both sides wait for each
other several times a text."""

Item = Text | Part | Flaw
KINDS: dict[bytes, type[Item]] = {b"t": Text, b"p": Part, b"f": Flaw}
"""What a child answers with, by the first byte of the message."""

NEXT, BYE = b"+", b"-"
"""The last message about a document: the child is ready for the next one, or has grown too large and ends."""

_LENGTH = struct.Struct("<Q")
_SERVE = "import sys; sys.path[:] = {!r}\nfrom firsthand.documents.confine import unshare\napart = unshare()\nfrom firsthand.documents.serve import serve\nserve(apart)"


class Job(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Read `document`, whose sealed bytes lie at `path`, in this way."""

    document: Document
    path: str
    how: How = How()


_idle: list[_Child] = []
"""Children that wait for the next Sandbox with the same limits: to start one takes about as long as to read a hundred stories."""


@atexit.register
def _dismiss() -> None:
    while _idle:
        _idle.pop().end()


class Sandbox:
    """`processes` children that read documents within `limits`. A context manager: at its end no child is at work; the sound ones
    wait for another Sandbox of this process, and end with it.

    `network` tells, after the first answer, what keeps the children from it: "namespace" or "hook" (see `confine.py`).
    """

    def __init__(self, processes: int, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.network = ""
        self._processes = max(1, processes)
        self._children: list[_Child] = []
        self._stillborn = 0

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        _idle.extend(c for c in self._children if c.alive())
        self._children.clear()

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Item | None]]:
        """Read every document: what it yields, piece by piece, and None when it is done. Nothing that a document does is raised.

        Documents are read side by side, so that pieces of several come mixed. `jobs` is asked for one when a child is free; the
        children go on reading while the caller works on a piece, which is not counted as their time. Raises ReadersFailed where
        child after child ends before it has begun: that is no fault of a document's, and none is marked as read then.
        """
        waiting, busy, more = iter(jobs), dict[int, _Child](), True
        with selectors.DefaultSelector() as selector:
            try:
                while more or busy:
                    while more and len(busy) < self._processes:
                        job = next(waiting, None)
                        more = job is not None
                        if job:
                            self._give(job, busy, selector)
                    pieces = self._pieces(busy, selector)
                    began = time.monotonic()
                    yield from pieces
                    for child in busy.values():
                        child.deadline += time.monotonic() - began
            finally:
                for child in busy.values():  # whoever asked has stopped listening
                    child.end()

    def _give(self, job: Job, busy: dict[int, _Child], selector: selectors.BaseSelector) -> None:
        working = list(busy.values())  # one of them that has died is not cleared away before it was heard how
        self._children = [c for c in self._children if c in working or c.alive()]
        child = next((c for c in self._children if c not in working), None)
        if child is None:
            child = self._hire()
            self._children.append(child)
        child.give(job)
        busy[child.answers] = child
        selector.register(child.answers, selectors.EVENT_READ)

    def _hire(self) -> _Child:
        wanted = _command()
        for child in [c for c in _idle if c.limits == self.limits and c.command == wanted]:
            _idle.remove(child)
            if child.alive():
                return child
        return _Child(self.limits, wanted)

    def _pieces(self, busy: dict[int, _Child], selector: selectors.BaseSelector) -> list[tuple[Job, Item | None]]:
        """Wait for something to happen, and tell what did."""
        if not busy:
            return []
        first = min(child.deadline for child in busy.values())
        ready = {key.fd for key, _ in selector.select(max(0.0, first - time.monotonic()))}
        told: list[tuple[Job, Item | None]] = []
        for fd, child in list(busy.items()):
            if fd in ready:
                child.hear()
            over = not child.busy or child.late()
            self._stillborn = 0 if child.network else self._stillborn + over
            if self._stillborn >= STILLBORN:
                raise ReadersFailed(*child.unborn())
            if over and not child.network:  # its document goes to another
                selector.unregister(fd)
                del busy[fd]
                self._give(child.job, busy, selector)
                continue
            told += [(child.job, piece) for piece in child.take()]
            if over:
                self.network = child.network or self.network
                selector.unregister(fd)
                del busy[fd]
                told.append((child.job, None))
        return told


def unread(document: Document, why: str) -> Flaw:
    """The Flaw of a document whose reader did not end well."""
    return flaw(
        "read",
        "unreadable",
        f"{document.name}: not read to its end: {why}",
        cure="the original is sealed; open it by hand with care: it may be made to do harm",
        document=document.id,
        name=document.name,
    )


class _Child:
    """One child process, as its parent sees it."""

    def __init__(self, limits: Limits, command: list[str]) -> None:
        self.limits = limits
        self.command = command
        self.network = ""
        self.busy = False
        self.deadline = 0.0
        self.job: Job
        self._heard = bytearray()
        self._pieces: list[Item] = []
        self._yielded = 0
        self._ended = False
        self._ending = ""
        self._scratch = tempfile.mkdtemp(prefix="firsthand-")
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._scratch,
            env=_environment(self._scratch),
            start_new_session=True,
        )
        self._in, self._out = _pipe(self._process.stdin), _pipe(self._process.stdout)
        self.answers = self._out.fileno()
        if resize := getattr(fcntl, "F_SETPIPE_SZ", 0):  # Linux
            with contextlib.suppress(OSError):
                fcntl.fcntl(self.answers, resize, ROOM)
        self._send(limits)

    def give(self, job: Job) -> None:
        """Ask for one document."""
        self.job, self.busy, self._yielded = job, True, 0
        self.deadline = time.monotonic() + self.limits.seconds + (0.0 if self.network else START)
        self._send(job)

    def hear(self) -> None:
        """Take in what the child has said; it is no longer `busy` when that was all, or the child is gone."""
        try:
            said = os.read(self.answers, CHUNK)
        except OSError:
            said = b""
        if not said:
            self._fail(self._how())
            return
        self._heard += said
        while self.busy and (message := self._message()) is not None:
            self._understand(message)

    def take(self) -> list[Item]:
        """What it has told since this was last asked."""
        pieces, self._pieces = self._pieces, []
        return pieces

    def _message(self) -> bytes | None:
        """The next message, once it has been heard to its end."""
        if len(self._heard) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._heard)
        if self._yielded + length > self.limits.output:
            self._fail(f"it yields more than {self.limits.output:,} bytes")
            return None
        end = _LENGTH.size + length
        if len(self._heard) < end:
            return None
        message = bytes(memoryview(self._heard)[_LENGTH.size : end])
        del self._heard[:end]
        self._yielded += length
        return message

    def _understand(self, message: bytes) -> None:
        kind, body = message[:1], memoryview(message)[1:]
        if not self.network:
            self.network = message.decode("ascii", "replace")
            self.deadline = time.monotonic() + self.limits.seconds
        elif kind in (NEXT, BYE):
            self.busy = False
            if kind == BYE:
                self.end()
        elif kind not in KINDS:
            self._fail("its reader answered with something else than was asked")
        else:
            try:
                piece = msgspec.msgpack.decode(body, type=KINDS[kind])
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                self._fail(f"its reader answered with something else than was asked ({error})")
                return
            if isinstance(piece, Part) or piece.document == self.job.document.id:
                self._pieces.append(piece)
            else:
                self._fail("its reader answered about another document")

    def late(self) -> bool:
        """Whether the time is over; the child is ended then."""
        if time.monotonic() < self.deadline:
            return False
        self._fail(
            f"reading it took more than {self.limits.seconds:g} seconds" if self.network else "no reader started"
        )
        return True

    def alive(self) -> bool:
        """Whether it can be given work. One that died of itself is cleared away."""
        if not self._ended and self._process.poll() is not None:
            self.end()
        return not self._ended

    def end(self) -> None:
        """End the child and whatever it started, and remove what they wrote."""
        if self._ended:
            return
        self._ended, self.busy = True, False
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with contextlib.suppress(OSError):
                pipe.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def unborn(self) -> tuple[str, str]:
        """What is wrong where children end before they have begun, and what helps."""
        return (
            f"documents cannot be read: the processes for it end before they begin ({self._ending}); nothing was lost, no document was marked",
            "raise the limits on memory and file size that this session runs under (see `ulimit -a`) and the setting `memory`, then run it again",
        )

    def _send(self, message: msgspec.Struct) -> None:
        with contextlib.suppress(OSError):  # it is gone: hear() finds out how
            tell(self._in, msgspec.msgpack.encode(message))

    def _fail(self, why: str) -> None:
        self._ending = why
        self._pieces.append(unread(self.job.document, why))
        self.end()

    def _how(self) -> str:
        """How a child ended that closed its pipe."""
        try:
            code = self._process.wait(2)
        except subprocess.TimeoutExpired:
            return "its reader stopped answering"
        if code == -signal.SIGXCPU:
            return f"reading it took more than {self.limits.processor} seconds of processor time"
        if code == -signal.SIGALRM:
            return f"reading it took more than {self.limits.seconds:g} seconds"
        return f"the process that read it died ({signal.Signals(-code).name if code < 0 else f'exit code {code}'})"


def _command() -> list[str]:
    """How a child is started: without what the environment or the current folder would make Python import."""
    return [sys.executable, "-I", "-c", _SERVE.format([os.path.abspath(p) for p in sys.path])]  # noqa: PTH100 - links kept


def tell(stream: IO[bytes], message: bytes) -> None:
    """Write a message behind its length."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def hear(stream: IO[bytes]) -> bytes | None:
    """Read a message; None where the other side is gone."""
    head = stream.read(_LENGTH.size)
    return stream.read(*_LENGTH.unpack(head)) if len(head) == _LENGTH.size else None


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _environment(scratch: str) -> dict[str, str]:
    """What a child may know of its surroundings: where programs lie, where to put scratch files. No proxy, no secret, no home."""
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return {
        **kept,
        "HOME": scratch,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OMP_THREAD_LIMIT": "1",
    }
