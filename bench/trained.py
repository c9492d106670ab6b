"""The rules with a reader trained on PolNeAR's training articles, scored as `polnear` scores the rules alone. It takes minutes."""

from __future__ import annotations

import json
import time
from pathlib import Path

from bench.statements import ROLES, _attributions, _file, _score, _text, attribution_f1
from firsthand.statements.extract import extract
from firsthand.statements.parse import parse
from firsthand.statements.train import examples, fit

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "dev" / "polnear" / "train.jsonl"
"""Where the training articles lie when the set itself holds only articles to score on."""


def polnear_trained(folder: Path) -> dict[str, float]:
    """Exact F1 per role, tokens of content, attributions as a whole; seconds to parse and fit; share of statements that are statistical."""
    marked = examples(next(p for p in (folder / "train.jsonl", BESIDE) if p.is_file()))
    began = time.perf_counter()
    model = fit(marked)
    took = time.perf_counter() - began
    path = _file(folder, "dev.jsonl")
    gold = [json.loads(line) for line in path.open(encoding="utf-8")]
    read = [extract(parsed, model).statements for parsed in parse([_text(g["doc_id"], g["text"]) for g in gold])]
    found = [_attributions(statements) for statements in read]
    score = _score(
        folder, path, [{"doc_id": g["doc_id"], "attributions": a} for g, a in zip(gold, found, strict=True)], ()
    )
    every = [s for statements in read for s in statements]
    token = score["content"]["token"]
    return {
        **{f"{role}_exact_f1": score[role]["exact"]["f1"] for role in ROLES},
        "content_token_p": token["p"],
        "content_token_f1": token["f1"],
        "attribution_f1": attribution_f1(zip(gold, found, strict=True)),
        "statistical_share": 100 * sum(s.rule == "statistical" for s in every) / max(1, len(every)),
        "train_seconds": took,
    }
