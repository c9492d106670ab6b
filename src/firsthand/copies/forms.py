"""Tell a form that was filled in twice from a copy: the words agree, the names and numbers between them do not.

Two warrants on one printed form, two notices of one office or two bulletins of one pattern share nearly all words and are about different
people. In a copy, also a misread or an updated one, most of the names and numbers are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from firsthand.copies.align import Stretch, alike
from firsthand.copies.item import Item
from firsthand.vocabulary import terms


@dataclass(frozen=True)
class Entries:
    """The different names and numbers that stand in the same places of two texts: how many both have, and how many were exchanged."""

    kept: int
    changed: int

    @property
    def form(self) -> bool:
        """Whether so many were exchanged that the two are one form, filled in twice."""
        t = terms.load("copies")["forms"]
        return bool(self.changed >= t["changed"] and self.changed >= t["share"] * (self.kept + self.changed))


def entries(a: Item, b: Item, stretches: Sequence[Stretch]) -> Entries:
    """The names and numbers of `a` and `b` where their words agree, small gaps counted in; none are looked for where too few differ for a form."""
    least = terms.load("copies")["forms"]["changed"]
    shorter, longer = sorted((a, b), key=lambda item: len(item.prints))
    if _lacking(shorter, longer) < least or _lacking(longer, shorter) < least:
        return Entries(0, 0)
    left_a, left_b = a.shown.keys() - b.shown.keys(), b.shown.keys() - a.shown.keys()
    both = a.shown.keys() & b.shown.keys()
    regions = list(_regions(stretches))
    within = _within(a, left_a, regions), _within(b, left_b, [Stretch(r.b_start, r.b_end, 0, 0) for r in regions])
    words = [b.prints.word(at) for at in within[1]]
    misread = sum(any(map(alike, repeat(a.prints.word(at)), words)) for at in within[0])
    return Entries(len(_within(a, both, regions)) + misread, max(0, min(map(len, within)) - misread))


def _lacking(a: Item, b: Item) -> int:
    """How many names of `a` the other lacks."""
    return len(a.named) - sum(map(b.shown.__contains__, a.named))


def _within(item: Item, keys: Iterable[int], regions: Sequence[Stretch]) -> list[int]:
    """The places of those of the names that stand in one of the regions."""
    places = [item.shown[key] for key in keys]
    return [at for at in places if any(r.a_start <= at < r.a_end for r in regions)]


def _regions(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches, those made one that stand in one order in both texts with a small gap between them."""
    slot = terms.load("copies")["forms"]["slot"]
    whole: Stretch | None = None
    for s in stretches:
        if whole and 0 <= s.a_start - whole.a_end <= slot and 0 <= s.b_start - whole.b_end <= slot:
            whole = Stretch(whole.a_start, s.a_end, whole.b_start, s.b_end)
            continue
        if whole:
            yield whole
        whole = s
    if whole:
        yield whole
