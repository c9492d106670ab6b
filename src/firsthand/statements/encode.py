"""Encode: what the network under the tagger, the parser and the names makes of each word, as spaCy does it but faster.

A network of hashed features and four convolutions over three words each (spaCy's Tok2Vec: MultiHashEmbed and MaxoutWindowEncoder).
What it makes of a word before it looks at the neighbours is a function of the word alone and is kept for the words that were seen. The
rest is done on some hundred words at a time, which fit the processor's cache.
The numbers are those of spaCy up to the last bits of rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from thinc.api import Model

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
Numbers = TypeVar("Numbers", npt.NDArray[np.float32], npt.NDArray[np.float64])

WORDS = 512
"""About so many words go through the convolutions at a time."""
KEPT = 65_536
"""So many words are kept (400 bytes each); then they are forgotten and made anew."""
_MIX = np.array([1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)


@dataclass(frozen=True)
class Layer:
    """A maxout layer with its normalisation: `weights` (inputs, pieces x width), one block of `width` columns for each piece."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats
    pieces: int

    @classmethod
    def of(cls, model: Model[Any, Any]) -> Layer:
        """The layer of a thinc model that holds one `maxout` and one `layernorm`."""
        (maxout,) = (node for node in model.walk() if node.name == "maxout")
        (norm,) = (node for node in model.walk() if node.name == "layernorm")
        weights, bias, gain, shift = (
            np.asarray(node.get_param(name)) for node, name in ((maxout, "W"), (maxout, "b"), (norm, "G"), (norm, "b"))
        )
        width, pieces, inputs = weights.shape
        return cls(
            np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * width, inputs).T),
            np.ascontiguousarray(bias.T.reshape(-1)),
            gain,
            shift,
            pieces,
        )

    def best(self, sums: Numbers) -> Numbers:
        """The largest piece of each unit of `sums` (words, pieces x width), normalised over the units."""
        width = sums.shape[1] // self.pieces
        out: Any = sums[:, :width]
        for n in range(1, self.pieces):
            np.maximum(out, sums[:, n * width : (n + 1) * width], out=out)
        out = out - out.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", out, out) / width + 1e-8
        out *= (variance**-0.5)[:, None]
        out *= self.gain
        out += self.shift
        best: Numbers = out
        return best


class Encoder:
    """The network `model` (a spaCy Tok2Vec): `encode` gives what its `predict` gives."""

    def __init__(self, model: Model[Any, Any]) -> None:
        """Raises ValueError where the network is another one than this module knows."""
        try:
            embed, convolve = model.layers
            extract, _, hashed, mix, _ = embed.layers
            blocks = convolve.layers[0].layers
        except ValueError as error:
            raise ValueError(f"not hashed features and convolutions: {model.name}") from error
        self._columns = list(extract.attrs["columns"])
        self._hashed = hashed.layers[0]
        self._mix = Layer.of(mix)
        self._exact = self._mix.weights.astype(np.float64)
        self._layers = [Layer.of(block) for block in blocks]
        self._pad = int(convolve.attrs["pad"])
        self._forget(KEPT)

    def encode(self, docs: Sequence[Doc]) -> list[Floats]:
        """For each Doc an array (words, width)."""
        return [made for batch in batches(docs, WORDS) for made in self._batch(batch)]

    def _batch(self, docs: Sequence[Doc]) -> Iterator[Floats]:
        gap = np.zeros(self._pad, dtype=np.intp)
        rows = [part for known in self._known(docs) for part in (gap, known)]
        made = self._convolve(np.concatenate([*rows, gap]))
        at = 0
        for doc in docs:
            at += self._pad
            yield made[at : at + len(doc)]
            at += len(doc)

    def _forget(self, size: int) -> None:
        """Room for `size` words. Row 0 is the blank between two Docs."""
        self._rows: dict[int, int] = {}
        self._embedded = np.zeros((size + 1, len(self._mix.gain)), dtype=np.float32)

    def _known(self, docs: Sequence[Doc]) -> list[Rows]:
        """For each Doc the rows of its words, which are made where they are not known."""
        keys = [(doc.to_array(["ORTH", "NORM", "SPACY"]) * _MIX).sum(axis=1, dtype=np.uint64).tolist() for doc in docs]
        new = {k for of in keys for k in of if k not in self._rows}
        if len(self._rows) + len(new) >= len(self._embedded):
            new = {k for of in keys for k in of}
            self._forget(max(KEPT, len(new)))
        if new:
            self._learn(docs, keys, new)
        return [np.array([self._rows[k] for k in of], dtype=np.intp) for of in keys]

    def _learn(self, docs: Sequence[Doc], keys: Sequence[Sequence[int]], new: set[int]) -> None:
        """Make the rows of words. In double precision, so that after rounding nothing depends on what else is made along with a word."""
        features = []
        for doc, of in zip(docs, keys, strict=True):
            if new.isdisjoint(of):
                continue
            attributes = doc.to_array(self._columns)
            for i, key in enumerate(of):
                if key in new and key not in self._rows:
                    self._rows[key] = len(self._rows) + 1
                    features.append(attributes[i])
        here = slice(len(self._rows) + 1 - len(features), len(self._rows) + 1)
        hashed = self._hashed.predict(np.array(features, dtype=np.uint64)).astype(np.float64)
        self._embedded[here] = self._mix.best(hashed @ self._exact + self._mix.bias)

    def _convolve(self, rows: Rows) -> Floats:
        x = self._embedded[rows]
        width = x.shape[1]
        seen = np.zeros((len(rows), 3 * width), dtype=np.float32)
        for layer in self._layers:
            seen[1:, :width] = x[:-1]
            seen[:, width : 2 * width] = x
            seen[:-1, 2 * width :] = x[1:]
            sums = seen @ layer.weights
            sums += layer.bias
            x += layer.best(sums)
        return x


def batches(docs: Iterable[Doc], words: int) -> Iterator[list[Doc]]:
    """`docs` in order, as many at a time as have so many `words` together."""
    batch: list[Doc] = []
    size = 0
    for doc in docs:
        batch.append(doc)
        size += len(doc)
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
