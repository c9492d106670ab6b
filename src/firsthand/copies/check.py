"""Check that the matched words of a copy are matched words: both sides lie in their texts, hold whole words, and begin and end alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from firsthand.copies.align import alike
from firsthand.copies.record import Copy, Match
from firsthand.copies.words import words
from firsthand.documents.seal import Mismatch
from firsthand.documents.spans import outside


def mismatches(copies: Iterable[Copy], texts: Mapping[str, str]) -> Iterator[Mismatch]:
    """The matches of `copies` that are none. `texts`: by document.

    The stub of an agency has no text: of a "credit" only the side of the document that names it is looked at. Of a "translation"
    the matches are names and numbers that need not be spelt alike.
    """
    for copy in copies:
        for match in copy.spans:
            sides = [(copy.to, match.to_start, match.to_end)]
            if copy.kind != "credit":
                sides.insert(0, (copy.from_, match.from_start, match.from_end))
            wrong = [w for d, start, end in sides for w in _side(copy.id, d, texts.get(d), start, end)]
            yield from wrong
            if not wrong and copy.kind not in ("credit", "translation"):
                yield from _differ(copy, match, texts)


def _side(who: str, document: str, text: str | None, start: int, end: int) -> Iterator[Mismatch]:
    """That one side lies outside its text, or cuts a word."""
    off = list(outside(who, document, text, start, end))
    yield from off
    if off or text is None:
        return
    inside = words(text[start:end])
    before, after = words(text[max(start - 1, 0) : end]), words(text[start : end + 1])
    bare = not (text[start].isspace() or text[end - 1].isspace())
    if not (inside and bare and before[-len(inside) :] == inside and after[: len(inside)] == inside):
        yield Mismatch(
            where=f"{document} {start}:{end}",
            expected="whole words",
            found=text[start:end],
            message=f"a match of {who} does not begin and end with a word",
        )


def _differ(copy: Copy, match: Match, texts: Mapping[str, str]) -> Iterator[Mismatch]:
    """That the two sides do not begin and end with the same words, or misreadings of them."""
    here, there = texts[copy.from_][match.from_start : match.from_end], texts[copy.to][match.to_start : match.to_end]
    a, b = words(here), words(there)
    if not (alike(a[0], b[0]) and alike(a[-1], b[-1])):
        yield Mismatch(
            where=f"{copy.to} {match.to_start}:{match.to_end}",
            expected=here,
            found=there,
            message=f"the two sides of a match of {copy.id} are not the same words",
        )
