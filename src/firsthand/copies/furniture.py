"""Find what documents share without one deriving from another: site furniture, standing notes, formulae.

A run of words that stands in several documents about different things is furniture, whether a site's navigation, an agency's copyright
notice or a phrase of law. What it is about is judged by the rest: the words of the document that such runs do not cover. But a long stretch
of running text is a story, though each house put another frame around it, unless all who hold it are pages of one outlet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from firsthand.copies import pairs
from firsthand.copies.fingerprints import Fingerprints, Hashes, grams
from firsthand.copies.pairs import Mask

Vectors = npt.NDArray[np.float32]

K = 6
"""Words of a run that is looked at."""
LEAST = 4
"""Documents about different things that make a run furniture."""
SAMPLE = 8
"""Documents that are looked at per run."""
REST = 25
"""Words that the rest of a document must have to say what it is about."""
STORY = 80
"""Words of running text in a row that are a story and no furniture: the longest note on the dev pages of gva_reuse has 60."""
BRIDGE = 8
"""Words that one holder may have otherwise within such a stretch."""
SIDES = 256
"""Dimensions of the projection in which rests are compared."""
RELATED = 0.2
"""Cosine from which two rests are about one thing."""


def find(prints: Sequence[Fingerprints], outlets: Sequence[str]) -> list[Mask]:
    """For each document which of its words are furniture. `outlets` may hold "" where the outlet is not known."""
    runs = [grams(p.hashes, K) for p in prints]
    frequent, holders = _frequent(runs)
    if not len(frequent):
        return [np.zeros(len(p), dtype=np.bool_) for p in prints]
    rests = [~_cover(r, frequent, len(p)) for r, p in zip(runs, prints, strict=True)]
    topics = _project([p.hashes[rest] for p, rest in zip(prints, rests, strict=True)], rare=True)
    wording = _project([_bigrams(p, rest) for p, rest in zip(prints, rests, strict=True)], rare=False)
    speaks = np.array([int(rest.sum()) >= REST for rest in rests])
    sets, which = np.unique(holders, axis=0, return_inverse=True)
    house = _house(sets, wording, speaks, outlets)
    standing = frequent[(house | _apart(sets, topics, speaks))[which.ravel()]]
    framed = frequent[house[which.ravel()]]
    masks = []
    for r, p in zip(runs, prints, strict=True):
        mask = _cover(r, standing, len(p))
        mask &= ~_stories(mask & ~p.listed & ~_cover(r, framed, len(p)))
        masks.append(mask)
    return masks


def _stories(mask: Mask) -> Mask:
    """The stretches of STORY words or more of those marked, small gaps counted in."""
    found = np.zeros_like(mask)
    at = np.flatnonzero(mask)
    if len(at) < STORY:
        return found
    breaks = np.flatnonzero(np.diff(at) > BRIDGE) + 1
    for words in np.split(at, breaks):
        if len(words) >= STORY:
            found[words[0] : words[-1] + 1] = True
    return found


def _frequent(runs: Sequence[Hashes]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The runs that LEAST documents or more hold, ascending, and for each a sample of its holders (−1 where there are fewer)."""
    distinct = [np.unique(r) for r in runs]
    hashes = np.concatenate([np.empty(0, dtype=np.uint64), *distinct])
    documents = np.repeat(np.arange(len(distinct)), np.array([len(d) for d in distinct], dtype=np.int64))
    order = np.argsort(hashes, kind="stable")
    hashes, documents = hashes[order], documents[order]
    firsts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else np.empty(0, int)
    sizes = np.diff(np.concatenate((firsts, [len(hashes)])))
    kept = sizes >= LEAST
    firsts, sizes = firsts[kept], sizes[kept]
    steps = np.maximum(sizes, SAMPLE)[:, None] * np.arange(SAMPLE) // SAMPLE
    sample = np.where(
        np.arange(SAMPLE) < sizes[:, None],
        documents[firsts[:, None] + np.minimum(steps, sizes[:, None] - 1)],
        -1,
    )
    return hashes[firsts], sample


