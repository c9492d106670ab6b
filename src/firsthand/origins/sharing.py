"""Statements that were copied have one origin: that of the same words in the document they were copied from.

Two statements are the same where a Copy matches their contents. They then share the origin that is nearest to the facts; a statement
whose speaker could not be told takes the speaker of its twin. Two that name different people are never made one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firsthand.copies.record import Copy, Match
from firsthand.judgements import Judgement
from firsthand.origins.roots import RANK, Root
from firsthand.origins.scene import Who
from firsthand.origins.voices import Voice
from firsthand.statements.record import Statement

if TYPE_CHECKING:
    from firsthand.origins.trace import Material, Told

COVER = 0.5
"""The share of the shorter content that must lie in matched words for two statements to be the same."""


ANCHORS = 2
"""Names and numbers that two statements of a translation must have in common to be the same."""


@dataclass(frozen=True)
class Final:
    """The origin of a statement after sharing, the speaker taken from its twin if it had none, and why.

    `group` is the same for statements that are one, "" for one that stands alone.
    """

    root: Root
    speaker: Who | None = None
    reasons: tuple[str, ...] = ()
    group: str = ""


def standing(copies: Iterable[Copy], judged: Mapping[str, Judgement]) -> list[Copy]:
    """The copies that nobody has rejected, in order."""
    return sorted((c for c in copies if not rejected(c, judged)), key=lambda c: c.id)


def rejected(copy: Copy, judged: Mapping[str, Judgement]) -> bool:
    """Whether a person has rejected this copy. What was decided last goes before what the record says."""
    return judged[copy.id].decision == "rejected" if copy.id in judged else copy.status == "rejected"


def share(
    material: Material,
    told: Mapping[str, Told],
    own: Mapping[str, Root],
    voices: Mapping[str, Voice],
    voice_root: Callable[[str], Root],
) -> dict[str, Final]:
    """The final origin of every statement."""
    index = _Index(t.statement for t in told.values())
    groups = _Groups(told)
    quoted: dict[str, tuple[Root, str]] = {}
    for copy in standing(material.copies, material.judged):
        for match in copy.spans:
            for a in index.inside(copy.from_, match.from_start, match.from_end):
                for b in index.inside(copy.to, match.to_start, match.to_end):
                    if _same(a, b, match) and _compatible(told, own, a, b):
                        groups.join(a.id, b.id, copy)
            _from_voice(copy, match, index, voices, voice_root, quoted)
        if copy.kind == "translation":
            for a, b in _translated(copy, index):
                if _compatible(told, own, a, b):
                    groups.join(a.id, b.id, copy)
    return {id_: _final(id_, told, own, groups, quoted) for id_ in sorted(told)}


def _translated(copy: Copy, index: _Index) -> Iterator[tuple[Statement, Statement]]:
    """Statements of a translation that hold the same names and numbers: at least ANCHORS of them, and each more of the other's than
    of any other's."""
    shared: Counter[tuple[str, str]] = Counter()
    known: dict[str, Statement] = {}
    for match in copy.spans:
        for a in index.inside(copy.from_, match.from_start, match.from_end):
            for b in index.inside(copy.to, match.to_start, match.to_end):
                if a.stance == b.stance:
                    shared[a.id, b.id] += 1
                    known |= {a.id: a, b.id: b}
    best: defaultdict[str, list[int]] = defaultdict(list)
    for pair, n in shared.items():
        for id_ in pair:
            best[id_].append(n)
    for (x, y), n in sorted(shared.items()):
        alone = all(max(best[i]) == n and best[i].count(n) == 1 for i in (x, y))
        if n >= ANCHORS and alone:
            yield known[x], known[y]


