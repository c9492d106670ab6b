"""Open exports of FollowTheMoney entities (JSON lines, as OpenAleph and Datashare write them): each document's text with where it came from.

Of entities that are documents and carry their text (`bodyText`, `bodyHtml`), the text is a document of its own; other entities are
counted and left. (FollowTheMoney, OCCRP; schema Document and its kinds.)
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from firsthand.documents.draft import fit
from firsthand.documents.readers.archive import Budget, Item, Spent
from firsthand.documents.record import Document, How
from firsthand.documents.wrong import wrong

KEPT = (
    "sourceUrl", "fileName", "contentHash", "title", "author", "publisher", "publishedAt", "authoredAt", "retrievedAt", "date", "language",
    "crawler", "mimeType", "messageId", "subject", "sender",
)  # fmt: skip
"""Properties of an entity that tell where it came from: they go to the custody log."""


def open_(path: Path, document: Document, how: How) -> Iterator[Item]:
    """The texts of the documents in an export."""
    budget = Budget(document, how)
    left: Counter[str] = Counter()
    try:
        with path.open("rb") as stream:
            while line := stream.readline(how.limit):
                if line.strip():
                    yield from _entity(line, budget, left)
    except Spent as spent:
        yield wrong(document, "too-large", str(spent), "split the export, and collect its parts")
    for why, count in sorted(left.items()):
        yield wrong(document, "not-taken", f"{count:,} {why}")


def _entity(line: bytes, budget: Budget, left: Counter[str]) -> Iterator[Item]:
    try:
        entity = json.loads(line)
        properties: dict[str, Any] = entity["properties"]
        bodies = [("html", w) for w in _values(properties, "bodyHtml")] or [
            ("txt", w) for w in _values(properties, "bodyText")
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        left["lines are no entity"] += 1
        return
    if not bodies:
        left[f"entities of the kind {str(entity.get('schema', ''))[:40]} carry no text"] += 1
        return
    details = {name: fit("; ".join(_values(properties, name)))[:1000] for name in KEPT if properties.get(name)}
    name = next(iter(_values(properties, "fileName") or _values(properties, "title")), str(entity.get("id", "")))
    details |= {"entity": str(entity.get("id", ""))[:200], "schema": str(entity.get("schema", ""))[:40]}
    ending = bodies[0][0]
    data = "\n\n".join(w for _, w in bodies).encode("utf-8", "replace")
    pieces = iter((data, b""))
    yield from budget.take(lambda _: next(pieces), f"{fit(name)[:150]}.{ending}", details)


def _values(properties: dict[str, Any], name: str) -> list[str]:
    values = properties.get(name, [])
    return [str(v) for v in (values if isinstance(values, list) else [values]) if v]
