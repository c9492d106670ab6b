"""What is compared of two persons, field by field, in levels: from "differs" (0) up to "the same" (the highest); -1 where one side is silent.

What is not known speaks neither for nor against. Levels are computed once for each two values, however many pairs of persons have them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from firsthand import dates
from firsthand.errors import WrongUse
from firsthand.estimates import names

Kind = Literal["name", "date", "number", "category", "text", "code"]
Wholes = NDArray[np.int64]
Levels = NDArray[np.int8]

KINDS: tuple[Kind, ...] = ("name", "date", "number", "category", "text", "code")
SAME = ("differs", "same")
SPELLING = ("differs", "resembles", "nearly the same", "same")
PARTS = ("differs", "resembles", "parts are missing", "nearly the same", "same")
DAYS = ("differs", "same year", "a digit or the order differs", "same")
NUMBERS = ("differs", "up to 3 apart", "1 apart", "same")
CODES = ("differs", "a sign differs", "same")


@dataclass(frozen=True)
class Aspect:
    """One thing that is compared: its `name`, each row's value as a place in `values` (-1: not known), what its levels are called.

    `keys` are what rows are brought together by: for each value a few coarse forms of it. `field` is the column that it is of.
    """

    name: str
    field: str
    codes: Wholes
    values: tuple[str, ...]
    levels: tuple[str, ...]
    compare: Callable[[Sequence[str], Sequence[str]], Levels]
    keys: tuple[Callable[[str], str], ...] = ()

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """How common each value is among the rows that have one."""
        held = self.codes[self.codes >= 0]
        counts = np.bincount(held, minlength=len(self.values)).astype(float)
        return counts / max(len(held), 1)

    def level(self, left: Wholes, right: Wholes) -> Levels:
        """The level of each pair of rows."""
        a, b = self.codes[left], self.codes[right]
        out = np.full(len(left), -1, dtype=np.int8)
        top = len(self.levels) - 1
        known = (a >= 0) & (b >= 0)
        same = known & (a == b)
        out[same] = top
        rest = np.flatnonzero(known & ~same)
        low, high = np.minimum(a[rest], b[rest]), np.maximum(a[rest], b[rest])
        packed, back = np.unique(low * len(self.values) + high, return_inverse=True)
        first, second = packed // len(self.values), packed % len(self.values)
        found = self.compare([self.values[i] for i in first.tolist()], [self.values[i] for i in second.tolist()])
        out[rest] = found[back]
        return out


def aspects(name: str, kind: Kind, values: Sequence[str | None]) -> tuple[Aspect, ...]:
    """What is compared of the column `name`. A column of names of several parts gives two: the first part, and the rest."""
    if kind == "name":
        return _of_names(name, values)
    reader = {"date": _day, "number": _number, "category": _plain, "text": _words, "code": _code}.get(kind)
    if reader is None:
        raise WrongUse(f"{kind!r} is no kind of column", f"the kinds are: {', '.join(KINDS)}")
    codes, held = _encode([reader(v) if v else None for v in values])
    levels, compare, keys = {
        "date": (DAYS, _compare_days, (str, lambda v: v[:7] if len(v) >= 7 else "")),
        "number": (NUMBERS, _compare_numbers, (str,)),
        "category": (SAME, lambda a, _: np.zeros(len(a), dtype=np.int8), ()),
        "text": (SPELLING, _compare_spelling, (str,)),
        "code": (CODES, _compare_codes, (str,)),
    }[kind]
    return (Aspect(name, name, codes, held, levels, compare, keys),)


def _of_names(name: str, values: Sequence[str | None]) -> tuple[Aspect, ...]:
    known: dict[str, names.Name] = {}
    read = [known.setdefault(v, names.read(v)) if v and v in known else _remember(known, v) for v in values]
    parts = [len(n.parts) for n in known.values() if n.parts]
    if not parts or float(np.median(parts)) < 2:
        codes, held = _encode([n.whole or None if n else None for n in read])
        return (Aspect(name, name, codes, held, SPELLING, _compare_spelling, (str, names.sound)),)
    first, firsts = _encode([n.parts[0] if n and n.parts else None for n in read])
    rest, rests = _encode([" ".join(n.parts[1:]) or None if n else None for n in read])
    return (
        Aspect(f"{name}: first part", name, first, firsts, SPELLING, _compare_spelling, (names.sound,)),
        Aspect(f"{name}: rest", name, rest, rests, PARTS, _compare_parts, (_last, _next, _sounds)),
    )


def _remember(known: dict[str, names.Name], value: str | None) -> names.Name | None:
    if not value:
        return None
    known[value] = names.read(value)
    return known[value]


def _encode(values: Sequence[str | None]) -> tuple[Wholes, tuple[str, ...]]:
    places: dict[str, int] = {}
    codes = np.fromiter((-1 if not v else places.setdefault(v, len(places)) for v in values), np.int64, len(values))
    return codes, tuple(places)


# ---- reading values --------------------------------------------------------------------------------------------------


def _day(value: str) -> str | None:
    """A date as ISO 8601 at its own precision, such as 1987 or 1987-03; eight digits as they stand where the calendar has no such day."""
    period = dates.published(value)
    if period is not None:
        return str(period).partition("/")[0]
    digits = "".join(c for c in value if c.isdigit())
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else None


def _number(value: str) -> str | None:
    try:
        return str(int(float(value.replace(",", "."))))
    except (ValueError, OverflowError):
        return None


def _plain(value: str) -> str | None:
    return " ".join(names.fold(value).split()) or None


def _words(value: str) -> str | None:
    return " ".join(names.WORD.findall(names.fold(value))) or _plain(value)


def _code(value: str) -> str | None:
    return "".join(c for c in value.casefold() if c.isalnum()) or None


# ---- keys ------------------------------------------------------------------------------------------------------------


def _last(rest: str) -> str:
    return names.sound(rest.rpartition(" ")[2])


def _next(rest: str) -> str:
    return names.sound(rest.partition(" ")[0])


def _sounds(rest: str) -> str:
    return "".join(names.sound(p) for p in rest.split())


# ---- comparing values that are not the same --------------------------------------------------------------------------


def _compare_spelling(a: Sequence[str], b: Sequence[str]) -> Levels:
    likeness = cpdist(a, b, scorer=JaroWinkler.similarity, dtype=np.float32)
    edits = cpdist(a, b, scorer=DamerauLevenshtein.distance, dtype=np.int32)
    out = np.where((likeness >= 0.92) | (edits <= 1), 2, np.where(likeness >= 0.84, 1, 0)).astype(np.int8)
    _across(out, a, b, 2)
    short = np.fromiter((min(len(x), len(y)) for x, y in zip(a, b, strict=True)), np.int64, len(a))
    out[(short <= 2) & (out == 2)] = 1
    return out


def _compare_parts(a: Sequence[str], b: Sequence[str]) -> Levels:
    likeness = cpdist(
        [x.replace(" ", "") for x in a],
        [x.replace(" ", "") for x in b],
        scorer=Levenshtein.normalized_similarity,
        dtype=np.float32,
    )
    out = np.where(likeness >= 0.8, 3, np.where(likeness >= 0.62, 1, 0)).astype(np.int8)
    for i in np.flatnonzero(likeness < 0.8).tolist():
        x, y = a[i].split(), b[i].split()
        if sorted(x) == sorted(y):
            out[i] = 3
        elif len(x) != len(y) and _within(x, y):
            out[i] = 2
    _across(out, a, b, 3)
    return out


def _within(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether the shorter name's parts all stand in the longer one, in order."""
    few, many = sorted((x, y), key=len)
    left = iter(many)
    return all(any(part == other for other in left) for part in few)


