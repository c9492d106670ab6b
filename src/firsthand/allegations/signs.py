"""Signs: how what a text as a whole points to is told from what it only mentions.

Signs of several kinds speak for a candidate; of one kind more say more, but each less than the one before: a name that is told in several ways
outweighs one that is often repeated in one. What each kind weighs stands in `vocabulary/event.toml`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

EARLY = 2000
"""Characters after which a sign weighs half of one at the very beginning: a text begins with what it is about."""
SHARP = 3.0
"""How soon further signs of one kind say little more."""

Signs = defaultdict[str, defaultdict[str, float]]
"""How much of each kind of sign speaks for a candidate."""


def signs() -> Signs:
    """No signs yet."""
    return defaultdict(lambda: defaultdict(float))


def weight(at: int) -> float:
    """What a sign at this place of a text weighs."""
    return EARLY / (EARLY + at)


def ranked(found: Mapping[str, Mapping[str, float]], weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """The candidates with what their signs weigh together, the weightiest first."""
    weighed = {
        name: sum(weights.get(kind, 0.0) * math.log1p(SHARP * amount) for kind, amount in kinds.items())
        for name, kinds in found.items()
    }
    return sorted(weighed.items(), key=lambda c: (-c[1], c[0]))
