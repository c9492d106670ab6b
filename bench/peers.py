"""Peers of `compare`: MinHash with LSH, by datasketch and by rensa. Neither is a dependency; one that is not installed is told so."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from types import ModuleType

from firsthand.documents.record import Text

Pair = tuple[str, str]
Peer = Callable[[ModuleType, Sequence[Text], int, float], list[Pair]]
PERMUTATIONS = 128
_WORD = re.compile(r"\w+")


def module(name: str) -> ModuleType | None:
    """The peer's module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def shingles(of: str, k: int) -> set[str]:
    """The runs of `k` words."""
    words = _WORD.findall(of.lower())
    return {" ".join(words[i : i + k]) for i in range(len(words) - k + 1)} or {of}


def datasketch(peer: ModuleType, texts: Sequence[Text], k: int, threshold: float) -> list[Pair]:
    """The pairs that LSH proposes."""
    index = peer.MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    made = []
    for text in texts:
        made.append(peer.MinHash(num_perm=PERMUTATIONS, seed=1))
        made[-1].update_batch([s.encode() for s in shingles(text.text, k)])
    with index.insertion_session() as session:
        for text, one in zip(texts, made, strict=True):
            session.insert(text.document, one, check_duplication=False)
    return [
        (text.document, other)
        for text, one in zip(texts, made, strict=True)
        for other in index.query(one)
        if text.document < other
    ]


def rensa(peer: ModuleType, texts: Sequence[Text], k: int, threshold: float) -> list[Pair]:
    """The pairs that LSH proposes; as many bands as put the middle of its curve at the threshold."""
    fits = ((abs((1 / b) ** (b / PERMUTATIONS) - threshold), b) for b in (4, 8, 16, 32, 64))
    index = peer.RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=min(fits)[1])
    made = []
    for n, text in enumerate(texts):
        made.append(peer.RMinHash(num_perm=PERMUTATIONS, seed=1))
        made[-1].update(list(shingles(text.text, k)))
        index.insert(n, made[-1])
    return [
        (text.document, texts[other].document)
        for n, (text, one) in enumerate(zip(texts, made, strict=True))
        for other in index.query(one)
        if n < other
    ]


PEERS: dict[str, Peer] = {"datasketch": datasketch, "rensa": rensa}
