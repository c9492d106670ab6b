"""Weigh the rare details that two texts share: a name spelled as nobody else in the inquiry spells it speaks for one source.

After the test for copying of Dong, Berti-Équille and Srivastava ("Integrating Conflicting Data: The Role of Source Dependence", VLDB 2009):
what many tell alike says next to nothing, the same slip in two texts much, a name that the two spell differently speaks against it. The
likelihood ratio is told as weak, moderate or strong, as a reason beside what was found; it makes no copy by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.copies.align import alike
from firsthand.copies.item import Item
from firsthand.copies.pile import Pair
from firsthand.copies.words import Hashes, Places, normal
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
    found = Followers.of(items)
    slips: dict[Pair, set[tuple[str, str]]] = {}
    for group in found.spellings(found.rare(wanted)):
        usual = group[0]
        for one in group[1:]:
            if len(one.holders) == 2 and len(usual.holders) > 2 and not one.holders & usual.holders:
                low, high = sorted(one.holders)
                if (low, high) in wanted:
                    slips.setdefault((low, high), set()).add((one.word, usual.word))
    who = {i for pair in slips for i in pair}
    told = _told(list(found.spellings(found.of_items(who))), who)
    return {
        (a, b): Details(tuple(sorted(these)), sum(not told[a][g] & told[b][g] for g in told[a].keys() & told[b].keys()))
        for (a, b), these in slips.items()
    }


def _told(groups: Sequence[list[Spelling]], some: set[int]) -> dict[int, dict[int, set[str]]]:
    """For each of `some` items the spellings that it has, by group."""
    told: dict[int, dict[int, set[str]]] = {i: {} for i in some}
    for g, group in enumerate(groups):
        for one in group:
            for i in one.holders & some:
                told[i].setdefault(g, set()).add(one.word)
    return told


@dataclass(frozen=True)
class Followers:
    """Every capitalised word that stands right after another, grouped by that other: group `g` is `firsts[g]`:`firsts[g + 1]`.

    Of each the hash without a possessive ending, its item and its place.
    """

    items: Sequence[Item]
    names: Hashes
    holders: Places
    places: Places
    firsts: Places

    @classmethod
    def of(cls, items: Sequence[Item]) -> Followers:
        """Those of all items, in each group by name, then by item."""
        parts = [_followers(n, item) for n, item in enumerate(items)]
        none = np.empty(0, dtype=np.int32)
        empty = (none.astype(np.uint64), none.astype(np.uint64), none, none)
        before, names, holders, places = (np.concatenate(some) for some in zip(empty, *parts, strict=True))
        order = np.lexsort((holders, names, before))
        before = before[order]
        firsts = np.flatnonzero(np.concatenate(([True], before[1:] != before[:-1]))[: len(before)])
        return cls(items, names[order], holders[order], places[order], np.concatenate((firsts, [len(order)])))

    def rare(self, wanted: set[Pair]) -> Places:
        """The groups in which a name stands in two items that make one of the pairs `wanted`, and another in more than two."""
        group = np.repeat(np.arange(len(self.firsts) - 1), np.diff(self.firsts))
        new = np.ones(len(group), dtype=np.bool_)
        new[1:] = (group[1:] != group[:-1]) | (self.names[1:] != self.names[:-1])
        once = new.copy()
        once[1:] |= self.holders[1:] != self.holders[:-1]
        group, holders, firsts = group[once], self.holders[once].astype(np.int64), np.flatnonzero(new[once])
        sizes = np.diff(np.concatenate((firsts, [len(group)])))
        two = firsts[sizes == 2]
        key = holders[two] * len(self.items) + holders[two + 1]
        copied = np.array([a * len(self.items) + b for a, b in wanted], dtype=np.int64)
        return np.intersect1d(group[two[np.isin(key, copied)]], group[firsts[sizes > 2]])

    def of_items(self, some: set[int]) -> Places:
        """The groups in which one of `some` items stands."""
        at = np.flatnonzero(np.isin(self.holders, np.fromiter(some, dtype=np.int64, count=len(some))))
        return np.unique(np.searchsorted(self.firsts, at, side="right") - 1)

    def spellings(self, groups: Places) -> Iterator[list[Spelling]]:
        """Of these groups the names that might be one: that which most texts have, and those like it."""
        for g in groups.tolist():
            found = dict(self._names(int(self.firsts[g]), int(self.firsts[g + 1])))
            usual = max(found, key=lambda w: (len(found[w]), w), default="")
            rest = [
                w for w in sorted(found) if w.rstrip("s") != usual.rstrip("s") and alike(w, usual)
            ]  # a plural is no slip
            if rest:
                yield [Spelling(w, found[w]) for w in (usual, *rest)]

    def _names(self, start: int, end: int) -> Iterator[tuple[str, frozenset[int]]]:
        """The names in these rows, each with the items that have it."""
        names = self.names[start:end]
        firsts = np.flatnonzero(np.concatenate(([True], names[1:] != names[:-1]))) + start
        for at, stop in zip(firsts.tolist(), [*firsts[1:].tolist(), end], strict=True):
            if word := _name(self.items[self.holders[at]], int(self.places[at])):
                yield word, frozenset(self.holders[at:stop].tolist())


def _name(item: Item, at: int) -> str:
    """The word, its possessive ending apart; empty where it is short or a number."""
    word = normal(item.text.text[item.prints.starts[at] : item.prints.ends[at]]).partition("'")[0]
    return word if len(word) >= terms.load("copies")["details"]["letters"] and not word[0].isdigit() else ""


def _followers(number: int, item: Item) -> tuple[Hashes, Hashes, Places, Places]:
    """The capitalised words of an item that stand right after another: the hash of that other, their own, the item's number, and their places."""
    some = item.names.after & ~item.standing[item.names.places]
    at = item.names.places[some]
    return item.prints.hashes[at - 1], item.names.keys[some], np.full(len(at), number, dtype=np.int32), at
