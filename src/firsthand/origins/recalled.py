"""Bodies recalled by a noun: "the group", "the rights group", "the commission" — which of those named before is meant.

The noun must be a word of the name, or the text must have called the body by it ("rights group Osk Watch", "Osk Watch, a charity"), or the body
must be the last that spoke or acted, near, and nothing in the words speak against it. That a body was named last is no sign by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
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
"""Sentences in which a body must have spoken or acted that nothing else ties to the noun."""


def recalled(sieve: Sieve, m: Mention) -> Found | None:
    """Which body the definite noun `m` recalls; None where none, or more than one, may be meant."""
    told = {w for w in m.place.text.split() if w.islower()} - {m.head, "the", "this", "that", "same"}
    acting: tuple[Mention, Who] | None = None
    kindred: dict[str, Who] = {}
    for other, who in _named(sieve, m):
        bears = m.head in fold(who.name).split()
        apt = not told or bool(told & set(fold(who.name).split()))
        if _kindred(told, who):
            apt = bool(kindred.setdefault(who.key, who))
        if bears and (apt or m.head not in words().bodies):
            near = m.sentence - other.sentence <= 1 or _only_one(sieve, m, who)
            return _is(who, f"the last {m.head} named before “{m.place.text}” is {who.name}") if near else None
        called = m.head in words().bodies and _called(sieve, other, m.head)
        if called and (acting is None or acting[1].key == who.key or called & told):
            return _is(who, f"{who.name} is called a {m.head}")
        if acting is None and apt and _acts(sieve, other) and _may_be(m.head, who):
            acting = other, who
    if len(kindred) == 1:
        who = next(iter(kindred.values()))
        return _is(who, f"the only such body named before “{m.place.text}” is {who.name}")
    if acting is None or m.head not in words().bodies or m.sentence - acting[0].sentence > NEAR:
        return None
    return _is(acting[1], f"the last body that speaks or acts before “{m.place.text}” is {acting[1].name}")


def before(sieve: Sieve, m: Mention) -> Iterator[Mention]:
    """The names before `m`, nearest first; none of what its own speaker says ("the mill was sold to Orlo Steel, the company said")."""
    said = sieve.scene.said_by(m)
    for other in sieve.scene.lately(m, FAR):
        if other.form == "name" and not (said is not None and said.start <= other.place.start < said.end):
            yield other


def _named(sieve: Sieve, m: Mention) -> Iterator[tuple[Mention, Who]]:
    for other in before(sieve, m):
        bears = other.label == "ORG" or fold(other.place.text) in sieve.titled
        found = sieve.resolve(other) if bears else None
        body = found is not None and found.who.kind in ("organisation", "intergovernmental", "media")
        if found is not None and body and names.raised(found.who.name):
            yield other, found.who


def _only_one(sieve: Sieve, m: Mention, who: Who) -> bool:
    """Whether no other body that bears the noun is named in reach ("the council", where two are spoken of)."""
    return {w.key for _, w in _named(sieve, m) if m.head in fold(w.name).split()} == {who.key}


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


def _acts(sieve: Sieve, o: Mention) -> bool:
    return sieve.scene.speaks(o)


def _kindred(told: set[str], who: Who) -> bool:
    """ "The rights group" may be a body whose name says that it looks into things."""
    return bool(told & words().looking) and words().investigate.search(who.name) is not None


def _may_be(head: str, who: Who) -> bool:
    """Whether a body of which the text does not say so may be called by the noun: no paper is a group, and no court or ministry is a charity."""
    state = set(fold(who.name).split()) & {*words().ministry, *words().own, *words().organs}
    return who.kind != "media" and not (state and head not in ("agency", "body", "office"))


def _is(who: Who, because: str) -> Found:
    return Found(who, "S6 role", because)
