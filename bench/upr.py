"""Recommendations of review reports: those found with the states that make them, from text and from PDF, by the scorer of the data.

A recommendation is compared by its words, as the scorer does for PDF: the data's own spans stand where their words were first met, which
for some is the narrative of the debate, not the list.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand.documents.read import read
from firsthand.documents.record import Document, How, Text
from firsthand.documents.split import split
from firsthand.statements import recommendations


def upr(folder: Path) -> dict[str, float]:
    """Percent: recommendations found (F1), of the found those with exactly the right states; found from the PDFs (F1)."""
    gold = [json.loads(line) for line in (folder / "reports.jsonl").open(encoding="utf-8")]
    texts = (Text(document=g["doc_id"], text=g["text"], passages=split(g["text"]), language="en") for g in gold)
    whole = _score(folder, [_predicted(t.document, t) for t in texts], ())
    read_ = _score(folder, [_predicted(name, text) for name, text in _pdfs(folder)], ("--limit-to-pred",))
    return {
        "found_f1": whole["found"]["f1"],
        "state_accuracy": whole["states_exact_of_found"],
        "pair_f1": whole["recommendation_state_pairs"]["f1"],
        "pdf_found_f1": read_["found"]["f1"],
        "pdf_state_accuracy": read_["states_exact_of_found"],
    }


def _pdfs(folder: Path) -> Iterator[tuple[str, Text | None]]:
    for line in (folder / "pdf_manifest.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        path = folder / row["path"]
        document = Document(
            id=row["sha256"], name=path.name, place="", size=row["bytes"], media_type="application/pdf", collected=""
        )
        yield row["upr_doc_id"], read(document, path, How(ocr="")).text


def _predicted(name: str, text: Text | None) -> dict[str, Any]:
    made: dict[tuple[int, int], dict[str, Any]] = {}
    for s in recommendations.find(text) if text is not None else ():
        row = made.setdefault((s.content.start, s.content.end), {"text": " ".join(p.text for p in s.parts), "from": []})
        row["from"].append(s.speaker.text if s.speaker is not None else "")
    return {"doc_id": name, "recommendations": list(made.values())}


def _score(folder: Path, predicted: Iterable[dict[str, Any]], options: tuple[str, ...]) -> dict[str, Any]:
    scorer = next(
        p for above in folder.resolve().parents for p in [above / "score" / "recommendations.py"] if p.is_file()
    )
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "predicted.jsonl"
        made.write_text("".join(json.dumps(p) + "\n" for p in predicted), encoding="utf-8")
        command = [sys.executable, str(scorer), str(folder / "reports.jsonl"), str(made), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result
