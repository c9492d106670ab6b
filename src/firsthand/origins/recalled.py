"""Bodies recalled by a noun: "the group", "the rights group", "the commission" — which of those named before is meant.

The noun must be a word of the name, or the text must have called the body by it ("rights group Osk Watch", "Osk Watch, a charity"), or the body
must speak, near, and be the only one there that the noun fits, whoever else names it. That a body was named last, or spoke last, is no sign by
itself: the group may be the other one, which is only spoken of. Who denies is never the one who just told what is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from firsthand.origins import names
from firsthand.origins.names import fold
from firsthand.origins.scene import Found, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention

if TYPE_CHECKING:
    from firsthand.origins.references import Sieve

FAR = 12
"""Sentences that a noun may look back for a body that it was not introduced by."""
NEAR = 3
"""Sentences in which a body must have spoken that nothing else ties to the noun, and in which no other may be named that the noun fits."""
CROWD = 100
"""Of more bodies than that in reach, as in a list, none is recalled."""


def recalled(sieve: Sieve, m: Mention) -> Found | None:
    """Which body the definite noun `m` recalls; None where none, or more than one, may be meant."""
    bodies = list(islice(_named(sieve, m), CROWD + 1))
    if len(bodies) > CROWD:
        return None
    told = {w for w in m.place.text.split() if w.islower()} - {m.head, "the", "this", "that", "same"}
    fitting = [(o, who) for o, who in bodies if _may_be(m.head, who) and (not told or told & _parts(who))]
    for other, who in bodies:
        if m.head in _parts(who) and (not told or told & _parts(who) or m.head not in words().bodies):
            near = m.sentence - other.sentence <= 1 or _only_one(m, bodies, who)
            return _is(who, f"the last {m.head} named before “{m.place.text}” is {who.name}") if near else None
        called = _called(sieve, other, m.head) if m.head in words().bodies else set()
        if called and not _denied(sieve, m, who) and (called & told or _still(sieve, other, who, called, m, fitting)):
            return _is(who, f"{who.name} is called a {m.head}")
    kindred = {who.key: who for _, who in bodies if told & words().looking and words().investigate.search(who.name)}
    found = next(iter(kindred.values())) if len(kindred) == 1 else None if kindred else _alone(sieve, m, fitting)
    if found is None or _denied(sieve, m, found):
        return None
    why = "the only such body named" if kindred else "the only body that it fits, and that speaks,"
    return _is(found, f"{why} before “{m.place.text}” is {found.name}")


def _still(
    sieve: Sieve, other: Mention, who: Who, called: set[str], m: Mention, fitting: Sequence[tuple[Mention, Who]]
) -> bool:
    """Whether a body that was called so is meant still: no other that the noun fits has spoken since; where it was called by another noun, none is near."""
    others = [o for o, w in fitting if w.key != who.key]
    if m.head not in called:
        return not any(m.sentence - o.sentence <= NEAR for o in others) and not _unnamed(sieve, m)
    return not any(o.place.start > other.place.start and sieve.scene.speaks(o) for o in others)


def _alone(sieve: Sieve, m: Mention, fitting: Sequence[tuple[Mention, Who]]) -> Who | None:
    """The only body near that the noun fits, if it speaks there."""
    if m.head not in words().bodies or m.head in words().missions:
        return None
    near = [(o, who) for o, who in fitting if m.sentence - o.sentence <= NEAR]
    alone = len({who.key for _, who in near}) == 1 and any(sieve.scene.speaks(o) for o, _ in near)
    return near[0][1] if alone and not _armed(near[0][1]) and not _unnamed(sieve, m) else None


def _unnamed(sieve: Sieve, m: Mention) -> bool:
    """Whether a body without a name is spoken of near ("a rebel group"): then the noun may mean that."""
    kin = words().alike.get(m.head, frozenset((m.head,))) | words().bands
    return any(
        o.form == "indefinite" and o.number != "plur" and o.head in kin and not _is_named(sieve, o)
        for o in sieve.scene.lately(m, NEAR)
    )


def _is_named(sieve: Sieve, o: Mention) -> bool:
    """Whether the sentence gives the name of what is described ("Osk Watch, a charity")."""
    if any((n := sieve.scene.at(s)) is not None and n.form == "name" for s in o.same_as):
        return True
    last = sieve.scene.ending(o.place.start, 2)
    return last is not None and last.form == "name"


def _denied(sieve: Sieve, m: Mention, who: Who) -> bool:
    """Whether `m` denies what may be the words of `who`."""
    if sieve.scene.stance(m) != "denies":
        return False
    told = (o for o in sieve.scene.lately(m, NEAR) if sieve.scene.stance(o) not in ("", "denies"))
    return any(found.who.key == who.key for o in told if (found := sieve.resolve(o)) is not None)


def before(sieve: Sieve, m: Mention) -> Iterator[Mention]:
    """The names before `m`, nearest first; none of what its own speaker says ("the mill was sold to Orlo Steel, the company said")."""
    said = sieve.scene.said_by(m)
    for other in sieve.scene.named(m):
        if m.sentence - other.sentence > FAR:
            return
        if not (said is not None and said.start <= other.place.start < said.end):
            yield other


def _named(sieve: Sieve, m: Mention) -> Iterator[tuple[Mention, Who]]:
    for other in before(sieve, m):
        bears = other.label == "ORG" or fold(other.place.text) in sieve.titled
        found = sieve.resolve(other) if bears else None
        body = found is not None and found.who.kind in ("organisation", "intergovernmental", "media")
        if found is not None and body and names.raised(found.who.name):
            yield other, found.who


def _parts(who: Who) -> set[str]:
    """The words of the name."""
    return set(fold(who.name).split())


def _only_one(m: Mention, bodies: Sequence[tuple[Mention, Who]], who: Who) -> bool:
    """Whether no other body that bears the noun is named in reach ("the council", where two are spoken of)."""
    return {w.key for _, w in bodies if m.head in _parts(w)} == {who.key}


def _called(sieve: Sieve, o: Mention, head: str) -> set[str]:
    """The words by which the text calls the body at `o` a group, a charity … ("rights group Osk Watch", "Osk Watch, a rights group")."""
    kin = words().alike.get(head, frozenset((head,)))
    before_ = _nouns(kin, "before").search(sieve.scene.text_before(o, 60))
    behind = _nouns(kin, "behind").match(sieve.scene.text_after(o, 90))
    said = before_ or behind
    return set(said.group(1).split()) if said is not None else set()


@cache
def _nouns(kin: frozenset[str], where: str) -> re.Pattern[str]:
    nouns = "|".join(sorted(kin))
    if where == "before":
        return re.compile(rf"((?:[a-z][\w-]*\s)*(?:{nouns}))[,\s](?:called\s|named\s)?(?:the\s)?$")
    return re.compile(rf"(?:\s\([^)]*\))?,\s(?:which\sis\s)?(?:an?|the)\s((?:[\w’'-]+\s){{0,4}}(?:{nouns}))\b")


def _may_be(head: str, who: Who) -> bool:
    """Whether a body of which the text does not say so may be called by the noun: no paper is a group, and no court or commission is a charity."""
    state = _parts(who) & {*words().ministry, *words().own, *words().organs, *words().boards}
    return who.kind != "media" and (not state or head in ("agency", "body", "office") or _armed(who))


def _armed(who: Who) -> bool:
    """Whether it may be a state's force, or a band that calls itself so ("the Lower Reed Liberation Army"): which of them is not known from the name."""
    return not _parts(who).isdisjoint(words().armed)


def _is(who: Who, because: str) -> Found:
    return Found(who, "S6 role", because)
