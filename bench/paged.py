"""How whole the recommendations of UN reviews stand in what is read out of the PDFs: `python -m bench.paged ../shared/data/dev/upr`."""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from pathlib import Path

from firsthand.documents.read import read
from firsthand.documents.record import Document

_BRACKETS = re.compile(r"\([^()]{0,200}\)")


def measure(folder: Path) -> dict[str, float]:
    """In percent of the gold recommendations of the reports that are there as PDF: `pdf_whole`, those whose words stand in the text one behind the
    other, and `pdf_in_passage`, those that stand so in a single passage. Compared are letters and digits, as the set's own scorer does.

    A PDF can be another version of the report than the one in which the gold was found; what it does not say it cannot be read to say."""
    gold = {r["doc_id"]: r for r in map(json.loads, (folder / "reports.jsonl").open(encoding="utf-8"))}
    whole = inside = total = 0
    for line in (folder / "pdf_manifest.jsonl").open(encoding="utf-8"):
        item = json.loads(line)
        path = folder / item["path"]
        if item["upr_doc_id"] not in gold or not path.is_file():
            continue
        document = Document(
            id=item["sha256"],
            name=path.name,
            place="",
            size=path.stat().st_size,
            media_type="application/pdf",
            collected="",
        )
        text = read(document, path, ocr="").text
        written = _bare(text.text) if text else ""
        passages = [_bare(text.text[p.start : p.end]) for p in text.passages] if text else []
        unbracketed = _bare(_BRACKETS.sub("", text.text)) if text else ""
        for recommendation in gold[item["upr_doc_id"]]["recommendations"]:
            wanted = _bare(recommendation["text"])
            total += 1
            without = _bare(_BRACKETS.sub("", recommendation["text"]))
            whole += wanted in written or without in unbracketed  # states in brackets can stand amid a recommendation
            inside += any(wanted in p for p in passages)
    return {"pdf_whole": 100 * whole / max(1, total), "pdf_in_passage": 100 * inside / max(1, total)}


def _bare(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", words).lower() if c.isalnum() and c.isascii())


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    print(json.dumps(measure(parser.parse_args().folder)))


if __name__ == "__main__":
    main()
