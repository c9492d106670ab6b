"""Estimates of numbers of persons from capture tables, held against published ones: the set `mse`, scored by its own script."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import gammaln

from firsthand.errors import WrongUse
from firsthand.estimates import captures
from firsthand.estimates.models import graphs, latent, loglinear
from firsthand.estimates.models.poisson import Floats
from firsthand.estimates.record import Captures

SEED = 1
Point = tuple[float, float | None, float | None]
"""An estimate with the ends of its interval."""


def _averaged(table: Captures) -> Point:
    """As Binette and Steorts have it: a thousand numbers of missing persons, from 1 to thirty times the documented."""
    n = table.documented
    found = graphs.posterior(table, missing=np.unique(np.round(np.linspace(1, 30 * n, 1000))))
    return found.quantile(0.5), found.quantile(0.025), found.quantile(0.975)


def _bayes(table: Captures) -> Point:
    """Madigan and York's estimate of spina bifida: δ 1, a Gamma(13.14, 55.17) mixture of Poissons beforehand, least relative loss."""
    a, b = 13.14, 55.17

    def prior(n: Floats) -> Floats:
        return np.asarray(n * np.log(b) - (n + a) * np.log(1 + b) + gammaln(n + a) - gammaln(n + 1))

    found = graphs.posterior(table, 1.0, np.arange(1, 301), prior)
    estimate = (found.share / found.total).sum() / (found.share / found.total**2).sum()
    return float(estimate), found.quantile(0.025), found.quantile(0.975)


def _fitted(choose: Callable[[Captures], loglinear.Fitted]) -> Callable[[Captures], Point]:
    def made(table: Captures) -> Point:
        found = choose(table)
        return found.total, found.low, found.high

    return made


def _mixed(table: Captures) -> Point | None:
    found = latent.mixture(table, SEED)
    if found.total is None or found.interval is None:
        return None
    return found.total, found.interval.low, found.interval.high


WAYS: tuple[tuple[str, Callable[[Captures], Point | None], bool], ...] = (
    ("Independence", _fitted(loglinear.independence), True),
    ("SparseMSE", _fitted(loglinear.stepwise), True),
    ("dga", _averaged, True),
    ("Bayesian model averaging", _bayes, True),
    ("log-linear", _fitted(lambda t: loglinear.select(t) if len(t.lists) < 5 else loglinear.stepwise(t)), True),
    ("published range", _fitted(loglinear.stepwise), False),
    ("LCMCR", _mixed, False),
)
"""By the beginning of the published method's name: what answers to it here, and whether it is deterministic."""


def mse(data: Path) -> Mapping[str, float]:
    """Shares of the published deterministic estimates that come out to every printed digit, and of points in the published interval."""
    rows = [json.loads(line) for line in (data / "tables.jsonl").read_text(encoding="utf-8").splitlines() if line]
    made, reproduced, withheld = [], [], 0
    for row in rows:
        table = captures.table(row["counts"], row["lists"])
        for told in row["published"]:
            way = next((w for w in WAYS if told["method"].startswith(w[0])), None)
            if way is None:
                print(f"    {row['id']}: nothing here answers to {told['method']!r}", file=sys.stderr)
                continue
            point = _point(way[1], table)
            withheld += point is None
            if point is not None:
                made.append(
                    {"id": row["id"], "method": told["method"], "estimate": point[0], "lo": point[1], "hi": point[2]}
                )
            if way[2] and told.get("estimate") is not None:
                reproduced.append(point is not None and _printed(point[0], told["estimate"]))
    scored = _score(data, made)
    return {
        "reproduced_share": sum(reproduced) / len(reproduced) if reproduced else 0.0,
        "reproduced_rows": float(len(reproduced)),
        "inside_share": scored.get("mean_point_inside", 0.0),
        "interval_overlap": scored.get("mean_iv_jaccard", 0.0),
        "withheld": float(withheld),
    }


def _point(way: Callable[[Captures], Point | None], table: Captures) -> Point | None:
    try:
        return way(table)
    except WrongUse as error:
        print(f"    {error.what}", file=sys.stderr)
        return None


def _printed(found: float, told: float) -> bool:
    """Whether `found` has every digit that was printed of `told`, which was rounded or cut off (the tribunal's 10,356 is 10,356.52)."""
    digits = len(str(told).partition(".")[2]) if told != int(told) else 0
    return told in (round(found, digits), math.floor(found * 10**digits) / 10**digits)


def _score(data: Path, made: list[dict[str, Any]]) -> dict[str, float]:
    script = next(p / "score" / "mse.py" for p in data.parents if (p / "score" / "mse.py").is_file())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "made.jsonl"
        out.write_text("".join(json.dumps(m) + "\n" for m in made), encoding="utf-8")
        command = [sys.executable, str(script), str(data / "tables.jsonl"), str(out), "--quiet"]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(json.loads(found.splitlines()[-1])["summary"])
