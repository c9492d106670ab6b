"""What reading costs once it runs: `python -m bench.steady FOLDER [--files 20] [--rounds 10]`, a folder of files of one kind.

Processor milliseconds a file, of one process and its one reader, the least of several rounds: what starting takes is no part of it, and
what else the machine does weighs least. The ways are those of `bench.reading`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import ways
from firsthand.documents.collect import Found, collect
from firsthand.documents.confine import Limits
from firsthand.documents.sandbox import Job, Sandbox
from firsthand.documents.seal import Vault


def least(files: Sequence[Path], rounds: int) -> dict[str, float]:
    """Processor milliseconds a file of each way. They take turns, so that what slows the machine for a while slows all of them."""
    found: dict[str, float] = {}
    with Sandbox(1, Limits()) as sandbox:
        for n in range(rounds + 1):
            spent = {way: _alone(ways.JOBS[way], files) for way in ("library", "needed", "read")}
            spent["sealed"] = _sealed(files, sandbox)
            if n:  # the first round is to warm up
                found = {way: min(ms, found.get(way, ms)) for way, ms in spent.items()}
    return found


def _alone(work: Callable[[Path], int], files: Sequence[Path]) -> float:
    """That of `work` in this process."""
    began = time.process_time()
    for path in files:
        work(path)
    return 1000 * (time.process_time() - began) / len(files)


def _sealed(files: Sequence[Path], sandbox: Sandbox) -> float:
    """That of sealing, checking and reading in the sandbox: of this process and of its reader, as Linux counts them."""
    with tempfile.TemporaryDirectory() as folder:
        began, reader = time.process_time(), _reader(sandbox)
        _through(files, Vault(Path(folder)), sandbox)
        return 1000 * (time.process_time() - began + _reader(sandbox) - reader) / len(files)


def _through(files: Sequence[Path], vault: Vault, sandbox: Sandbox) -> None:
    documents = []
    for path in files:
        found = Found(path=path, place=str(path), name=path.name)
        documents += [d for d in collect(found, vault, ways.WHEN, later=True)[:1] if d]
    vault.settle()
    jobs = (Job(document=d, path=str(vault.path(d.id))) for d in documents if vault.check(d.id))
    for job, piece in sandbox.read(jobs):
        assert piece is not None or vault.check(job.document.id)


def _reader(sandbox: Sandbox) -> float:
    """Processor seconds of the sandbox's children so far."""
    stats = (Path(f"/proc/{c._process.pid}/schedstat") for c in sandbox._children if c.alive())
    return sum(int(s.read_text().split()[0]) / 1e9 for s in stats)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    files = sorted(p for p in arguments.folder.iterdir() if p.is_file())[: arguments.files]
    spent = least(files, arguments.rounds)
    print(f"{len(files)} files: " + "  ".join(f"{name} {ms:.2f} ms" for name, ms in spent.items()))
    for base in ("library", "needed", "read"):
        print(f"sealed over {base:<8} {100 * (spent['sealed'] / spent[base] - 1):+.0f} %")


if __name__ == "__main__":
    main()
