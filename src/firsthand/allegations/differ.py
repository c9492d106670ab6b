"""Differ: accounts of one incident that name another who did it, another place, another day. Precision before recall.

*Who*: one names a state or its forces, the other those who fight it, or another state, and nobody names both. *Where*: two places that the
gazetteer knows and of which neither contains the other. *When*: two days, each given by its date. Where and when are asked only of what
happens to a person once: who was held can be moved, who was killed was killed in one place on one day. Accounts of two incidents of one
named person in one situation are compared too: the linker keeps them apart because they differ. Proposals: two persons can have one name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from firsthand import ids
from firsthand.allegations import compare, describe
from firsthand.allegations.compare import Account
from firsthand.allegations.deny import heads
from firsthand.allegations.identify import COUNTRY, Who, tokens, words
from firsthand.allegations.oppose import short
from firsthand.allegations.record import Act, Allegation, Contradiction
from firsthand.allegations.role import NEVER
from firsthand.documents.record import Span
from firsthand.statements.record import Statement

Aspect = Literal["who", "where", "when"]
MOST = 40
"""Accounts of one incident that are compared: of those that say the same one is enough."""
RULES = {
    "who": "A1 both name who did it, and the two cannot both be meant",
    "where": "A2 what is done to a person once, in two places of which neither contains the other, by the gazetteer",
    "when": "A3 what is done to a person once, on two days, each given by its date",
}
DATED = re.compile(r"\d")


@dataclass(frozen=True)
class Differ:
    """The allegations of an inquiry with their acts and statements by id; `voice` is who says each statement, `name` what they are called."""

    allegations: Sequence[Allegation]
    acts: Mapping[str, Act]
    statements: Mapping[str, Statement]
    who: Who
    voice: Mapping[str, str]
    name: Callable[[Statement], str]

    def contradictions(self) -> Iterator[Contradiction]:
        """All of them, each incident (or named person) and aspect once."""
        for a, told in self._incidents():
            for aspect in ("who", "where", "when"):
                found = self._first(a, told, aspect)
                if found:
                    yield self._made(a, *found)

    def _incidents(self) -> Iterator[tuple[Allegation, list[Account]]]:
        """Incidents with what is told of each; those of one named person in one situation that can happen once together."""
        once: defaultdict[tuple[str, str, str], list[tuple[Allegation, list[Account]]]] = defaultdict(list)
        for a in self.allegations:
            if a.level != "incident":
                continue
            told = self._accounts(a)
            persons = {b.person for b in told if b.person}
            person = persons.pop() if len(persons) == 1 else ""
            if person and _once(a) and not person.startswith("witness:"):
                once[a.type, person, a.part_of or ""].append((a, told))
            elif told:
                yield a, told
        for those in once.values():
            yield those[0][0], [b for _, told in those for b in told]

    def _accounts(self, a: Allegation) -> list[Account]:
        """What those say who put it forward, of what happened."""
        put = {m.id for m in a.statements if m.role == "supports"}
        said = (self.acts[i] for i in a.acts if i in self.acts)
        return [
            compare.account(x, self.statements[x.statement], self.who)
            for x in said
            if x.statement in put and x.statement in self.statements and x.polarity == "+" and x.modality not in NEVER
        ]

    def _first(self, a: Allegation, told: Sequence[Account], aspect: Aspect) -> tuple[Account, Account, Aspect] | None:
        """The first two accounts, by two voices, that differ in `aspect`."""
        if aspect != "who" and not _once(a):
            return None
        kinds: dict[tuple[object, ...], Account] = {}
        for b in told:
            value = _value(b, aspect)
            if value:
                kinds.setdefault((value, b.act.document), b)
        if aspect == "who" and any(len(_camps(b)) > 1 for b in told):
            return None  # they may have done it together
        pairs = combinations(list(kinds.values())[:MOST], 2)
        return next(
            ((b, c, aspect) for b, c in pairs if self._apart(b, c) and _one(b, c, aspect) and _differ(b, c, aspect)),
            None,
        )

    def _apart(self, b: Account, c: Account) -> bool:
        """Whether two voices say it: who gives two in one text corrects themself, or speaks of two things."""
        mine, theirs = (self.voice.get(x.statement.id, "") for x in (b, c))
        return mine != theirs if mine and theirs else b.act.document != c.act.document

    def _made(self, a: Allegation, b: Account, c: Account, aspect: Aspect) -> Contradiction:
        said = [
            f"{self.name(x.statement)} says “{_spoken(x, aspect)}” (“{short(x.statement.content.text)}”)"
            for x in (b, c)
        ]
        person = b.person and b.person == c.person and b.act.id in a.acts and c.act.id not in a.acts
        return Contradiction(
            id=ids.name("contradiction", "counter-fact", aspect, a.id),
            kind="counter-fact",
            form=aspect,
            statements=(b.statement.id, c.statement.id),
            explanation=f"{a.label}: {aspect}? {'; '.join(said)}: {_why(b, c, aspect)}{', unless two persons have this name' if person else ''}.",
            allegation=a.id,
            reasons=(f"{RULES[aspect]} (“{_spoken(b, aspect)}”, “{_spoken(c, aspect)}”)",),
        )


def _once(a: Allegation) -> bool:
    return a.type in words("differ", "once")


def _one(b: Account, c: Account, aspect: Aspect) -> bool:
    """Whether both tell of what was done to the same: one named person; for who did it, also people called the same at one place on one day.

    Of an occasion that many documents tell of, one may tell who killed and another by whom the killer was killed.
    """
    if b.person or c.person:
        return b.person == c.person
    return aspect == "who" and not b.occasion and not c.occasion and bool(heads(b) & heads(c))


def _value(a: Account, aspect: Aspect) -> str:
    """What an account says of an aspect in a form that can be compared, "" where it says nothing, or it was gathered from elsewhere."""
    act = a.act
    if aspect == "who":
        camps = _camps(a)
        return min(camps) if len(camps) == 1 and not {"perpetrator"} & {*act.inferred, *act.pronouns} else ""
    if aspect == "where":
        known = a.where.level == "city" and bool(act.place) and not {"place", "place_id"} & set(act.inferred)
        return a.where.keys[0] if known else ""
    dated = (
        a.dated and act.time is not None and DATED.search(act.time.text) and not {"time", "period"} & set(act.inferred)
    )
    return act.period.start.isoformat() if dated and act.period else ""


def _camps(a: Account) -> frozenset[str]:
    """On which sides those stand who are named as having done it: a state, the forces of one that is not named, those who fight it."""
    if a.act.perpetrator is None:
        return frozenset()
    said = {compare.singular(w) for w in tokens(a.act.perpetrator.text)}
    found = {a.party} if a.party.startswith(COUNTRY) else {"state"} if said & words("differ", "forces") else set()
    return frozenset(found | ({"opposed"} if said & words("differ", "opposed") else set()))


def _differ(b: Account, c: Account, aspect: Aspect) -> bool:
    if aspect == "where":
        return compare.sites(b.where, c.where).value == "conflict"
    one, two = _value(b, aspect), _value(c, aspect)
    if aspect == "who":
        return one != two and ("opposed" in (one, two) or "state" not in (one, two))
    return one != two


def _spoken(a: Account, aspect: Aspect) -> str:
    """The words of the account for an aspect."""
    span: Span | None = {"who": a.act.perpetrator, "where": a.act.place, "when": a.act.time}[aspect]
    return " ".join(span.text.split()) if span else ""


def _why(b: Account, c: Account, aspect: Aspect) -> str:
    if aspect == "where":
        return compare.sites(b.where, c.where).because
    if aspect == "when":
        return f"{describe.when(b.act.period)} is not {describe.when(c.act.period)}"
    return "they cannot both be meant, and nobody names both"
