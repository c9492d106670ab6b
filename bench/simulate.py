"""Populations whose size is known: how often each method's interval holds it, how far off it is, and what the panel would have said.

    python -m bench.simulate [--times 12] [--seed 1]

Every population has 2,000 persons and four lists. Printed as a table, and written to `build/simulation.json`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from firsthand.estimates import captures
from firsthand.estimates.panel import Plan, panel
from firsthand.estimates.record import Captures

PERSONS = 2000
Chances = NDArray[np.float64]
PLAN = Plan(replicates=200)
OUT = Path("build/simulation.json")


def _logistic(x: Chances) -> Chances:
    return np.asarray(1 / (1 + np.exp(-x)))


def _alike(_: np.random.Generator) -> tuple[Chances, tuple[int, int, float] | None]:
    return np.tile([0.35, 0.3, 0.25, 0.4], (PERSONS, 1)), None


def _uneven(draw: np.random.Generator) -> tuple[Chances, tuple[int, int, float] | None]:
    """Persons differ in how easily any list finds them: a normal with deviation 1 on the log odds."""
    return _logistic(np.array([-0.8, -1.0, -1.2, -0.6])[None, :] + draw.normal(size=(PERSONS, 1))), None


def _hidden(draw: np.random.Generator) -> tuple[Chances, tuple[int, int, float] | None]:
    """Three in ten are hardly found by any list."""
    hard = draw.random(PERSONS) < 0.3
    return np.where(hard[:, None], 0.04, np.array([0.4, 0.35, 0.3, 0.45])[None, :]), None


def _referred(_: np.random.Generator) -> tuple[Chances, tuple[int, int, float] | None]:
    """Half of the persons on the first list are passed on to the second."""
    return np.tile([0.35, 0.25, 0.25, 0.35], (PERSONS, 1)), (0, 1, 0.5)


def _avoiding(_: np.random.Generator) -> tuple[Chances, tuple[int, int, float] | None]:
    """Seven in ten of the persons on the first list are never on the second."""
    return np.tile([0.35, 0.35, 0.25, 0.35], (PERSONS, 1)), (0, 1, -0.7)


POPULATIONS: dict[str, Callable[[np.random.Generator], tuple[Chances, tuple[int, int, float] | None]]] = {
    "alike, lists independent": _alike,
    "persons differ": _uneven,
    "three in ten hardly found": _hidden,
    "one list refers to another": _referred,
    "two lists avoid each other": _avoiding,
}


def population(name: str, seed: int) -> Captures:
    """The table that four lists make of a population of this kind."""
    draw = np.random.default_rng(seed)
    chances, tie = POPULATIONS[name](draw)
    on = draw.random(chances.shape) < chances
    if tie is not None:
        a, b, strength = tie
        moved = draw.random(PERSONS) < abs(strength)
        on[:, b] = np.where(on[:, a] & moved, strength > 0, on[:, b])
    return captures.tabulate(on[on.any(axis=1)])


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = [row for name in POPULATIONS for row in _study(name, asked.times, asked.seed)]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(f"written: {OUT}")


def _study(name: str, times: int, seed: int) -> list[dict[str, object]]:
    found: dict[str, list[tuple[float, bool] | None]] = {}
    said = {"number": 0, "right": 0}
    documented = []
    for i in range(times):
        told = panel(population(name, seed * 1000 + i), seed + i, plan=PLAN)
        documented.append(told.documented)
        for e in told.estimates:
            held = e.interval is not None and (e.interval.low or 0) <= PERSONS <= (e.interval.high or np.inf)
            found.setdefault(e.method, []).append(None if e.total is None else (e.total, held))
        if told.headline is not None and told.headline.interval is not None:
            at = told.headline.interval
            said["number"] += 1
            said["right"] += (at.low or 0) <= PERSONS <= (at.high or np.inf)
    print(f"\n{name}: {PERSONS:,} persons, {np.mean(documented):,.0f} documented; {times} populations")
    print(f"    {'method':<28}{'bias %':>8}{'covered %':>11}{'withheld':>10}")
    rows: list[dict[str, object]] = []
    for method, results in found.items():
        shown = [r for r in results if r is not None]
        bias = 100 * (np.mean([r[0] for r in shown]) / PERSONS - 1) if shown else float("nan")
        covered = 100 * np.mean([r[1] for r in shown]) if shown else float("nan")
        withheld = len(results) - len(shown)
        print(f"    {method:<28}{bias:>8.1f}{covered:>11.0f}{withheld:>10}", flush=True)
        rows.append({"population": name, "method": method, "bias": bias, "covered": covered, "withheld": withheld})
    print(
        f"    the panel gave one number {said['number']} of {times} times, and its interval held the truth {said['right']} times",
        flush=True,
    )
    rows.append(
        {"population": name, "method": "panel", "numbers": said["number"], "right": said["right"], "times": times}
    )
    return rows


if __name__ == "__main__":
    main()
