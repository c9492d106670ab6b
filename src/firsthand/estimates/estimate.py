"""From lists of persons to an estimate: link, tabulate, model; by strata where asked for; every step kept.

Counts in are counts out: every row of every list is a row of exactly one person or was set aside, and both are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import structs

from firsthand.errors import WrongUse
from firsthand.estimates.cluster import clusters
from firsthand.estimates.fields import Kind, Wholes
from firsthand.estimates.lists import Roll
from firsthand.estimates.match import SWEEP, Linkage, gather, link, tabulate
from firsthand.estimates.models import graphs
from firsthand.estimates.panel import Plan, panel
from firsthand.estimates.prepare import prepare
from firsthand.estimates.record import Captures, Interval, Panel, Stratum, Variant

UNKNOWN = "not known"
DRAWS = 20_000
"""Joint draws from which strata are added up."""
LINKAGES = 20
"""Linkages that are drawn for the doubt of the linkage to be in an interval."""
MOST_DRAWN = 100_000
"""Rows above which no linkages are drawn: the sweep of thresholds has to do."""


@dataclass(frozen=True)
class Choices:
    """What a person chose: the `seed`; whether nobody stands on a list twice (`unique`); lists compiled from others (`derived`) or known
    to be `independent`; decisions on pairs of rows; the field that strata are made `by`; another threshold than the program's."""

    seed: int = 1
    unique: bool = False
    derived: Mapping[str, Sequence[str]] | None = None
    independent: Sequence[str] = ()
    judged: Mapping[tuple[int, int], bool] | None = None
    by: str = ""
    threshold: float | None = None


@dataclass(frozen=True)
class Result:
    """All that came of it. `person` is each row's person (0, 1, …), `place` its place among the rows of `linkage` (rows of one list that are
    one person are one there)."""

    roll: Roll
    linkage: Linkage
    place: Wholes
    person: Wholes
    threshold: float
    captures: Captures
    panel: Panel
    strata: tuple[Stratum, ...]
    total: Interval | None


def estimate(roll: Roll, choices: Choices, plan: Plan | None = None) -> Result:
    """Link the rows, tabulate the persons, and estimate. Raises WrongUse where a choice names what is not there."""
    if not roll.lists:
        raise WrongUse("no row of any list says anything in the fields", "check the mapping of columns")
    linkage, place = _linked(roll, choices)
    threshold = linkage.threshold if choices.threshold is None else choices.threshold
    person = _persons(linkage, place, threshold)
    where = np.array(roll.lists, dtype=np.int64)
    captures = tabulate(person, where, roll.names)
    sweep = {f"{t:g}": tabulate(_persons(linkage, place, t), where, roll.names) for t in SWEEP}
    told = panel(
        captures, choices.seed, derived=choices.derived, independent=choices.independent, linkages=sweep, plan=plan
    )
    if not told.refused:
        told = structs.replace(told, variants=(*told.variants, *carried(linkage, place, where, roll, choices)))
    strata, total = stratified(roll, person, choices) if choices.by else ((), None)
    return Result(
        roll=roll, linkage=linkage, place=place, person=person, threshold=threshold, captures=captures, panel=told, strata=strata, total=total
    )  # fmt: skip


def _linked(roll: Roll, choices: Choices) -> tuple[Linkage, Wholes]:
    columns: dict[str, tuple[Kind, Sequence[str | None]]] = {f: (k, v) for f, (k, v) in roll.columns.items()}
    if choices.unique:
        found = link(columns, roll.lists, roll.names, unique=True, seed=choices.seed, judged=choices.judged)
        return found, np.arange(len(roll.lists))
    return gather(columns, roll.lists, roll.names, seed=choices.seed, judged=choices.judged)


def _persons(linkage: Linkage, place: Wholes, threshold: float) -> Wholes:
    held = linkage.person if threshold == linkage.threshold else linkage.at(threshold)
    return np.unique(held[place], return_inverse=True)[1].astype(np.int64)


