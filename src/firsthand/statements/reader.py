"""Read a cue with a small pretrained transformer: is it one, and which words around it are cue, speaker and content.

The transformer's vectors of the words (of two of its layers) are narrowed, the vectors of what `sight` sees from the cue are added, and
two small layers more give each word a score for each tag; a conditional random field (Lafferty et al. 2001) chooses the tags of all words
together. One pass through the transformer serves all cues of a stretch. Computed with NumPy; `tune` finds the weights on local texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token

from firsthand.statements import sight
from firsthand.statements.candidate import Candidate, Passage
from firsthand.statements.pieces import Cut, Numbers, Vocabulary
from firsthand.statements.spans import Range
from firsthand.statements.transformer import Array, Pass, Weights, drop, embed, forward, heeding, norm

TAGS = ("O", "cue", "source", "content")
CONTENT = TAGS.index("content")
HEADS = 4
"""Heads of the upper layers."""
MIDDLE, DEPTH = 4, 8
"""The words' vectors are those after so many layers of the transformer, and after its last, of which no more are gone through."""
STRETCH = 160
"""Whole sentences are read together up to so many word pieces."""
PLACES = 512
"""The transformer has so many places."""
MOST = 480
"""A sentence of more pieces is cut."""
WIDE = 10
"""A cue of more tokens is read amiss: its word alone is taken."""


class Reading(NamedTuple):
    """What the reader reads at a word: by its best tags cue, speaker and content, and in `yes` the log odds that it is a cue.

    `tags` are those tags and `scores` the scores of all, of the words from `first` on.
    """

    cue: Range | None
    source: Range | None
    parts: tuple[Range, ...]
    yes: float
    first: int
    tags: npt.NDArray[np.intp]
    scores: Array


@dataclass(frozen=True)
class Stretch:
    """Whole sentences of a passage, from token `first` up to `end`, in word pieces."""

    first: int
    end: int
    cut: Cut


@dataclass
class Sheet:
    """What is read at once: cues in stretches, filled up to one length. `of` names the stretch of each cue, `at` its word in it."""

    of: Numbers
    at: Numbers
    sizes: Numbers
    seen: npt.NDArray[np.int16]


@dataclass
class Reader:
    """The transformer (`first`, `layers`, `heads`) and what stands on it (`top`, `upper`)."""

    vocabulary: Vocabulary
    first: Weights
    layers: list[Weights]
    heads: int
    top: Weights
    upper: list[Weights] = field(default_factory=list)

    def read(self, p: Passage, found: Sequence[Candidate], words: Iterable[Token]) -> dict[int, Reading]:
        """What stands at each of `words` of a passage in which the rules found `found`."""
        asked = sorted(t.i for t in words)
        out: dict[int, Reading] = {}
        for s in stretches(p.doc, self.vocabulary) if asked else ():
            own = [i for i in asked if s.first <= i < s.end]
            if own:
                seen = np.stack([sight.see(p.doc[i], p, found, s.first, s.end) for i in own])
                n = np.full(len(own), s.end - s.first, np.int32)
                sheet = Sheet(np.zeros(len(own), np.int32), np.array(own, np.int32) - s.first, n, seen)
                scores, yes = self.score(self.vectors([s]), sheet)
                for i, e, y in zip(own, scores, yes.tolist(), strict=True):
                    out[i] = _reading(p.doc, s.first, i, y, (best_tags(e, self.top["trans"], self.top["start"])[0], e))
        return out

    def vectors(self, stretches: Sequence[Stretch]) -> Array:
        """The vectors of the words of stretches, (stretches, tokens, 2 × width): means over a word's pieces, after two of the layers."""
        pieces, open_ = laid(stretches)
        low = self.through(embed(self.first, pieces), open_, self.layers[:MIDDLE])
        x = self.through(low, open_, self.layers[MIDDLE:])
        return pooled(np.concatenate([low, x], axis=-1), stretches)

    def through(self, x: Array, open_: Array, layers: Sequence[Weights]) -> Array:
        """`x` after some of the transformer's layers."""
        heed = heeding(self.first, open_)
        for w in layers:
            x = forward(w, x, heed, self.heads)
        return x

    def score(
        self, vectors: Array, sheet: Sheet, back: dict[str, Array] | None = None, passes: list[Pass] | None = None,
        chance: np.random.Generator | None = None,
    ) -> tuple[Array, Array]:  # fmt: skip
        """Scores of the tags of each word seen from each cue, and of each cue's being one. `back` and `passes` keep what the way back needs."""
        w = self.top
        x = sight.gathered(sheet.seen, w["sight"]) + (vectors @ w["in.w"] + w["in.b"])[sheet.of]
        n, length, width = x.shape
        x, held, scale = norm(x.reshape(-1, width), w["norm.w"], w["norm.b"])
        dropped = drop(x, chance)
        x = x.reshape(n, length, width)
        open_ = np.where(np.arange(length)[None] < sheet.sizes[:, None], np.float32(0), np.float32(-1e9))
        for layer in self.upper:
            one = Pass() if passes is not None else None
            x = forward(layer, x, open_[:, None, None, :], HEADS, one, chance)
            if passes is not None and one is not None:
                passes.append(one)
        tags = x @ w["tag.w"] + w["tag.b"] + sight.gathered(sheet.seen, w["plain"])
        here = x[np.arange(n), sheet.at]
        told = sight.gathered(sheet.seen[np.arange(n), sheet.at], w["word"])
        if back is not None:
            back |= {"norm": held, "scale": scale, "x": x, "here": here} | (
                {"drop": dropped} if dropped is not None else {}
            )
        return tags, (here @ w["yes.w"] + w["yes.b"] + told)[:, 0]

    def weight(self, r: Reading, parts: Iterable[Range]) -> float:
        """How well `parts` as the content fit the scores: the logarithm of a weight, with cue and speaker as they were read."""
        tags = np.where(r.tags == CONTENT, 0, r.tags)
        for a, b in parts:
            inside = tags[max(a - r.first, 0) : max(b + 1 - r.first, 0)]
            inside[inside == 0] = CONTENT
        top = self.top
        along = top["trans"][tags[:-1], tags[1:]].sum()
        return float(top["start"][tags[0]] + r.scores[np.arange(len(tags)), tags].sum() + along)