def _across(out: Levels, a: Sequence[str], b: Sequence[str], level: int) -> None:
    """Names in two scripts are compared by how they sound."""
    for i in np.flatnonzero(out == 0).tolist():
        x, y = a[i], b[i]
        if x[:1].isascii() == y[:1].isascii():
            continue
        one, two = "".join(map(names.sound, x.split())), "".join(map(names.sound, y.split()))
        alike = Levenshtein.normalized_similarity(one, two)
        out[i] = level if alike >= 0.8 else 1 if alike >= 0.6 else 0


def _compare_days(a: Sequence[str], b: Sequence[str]) -> Levels:
    out = np.zeros(len(a), dtype=np.int8)
    for i, (x, y) in enumerate(zip(a, b, strict=True)):
        short = min(len(x), len(y))
        if short < 10:
            out[i] = 2 if x[:short] == y[:short] and short > 4 else 1 if x[:4] == y[:4] else 0
        elif DamerauLevenshtein.distance(x, y) <= 1 or (x[:4] == y[:4] and (x[5:7], x[8:]) == (y[8:], y[5:7])):
            out[i] = 2
        elif x[:4] == y[:4]:
            out[i] = 1
    return out


def _compare_numbers(a: Sequence[str], b: Sequence[str]) -> Levels:
    apart = np.abs(np.array(a, dtype=float) - np.array(b, dtype=float))
    return np.where(apart <= 1, 2, np.where(apart <= 3, 1, 0)).astype(np.int8)


def _compare_codes(a: Sequence[str], b: Sequence[str]) -> Levels:
    edits = cpdist(a, b, scorer=DamerauLevenshtein.distance, dtype=np.int32)
    short = np.fromiter((min(len(x), len(y)) for x, y in zip(a, b, strict=True)), np.int64, len(a))
    return np.where((edits <= 1) & (short >= 4), 1, 0).astype(np.int8)