def _cover(runs: Hashes, standing: Hashes, words: int) -> Mask:
    """Which words lie in one of the runs `standing` (ascending)."""
    mask = np.zeros(words, dtype=np.bool_)
    if len(runs) and len(standing):
        at = np.minimum(np.searchsorted(standing, runs), len(standing) - 1)
        for start in np.flatnonzero(standing[at] == runs):
            mask[start : start + K] = True
    return mask


def _bigrams(p: Fingerprints, rest: Mask) -> Hashes:
    """The pairs of words of the rest."""
    return pairs.open_grams(grams(p.hashes, 2), ~rest, 2)


def _project(features: Sequence[Hashes], rare: bool) -> Vectors:
    """One unit vector per document, such that the cosine of two is about that of their sets of features.

    With `rare` a feature weighs the less the more documents have it, and one that a single document has weighs nothing. (Random signs, after Achlioptas 2003, drawn from the hashes.)
    """
    distinct = [np.unique(f) for f in features]
    every, where = np.unique(np.concatenate(distinct), return_inverse=True)
    held = np.bincount(where, minlength=len(every))
    weights = (held > 1) / np.sqrt(np.maximum(held, 1)) if rare else np.ones(len(every))
    vectors = np.zeros((len(distinct), SIDES), dtype=np.float32)
    start = 0
    for d, own in enumerate(distinct):
        at = where[start : start + len(own)]
        start += len(own)
        if len(own):
            vectors[d] = weights[at].astype(np.float32) @ _signs(own)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)
    return unit


def _signs(hashes: Hashes) -> Vectors:
    """SIDES times +1 or −1 for each hash."""
    salts = np.arange(1, SIDES // 64 + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = hashes[:, None] ^ salts
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    bits = np.unpackbits((mixed ^ (mixed >> np.uint64(31))).view(np.uint8).reshape(len(hashes), -1), axis=1)
    return bits.astype(np.float32) * 2 - 1


def _apart(sets: npt.NDArray[np.int64], topics: Vectors, speaks: Mask) -> Mask:
    """For each set of holders whether LEAST of them are about different things."""
    return _groups(sets, topics, speaks) >= LEAST


def _house(sets: npt.NDArray[np.int64], wording: Vectors, speaks: Mask, outlets: Sequence[str]) -> Mask:
    """For each set of holders whether LEAST of them are of one outlet and share no other wording."""
    names = {name: n for n, name in enumerate(sorted(set(outlets) - {""}))}
    codes = np.array([names.get(o, -1) for o in outlets])
    verdict = np.zeros(len(sets), dtype=np.bool_)
    held = np.where(sets >= 0, codes[sets], -1)
    for column in range(SAMPLE):
        same = (held == held[:, [column]]) & (held >= 0)
        rows = np.flatnonzero((same.sum(axis=1) >= LEAST) & ~verdict)
        if len(rows):
            verdict[rows] = _groups(np.where(same[rows], sets[rows], -1), wording, speaks) >= LEAST
    return verdict


def _groups(sets: npt.NDArray[np.int64], vectors: Vectors, speaks: Mask) -> npt.NDArray[np.int64]:
    """Into how many unrelated groups the holders of each set fall; those whose rest says nothing are not counted."""
    result = np.zeros(len(sets), dtype=np.int64)
    for start in range(0, len(sets), 4096):
        part = sets[start : start + 4096]
        heard = (part >= 0) & speaks[part]
        v = vectors[part]
        near = np.einsum("ghs,gks->ghk", v, v) >= RELATED
        near &= heard[:, :, None] & heard[:, None, :]
        for _ in range(3):  # 2³ steps link the ends of any chain of SAMPLE
            near = np.matmul(near.astype(np.uint8), near.astype(np.uint8)) > 0
        earlier = np.tril(np.ones((SAMPLE, SAMPLE), dtype=np.bool_), -1)
        result[start : start + 4096] = (heard & ~(near & earlier).any(axis=2)).sum(axis=1)
    return result
