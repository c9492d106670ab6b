"""Words that were divided at the end of a line, put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_HYPHENS = ("-", "\u2010", "\ufffe", "\x02")
_DIVIDED = re.compile(r"([^\W\d_]+)[\ufffe\x02]([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Known:
    """How often the document writes a word. Counted when first asked for: many documents divide no word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._words: Counter[str] | None = None

    def __getitem__(self, word: str) -> int:
        if self._words is None:
            self._words = Counter(_WORD.findall("\n".join(self._lines).lower()))
        return self._words[word]


def joined(left: str, right: str, known: Known) -> str:
    """Two lines as one. A hyphen at the end of the first goes where the document writes the word without it."""
    if not left:
        return right
    stem = left[:-1]
    if left[-1] not in _HYPHENS or not stem or not stem[-1].isalpha() or not right[0].isalpha():
        return f"{left} {right}"
    head, tail = _WORD.findall(stem)[-1], _WORD.findall(right)[0]
    return stem[: len(stem) - len(head)] + undivided(head, tail, known) + right[len(tail) :]


def undivided(head: str, tail: str, known: Known) -> str:
    """The word that was divided into `head` and `tail`: with its hyphen only where the document writes it so elsewhere, or a
    capital follows."""
    if tail[0].islower() and known[(head + tail).lower()] >= known[f"{head}-{tail}".lower()]:
        return head + tail
    return f"{head}-{tail}"


def mended(words: str, known: Known) -> str:
    """`words` with those put together that PDFium marks as divided."""
    return _DIVIDED.sub(lambda m: undivided(m[1], m[2], known), words)


def shorter(words: str) -> int:
    """How many characters `mended` takes from `words`."""
    return len(words) - len(_DIVIDED.sub(r"\1\2", words))
