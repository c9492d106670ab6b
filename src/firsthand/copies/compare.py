"""Compare all texts of an inquiry: which derive from which, wholly or in part, and who is credited.

Fingerprints find the pairs, alignment finds the words that they share, and the shares decide the kind. What two documents share without
one deriving from the other (site furniture, formulae; speech that both quote) is told apart. Precision goes first: a copy that is missed
inflates a count of origins that a person can correct, and every edge shows its matched words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import msgspec
import numpy as np

from firsthand import ids
from firsthand.copies import chains, details
from firsthand.copies.align import Stretch, align, star
from firsthand.copies.bridges import bridges
from firsthand.copies.direction import direct
from firsthand.copies.fingerprints import Fingerprints
from firsthand.copies.forms import entries
from firsthand.copies.item import Item, Items
from firsthand.copies.pile import Each, Pair, Pile, bundles, ready, stories
from firsthand.copies.record import Copy, CopyKind, Credit, Match, Status
from firsthand.copies.translate import Order, across, agreement, order, within
from firsthand.copies.words import Mask, Places, words
from firsthand.documents.record import Document, Text
from firsthand.judgements import Judgement
from firsthand.vocabulary import terms

MERGING: tuple[CopyKind, ...] = ("same-bytes", "near-copy", "excerpt", "translation")
"""The kinds that make two documents one story. Of "passages" only the matched words travelled; a "quotation" comes from its speaker."""


class Comparison(msgspec.Struct, frozen=True):
    """What `compare` found: the copies by id of their documents, the credits by document and place."""

    copies: tuple[Copy, ...]
    credits: tuple[Credit, ...]


@dataclass(frozen=True)
class Shared:
    """What two texts share. `share_a`, `share_b`: of each one's own words; `story`: of those of its story, the larger of the two, with
    `story_words`; `outside`: of those that stand outside quotation marks; `whole`: all of one's."""

    stretches: tuple[Stretch, ...]
    words: int
    share_a: float
    share_b: float
    story: float
    story_words: int
    whole: bool
    outside: float
    longest: int
    quoted: int


def compare(
    texts: Sequence[Text], documents: Sequence[Document], judged: Mapping[str, Judgement], each: Each = map
) -> Comparison:
    """The copies among `texts` and their credits. The order of `texts` does not matter; what is judged keeps its status.

    Two documents make one Copy at most, of the strongest kind. Of very many that hold one text each is compared with the most whole of them,
    and what that one holds nearly all of is not compared with its like: n copies make about n edges and hang together. `between` gives any
    other pair. `each` spreads the work over processes, if it is given; the results are the same.
    """
    del documents  # same bytes are one document already; what else is told of a document stands in its Text
    items = ready(texts, each)
    pile = Pile.of(items)
    strongest, more = pile.crowded()
    copies = _parted(items, _verified(items, strongest, judged, each), judged)
    known = _known(copies, len(items))
    copies |= _verified(items, [(a, b) for a, b in more if known[a] != known[b]], judged, each)
    copies = _parted(items, copies, judged)
    again = pile.again(_known(copies, len(items)))
    copies |= _verified(items, [pair for pair in again if pair not in copies], judged, each)
    rest = pile.others(_heads(items, copies), _known(copies, len(items)))
    copies |= _verified(items, [pair for pair in rest if pair not in copies], judged, each)
    copies = _parted(items, copies, judged)
    for pair, rare in details.shared(items, copies).items():
        if reason := rare.reason():
            copies[pair] = msgspec.structs.replace(copies[pair], reasons=(*copies[pair].reasons, reason))
    found = tuple(c for item in items for c in item.credits)
    kept = chains.reduce(list(copies.values()), {t.document: t for t in texts})
    every = [*kept, *_dispatches(found, judged)]
    return Comparison(tuple(sorted(every, key=lambda c: (c.from_, c.to, c.kind))), found)


def _verified(
    items: Sequence[Item], candidates: Sequence[Pair], judged: Mapping[str, Judgement], each: Each
) -> dict[Pair, Copy]:
    """The candidates that are copies."""
    of_copies = {name: j for name, j in judged.items() if name.startswith("copy-")}
    jobs = (
        Bundle(Items(items[i] for i in numbers), numbers, tuple(pairs), of_copies)
        for pairs in bundles(candidates, len(items))
        for numbers in [tuple({i: None for pair in pairs for i in pair})]
    )
    return {pair: copy for done in each(_align, jobs) for pair, copy in done}