def carried(linkage: Linkage, place: Wholes, where: Wholes, roll: Roll, choices: Choices) -> tuple[Variant, ...]:
    """The graphs' estimate with the doubt of the linkage in its interval: pairs are drawn as likely as they are, again and again.

    Each drawn linkage gives a table, each table a posterior; what is told is all of them together. Nothing where there are too many rows
    to link them so often, or too many lists.
    """
    if len(where) > MOST_DRAWN or len(roll.names) > graphs.MOST_LISTS:
        return ()
    rng = np.random.default_rng(choices.seed)
    totals, documented = [], []
    for _ in range(LINKAGES):
        drawn = rng.random(len(linkage.share)) < linkage.share
        left, right = linkage.left[drawn], linkage.right[drawn]
        own = linkage.lists if linkage.unique else None
        person = clusters(len(linkage.lists), left, right, np.ones(len(left)), 0.5, own)[place]
        table = tabulate(np.unique(person, return_inverse=True)[1].astype(np.int64), where, roll.names)
        ready = prepare(table, choices.derived, choices.independent)
        if ready.refused:
            return ()
        found = graphs.posterior(ready.captures)
        totals.append(rng.choice(found.total, size=DRAWS // LINKAGES, p=found.share))
        documented.append(ready.documented)
    low, median, high = np.quantile(np.concatenate(totals), [0.025, 0.5, 0.975])
    interval = Interval(float(low), float(high), 0.95, "credible")
    count = round(float(np.mean(documented)))
    name = f"{LINKAGES} linkages drawn by their likelihood"
    return (
        Variant(
            what="doubt of the linkage (graphs)", setting=name, documented=count, total=float(median), interval=interval
        ),
    )


def stratified(roll: Roll, person: Wholes, choices: Choices) -> tuple[tuple[Stratum, ...], Interval | None]:
    """An estimate for each value of a field, and their sum by joint draws. A person has the value that most of its rows give.

    Strata with under three lists or too few overlaps have none, and then there is no sum: leaving them out would be a false total.
    """
    if choices.by not in roll.columns:
        raise WrongUse(f"there is no field {choices.by!r}", f"the fields are: {', '.join(roll.columns)}")
    value = _values(roll.columns[choices.by][1], person)
    of_person = np.array(value)
    where = np.array(roll.lists, dtype=np.int64)
    out, draws = [], []
    rng = np.random.default_rng(choices.seed)
    for name, persons in sorted(Counter(value).items(), key=lambda x: (x[0] == UNKNOWN, -x[1], x[0])):
        rows = of_person[person] == name
        own = np.unique(person[rows], return_inverse=True)[1]
        held = tabulate(own, where[rows], roll.names)
        ready = prepare(held, choices.derived, choices.independent)
        if ready.refused or len(ready.captures.lists) > graphs.MOST_LISTS:
            said = ready.refused or "there are too many lists for the graphs"
            out.append(Stratum(name=name, documented=persons, total=None, withheld=said))
            continue
        found = graphs.posterior(ready.captures)
        at = Interval(found.quantile(0.025), found.quantile(0.975), 0.95, "credible")
        out.append(Stratum(name=name, documented=persons, total=found.quantile(0.5), interval=at))
        draws.append(rng.choice(found.total, size=DRAWS, p=found.share) + persons - ready.captures.documented)
    if not draws or len(draws) < len(out):
        return tuple(out), None
    low, high = np.quantile(np.sum(draws, axis=0), [0.025, 0.975])
    return tuple(out), Interval(float(low), float(high), 0.95, "credible")


def _values(held: Sequence[str | None], person: Wholes) -> list[str]:
    seen: list[Counter[str]] = [Counter() for _ in range(int(person.max(initial=-1)) + 1)]
    for value, who in zip(held, person.tolist(), strict=True):
        if value:
            seen[who][value] += 1
    return [c.most_common(1)[0][0] if c else UNKNOWN for c in seen]
