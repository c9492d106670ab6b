"""All methods beside each other, and when one number may stand alone.

Models that fit a table equally well can give numbers that differ by half. So the panel shows every family with its interval, tests each
on lists whose length is known, and gives one number only where the three families agree and the test passes (methods: docs/methods/estimates.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from firsthand import ids
from firsthand.errors import WrongUse
from firsthand.estimates import captures as table
from firsthand.estimates.caution import caveats
from firsthand.estimates.models import bound, graphs, latent, loglinear, resample
from firsthand.estimates.prepare import Prepared, prepare
from firsthand.estimates.record import Captures, Check, Estimate, Family, Interval, Panel, Variant

AGREE = 0.5
"""Two intervals agree where they share at least so much of the shorter one."""
PASS = 0.9
"""The test with known answers is passed where so much of its intervals hold the known number."""
REPLICATES = 1000
"""Tables drawn for a bootstrap."""
LONG = latent.Sampling()
BRIEF = latent.Sampling(chains=8, burn_in=300, kept=500, longer=3)
"""How long latent classes are sampled where it is for a test or a comparison."""


@dataclass(frozen=True)
class Plan:
    """How much is computed. `replicates` of the bootstrap; how long latent classes are sampled, in the panel and for tests."""

    level: float = 0.95
    replicates: int = REPLICATES
    sampling: latent.Sampling = LONG
    brief: latent.Sampling = BRIEF


def panel(
    captures: Captures,
    seed: int,
    *,
    derived: Mapping[str, Sequence[str]] | None = None,
    independent: Sequence[str] = (),
    linkages: Mapping[str, Captures] | None = None,
    plan: Plan | None = None,
) -> Panel:
    """What every method says of how many persons there are, with its tests and caveats. The same `seed` gives the same panel.

    `derived` and `independent`: see `prepare`. `linkages` are the tables that other thresholds of the linkage give, by their names.
    Raises WrongUse for a table that cannot be one; too few lists or overlaps are a refusal in the panel itself.
    """
    ready = prepare(captures, derived, independent)
    held, plan = ready.captures, plan or Plan()
    pairs = tuple((a, b, n) for (a, b), n in table.overlaps(held).items())
    key = ids.name("panel", seed, *held.lists, *(f"{p}:{n}" for p, n in sorted(held.counts.items())))
    if ready.refused:
        return Panel(
            id=key, captures=held, documented=ready.documented, seed=seed, overlaps=pairs, refused=ready.refused, notes=ready.notes,
            conclusion=f"At least {ready.documented:,} persons are documented. No estimate: {ready.refused}",
        )  # fmt: skip
    models = loglinear.every(held, plan.level) if len(held.lists) <= loglinear.ENUMERATED else ()
    estimates = _estimates(held, models, seed, plan)
    checks = known_answers(held, seed, plan)
    variants = _variants(held, seed, plan, _tables(linkages or {}, derived, independent))
    one, because = headline(estimates, checks)
    return Panel(
        id=key,
        captures=held,
        documented=ready.documented,
        seed=seed,
        overlaps=pairs,
        estimates=estimates,
        checks=checks,
        variants=variants,
        headline=one,
        because=because,
        notes=ready.notes,
        caveats=caveats(held, models, estimates, checks, variants),
        conclusion=_conclusion(ready, one, estimates),
    )


def _tables(
    linkages: Mapping[str, Captures], derived: Mapping[str, Sequence[str]] | None, independent: Sequence[str]
) -> dict[str, Prepared]:
    return {name: prepare(t, derived, independent) for name, t in linkages.items()}


# ---- the methods -----------------------------------------------------------------------------------------------------


def _estimates(held: Captures, models: Sequence[loglinear.Fitted], seed: int, plan: Plan) -> tuple[Estimate, ...]:
    made: list[tuple[str, Family, Callable[[], Estimate]]] = [
        (
            "independence",
            "log-linear",
            lambda: loglinear.estimate(loglinear.independence(held, plan.level), "independence"),
        ),
        ("Chao's lower bound", "bound", lambda: bound.lowest(held, plan.level)),
    ]
    if models:
        made += [
            ("log-linear, BIC", "log-linear", lambda: _chosen(held, models, "bic", plan)),
            ("log-linear, AIC", "log-linear", lambda: _chosen(held, models, "aic", plan)),
        ]
        if len(held.lists) <= loglinear.HIERARCHICAL:
            made.append(("log-linear, BIC, bootstrap", "log-linear", lambda: _bootstrapped(held, models, seed, plan)))
    made += [
        ("log-linear, steps", "log-linear", lambda: _stepped(held, seed, plan)),
        ("decomposable graphs", "graphs", lambda: graphs.average(held, level=plan.level)),
        ("latent classes", "latent classes", lambda: _mixture(held, seed, plan)),
    ]
    return tuple(_try(name, family, held, make) for name, family, make in made)


def _try(name: str, family: Family, held: Captures, make: Callable[[], Estimate]) -> Estimate:
    """What a method says; where it has no answer for this table, its reason stands in the panel."""
    try:
        return make()
    except WrongUse as error:
        return Estimate(
            id=ids.name("estimate", name, *held.lists, *(f"{p}:{n}" for p, n in sorted(held.counts.items()))),
            method=name, family=family, documented=held.documented, total=None, withheld=error.what,
        )  # fmt: skip


def _chosen(held: Captures, models: Sequence[loglinear.Fitted], by: loglinear.Criterion, plan: Plan) -> Estimate:
    best = min(models, key=lambda f: f.bic if by == "bic" else f.aic)
    _, interval = loglinear.profile(held, best.terms, plan.level)
    return loglinear.estimate(best, f"log-linear, {by.upper()}", interval)


def _bootstrapped(held: Captures, models: Sequence[loglinear.Fitted], seed: int, plan: Plan) -> Estimate:
    interval, _ = resample.bca(held, lambda y: loglinear.totals(held, y, "bic"), plan.replicates, seed, plan.level)
    return loglinear.estimate(models[0], "log-linear, BIC, bootstrap", interval)


def _stepped(held: Captures, seed: int, plan: Plan) -> Estimate:
    found = loglinear.stepwise(held, level=plan.level)
    if len(held.lists) > MOST_RESAMPLED:
        return loglinear.estimate(found, "log-linear, steps")
    interval, _ = resample.bca(held, lambda y: loglinear.totals(held, y, "steps"), plan.replicates, seed, plan.level)
    return loglinear.estimate(found, "log-linear, steps", interval)


MOST_RESAMPLED = 8
"""With more lists than this a bootstrap of the steps would take minutes: the interval is log-normal."""


def _mixture(held: Captures, seed: int, plan: Plan) -> Estimate:
    return latent.mixture(held, seed, sampling=plan.sampling, level=plan.level)


# ---- the test with known answers -------------------------------------------------------------------------------------


def known_answers(captures: Captures, seed: int, plan: Plan | None = None) -> tuple[Check, ...]:
    """For each list: take its persons as the population, estimate their number from the other lists, and see whether the interval holds it.

    Nothing comes of three lists: each population would be seen by two lists only (after Binette and Steorts 2022).
    """
    plan = plan or Plan()
    out: list[Check] = []
    if len(captures.lists) < 4:
        return ()
    for name in captures.lists:
        inside, known = table.within(captures, name), table.on_lists(captures, [name])
        ready = prepare(inside, independent=inside.lists)
        if ready.refused:
            continue
        for family, make in _testers(ready.captures, seed, plan):
            found = _try(family, family, ready.captures, make)
            at = found.interval
            covered = at is not None and (at.low or 0) <= known and (at.high is None or known <= at.high)
            out.append(Check(list=name, known=known, family=family, total=found.total, interval=at, covered=covered))
    return tuple(out)


def _testers(held: Captures, seed: int, plan: Plan) -> list[tuple[Family, Callable[[], Estimate]]]:
    def fitted() -> Estimate:
        if len(held.lists) > loglinear.HIERARCHICAL:
            return loglinear.estimate(loglinear.stepwise(held, level=plan.level), "steps")
        return _chosen(held, loglinear.every(held, plan.level) or _none(), "bic", plan)

    def mixed() -> Estimate:
        return latent.mixture(held, seed, sampling=plan.brief, level=plan.level)

    return [
        ("log-linear", fitted),
        ("graphs", lambda: graphs.average(held, level=plan.level)),
        ("latent classes", mixed),
    ]


def _none() -> Sequence[loglinear.Fitted]:
    raise WrongUse("no log-linear model has an estimate from this table", "the lists overlap too little")


# ---- other settings --------------------------------------------------------------------------------------------------


def _variants(held: Captures, seed: int, plan: Plan, linkages: Mapping[str, Prepared]) -> tuple[Variant, ...]:
    out = []
    if len(held.lists) <= graphs.MOST_LISTS:
        for name, delta in _deltas(len(held.lists)):
            out.append(_variant("prior count of a cell (graphs)", name, _graphs(held, plan.level, delta)))
    for classes in (5, 20):
        made = _classes(held, seed, plan, classes)
        out.append(_variant("most classes (latent classes)", str(classes), made))
    for name, ready in linkages.items():
        if ready.refused:
            out.append(
                Variant(what="linkage", setting=name, documented=ready.documented, total=None, withheld=ready.refused)
            )
            continue
        made = _try("decomposable graphs", "graphs", ready.captures, _graphs_of(ready.captures, plan.level))
        out.append(_variant("linkage (graphs)", name, made))
        steps = _try("steps", "log-linear", ready.captures, _steps_of(ready.captures, plan.level))
        out.append(_variant("linkage (log-linear, steps)", name, steps))
    return tuple(out)


def _deltas(width: int) -> list[tuple[str, float]]:
    return [(f"1/{4 << width}", 0.25 * 2.0**-width), (f"1/{1 << width}", 2.0**-width), ("1/2", 0.5), ("1", 1.0)]


def _graphs(held: Captures, level: float, delta: float) -> Estimate:
    return _try("decomposable graphs", "graphs", held, lambda: graphs.average(held, delta, level))


def _graphs_of(held: Captures, level: float) -> Callable[[], Estimate]:
    return lambda: graphs.average(held, level=level)


def _steps_of(held: Captures, level: float) -> Callable[[], Estimate]:
    return lambda: loglinear.estimate(loglinear.stepwise(held, level=level), "steps")


def _classes(held: Captures, seed: int, plan: Plan, classes: int) -> Estimate:
    prior = latent.Prior(classes=classes)
    return latent.mixture(held, seed, prior, plan.brief, plan.level)


def _variant(what: str, setting: str, found: Estimate) -> Variant:
    return Variant(
        what=what,
        setting=setting,
        documented=found.documented,
        total=found.total,
        interval=found.interval,
        withheld=found.withheld,
    )


# ---- one number, or none ---------------------------------------------------------------------------------------------


def representatives(estimates: Sequence[Estimate]) -> dict[Family, Estimate]:
    """What speaks for each family: the model that BIC chooses (steps where there are too many lists), the graphs, the latent classes."""
    out: dict[Family, Estimate] = {}
    for e in estimates:
        speaks = e.family in ("graphs", "latent classes") or e.method in ("log-linear, BIC", "log-linear, steps")
        if speaks:
            out.setdefault(e.family, e)
    return out


def overlap(a: Interval, b: Interval) -> float:
    """How much of the shorter interval lies in the other, from 0 to 1. Open ends reach everywhere."""
    far = 1e18
    (alow, ahigh), (blow, bhigh) = ((i.low or 0.0, far if i.high is None else i.high) for i in (a, b))
    shorter = min(ahigh - alow, bhigh - blow)
    shared = min(ahigh, bhigh) - max(alow, blow)
    return max(0.0, shared / shorter) if shorter > 0 else float(shared >= 0)


def headline(estimates: Sequence[Estimate], checks: Sequence[Check]) -> tuple[Estimate | None, tuple[str, ...]]:
    """The one number that may stand alone, or None; and why. It is that of the family with the widest interval."""
    speakers = representatives(estimates)
    because = [f"{e.method} has no answer: {e.withheld}" for e in speakers.values() if e.interval is None]
    if not because:
        for a, b in combinations(speakers.values(), 2):
            share = overlap(a.interval, b.interval) if a.interval and b.interval else 0.0
            if share < AGREE:
                because.append(
                    f"{a.method} and {b.method} share {share:.0%} of the shorter interval, less than {AGREE:.0%}"
                )
    because += _failed(checks)
    if because:
        return None, tuple(because)
    widest = max(speakers.values(), key=lambda e: _width(e.interval))
    return widest, ("the three families agree, and the test with known answers is passed",)


def _failed(checks: Sequence[Check]) -> list[str]:
    """Why the test with known answers is not passed; nothing where it is. Each family must have answered for half of the lists at least."""
    answered = [c for c in checks if c.interval is not None]
    for family in ("log-linear", "graphs", "latent classes"):
        asked = [c for c in checks if c.family == family]
        if not asked or 2 * sum(c in answered for c in asked) < len(asked):
            return [
                f"the test with known answers cannot be made: {family} has too few of them (it needs four lists that overlap enough)"
            ]
    held = sum(c.covered for c in answered)
    if held < PASS * len(answered):
        return [f"in the test with known answers {held} of {len(answered)} intervals held the known number"]
    return []


def _width(interval: Interval | None) -> float:
    return 0.0 if interval is None else (interval.high or 1e18) - (interval.low or 0.0)


def _conclusion(ready: Prepared, headline: Estimate | None, estimates: Sequence[Estimate]) -> str:
    start = f"At least {ready.documented:,} persons are documented"
    if headline is not None and headline.interval is not None and headline.total is not None:
        low, high = headline.interval.low or 0, headline.interval.high
        until = "more than can be said" if high is None else f"{high:,.0f}"
        return f"{start}; about {headline.total:,.0f} in all are estimated ({low:,.0f} to {until}), {headline.method}, the widest of three that agree."
    shown = [e.interval for e in representatives(estimates).values() if e.interval is not None]
    if not shown:
        return f"{start}; modelling gives no figure that may be shown."
    low = min(i.low or 0 for i in shown)
    high = None if any(i.high is None for i in shown) else max(i.high or 0 for i in shown)
    until = "no upper limit" if high is None else f"{high:,.0f}"
    return f"{start}; modelling does not support a single figure. The intervals of the methods together reach from {low:,.0f} to {until}."
