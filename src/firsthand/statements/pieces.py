"""Cut the tokens of a passage into the word pieces that a pretrained transformer knows (WordPiece, Wu et al. 2016; as in BERT)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

LONGEST = 40
"""A run of letters longer than this is one unknown piece."""

MOST = 24
"""Of a token so many pieces are kept: a row of a thousand dashes says no more than a short one."""

Numbers = npt.NDArray[np.int32]


class Cut(NamedTuple):
    """The pieces of some tokens, those that open and close a text around them; `of` is the place of each piece's token, `at` of each token's first piece."""

    pieces: Numbers
    of: Numbers
    at: Numbers


@dataclass
class Vocabulary:
    """The pieces that the transformer knows, in its order."""

    words: tuple[str, ...]
    known: dict[str, int] = field(init=False)
    ends: tuple[str, str] = field(init=False)
    _cache: dict[str, tuple[int, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.known = {w: n for n, w in enumerate(self.words)}
        self.ends = ("<s>", "</s>") if "<s>" in self.known else ("[CLS]", "[SEP]")

    def cut(self, doc: Doc, first: int, end: int) -> Cut:
        """The tokens from `first` up to `end`."""
        pieces, of, at = [self.known[self.ends[0]]], [-1], []
        for n, t in enumerate(doc[first:end]):
            at.append(len(pieces))
            own = self.of(t.text)
            pieces.extend(own)
            of.extend([n] * len(own))
        return Cut(
            np.array([*pieces, self.known[self.ends[1]]], np.int32),
            np.array([*of, -1], np.int32),
            np.array(at, np.int32),
        )

    def of(self, word: str) -> tuple[int, ...]:
        """The pieces of one token: at least one."""
        if word not in self._cache:
            if len(self._cache) > 50_000:
                self._cache.clear()
            made = tuple(n for run in _runs(word) for n in self._greedy(run))
            self._cache[word] = made[:MOST] or (self.known["[UNK]"],)
        return self._cache[word]

    def _greedy(self, run: str) -> Iterable[int]:
        out, start = [], 0
        if len(run) > LONGEST:
            return [self.known["[UNK]"]]
        while start < len(run):
            end = len(run)
            while end > start and ("##" if start else "") + run[start:end] not in self.known:
                end -= 1
            if end == start:
                return [self.known["[UNK]"]]
            out.append(self.known[("##" if start else "") + run[start:end]])
            start = end
        return out


def _runs(word: str) -> Iterable[str]:
    """The word in small letters without accents, in runs of letters and single marks."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    out = [""]
    for c in plain:
        if c.isspace() or unicodedata.category(c)[0] == "C":
            out.append("")
        elif unicodedata.category(c)[0] == "P" or (c.isascii() and not c.isalnum()):
            out += [c, ""]
        else:
            out[-1] += c
    return [r for r in out if r]
