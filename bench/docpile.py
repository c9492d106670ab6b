"""How reading fares on a pile of hard files: `python -m bench.docpile ../shared/data/docpile`.

Each file is read in a process of its own with a limit on time and memory, so that a parser that dies takes one file with it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from firsthand.documents.collect import Found, collect
from firsthand.documents.read import read
from firsthand.documents.seal import Vault

PROCESSES = 2
SECONDS = 60
MEMORY = 4 << 30
WHEN = "2026-01-01T00:00:00Z"
OCR = "eng"
ENOUGH = 200
"""Characters that poppler must find for its sample words to be asked for."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file: `fate` is read, flawed (no text, a Flaw says why), silent (neither) or lost (no answer)."""

    path: str
    fate: str
    media_type: str = ""
    characters: int = 0
    parts: int = 0
    flaws: tuple[str, ...] = ()
    asked: int = 0
    words: int = 0
    language: str = ""


def measure(folder: Path) -> dict[str, float]:
    """The shares over all files of the folder's manifest: see `shares`."""
    return shares(list(outcomes_of(folder)))


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """In percent: of the files `read`, `flawed`, `lost` and `silent` (together 100); `sample_words`: of the words that poppler
    found in PDFs with more than 200 characters, how many stand in the text."""
    fates = Counter(o.fate for o in outcomes)
    found = {fate: 100 * fates[fate] / max(1, len(outcomes)) for fate in ("read", "flawed", "lost", "silent")}
    return {**found, "sample_words": 100 * sum(o.words for o in outcomes) / max(1, sum(o.asked for o in outcomes))}


def outcomes_of(folder: Path) -> Iterator[Outcome]:
    """What became of each file that the folder's manifest lists."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["firsthand.documents.read", "bench.warm"])
    items = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as vault, ThreadPoolExecutor(PROCESSES) as threads:

        def outcome(item: dict[str, Any]) -> Outcome:
            ours, theirs = context.Pipe(duplex=False)
            child = context.Process(target=_work, args=(folder, item, Path(vault), theirs))
            child.start()
            theirs.close()
            answer = _answer(ours, item["path"])
            child.kill()
            child.join()
            ours.close()
            return answer

        yield from threads.map(outcome, items)


def _answer(pipe: Connection, path: str) -> Outcome:
    try:
        if pipe.poll(SECONDS):
            answer = pipe.recv()
            assert isinstance(answer, Outcome)
            return answer
    except EOFError:
        return Outcome(path=path, fate="lost", flaws=("it died",))
    return Outcome(path=path, fate="lost", flaws=(f"no answer in {SECONDS} s",))


def _work(folder: Path, item: dict[str, Any], vault: Path, pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    path = folder / item["path"]
    sealed = Vault(vault)
    document, wrong = collect(Found(path=path, place=item["path"], name=path.name), sealed, WHEN)
    if document is None:
        pipe.send(Outcome(path=item["path"], fate="flawed", flaws=tuple(f.message for f in wrong)))
        return
    passwords = tuple(filter(None, [item.get("password")]))
    reading = read(document, sealed.path(document.id), passwords=passwords, ocr=OCR, seconds=0.75 * SECONDS)
    text = reading.text.text if reading.text else ""
    sample = item.get("pdftotext_sample_words") or () if (item.get("pdftotext_chars") or 0) > ENOUGH else ()
    flaws = tuple(f"{f.kind}: {f.message}" for f in (*wrong, *reading.flaws))
    pipe.send(
        Outcome(
            path=item["path"],
            fate="read" if text or reading.parts else "flawed" if flaws else "silent",
            media_type=document.media_type,
            characters=len(text),
            parts=len(reading.parts),
            flaws=flaws,
            asked=len(sample),
            words=sum(1 for w in sample if w in text),
            language=reading.text.language if reading.text else "",
        )
    )


def main() -> None:
    """Print one line per file and the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    outcomes = []
    for o in outcomes_of(arguments.folder):
        print(json.dumps(msgspec.to_builtins(o), ensure_ascii=False), flush=True)
        outcomes.append(o)
    print(json.dumps(shares(outcomes)))


if __name__ == "__main__":
    main()