def _parted(items: Sequence[Item], found: Mapping[Pair, Copy], judged: Mapping[str, Judgement]) -> dict[Pair, Copy]:
    """The copies, those that tie two stories by words which are neither's told as passages."""
    parted = dict(found)
    for pair in bridges(items, found):
        copy = found[pair]
        name = ids.name("copy", "passages", *sorted((copy.from_, copy.to)))
        first, *rest = copy.reasons
        told = f"{first}; most documents of the story of one of the two lack these words"
        parted[pair] = msgspec.structs.replace(
            copy,
            id=name,
            kind="passages",
            status=_status(name, judged),
            reasons=(told.replace("C3 excerpt", "C4 passages"), *rest),
        )
    return parted


@dataclass(frozen=True)
class Bundle:
    """Pairs to align, with their items, which bear these `numbers`, and the judgements on copies."""

    items: Items
    numbers: tuple[int, ...]
    pairs: tuple[Pair, ...]
    judged: Mapping[str, Judgement]


def _align(bundle: Bundle) -> list[tuple[Pair, Copy]]:
    items = dict(zip(bundle.numbers, bundle.items, strict=True))
    found = []
    for centre, pairs in _stars(bundle.pairs).items():
        others = (items[a if b == centre else b].prints for a, b in pairs)
        for (a, b), stretches in zip(pairs, star(items[centre].prints, list(others)), strict=True):
            if copy := _judge(items[a], items[b], stretches, bundle.judged):
                found.append(((a, b), copy))
    return found


def _stars(pairs: Sequence[Pair]) -> dict[int, list[Pair]]:
    """The pairs by that item of the two which is part of most."""
    often = Counter(chain(*pairs))
    found: dict[int, list[Pair]] = {}
    for a, b in pairs:
        found.setdefault(a if often[a] >= often[b] else b, []).append((a, b))
    return found


def _known(found: Mapping[Pair, Copy], size: int) -> Places:
    """For each of `size` items the first of its story, as far as copies are found that nobody rejected."""
    return stories((pair for pair, c in found.items() if c.kind in MERGING and c.status != "rejected"), size)


def _heads(items: Sequence[Item], found: Mapping[Pair, Copy]) -> Places:
    """For each item the one that holds nearly all of it, by a copy that nobody rejected, or itself. Those of most copies are asked first."""
    near = terms.load("copies")["kinds"]["near_copy"]
    held: dict[int, list[int]] = {}
    for (a, b), copy in found.items():
        if copy.status != "rejected" and copy.kind in ("near-copy", "excerpt"):
            of_a = copy.share_from if copy.from_ == items[a].text.document else copy.share_to
            of_b = copy.share_to if copy.from_ == items[a].text.document else copy.share_from
            for whole, part, share in ((a, b, of_b), (b, a, of_a)):
                if share >= near:
                    held.setdefault(whole, []).append(part)
    heads = np.arange(len(items))
    leads: set[int] = set()
    for whole in sorted(held, key=lambda i: (-len(held[i]), i)):
        if heads[whole] == whole:
            parts = [part for part in held[whole] if heads[part] == part and part not in leads]
            heads[parts] = whole
            leads.add(whole)
    return heads


def between(a: Item, b: Item, judged: Mapping[str, Judgement]) -> Copy | None:
    """How one of the two derives from the other, or None."""
    return _judge(a, b, align(a.prints, b.prints), judged)


