"""Put a Text together piece by piece, each passage at its exact place: for formats whose text is not a string to begin with."""

from __future__ import annotations

import re

from firsthand.documents.record import Passage, PassageKind
from firsthand.documents.split import glued, parted, settle, trim

_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters and half characters: nothing that was written, and not storable everywhere."""


def fit(words: str) -> str:
    """`words` without what is no character: control characters go, half characters become the sign for an unreadable one."""
    if words.isprintable():
        return words
    return _UNFIT.sub(lambda m: "\ufffd" if m[0] >= "\ud800" else "", words)


class Draft:
    """A Text in the making. What is added stands in the order of adding, parted by blank lines."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._passages: list[Passage] = []
        self._open: set[int] = set()

    def __len__(self) -> int:
        """Code points so far."""
        return self._length

    def add(self, words: str, kind: PassageKind, *, page: int = 0, gap: str = "\n\n") -> int:
        """Add `words` as one passage of this `kind`; where it starts. Nothing but white space adds nothing.

        `gap` is the white space put before it.
        """
        words = fit(words).strip()
        start = self._begin(words, gap)
        if words:
            self._passages.append(Passage(start, self._write(words), kind, page))
        return start

    def write(self, words: str, *, page: int = 0, gap: str = "\n\n") -> int:
        """Add `words` as the passages that their lines and forms make of them, in the end; where the first starts."""
        words = fit(words).strip()
        start = self._begin(words, gap)
        if words:
            self._open.add(len(self._passages))
            self._passages.append(Passage(start, self._write(words), "paragraph", page))
        return start

    def include(self, words: str, passages: tuple[Passage, ...], gap: str = "\n\n") -> None:
        """Add a whole text with its `passages`, unchanged."""
        start = self._begin(words, gap)
        self._write(words)
        self._passages += [Passage(p.start + start, p.end + start, p.kind, p.page) for p in passages]

    def text(self) -> str:
        """The whole as one string."""
        return "".join(self._pieces)

    def passages(self) -> tuple[Passage, ...]:
        """Its passages, each trimmed."""
        text = self.text()
        signs = glued(text) if self._open else ()
        found: list[Passage] = []
        sure: set[int] = set()
        for n, p in enumerate(self._passages):
            if n in self._open:
                cuts = parted(text, p.start, p.end, signs)
                found += [Passage(s, e, kind, p.page) for s, e, kind in cuts]
            else:
                if p.kind == "heading":
                    sure.add(len(found))
                found.append(Passage(*trim(text, p.start, p.end), p.kind, p.page))
        return settle(found, text, frozenset(sure))

    def _begin(self, words: str, gap: str) -> int:
        return self._write(gap) if self._length and words else self._length

    def _write(self, words: str) -> int:
        self._pieces.append(words)
        self._length += len(words)
        return self._length
