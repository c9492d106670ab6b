"""Names from content: the same bytes, the same span, the same judgement always get the same id.

So that a re-run gives the same ids and judgements stay attached to what they were made about.
"""

from __future__ import annotations

import hashlib

LENGTH = 16
"""Hex digits kept of a derived id: 64 bits, so that a collision among a million records has odds below 1 in 30 million."""


def digest(data: bytes) -> str:
    """The SHA-256 of `data`, 64 hex digits: the id of a Document."""
    return hashlib.sha256(data).hexdigest()


def name(noun: str, *parts: str | int | float | None) -> str:
    """The id of a record that is known by `parts`: ``noun-`` and 16 hex digits.

    The parts are joined unambiguously (each with its length), so ``("ab", "c")`` and ``("a", "bc")`` differ.

    >>> name("copy", "a", "b") == name("copy", "a", "b")
    True
    """
    h = hashlib.sha256()
    for part in (noun, *parts):
        raw = b"\x00" if part is None else str(part).encode("utf-8", "surrogatepass")
        h.update(f"{len(raw)}:".encode())
        h.update(raw)
    return f"{noun}-{h.hexdigest()[:LENGTH]}"
