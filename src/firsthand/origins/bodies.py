"""Intergovernmental bodies and those who lead them, found in a text by their names, acronyms and titles.

The list is data (`language/en/speakers.toml`). Read from the text, not from mentions: such names are longer than what a
parser takes for one name ("the Office of the … High Commissioner for …").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from firsthand.language import lexicon


@dataclass(frozen=True)
class Body:
    """A body: `role` "family" is the whole of which others are part, "office" writes and speaks, "organ" meets and votes."""

    id: str
    name: str
    role: str
    part_of: str | None


@dataclass(frozen=True)
class Named:
    """At `start`:`end` a text names `body`, or (`head`) the one who leads it."""

    start: int
    end: int
    body: str
    head: bool


@cache
def bodies(language: str = "en") -> Mapping[str, Body]:
    """All bodies by id."""
    rows = lexicon.load(language, "speakers")["bodies"]
    return {r["id"]: Body(r["id"], r["name"], r["role"], r.get("part_of")) for r in rows}


def family(body: str) -> str | None:
    """The whole of which `body` is part."""
    found = bodies().get(body)
    return found.part_of if found is not None else None


@cache
def wholes() -> tuple[Body, ...]:
    """The bodies of which others are part."""
    return tuple(b for b in bodies().values() if b.role == "family")


def _acronym(word: str) -> str:
    return rf"(?<![\w.]){re.escape(word)}(?![\w])"


def _phrase(words: str) -> str:
    return r"\b(?i:" + re.escape(words).replace(r"\ ", r"\s+").replace("'", "[’']") + r")\b"


def _own(row: Mapping[str, Any]) -> list[str]:
    return [_acronym(a) for a in row.get("acronyms", ())] + [_phrase(b) for b in row.get("bare", ())]


@cache
def _patterns(language: str) -> tuple[tuple[str, bool, re.Pattern[str], str | None], ...]:
    """(body, head?, pattern, the family that must be named in the text for it to apply)."""
    rows = lexicon.load(language, "speakers")["bodies"]
    own = {r["id"]: _own(r) for r in rows}
    out: list[tuple[str, bool, re.Pattern[str], str | None]] = []
    for row in rows:
        whole = row.get("part_of", row["id"])
        prefix = rf"(?:{'|'.join(own[whole])})(?:[’']s)?\s+"
        if own[row["id"]]:
            prefixed = rf"(?:{prefix})?" if whole != row["id"] else ""
            out.append((row["id"], False, re.compile(prefixed + rf"(?:{'|'.join(own[row['id']])})"), None))
        if row.get("names"):
            out.append((row["id"], False, re.compile(prefix + rf"(?:{'|'.join(map(_phrase, row['names']))})"), whole))
        if row.get("heads"):
            title = rf"{prefix}(?:{'|'.join(map(_phrase, row['heads']))})"
            long = [h for h in row["heads"] if h.count(" ") >= 3]
            if long:
                title = rf"(?:{title}|{'|'.join(map(_phrase, long))})"
            out.append((row["id"], True, re.compile(title), whole))
            out.append((row["id"], False, re.compile(rf"\b(?i:office\s+of\s+(?:the\s+)?){title}"), whole))
    return tuple(sorted(out, key=lambda p: p[3] is not None))


@cache
def _clues(language: str) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """For each body what must stand in a text that names it: its acronyms as written, or its names in lower case; beside its family its other
    names, or the titles of the one who leads it."""
    rows = lexicon.load(language, "speakers")["bodies"]
    return {
        r["id"]: (
            tuple(r.get("acronyms", ())),
            tuple(n.lower() for n in r.get("bare", ())),
            tuple(n.lower() for n in (*r.get("names", ()), *r.get("heads", ()))),
        )
        for r in rows
    }


def find(text: str, language: str = "en") -> tuple[Named, ...]:
    """All bodies and heads named in `text`, in order; of overlapping ones the longest."""
    found: list[Named] = []
    seen: set[str] = set()
    lower = " ".join(text.lower().replace("’", "'").split())
    for body, head, pattern, needs in _patterns(language):
        if needs is not None and needs not in seen and bodies(language)[needs].role == "family":
            continue
        written, own, beside = _clues(language)[body]
        if needs is None and not (any(w in text for w in written) or any(n in lower for n in own)):
            continue
        if needs is not None and not any(n in lower for n in beside):
            continue
        for match in pattern.finditer(text):
            seen.add(body)
            found.append(Named(match.start(), match.end(), body, head))
    found.sort(key=lambda n: (n.start - n.end, n.start, n.body))
    kept: list[Named] = []
    for named in found:
        i = bisect_left(kept, named.start, key=lambda k: k.start)
        if all(named.end <= k.start or k.end <= named.start for k in kept[max(0, i - 1) : i + 1]):
            kept.insert(i, named)
    return tuple(kept)
