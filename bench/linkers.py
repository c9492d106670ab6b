"""Splink on the sets of bench/linkage.py, as its documentation sets it up. Run by a Python that has it (nothing of this program is needed):

    PYTHON bench/linkers.py FOLDER-OF-SETS

Prints a line of JSON for each task: F1 of pairs from 0.5 on (its usual choice, without labels), of clusters from 0.5 on, and of pairs at the best
threshold, which only labels can tell.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
Pair = tuple[str, str]

KINDS = {
    "gaza_lists": {"whole": "name", "age": "code", "sex": "category", "dob": "date"},
    "febrl": {
        "given_name": "name", "surname": "name", "street_number": "code", "address_1": "name", "address_2": "name", "suburb": "name",
        "postcode": "code", "state": "category", "date_of_birth": "date", "soc_sec_id": "code",
    },
    "rldata": {"fname": "name", "lname": "name", "birth": "date"},
}  # fmt: skip
SURE = {
    "gaza_lists": (("whole", "dob"), ("whole", "age", "sex")),
    "febrl": (("given_name", "surname", "date_of_birth"), ("soc_sec_id",)),
    "rldata": (("fname", "birth"), ("lname", "birth")),
}
"""What two rows must share to be a match for certain: Splink learns from it how many matches there are."""
TRAIN = {
    "gaza_lists": (("whole",), ("first", "last", "age")),
    "febrl": (("surname",), ("date_of_birth",)),
    "rldata": (("lname",), ("birth",)),
}
"""What it is trained on, one after the other."""
BLOCK = {"gaza_lists": (("whole",), ("first", "last", "age"), ("first", "dob"), ("last", "dob"))}
"""What brings rows together; of the other sets each two of the telling columns."""


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def plain(row: Row) -> Row:
    """The row with text in every field; Arabic names in parts, letters that stand for each other made one; birth dates as ISO 8601."""
    out = {k: None if v is None else str(v) for k, v in row.items()}
    if "name_ar" in row:
        told = (row["name_ar"] or "").translate(str.maketrans("أإآىة", "اااي" + "ه")).split()
        out |= {"first": told[0] if told else None, "last": told[-1] if told else None, "whole": " ".join(told)}
    if "birth_year" in row:
        out["birth"] = f"{row['birth_year']:04d}-{row['birth_month']:02d}-{row['birth_day']:02d}"
    if len(day := out.get("date_of_birth") or "") == 8:
        out["date_of_birth"] = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return out


def tasks(folder: Path, name: str) -> Iterator[tuple[str, list[list[Row]], set[Pair]]]:
    """Each task: its name, its files, and the pairs that are true."""
    if name == "gaza_lists":
        gold: dict[str, set[Pair]] = {}
        for p in rows(folder / "pairs.jsonl"):
            gold.setdefault(p["task"], set()).add(pair(p["a"], p["b"]))
        for task, truth in gold.items():
            yield task, [rows(folder / f"list_{n}.jsonl") for n in task.split("-")], truth
        return
    for path in sorted(folder.glob("*.pairs.jsonl")):
        own = path.with_name(path.name.replace(".pairs", ""))
        if own.exists():
            yield own.stem, [rows(own)], {pair(p["a"], p["b"]) for p in rows(path)}


def comparison(cl: Any, field: str, kind: str) -> Any:
    if kind == "name":
        return cl.JaroWinklerAtThresholds(field, [0.92, 0.85]).configure(term_frequency_adjustments=True)
    if kind == "date":
        return cl.DateOfBirthComparison(field, input_is_string=True)
    return cl.ExactMatch(field) if kind == "category" else cl.LevenshteinAtThresholds(field, 1)


def linked(files: Sequence[Sequence[Row]], name: str) -> tuple[dict[Pair, float], set[Pair]]:
    """The pairs with their probabilities, and the clusters from 0.5 on."""
    splink, pandas = importlib.import_module("splink"), importlib.import_module("pandas")
    cl, block_on = importlib.import_module("splink.comparison_library"), splink.block_on
    kinds, api = KINDS[name], splink.DuckDBAPI()
    more = ["first", "last"] if name == "gaza_lists" else []
    frames = [
        api.register(pandas.DataFrame([plain(r) for r in held])[["rec_id", *more, *kinds]], table_name=f"list{i}")
        for i, held in enumerate(files)
    ]
    telling = [f for f, k in kinds.items() if k in ("name", "date", "code")]
    settings = splink.SettingsCreator(
        link_type="link_only" if len(files) > 1 else "dedupe_only",
        unique_id_column_name="rec_id",
        comparisons=[comparison(cl, f, k) for f, k in kinds.items()],
        blocking_rules_to_generate_predictions=[
            block_on(*fields) for fields in BLOCK.get(name, combinations(telling, 2))
        ],
    )
    linker = splink.Linker(frames, settings, log_level=40)
    exact = [block_on(*fields) for fields in SURE[name]]
    linker.training.estimate_probability_two_random_records_match(exact, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for fields in TRAIN[name]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*fields))
    found = linker.inference.predict(threshold_match_probability=0.01)
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(found, 0.5).as_pandas_dataframe()
    pairs = found.as_pandas_dataframe()
    made = {pair(a, b): float(p) for a, b, p in zip(pairs["rec_id_l"], pairs["rec_id_r"], pairs["match_probability"])}  # noqa: B905
    together: dict[str, list[str]] = {}
    for group, record in zip(groups["cluster_id"], groups["rec_id"]):  # noqa: B905
        together.setdefault(group, []).append(record)
    return made, {pair(*p) for g in together.values() for p in combinations(g, 2)}


def pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def f1(made: set[Pair], truth: set[Pair]) -> float:
    right = len(made & truth)
    return round(200 * right / max(len(made) + len(truth), 1), 2)


def main() -> None:
    """Print the lines."""
    for name in KINDS:
        folder = Path(sys.argv[1]) / name
        for task, files, truth in tasks(folder, name) if folder.is_dir() else ():
            began = time.perf_counter()
            made, together = linked(files, name)
            if len(files) > 1:
                of = {r["rec_id"]: i for i, held in enumerate(files) for r in held}
                together = {p for p in together if of[p[0]] != of[p[1]]}
            best = max(
                f1({p for p, s in made.items() if s >= t}, truth)
                for t in [k / 20 for k in range(1, 20)] + [0.99, 0.999, 0.9999]
            )
            told = {
                "set": name,
                "task": task,
                "pairs": f1({p for p, s in made.items() if s >= 0.5}, truth),
                "clusters": f1(together, truth),
                "best": best,
            }
            print(json.dumps(told | {"seconds": round(time.perf_counter() - began, 1)}), flush=True)


if __name__ == "__main__":
    main()
