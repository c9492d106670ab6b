"""Resolve mentions that lead to one another, each once, however long the chain and whether or not it closes."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.origins.scene import Found
from firsthand.statements.record import Mention

DEEP = 40
"""So many mentions may be resolved one for another at once: "their guild" goes back to "their guild", and so on to the first page."""


class _Deep(Exception):
    """A mention that would be one too many at once: it must be resolved first."""

    def __init__(self, mention: Mention) -> None:
        super().__init__(mention.id)
        self.mention = mention


class Resolver:
    """What `one` says of each mention, which may ask `resolve` for others; what leads back to itself is None."""

    def __init__(self, one: Callable[[Mention], Found | None]) -> None:
        self._one = one
        self._memo: dict[str, Found | None] = {}
        self._open: set[str] = set()
        self._waiting: dict[str, Mention] = {}

    def forget(self) -> None:
        """Ask anew from now on."""
        self._memo.clear()

    def resolve(self, m: Mention) -> Found | None:
        """Who `m` refers to."""
        if m.id in self._memo:
            return self._memo[m.id]
        if m.id in self._open or m.id in self._waiting:
            return None
        if len(self._open) >= DEEP:
            raise _Deep(m)
        return self._once(m) if self._open else self._outermost(m)

    def _outermost(self, m: Mention) -> Found | None:
        """The same where nothing else is being resolved: a chain too long to follow at once is resolved from its end."""
        self._waiting = {m.id: m}
        while self._waiting:
            last = next(reversed(self._waiting.values()))
            try:
                self._once(last)
                del self._waiting[last.id]
            except _Deep as deep:
                self._waiting[deep.mention.id] = deep.mention
        return self._memo[m.id]

    def _once(self, m: Mention) -> Found | None:
        self._open.add(m.id)
        try:
            found = self._one(m)
        finally:
            self._open.discard(m.id)
        self._memo[m.id] = found
        return found
