"""Tally: how many persons, as far as a text tells, were killed, and how many hurt and not killed.

A text gives numbers ("three men were killed"), persons one by one ("a woman and her son", names), and often both, several times over, of
the event it is about and of others. The number that it gives most often and earliest is taken; persons are counted off the words only
where no number is given. Of words that leave open how it ended ("four people were shot") those who are said to have died are taken off.
The rule is for texts about one event. What it gives is no Figure: nobody reported it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from firsthand.allegations.reality import REAL
from firsthand.allegations.record import Act
from firsthand.figures.record import Figure
from firsthand.language import lexicon

EARLY = 600
"""Characters after which a mention weighs half of one at the very beginning: reports begin with what they are about."""
NUMBER = 2.0
"""How much more a number weighs than a person mentioned: a person is mentioned again and again."""


class Tally(NamedTuple):
    """How many persons a text says were killed, and how many hurt and not killed."""

    killed: int
    injured: int


class _Said(NamedTuple):
    """One mention of `number` persons at `at`; `numeric` where a Figure gives the number; `fate`: killing, injury, or "" where that is left open."""

    number: int
    at: int
    numeric: bool
    fate: str
    apart: bool


def tally(acts: Sequence[Act], figures: Sequence[Figure]) -> Tally:
    """The Tally of one text."""
    said = [*_figures(figures), *_persons(acts, figures)]
    killed = _number([s for s in said if s.fate == "killing"])
    hurt = [s for s in said if s.fate == "injury"]
    open_ = [s for s in said if s.fate == ""]
    if any(s.numeric for s in hurt):
        return Tally(killed, _number([s for s in hurt if s.numeric]))
    if killed and any(s.numeric for s in open_):
        return Tally(killed, max(0, _number([s for s in open_ if s.numeric]) - killed))
    if killed:  # one who is hurt and one who dies are mostly the same person, unless the words tell them apart
        return Tally(killed, _number([s for s in (*hurt, *open_) if s.apart]))
    return Tally(0, _number([*hurt, *open_]))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["tally"][name])


def _fate(type_: str, reason: str) -> str:
    """What became of them: by the type, and by the pattern in quotation marks that led to it."""
    pattern = reason.partition("“")[2].partition("”")[0]
    return "" if type_ != "killing" and pattern in _words("open") else type_


def _figures(figures: Sequence[Figure]) -> Iterable[_Said]:
    for f in figures:
        exact = f.low == f.high and f.unit == "persons" and f.low >= 1
        if exact and f.counted in ("killing", "injury", "attack-civilians"):
            fate = _fate(f.counted, f.reasons[-1] if f.reasons else "")
            if f.counted != "attack-civilians" or fate == "":
                yield _Said(int(f.low), f.start, True, fate, True)


def _persons(acts: Sequence[Act], figures: Sequence[Figure]) -> Iterable[_Said]:
    counted = {f.id for f in figures}
    for a in acts:
        if a.type in ("killing", "injury") and a.polarity == "+" and a.modality in REAL and a.figure not in counted:
            words = a.victim.text.casefold().split() if a.victim is not None else []
            yield _Said(
                a.many or 1, a.trigger.start, False, _fate(a.type, a.reasons[0]), bool(_words("apart") & set(words))
            )


def _number(said: Sequence[_Said]) -> int:
    """The number that weighs most; 0 where nothing is said."""
    weights: defaultdict[int, float] = defaultdict(float)
    for s in said:
        weights[s.number] += (NUMBER if s.numeric else 1.0) * EARLY / (EARLY + s.at)
    return max(weights, key=lambda n: (weights[n], n), default=0)


def agree(tallies: Iterable[Tally]) -> Tally:
    """What most texts about one event say; of several as often said, the highest."""
    every = list(tallies)
    return Tally(_most([t.killed for t in every]), _most([t.injured for t in every]))


def _most(numbers: Sequence[int]) -> int:
    return max(set(numbers), key=lambda n: (numbers.count(n), n), default=0)
