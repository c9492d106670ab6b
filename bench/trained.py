"""The rules with a reader trained on PolNeAR's training articles, scored as `polnear` scores the rules alone.

`make quality SETS=polnear_trained` fetches the transformer first and takes about 40 minutes; `SETS=polnear_loglinear` trains without it in three.

python -m bench.trained FOLDER --model FILE     # the same of a model that `firsthand train` has made, with its words a second
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from functools import partial
from pathlib import Path

from bench.statements import ROLES, _attributions, _file, _score, _text, attribution_f1
from firsthand.statements.extract import extract
from firsthand.statements.model import Model, load
from firsthand.statements.parse import parse
from firsthand.statements.train import examples, fit

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "dev" / "polnear" / "train.jsonl"
"""Where the training articles lie when the set itself holds only articles to score on."""


ENCODER = Path("build/encoder")
"""Where `make encoder` puts the pretrained transformer."""


def polnear_trained(folder: Path, encoder: Path | None = ENCODER) -> dict[str, float]:
    """Exact F1 per role, tokens of content, attributions as a whole; seconds to parse and fit; share of statements that are statistical."""
    marked = examples(next(p for p in (folder / "train.jsonl", BESIDE) if p.is_file()))
    began = time.perf_counter()
    model = fit(marked, encoder, partial(print, file=sys.stderr, flush=True))
    took = time.perf_counter() - began
    return {**scored(folder, model), "train_seconds": took}


def polnear_loglinear(folder: Path) -> dict[str, float]:
    """The same without a transformer."""
    return polnear_trained(folder, None)


def scored(folder: Path, model: Model) -> dict[str, float]:
    """The rules with a `model`: what `polnear_trained` gives of the one it makes; words that are extracted from a second, parsed before."""
    path = _file(folder, "dev.jsonl")
    gold = [json.loads(line) for line in path.open(encoding="utf-8")]
    texts = list(parse([_text(g["doc_id"], g["text"]) for g in gold]))
    began = time.perf_counter()
    read = [extract(parsed, model).statements for parsed in texts]
    took = time.perf_counter() - began
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
        "words_per_second": sum(len(g["text"].split()) for g in gold) / took,
    }


def main() -> None:
    """Score a model that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    asked = parser.parse_args()
    for what, value in scored(asked.folder, load(asked.model)).items():
        print(f"{what:<22}{value:>10.2f}")


if __name__ == "__main__":
    main()
