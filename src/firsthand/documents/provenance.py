"""Take over what other tools noted of how files were come by: a table or an export that lies with the files and names them.

That is an Auto Archiver folder (its `db.csv`, or the sheet that it fills), any list of URLs with local files (CSV, TSV), or an export of
FollowTheMoney entities (JSON lines) with the files of its documents. A row tells of a file if one of its cells, or a quoted word in one, is the
file's path from the table's folder, or its name where only one file has it; an entity, if its `fileName` is that, or its `contentHash` a part of it.
What is taken over is what the row or the entity says, and which table said it; nothing is fetched and nothing is checked against the web.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from firsthand.documents.draft import fit

LARGEST = 20_000_000
"""Bytes above which a table is not looked through."""
ROWS = 200_000
COLUMNS = 200
"""Columns of a table that are looked through."""
LONGEST = 2000
"""Characters of a row that are taken over as context."""

HASHED = "said_digest"
"""Under this name stands the digest that a file has by the account of the tool that collected it (see `collect`)."""

_URL = re.compile(r"https?://[^\s'\"<>,;\]\)}]+")
_NAMED = re.compile(r"['\"](?:url|link|_?original_url)['\"]\s*:\s*['\"](https?://[^'\"]+)['\"]", re.I)
_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ijson", ".ftm")
_ADDRESS = re.compile(r"url|link|address|source|href", re.I)
_WHEN = re.compile(r"date|time|archived|captured|collected|when", re.I)
_ARCHIVER = ["status", "metadata", "media"]
"""The columns of the table that Auto Archiver writes (its csv_db); the last two as Python shows dictionaries."""
_DATED = re.compile(
    r"'(_processed_at|timestamp)': (?:datetime\.datetime\((\d+(?:, \d+){2,6})(?:, tzinfo=(?:datetime\.timezone\.utc|\w+\(\)))?\)|'([^']{4,40})')"
)
_TITLE = re.compile(r"""'title': (?:'([^'\n]{1,300})'|"([^"\n]{1,300})")""")
_MEDIUM = re.compile(r"(?='filename': )")
_HASH = re.compile(r"'hash': '(SHA-?(?:256|512|1)):([0-9a-fA-F]{40,128})'")
_QUOTED = re.compile(r"['\"]([^'\"\n]{1,400})['\"]")

KEPT = (
    "sourceUrl", "fileName", "contentHash", "title", "author", "publisher", "publishedAt", "authoredAt", "retrievedAt", "date", "language",
    "crawler", "mimeType", "messageId", "subject", "sender", "generator",
)  # fmt: skip
"""Properties of a FollowTheMoney entity that tell where it came from."""

_DIGEST = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def provenance(files: Iterable[Path]) -> dict[Path, dict[str, str]]:
    """For each of `files` of which a table among them tells: `address`, `found` (when, as the table writes it), `context`, the table (`metadata`), and
    what else of custody.FIELDS it says."""
    known = list(files)
    told: dict[Path, dict[str, str]] = {}
    tables = [f for f in known if f.suffix.lower() in _TABLES]
    beside = _beside(known, {t.parent for t in tables})
    indexes = {folder: Index(inside, folder) for folder, inside in beside.items()}
    for table in tables:
        tells = _entities if table.suffix.lower() not in (".csv", ".tsv") else _rows
        for file, details in tells(table, indexes[table.parent]):
            if file != table:
                told.setdefault(file, details)
    return told


def _beside(files: Iterable[Path], folders: Collection[Path]) -> dict[Path, list[Path]]:
    """For each of `folders` the files in it and below it."""
    inside: defaultdict[Path, list[Path]] = defaultdict(list)
    above: dict[Path, list[Path]] = {}
    for file in files if folders else ():
        folder = file.parent
        if folder not in above:
            above[folder] = [f for f in (folder, *folder.parents) if f in folders]
        for f in above[folder]:
            inside[f].append(file)
    return inside


