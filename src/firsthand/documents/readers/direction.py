"""Brackets of lines that run from right to left: some makers of PDF write down which bracket is drawn, others which is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BRACKET = re.compile(r"[()\[\]{}]")
_TURNED = dict(zip("()[]{}", ")(][}{", strict=True))
_RIGHT_TO_LEFT = re.compile(r"[^A-Za-z\u00c0-\u024f\u0370-\u052f]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A line whose first letter is one of a script that runs from right to left."""


def turned(lines: Iterable[str]) -> dict[str, str]:
    """The right-to-left lines of a document with their brackets turned round, if as they are they open where they should close.

    Which of the two the maker wrote is told from all such lines together; none where it cannot be told.
    """
    found: dict[str, str] = {}
    better = 0
    for line in lines:
        if not line.isascii() and line not in found and _BRACKET.search(line) and _RIGHT_TO_LEFT.match(line):
            found[line] = _BRACKET.sub(lambda m: _TURNED[m[0]], line)
            better += nested(found[line]) - nested(line)
    return found if better > 0 else {}


def nested(words: str) -> bool:
    """Whether each bracket that closes was opened before, and none stays open."""
    depth = 0
    for m in _BRACKET.finditer(words):
        depth += 1 if m[0] in "([{" else -1
        if depth < 0:
            return False
    return depth == 0
