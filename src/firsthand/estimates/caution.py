"""The eleven things that must be said beside any estimate, with the numbers of this one."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.estimates import captures as table
from firsthand.estimates.models.loglinear import Fitted
from firsthand.estimates.record import Captures, Caveat, Check, Estimate, Variant

AS_GOOD = 6.0
"""Models whose BIC is within so much of the best fit about as well."""


def caveats(
    captures: Captures,
    models: Sequence[Fitted],
    estimates: Sequence[Estimate],
    checks: Sequence[Check],
    variants: Sequence[Variant],
) -> tuple[Caveat, ...]:
    """All eleven, in order."""
    texts = (
        ("an assumption that cannot be tested", _untestable(models)),
        (
            "closed population",
            "Every person counted must have been able to be on every list: one population, one period, one place. Who was outside the reach "
            "of a list's makers biases the estimate.",
        ),
        ("linkage", _linkage(variants)),
        (
            "dependence",
            "Lists that feed each other, or that draw on the same networks, make the estimate too low; lists that avoid each other make it "
            "too high.",
        ),
        (
            "unequal chances",
            "Persons with next to no chance of being on any list cannot be estimated. The number is of those within reach, and often a lower "
            "bound for all.",
        ),
        ("pairs without overlap", _apart(captures)),
        ("priors", _priors(variants)),
        ("test with known answers", _tested(checks)),
        ("convergence", _converged(estimates)),
        (
            "strata",
            "Estimates of parts (a place, a month) need three lists and about twenty overlaps each; they are added up by joint draws, never by "
            "adding the ends of intervals.",
        ),
        (
            "what was not done",
            "Methods for two lists that take independence given what is known of each person (Das, Kennedy and Jewell) are not used: they "
            "rest on another assumption that the lists cannot test.",
        ),
    )
    return tuple(Caveat(i, name, text) for i, (name, text) in enumerate(texts, 1))


def _untestable(models: Sequence[Fitted]) -> str:
    start = (
        "The estimate rests on how the lists would depend on each other among persons whom no list holds: no highest interaction, a "
        "decomposable graph, or latent classes. No data can test that."
    )
    near = [m for m in models if m.bic < models[0].bic + AS_GOOD]
    if len(near) < 2:
        return start
    totals = [m.total for m in near]
    return f"{start} {len(near)} log-linear models fit about equally well (BIC within {AS_GOOD:g}) and give {min(totals):,.0f} to {max(totals):,.0f}."


def _linkage(variants: Sequence[Variant]) -> str:
    start = "Persons whom the linkage failed to find on a second list make the estimate too high, persons wrongly taken for one make it too low."
    swept = [v.total for v in variants if v.what.startswith("linkage") and v.total is not None]
    if not swept:
        return f"{start} The lists came linked: how sure that linkage is, is not known here."
    return f"{start} Over the thresholds of the linkage the estimate goes from {min(swept):,.0f} to {max(swept):,.0f}."


def _apart(captures: Captures) -> str:
    none = [f"{a} and {b}" for (a, b), n in table.overlaps(captures).items() if not n]
    if not none:
        return "Every two lists share at least one person."
    return f"These share nobody, which is itself a finding to explain (they may avoid each other, or cover different people): {'; '.join(none)}."


def _priors(variants: Sequence[Variant]) -> str:
    deltas = [v for v in variants if v.what.startswith("prior") and v.total is not None]
    if not deltas:
        return "How far the result hangs on priors could not be shown for this table."
    told = ", ".join(f"{v.total:,.0f} at {v.setting}" for v in deltas)
    return f"The prior of the graphs matters: {told} (prior count of each cell)."


def _tested(checks: Sequence[Check]) -> str:
    if not checks:
        return "Taking one list as a population of known size needs four lists that overlap enough: this could not be done."
    held = sum(c.covered for c in checks)
    low = sum(not c.covered and c.interval is not None and (c.interval.high or 1e18) < c.known for c in checks)
    high = sum(not c.covered and c.interval is not None and (c.interval.low or 0) > c.known for c in checks)
    rest = len(checks) - held - low - high
    parts = [f"{n} {what}" for n, what in ((low, "too low"), (high, "too high"), (rest, "without an answer")) if n]
    missed = f" ({', '.join(parts)})" if parts else ""
    return f"Of {len(checks)} intervals for lists whose length is known, {held} hold it{missed}; at this level nearly all should."


def _converged(estimates: Sequence[Estimate]) -> str:
    withheld = [f"{e.method}: {e.withheld}" for e in estimates if e.withheld]
    if not withheld:
        return "Every method gave an answer; the chains of the latent classes agree."
    return f"Withheld: {'; '.join(withheld)}."
