"""Which documents tell of one matter: those that name several of the same people and bodies, whom few other documents name.

A name that is not certain by itself (a surname, another spelling, another office) is taken for somebody's only among such documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

SHARED = 2
"""Names that two documents must have in common, that in question apart."""
MOST = 30
"""A name in more documents says nothing of their matter."""


class Context:
    """The documents by the `names` (keys of speakers) that stand in them."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        holders: defaultdict[str, set[str]] = defaultdict(set)
        for document, some in names.items():
            for name in some:
                holders[name].add(document)
        self._holders = {name: found for name, found in holders.items() if 1 < len(found) <= MOST}
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._shared: dict[str, dict[str, int]] = {}
        for name, found in self._holders.items():
            for document in found:
                self._names[document].add(name)

    def around(self, document: str, without: Iterable[str] = ()) -> set[str]:
        """The documents on the matter of this one, told without these names."""
        if document not in self._shared:
            counted = Counter(other for name in self._names.get(document, ()) for other in self._holders[name])
            self._shared[document] = {o: n for o, n in counted.items() if n >= SHARED and o != document}
        left_out = [self._holders[n] for n in set(without) & self._names.get(document, set())]
        return {o for o, n in self._shared[document].items() if n - sum(o in held for held in left_out) >= SHARED}
