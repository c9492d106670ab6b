"""Measure each stage on evaluation sets and write `build/quality.json` as `{set: {measure: value}}`.

    python -m bench.quality [--data FOLDER] [--sets "polnear gva_reuse"]

A set is a folder of FOLDER. Sets whose folder is absent are left out, and named. Scorers are looked for in `score/` beside FOLDER.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import bench.copies
import bench.docpile
import bench.ecbplus
import bench.estimates
import bench.events
import bench.hrdsattack
import bench.incidents
import bench.linkage
import bench.muc4
import bench.stance
import bench.statements
import bench.trained
import bench.upr

Measure = Callable[[Path], Mapping[str, float]]

SETS: dict[str, Measure] = {
    "polnear": bench.statements.polnear,
    "polnear_bio": bench.statements.polnear_bio,
    "upr": bench.upr.upr,
    "meantime_factuality": bench.stance.meantime_factuality,
    "fnc1": bench.stance.fnc1,
    "hrdsattack": bench.hrdsattack.hrdsattack,
    "muc4": bench.muc4.muc4,
    "wikievents": bench.events.wikievents,
    "plover_gsr": bench.events.plover_gsr,
    "case2021_task2": bench.events.case2021_task2,
    "gva_news": bench.incidents.gva_news,
    "ecbplus": bench.ecbplus.ecbplus,
    "gva_reuse": bench.copies.gva_reuse,
    "wirecopy_sim": bench.copies.wirecopy_sim,
    "mse": bench.estimates.mse,
    "gaza_lists": bench.linkage.gaza_lists,
    "febrl": bench.linkage.febrl,
    "rldata": bench.linkage.rldata,
    "docpile": bench.docpile.measure,
}
NAMED: dict[str, tuple[str, Measure]] = {
    "polnear_trained": ("polnear", bench.trained.polnear_trained),
    "polnear_loglinear": ("polnear", bench.trained.polnear_loglinear),
}
"""Measures that take minutes, done only when asked for by name: each with the set it is of."""

OUT = Path("build/quality.json")


def folder(data: Path, name: str) -> Path | None:
    """Where the set `name` lies: in `data`, or beside it (sets without a split)."""
    return next((p for p in (data / name, data.parent / name) if p.is_dir()), None)


def main() -> None:
    """Measure the sets asked for, print them as they come, write them at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", default="")
    asked = parser.parse_args()
    wanted = asked.sets.split() or list(SETS)
    unknown = [name for name in wanted if name not in SETS and name not in NAMED]
    if unknown:
        print(f"left out, no stage measures them yet: {' '.join(unknown)}", file=sys.stderr)
    found: dict[str, dict[str, float]] = {}
    for name in wanted:
        of, measure = NAMED.get(name) or (name, SETS.get(name))
        at = folder(asked.data.resolve(), of)
        if measure is None or at is None:
            if at is None:
                print(f"left out, not in {asked.data}: {name}", file=sys.stderr)
            continue
        began = time.perf_counter()
        found[name] = {what: round(value, 4) for what, value in measure(at).items()}
        print(f"{name}  ({time.perf_counter() - began:.0f} s)")
        for what, value in found[name].items():
            print(f"    {what:<22}{value:>10.2f}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"written: {OUT}")


if __name__ == "__main__":
    main()
