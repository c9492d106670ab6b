"""Find what documents share without one deriving from another: site furniture, standing notes, formulae.

A run of words that stands in several documents about different things is furniture, whether a site's navigation, an agency's copyright
notice or a phrase of law. What a document is about is judged by the rest: the words that such runs do not cover or, where they cover all of it,
as of a story that many carry, the longest part of it that about as many hold. A long stretch of running text is no furniture, unless all who hold it are
pages of one outlet. It is a story, though each house put another frame around it, where it is the main part of most documents that hold it; else
it is common to several stories (a disclaimer, a preamble, a note on the sender), which it does not make one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from firsthand.copies import pairs
from firsthand.copies.fingerprints import Fingerprints, grams
from firsthand.copies.words import Hashes, Mask, Places

Vectors = npt.NDArray[np.float32]
Steps = npt.NDArray[np.int8]

K = 6
"""Words of a run that is looked at."""
LEAST = 4
"""Documents about different things that make a run furniture."""
SAMPLE = 8
"""Documents that are looked at per run: as many as a byte has bits."""
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
PART = 1 << 17
"""Words that are counted at a time: what is worked on stays in the processor's cache."""
SETS = 256
"""Sets of documents that are compared at a time, for the same reason."""
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
    return [Found(*both) for both in zip(_cut(standing, ends), _cut(runs.cover(~main), ends), strict=True)]


def _verdicts(runs: Runs, prints: Sequence[Fingerprints], outlets: Sequence[str], ends: Places) -> tuple[Mask, Mask]:
    """For each frequent run whether LEAST of its holders are about different things, and whether so many are of one outlet and share no other
    wording."""
    rest = ~runs.cover(np.ones(len(runs.holders), dtype=np.bool_))
    speaks = np.diff(np.concatenate(([0], np.cumsum(rest)))[ends], prepend=0) >= REST
    told = list(_told(prints, runs, ends, (rest, speaks)))
    topics = _topics(told)
    sets, kind = _sets(runs.holders)
    heard = speaks | np.array([len(words) >= REST for words in told])
    wording = _wording(prints, _cut(rest, ends), outlets)
    return _apart(sets, topics, heard)[kind], _house(sets, wording, speaks, outlets)[kind]


def _main(runs: Runs, ends: Places, counted: Sequence[Mask], apart: Mask) -> tuple[Mask, Mask, Mask]:
    """Which words stand in runs that are the main part of their document, by each way to count.

    Thrice. Of runs whose holders are about different things (`apart`): they, and those that about as many hold, have as many words as all that is no such
    run. Of others: as many as is left when what they and more documents hold is taken out; "about as many" is read strictly, then widely.
    `counted`: which words each way counts.
    """
    bins = _bins(runs)
    width = int(bins.max()) + 1
    found = np.empty((3, len(bins)), dtype=np.bool_)
    for documents, at in _blocks(ends):
        sizes = _sizes(ends, documents)
        key = np.repeat(np.arange(len(sizes)) * width, sizes) + bins[at]
        leads = np.ones((3, len(sizes), width), dtype=np.bool_)
        for some in counted:
            every, these = (_sums(key[chosen], len(sizes), width) for chosen in (some[at], some[at] & apart[at]))
            leads[0] &= _near(these, NEAR[0]) >= (every - these)[:, -1:]
            for lead, near in zip(leads[1:], NEAR, strict=True):
                lead &= _near(every, near) >= _below(every, near)
        for mask, lead in zip(found, leads, strict=True):
            mask[at] = lead.ravel()[key]
    first, second, third = found
    return first, second, third


def _blocks(ends: Places) -> Iterator[tuple[slice, slice]]:
    """Documents that are counted together, and where all of their words stand."""
    firsts = ends.searchsorted(np.arange(0, ends[-1] + PART, PART), side="right").tolist()
    for first, last in pairwise([0, *firsts]):
        if first < last:
            yield slice(first, last), slice(int(ends[first - 1]) if first else 0, int(ends[last - 1]))


def _sizes(ends: Places, documents: slice = slice(None)) -> Places:
    """How many words each of the documents has."""
    return np.diff(ends, prepend=0)[documents]


def _cut(mask: Mask, ends: Places) -> list[Mask]:
    """The mask of each document."""
    return [mask[start:end] for start, end in pairwise([0, *ends.tolist()])]


def _sums(keys: Places, documents: int, width: int) -> Places:
    """For each document how many of its words have each step or a lesser one; `keys` holds both."""
    return np.bincount(keys, minlength=documents * width).reshape(-1, width).cumsum(axis=1)


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


def _steps(sizes: Places) -> Steps:
    """Numbers of documents in steps of which OCTAVE double them."""
    steps: Steps = np.floor(OCTAVE * np.log2(np.maximum(sizes, 1))).astype(np.int8)
    return steps


def _bins(runs: Runs) -> Steps:
    """For each word how many documents hold the run that it stands in, in steps; 0 where no other does."""
    bins: Steps = runs.steps.copy()
    for back in range(1, K):  # the words of a run after its first
        np.copyto(bins[back:], runs.steps[:-back], where=bins[back:] == 0)
    return bins


