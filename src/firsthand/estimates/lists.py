"""Lists of persons as people keep them: CSV or XLSX, each with its own headings. Which column is what is proposed, kept in a file, and changed by hand.

The mapping is TOML: what the fields are, and which column of which list each of them is::

    [fields]
    name = "name"
    born = "date"

    [lists."police.csv"]
    name = "Full name"
    born = "DOB"

The kinds are name, date, number, category, text and code. A field may be missing from a list; what it would say is then unknown.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook

from firsthand import dates
from firsthand.errors import BadSettings, NoSuchSource, WrongUse
from firsthand.estimates import names
from firsthand.estimates.fields import KINDS, Kind
from firsthand.flaws import Flaw, flaw
from firsthand.vocabulary.terms import load

STAGE = "estimate"
MOST_FIELDS = 12
"""Fields that are proposed at most; a table of 200 columns says who a person is in few of them."""
FEW = 12
"""So many different values at most make a column a category."""
MOSTLY = 0.8
"""A column is of a kind when so much of what it holds can be read as one."""


@dataclass(frozen=True)
class Sheet:
    """One file: its `name`, the digest of its bytes, its headings, and its rows as text ("" where a cell is empty).

    Of a table in a document's text `places` says where each row stands (start, end in code points).
    """

    name: str
    digest: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Fields:
    """What the fields are, and which column of which list each is (`lists[list][field]`)."""

    fields: Mapping[str, Kind]
    lists: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Roll:
    """All rows of all lists under one set of fields. `lists` gives each row's list (a place in `names`), `line` its line in the file.

    `aside` are rows (list, line) that say nothing in any field: they are counted, and no person is made of them.
    """

    names: tuple[str, ...]
    columns: Mapping[str, tuple[Kind, list[str | None]]]
    lists: tuple[int, ...]
    line: tuple[int, ...]
    aside: tuple[tuple[int, int], ...]
    flaws: tuple[Flaw, ...]


def sheet(path: Path) -> Sheet:
    """The table in a CSV, TSV or XLSX (XLS, ODS) file: its first sheet. Raises NoSuchSource and WrongUse."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoSuchSource(f"{path} cannot be read: {error.strerror or error}", "check the path") from error
    digest = hashlib.sha256(data).hexdigest()
    rows = _book(path) if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else _separated(data, path)
    rows = [r for r in rows if any(c.strip() for c in r)]
    if len(rows) < 2:
        raise WrongUse(f"{path.name} holds no table: a line of headings and a line for each person", "check the file")
    return headed(path.name, digest, rows)


def headed(name: str, digest: str, rows: Sequence[Sequence[str]]) -> Sheet:
    """The sheet of these rows, the first of them its headings; every row gets as many cells as the longest."""
    headings = _headings(rows[0], max(map(len, rows)))
    filled = tuple(tuple(c.strip() for c in (*r, *[""] * (len(headings) - len(r)))) for r in rows[1:])
    return Sheet(name=name, digest=digest, headings=headings, rows=filled)


def _headings(first: Sequence[str], width: int) -> tuple[str, ...]:
    """Every column has a heading of its own; one without gets its number."""
    out: list[str] = []
    for i in range(width):
        told = " ".join((first[i] if i < len(first) else "").split()) or f"column {i + 1}"
        out.append(told if told not in out else f"{told} ({i + 1})")
    return tuple(out)


def _book(path: Path) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        cells = book.get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError, OSError) as error:
        raise WrongUse(f"{path.name} cannot be read as a workbook: {error}", "save it as CSV or XLSX") from error
    return [[_cell(c) for c in row] for row in cells]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return "" if value is None else str(value)


def _separated(data: bytes, path: Path) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        if best is None:
            raise WrongUse(f"{path.name} is no table of text", "save it as CSV in UTF-8, or as XLSX") from None
        text = str(best)
    if "\x00" in text:
        raise WrongUse(f"{path.name} is no table of text", "save it as CSV in UTF-8, or as XLSX")
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    csv.field_size_limit(1 << 24)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise WrongUse(f"{path.name} is no table: {error}", "check the file") from error


# ---- which column is what --------------------------------------------------------------------------------------------