class _Index:
    """Statements by document and place of their content."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._by: defaultdict[str, list[Statement]] = defaultdict(list)
        for s in statements:
            self._by[s.document].append(s)
        self._starts: dict[str, list[int]] = {}
        self._longest: dict[str, int] = {}
        for document, found in self._by.items():
            found.sort(key=lambda s: (s.content.start, s.id))
            self._starts[document] = [s.content.start for s in found]
            self._longest[document] = max(s.content.end - s.content.start for s in found)

    def inside(self, document: str, start: int, end: int) -> Iterator[Statement]:
        """Statements whose content overlaps `start`:`end`."""
        starts = self._starts.get(document)
        if starts is None:
            return
        for i in range(bisect_left(starts, start - self._longest[document]), bisect_left(starts, end)):
            if self._by[document][i].content.end > start:
                yield self._by[document][i]


class _Groups:
    """Statements that are one, as they are joined. Two that name different people are kept apart, through any chain."""

    def __init__(self, told: Mapping[str, Told]) -> None:
        self._told = told
        self._of: dict[str, str] = {}
        self.members: dict[str, set[str]] = {}
        self.copies: defaultdict[str, set[str]] = defaultdict(set)

    def _top(self, id_: str) -> str:
        return self._of.setdefault(id_, id_)

    def join(self, a: str, b: str, copy: Copy) -> None:
        """Make the groups of two statements one."""
        x, y = sorted((self._top(a), self._top(b)))
        first = self.members.setdefault(x, {x})
        if x != y:
            second = self.members.pop(y, {y})
            first |= second
            for id_ in second:
                self._of[id_] = x
            self.copies[x] |= self.copies.pop(y, set())
        self.copies[x].add(f"same words in the copy {copy.id} ({copy.kind})")

    def of(self, id_: str) -> tuple[set[str], set[str]]:
        """The statements that are one with this, and the copies that say so."""
        top = self._of.get(id_, id_)
        return self.members.get(top, {id_}), self.copies.get(top, set())


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _same(a: Statement, b: Statement, match: Match) -> bool:
    """Whether enough of both contents is matched, at the same place of the matched words."""
    left = (a.content.start - match.from_start, a.content.end - match.from_start)
    right = (b.content.start - match.to_start, b.content.end - match.to_start)
    # The two sides differ a little in length where words were changed: compare places as shares of the match.
    scale = (match.from_end - match.from_start) / max(1, match.to_end - match.to_start)
    right = (round(right[0] * scale), round(right[1] * scale))
    limit = (0, match.from_end - match.from_start)
    left = (max(left[0], 0), min(left[1], limit[1]))
    right = (max(right[0], 0), min(right[1], limit[1]))
    shorter = min(left[1] - left[0], right[1] - right[0])
    longer = max(left[1] - left[0], right[1] - right[0])
    return (
        shorter > 0
        and _overlap(left, right) >= COVER * longer
        and a.stance == b.stance
        and (a.mode == "own") == (b.mode == "own")
    )


def _compatible(told: Mapping[str, Told], own: Mapping[str, Root], a: Statement, b: Statement) -> bool:
    """Not the same where two different named origins, or two different people, are named."""
    x, y = own[a.id], own[b.id]
    if x.key == y.key:
        return True
    p, q = told[a.id].found, told[b.id].found
    if p is None or q is None:
        return True
    if "unattributed" not in (x.kind, y.kind):
        return False
    named = ("person", "state", "intergovernmental", "organisation", "media")
    if p.who.kind in named and q.who.kind in named:
        # A surname alone in one document may be the full name of the other; two full names are two people.
        return "@" in p.who.key or "@" in q.who.key
    return True


def _from_voice(
    copy: Copy,
    match: Match,
    index: _Index,
    voices: Mapping[str, Voice],
    voice_root: Callable[[str], Root],
    quoted: dict[str, tuple[Root, str]],
) -> None:
    """What stands in a witness's own account, and is quoted elsewhere, enters there, whoever hands it on."""
    sides = (
        (copy.from_, (match.from_start, match.from_end), copy.to, (match.to_start, match.to_end)),
        (copy.to, (match.to_start, match.to_end), copy.from_, (match.from_start, match.from_end)),
    )
    for here, _, there, span in sides:
        voice = voices.get(here)
        if voice is None or voice.kind not in ("witness", "material") or there not in voices:
            continue
        if voices[there].kind == "witness":
            continue
        for s in index.inside(there, *span):
            length = max(1, s.content.end - s.content.start)
            if s.mode != "own" and _overlap((s.content.start, s.content.end), span) >= COVER * length:
                quoted[s.id] = (
                    voice_root(here),
                    f"these words stand in {voice.label or 'the account'} (copy {copy.id})",
                )


def _final(
    id_: str,
    told: Mapping[str, Told],
    own: Mapping[str, Root],
    groups: _Groups,
    quoted: Mapping[str, tuple[Root, str]],
) -> Final:
    members, why = groups.of(id_)
    found = [(own[m], told[m].found) for m in sorted(members)]
    reasons = sorted(why)
    for m in sorted(members):
        if m in quoted:
            found.append((quoted[m][0], None))
            reasons.append(quoted[m][1])
    root = min((r for r, _ in found), key=lambda r: (RANK[r.kind], "@" in r.key, r.key))
    whos = {f.who.key: f.who for _, f in found if f is not None and f.who.kind not in ("group", "unnamed")}
    full = {k: w for k, w in whos.items() if "@" not in k} or whos
    speaker = next(iter(full.values())) if len(full) == 1 else None
    if speaker is None and id_ in quoted and quoted[id_][0].who is not None:
        speaker = quoted[id_][0].who
    return Final(root, speaker, tuple(reasons), min(members) if len(members) > 1 else "")
