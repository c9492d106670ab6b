"""Find the excerpts that tie two stories by words which are neither's: a frame, a note, a second story on one page.

Where near-copies make a story of several documents, its words stand in most of them, or in as many as are not damaged. What one of them shares with a
document outside, and fewer of the others hold than hold the rest of it, travelled with that one document only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from firsthand.copies.item import Item
from firsthand.copies.pairs import distinct
from firsthand.copies.pile import Pair, stories
from firsthand.copies.record import Copy
from firsthand.copies.words import Hashes, Mask

LEAST = 4
"""Documents that near-copies must make one story."""


def bridges(items: Sequence[Item], found: Mapping[Pair, Copy]) -> list[Pair]:
    """The excerpts among `found`, nobody's decisions, of which one side belongs to a story whose documents hold what the two share less than a quarter as often as the rest of it."""
    near = stories((p for p, c in found.items() if c.kind == "near-copy" and c.status != "rejected"), len(items))
    order = np.argsort(near, kind="stable")
    firsts = near[order].searchsorted(np.arange(len(items) + 1))

    @cache
    def prints(story: int) -> Hashes:
        members = order[firsts[story] : firsts[story + 1]].tolist()
        return np.sort(np.concatenate([distinct(items[i].prints.prints) for i in members]))

    def foreign(i: int, spans: Sequence[tuple[int, int]]) -> bool:
        if firsts[near[i] + 1] - firsts[near[i]] < LEAST:
            return False
        own, every = items[i].prints.prints, prints(int(near[i]))
        held = every.searchsorted(own, side="right") - every.searchsorted(own)
        shared = _within(items[i], spans)
        return bool(shared.any() and not shared.all() and 4 * np.median(held[shared]) < np.median(held[~shared]))

    return [
        (a, b)
        for (a, b), c in found.items()
        if c.kind == "excerpt" and c.status == "proposed" and near[a] != near[b]
        for first in [c.from_ == items[a].text.document]
        if foreign(a, [(m.from_start, m.from_end) if first else (m.to_start, m.to_end) for m in c.spans])
        or foreign(b, [(m.to_start, m.to_end) if first else (m.from_start, m.from_end) for m in c.spans])
    ]


def _within(item: Item, spans: Sequence[tuple[int, int]]) -> Mask:
    """Which fingerprints begin within the spans of the text."""
    starts = item.prints.starts[item.prints.marks]
    chosen = np.zeros(len(starts), dtype=np.bool_)
    for start, end in spans:
        chosen[starts.searchsorted(start) : starts.searchsorted(end)] = True
    return chosen