def _told(prints: Sequence[Fingerprints], runs: Runs, ends: Places, judged: tuple[Mask, Mask]) -> Iterator[Hashes]:
    """The words by which each document is judged, each once, ascending. `judged`: which words are its rest, and which documents' rest says enough.

    Of others the words at which runs begin that about as many documents hold as hold most of this document; of very many some, the same in any copy.
    """
    rest, speaks = judged
    width, least = int(runs.steps.max()) + 1, int(_steps(np.array([LEAST]))[0])
    for documents, at in _blocks(ends):
        sizes, steps, aloud = _sizes(ends, documents), runs.steps[at], speaks[documents]
        often = steps >= least
        key = np.repeat(np.arange(len(sizes)) * width, sizes) + steps
        most = _near(_sums(key[often], len(sizes), width), NEAR[0]).argmax(axis=1)
        chief = often & (np.abs(steps - np.repeat(most, sizes)) <= NEAR[0])
        chosen = _cut(np.where(np.repeat(aloud, sizes), rest[at], chief), np.cumsum(sizes))
        for p, some, speaking in zip(prints[documents], chosen, aloud.tolist(), strict=True):
            yield pairs.distinct(p.hashes[some])[: None if speaking else TOLD]


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
    def steps(self) -> Steps:
        """For each word how many documents hold the run that begins there, in steps of which OCTAVE double it; 0 where none does."""
        return _steps(self.sizes)[self.which]

    @cached_property
    def repeats(self) -> Places:
        """At how many words each run begins."""
        return self._votes(np.ones(len(self.which), dtype=np.bool_))

    def most(self, marked: Mask) -> Mask:
        """For each frequent run whether half of its places or more are among the words `marked`: what one holder has beside it does not count."""
        half: Mask = (2 * self._votes(marked) >= self.repeats)[self.frequent]
        return half

    def _votes(self, marked: Mask) -> Places:
        votes = np.zeros(len(self.sizes), dtype=np.int32)
        for at in range(0, len(marked), PART):
            np.add.at(votes, self.which[at : at + PART][marked[at : at + PART]], np.int32(1))
        return votes

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
    """The runs of the documents, whose words end at `ends`, counted through. They are sorted in parts, two at a time: what sorts numbers lets other
    threads run."""
    documents = np.repeat(np.arange(len(ends), dtype=np.int32), np.diff(ends, prepend=0))
    made = grams(hashes, K)
    across = documents[: len(made)] != documents[K - 1 :]  # no run goes from one document to the next
    which = np.zeros(len(hashes), dtype=np.int32)
    sizes, frequent, holders, before = [np.zeros(1, dtype=np.int32)], [], [], 0
    with ThreadPoolExecutor(2) as pool:
        for part in pool.map(lambda places: _part(made, places, documents), pairs.parts(made, left=across)):
            which[part.places] = part.number + before
            sizes.append(part.sizes)
            frequent.append(np.flatnonzero(part.sizes >= LEAST) + before + 1)
            holders.append(part.holders)
            before += len(part.sizes)
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
    """One unit vector per document, such that the cosine of two is about that of their sets of `words`, each word once.

    A word weighs the less the more documents have it, and one that a single document has weighs nothing. (Random signs, after Achlioptas
    2003, drawn from the hashes.)
    """
    hashes = np.concatenate(words)
    order, firsts = pairs.grouped(hashes)
    held = np.diff(np.concatenate((firsts, [len(order)])))
    often = held > 1
    column = np.empty(len(order), dtype=np.int32)
    column[order] = np.repeat(np.where(often, np.cumsum(often) - 1, -1), held)
    ends = np.concatenate(([0], np.cumsum(column >= 0)))[np.cumsum([0, *map(len, words)])]
    column = column[column >= 0]
    weights = (1 / np.sqrt(held[often])).astype(np.float32)
    table = csr_array((weights[column], column, ends), shape=(len(words), len(weights)))
    return _unit(table @ _signs(hashes[order[firsts[often]]]).astype(np.float32))


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
    order = np.argsort(sets[:, 0], kind="stable")  # neighbours ask for the same vectors
    parts = np.split(order, range(SETS, len(order), SETS))
    with ThreadPoolExecutor(2) as pool:
        for at, counts in zip(parts, pool.map(lambda at: _unrelated(sets[at], vectors, speaks), parts), strict=True):
            result[at] = counts
    return result


def _unrelated(part: npt.NDArray[np.int64], vectors: Vectors, speaks: Mask) -> npt.NDArray[np.int64]:
    """The same, of some sets."""
    result = np.zeros(len(part), dtype=np.int64)
    heard = (part >= 0) & speaks[part]
    many = np.flatnonzero(heard.sum(axis=1) >= LEAST)
    part, heard = part[many], heard[many]
    v = vectors[part]
    chained = (np.einsum("ghs,ghs->gh", v[:, 1:], v[:, :-1]) >= RELATED) & heard[:, 1:] & heard[:, :-1]
    open_ = np.flatnonzero(heard.sum(axis=1) - chained.sum(axis=1) >= LEAST)
    heard, v = heard[open_], v[open_]
    near = (v @ v.transpose(0, 2, 1)) >= RELATED
    near &= heard[:, :, None] & heard[:, None, :]
    linked = np.packbits(near, axis=2)[:, :, 0]  # the relations of one to all SAMPLE are the bits of a byte
    for k in range(SAMPLE):  # whoever is related to `k` is to those of `k` (Warshall 1962)
        linked |= linked[:, k, None] * (linked >> (SAMPLE - 1 - k) & 1)
    earlier = np.packbits(np.tril(np.ones((SAMPLE, SAMPLE), dtype=np.bool_), -1), axis=1)[:, 0]
    result[many[open_]] = (heard & (linked & earlier == 0)).sum(axis=1)
    return result
