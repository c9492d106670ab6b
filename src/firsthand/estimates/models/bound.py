"""Chao's lower bound: what the persons on one and on two lists say of those on none, if persons differ in how easily they are found.

- A. Chao, Estimating the population size for capture-recapture data with unequal catchability, Biometrics 43 (1987) 783–791.
- L.-P. Rivest and S. Baillargeon, Applications and extensions of Chao's moment estimator for the size of a closed population,
  Biometrics 63 (2007) 999–1006.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from firsthand import ids
from firsthand.estimates import captures as table
from firsthand.estimates.models.loglinear import Fitted, heterogeneous
from firsthand.estimates.record import Captures, Estimate, Interval


def chao(once: int, twice: int, documented: int, occasions: int, level: float = 0.95) -> tuple[float, Interval]:
    """Chao's (1987) bound from the number of persons on exactly one and exactly two of `occasions` lists of equal strength.

    Where nobody is on two lists its bias-corrected form is taken. The interval is log-normal.
    """
    share = (occasions - 1) / occasions
    if twice:
        ratio = once / twice
        missing = share * once**2 / (2 * twice)
        variance = twice * (share * ratio**2 / 2 + share**2 * ratio**3 + share**2 * ratio**4 / 4)
    else:
        missing = share * once * (once - 1) / 2
        variance = (
            share * once * (once - 1) / 2
            + share**2 * once * (2 * once - 1) ** 2 / 4
            - share**2 * once**4 / (4 * max(documented + missing, 1.0))
        )
    if missing <= 0:
        return float(documented), Interval(float(documented), float(documented), level, "log-normal")
    spread = float(np.exp(ndtri((1 + level) / 2) * np.sqrt(np.log1p(max(variance, 0.0) / missing**2))))
    return documented + missing, Interval(
        documented + missing / spread, documented + missing * spread, level, "log-normal"
    )


def lowest(captures: Captures, level: float = 0.95) -> Estimate:
    """The bound for lists of unequal strength: a log-linear model of the persons on one or two lists (Rivest and Baillargeon 2007).

    It bounds from below where persons differ in how easily they are found and lists do not avoid each other. Raises WrongUse where
    nobody is on two lists.
    """
    found: Fitted = heterogeneous(captures, "chao", level=level)
    once, twice = table.frequencies(captures)[:2]
    plain, _ = chao(once, twice, captures.documented, len(captures.lists), level)
    return Estimate(
        id=ids.name("estimate", "chao", *captures.lists, *map(str, sorted(captures.counts.items()))),
        method="Chao's lower bound",
        family="bound",
        documented=captures.documented,
        total=found.total,
        interval=Interval(found.low, found.high, level, "log-normal"),
        error=found.error,
        model="persons on one or two lists",
        notes={"on one list": once, "on two lists": twice, "lists of equal strength": plain},
    )
