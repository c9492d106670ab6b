"""Find what documents share without one deriving from another: site furniture, standing notes, formulae.

A run of words that stands in several documents about different things is furniture, whether a site's navigation, an agency's copyright
notice or a phrase of law. What a document is about is judged by the rest: the words that such runs do not cover or, where they cover all of it,
as of a story that many carry, the longest part of it that about as many hold. A long stretch of running text is no furniture, unless all who hold it are
pages of one outlet. It is a story, though each house put another frame around it, where it is the main part of most documents that hold it; else
it is common to several stories (a disclaimer, a preamble, a note on the sender), which it does not make one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firsthand.copies import pairs
from firsthand.copies.fingerprints import Fingerprints, grams
from firsthand.copies.words import Hashes, Mask, Places

Vectors = npt.NDArray[np.float32]

K = 6
"""Words of a run that is looked at."""
LEAST = 4
"""Documents about different things that make a run furniture."""
SAMPLE = 8
"""Documents that are looked at per run."""
REST = 25
"""Words that the rest of a document must have to say what it is about."""
TOLD = 128
"""Different words by which a document without such a rest is judged."""
STORY = 80
"""Words of running text in a row that are no furniture: the longest note on the dev pages of gva_reuse has 60."""
BRIEF = 40
"""Words of running text in a row that are no furniture where they are the main part of most documents that hold them."""
BRIDGE = 8
"""Words that one holder may have otherwise within such a stretch."""
MANY = 8
"""Documents that hold one run, in which its part is judged strictly, whatever they are about."""
OCTAVE = 2
"""Steps in which a number of holders doubles."""
NEAR = (1, 2)
"""Steps by which two numbers of holders may differ that are about the same: of documents that are about different things or many, and of others."""
BITS = 3
"""First bits of a hash by which runs are sorted in parts."""
SIDES = 256
"""Dimensions of the projection in which rests are compared."""
RELATED = 0.2
"""Cosine from which two rests are about one thing."""


class Found(NamedTuple):
    """Which words of a document are furniture, and which are common to several stories and do not make them one."""

    standing: Mask
    common: Mask


def find(prints: Sequence[Fingerprints], outlets: Sequence[str], named: Sequence[Places]) -> list[Found]:
    """What each document shares with documents about other things. `outlets` may hold "" where the outlet is not known; `named`: the words of each that
    are names or numbers."""
    ends = np.cumsum([len(p) for p in prints]) if prints else np.empty(0, dtype=np.int64)
    runs = _runs(np.concatenate([np.empty(0, dtype=np.uint64), *(p.hashes for p in prints)]), ends)
    if not len(runs.holders):
        return [Found(*np.zeros((2, len(p)), dtype=np.bool_)) for p in prints]
    apart, house = _verdicts(runs, prints, outlets, ends)
    names = np.zeros(len(runs.which), dtype=np.bool_)
    names[np.concatenate([at + end - len(p) for at, end, p in zip(named, ends, prints, strict=True)])] = True
    running = ~np.concatenate([p.listed for p in prints])
    different, strict, wide = map(runs.most, _main(runs, ends, (running, names & running), runs.cover(apart)))
    main = np.where(apart, different, np.where(runs.sizes[runs.frequent] >= MANY, strict, wide))
    standing = runs.cover(house | apart)
    running &= standing & ~runs.cover(house)
    for least, chosen in ((STORY, np.ones_like(main)), (BRIEF, main)):
        text = _stretches(running, ends, least)
        standing &= ~(text & runs.cover(chosen & runs.most(text)))
    masks = (np.split(mask, ends[:-1]) for mask in (standing, runs.cover(~main)))
    return [Found(*both) for both in zip(*masks, strict=True)]


def _verdicts(runs: Runs, prints: Sequence[Fingerprints], outlets: Sequence[str], ends: Places) -> tuple[Mask, Mask]:
    """For each frequent run whether LEAST of its holders are about different things, and whether so many are of one outlet and share no other
    wording."""
    rest = ~runs.cover(np.ones(len(runs.holders), dtype=np.bool_))
    rests = np.split(rest, ends[:-1])
    wording = _wording(prints, rests, outlets)
    speaks = np.diff(np.concatenate(([0], np.cumsum(rest)))[ends], prepend=0) >= REST
    levels = np.split(runs.sizes[runs.which], ends[:-1])
    told = [
        p.hashes[r] if s else _chief(p.hashes, some)
        for p, r, s, some in zip(prints, rests, speaks, levels, strict=True)
    ]
    topics = _topics(told)
    sets, kind = _sets(runs.holders)
    heard = speaks | np.array([len(words) >= REST for words in told])
    return _apart(sets, topics, heard)[kind], _house(sets, wording, speaks, outlets)[kind]


def _main(runs: Runs, ends: Places, counted: Sequence[Mask], apart: Mask) -> tuple[Mask, Mask, Mask]:
    """Which words stand in runs that are the main part of their document, by each way to count.

    Thrice. Of runs whose holders are about different things (`apart`): they, and those that about as many hold, have as many words as all that is no such
    run. Of others: as many as is left when what they and more documents hold is taken out; "about as many" is read strictly, then widely.
    `counted`: which words each way counts.
    """
    bins = _bins(runs)
    width = int(bins.max()) + 1
    key = np.repeat(np.arange(len(ends), dtype=np.int32) * np.int32(width), np.diff(ends, prepend=0))
    key += bins
    leads = np.ones((3, len(ends), width), dtype=np.bool_)
    for some in counted:
        every, these = (
            np.bincount(key[chosen], minlength=len(ends) * width).reshape(-1, width).cumsum(axis=1)
            for chosen in (some, some & apart)
        )
        leads[0] &= _near(these, NEAR[0]) >= (every - these)[:, -1:]
        for lead, near in zip(leads[1:], NEAR, strict=True):
            lead &= _near(every, near) >= _below(every, near)
    first, second, third = (lead.ravel()[key] for lead in leads)
    return first, second, third


def _below(sums: Places, near: int) -> Places:
    """For each document and number of holders the words that fewer hold, those `near` it apart. `sums`: those up to each number."""
    at = np.arange(sums.shape[1])
    below: Places = np.where(at > near, sums[:, np.maximum(at - near - 1, 0)], 0)
    return below


def _near(sums: Places, near: int) -> Places:
    """The words that as many hold, or `near` as many."""
    last = sums.shape[1] - 1
    found: Places = sums[:, np.minimum(np.arange(last + 1) + near, last)] - _below(sums, near)
    return found


def _bins(runs: Runs) -> npt.NDArray[np.int8]:
    """For each word how many documents hold the run that it stands in, in steps of which OCTAVE double it; 0 where no other does."""
    steps = np.floor(OCTAVE * np.log2(np.maximum(runs.sizes, 1))).astype(np.int8)
    begun = steps[runs.which]
    bins: npt.NDArray[np.int8] = begun.copy()
    for back in range(1, K):  # the words of a run after its first
        np.copyto(bins[back:], begun[:-back], where=bins[back:] == 0)
    return bins


def _chief(hashes: Hashes, level: Places) -> Hashes:
    """The words at which runs begin that about as many documents hold as hold most of this document; of very many some, the same in any copy."""
    at = level >= LEAST
    if not at.any():
        return hashes[:0]
    bins = np.floor(OCTAVE * np.log2(level, where=at, out=np.zeros(len(level)))).astype(np.int64)
    sums = np.bincount(bins[at], minlength=2)[None].cumsum(axis=1)
    most = int(_near(sums, NEAR[0])[0].argmax())
    return pairs.distinct(hashes[at & (np.abs(bins - most) <= NEAR[0])])[:TOLD]


def _stretches(mask: Mask, ends: Places, least: int) -> Mask:
    """The stretches of `least` words or more of those marked, small gaps counted in. All documents' words counted through, each up to its end."""
    edges = np.flatnonzero(np.concatenate((mask[:1], mask[1:] != mask[:-1], mask[-1:])))
    cuts = ends[:-1][mask[ends[:-1] - 1] & mask[np.minimum(ends[:-1], len(mask) - 1)]] if len(mask) else ends[:0]
    edges = np.sort(np.concatenate((edges, cuts, cuts)))
    starts, stops = edges[::2], edges[1::2]
    documents = ends.searchsorted(starts, side="right")
    apart = (starts[1:] - stops[:-1] >= BRIDGE) | (documents[1:] != documents[:-1])
    firsts = np.flatnonzero(np.concatenate(([True], apart))[: len(starts)])
    lasts = np.concatenate((firsts[1:], [len(starts)])) - 1
    sums = np.concatenate(([0], np.cumsum(stops - starts)))
    long = sums[lasts + 1] - sums[firsts] >= least
    change = np.zeros(len(mask) + 1, dtype=np.int8)
    change[starts[firsts[long]]] += 1
    change[stops[lasts[long]]] -= 1
    found: Mask = np.cumsum(change[:-1], dtype=np.int8) > 0
    return found


