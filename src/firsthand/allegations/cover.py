"""Cover: denials of "all allegations", "these claims", "it" stand against each allegation that they speak of, not against none.

Whom a sweeping denial can answer for is narrow: the party that is accused, or, where no state is accused, the state of the place.
A refusal to comment and "could not confirm" are no denials and never come here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from firsthand.allegations.compare import Account
from firsthand.allegations.deny import heads
from firsthand.allegations.identify import COUNTRY, Parties, tokens, words
from firsthand.allegations.record import Act
from firsthand.allegations.situate import Group, Situation
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement

COVERS = "covers: denies"
"""How the reason begins why a denial of more stands against an act."""
WIDER = f"{COVERS} the wider act"
GENERAL = "abuses"
"""The type of acts that are not specified."""
REACH = 8
"""Words at most between an accusation and what dismisses it."""
BACK = 300
"""Characters at most between a denial of "it" and what "it" is: about two sentences."""

Covered = Mapping[int, Sequence[tuple[Statement, str]]]
"""For each group (by identity) the denials that cover it, with the reason."""


def dismisses(s: Statement, act: Act | None = None) -> bool:
    """Whether the content says of accusations that they are false ("the allegations are completely fabricated").

    With `act`, only where the accusation stands next to what names that act.
    """
    said = [w.casefold() for w in tokens(s.content.text)]
    accused = [i for i, w in enumerate(said) if w in words("denials", "accusations")]
    for i in accused:
        end = min(i + REACH, len(said))
        copula = next((j for j in range(i + 1, end) if said[j] in words("denials", "copulas")), None)
        if copula is None or not any(w in words("denials", "dismissive") for w in said[copula + 1 : copula + 4]):
            continue
        if act is None or act.trigger.start <= s.content.end:
            return True
    return False


@dataclass(frozen=True)
class Heard:
    """Who said what: `voice` is the speaker of each statement."""

    statements: Mapping[str, Statement]
    voice: Mapping[str, str]
    parties: Parties
    situations: Sequence[Situation]

    def covers(self, situation: Situation, groups: Sequence[Group]) -> Covered:
        """The sweeping denials in the documents of `situation`, for each of `groups` that they cover."""
        found: defaultdict[int, list[tuple[Statement, str]]] = defaultdict(list)
        for s in self._sweeping.get(situation.key, ()):
            voice = self.parties.key(self.voice.get(s.id))
            here = [] if _all(s) else [g for g in groups if _told_here(s, g)]  # it answers these, where any are
            for g in _reached(s, groups, situation):
                if voice and (not here or any(x is g for x in here)) and self._answers(voice, g, situation):
                    found[id(g)].append((s, f"{COVERS} “{_short(s)}” as a whole{_why(voice, g)}"))
        for narrow, wide in _wider(groups):
            for s, because in self._denied(wide, narrow, situation):
                found[id(narrow)].insert(0, (s, because))
        return found

    def _denied(self, wide: Group, narrow: Group, situation: Situation) -> Iterable[tuple[Statement, str]]:
        """The denials of the wider act that speak of the same people as the narrower one."""
        for a in wide.accounts:
            voice = self.parties.key(self.voice.get(a.statement.id))
            denied = a.statement.stance == "denies" or (a.act.polarity == "-" and a.statement.stance == "alleges")
            if denied and voice and _same_people(a, narrow) and self._answers(voice, narrow, situation):
                yield a.statement, f"{WIDER} “{a.act.trigger.text}”{_why(voice, narrow)}"

    @cached_property
    def _sweeping(self) -> Mapping[str, Sequence[Statement]]:
        """Per situation the denials that name no certain act: of what is not specified there, or of what most of the document tells."""
        told: defaultdict[str, Counter[str]] = defaultdict(Counter)
        named: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for situation in self.situations:
            for a in situation.accounts:
                told[a.act.document][situation.key] += 1
                if any(p.start <= a.act.trigger.start < p.end for p in a.statement.parts):
                    named[a.statement.id].add((a.act.type, situation.key))
        found: defaultdict[str, list[Statement]] = defaultdict(list)
        parents = {s.parent for s in self.statements.values()}
        for s in self.statements.values():
            types = {type_ for type_, _ in named[s.id]}
            if types - {GENERAL} or s.document not in told or not _sweeping(s, bool(types)):
                continue
            if s.stance != "denies" and s.id in parents:
                continue  # what dismisses may be said by somebody whom the speaker quotes
            for key in sorted({key for _, key in named[s.id]}) or [_top(told[s.document])]:
                found[key].append(s)
        return found

    def _answers(self, voice: str, group: Group, situation: Situation) -> bool:
        """Whether `voice` is accused, or is the state of a place where no state is accused."""
        accused = {a.party for a in group.accounts if a.party}
        if all(self.parties.key(self.voice.get(a.statement.id)) == voice for a in group.accounts):
            return False  # nobody else tells of it
        if voice in accused:
            return True
        if any(p.startswith(COUNTRY) for p in accused):
            return False
        if situation.country:
            return voice == COUNTRY + situation.country
        chief = self.parties.get(voice)
        return chief is not None and chief.kind == "state"


def _all(s: Statement) -> bool:
    """Whether it is a denial of all accusations, in so many words."""
    return tokens(s.content.text.casefold())[:1] in (["all"], ["any"], ["every"])


def _told_here(s: Statement, group: Group) -> bool:
    """Whether somebody puts the act forward in the document of a sweeping denial."""
    return any(
        a.act.document == s.document
        and a.statement.id != s.id
        and a.statement.stance == "alleges"
        and a.act.polarity == "+"
        for a in group.accounts
    )


def _top(counts: Counter[str]) -> str:
    return min(counts, key=lambda k: (-counts[k], k))


def _sweeping(s: Statement, general: bool) -> bool:
    said = [w.casefold() for w in tokens(s.content.text)]
    if s.stance == "denies":
        return general or any(_wholly(said[n + 1 :]) for n in _accusations(said)) or _backward(s)
    spread = words("denials", "spread")  # "for spreading lies" accuses somebody else
    called = [
        w for i, w in enumerate(said) if w in words("denials", "dismissive") and not spread & {*said[max(i - 2, 0) : i]}
    ]
    return s.stance == "alleges" and bool(called)


def _accusations(said: Sequence[str]) -> Iterable[int]:
    return (n for n, w in enumerate(said) if w in words("denials", "accusations"))


def _wholly(behind: Sequence[str]) -> bool:
    """Whether accusations are denied as a whole: nothing behind the word says of what they are, or it is only said that they are of abuses.

    Who denies "allegations that he was held for his writing", or "claims of innocence", denies that alone.
    """
    if "that" in behind[:REACH]:
        return False
    return (
        not behind
        or behind[0] not in words("denials", "specific")
        or bool({*behind[1:4]} & words("denials", "accusations"))
    )


def _backward(s: Statement) -> bool:
    """Whether it is a denial of what stands just before: "it", "that allegation"."""
    said = [w.casefold() for w in tokens(s.content.text)]
    pointing = words("denials", "backward")
    return bool(said) and (
        set(said) <= pointing
        or (len(said) == 2 and said[0] in pointing | {"the"} and said[1] in words("denials", "single"))
    )


def _reached(s: Statement, groups: Sequence[Group], situation: Situation) -> Iterable[Group]:
    """What a denial speaks of: "it" is what was told just before; anything else is all that is alleged in the situation."""
    if not _backward(s):
        return groups
    before = [
        a.act
        for a in situation.accounts
        if a.act.document == s.document
        and 0
        <= s.content.start - a.act.trigger.end
        <= BACK  # also in the words for the speaker: "the army, which shot them, denied it"
        and a.statement.id != s.id
    ]
    near = {a.id for a in before}
    return [g for g in groups if near & {a.act.id for a in g.accounts}]


def _wider(groups: Sequence[Group]) -> Iterable[tuple[Group, Group]]:
    """Each group with those whose act contains its own: nobody was tortured whom nobody hurt."""
    table: Mapping[str, str] = load("en", "link")["wider"]
    for wide in groups:
        for narrow in groups:
            if narrow.type in str(table.get(wide.type, "")).split():
                yield narrow, wide


def _same_people(a: Account, group: Group) -> bool:
    """Whether a denial of `a` speaks of those who suffer in `group`: of anybody, or of people called the same."""
    said = heads(a)
    return not said or any(said & heads(b) for b in group.accounts)


def _why(voice: str, group: Group) -> str:
    if any(a.party == voice for a in group.accounts):
        return ", and is the party accused"
    return ", and is the state of the place; the texts name no state as perpetrator"


def _short(s: Statement) -> str:
    said = s.content.text
    return said if len(said) <= 160 else said[:157] + "…"
