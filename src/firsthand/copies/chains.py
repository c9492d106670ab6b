"""Take out the copies that go by way of another: where a text has through a second all that it has of a first, and more (stemma)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from firsthand.copies.fingerprints import GUARANTEE
from firsthand.copies.record import Copy, CopyKind
from firsthand.copies.words import words
from firsthand.documents.record import Text

KINDS: tuple[CopyKind, ...] = ("near-copy", "excerpt")
WHOLE = 0.95
"""The part of what the last text has of the first that it must have of the one between, too."""


def reduce(copies: Sequence[Copy], texts: Mapping[str, Text]) -> list[Copy]:
    """The copies without those that are implied: the transitive reduction, where directions are known and the wording shows the way.

    An edge from z to y is dropped in favour of z to x to y if y has through x whatever it has of z, and GUARANTEE words of x beside that
    stand in a row and z lacks. Without such words y may as well have copied z itself, and the edge stays. A copy that somebody confirmed stays;
    one that somebody rejected leads nowhere.
    """
    known = {
        (c.from_, c.to): c for c in copies if c.kind in KINDS and c.direction == "known" and c.status != "rejected"
    }
    into: dict[str, list[str]] = {}
    for first, last in known:
        into.setdefault(last, []).append(first)
    dropped: set[str] = set()
    told: dict[str, list[str]] = {}
    for last, firsts in sorted(into.items()):
        for first in sorted(firsts):
            by = next(
                (x for x in sorted(firsts) if (first, x) in known and _through(known, texts, first, x, last)), None
            )
            if by is not None and known[first, last].status != "confirmed":
                dropped.add(known[first, last].id)
                told.setdefault(known[by, last].id, []).append(first)
    return [_with(c, told.get(c.id, ())) for c in copies if c.id not in dropped]


def _through(known: Mapping[tuple[str, str], Copy], texts: Mapping[str, Text], z: str, x: str, y: str) -> bool:
    """Whether `y` has of `x` all that it has of `z`, and words that `z` lacks."""
    of_z = _merged((m.to_start, m.to_end) for m in known[z, y].spans)
    of_x = _merged((m.to_start, m.to_end) for m in known[x, y].spans)
    beside = _without(of_x, of_z)
    left = sum(b - a for a, b in _without(of_z, of_x))
    if left > (1 - WHOLE) * sum(b - a for a, b in of_z):
        return False
    return any(len(words(texts[y].text[a:b])) >= GUARANTEE for a, b in beside)


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for a, b in sorted(ranges):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


def _without(ranges: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of the `ranges` lies in none of the `other`, both merged."""
    found = []
    for start, end in ranges:
        for a, b in other:
            if b <= start or a >= end:
                continue
            if a > start:
                found.append((start, a))
            start = max(start, b)
        if start < end:
            found.append((start, end))
    return found


def _with(copy: Copy, firsts: Sequence[str]) -> Copy:
    if not firsts:
        return copy
    reason = (
        f"D4 by way of this: all that it shares with {', '.join(firsts)} stands here too, and words that are not there"
    )
    return msgspec.structs.replace(copy, reasons=(*copy.reasons, reason))
