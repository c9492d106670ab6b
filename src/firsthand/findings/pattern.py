"""Pattern: how incidents on file cluster by type, place and time, with a test of whether chance alone could do that.

The unit is the incident, each counted once however many documents tell of it. Whether two dimensions have to do with each other is
tested by permutation (Fisher 1935; Pitman 1937): one of them is shuffled among the incidents, and the test counts how often the table
then is at least as uneven (Pearson's chi-square as the statistic, without its distribution). A small p speaks of what is on file. It
does not speak of what happened: documentation follows access. So the caveat goes with every number, and no threshold is called a pattern.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from firsthand import ids
from firsthand.allegations.record import Allegation
from firsthand.findings.record import Assessment, Pattern, Shuffle
from firsthand.vocabulary import terms

ROUNDS = 9_999
"""Shuffles per test: the smallest p that can come out is 1 in 10,000."""
SEED = 20_240_229
"""Fixed, so that the same inquiry gives the same p."""
LEAST = 8
"""Fewer incidents than this are not tested."""
CELLS = 5
"""Cells of a table that are named."""
CAVEAT = (
    "This describes incidents that are on file. What is documented depends on who could go where, who was reached and when: more reports do not mean "
    "more violence, and a place or month without any does not mean that nothing happened there."
)

Codes = NDArray[np.int64]


def patterns(allegations: Sequence[Allegation], assessments: Mapping[str, Assessment]) -> Pattern:
    """The incidents among `allegations` by type, place and month. `assessments` by allegation say which origins they rest on."""
    single = [a for a in allegations if a.level == "incident" and any(m.role == "supports" for m in a.statements)]
    labels = {k: str(t["label"]) for k, t in terms.load("violations")["types"].items()}
    told = {
        "type": [labels.get(a.type, a.type) for a in single],
        "place": [a.places[0] if a.places else "" for a in single],
        "month": [_month(a) for a in single],
    }
    pairs = Counter((p, m) for p, m in zip(told["place"], told["month"], strict=True) if p and m)
    places = Counter(p for p in told["place"] if p)
    return Pattern(
        id=ids.name("pattern", *(a.id for a in single)),
        unit="incident",
        n=len(single),
        counted=tuple((d, v, n) for d, values in told.items() for v, n in _ranked(v for v in values if v)),
        tests=tuple(t for a, b in combinations(told, 2) if (t := shuffle(a, told[a], b, told[b]))),
        caveat=CAVEAT,
        share=max(places.values()) / places.total() if places else None,
        spread=_dispersion(pairs, len(places), {m for _, m in pairs}),
        shared=_shared([assessments[a.id] for a in single if a.id in assessments]),
        left_out=tuple((d, n) for d, values in told.items() if (n := sum(not v for v in values))),
    )


def shuffle(rows: str, one: Sequence[str], columns: str, two: Sequence[str], rounds: int = ROUNDS) -> Shuffle | None:
    """The permutation test of whether `one` and `two` (values of the same incidents, "" where unknown) have to do with each other.

    None where too few incidents have both, or all have the same value.
    """
    pairs = [(a, b) for a, b in zip(one, two, strict=True) if a and b]
    left, right = sorted({a for a, _ in pairs}), sorted({b for _, b in pairs})
    if len(pairs) < LEAST or len(left) < 2 or len(right) < 2:
        return None
    x: Codes = np.array([left.index(a) for a, _ in pairs])
    y: Codes = np.array([right.index(b) for _, b in pairs])
    expected = np.outer(np.bincount(x), np.bincount(y)) / len(pairs)
    found = _chi(x, y, expected)
    random = np.random.default_rng(SEED)
    beyond = sum(_chi(x, random.permutation(y), expected) >= found - 1e-9 for _ in range(rounds))
    table = Counter(pairs)
    far = sorted(table, key=lambda c: (-(table[c] - expected[left.index(c[0]), right.index(c[1])]), c))
    return Shuffle(
        rows=rows,
        columns=columns,
        n=len(pairs),
        statistic="chi-square",
        value=float(found),
        p=(beyond + 1) / (rounds + 1),
        rounds=rounds,
        cells=tuple(
            (a, b, table[a, b], round(float(expected[left.index(a), right.index(b)]), 2)) for a, b in far[:CELLS]
        ),
    )


def _chi(x: Codes, y: Codes, expected: NDArray[np.float64]) -> float:
    height, width = expected.shape
    table = np.bincount(x * width + y, minlength=height * width).reshape(height, width)
    return float(((table - expected) ** 2 / expected).sum())


def _month(a: Allegation) -> str:
    exact = a.period is not None and (a.period.start.year, a.period.start.month) == (
        a.period.end.year,
        a.period.end.month,
    )
    return f"{a.period.start:%Y-%m}" if a.period and exact else ""


def _ranked(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda v: (-v[1], v[0]))


def _dispersion(pairs: Counter[tuple[str, str]], places: int, months: set[str]) -> float | None:
    """Variance over mean of the number of incidents per place and month, from the first month to the last."""
    if places < 2 or len(months) < 2:
        return None
    first, last = min(months), max(months)
    span = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    cells = np.zeros(places * span)
    cells[: len(pairs)] = list(pairs.values())
    return float(cells.var() / cells.mean())


def _shared(assessments: Iterable[Assessment]) -> int:
    """How many rest on an origin on which another rests too."""
    rest: defaultdict[str, set[str]] = defaultdict(set)
    for a in assessments:
        for o in a.origins.ids:
            rest[o].add(a.id)
    return len({a for those in rest.values() if len(those) > 1 for a in those})