@dataclass(frozen=True)
class Runs:
    """The runs that two documents or more hold, all documents' words counted through.

    `which`: for each word the run that begins there, 0 where none does; `sizes[r]`: how many documents hold run `r`. `frequent` are the runs that LEAST
    hold, and `holders` a sample of the documents of each of these (−1 where there are fewer).
    """

    which: npt.NDArray[np.int32]
    sizes: npt.NDArray[np.int32]
    frequent: Places
    holders: npt.NDArray[np.int64]

    @cached_property
    def repeats(self) -> Places:
        """At how many words each run begins."""
        return np.bincount(self.which, minlength=len(self.sizes))

    def most(self, marked: Mask) -> Mask:
        """For each frequent run whether half of its places or more are among the words `marked`: what one holder has beside it does not count."""
        votes = np.bincount(self.which[marked], minlength=len(self.sizes))
        half: Mask = (2 * votes >= self.repeats)[self.frequent]
        return half

    def cover(self, chosen: Mask) -> Mask:
        """Which of all words lie in one of the `chosen` of the frequent runs."""
        table = np.zeros(len(self.sizes), dtype=np.bool_)
        table[self.frequent] = chosen
        begun = table[self.which]
        covered = begun.copy()
        for back in range(1, K):
            covered[back:] |= begun[:-back]
        return covered


