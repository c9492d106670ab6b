"""Measure `trace`: which speakers of different documents it makes one.

`bench/speakers.jsonl` holds pairs of mentions in articles of `basil_triples`, each read by hand: `a` and `b` are a document, start and
end (code points) of the words that name the speaker of a statement, `same` whether they mean one speaker. It holds no text.
Pronouns and descriptions are among them: a merger is right only if both were resolved to the same one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from firsthand import line
from firsthand.documents.record import Text
from firsthand.documents.split import split
from firsthand.origins.trace import Material, Tracing, trace

PAIRS = Path(__file__).with_name("speakers.jsonl")

Place = tuple[str, int, int]


def speakers(folder: Path, whole: bool = True) -> dict[str, float]:
    """Precision and recall, in percent, of the mergers among the labelled pairs; and how many pairs and mergers there are.

    All articles of the set are one pile; without `whole` only those that hold a labelled mention.
    """
    rows = [json.loads(row) for row in PAIRS.read_text(encoding="utf-8").splitlines()]
    named = {row[side][0] for row in rows for side in ("a", "b")}
    articles = [json.loads(row) for row in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    found = traced(_texts(a for a in articles if whole or a["doc_id"] in named))
    merged = [(row, one(found, tuple(row["a"]), tuple(row["b"]))) for row in rows]
    right = sum(together and row["same"] for row, together in merged)
    taken = sum(together for _, together in merged)
    there = sum(row["same"] for row, _ in merged)
    return {
        "pairs": len(rows),
        "merged": taken,
        "merge_precision": 100 * right / taken if taken else 100.0,
        "merge_recall": 100 * right / there if there else 100.0,
    }


def traced(texts: Iterable[Text]) -> dict[Place, str]:
    """For the words of each statement's speaker the id of who that is, where it could be told."""
    texts = list(texts)
    extracted = line.extract(texts)
    statements = [s for e in extracted for s in e.statements]
    found = trace(Material((), texts, statements, [m for e in extracted for m in e.mentions]))
    return dict(_speakers(statements, found))


def _speakers(statements: Iterable[Any], found: Tracing) -> Iterator[tuple[Place, str]]:
    by = {t.statement: t.speaker for t in found.traces}
    for s in statements:
        who = by.get(s.id)
        if s.speaker is not None and who is not None:
            yield (s.document, s.speaker.start, s.speaker.end), who


def one(found: Mapping[Place, str], a: Place, b: Place) -> bool:
    """Whether both are known and the same; the longest words that begin where the labelled ones do are taken."""
    left, right = _at(found, a), _at(found, b)
    return left is not None and left == right


def _at(found: Mapping[Place, str], place: Place) -> str | None:
    if place in found:
        return found[place]
    near = [(-end, who) for (document, start, end), who in found.items() if (document, start) == place[:2]]
    return min(near)[1] if near else None


def _texts(rows: Iterable[Mapping[str, str]]) -> Iterator[Text]:
    for row in rows:
        words = row["text"]
        yield Text(
            document=row["doc_id"],
            text=words,
            passages=split(words),
            language="en",
            title=row["title"],
            outlet=row["outlet"],
        )
