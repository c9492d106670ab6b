"""How whole the recommendations of UN reviews stand in what is read out of the PDFs: `python -m bench.paged ../shared/data/dev/upr`."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

from firsthand.documents.read import read
from firsthand.documents.record import Document

_BRACKETS = re.compile(r"\([^()]{0,200}\)")


def measure(folder: Path) -> dict[str, float]:
    """In percent of the gold recommendations of the reports that are there as PDF: `pdf_plain`, those whose words stand in the text one behind the
    other; `pdf_whole`, the same where states in brackets, which can stand amid a recommendation, are left out of both; `pdf_in_passage`, those that
    stand so in a single passage; `poppler`, those that stand so in any of the three orders in which pdftotext writes a page, where that program is at
    hand; `only_poppler`, those of them that ours lacks. Compared are letters and digits, as the set's own scorer does.

    A PDF can be another version of the report than the one in which the gold was found; what it does not say it cannot be read to say."""
    gold = {r["doc_id"]: r for r in map(json.loads, (folder / "reports.jsonl").open(encoding="utf-8"))}
    plain = whole = inside = total = theirs = only = 0
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
        orders = [_bare(_poppler(path, option)) for option in ("-reading", "-raw", "-layout")]
        for recommendation in gold[item["upr_doc_id"]]["recommendations"]:
            wanted = _bare(recommendation["text"])
            total += 1
            without = _bare(_BRACKETS.sub("", recommendation["text"]))
            plain += wanted in written
            whole += wanted in written or without in unbracketed
            theirs += any(wanted in order for order in orders)
            only += wanted not in written and any(wanted in order for order in orders)
            inside += any(wanted in p for p in passages)
    found = {"pdf_plain": plain, "pdf_whole": whole, "pdf_in_passage": inside}
    if shutil.which("pdftotext"):
        found |= {"poppler": theirs, "only_poppler": only}
    return {name: 100 * count / max(1, total) for name, count in found.items()}


def _poppler(path: Path, option: str) -> str:
    if not shutil.which("pdftotext"):
        return ""
    options = [] if option == "-reading" else [option]
    done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=False)
    return done.stdout


def _bare(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", words).lower() if c.isalnum() and c.isascii())


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    print(json.dumps(measure(parser.parse_args().folder)))


if __name__ == "__main__":
    main()