def _runs(hashes: Hashes, ends: Places) -> Runs:
    """The runs of the documents, whose words end at `ends`, counted through.

    They are sorted in parts, by the first bits of their hashes, and two parts at a time: what sorts numbers lets other threads run.
    """
    documents = np.repeat(np.arange(len(ends), dtype=np.int32), np.diff(ends, prepend=0))
    made = grams(hashes, K)
    parts = (made >> np.uint64(64 - BITS)).astype(np.uint8)
    parts[documents[: len(made)] != documents[K - 1 :]] = 1 << BITS  # no run goes from one document to the next
    which = np.zeros(len(hashes), dtype=np.int32)
    sizes, frequent, holders = [np.zeros(1, dtype=np.int32)], [], []
    with ThreadPoolExecutor(2) as pool:
        for part in pool.map(lambda n: _part(made, np.flatnonzero(parts == n), documents), range(1 << BITS)):
            before = sum(map(len, sizes)) - 1
            which[part.places] = part.number + before
            sizes.append(part.sizes)
            frequent.append(np.flatnonzero(part.sizes >= LEAST) + before + 1)
            holders.append(part.holders)
    return Runs(which, np.concatenate(sizes), np.concatenate(frequent), np.concatenate(holders))


class Part(NamedTuple):
    """Some of the runs: the words at which one begins, with its number, from 1 on; how many documents hold each, and a sample of those of the frequent
    ones."""

    places: Places
    number: Places
    sizes: Places
    holders: Places


def _part(made: Hashes, places: Places, documents: Places) -> Part:
    """The runs, by hash, that begin at some of the words."""
    order, firsts = pairs.grouped(made[places])
    places = places[order]
    held = documents[places]
    fresh = np.concatenate(([True], held[1:] != held[:-1]))[: len(held)]
    fresh[firsts] = True
    counts = np.add.reduceat(fresh, firsts, dtype=np.int32) if len(firsts) else np.zeros(0, dtype=np.int32)
    shared = counts > 1
    number = np.repeat(np.cumsum(shared, dtype=np.int32), np.diff(np.concatenate((firsts, [len(held)]))))
    kept = np.repeat(shared, np.diff(np.concatenate((firsts, [len(held)]))))
    often = counts >= LEAST
    begin, size = (np.cumsum(counts, dtype=np.int64) - counts)[often], counts[often, None].astype(np.int64)
    steps = np.maximum(size, SAMPLE) * np.arange(SAMPLE) // SAMPLE
    sample = held[fresh][begin[:, None] + np.minimum(steps, size - 1)]
    return Part(places[kept], number[kept], counts[shared], np.where(np.arange(SAMPLE) < size, sample, -1))


