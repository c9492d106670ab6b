"""The line: what is done to each document by itself, and how that work is spread over processes.

The stages that look at all documents at once (compare, trace, link, weigh) are single calls and stand in `inquiry.py`.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import FrameType
from typing import TypeVar

import msgspec

import firsthand.allegations.acts as acts
import firsthand.allegations.predicate as predicate
import firsthand.figures.extract as figures
import firsthand.statements.extract as statements
from firsthand.allegations.record import Act, Predication
from firsthand.copies.pile import Each
from firsthand.documents.record import Text
from firsthand.figures.record import Figure
from firsthand.flaws import Flaw, flaw
from firsthand.language.lexicon import KNOWN
from firsthand.statements.model import Model, load
from firsthand.statements.parse import Parsed, parse
from firsthand.statements.record import Mention, Statement

STAGES = ("collect", "read", "compare", "extract", "trace", "link", "weigh", "report")

ROOMS = {
    "read": ("documents",),
    "compare": ("documents", "copies"),
    "extract": ("documents", "statements", "figures", "allegations", "language", "vocabulary"),
    "trace": ("origins", "language", "vocabulary"),
    "link": ("allegations", "figures", "language", "vocabulary"),
    "weigh": ("findings", "allegations", "origins", "language", "vocabulary"),
    "report": ("reports",),
}
"""The rooms whose code and data decide what a stage yields."""

Item = TypeVar("Item")
Result = TypeVar("Result")

CONTEXT = multiprocessing.get_context("spawn")
"""Workers start clean: no lock, connection or thread of this process is carried into one."""


LONG = 250_000
"""Code points of a text, as long as a book, for which extraction has `seconds` once: it takes about a tenth of the default."""


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one document by itself."""

    document: str
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    figures: tuple[Figure, ...] = ()
    acts: tuple[Act, ...] = ()
    predications: tuple[Predication, ...] = ()
    flaws: tuple[Flaw, ...] = ()


@cache
def version(stage: str) -> str:
    """The version of a stage: a digest of the code and data of its rooms, so that a changed rule or word list is noticed."""
    h = hashlib.sha256(stage.encode())
    for room in ROOMS[stage]:
        for path, data in _files(resources.files("firsthand").joinpath(room), room):
            h.update(f"{path}:{len(data)}:".encode())
            h.update(data)
    return h.hexdigest()[:16]


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, path)
        elif entry.name.endswith((".py", ".toml", ".gz", ".j2", ".css", ".json")):
            yield path, entry.read_bytes()


def extract(texts: Sequence[Text], seconds: float = 0, model: str = "") -> tuple[Extracted, ...]:
    """Statements, mentions, figures, acts and predications of each text, in order. One bad text never fails the others.

    A text that takes more than so many `seconds` for each LONG of it (0: as long as it likes) is given up. `model`: the file of a
    model trained here, whose proposals are added and say that they are statistical ("" for none). Raises BadSettings where it cannot
    be used.
    """
    trained = load(Path(model)) if model else None
    known = [t for t in texts if t.language in KNOWN]
    found: dict[str, Extracted] = {}
    try:
        with within(sum(patience(t, seconds) for t in known)):
            for parsed in parse(known):
                found[parsed.text.document] = _closely(parsed, trained)
    # One of them felled a rule or the parser, or all together took long: one by one it is seen which.
    except Exception as error:
        if isinstance(error, TimeoutError) and len(known) == 1:
            return tuple(_overdue(t, seconds) if t in known else _unknown(t) for t in texts)
        found = {t.document: found.get(t.document) or _alone(t, seconds, trained) for t in known}
    return tuple(found.get(t.document) or _unknown(t) for t in texts)


def _closely(parsed: Parsed, model: Model | None) -> Extracted:
    said = statements.extract(parsed, model)
    numbers = figures.extract(parsed, said.statements)
    done = acts.find(parsed, said.statements, numbers)
    every = (*said.statements, *done.statements)
    return Extracted(
        document=parsed.text.document,
        statements=every,
        mentions=said.mentions,
        figures=figures.place(numbers, every),
        acts=done.acts,
        predications=predicate.find(parsed, every),
        flaws=said.flaws,
    )