def _reading(doc: Doc, first: int, i: int, yes: float, read: tuple[npt.NDArray[np.intp], Array]) -> Reading:
    tags, scores = read
    cue, source, content = (list(_runs(doc, first, tags, k)) for k in (1, 2, CONTENT))
    hull = (cue[0][0], cue[-1][1]) if cue else None
    if hull is not None and not (hull[0] <= i <= hull[1] and hull[1] - hull[0] <= WIDE):
        hull = None
    named = max(source, key=lambda r: r[1] - r[0], default=None)
    return Reading(hull, named, tuple(content), yes, first, tags, scores)


def stretches(doc: Doc, vocabulary: Vocabulary) -> Iterator[Stretch]:
    """A passage in whole sentences, as many together as STRETCH allows."""
    sizes = [len(vocabulary.of(t.text)) for t in doc]
    first = held = 0
    for sent in doc.sents:
        size = sum(sizes[sent.start : sent.end])
        if held and held + size > STRETCH:
            yield from _bounded(doc, vocabulary, first, sent.start, sizes)
            first, held = sent.start, 0
        held += size
    yield from _bounded(doc, vocabulary, first, len(doc), sizes)


def _bounded(doc: Doc, vocabulary: Vocabulary, first: int, end: int, sizes: Sequence[int]) -> Iterator[Stretch]:
    while first < end:
        last, held = first, 0
        while last < end and (held + sizes[last] <= MOST or last == first):
            held += sizes[last]
            last += 1
        yield Stretch(first, last, vocabulary.cut(doc, first, last))
        first = last


def laid(stretches: Sequence[Stretch]) -> tuple[Numbers, Array]:
    """The pieces of stretches, filled up to the longest, and where they are filled up."""
    longest = max(len(s.cut.pieces) for s in stretches)
    pieces = np.zeros((len(stretches), longest), np.int32)
    open_ = np.full((len(stretches), longest), -1e9, np.float32)
    for n, s in enumerate(stretches):
        pieces[n, : len(s.cut.pieces)] = s.cut.pieces
        open_[n, : len(s.cut.pieces)] = 0
    return pieces, open_


def pooled(x: Array, stretches: Sequence[Stretch]) -> Array:
    """The mean of the vectors of each word's pieces."""
    out = np.zeros((len(stretches), max(s.end - s.first for s in stretches), x.shape[-1]), np.float32)
    for n, s in enumerate(stretches):
        last = len(s.cut.pieces) - 1
        sums = np.add.reduceat(x[n, :last], s.cut.at, axis=0)
        out[n, : s.end - s.first] = sums / np.diff(np.append(s.cut.at, last))[:, None]
    return out


def best_tags(scores: Array, trans: Array, start: Array) -> tuple[npt.NDArray[np.intp], float]:
    """The best tags of a row of words, and their weight (Viterbi)."""
    now, came = start + scores[0], []
    for row in scores[1:]:
        ways = now[:, None] + trans
        came.append(ways.argmax(0))
        now = ways.max(0) + row
    tags = [int(now.argmax())]
    for way in reversed(came):
        tags.append(int(way[tags[-1]]))
    return np.array(tags[::-1]), float(now.max())


def _runs(doc: Doc, first: int, tags: npt.NDArray[np.intp], tag: int) -> Iterator[Range]:
    """The runs of tokens with one tag; a blank inside does not part them."""
    start = last = -1
    for i, own in enumerate(tags, first):
        if own == tag:
            start, last = (i, i) if start < 0 else (start, i)
        elif start >= 0 and not doc[i].is_space:
            yield start, last
            start = -1
    if start >= 0:
        yield start, last
