"""Damaged files: `python -m bench.damage ../shared/data/docpile [--seconds 300]`.

Of each type in the pile some files are taken, bytes of them flipped, cut off, cut out or repeated (seeded), and read in the sandbox as every document is. Each must
end as read or as a Flaw. Printed for each type: how many came out read, flawed, and how many ended their reader (which is a Flaw too, and costs a process).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from firsthand.documents.confine import Limits
from firsthand.documents.detect import detect
from firsthand.documents.record import Document, How
from firsthand.documents.sandbox import Job, Sandbox
from firsthand.flaws import Flaw

LARGEST = 300_000
FATES = ("read", "flawed", "ended", "silent")


def harm(data: bytes, by: random.Random) -> bytes:
    """`data` with one kind of damage."""
    raw, kind = bytearray(data), by.randrange(5)
    at = by.randrange(len(raw))
    if kind == 0:
        for _ in range(by.choice((1, 8, 64, 512))):
            raw[by.randrange(len(raw))] ^= 1 << by.randrange(8)
    elif kind == 1:
        del raw[at:]
    elif kind == 2:
        del raw[at : at + by.randrange(1, 4096)]
    elif kind == 3:
        raw[at:at] = raw[at : at + by.randrange(1, 4096)]
    else:
        raw[at : at + 64] = by.randbytes(64)
    return bytes(raw)


def damaged(folder: Path, scratch: Path, seed: int) -> Iterator[Job]:
    """Jobs on damaged files without end, each type as often as any other."""
    by = random.Random(seed)
    kinds: defaultdict[str, list[Path]] = defaultdict(list)
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and 0 < p.stat().st_size < LARGEST):
        with path.open("rb") as stream:
            kinds[detect(stream, path.name)].append(path)
    n = 0
    while True:
        for kind, paths in sorted(kinds.items()):
            path = by.choice(paths)
            data = harm(path.read_bytes(), by) or b"x"
            n += 1
            place = scratch / str(n % 64)
            place.write_bytes(data)
            document = Document(
                id=hashlib.sha256(b"%d" % n + data).hexdigest(),
                name=path.name,
                place=kind,
                size=len(data),
                media_type=kind if n % 2 else detect(io.BytesIO(data), path.name),
                collected="",
            )
            yield Job(document=document, path=str(place), how=How(ocr=""))


def measure(folder: Path, seconds: float, seed: int) -> dict[str, Counter[str]]:
    """For each type how the damaged files ended."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as scratch, Sandbox(2, Limits(seconds=20, processor=20)) as box:
        jobs = iter(damaged(folder, Path(scratch), seed))
        pieces: defaultdict[str, list[object]] = defaultdict(list)
        for job, piece in box.read(iter(lambda: next(jobs) if time.monotonic() < until else None, None)):
            if piece is not None:
                pieces[job.document.id].append(piece)
                continue
            got = pieces.pop(job.document.id, [])
            ended = [p for p in got if isinstance(p, Flaw) and "not read to its end" in p.message]
            fate = (
                "ended"
                if ended
                else "silent"
                if not got
                else "flawed"
                if all(isinstance(p, Flaw) for p in got)
                else "read"
            )
            found[job.document.place][fate] += 1
            for flaw in ended:
                print(f"  {flaw.message}", flush=True)
    return dict(found)


def main() -> None:
    """Damage, read, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = measure(asked.folder, asked.seconds, asked.seed)
    for kind, fates in sorted(found.items()):
        print(f"{kind:<76}" + "".join(f"{fates[f]:>8} {f}" for f in FATES))
    whole: Counter[str] = sum(found.values(), Counter())
    print(json.dumps({**whole, "silent": whole["silent"], "types": len(found)}))


if __name__ == "__main__":
    main()
