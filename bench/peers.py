"""Peers of `compare`: MinHash with LSH, by datasketch and by rensa. Neither is a dependency; one that is not installed is told so."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from firsthand.documents.record import Text

Pair = tuple[str, str]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Setting:
    """How a peer is used: shingles of `k` "words" or "letters", the Jaccard threshold, and the permutations of its MinHash."""

    unit: str
    k: int
    threshold: float
    permutations: int = 256

    def __str__(self) -> str:
        return f"{self.k} {self.unit}, {self.threshold}, {self.permutations} perms"

    def shingles(self, of: str) -> set[str]:
        """The shingles of a text; the text itself where it is shorter than one."""
        if self.unit == "letters":
            plain = " ".join(of.lower().split())
            return {plain[i : i + self.k] for i in range(len(plain) - self.k + 1)} or {of}
        words = _WORD.findall(of.lower())
        return {" ".join(words[i : i + self.k]) for i in range(len(words) - self.k + 1)} or {of}


Peer = Callable[[ModuleType, Sequence[Text], Setting], list[Pair]]


def module(name: str) -> ModuleType | None:
    """The peer's module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def datasketch(peer: ModuleType, texts: Sequence[Text], use: Setting) -> list[Pair]:
    """The pairs that LSH proposes."""
    index = peer.MinHashLSH(threshold=use.threshold, num_perm=use.permutations)
    made = []
    for text in texts:
        made.append(peer.MinHash(num_perm=use.permutations, seed=1))
        made[-1].update_batch([s.encode() for s in use.shingles(text.text)])
    with index.insertion_session() as session:
        for text, one in zip(texts, made, strict=True):
            session.insert(text.document, one, check_duplication=False)
    return [
        (text.document, other)
        for text, one in zip(texts, made, strict=True)
        for other in index.query(one)
        if text.document < other
    ]


def rensa(peer: ModuleType, texts: Sequence[Text], use: Setting) -> list[Pair]:
    """The pairs that LSH proposes; as many bands as put the middle of its curve at the threshold."""
    fits = ((abs((1 / b) ** (b / use.permutations) - use.threshold), b) for b in (8, 16, 32, 64, 128))
    index = peer.RMinHashLSH(threshold=use.threshold, num_perm=use.permutations, num_bands=min(fits)[1])
    made = []
    for n, text in enumerate(texts):
        made.append(peer.RMinHash(num_perm=use.permutations, seed=1))
        made[-1].update(list(use.shingles(text.text)))
        index.insert(n, made[-1])
    return [
        (text.document, texts[other].document)
        for n, (text, one) in enumerate(zip(texts, made, strict=True))
        for other in index.query(one)
        if n < other
    ]


PEERS: dict[str, Peer] = {"datasketch": datasketch, "rensa": rensa}
