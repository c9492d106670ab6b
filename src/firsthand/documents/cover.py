"""Cover: what stands at a place of a text, found without looking through all that stands elsewhere in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")

STRETCH = 1000
"""Code points of a text that are looked up together."""


class Cover(Generic[T]):
    """Things by the places (start, end) that they take up in one text; found in the order in which they were given."""

    def __init__(self, placed: Iterable[tuple[int, int, T]]) -> None:
        self._placed = list(placed)
        self._at: defaultdict[int, list[int]] = defaultdict(list)
        for n, (start, end, _) in enumerate(self._placed):
            for stretch in range(start // STRETCH, max(start, end - 1) // STRETCH + 1):
                self._at[stretch].append(n)

    def over(self, start: int, end: int) -> list[T]:
        """What covers `start`:`end` wholly."""
        near = (self._placed[n] for n in self._at.get(start // STRETCH, ()))
        return [thing for first, last, thing in near if first <= start and end <= last]

    def touching(self, start: int, end: int) -> list[T]:
        """What shares a code point with `start`:`end`."""
        stretches = range(start // STRETCH, max(start, end - 1) // STRETCH + 1)
        near = sorted({n for stretch in stretches for n in self._at.get(stretch, ())})
        return [thing for first, last, thing in map(self._placed.__getitem__, near) if first < end and start < last]