def _sets(holders: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], Places]:
    """The distinct rows, and for each row which of them it is."""
    order, firsts = pairs.grouped(grams((holders + 2).astype(np.uint64).ravel(), SAMPLE)[::SAMPLE])
    which = np.empty(len(order), dtype=np.int64)
    which[order] = np.repeat(np.arange(len(firsts)), np.diff(np.concatenate((firsts, [len(order)]))))
    return holders[order[firsts]], which


def _topics(words: Sequence[Hashes]) -> Vectors:
    """One unit vector per document, such that the cosine of two is about that of their sets of words.

    A word weighs the less the more documents have it, and one that a single document has weighs nothing. (Random signs, after Achlioptas
    2003, drawn from the hashes.)
    """
    distinct = [pairs.distinct(w) for w in words]
    every = np.sort(np.concatenate(distinct))
    firsts = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1]))[: len(every)])
    held = np.diff(np.concatenate((firsts, [len(every)])))
    every, held = every[firsts[held > 1]], held[held > 1]
    weights = (1 / np.sqrt(held)).astype(np.float32)
    signs = _signs(every)
    vectors = np.zeros((len(distinct), SIDES), dtype=np.float32)
    for d, own in enumerate(distinct):
        if len(every) and len(own):
            at = np.minimum(np.searchsorted(every, own), len(every) - 1)
            at = at[every[at] == own]
            vectors[d] = weights[at] @ signs[at].astype(np.float32)
    return _unit(vectors)


def _wording(prints: Sequence[Fingerprints], rests: Sequence[Mask], outlets: Sequence[str]) -> Vectors:
    """As `_topics` of the pairs of words, each of one weight; of the documents of outlets that have LEAST."""
    often = {o for o, n in Counter(outlets).items() if o and n >= LEAST}
    vectors = np.zeros((len(prints), SIDES), dtype=np.float32)
    for d, (p, rest, outlet) in enumerate(zip(prints, rests, outlets, strict=True)):
        if outlet in often:
            two = pairs.distinct(pairs.open_grams(grams(p.hashes, 2), ~rest, 2))
            vectors[d] = _signs(two).sum(axis=0, dtype=np.float32)
    return _unit(vectors)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)
    return unit


def _signs(hashes: Hashes) -> npt.NDArray[np.int8]:
    """SIDES times +1 or −1 for each hash."""
    salts = np.arange(1, SIDES // 64 + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    table = np.empty((len(hashes), SIDES), dtype=np.int8)
    for start in range(0, len(hashes), 1 << 16):
        mixed = hashes[start : start + (1 << 16), None] ^ salts
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        bits = np.unpackbits((mixed ^ (mixed >> np.uint64(31))).view(np.uint8).reshape(len(mixed), -1), axis=1)
        table[start : start + len(mixed)] = bits.view(np.int8) * 2 - 1
    return table


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
    """Into how many unrelated groups the holders of each set fall; those whose rest says nothing are not counted.

    Sets that fall into fewer than LEAST for sure, as their neighbours are related, may be told as any number below LEAST.
    """
    result = np.zeros(len(sets), dtype=np.int64)
    for start in range(0, len(sets), 4096):
        part = sets[start : start + 4096]
        heard = (part >= 0) & speaks[part]
        many = np.flatnonzero(heard.sum(axis=1) >= LEAST)
        part, heard = part[many], heard[many]
        v = vectors[part]
        chained = (np.einsum("ghs,ghs->gh", v[:, 1:], v[:, :-1]) >= RELATED) & heard[:, 1:] & heard[:, :-1]
        open_ = np.flatnonzero(heard.sum(axis=1) - chained.sum(axis=1) >= LEAST)
        heard, v = heard[open_], v[open_]
        near = (v @ v.transpose(0, 2, 1)) >= RELATED
        near &= heard[:, :, None] & heard[:, None, :]
        for _ in range(3):  # 2³ steps link the ends of any chain of SAMPLE
            near = np.matmul(near.astype(np.uint8), near.astype(np.uint8)) > 0
        earlier = np.tril(np.ones((SAMPLE, SAMPLE), dtype=np.bool_), -1)
        result[start + many[open_]] = (heard & ~(near & earlier).any(axis=2)).sum(axis=1)
    return result
