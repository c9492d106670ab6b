"""Tell a form that was filled in twice from a copy: the words agree, the names and numbers between them do not.

Two warrants on one printed form, two notices of one office or two bulletins of one pattern share nearly all words and are about different
people. In a copy, also a misread or an updated one, most of the names and numbers are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.copies.align import Stretch, alike
from firsthand.copies.item import Item
from firsthand.copies.words import Places
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
    """The names and numbers of `a` and `b` where their words agree, small gaps counted in."""
    kept: set[int] = set()
    only_a: dict[int, int] = {}
    only_b: dict[int, int] = {}
    for r in _regions(stretches):
        ours, theirs = _named(a, r.a_start, r.a_end), _named(b, r.b_start, r.b_end)
        kept |= ours.keys() & theirs.keys()
        only_a |= {k: at for k, at in ours.items() if k not in theirs}
        only_b |= {k: at for k, at in theirs.items() if k not in ours}
    left_a, left_b = ([at for k, at in some.items() if k not in kept] for some in (only_a, only_b))
    changed = min(len(left_a), len(left_b))
    if not Entries(len(kept), changed).form:
        return Entries(len(kept), changed)
    words = [b.prints.word(at) for at in left_b]
    misread = sum(any(alike(a.prints.word(at), word) for word in words) for at in left_a)
    return Entries(len(kept) + misread, max(0, changed - misread))


def _named(item: Item, start: int, end: int) -> dict[int, int]:
    """The names and numbers between two words, each with one of its places."""
    places: Places = item.names.places
    first, last = places.searchsorted((start, end)).tolist()
    shown = item.names.shown[first:last]
    return dict(zip(item.names.keys[first:last][shown].tolist(), places[first:last][shown].tolist(), strict=True))


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