class Index:
    """The files below a folder: by their paths from it, by their names where only one has it, by the digest that one is named by. Made
    when first asked for, once for all tables of the folder."""

    def __init__(self, files: list[Path], folder: Path) -> None:
        self.files = files
        self.folder = folder

    @cached_property
    def named(self) -> dict[str, Path]:
        """By path and by name."""
        index: dict[str, Path] = {}
        names: defaultdict[str, list[Path]] = defaultdict(list)
        for file in self.files:
            index[file.relative_to(self.folder).as_posix()] = file
            names[file.name].append(file)
        for name, several in names.items():
            if len(several) == 1:
                index.setdefault(name, several[0])
        return index

    @cached_property
    def hashed(self) -> dict[str, Path]:
        """By a part of the path that is a digest."""
        return {part: file for file in self.files for part in (*file.parts, file.stem) if _DIGEST.fullmatch(part)}


def _rows(table: Path, index: Index) -> Iterator[tuple[Path, dict[str, str]]]:
    try:
        if table.stat().st_size > LARGEST:
            return
        with table.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            csv.field_size_limit(LARGEST)
            rows = csv.reader(stream, delimiter="\t" if table.suffix.lower() == ".tsv" else ",")
            header = [h.strip() for h in next(rows, [])]
            if header == _ARCHIVER:
                yield from _archived(rows, index, table)
                return
            for _, row in zip(range(ROWS), rows, strict=False):
                files = {index.named[name] for cell in row[:COLUMNS] for name in _names(cell) if name in index.named}
                if files and (address := _address(header, row)):
                    for file in files:
                        yield file, _details(header, row, address, table)
    except (OSError, csv.Error):
        return


def _archived(rows: Iterable[list[str]], index: Index, table: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """The files of which the rows of Auto Archiver tell, each with what the row and its own part of it say."""
    for _, row in zip(range(ROWS), rows, strict=False):
        status, about, media = (*row, "", "", "")[:3]
        address = _NAMED.search(about)
        times = {m[1]: _moment(m[2]) if m[2] else m[3] for m in _DATED.finditer(about)}
        title = _TITLE.search(about)
        details = {
            "address": address[1] if address else "",
            "found": times.get("_processed_at", ""),
            "collected_with": f"Auto Archiver ({status.partition(':')[0].strip()[:100]})",
            "posted": times.get("timestamp", ""),
            "context": (title[1] or title[2]) if title else "",
            "metadata": f"a row of {table.name}",
        }
        for medium in _MEDIUM.split(media)[1:]:
            said = _HASH.search(medium)
            hashed = {HASHED: f"{said[1]}:{said[2].lower()}"} if said else {}
            for file in {index.named[name] for name in _names(medium) if name in index.named}:
                yield file, {k: fit(v)[:LONGEST] for k, v in {**details, **hashed}.items() if v}


def _moment(numbers: str) -> str:
    """A moment as Python shows it, as ISO 8601; Auto Archiver's are in UTC."""
    n = [int(x) for x in numbers.split(", ")] + [0] * 3
    return f"{n[0]:04}-{n[1]:02}-{n[2]:02}T{n[3]:02}:{n[4]:02}:{n[5]:02}+00:00"


def _entities(table: Path, index: Index) -> Iterator[tuple[Path, dict[str, str]]]:
    """The files of which an export of FollowTheMoney entities tells."""
    try:
        if table.stat().st_size > LARGEST:
            return
        with table.open("rb") as stream:
            for _, line in zip(range(ROWS), stream, strict=False):
                said = provenance_of(line)
                if not said:
                    continue
                names = [*said.get("fileName", "").split("; "), said.get("contentHash", "")]
                for file in {index.named.get(n) or index.hashed.get(n) for n in names if n} - {None}:
                    if file:
                        yield file, _of_entity(said, table)
    except OSError:
        return


def provenance_of(line: bytes) -> dict[str, str]:
    """What an entity, a line of an export, says of itself; nothing where the line is none."""
    try:
        entity = json.loads(line)
        properties = entity["properties"]
        said = {k: "; ".join(map(str, v if isinstance(v, list) else [v])) for k, v in properties.items() if k in KEPT}
        return {**said, "entity": str(entity["id"]), "schema": str(entity["schema"])} if said else {}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _of_entity(said: Mapping[str, str], table: Path) -> dict[str, str]:
    details = {k: fit(v)[:LONGEST] for k, v in said.items() if v}
    if digest := details.pop("contentHash", ""):
        details[HASHED] = f"SHA-1:{digest.lower()}" if len(digest) == 40 else f"SHA-256:{digest.lower()}"
    return {**details, "metadata": f"an entity of {fit(table.name)}"}


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
