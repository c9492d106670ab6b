"""Time and memory of `compare` on growing piles of articles, beside the peers on the same texts. Called by `bench.copies`.

Each measurement runs in a process of its own, which prints one line of JSON; its memory is the peak over it and its workers.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from math import comb
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from bench import peers, speed, variants
from bench.peers import Setting
from firsthand.copies import compare
from firsthand.documents.record import Text
from firsthand.line import each, still

SIZES = (10_000, 30_000, 100_000)
WAYS = ("one process", "two processes", "datasketch", "datasketch best", "rensa")
PROCESSES = 2
PEERS = {
    "datasketch": ("datasketch", Setting("words", 3, 0.3, 128)),
    "datasketch best": ("datasketch", Setting("letters", 8, 0.3)),
    "rensa": ("rensa", Setting("words", 3, 0.3, 128)),
}
"""The peers as they are fast, and datasketch as it is best on wirecopy_sim (`python -m bench.copies peers`)."""


def curve(
    data: Path, sizes: Sequence[int] = SIZES, ways: Sequence[str] = WAYS
) -> dict[str, dict[str, dict[str, float]]]:
    """For each size, for `compare` in one process and in two and for each peer: seconds, of processors too, memory, and the groups made."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    print(
        f"{'articles':>9}  {'by':<16}{'seconds':>9}{'cpu s':>9}{'peak MB':>9}{'pairs':>10}{'joined':>8}{'ARI':>7}{'alike':>7}"
    )
    for size in sizes:
        for who in ways:
            if who in PEERS and peers.module(PEERS[who][0]) is None:
                print(f"{size:>9,}  {who:<16}peer not installed")
                continue
            row = _apart(data, who, size)
            found.setdefault(str(size), {})[who] = row
            print(
                f"{size:>9,}  {who:<16}{row['seconds']:>9.1f}{row['cpu_s']:>9.1f}{row['peak_mb']:>9.0f}{row['pairs']:>10.0f}"
                f"{row['joined']:>8.4f}{row['ari']:>7.3f}{row['ari_alike']:>7.3f}",
                flush=True,
            )
    return found


def _apart(data: Path, who: str, size: int) -> dict[str, float]:
    """One measurement, in a process of its own."""
    out = Path("build") / "scale.json"
    out.parent.mkdir(exist_ok=True)
    _, peak = speed.run([sys.executable, "-m", "bench.scale", str(data), who, str(size), str(out)])
    row: dict[str, float] = json.loads(out.read_text(encoding="utf-8"))
    out.unlink()
    return row | {"peak_mb": round(peak)}


def measure(data: Path, who: str, size: int) -> dict[str, float]:
    """Seconds and quality of one way to find the copies; making the pile is not counted. `ari`: an article and its like in the sets counted apart,
    `ari_alike`: as one."""
    texts = variants.pile(data, size)
    story = {t.document: n % variants.articles(data) for n, t in enumerate(texts)}
    before, began = _processor(), time.perf_counter()
    with still():
        pairs = _pairs(texts, who)
    took, work = time.perf_counter() - began, _processor() - before
    group = groups(story, pairs)
    alike = _alike(texts[: variants.articles(data)])
    first = {story[d]: group[d] for d in sorted(story, reverse=True)}
    copies = [d for n, d in enumerate(sorted(story)) if n >= variants.articles(data)]
    return {
        "seconds": round(took, 1),
        "cpu_s": round(work, 1),
        "pairs": len(pairs),
        "joined": round(sum(group[d] == first[story[d]] for d in copies) / max(1, len(copies)), 4),
        "ari": round(rand(story, group), 4),
        "ari_alike": round(rand({d: alike[n] for d, n in story.items()}, group), 4),
    }


def _alike(articles: list[Text]) -> list[int]:
    """For each article one of those that it is a copy or a part of, or that are of it, among the articles alone: the sets hold some twice."""
    group = groups((t.document for t in articles), _pairs(articles, "one process"))
    return [int(group[t.document]) for t in articles]


def _pairs(texts: list[Text], who: str) -> list[tuple[str, str]]:
    if who in PEERS:
        name, use = PEERS[who]
        module = peers.module(name)
        return peers.PEERS[name](module, texts, use) if module else []
    if who == "one process":
        found = compare.compare(texts, (), {}).copies
    else:
        with each(PROCESSES) as spread:
            found = compare.compare(texts, (), {}, spread).copies
    return [(c.from_, c.to) for c in found if c.kind in compare.MERGING]


def _processor() -> float:
    """Seconds of processor time of this process and of its workers that have ended."""
    return sum(u.ru_utime + u.ru_stime for u in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


def groups(documents: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each document the group that the pairs make, by one of its members."""
    head = {d: d for d in documents}

    def top(d: str) -> str:
        while head[d] != d:
            head[d] = head[head[d]]
            d = head[d]
        return d

    for a, b in pairs:
        head[top(a)] = top(b)
    return {d: top(d) for d in head}


def rand(story: dict[str, int], group: dict[str, str]) -> float:
    """The adjusted Rand index of the two ways to group (Hubert and Arabie 1985)."""
    cells = sum(comb(n, 2) for n in Counter((story[d], group[d]) for d in story).values())
    rows = sum(comb(n, 2) for n in Counter(story.values()).values())
    columns = sum(comb(n, 2) for n in Counter(group.values()).values())
    expected = rows * columns / comb(len(story), 2)
    return (cells - expected) / ((rows + columns) / 2 - expected) if rows + columns else 1.0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", str(PROCESSES))
    row = measure(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    Path(sys.argv[4]).write_text(json.dumps(row), encoding="utf-8")
