"""What the log of custody says of each act on a document, and whether the inquiry still is what its log says.

The fields of the first entry on a document are those that the Berkeley Protocol (OHCHR and UC Berkeley, 2022, on collection) asks to
be recorded. What was not told is "not recorded", never blank: a court must be able to tell what nobody knows from what nobody asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from firsthand.documents.record import Document
from firsthand.documents.seal import Entry, Mismatch, Vault

NOT_RECORDED = "not recorded"

FIELDS = {
    "address": "target address: the URL or place where it was found",
    "found": "when it stood there, as told by whoever collected it (ISO 8601)",
    "source_code": "the page's source code: where that is kept",
    "capture": "full-page capture: where that is kept",
    "media": "embedded media files: where they are kept",
    "metadata": "embedded metadata: where they are kept",
    "context": "contextual data: uploader, comments, surrounding posts",
    "collector": "name or number of the collector",
    "network": "IP address or network used",
    "identity": "virtual identity used",
    "collected_with": "tool with which it was collected, and its version, if not this one",
}
"""What a person or an import can tell of how a document was come by. All else in an entry this program knows itself."""

RECEIVED = ("received", "received again")

_KNOWN = {
    "url": "address",
    "time": "found",
    "sourceUrl": "address",
    "retrievedAt": "found",
    "crawler": "collected_with",
}
"""Names that readers, and FollowTheMoney, give to what they know of a part."""


def received(
    document: Document, *, after: str, tool: str, told: Mapping[str, str], modified: str = "", whole: str | None = None
) -> dict[str, str]:
    """The details of taking in `document`: `tool` sealed it, `after` is the digest that it has under seal, `modified` the file's own
    time (ISO 8601), `whole` what it was part of.

    `told` gives some of FIELDS; whatever else it holds is kept as well.
    """
    given = {_KNOWN.get(k, k): v for k, v in told.items() if v}
    return {
        "name": document.name,
        "place": document.place,
        "size": str(document.size),
        "media_type": document.media_type,
        "how": f"taken out of {whole}" if whole else "copied from a file",
        "modified": modified or NOT_RECORDED,
        "algorithm": "SHA-256",
        "before": document.id,
        "after": after,
        "tool": tool,
        **dict.fromkeys(FIELDS, NOT_RECORDED),
        **given,
    }


def read(*, tool: str, version: str, text: str, before: str, after: str) -> dict[str, str]:
    """The details of reading a document: `text` is the digest of the Text record, "" where there was none."""
    return {"tool": tool, "version": version, "text": text, "algorithm": "SHA-256", "before": before, "after": after}


def unlike(documents: Sequence[Document], entries: Sequence[Entry], only: str | None = None) -> Iterator[Mismatch]:
    """Where the documents are not what the log says of them; of the document `only`, if given."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.act in RECEIVED:
            first.setdefault(entry.document, entry)
    held = {d.id: d for d in documents}
    for id_ in sorted(held.keys() | first.keys()):
        if only in (None, id_):
            yield from _unlike(held.get(id_), first.get(id_))


def misread(texts: Mapping[str, str], entries: Sequence[Entry], only: str | None = None) -> Iterator[Mismatch]:
    """The texts whose digests (by document) are not those that the log has of them; of the document `only`, if given."""
    last = {e.document: e.details.get("text", "") for e in entries if e.act == "read"}
    for id_ in sorted(texts.keys() | {d for d, text in last.items() if text}):
        logged, found = last.get(id_, ""), texts.get(id_, "")
        if logged != found and only in (None, id_):
            yield Mismatch(
                where=f"text of {id_}",
                expected=f"SHA-256 {logged}" if logged else "no text",
                found=f"SHA-256 {found}" if found else "no text",
                message="a text is not the one that was read",
            )


def _unlike(held: Document | None, entry: Entry | None) -> Iterator[Mismatch]:
    if held is None and entry is not None:
        name = entry.details.get("name", "")
        yield Mismatch(
            where=f"entry {entry.seq}",
            expected=f"document {entry.document}",
            found="no such document",
            message=f"{name} was received and is no longer among the documents",
        )
    elif entry is None and held is not None:
        yield Mismatch(
            where=f"document {held.id}",
            expected="an entry that it was received",
            found="none",
            message=f"{held.name} is among the documents and was never received",
        )
    elif held is not None and entry is not None:
        for field in ("name", "place", "size"):
            logged, found = entry.details.get(field, ""), str(getattr(held, field))
            if logged != found:
                yield Mismatch(
                    where=f"document {held.id}, {field}",
                    expected=logged,
                    found=found,
                    message=f"the {field} of {held.name} is not the one in the log (entry {entry.seq})",
                )


def sealed(
    documents: Iterable[Document], vault: Vault, how: Literal["quick", "full"], step: Callable[[], object]
) -> Iterator[Mismatch]:
    """The originals that are gone or changed. "quick" looks at their sizes alone, "full" at every byte; `step` is called for each."""
    for d in documents:
        step()
        try:
            size = vault.path(d.id).stat().st_size
        except (OSError, ValueError):  # ValueError: an id that was tampered with is no digest
            size = -1
        digest = vault.digest(d.id) if how == "full" and size >= 0 else ""
        if size < 0 or (how == "full" and not digest):
            yield _changed(d, "no file" if size < 0 else "a file that cannot be read", "is gone")
        elif digest not in ("", d.id):
            yield _changed(d, f"SHA-256 {digest}, {size:,} bytes", "was changed")
        elif size != d.size:
            yield _changed(d, f"{size:,} bytes", "was changed")


def _changed(d: Document, found: str, how: str) -> Mismatch:
    return Mismatch(
        where=f"original {d.id}",
        expected=f"SHA-256 {d.id}, {d.size:,} bytes",
        found=found,
        message=f"the sealed original of {d.name} {how}",
    )


def told(fields: Iterable[str]) -> tuple[dict[str, str], str]:
    """Fields given as NAME=VALUE; and the first that is none, "" if all are."""
    given: dict[str, str] = {}
    for field in fields:
        name, is_, value = field.partition("=")
        if not is_ or name not in FIELDS or not re.search(r"\S", value):
            return {}, field
        given[name] = value
    return given, ""