def _judge(a: Item, b: Item, stretches: Sequence[Stretch], judged: Mapping[str, Judgement]) -> Copy | None:
    """How one of the two, which share these stretches, derives from the other, or None."""
    house = bool(a.text.outlet) and a.text.outlet.casefold() == b.text.outlet.casefold()
    shared = share(a, b, stretches, house)
    kind, rule = decide(shared)
    if kind is not None and (house or kind == "excerpt") and not _story(a, b, shared):
        return None  # of sister pages too: half of a brief page may be a note to readers
    noted = ""
    if kind in ("near-copy", "excerpt") and (filled := entries(a, b, shared.stretches)).form:
        kind, rule = "passages", "C4 passages"
        noted = f"; a form, filled in twice: of {filled.kept + filled.changed} names and numbers in it {filled.changed} differ"
    found = _translated(a, b, shared)
    if found is not None:
        return _translation(a, b, found, judged)
    if kind is None:
        return None
    reason = (
        f"{rule}: {shared.words} words in {len(shared.stretches)} stretches; {shared.share_a:.0%} of the {a.own} words of the one"
        f" and {shared.share_b:.0%} of the {b.own} of the other, furniture left out{noted}"
    )
    return _copy((a, b), kind, (shared.stretches, shared.share_a, shared.share_b), reason, judged)


def _translated(a: Item, b: Item, shared: Shared) -> Order | None:
    """The order of names and numbers, where it tells a translation; in one language only where no wording tells a copy."""
    if a.text.language and b.text.language and a.text.language != b.text.language:
        found = order(a.anchors, b.anchors)
        return found if across(found) else None
    t = terms.load("copies")["kinds"]
    if any(s.exact >= t["passage_words"] for s in shared.stretches):
        return None
    found = order(a.anchors, b.anchors)
    if not within(found, a.own_words, b.own_words):
        return None
    most = max(shared.share_a, shared.share_b)
    if most >= t["passage_share"] and agreement(a.prints, b.prints, shared.stretches) >= t["agreement"]:
        return None
    return found


def _translation(a: Item, b: Item, found: Order, judged: Mapping[str, Judgement]) -> Copy:
    reason = (
        f"C6 probable translation: {len(found.kept)} names and numbers stand in one order in both, {found.of_a:.0%} of those of the one"
        f" and {found.of_b:.0%} of those of the other; {found.common:.0%} of those that both have"
    )
    return _copy((a, b), "translation", (found.kept, found.of_a, found.of_b), reason, judged)


def share(a: Item, b: Item, stretches: Sequence[Stretch], house: bool = False) -> Shared:
    """What the two share in these stretches, counted in their own words: without furniture, and within one `house` (outlet) without lists of headlines."""
    own_a, own_b = ~a.standing, ~b.standing
    if house:
        own_a, own_b = own_a & ~a.prints.listed, own_b & ~b.prints.listed
    in_a, in_b = np.zeros_like(own_a), np.zeros_like(own_b)
    found: list[Stretch] = []
    longest = quoted = 0
    for s in stretches:
        some_a, some_b = own_a[s.a_start : s.a_end], own_b[s.b_start : s.b_end]
        size = _size(some_a)
        if size and _size(some_b):
            found.append(s)
            in_a[s.a_start : s.a_end], in_b[s.b_start : s.b_end] = some_a, some_b
            spoken = _spoken(a, b, s)
            quoted, longest = max(quoted, spoken), max(longest, size - spoken)
    held_a, held_b, size_a, size_b = _size(in_a), _size(in_b), _size(own_a), _size(own_b)
    shares = held_a / max(1, size_a), held_b / max(1, size_b)
    tell_a, tell_b = own_a & ~a.common, own_b & ~b.common
    if not (_size(tell_a) or _size(tell_b)):
        tell_a, tell_b = own_a, own_b
    told = _part(in_a, tell_a), _part(in_b, tell_b)
    return Shared(
        stretches=tuple(found),
        words=min(held_a, held_b),
        share_a=shares[0],
        share_b=shares[1],
        story=max(told),
        story_words=min(_size(in_a & tell_a), _size(in_b & tell_b)),
        whole=min(told) == 1,
        outside=max(_part(in_a, tell_a & ~a.prints.quoted), _part(in_b, tell_b & ~b.prints.quoted)),
        longest=longest,
        quoted=quoted,
    )


def _size(some: Mask) -> int:
    """How many are marked."""
    return int(np.count_nonzero(some))


def _part(held: Mask, whole: Mask) -> float:
    """Which part of `whole` is `held`."""
    return _size(held & whole) / max(1, _size(whole))


