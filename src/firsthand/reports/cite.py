"""Cite: give each place of the material that a report rests on its footnote, with the words around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from firsthand.documents.record import Document, Text
from firsthand.reports.record import Passage, Piece
from firsthand.statements.record import Statement

AROUND = 260
"""Characters of the paragraph shown on either side of the marked words; a paragraph shorter than that is shown whole."""
SHOWN = 900
"""Characters shown of one marked stretch; of a longer one the first and the last part are shown, with a gap between."""
OPENING = 160
"""Characters of a document's beginning shown where a note is about the document as such."""

_RANK = {"quoted": 0, "speaker": 1, "cue": 2}
Mark = tuple[int, int, str]


class Footnotes:
    """Numbers passages in the order in which a report first cites them; the same place always has the same number."""

    def __init__(self, documents: Iterable[Document], texts: Iterable[Text]) -> None:
        self._names = {document.id: document.name for document in documents}
        self._texts = {text.document: text for text in texts}
        self._starts = {id_: [p.start for p in text.passages] for id_, text in self._texts.items()}
        self._numbers: dict[tuple[str, int, int, tuple[Mark, ...]], int] = {}
        self.passages: list[Passage] = []

    def statement(self, s: Statement) -> int:
        """The note of a statement: what is said is marked, the words for who says it and how are pointed out."""
        marks = [(p.start, p.end, "quoted") for p in s.parts or (s.content,)]
        marks += [(span.start, span.end, role) for span, role in ((s.speaker, "speaker"), (s.cue, "cue")) if span]
        return self._number(s.document, s.content.start, s.content.end, tuple(sorted(marks)))

    def span(self, document: str, start: int, end: int) -> int:
        """The note of the words at these offsets."""
        return self._number(document, start, end, ((start, end, "quoted"),))

    def whole(self, document: str) -> int:
        """The note of the document as such: its digest, and how it begins."""
        key = (document, -1, -1, ())
        if key not in self._numbers:
            self._numbers[key] = len(self.passages) + 1
            self.passages.append(self._opening(document))
        return self._numbers[key]

    def _opening(self, document: str) -> Passage:
        number, name = len(self.passages) + 1, self._names.get(document, "")
        text = self._texts.get(document)
        span = text.span(0, min(OPENING, len(text.text))) if text else None
        if text is None or span is None or not span.text:
            return Passage(number=number, document=document, name=name, whole=True)
        return Passage(
            number=number,
            document=document,
            name=name,
            start=span.start,
            end=span.end,
            pieces=(Piece(span.start, span.text),),
            cut_after=span.end < len(text.text.rstrip()),
            whole=True,
        )

    def _number(self, document: str, start: int, end: int, marks: tuple[Mark, ...]) -> int:
        key = (document, start, end, marks)
        if key not in self._numbers:
            self._numbers[key] = len(self.passages) + 1
            self.passages.append(self._marked(document, start, end, marks))
        return self._numbers[key]

    def _marked(self, document: str, start: int, end: int, marks: tuple[Mark, ...]) -> Passage:
        text = self._texts[document].text
        first, last, page = self._paragraph(document, start, end)
        low, high = _window(text, first, last, min(m[0] for m in marks), max(m[1] for m in marks))
        return Passage(
            number=len(self.passages) + 1,
            document=document,
            name=self._names.get(document, ""),
            start=start,
            end=end,
            pieces=tuple(_pieces(text, low, high, marks)),
            cut_before=low > first,
            cut_after=high < last,
            page=page,
        )

    def _paragraph(self, document: str, start: int, end: int) -> tuple[int, int, int]:
        """Where the passages that hold start:end begin and end, and the page."""
        text = self._texts[document]
        i = bisect_right(self._starts[document], start) - 1
        if i < 0 or text.passages[i].end < end:
            after = max(end, text.passages[i].end) if i >= 0 else end
            return (text.passages[i].start if i >= 0 else start), after, text.passages[i].page if i >= 0 else 0
        return text.passages[i].start, text.passages[i].end, text.passages[i].page


def _window(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """What to show of the paragraph first:last around start:end, cut between words."""
    low, high = min(first, start), max(last, end)
    if start - low > AROUND:
        low = _word(text, start - AROUND, start)
    if high - end > AROUND:
        high = end + AROUND
        while high > end and not text[high].isspace():
            high -= 1
        high = high if high > end else end + AROUND
    while low < start and text[low].isspace():
        low += 1
    while high > end and text[high - 1].isspace():
        high -= 1
    return low, high


def _word(text: str, at: int, limit: int) -> int:
    """The first word's beginning after `at`, or `at` itself where the word is longer than what is left."""
    for i in range(at, limit):
        if text[i].isspace():
            return i + 1
    return at


def _pieces(text: str, low: int, high: int, marks: Sequence[Mark]) -> Iterable[Piece]:
    """low:high cut at every mark; a stretch that is too long to show loses its middle."""
    edges = sorted({low, high, *(min(max(edge, low), high) for m in marks for edge in m[:2])})
    for start, end in pairwise(edges):
        roles = [m[2] for m in marks if m[0] <= start and end <= m[1]]
        role = max(roles, key=lambda r: _RANK[r]) if roles else "context"
        if end - start <= SHOWN:
            yield Piece(start, text[start:end], role)  # type: ignore[arg-type]
        else:
            yield Piece(start, text[start : start + SHOWN * 3 // 4], role)  # type: ignore[arg-type]
            yield Piece(end - SHOWN // 4, text[end - SHOWN // 4 : end], role)  # type: ignore[arg-type]
