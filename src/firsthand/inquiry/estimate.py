"""Estimate from lists, and keep every step in a folder: what was read, who was taken for whom and why, the table, the panel, the page.

FOLDER/columns.toml    which column of which list is what; proposed where it is missing, changed by hand
FOLDER/decisions.csv   people's decisions on pairs (a, b, same: yes or no, who, why); read, never written
FOLDER/rows.csv        every row of every list with its person
FOLDER/pairs.csv       every pair of rows that came near, how likely it is one person, and the reasons
FOLDER/review.csv      the pairs whose decision would tell most
FOLDER/captures.csv    how many persons are on exactly which lists
FOLDER/estimate.json   the panel and everything that it was made with
FOLDER/estimate.html   the page
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path

import msgspec
import numpy as np

from firsthand.errors import StoreFailed, WrongUse
from firsthand.estimates import captures as table
from firsthand.estimates import lists as files
from firsthand.estimates.estimate import Choices, Result, estimate
from firsthand.estimates.lists import Fields, Roll, Sheet
from firsthand.estimates.match import DOUBTFUL, SURE
from firsthand.estimates.panel import Plan, panel
from firsthand.estimates.record import Captures, Panel
from firsthand.flaws import Flaw, flaw
from firsthand.reports.formats import estimate as page
from firsthand.reports.tally import Row

YES, NO = ("yes", "y", "1", "true", "same"), ("no", "n", "0", "false", "different")
REVIEWED = 200
"""Pairs that are put up for review."""


@dataclass(frozen=True)
class Kept:
    """What was estimated, and where it lies. `rows`, `aside` and `persons` are counts; `result` is None for a table given as such."""

    folder: Path
    panel: Panel
    result: Result | None
    proposed: bool
    rows: int = 0
    aside: int = 0
    persons: int = 0
    choices: Choices = field(default_factory=Choices)
    mapping: Fields | None = None
    steps: tuple[str, ...] = ()


def from_lists(
    paths: Sequence[Path], folder: Path, choices: Choices, columns: Path | None = None, plan: Plan | None = None
) -> Kept:
    """Estimate from the lists in `paths`. Raises WrongUse, NoSuchSource, BadSettings, StoreFailed."""
    sheets = [files.sheet(p) for p in paths]
    titles = [p.stem for p in paths]
    if len(set(titles)) < len(titles) or len({s.name for s in sheets}) < len(sheets):
        raise WrongUse(
            "two lists have the same name", "give the files names of their own: they are the names of the lists"
        )
    return from_sheets(sheets, titles, folder, choices, columns, plan=plan)


def from_sheets(
    sheets: Sequence[Sheet],
    titles: Sequence[str],
    folder: Path,
    choices: Choices,
    columns: Path | None = None,
    *,
    flaws: Sequence[Flaw] = (),
    judged: Mapping[tuple[str, str], bool] | None = None,
    plan: Plan | None = None,
) -> Kept:
    """Estimate from lists that were read, called `titles`; `flaws` are what is known to be wrong with them, `judged` decisions on pairs of
    rows by their names, beside those in the folder. Raises what from_lists raises.
    """
    mapping, proposed = _mapping(sheets, folder, columns)
    roll = files.roll(sheets, mapping, titles)
    roll = replace(roll, flaws=(*flaws, *roll.flaws))
    row_of = {called(roll, i): i for i in range(len(roll.lists))}
    told = {(row_of[a], row_of[b]): same for (a, b), same in (judged or {}).items() if a in row_of and b in row_of}
    choices = replace(choices, judged={**told, **_decisions(folder, roll)})
    result = estimate(roll, choices, plan)
    result = replace(result, roll=replace(roll, flaws=(*roll.flaws, *_doubts(result))))
    steps = _steps(sheets, result, choices)
    _keep(folder, sheets, mapping, choices, result, steps)
    return Kept(
        folder=folder,
        panel=result.panel,
        result=result,
        proposed=proposed,
        rows=sum(len(s.rows) for s in sheets),
        aside=len(roll.aside),
        persons=int(result.person.max(initial=-1)) + 1,
        choices=choices,
        mapping=mapping,
        steps=tuple(steps),
    )


def from_table(path: Path, folder: Path, choices: Choices, plan: Plan | None = None) -> Kept:
    """Estimate from a capture table: a column of 0 and 1 for each list, and a column "persons" with the count of each line."""
    captures = read_table(files.sheet(path))
    told = panel(captures, choices.seed, derived=choices.derived, independent=choices.independent, plan=plan)
    steps = [f"The capture table is that of {path.name}.", _modelled(choices)]
    made = now()
    text = page.write(path.stem, told, made=made, version=version(), lists=_of_lists(captures), steps=steps)
    _write(folder, {"estimate.html": text, "estimate.json": _json({"made": made, "version": version(), "panel": told})})
    return Kept(folder=folder, panel=told, result=None, proposed=False, persons=told.documented)


def read_table(sheet: Sheet) -> Captures:
    """The capture table that a sheet holds. Raises WrongUse."""
    folded = [h.casefold() for h in sheet.headings]
    at = next((i for i, h in enumerate(folded) if h in ("persons", "count", "freq", "n")), None)
    names = [h for i, h in enumerate(sheet.headings) if i != at]
    counts: dict[str, int] = {}
    for line, row in enumerate(sheet.rows, 2):
        pattern = "".join(v for i, v in enumerate(row) if i != at)
        try:
            n = int(float(row[at])) if at is not None else 1
        except ValueError:
            raise WrongUse(
                f"line {line} of {sheet.name} has the count {row[at or 0]!r}", "write a whole number"
            ) from None
        counts[pattern] = counts.get(pattern, 0) + n
    return table.table(counts, names)


def _mapping(sheets: Sequence[Sheet], folder: Path, columns: Path | None) -> tuple[Fields, bool]:
    """The mapping that a person gave or that lies in the folder; else a proposed one."""
    path = columns or folder / "columns.toml"
    if columns is None and not path.exists():
        return files.propose(sheets), True
    try:
        return files.read_mapping(path.read_text(encoding="utf-8")), False
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(f"{path} cannot be read: {error}", "give a file of TOML in UTF-8") from error


def _decisions(folder: Path, roll: Roll) -> dict[tuple[int, int], bool]:
    """What people decided about pairs of rows. Raises WrongUse for a line that names no row or decides nothing."""
    path = folder / "decisions.csv"
    if not path.exists():
        return {}
    held = files.sheet(path)
    row_of = {called(roll, i): i for i in range(len(roll.lists))}
    where = {h.casefold(): i for i, h in enumerate(held.headings)}
    if not {"a", "b", "same"} <= set(where):
        raise WrongUse("decisions.csv needs the columns a, b and same", "copy the lines of review.csv and fill in same")
    out = {}
    for line, row in enumerate(held.rows, 2):
        a, b, said = row[where["a"]], row[where["b"]], row[where["same"]].casefold()
        if a not in row_of or b not in row_of or a == b:
            raise WrongUse(f"line {line} of decisions.csv names no two rows: {a}, {b}", "rows are named LIST:LINE")
        if said in YES or said in NO:
            out[(row_of[a], row_of[b])] = said in YES
    return out


# ---- what is kept ----------------------------------------------------------------------------------------------------


def _keep(
    folder: Path, sheets: Sequence[Sheet], mapping: Fields, choices: Choices, result: Result, steps: Sequence[str]
) -> None:
    roll, made = result.roll, now()
    text = page.write(
        ", ".join(roll.names), result.panel, made=made, version=version(), lists=_lists(sheets, result), strata=result.strata,
        by=choices.by, total=result.total, flaws=roll.flaws, steps=steps,
    )  # fmt: skip
    linkage = result.linkage
    held = {
        "made": made,
        "version": version(),
        "lists": [{"name": n, "file": s.name, "sha256": s.digest, "rows": len(s.rows)} for n, s in zip(roll.names, sheets, strict=True)],
        "fields": dict(mapping.fields),
        "choices": {
            "seed": choices.seed, "unique": choices.unique, "derived": dict(choices.derived or {}), "independent": list(choices.independent),
            "by": choices.by, "decisions": len(choices.judged or {}),
        },
        "linkage": {
            "threshold": result.threshold, "expected_f1": linkage.chosen, "blocking_recall": linkage.recall,
            "rules": [{"name": n, "pairs": k} for n, k in linkage.rules], "rules_left_out": list(linkage.left_out),
            "prior_bits": linkage.weights.prior,
            "weights": {a.name: dict(zip(a.levels, linkage.weights.table(i).round(3).tolist(), strict=False)) for i, a in enumerate(linkage.aspects)},
        },
        "captures": result.captures,
        "panel": result.panel,
        "strata": result.strata,
        "strata_together": result.total,
        "flaws": roll.flaws,
    }  # fmt: skip
    pairs = list(near(result))
    queue = [pairs[k] for k in result.linkage.queue(REVIEWED)]
    _write(
        folder,
        {
            "columns.toml": files.write_mapping(mapping),
            "rows.csv": _rows(result),
            "pairs.csv": _csv(("a", "b", "likely", "one_person", "reasons"), pairs),
            "review.csv": _csv(("a", "b", "same", "who", "why", "likely", "reasons"), ((p[0], p[1], "", "", "", p[2], p[4]) for p in queue)),
            "captures.csv": _captures(result.captures),
            "estimate.json": _json(held),
            "estimate.html": text,
        },
    )  # fmt: skip


def called(roll: Roll, i: int) -> str:
    """What a row is called: its list and its line in the file."""
    return f"{roll.names[roll.lists[i]]}:{roll.line[i]}"


def _rows(result: Result) -> str:
    roll = result.roll
    fields = list(roll.columns)
    lines: list[Sequence[object]] = [
        (called(roll, i), int(result.person[i]) + 1, *(roll.columns[f][1][i] or "" for f in fields))
        for i in range(len(roll.lists))
    ]
    lines += [(f"{roll.names[n]}:{line}", "set aside", *[""] * len(fields)) for n, line in roll.aside]
    return _csv(("row", "person", *fields), lines)


def near(result: Result) -> Iterable[tuple[str, str, str, str, str]]:
    """The pairs that came near: the two rows, how likely they are one person, whether they were taken for one, and the reasons."""
    linkage, roll = result.linkage, result.roll
    first = np.unique(result.place, return_index=True)[1]
    for k in range(len(linkage.left)):
        i, j = int(first[linkage.left[k]]), int(first[linkage.right[k]])
        one = "yes" if result.person[i] == result.person[j] else "no"
        reasons = "; ".join(f"{r.aspect}: {r.level} {r.bits:+.1f}" for r in linkage.why(k))
        yield called(roll, i), called(roll, j), f"{linkage.share[k]:.4f}", one, reasons


def _captures(captures: Captures) -> str:
    return _csv((*captures.lists, "persons"), ((*pattern, n) for pattern, n in sorted(captures.counts.items())))


def _lists(sheets: Sequence[Sheet], result: Result) -> list[Row]:
    aside = Counter(n for n, _ in result.roll.aside)
    return [
        Row(name, f"{len(s.rows):,}", f"{aside[i]:,}", f"{table.on_lists(result.captures, [name]):,}")
        for i, (name, s) in enumerate(zip(result.roll.names, sheets, strict=True))
    ]


def _of_lists(captures: Captures) -> list[Row]:
    return [Row(name, "", "", f"{table.on_lists(captures, [name]):,}") for name in captures.lists]


def _steps(sheets: Sequence[Sheet], result: Result, choices: Choices) -> list[str]:
    linkage, rows = result.linkage, sum(len(s.rows) for s in sheets)
    persons = int(result.person.max(initial=-1)) + 1
    chosen = (
        "set by hand" if choices.threshold is not None else f"chosen without labels; expected F1 {linkage.chosen:.3f}"
    )
    return [
        f"{rows:,} rows were read from {len(sheets)} lists; {len(result.roll.aside):,} say nothing and were set aside; the other "
        f"{rows - len(result.roll.aside):,} are rows of {persons:,} persons.",
        f"{len(linkage.rules)} blocking rules brought {sum(n for _, n in linkage.rules):,} pairs together; {_found(linkage.recall)} "
        f"{len(linkage.left_out)} rules would have brought too many and were left out.",
        f"{len(linkage.share):,} pairs came near; rows are one person from a mean likelihood of {result.threshold:.2f} on ({chosen}).",
        f"{len(choices.judged or {}):,} decisions of people on pairs were kept to.",
        _modelled(choices),
    ]


def _doubts(result: Result) -> list[Flaw]:
    """What is told where the linkage itself expects to be wrong often."""
    chosen = result.linkage.chosen
    if not len(result.linkage.share) or chosen >= DOUBTFUL:
        return []
    message = (
        f"these lists share hardly anybody, or the columns tell too little of who a person is: at the best threshold the linkage "
        f"expects an F1 of {chosen:.2f}; pairs under {SURE} were not joined"
    )
    return [
        flaw(
            files.STAGE,
            "doubtful-linkage",
            message,
            cure="map more columns (birth date, father's name), and decide the pairs in review.csv",
        )
    ]


def _found(recall: float | None) -> str:
    if recall is None:
        return "how much of the pairs of one person they find cannot be measured from these columns."
    return f"they find at least {recall:.1%} of the pairs of one person, judged by the sure ones."


def _modelled(choices: Choices) -> str:
    parts = [f"The models were run with the seed {choices.seed}."]
    for name, of in (choices.derived or {}).items():
        parts.append(f"{name} was declared to be compiled from {', '.join(of)}.")
    if choices.independent:
        parts.append(f"Declared to be made independently: {', '.join(choices.independent)}.")
    return " ".join(parts)


def _csv(headings: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    out: list[str] = []
    writer = csv.writer(_Sink(out), lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(tuple(_plain(v) for v in line) for line in lines)
    return "".join(out)


def _plain(value: object) -> object:
    """A spreadsheet must not take what stands in a list for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "@", "\t", "\r") else value


class _Sink:
    def __init__(self, out: list[str]) -> None:
        self.write = out.append


def _json(held: Mapping[str, object]) -> str:
    return msgspec.json.format(msgspec.json.encode(held), indent=1).decode() + "\n"


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise StoreFailed(
            f"{folder} cannot be written: {error.strerror or error}", "name a folder that you may write to"
        ) from error


def now() -> str:
    """The time, to the second, with its zone."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def version() -> str:
    """The program's version."""
    return metadata.version("firsthand")
