"""Open exports of FollowTheMoney entities (JSON lines, as OpenAleph and Datashare write them): each document's text with where it came from.

Of entities that are documents and carry their text (`bodyText`, `bodyHtml`), the text is a document of its own; one whose text is in
entities of its pages (schema Page) is put together from them; a mail becomes a mail again. Other entities are counted and left.
(FollowTheMoney, OCCRP; schema Document and its kinds.)
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from email.header import Header
from pathlib import Path
from typing import IO, Any

from firsthand.documents.draft import fit
from firsthand.documents.provenance import KEPT
from firsthand.documents.readers.archive import Budget, Item, Spent
from firsthand.documents.record import Document, How
from firsthand.documents.wrong import wrong

HEADERS = {
    "From": "from",
    "To": "to",
    "Cc": "cc",
    "Bcc": "bcc",
    "Date": "date",
    "Subject": "subject",
    "Message-ID": "messageId",
}
"""Headers of a mail, and the properties that hold them."""


def open_(path: Path, document: Document, how: How) -> Iterator[Item]:
    """The texts of the documents in an export."""
    budget = Budget(document, how)
    left: Counter[str] = Counter()
    try:
        with path.open("rb") as stream:
            pages = _pages(stream, how.limit)
            stream.seek(0)
            while line := stream.readline(how.limit):
                if line.strip():
                    yield from _entity(line, budget, left, pages, path)
    except Spent as spent:
        yield wrong(document, "too-large", str(spent), "split the export, and collect its parts")
    if pages:
        left["pages are of a document that is not in the export"] += sum(map(len, pages.values()))
    for why, count in sorted(left.items()):
        yield wrong(document, "not-taken", f"{count:,} {why}")


def _pages(stream: IO[bytes], limit: int) -> dict[str, list[tuple[int, int]]]:
    """For each document whose text is in its pages: their numbers and where their lines begin, which may be anywhere in the export."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    at = 0
    while line := stream.readline(limit):
        if b'"Page"' in line and (entity := _decoded(line)) and entity.get("schema") == "Page":
            properties = entity["properties"]
            for of in _values(properties, "document"):
                number = next(iter(_values(properties, "index")), "")
                found[of].append((int(number) if number.isdecimal() and len(number) < 9 else 0, at))
        at += len(line)
    return dict(found)


def _entity(
    line: bytes, budget: Budget, left: Counter[str], pages: dict[str, list[tuple[int, int]]], path: Path
) -> Iterator[Item]:
    entity = _decoded(line)
    if entity is None:
        left["lines are no entity"] += 1
        return
    properties: dict[str, Any] = entity["properties"]
    id_, schema = str(entity.get("id", ""))[:200], str(entity.get("schema", ""))[:40]
    if schema == "Page" and _values(properties, "document"):
        return  # it stands in its document, or is counted with those that have none
    data, ending = _text(properties, schema, pages.pop(id_, []), path)
    if not data:
        left[f"entities of the kind {schema} carry no text"] += 1
        return
    details = {name: fit("; ".join(_values(properties, name)))[:1000] for name in KEPT if properties.get(name)}
    details |= {"entity": id_, "schema": schema, "metadata": f"an entity of {fit(budget.document.name)}"}
    name = next(iter(_values(properties, "fileName") or _values(properties, "title")), id_)
    pieces = iter((data, b""))
    yield from budget.take(lambda _: next(pieces), f"{fit(name)[:150]}.{ending}", details)


def _text(properties: dict[str, Any], schema: str, pages: list[tuple[int, int]], path: Path) -> tuple[bytes, str]:
    """The text that an entity carries, and the ending of a file with such a text."""
    html, text = "\n".join(_values(properties, "bodyHtml")), "\n\n".join(_values(properties, "bodyText"))
    if schema == "Email" and (html or text):
        return _mail(properties, html, text), "eml"
    if html:
        return html.encode("utf-8", "replace"), "html"
    if not text and pages:
        with path.open("rb") as stream:
            text = "\f".join(_page(stream, at) for _, at in sorted(pages))
    return text.encode("utf-8", "replace"), "txt"


def _page(stream: IO[bytes], at: int) -> str:
    stream.seek(at)
    entity = _decoded(stream.readline())
    return "\n\n".join(_values(entity["properties"], "bodyText")) if entity else ""


def _mail(properties: dict[str, Any], html: str, text: str) -> bytes:
    """A mail as it may have stood: its headers, and its body without what was attached."""
    said = {h: fit(" ".join("; ".join(_values(properties, name)).split()))[:2000] for h, name in HEADERS.items()}
    head = "".join(
        f"{h}: {Header(v, 'utf-8' if not v.isascii() else 'us-ascii', 900).encode()}\n" for h, v in said.items() if v
    )
    kind = f"MIME-Version: 1.0\nContent-Type: text/{'plain' if text else 'html'}; charset=utf-8\n\n"
    return (head + kind + (text or html)).encode("utf-8", "replace")


def _decoded(line: bytes) -> dict[str, Any] | None:
    """The entity in a line; None where it is none."""
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entity if isinstance(entity, dict) and isinstance(entity.get("properties"), dict) else None


def _values(properties: dict[str, Any], name: str) -> list[str]:
    values = properties.get(name, [])
    return [str(v) for v in (values if isinstance(values, list) else [values]) if v]
