"""A text made ready to be compared, and many of them packed for another process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np

from firsthand.copies import credits
from firsthand.copies.fingerprints import Fingerprints, fingerprints
from firsthand.copies.furniture import Found
from firsthand.copies.record import Credit
from firsthand.copies.translate import Anchors, Names, anchors, names
from firsthand.copies.words import Mask, scan
from firsthand.documents.record import Text

LETTERS = 1 << 17
"""Letters that are read at once: what is computed of them stays in the processor's cache."""


@dataclass(frozen=True)
class Item:
    """A text made ready: its fingerprints, which of its words are furniture and which are common to several stories, its credits, and the words
    that may be names."""

    text: Text
    prints: Fingerprints
    standing: Mask
    common: Mask
    credits: tuple[Credit, ...]
    names: Names

    @property
    def own(self) -> int:
        """How many words are not furniture."""
        return len(self.standing) - int(np.count_nonzero(self.standing))

    def own_words(self) -> list[str]:
        """The words that are not furniture."""
        return list(compress(self.prints.words(), (~self.standing).tolist()))

    @cached_property
    def anchors(self) -> Anchors:
        """The names and numbers that a translation keeps."""
        return anchors(self.names, self.standing | self.common)

    @cached_property
    def named(self) -> list[int]:
        """The hashes of the names and numbers that are shown to be some."""
        found: list[int] = self.names.keys[self.names.shown].tolist()
        return found

    @cached_property
    def shown(self) -> dict[int, int]:
        """The same, each with the last of its places."""
        return dict(zip(self.named, self.names.places[self.names.shown].tolist(), strict=True))


class Items(list[Item]):
    """Items that go to another process as a few long arrays, and are cut to pieces there: many times faster than as they are."""

    def __reduce__(self) -> tuple[Any, ...]:
        prints, named = [i.prints for i in self], [i.names for i in self]
        sizes = [(len(p.hashes), len(p.marks), len(n.keys)) for p, n in zip(prints, named, strict=True)]
        words = (
            _joined(p.starts for p in prints),
            _joined(p.ends for p in prints),
            _joined(p.hashes for p in prints),
            _joined(p.quoted for p in prints),
            _joined(p.listed for p in prints),
            _joined(i.standing for i in self),
            _joined(i.common for i in self),
        )
        marks = (_joined(p.marks for p in prints), _joined(p.prints for p in prints))
        names_ = (
            _joined(n.keys for n in named),
            _joined(n.places for n in named),
            _joined(n.shown for n in named),
            _joined(n.after for n in named),
        )
        return _cut, (
            [i.text for i in self],
            [i.credits for i in self],
            np.array(sizes).reshape(-1, 3),
            words,
            marks,
            names_,
        )


class Read(Items):
    """Items as `alone` reads them: from another process they come back without their texts, which who sent them has."""

    def __reduce__(self) -> tuple[Any, ...]:
        cut, (_, *rest) = super().__reduce__()
        return cut, ([Text(document=i.text.document, text="", passages=()) for i in self], *rest)


def _joined(some: Iterable[Any]) -> Any:
    return np.concatenate(list(some) or [np.empty(0)])


def _cut(
    texts: Sequence[Text],
    found: Sequence[tuple[Credit, ...]],
    sizes: Any,
    words: Sequence[Any],
    marks: Sequence[Any],
    named: Sequence[Any],
) -> Items:
    """The items that were packed."""
    ends = np.cumsum(sizes, axis=0)
    starts = ends - sizes
    items = Items()
    for text, some, (w, m, n), (x, y, z) in zip(texts, found, starts.tolist(), ends.tolist(), strict=True):
        begins, stops, hashes, quoted, listed, standing, common = (k[w:x] for k in words)
        prints = Fingerprints(
            text.document, text.text, begins, stops, hashes, marks[0][m:y], marks[1][m:y], quoted, listed
        )
        items.append(Item(text, prints, standing, common, some, Names(*(k[n:z] for k in named))))
    return items


def alone(texts: Sequence[Text]) -> Read:
    """What is known of each text by itself: nothing of it is furniture yet but the gaps that furniture left."""
    items = Read()
    part: list[Text] = []
    letters = 0
    for n, text in enumerate(texts, 1):
        part.append(text)
        letters += len(text.text)
        if letters >= LETTERS or n == len(texts):
            items += _at_once(part)
            part, letters = [], 0
    return items


def _at_once(texts: Sequence[Text]) -> list[Item]:
    found = scan(texts, credits.signs())
    prints = fingerprints(texts, found)
    named = names(found, np.concatenate([p.listed for p in prints]))
    every = zip(texts, prints, credits.find_all(texts, found), named, strict=True)
    return [Item(text, p, p.starts == p.ends, np.zeros(len(p), dtype=np.bool_), some, n) for text, p, some, n in every]


def stand(item: Item, text: Text, found: Found) -> Item:
    """The item with its furniture; `text` is that which came, for what comes back from another process has one of its own."""
    prints = replace(item.prints, text=text.text)
    return replace(item, text=text, prints=prints, standing=item.standing | found.standing, common=found.common)
