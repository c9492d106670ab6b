"""Who belongs to a speaker or an origin, named by what does not change: places in documents, and statements.

A speaker's members are the places where documents mention it, one per document: "DOCUMENT:START-END". An origin's members are its statements.
A document's own voice is the member "DOCUMENT:0-0" of both. So a decision about a group leads back to words, and holds when the
group gets another id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from firsthand.origins.record import Origin, Reference, Speaker, Trace

NAMING = ("S1", "S2", "S3", "S4", "S5")
"""Rules whose references name the speaker; the others merely point to it."""


def place(document: str, start: int = 0, end: int = 0) -> str:
    """The member at this place; without one, the document's own voice."""
    return f"{document}:{start}-{end}"


def where(member: str) -> tuple[str, int, int]:
    """Document, start and end of a place."""
    document, _, span = member.rpartition(":")
    start, _, end = span.partition("-")
    return document, int(start), int(end)


def of_speaker(speaker: Speaker, references: Iterable[Reference]) -> tuple[str, ...]:
    """One place per document in which `speaker` appears: where it is first named, else first pointed to, else the document's voice."""
    first: dict[str, Reference] = {}
    for r in references:
        if r.speaker == speaker.id and (r.document not in first or _order(r) < _order(first[r.document])):
            first[r.document] = r
    documents = sorted({*speaker.documents, *first})
    return tuple(place(d, first[d].start, first[d].end) if d in first else place(d) for d in documents)


def _order(r: Reference) -> tuple[bool, int, int]:
    return not r.rule.startswith(NAMING), r.start, r.end


def of_origin(origin: Origin, traces: Iterable[Trace], documents: Mapping[str, str]) -> tuple[str, ...]:
    """The statements that end in `origin`, and the voices of documents that hold none of them. `documents`: statement → document."""
    said = sorted(t.statement for t in traces if t.origin == origin.id)
    silent = {*origin.documents} - {documents[s] for s in said if s in documents}
    return (*said, *(place(d) for d in sorted(silent)))


def follow(about: str, members: Sequence[str], origins: Iterable[str], traces: Mapping[str, str]) -> str:
    """The id today of the origin that was `about`: the same, or the one in which most of its `members` now end; "" if none do.

    `traces`: statement → origin.
    """
    if about in set(origins):
        return about
    found = Counter(traces[m] for m in members if m in traces)
    return min(found, key=lambda o: (-found[o], o), default="")