def _story(a: Item, b: Item, shared: Shared) -> bool:
    """Whether what two pages share may be their story, as their titles tell it.

    Where the titles differ and the shared words hold next to none of either title's, it is the frame around two stories.
    """
    titles = [_title(item.text.title) for item in (a, b)]
    if not all(titles):
        return True
    t = terms.load("copies")["titles"]
    if len(titles[0] & titles[1]) >= t["alike"] * min(map(len, titles)):
        return True
    held = {w for s in shared.stretches for w in a.prints.words(s.a_start, s.a_end)}
    return bool(max(len(title & held) / len(title) for title in titles) >= t["told"])


def _title(title: str) -> set[str]:
    """The words of a title that say what it is about: those of four letters or more."""
    return {w for w in words(title) if len(w) >= 4 and not w.isdigit()}


def _spoken(a: Item, b: Item, s: Stretch) -> int:
    """How many words of the stretch both texts put in quotation marks."""
    return min(_size(a.prints.quoted[s.a_start : s.a_end]), _size(b.prints.quoted[s.b_start : s.b_end]))


def decide(shared: Shared) -> tuple[CopyKind | None, str]:
    """The kind of copy that the shares show, with the reason in words."""
    t = terms.load("copies")["kinds"]
    most = max(shared.share_a, shared.share_b)
    if shared.story_words >= t["least_words"] or shared.whole:
        if shared.story >= t["near_copy"] and shared.outside >= t["outside"] * t["near_copy"]:
            return "near-copy", "C2 near-copy"
        if shared.story >= t["excerpt"] and shared.outside >= t["outside"] * t["excerpt"]:
            return "excerpt", "C3 excerpt"
    if shared.longest >= t["passage_words"]:
        return "passages", "C4 passages"
    if (
        shared.words >= t["least_words"]
        and most >= t["passage_share"]
        and shared.outside >= t["outside"] * t["passage_share"]
    ):
        return "passages", "C4 passages"
    if shared.quoted >= t["quotation_words"]:
        return "quotation", "C5 quotation"
    return None, ""


def _copy(
    two: tuple[Item, Item],
    kind: CopyKind,
    shared: tuple[tuple[Stretch, ...], float, float],
    reason: str,
    judged: Mapping[str, Judgement],
) -> Copy:
    a, b = two
    stretches, *shares = shared
    way = direct(a.text, b.text, a.credits, b.credits)
    matches = tuple(_match(a.prints, b.prints, s) for s in stretches)
    if way.way < 0:
        a, b = b, a
        shares = shares[::-1]
        matches = tuple(sorted((Match(m.to_start, m.to_end, m.from_start, m.from_end) for m in matches), key=_place))
    name = ids.name("copy", kind, *sorted((a.text.document, b.text.document)))
    return Copy(
        id=name,
        from_=a.text.document,
        to=b.text.document,
        kind=kind,
        direction="known" if way.way else "unknown",
        share_from=round(shares[0], 4),
        share_to=round(shares[1], 4),
        spans=matches,
        reasons=(reason, *way.reasons),
        status=_status(name, judged),
    )


def _place(m: Match) -> tuple[int, int]:
    return m.from_start, m.to_start


def _match(a: Fingerprints, b: Fingerprints, s: Stretch) -> Match:
    return Match(a.starts.item(s.a_start), a.ends.item(s.a_end - 1), b.starts.item(s.b_start), b.ends.item(s.b_end - 1))


def _dispatches(found: Sequence[Credit], judged: Mapping[str, Judgement]) -> Iterator[Copy]:
    """An edge from the agency's stub to each document that credits it, once for each agency and document."""
    seen: dict[tuple[str, str], list[Credit]] = {}
    for credit in found:
        seen.setdefault((credit.agency_id, credit.document), []).append(credit)
    for (agency, document), of_it in seen.items():
        name = ids.name("copy", "credit", *sorted((agency, document)))
        yield Copy(
            id=name,
            from_=agency,
            to=document,
            kind="credit",
            direction="known",
            reasons=tuple(
                f"{c.rule}: “{c.place.text}”, {'the whole item' if c.whole else 'a part of it'}" for c in of_it
            ),
            status=_status(name, judged),
        )


def _status(name: str, judged: Mapping[str, Judgement]) -> Status:
    judgement = judged.get(name)
    if judgement is not None and judgement.decision == "confirmed":
        return "confirmed"
    if judgement is not None and judgement.decision == "rejected":
        return "rejected"
    return "proposed"
