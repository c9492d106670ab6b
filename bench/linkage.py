"""Record linkage on sets with known truth, at the threshold that the program chooses itself: nothing here sees a label before it is scored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from firsthand.estimates.fields import Kind
from firsthand.estimates.match import gather, link

Columns = dict[str, tuple[Kind, Sequence[str | None]]]

GAZA: dict[str, Kind] = {"name_ar": "name", "age": "number", "sex": "category", "dob": "date"}
FEBRL: dict[str, Kind] = {
    "given_name": "name", "surname": "name", "street_number": "code", "address_1": "text", "address_2": "text", "suburb": "text",
    "postcode": "code", "state": "category", "date_of_birth": "date", "soc_sec_id": "code",
}  # fmt: skip
NAMES: dict[str, Kind] = {"fname": "name", "fname2": "name", "lname": "name", "lname2": "name"}


def gaza_lists(data: Path) -> Mapping[str, float]:
    """Releases of one register, two at a time. The program is not told that nobody is on a release twice."""
    gold: dict[str, set[tuple[str, str]]] = {}
    for row in _rows(data / "pairs.jsonl"):
        gold.setdefault(row["task"], set()).add(_pair(row["a"], row["b"]))
    found = []
    for task, truth in gold.items():
        names = task.split("-")
        rows = [r for name in names for r in _rows(data / f"list_{name}.jsonl")]
        lists = [names.index(r["list"]) for r in rows]
        linkage, place = gather(_columns(rows, GAZA), lists, names)
        made = _pairs([r["rec_id"] for r in rows], linkage.person[place].tolist())
        found.append(_score({p for p in made if p[0].partition("-")[0] != p[1].partition("-")[0]}, truth))
    return _mean(found)


def febrl(data: Path) -> Mapping[str, float]:
    """Files with duplicates, and pairs of files, all that are there."""
    return _mean([_truth(path, FEBRL) for path in sorted(data.glob("*.pairs.jsonl"))])


def rldata(data: Path) -> Mapping[str, float]:
    """Files with duplicates, all that are there."""
    return _mean([_truth(path, NAMES) for path in sorted(data.glob("*.pairs.jsonl"))])


def _truth(path: Path, kinds: Mapping[str, Kind]) -> tuple[float, float, float]:
    """The set of NAME.pairs.jsonl: one file NAME.jsonl with duplicates, or several (NAMEa.jsonl …) with the same persons."""
    name = path.name.removesuffix(".pairs.jsonl")
    files = [
        f for f in sorted(path.parent.glob(f"{name}*.jsonl")) if f != path and not f.stem[len(name) :].strip("_-")[1:]
    ]
    held = [_rows(f) for f in files]
    rows = [r for of in held for r in of]
    columns = _columns(rows, kinds)
    if "birth_year" in rows[0]:
        days = [f"{r['birth_year']:04d}-{r['birth_month']:02d}-{r['birth_day']:02d}" for r in rows]
        columns["birth"] = ("date", days)
    lists = [i for i, of in enumerate(held) for _ in of]
    truth = {_pair(p["a"], p["b"]) for p in _rows(path)}
    if len(files) > 1:
        linkage, place = gather(columns, lists, [f.stem for f in files])
        person = linkage.person[place].tolist()
    else:
        person = link(columns, lists, [name], unique=False).person.tolist()
    made = _pairs([r["rec_id"] for r in rows], person)
    if len(files) > 1:
        of_row = {r["rec_id"]: i for r, i in zip(rows, lists, strict=True)}
        made = {p for p in made if of_row[p[0]] != of_row[p[1]]}
    return _score(made, truth)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _columns(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind]) -> Columns:
    return {name: (kind, [None if r.get(name) is None else str(r[name]) for r in rows]) for name, kind in kinds.items()}


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _pairs(ids: Sequence[str], person: Sequence[int]) -> set[tuple[str, str]]:
    groups: dict[int, list[str]] = {}
    for id_, who in zip(ids, person, strict=True):
        groups.setdefault(who, []).append(id_)
    return {_pair(a, b) for group in groups.values() for a, b in combinations(group, 2)}


def _score(made: set[tuple[str, str]], truth: set[tuple[str, str]]) -> tuple[float, float, float]:
    right = len(made & truth)
    precision, recall = right / max(len(made), 1), right / max(len(truth), 1)
    return 2 * right / max(len(made) + len(truth), 1), precision, recall


def _mean(found: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    names = ("f1", "precision", "recall")
    return {name: 100 * sum(f[i] for f in found) / max(len(found), 1) for i, name in enumerate(names)}
