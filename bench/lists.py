"""Linkage of large lists: three lists of invented persons, with slips of the pen and missing dates. Seconds, memory, and how much is right.

    python -m bench.lists [--rows 100000 300000 1000000]

Each size runs in a process of its own, so that its memory is its own. A list holds `rows` of 1.6 times as many persons; nobody is on a list
twice (`unique`). Written to `build/lists.json`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
from pathlib import Path

import numpy as np

from firsthand.estimates.fields import Kind
from firsthand.estimates.match import link

OUT = Path("build/lists.json")
FIRST, FAMILIES, PLACES = 800, 60_000, 300
SLIPS, MISSING = 0.12, 0.15
SYLLABLES = np.array(
    [
        "ba",
        "ko",
        "mi",
        "ra",
        "ve",
        "to",
        "li",
        "sa",
        "du",
        "ne",
        "pa",
        "ri",
        "go",
        "ze",
        "lu",
        "ka",
        "an",
        "el",
        "ur",
        "is",
        "ob",
    ]
)

Columns = dict[str, tuple[Kind, list[str | None]]]


def people(rows: int, seed: int = 5) -> tuple[Columns, list[int], np.ndarray]:
    """The columns of three lists, each row's list, and who each row is. Names are as uneven as names are (a power law)."""
    draw = np.random.default_rng(seed)
    firsts = ["".join(draw.choice(SYLLABLES, draw.integers(2, 4))) for _ in range(FIRST)]
    families = ["".join(draw.choice(SYLLABLES, draw.integers(2, 5))) for _ in range(FAMILIES)]
    many = int(rows * 1.6)
    one, two = ((draw.pareto(1.2, many) * 20).astype(int) % FIRST for _ in range(2))
    last = (draw.pareto(1.0, many) * 200).astype(int) % FAMILIES
    born = [f"{y}-{m:02d}-{d:02d}" for y, m, d in zip(draw.integers(1930, 2015, many), draw.integers(1, 13, many), draw.integers(1, 29, many), strict=True)]  # fmt: skip
    place, sex = draw.integers(0, PLACES, many), draw.integers(0, 2, many)
    columns: Columns = {"name": ("name", []), "born": ("date", []), "place": ("text", []), "sex": ("category", [])}
    who, lists = [], []
    for number in range(3):
        chosen = draw.permutation(many)[:rows]
        slip, at, gone = draw.random(rows) < SLIPS, draw.random(rows), draw.random(rows) < MISSING
        for k, i in enumerate(chosen.tolist()):
            name = f"{firsts[one[i]]} {firsts[two[i]]} {families[last[i]]}"
            if slip[k]:
                p = 1 + int(at[k] * (len(name) - 2))
                name = f"{name[:p]}x{name[p + 1 :]}"
            for field, value in zip(columns, (name, None if gone[k] else born[i], str(place[i]), "mf"[sex[i]]), strict=True):  # fmt: skip
                columns[field][1].append(value)
        who.append(chosen)
        lists += [number] * rows
    return columns, lists, np.concatenate(who)


def measure(rows: int) -> dict[str, float]:
    """Link three lists of `rows`: seconds of wall and processor, peak memory in GB, precision, recall and F1 of pairs."""
    columns, lists, who = people(rows)
    began, used = time.perf_counter(), time.process_time()
    found = link(columns, lists, ["a", "b", "c"], unique=True)
    wall, processor = time.perf_counter() - began, time.process_time() - used
    right = _pairs(found.person * (int(who.max()) + 1) + who)
    made, true = _pairs(found.person), _pairs(who)
    return {
        "rows": 3 * rows, "seconds": round(wall, 1), "processor": round(processor, 1),
        "gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "precision": round(100 * right / made, 2), "recall": round(100 * right / true, 2), "f1": round(200 * right / (made + true), 2),
        "rules": len(found.rules), "left_out": len(found.left_out), "pairs": sum(n for _, n in found.rules), "blocking_recall": round(100 * (found.recall or 0), 1),
    }  # fmt: skip


def _pairs(group: np.ndarray) -> int:
    counts = np.unique(group, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 300_000, 1_000_000])
    out = []
    for rows in parser.parse_args().rows:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            out.append(pool.apply(measure, (rows,)))
        print("  ".join(f"{k} {v:,}" for k, v in out[-1].items()), flush=True)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