def patience(text: Text, seconds: float) -> float:
    """How long a text may take: so many `seconds` for each LONG of it that is begun, since the work grows as the text does."""
    return seconds * max(1, -(-len(text.text) // LONG))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block when so many `seconds` have passed (0: never), and again each second, should it be caught there.

    Only in a process's main thread, where signals arrive, and only between two steps of Python code or of a regular expression: rules
    and patterns are what can hang on a text, and that is what this ends.
    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _late(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError("it took too long")


def _alone(text: Text, seconds: float, model: Model | None) -> Extracted:
    try:
        with within(patience(text, seconds)):
            return _closely(next(iter(parse([text]))), model)
    except TimeoutError:
        return _overdue(text, seconds)
    except Exception as error:
        return unextracted(text, f"{type(error).__name__}: {error}")


def _overdue(text: Text, seconds: float) -> Extracted:
    return unextracted(text, f"it took more than {patience(text, seconds):g} seconds")


def unextracted(text: Text, why: str) -> Extracted:
    """What is left of a text on which extraction failed: the Flaw that says so."""
    return Extracted(
        document=text.document,
        flaws=(
            flaw(
                "extract",
                "not-extracted",
                f"no statements could be extracted: {why}",
                cure="read this document by hand, and report the message as a fault of the program",
                document=text.document,
            ),
        ),
    )


def _unknown(text: Text) -> Extracted:
    if not text.text.strip():
        return Extracted(document=text.document)
    named = f"its language ({text.language})" if text.language else "a language that was not recognised"
    return Extracted(
        document=text.document,
        flaws=(
            flaw(
                "extract",
                "language",
                f"statements are not extracted from {named}",
                cure="read this document by hand; it was compared with the others all the same",
                document=text.document,
            ),
        ),
    )


def spread(
    job: Callable[[Item], Result],
    items: Sequence[Item],
    processes: int,
    lost: Callable[[Item, str], Result],
) -> Iterator[tuple[Item, Result]]:
    """`job` of each item, in worker processes, in the order in which they end.

    A process that dies (a parser crashed, memory ran out) takes nothing else down: what was under way is tried again, each item in a process
    of its own, and an item that kills that one too yields `lost(item, why)`. With one process, or one item, the work is done here.
    """
    if processes < 2 or len(items) < 2:
        yield from ((item, job(item)) for item in items)
        return
    left = dict(enumerate(items))
    try:
        with ProcessPoolExecutor(min(processes, len(items)), mp_context=CONTEXT) as pool:
            under_way = {pool.submit(job, item): n for n, item in left.items()}
            for future in as_completed(under_way):
                result = future.result()
                yield left.pop(under_way[future]), result
    except BrokenProcessPool:
        for item in left.values():
            yield item, _apart(job, item, lost)


@contextmanager
def each(processes: int) -> Iterator[Each]:
    """As `map`, over so many processes. If one of them dies, what is left is done here."""
    if processes < 2:
        yield map
        return
    with ProcessPoolExecutor(processes, mp_context=CONTEXT) as pool:

        def spread(job: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
            jobs = list(items)
            done = 0
            try:
                for result in pool.map(job, jobs):
                    yield result
                    done += 1
            except BrokenProcessPool:
                yield from map(job, jobs[done:])

        yield spread


@contextmanager
def still() -> Iterator[None]:
    """Not to look for unreachable circles of objects meanwhile: a stage that makes very many records leaves none, and looking took a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _apart(job: Callable[[Item], Result], item: Item, lost: Callable[[Item, str], Result]) -> Result:
    with ProcessPoolExecutor(1, mp_context=CONTEXT) as pool:
        try:
            return pool.submit(job, item).result()
        except BrokenProcessPool:
            return lost(item, "the process that read it died")


def lost(texts: Sequence[Text], why: str) -> tuple[Extracted, ...]:
    """What is left of a batch of texts whose process died."""
    return tuple(unextracted(text, why) for text in texts)