def read_mapping(text: str) -> Fields:
    """The mapping in a TOML file. Raises BadSettings."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"the mapping of columns is no TOML: {error}", "see docs/how-to/estimate.md") from error
    fields, lists = held.get("fields", {}), held.get("lists", {})
    if not isinstance(fields, dict) or not isinstance(lists, dict) or not fields:
        raise BadSettings("the mapping has no [fields]", "see docs/how-to/estimate.md")
    for field, kind in fields.items():
        if kind not in KINDS:
            raise BadSettings(f"{field} has the kind {kind!r}", f"the kinds are: {', '.join(KINDS)}")
    for name, columns in lists.items():
        if not isinstance(columns, dict) or not all(isinstance(c, str) for c in columns.values()):
            raise BadSettings(f"the mapping of {name} is no table of columns", "see docs/how-to/estimate.md")
        for field in columns:
            if field not in fields:
                raise BadSettings(
                    f"{name} maps {field}, which is not among the [fields]", "name it there with its kind"
                )
    return Fields(fields=cast("dict[str, Kind]", fields), lists=lists)


def write_mapping(mapping: Fields) -> str:
    """The mapping as TOML."""
    out = ["[fields]", *(f"{_quoted(f)} = {_quoted(k)}" for f, k in mapping.fields.items())]
    for name, columns in mapping.lists.items():
        out += ["", f"[lists.{_quoted(name)}]", *(f"{_quoted(f)} = {_quoted(c)}" for f, c in columns.items())]
    return "\n".join(out) + "\n"


def _quoted(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in plain) + '"'


def propose(sheets: Sequence[Sheet]) -> Fields:
    """A mapping from headings and contents: what at least two lists have, under one heading or a known word for the same.

    Raises WrongUse where nothing in common tells who a person is.
    """
    found: dict[str, dict[str, str]] = {}
    kinds: dict[str, list[Kind]] = {}
    for s in sheets:
        for i, heading in enumerate(s.headings):
            values = [r[i] for r in s.rows[:2000] if r[i]]
            field, kind = known(heading)
            kind = kind if kind and (kind != "date" or _share(values, _is_date) >= MOSTLY) else _guess(values)
            if kind is None or (field in found and s.name in found[field]):
                continue
            found.setdefault(field, {})[s.name] = heading
            kinds.setdefault(field, []).append(kind)
    least = min(2, len(sheets))
    order = sorted(
        (f for f in found if len(found[f]) >= least), key=lambda f: (-len(found[f]), KINDS.index(kinds[f][0]))
    )
    chosen = order[:MOST_FIELDS]
    telling = [f for f in chosen if kinds[f][0] in ("name", "date", "code", "text")]
    if not telling:
        raise WrongUse(
            "no column that tells who a person is was found in two lists: the headings do not match",
            "say which column is what in a mapping: firsthand estimate --columns FILE (docs/how-to/estimate.md)",
        )
    of = {s.name: {f: found[f][s.name] for f in chosen if s.name in found[f]} for s in sheets}
    return Fields(fields={f: Counter(kinds[f]).most_common(1)[0][0] for f in chosen}, lists=of)


def known(heading: str) -> tuple[str, Kind | None]:
    """The field that a heading is a known word for, with its kind; else the heading itself."""
    told = " ".join(names.WORD.findall(names.fold(heading)))
    for field, held in load("columns").items():
        if told in held["headings"]:
            return field, cast("Kind", held["kind"])
    return told or heading.casefold(), None


def _guess(values: Sequence[str]) -> Kind | None:
    if not values:
        return None
    if _share(values, _is_date) >= MOSTLY and _share(values, str.isdigit) < MOSTLY:
        return "date"
    if len(set(values)) <= FEW and len(values) > 2 * FEW:
        return "category"
    if _share(values, lambda v: v.replace(".", "", 1).isdigit()) >= MOSTLY:
        return "number" if max(map(len, values)) <= 4 else "code"
    if _share(values, lambda v: any(c.isdigit() for c in v)) >= MOSTLY:
        return "code"
    return "text"


def _share(values: Sequence[str], test: object) -> float:
    return sum(bool(test(v)) for v in values) / len(values) if values and callable(test) else 0.0


def _is_date(value: str) -> bool:
    return dates.published(value) is not None


# ---- one set of fields -----------------------------------------------------------------------------------------------


def roll(sheets: Sequence[Sheet], mapping: Fields, titles: Sequence[str] = ()) -> Roll:
    """The rows of all lists under the mapping's fields. Raises WrongUse for a column that a list does not have.

    `titles` are what the lists are called in the results; their file names if not given.
    """
    columns: dict[str, tuple[Kind, list[str | None]]] = {f: (k, []) for f, k in mapping.fields.items()}
    lists, line, aside, flaws = [], [], [], []
    for number, s in enumerate(sheets):
        where = _places(s, mapping)
        if not where:
            cure = f'add [lists."{s.name}"] with its columns, or take columns.toml away to have it proposed anew'
            raise WrongUse(f"the mapping says nothing of {s.name}", cure)
        for i, row in enumerate(s.rows):
            values = {f: row[at] or None for f, at in where.items()}
            if not any(values.values()):
                aside.append((number, i + 2))
                continue
            for field, (_, held) in columns.items():
                held.append(values.get(field))
            lists.append(number)
            line.append(i + 2)
        flaws += list(_unreadable(s, mapping, where))
    if aside:
        by = Counter(sheets[n].name for n, _ in aside)
        flaws += [
            flaw(
                STAGE,
                "empty-row",
                f"{n} rows of {name} say nothing in any field and are set aside",
                name=name,
                cure="fill them, or leave them out",
            )
            for name, n in by.items()
        ]
    return Roll(
        names=tuple(titles) or tuple(s.name for s in sheets),
        columns=columns,
        lists=tuple(lists),
        line=tuple(line),
        aside=tuple(aside),
        flaws=tuple(flaws),
    )


def _places(s: Sheet, mapping: Fields) -> dict[str, int]:
    out = {}
    for field, heading in mapping.lists.get(s.name, {}).items():
        if heading not in s.headings:
            shown = ", ".join(s.headings[:20]) + (" …" if len(s.headings) > 20 else "")
            raise WrongUse(f"{s.name} has no column {heading!r}", f"its columns are: {shown}")
        out[field] = s.headings.index(heading)
    return out


def _unreadable(s: Sheet, mapping: Fields, where: Mapping[str, int]) -> Iterable[Flaw]:
    """Values that are not of their field's kind: they count as not known, and that is said."""
    for field, at in where.items():
        kind = mapping.fields[field]
        if kind not in ("date", "number"):
            continue
        wrong = [(i + 2, r[at]) for i, r in enumerate(s.rows) if r[at] and not _readable(kind, r[at])]
        if wrong:
            line, value = wrong[0]
            yield flaw(
                STAGE, f"no-{kind}", f"{len(wrong)} values of {field} in {s.name} are no {kind} (line {line}: {value[:40]!r}); they count as not known",
                name=s.name, cure=f"write them as a {kind}, or map the column as text",
            )  # fmt: skip


def _readable(kind: str, value: str) -> bool:
    if kind == "date":
        return _is_date(value) or sum(c.isdigit() for c in value) == 8
    return value.replace(",", ".").replace(".", "", 1).lstrip("-").isdigit()
