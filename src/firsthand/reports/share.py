"""Share: say which documents share text, and set the matched words side by side."""

from __future__ import annotations

from firsthand.copies.record import Copy
from firsthand.reports.phrase import Phrases, plain, quote
from firsthand.reports.record import Contents, Sentence, Shared

SHOWN = 4
"""Matched passages shown of one copy, the longest first; the rest are counted."""

KINDS = {
    "same-bytes": "have the same bytes",
    "near-copy": "are near-copies of one another",
    "excerpt": "overlap: one is largely an excerpt of the other",
    "passages": "share passages",
    "quotation": "carry the same quotation, which by itself does not make one a copy of the other",
    "translation": "are probably translations of one text",
}


def names(copy: Copy, contents: Contents, phrases: Phrases) -> tuple[str, str]:
    """The two documents by name; for a credit the one that is named and is not held."""
    agencies = {c.agency_id: c.name for c in contents.credits}
    first = agencies.get(copy.from_, "a producer not held here") if copy.kind == "credit" else phrases.name(copy.from_)
    return first, phrases.name(copy.to)


def shared(copy: Copy, contents: Contents, phrases: Phrases) -> Shared:
    """The Copy in a sentence, its longest matched passages side by side."""
    both = names(copy, contents, phrases)
    longest = (
        sorted(copy.spans, key=lambda m: (m.from_start - m.from_end, m.from_start)) if copy.kind != "credit" else []
    )
    matches = tuple(
        (
            _quoted(copy.from_, m.from_start, m.from_end, phrases),
            _quoted(copy.to, m.to_start, m.to_end, phrases),
        )
        for m in sorted(longest[:SHOWN], key=lambda m: m.from_start)
    )
    judged = phrases.judged.get(copy.id)
    return Shared(
        id=copy.id,
        kind=copy.kind,
        status=f"{judged.decision} by {judged.who}" if judged else copy.status,
        sentence=plain(_told(copy, both), _notes(copy, contents, phrases)),
        names=both,
        matches=matches,
        left=len(longest) - len(matches),
        reasons=copy.reasons,
    )


def _told(copy: Copy, both: tuple[str, str]) -> str:
    if copy.kind == "credit":
        return f"{both[1]} names {both[0]} as its producer, wholly or in part; that dispatch itself is not held here."
    told = f"{both[0]} and {both[1]} {KINDS[copy.kind]}"
    if copy.share_from or copy.share_to:
        told += f": {copy.share_from:.0%} of the words of the first, {copy.share_to:.0%} of the second"
    if copy.kind == "quotation":
        return told + "."
    travelled = (
        "The text travelled from the first to the second." if copy.direction == "known" else "Which came first is open."
    )
    return f"{told}. {travelled}"


def _notes(copy: Copy, contents: Contents, phrases: Phrases) -> list[int]:
    if copy.kind == "credit":
        places = [c.place for c in contents.credits if c.document == copy.to and c.agency_id == copy.from_]
        found = [phrases.notes.span(copy.to, p.start, p.end) for p in places]
        return found or [phrases.notes.whole(copy.to)]
    return [phrases.notes.whole(copy.from_), phrases.notes.whole(copy.to)]


def _quoted(document: str, start: int, end: int, phrases: Phrases) -> Sentence:
    span = phrases.texts[document].span(start, end)
    return Sentence((quote([span]),), (phrases.notes.span(document, start, end),))
