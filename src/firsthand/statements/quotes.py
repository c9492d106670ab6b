"""Find quotations in a parsed passage: what stands between quotation marks, of whatever kind, closed or not.

A quotation that is never closed runs to the end of its passage (the usage of newspapers where the next paragraph opens the
same quotation again). Apostrophes are told from single quotation marks by what stands beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

_MARK = re.compile(r"''|``|[“”„‟\"«»‹›‘’']")
_OPENS = {"“": "”", "„": "”“", "‟": "”", "«": "»", "»": "«", "‹": "›", "``": "''"}
SCARE = 4
"""Quotations of at most this many words inside a clause may be scare quotes rather than speech (methods of the field; PolNeAR)."""


@dataclass(frozen=True)
class Quotation:
    """Tokens `first`..`last` of a passage, marks included, are between quotation marks. `words` counts the words inside."""

    first: int
    last: int
    words: int
    closed: bool

    def holds(self, i: int) -> bool:
        """Whether token `i` lies between the marks."""
        return self.first <= i <= self.last


@lru_cache(maxsize=4)
def quotations(doc: Doc) -> Sequence[Quotation]:
    """The outermost quotations of a passage, in order; they do not overlap. Kept for a while: each sentence of a passage asks for them."""
    text = doc.text
    if not _MARK.search(text):
        return []
    starts = {t.idx: t.i for t in doc}
    out: list[Quotation] = []
    for start, end, closed in _pairs(text):
        first = _token(starts, start)
        last = _token(starts, max(start, end - 1))
        words = sum(1 for t in doc[first : last + 1] if t.text[:1].isalnum())
        if words and (not out or first > out[-1].last):
            out.append(Quotation(first, last, words, closed))
    return out


def inside(quoted: Sequence[Quotation], i: int) -> Quotation | None:
    """The quotation of an ordered list that holds token `i`."""
    at = bisect_right(quoted, i, key=lambda q: q.first) - 1
    return quoted[at] if at >= 0 and quoted[at].holds(i) else None


def _token(starts: dict[int, int], at: int) -> int:
    while at not in starts and at > 0:
        at -= 1
    return starts.get(at, 0)


def _pairs(text: str) -> Iterable[tuple[int, int, bool]]:
    """Character spans of the outermost pairs of marks."""
    opened: tuple[int, str] | None = None
    for m in _MARK.finditer(text):
        mark, at = m.group(), m.start()
        if opened is None:
            closing = _closing(text, mark, at)
            if closing:
                opened = (at, closing)
        elif _ends(mark, opened[1]) and _closes(text, mark, at):
            third = mark == "''" and text[m.end() : m.end() + 1] == "'"  # the inner quotation ends there too
            yield opened[0], m.end() + third, True
            opened = None
    if opened is not None and opened[1] not in ("’'", "'"):
        yield opened[0], len(text), False


def _ends(mark: str, closing: str) -> bool:
    """Whether a mark is one of those that close what was opened; one apostrophe does not close two."""
    return mark == closing if closing == "''" else mark in closing


def _closing(text: str, mark: str, at: int) -> str:
    """Which marks close a quotation opened here; "" where nothing opens."""
    before = text[at - 1] if at else " "
    after = text[at + len(mark)] if at + len(mark) < len(text) else " "
    if mark == '"':
        return '"”' if not after.isspace() or before.isspace() else ""
    if mark == "''":
        return "''" if not after.isspace() else ""
    if mark == "”":
        return "”" if before.isspace() and not after.isspace() else ""
    if mark in "‘’'":
        opens = (before.isspace() or before in "([—–-") and after.isalpha()
        if not opens or (mark != "‘" and re.match(r".(?:s|em|til|cause|tis|twas|\d0s)\b", text[at : at + 8])):
            return ""
        closing = "'" if mark == "'" else "’'"
        return closing if _last(text, closing) > at else ""
    if mark == "»" and not before.isspace():
        return ""
    return {**_OPENS, "“": '”"'}.get(mark, "")


@lru_cache(maxsize=4)
def _last(text: str, closing: str) -> int:
    """Where the last of the marks `closing` stands that can close something, -1 for nowhere."""
    return max((m.start() for m in re.finditer(rf"(?<=[\w.,!?…])[{closing}](?!\w)", text)), default=-1)


def _closes(text: str, mark: str, at: int) -> bool:
    if mark in "’'":
        after = text[at + 1] if at + 1 < len(text) else " "
        return not after.isalnum() and not text[at - 1].isspace()
    if mark == '"':
        return not text[at - 1].isspace() or at + 1 == len(text) or text[at + 1].isspace() or text[at + 1] in ".,;:)"
    return True
