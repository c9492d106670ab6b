"""Take over what other tools noted of how files were come by: a table (CSV) that lies with the files and names them beside their URLs.

So are an Auto Archiver folder (its `db.csv`, or the sheet that it fills) and any list of URLs with local files. A row tells of a file
if one of its cells, or a quoted word in one, is the file's path from the table's folder, or its name where only one file has it.
What is taken over is what the row says, and which table said it; nothing is fetched and nothing is checked against the web.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from firsthand.documents.draft import fit

LARGEST = 20_000_000
"""Bytes above which a table is not looked through."""
ROWS = 200_000
LONGEST = 2000
"""Characters of a row that are taken over as context."""

_URL = re.compile(r"https?://[^\s'\"<>,;\]\)}]+")
_NAMED = re.compile(r"['\"](?:url|link|_?original_url)['\"]\s*:\s*['\"](https?://[^'\"]+)['\"]", re.I)
_ADDRESS = re.compile(r"url|link|address|source|href", re.I)
_WHEN = re.compile(r"date|time|archived|captured|collected|when", re.I)
_QUOTED = re.compile(r"['\"]([^'\"\n]{1,400})['\"]")


def provenance(files: Iterable[Path]) -> dict[Path, dict[str, str]]:
    """For each of `files` of which a table among them tells: `address`, `found` (when, as the table writes it), `context`, and the table (`metadata`)."""
    known = list(files)
    told: dict[Path, dict[str, str]] = {}
    for table in (f for f in known if f.suffix.lower() in (".csv", ".tsv")):
        beside = [f for f in known if f != table and table.parent in f.parents]
        if beside:
            for file, details in _rows(table, _index(beside, table.parent)):
                told.setdefault(file, details)
    return told


def _index(files: list[Path], folder: Path) -> dict[str, Path]:
    """The files by their paths from `folder`, and by their names where only one has it."""
    index: dict[str, Path] = {}
    names: defaultdict[str, list[Path]] = defaultdict(list)
    for file in files:
        index[file.relative_to(folder).as_posix()] = file
        names[file.name].append(file)
    for name, several in names.items():
        if len(several) == 1:
            index.setdefault(name, several[0])
    return index


def _rows(table: Path, index: Mapping[str, Path]) -> Iterator[tuple[Path, dict[str, str]]]:
    try:
        if table.stat().st_size > LARGEST:
            return
        with table.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            rows = csv.reader(stream, delimiter="\t" if table.suffix.lower() == ".tsv" else ",")
            header = [h.strip() for h in next(rows, [])]
            for _, row in zip(range(ROWS), rows, strict=False):
                files = {index[name] for cell in row for name in _names(cell) if name in index}
                if files and (address := _address(header, row)):
                    for file in files:
                        yield file, _details(header, row, address, table)
    except (OSError, csv.Error):
        return


def _names(cell: str) -> Iterator[str]:
    """What in a cell can be the name of a file: the whole, its words in quotes, and the last part of each if it is a path."""
    for words in (cell.strip(), *_QUOTED.findall(cell)):
        if words and not words.startswith(("http://", "https://")):
            path = PurePosixPath(words.replace("\\", "/"))
            yield path.as_posix().removeprefix("./")
            yield path.name


def _address(header: list[str], row: list[str]) -> str:
    """The URL that the row gives: in a column that is named so, or marked as such in a cell; else the only one."""
    named = _NAMED.search(" ".join(row))
    if named:
        return named[1]
    for name, cell in zip(header, row, strict=False):
        if _ADDRESS.search(name) and (m := _URL.match(cell.strip())):
            return m[0]
    urls = {m for cell in row for m in _URL.findall(cell)}
    return urls.pop() if len(urls) == 1 else ""


def _details(header: list[str], row: list[str], address: str, table: Path) -> dict[str, str]:
    cells = [(n, " ".join(fit(c).split())) for n, c in zip(header, row, strict=False) if c.strip()]
    when = next((c for n, c in cells if _WHEN.search(n) and any(d.isdigit() for d in c) and len(c) < 60), "")
    context = "; ".join(f"{n}: {c}" for n, c in cells)[:LONGEST]
    details = {
        "address": fit(address)[:LONGEST],
        "found": when,
        "context": context,
        "metadata": f"a row of {fit(table.name)}",
    }
    return {k: v for k, v in details.items() if v}
