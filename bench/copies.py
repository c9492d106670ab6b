"""Measure `compare` on labelled copies.

    python -m bench.copies sweep FOLDER    # the sweep that chose the share from which a copy is an excerpt
    python -m bench.copies peers FOLDER    # quality and time beside datasketch and rensa, at each of their thresholds
    python -m bench.copies scale FOLDER    # time and memory on 10,000, 30,000 and 100,000 articles, beside the same; build/scale.json

FOLDER holds the sets `gva_reuse`, `gva_news`, `polnear` and `wirecopy_sim`; their scorer lies in `score/` beside it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from bench import peers, scale
from firsthand.copies import compare, pile
from firsthand.documents.record import Text

Pair = tuple[str, str]


def gva_reuse(folder: Path) -> dict[str, float]:
    """F1 of "derived" in percent (pairs labelled "partial" left out), and how many pairs that share only furniture were taken for copies."""
    gold = _file(folder, "pairs", "test")
    score = _score(gold, copied(_pages(folder, gold)), "--ignore", "partial")
    return {
        "derived_f1": score["pairs"]["f1"],
        "derived_precision": score["pairs"]["p"],
        "derived_recall": score["pairs"]["r"],
        "chrome_taken": score["by_label"].get("chrome", {}).get("predicted_copy", 0),
    }


def wirecopy_sim(folder: Path) -> dict[str, float]:
    """Adjusted Rand index (0–1) of the groups that the copies make, and F1 of the pairs in them in percent."""
    gold = _file(folder, "docs", "test")
    score = _score(gold, copied(_texts(gold)))
    return {"ari": score["ari"], "pair_f1": score["pairs_after_closure"]["f1"]}


def copied(texts: Sequence[Text]) -> list[Pair]:
    """The pairs of documents that `compare` takes for one story."""
    found = compare.compare(texts, (), {}).copies
    return [(c.from_, c.to) for c in found if c.kind in compare.MERGING]


def _pages(folder: Path, gold: Path) -> list[Text]:
    """The pages that the pairs are drawn from, with their title and site."""
    rows = _rows(_file(folder.parent / "gva_news", "articles", "test"))
    if not {r["a"] for r in _rows(gold)} <= {r["doc_id"] for r in rows}:
        raise SystemExit(f"{gold} names pages that {folder.parent / 'gva_news'} does not hold")
    return [
        Text(
            document=r["doc_id"],
            text=r["text"],
            passages=(),
            title=r.get("title") or "",
            outlet=urlsplit(r.get("url") or "").hostname or "",
        )
        for r in rows
    ]


def _texts(gold: Path) -> list[Text]:
    return [Text(document=r["doc_id"], text=r["text"], passages=()) for r in _rows(gold)]


def _file(folder: Path, *names: str) -> Path:
    """The first of these files that the folder holds: sets come under their own names or as the test part."""
    return next(p for name in names if (p := folder / f"{name}.jsonl").exists())


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _score(gold: Path, pairs: Iterable[Pair], *options: str) -> dict[str, Any]:
    """What the sets' own scorer says of the predicted pairs."""
    scorer = next(p for up in gold.parents if (p := up / "score" / "neardup.py").exists())
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        out.writelines(json.dumps({"a": a, "b": b}) + "\n" for a, b in pairs)
        out.flush()
        command = [sys.executable, str(scorer), str(gold), out.name, *options]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    score: dict[str, Any] = json.loads(printed)
    return score


def sweep(data: Path) -> None:
    """Both measures for each share from which a copy might be an excerpt."""
    gold, docs = _file(data / "gva_reuse", "pairs", "test"), _file(data / "wirecopy_sim", "docs", "test")
    pages, texts = _shares(_pages(data / "gva_reuse", gold)), _shares(_texts(docs))
    print("share  derived F1  furniture taken  ARI")
    for share in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        of_pages = _score(gold, [p for p, s in pages.items() if s >= share], "--ignore", "partial")
        of_texts = _score(docs, [p for p, s in texts.items() if s >= share])
        taken = of_pages["by_label"].get("chrome", {}).get("predicted_copy", 0)
        print(f"{share:5.2f}  {of_pages['pairs']['f1']:10.2f}  {taken:15d}  {of_texts['ari']:.4f}")


def _shares(texts: Sequence[Text]) -> dict[Pair, float]:
    """The larger share of every pair that is worth aligning."""
    items = pile.ready(texts)
    whole = pile.Pile.of(items)
    found = {}
    for a, b in {*chain(*whole.crowded()), *whole.others(np.arange(len(items)), np.arange(len(items)))}:
        copy = compare.between(items[a], items[b], {})
        if copy is not None and copy.kind != "quotation":
            found[copy.from_, copy.to] = max(copy.share_from, copy.share_to)
    return found


def beside(data: Path) -> None:
    """Both measures and the seconds, for `compare` and for the peers at each kind of shingle and each threshold."""
    gold, docs = _file(data / "gva_reuse", "pairs", "test"), _file(data / "wirecopy_sim", "docs", "test")
    pages, texts = _pages(data / "gva_reuse", gold), _texts(docs)
    ways: dict[str, Callable[[Sequence[Text]], list[Pair]]] = {"compare": copied}
    for name, peer in peers.PEERS.items():
        module = peers.module(name)
        if module is None:
            print(f"{name}: peer not installed")
            continue
        for unit, k in (("words", 3), ("words", 5), ("letters", 8)):
            for threshold in (0.2, 0.3, 0.4, 0.5, 0.7):
                use = peers.Setting(unit, k, threshold)
                ways[f"{name} {use}"] = partial(_peer, peer, module, use)
    print(f"{'':40}{'derived F1':>11}{'furniture taken':>17}{'ARI':>8}{'seconds':>9}")
    for name, way in ways.items():
        began = time.perf_counter()
        of_pages, of_texts = way(pages), way(texts)
        took = time.perf_counter() - began
        reuse = _score(gold, of_pages, "--ignore", "partial")
        taken = reuse["by_label"].get("chrome", {}).get("predicted_copy", 0)
        print(f"{name:40}{reuse['pairs']['f1']:11.2f}{taken:17d}{_score(docs, of_texts)['ari']:8.4f}{took:9.1f}")


def _peer(peer: peers.Peer, module: ModuleType, use: peers.Setting, texts: Sequence[Text]) -> list[Pair]:
    return peer(module, texts, use)


def main() -> None:
    """One of the measurements, by name."""
    what, data = sys.argv[1], Path(sys.argv[2]).resolve()
    if what == "scale":
        found = scale.curve(data)
        Path("build/scale.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    else:
        {"sweep": sweep, "peers": beside}[what](data)


if __name__ == "__main__":
    main()
