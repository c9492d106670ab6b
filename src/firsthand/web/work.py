"""Work: the line, run in a process of its own while pages are looked at, with how far it is."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

import msgspec

from firsthand import line
from firsthand.errors import FirsthandError, InquiryBusy, WrongUse
from firsthand.inquiry.open import open_inquiry

Kind = Literal["assess", "follow", "index"]
"""assess: the whole line; follow: what follows from decisions; index: only what pages are sorted and searched by."""

INCOMING = "incoming"
"""Folder of the inquiry in which files lie that were dropped into the workbench and are not sealed yet."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How far the work is: `kind` is "" where none is under way. `ended` counts the runs that ended; `what` went wrong in the last, and its `cure`."""

    kind: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    ended: int = 0
    what: str = ""
    cure: str = ""


class Work:
    """Runs the line on the inquiry in `folder`, one run at a time, in a process that stays for the next one."""

    def __init__(self, folder: Path, flags: Mapping[str, object]) -> None:
        self._folder = folder.resolve()
        self._flags = dict(flags)
        self._lock = threading.Lock()
        self._state = State()
        self._again = False
        self._process: Any = None
        self._pipe: Connection | None = None
        self._then: Callable[[], None] = lambda: None

    def then(self, do: Callable[[], None]) -> None:
        """`do` this now and after each run, beside whatever else is done."""
        self._then = do
        self._after()

    def _after(self) -> None:
        threading.Thread(target=self._then, daemon=True).start()

    @property
    def state(self) -> State:
        """How far it is."""
        return self._state

    def start(self, kind: Kind, places: Sequence[Path] = ()) -> None:
        """Begin a run, on `places` too. Raises InquiryBusy where one is under way, WrongUse for a place that is not there."""
        for place in places:
            if not place.is_absolute() or not place.exists():
                raise WrongUse(f"there is no {place}", "give the whole path of a file or a folder on this machine")
        with self._lock:
            if self._state.kind:
                raise InquiryBusy("a run is under way", "wait until it has ended, or stop it")
            self._begin(kind, places)

    def soon(self) -> None:
        """Something was decided: what follows from it is done now, or once more when the run under way has ended."""
        with self._lock:
            if self._state.kind:
                self._again = True
            else:
                self._begin("follow", ())

    def stop(self) -> None:
        """End the run under way. What it has done is kept; the next one goes on there."""
        with self._lock:
            self._again = False
            self._kill()
            self._state = msgspec.structs.replace(self._state, kind="", stage="")

    def close(self) -> None:
        """End the process."""
        self.stop()

    def _begin(self, kind: Kind, places: Sequence[Path]) -> None:
        if self._process is None or not self._process.is_alive():
            self._pipe, theirs = line.CONTEXT.Pipe()
            self._process = line.CONTEXT.Process(target=_labour, args=(theirs, str(self._folder), self._flags))
            self._process.start()
            theirs.close()
            threading.Thread(target=self._watch, args=(self._pipe,), daemon=True).start()
        self._state = State(kind=kind, stage="start", ended=self._state.ended)
        assert self._pipe is not None
        self._pipe.send((kind, [str(p) for p in places]))

    def _kill(self) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._process = None

    def _watch(self, pipe: Connection) -> None:
        """Follow what the process tells, until it is gone."""
        while True:
            try:
                told, *more = pipe.recv()
            except (EOFError, OSError):
                told, more = "gone", []
            with self._lock:
                if pipe is not self._pipe:
                    return
                self._hear(told, more)
            if told == "gone":
                return

    def _hear(self, told: str, more: Sequence[Any]) -> None:
        now = self._state
        if told == "begin":
            self._state = msgspec.structs.replace(now, stage=more[0], done=0, total=more[1])
        elif told == "step":
            self._state = msgspec.structs.replace(now, done=now.done + more[0])
        elif now.kind:  # it ended, well or not
            what, cure = more or (("the run was ended from outside", "start it again") if told == "gone" else ("", ""))
            self._state = State(ended=now.ended + 1, what=what, cure=cure)
            self._after()
            if self._again and told == "end":
                self._again = False
                self._begin("follow", ())


class _Told:
    """Progress, told through a pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def begin(self, stage: str, total: int) -> None:
        """A stage begins."""
        self._pipe.send(("begin", stage, total))

    def step(self, units: int = 1) -> None:
        """So many units are done."""
        self._pipe.send(("step", units))


def _labour(pipe: Connection, folder: str, flags: Mapping[str, object]) -> None:
    """The process: do what is asked for, one run after the other, until nobody asks any more."""
    os.setsid()  # so that it can be ended with the workers that it starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            kind, places = pipe.recv()
            try:
                _run(Path(folder), kind, [Path(p) for p in places], _Told(pipe), flags)
                pipe.send(("end", "", ""))
            except FirsthandError as error:
                pipe.send(("failed", error.what, error.cure))
            except Exception as error:
                pipe.send(
                    (
                        "failed",
                        f"the program has a fault: {type(error).__name__}: {error}",
                        "run firsthand assess in a terminal",
                    )
                )


def _run(folder: Path, kind: Kind, places: list[Path], told: _Told, flags: Mapping[str, object]) -> None:
    with open_inquiry(folder, progress=told, flags=flags) as inquiry:
        dropped = sorted(p for p in (folder / INCOMING).glob("*/*") if p.is_file()) if kind == "assess" else []
        if dropped:
            inquiry.collect(dropped, {"context": "dropped into the workbench"})
            shutil.rmtree(folder / INCOMING)
        if places:
            inquiry.collect(places)
        if kind == "assess":
            for stage in line.STAGES[1:]:
                inquiry.run(stage)
        elif kind == "follow":
            inquiry.follow()
        inquiry.index()


def drop(folder: Path, name: str) -> Path:
    """Where to put a file of this name that was dropped into the workbench. Only the last part of the name is kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", "")
    last = "".join(c for c in last if c.isprintable()).strip()[-120:]
    incoming = folder / INCOMING
    incoming.mkdir(mode=0o700, exist_ok=True)
    number = sum(1 for _ in incoming.iterdir()) + 1
    while True:
        with suppress(FileExistsError):
            (incoming / f"{number:06}").mkdir(mode=0o700)
            return incoming / f"{number:06}" / (last if last.strip(".") else "unnamed")
        number += 1
