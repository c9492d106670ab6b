"""Deny: what a denial denies, and whether it is of the people, the place and the time of what it is set against.

Who denies that an act is to be *called* torture does not say that nothing was done; who asks how many attacks there were denies none; who had
no part in it leaves open that it happened. And a denial of an act against women says nothing of men. What such a statement tells is mentioned
beside the allegation, with the reason; it disputes nothing. A denial that names nobody is of all that is alleged of its type there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from firsthand.allegations import compare
from firsthand.allegations.compare import Account, singular
from firsthand.allegations.identify import COUNTRY, form, tokens, words
from firsthand.allegations.record import Role
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement

_END = re.compile(r"[.!?]")
PART = "denies its part in it"
NOT = "says that it did not happen"
"""Why a denial of responsibility, and a negated act, stand against an allegation."""


def heads(a: Account) -> frozenset[str]:
    """The words for those who suffer it, in one form, without those that only say that people are meant."""
    plain = {singular(w) for w in tokens(a.act.victim.text)} if a.act.victim else set()
    said = {w[:-3] + "man" if w.endswith("men") else w for w in plain}
    plainly = words("victims", "vague") | words("victims", "anybody") | words("victims", "counts")
    return frozenset(said - plainly - words("parties", "articles") - words("denials", "people"))


def stand(a: Account) -> tuple[Role, str]:
    """How a statement that denies the act, or tells it with a negation, stands to it, and why."""
    text, at = a.statement.content.text, a.act.trigger.start - a.statement.content.start
    before, behind = text[: max(at, 0)], text[max(at, 0) + len(a.act.trigger.text) :]
    named = a.act.type in words("denials", "names")
    if _presumed(a):
        return "mentions", "speaks of it as known, and denies something else"
    if a.statement.mode == "own" and _begins("torn", text):
        return "mentions", "is a torn piece of a sentence"
    if _asked(before, behind):
        return "mentions", "asks about it, and denies something else"
    if not named and not _verbal(a) and (_ends("called", before) or _begins("quality", behind)):
        return "mentions", "denies what it is to be called, not what was done"
    if _ends("reason", before) or (_verbal(a) and _begins("manner", behind)):
        return "mentions", "denies how or why it was done, not that it was"
    if a.statement.stance == "denies" and _says(a.statement):
        return "disputes", PART if _ends("part", before) else "denies it"
    if _ends("negated", before) or _begins("undone", behind):
        return "disputes", NOT
    return "mentions", "denies something else that it says of it"


def kinds(told: Iterable[Account]) -> list[Account]:
    """Of all accounts that are alike in what is compared one: thousands can be."""
    return list({_kind(b): b for b in told}.values())


def unlike(denial: Account, kinds: Sequence[Account], answers: bool) -> str:
    """Why `denial` is of nothing that accounts of these `kinds` put forward, "" where it is of one of these, or of all that is alleged.

    What only tells the act with a negation is a denial of it where the people or the place are the same, or where it `answers`: it is said by
    those who are accused, or by an authority. Others may speak of anything ("nobody was arrested").
    """
    if not kinds:
        return ""
    if stand(denial)[1] == NOT and not answers and not any(_same(denial, b) for b in kinds):
        return "says that it did not happen, and it is not clear that it is of the same"
    for why, fits in (
        ("of other people", _people(denial, kinds)),
        ("of another place", [b for b in kinds if compare.sites(denial.where, b.where).value != "conflict"]),
        ("of another time", [b for b in kinds if _times(denial, b)]),
        ("of what others are said to have done", [b for b in kinds if _parties(denial, b)]),
    ):
        if not fits:
            return f"denies it {why}: {_named(denial)}"
    return ""


def answers(denial: Account, told: Iterable[Account], voice: str) -> bool:
    """Whether the denial is by whom it is said to have been done by (`voice` is the party that speaks), or by an authority."""
    said = {w.casefold() for w in tokens(denial.statement.speaker.text)} if denial.statement.speaker else set()
    return (
        voice.startswith(COUNTRY)
        or bool(said & words("parties", "organs"))
        or (bool(voice) and any(b.party == voice for b in told))
    )


def _same(a: Account, b: Account) -> bool:
    """Whether two accounts are plainly of the same people, or, where one of them names nobody, of the same place smaller than a country."""
    if a.person or b.person:
        return a.person == b.person
    if heads(a) and heads(b):
        return bool(heads(a) & heads(b))
    small = a.where.level not in ("", "country") and not {"place", "place_id"} & set(a.act.inferred)
    return small and compare.sites(a.where, b.where).value == "agree"


def _people(denial: Account, told: Sequence[Account]) -> Sequence[Account]:
    """Those that are of the people of the denial: of anybody, or of people called the same; where nobody is called anything, all of one text."""
    said = heads(denial)
    if not said:
        return told
    return [b for b in told if said & heads(b) or (not heads(b) and b.act.document == denial.act.document)]


def _times(a: Account, b: Account) -> bool:
    return not (a.dated and b.dated) or compare.times(a.act.period, b.act.period).value != "conflict"


def _parties(a: Account, b: Account) -> bool:
    return compare.parties(a.party, b.party).value != "conflict"


def _kind(a: Account) -> tuple[object, ...]:
    """All that is compared."""
    return heads(a), a.where, a.act.period, a.party, a.act.document if not heads(a) else ""


def _presumed(a: Account) -> bool:
    """Whether the act only says which people are meant: "the murdered priests"."""
    act, victim = a.act, a.act.victim
    inside = victim is not None and victim.start <= act.trigger.start and act.trigger.end < victim.end
    return inside and act.polarity == "+"


def _asked(before: str, behind: str) -> bool:
    """Whether the act stands in a question after a number, a time or a person."""
    end = _END.search(behind)
    return end is not None and end[0] == "?" and form("denials", "asked").match(_END.split(before)[-1]) is not None


def _named(a: Account) -> str:
    said = [a.act.victim.text if a.act.victim else "", a.where.name, str(a.act.period) if a.act.period else ""]
    return ", ".join(f"“{' '.join(w.split())}”" for w in said if w)


def _says(s: Statement) -> bool:
    """Whether a statement denies by the word that reports it; what a person entered has none. "He was denied a lawyer" reports nothing."""
    if s.cue is not None and any(p.start <= s.cue.start < p.end for p in s.parts):
        return False
    return s.cue_lemma in _cues() or (not s.cue_lemma and s.mode != "own")


def about(s: Statement, at: int) -> bool:
    """Whether what a denial reports up to `at` is what somebody says about an act, or why: "the minister's claims about"."""
    return _ends("reason", s.content.text[: max(at - s.content.start, 0)])


def _verbal(a: Account) -> bool:
    """Whether the act is told by a verb: what "was attacked" is done, and not called so."""
    return a.act.trigger.text.casefold().endswith("ed")


@cache
def _cues() -> frozenset[str]:
    """The words that deny what they report."""
    cues = load("en", "cues")
    verbs = " ".join(str(said) for form, said in cues["verbs"]["deny"].items() if form in ("that", "np", "passive"))
    return frozenset(verbs.split()) | frozenset(str(cues["nouns"]["deny"]["words"]).split())


def _ends(name: str, before: str) -> bool:
    """Whether `before`, the words in front of an act, end in the form `name`."""
    return form("denials", name).search(" ".join(before.split()) + " ") is not None


def _begins(name: str, behind: str) -> bool:
    """Whether `behind`, the words after an act, begin with the form `name`."""
    return form("denials", name).search(" ".join(behind.split())) is not None
