"""Names: persons, places, bodies, dates and quantities, as spaCy's recogniser finds them, but all words at once.

The recogniser goes through a text word by word. Outside a name, what it does at a word depends on that word's vector alone (of the
three places it looks at, two are empty); so these steps are taken for all words in one multiplication, and only inside names it goes on
step by step, in all names at once. The same scores up to the last bits of rounding, hence the same names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Span

from firsthand.statements.encode import Encoder, Floats

Places = npt.NDArray[np.intp]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Text:
    """The words of several Docs in a row: their `vectors`, whether a name may stand `open` after a word, and which are only `blank`."""

    vectors: Floats
    open: Marks
    blank: Marks


class Names:
    """The recogniser `pipe` (a spaCy EntityRecognizer): `annotate` sets what it sets."""

    def __init__(self, pipe: Any) -> None:
        """Raises ValueError where the recogniser is built otherwise than this module knows."""
        network, lower, upper = pipe.model.layers
        if lower.get_param("W").shape[0] != 3 or pipe.model.attrs["unseen_classes"] or pipe.cfg["beam_width"] != 1:
            raise ValueError(f"not a recogniser that looks at three words: {pipe.model.name}")
        self._encoder = Encoder(network.layers[0])
        narrow = network.layers[2]
        # The vector of a word is only ever multiplied again: one matrix for each of the three places that are looked at.
        self._places = [
            (narrow.get_param("W").T @ _wide(w), narrow.get_param("b") @ _wide(w)) for w in lower.get_param("W")
        ]
        self._bias = _flat(lower.get_param("b"))
        self._empty = [_flat(pad) for pad in lower.get_param("pad")[0]]
        self._pieces = int(lower.get_param("b").shape[1])
        self._weights, self._constant = upper.get_param("W"), upper.get_param("b")
        self._moves(pipe)

    def _moves(self, pipe: Any) -> None:
        """What can be done: begin a name, take a word as a name (both of some label), take it as none; go on with a name, end it."""
        moves = [pipe.moves.get_class_name(n) for n in range(pipe.moves.n_moves)]
        outside = [n for n, m in enumerate(moves) if m == "O" or (m[:2] in ("B-", "U-") and m[2:])]
        self._outside = np.array(outside)
        self._begins = np.array([moves[n].startswith("B-") for n in outside])
        self._units = np.array([moves[n].startswith("U-") for n in outside])
        labels = [moves[n][2:] for n in outside]
        self._labels = [pipe.vocab.strings.add(label) for label in labels]
        self._inside = np.array([[moves.index(f"{m}-{label}") if label else 0 for m in "IL"] for label in labels])

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Set the names of parsed `docs`."""
        words = [doc for doc in docs if len(doc)]
        if not words:
            return
        marks = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in words])
        first = np.zeros(len(marks) + 1, dtype=bool)
        first[:-1] = marks[:, 0] == 1
        first[np.cumsum([len(doc) for doc in words])] = True
        text = Text(np.concatenate(self._encoder.encode(words)), ~first[1:], marks[:, 1] == 1)
        found = list(self._find(text))
        start = n = 0
        for doc in words:
            spans = []
            while n < len(found) and found[n][0] < start + len(doc):
                a, b, label = found[n]
                spans.append(Span(doc, a - start, b + 1 - start, label=label))
                n += 1
            doc.set_ents(spans, default="outside")
            start += len(doc)

    def _find(self, text: Text) -> Iterator[tuple[int, int, int]]:
        """The first and last word and the label of each name, in order."""
        done = self._choose(text)
        starts = np.flatnonzero(self._begins[done] | self._units[done])
        ends = starts.copy()
        long = np.flatnonzero(self._begins[done[starts]])
        ends[long] = self._follow(text, starts[long], done[starts[long]])
        free = 0
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if start >= free:
                yield start, end, self._labels[done[start]]
                free = end + 1

    def _choose(self, text: Text) -> Places:
        """What is done at each word if no name is open before it."""
        hidden = self._hidden(self._seen(0, text.vectors) + (self._empty[1] + self._empty[2] + self._bias))
        scores = hidden @ self._weights[self._outside].T
        scores += self._constant[self._outside]
        scores[np.ix_(~text.open | text.blank, self._begins)] = -np.inf
        scores[np.ix_(text.blank, self._units)] = -np.inf
        done: Places = scores.argmax(axis=1)
        return done

    def _follow(self, text: Text, starts: Places, moves: Places) -> Places:
        """The last word of each name that begins at `starts` by `moves`."""
        ends = starts + 1
        head = self._seen(1, text.vectors[starts]) + self._bias
        going = np.arange(len(starts))
        while len(going):
            at = ends[going]
            seen = self._seen(0, text.vectors[at]) + head[going] + self._seen(2, text.vectors[at - 1])
            hidden = self._hidden(seen)
            inside = self._inside[moves[going]]
            scores = np.einsum("nkh,nh->nk", self._weights[inside], hidden) + self._constant[inside]
            going = going[text.open[at] & (scores[:, 0] >= scores[:, 1])]
            ends[going] += 1
        return ends

    def _seen(self, place: int, vectors: Floats) -> Floats:
        weights, constant = self._places[place]
        out: Floats = vectors @ weights
        out += constant
        return out

    def _hidden(self, sums: Floats) -> Floats:
        width = sums.shape[1] // self._pieces
        out = sums[:, :width]
        for n in range(1, self._pieces):
            out = np.maximum(out, sums[:, n * width : (n + 1) * width])
        return out


def _wide(weights: Floats) -> Floats:
    """(units, pieces, inputs) as (inputs, pieces x units)."""
    return np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T)


def _flat(bias: Floats) -> Floats:
    """(units, pieces) as (pieces x units)."""
    return np.ascontiguousarray(bias.T.reshape(-1))
