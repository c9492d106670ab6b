"""Weigh the rare details that two texts share: a name spelled as nobody else in the inquiry spells it speaks for one source.

After the test for copying of Dong, Berti-Équille and Srivastava ("Integrating Conflicting Data: The Role of Source Dependence", VLDB 2009):
what many tell alike says next to nothing, the same slip in two texts much, a name that the two spell differently speaks against it. The
likelihood ratio is told as weak, moderate or strong, as a reason beside what was found; it makes no copy by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.copies import pairs
from firsthand.copies.align import alike
from firsthand.copies.fingerprints import normal
from firsthand.copies.pile import Item, Pair
from firsthand.vocabulary import terms


@dataclass(frozen=True)
class Spelling:
    """A name after one word (a first name, a title): how it is spelled, and in which items."""

    word: str
    holders: frozenset[int]


@dataclass(frozen=True)
class Details:
    """What two items share that no other has, each beside the usual spelling, and in how many names they differ."""

    slips: tuple[tuple[str, str], ...]
    different: int

    @property
    def ratio(self) -> float:
        """How much likelier these details are where one was copied from the other than where both were written apart."""
        t = terms.load("copies")["details"]
        error, copied, wrong = t["error"], t["copied"], t["alternatives"]
        apart = error**2 / wrong
        return float(
            ((copied * error + (1 - copied) * apart) / apart) ** len(self.slips) * (1 - copied) ** self.different
        )

    def reason(self) -> str:
        """The reason in words, with the bucket of the likelihood ratio; empty where there is none."""
        t = terms.load("copies")["details"]
        if not self.slips:
            return ""
        bucket = "strong" if self.ratio >= t["strong"] else "moderate" if self.ratio >= t["moderate"] else "weak"
        told = ", ".join(f"“{slip}” (elsewhere “{usual}”)" for slip, usual in self.slips[:5])
        differ = f"; they differ in {self.different} names" if self.different else ""
        return f"C8 rare details: {len(self.slips)} spelled alike here and in no other text: {told}{differ}; likelihood ratio {bucket}"


def shared(items: Sequence[Item], among: Iterable[Pair]) -> dict[Pair, Details]:
    """The rare details of the pairs `among`; pairs without one are absent."""
    wanted = set(among)
    groups = list(_spellings(items))
    slips: dict[Pair, set[tuple[str, str]]] = {}
    for group in groups:
        usual = group[0]
        for one in group[1:]:
            if len(one.holders) == 2 and len(usual.holders) > 2 and not one.holders & usual.holders:
                low, high = sorted(one.holders)
                if (low, high) in wanted:
                    slips.setdefault((low, high), set()).add((one.word, usual.word))
    told = _told(groups, {i for pair in slips for i in pair})
    return {
        (a, b): Details(tuple(sorted(found)), sum(not told[a][g] & told[b][g] for g in told[a].keys() & told[b].keys()))
        for (a, b), found in slips.items()
    }


def _told(groups: Sequence[list[Spelling]], some: set[int]) -> dict[int, dict[int, set[str]]]:
    """For each of `some` items the spellings that it has, by group."""
    told: dict[int, dict[int, set[str]]] = {i: {} for i in some}
    for g, group in enumerate(groups):
        for one in group:
            for i in one.holders & some:
                told[i].setdefault(g, set()).add(one.word)
    return told


def _spellings(items: Sequence[Item]) -> Iterator[list[Spelling]]:
    """The groups of names that stand after the same word and might be one name: that which most texts have, and those like it."""
    before, names, holders, places = _followers(items)
    order, firsts = pairs.grouped(before)
    if not len(order):
        return
    ends = np.concatenate((firsts[1:], [len(order)]))
    lowest = np.minimum.reduceat(names[order], firsts)
    highest = np.maximum.reduceat(names[order], firsts)
    for g in np.flatnonzero((lowest != highest) & (ends - firsts > 2)).tolist():
        found: dict[str, set[int]] = {}
        for row in order[firsts[g] : ends[g]].tolist():
            holder = int(holders[row])
            if word := _name(items[holder], int(places[row])):
                found.setdefault(word, set()).add(holder)
        usual = max(found, key=lambda w: (len(found[w]), w), default="")
        rest = [
            w for w in sorted(found) if w.rstrip("s") != usual.rstrip("s") and alike(w, usual)
        ]  # a plural is no slip
        if rest:
            yield [Spelling(w, frozenset(found[w])) for w in (usual, *rest)]


def _name(item: Item, at: int) -> str:
    """The word, its possessive ending apart; empty where it is short or a number."""
    word = normal(item.text.text[item.prints.starts[at] : item.prints.ends[at]]).partition("'")[0]
    return word if len(word) >= terms.load("copies")["details"]["letters"] and not word[0].isdigit() else ""


def _followers(items: Sequence[Item]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every capitalised word that stands right after another: the hash of that other, its own, its item and its place."""
    before, names, holders, places = [], [], [], []
    for n, item in enumerate(items):
        p = item.prints
        at = np.flatnonzero(p.raised[1:] & p.raised[:-1] & ~item.standing[1:] & ~p.listed[1:]) + 1
        near = p.starts[at] - p.ends[at - 1] == 1
        at = at[near]
        before.append(p.hashes[at - 1])
        names.append(p.hashes[at])
        holders.append(np.full(len(at), n))
        places.append(at)
    none = np.empty(0, dtype=np.int64)
    return (
        np.concatenate([none.astype(np.uint64), *before]),
        np.concatenate([none.astype(np.uint64), *names]),
        np.concatenate([none, *holders]),
        np.concatenate([none, *places]),
    )
