"""Find who an item says produced it: datelines, bylines, footers, copyright and republication lines.

Only producers count. An agency that is cited ("told Reuters", "according to the AP") is a speaker of a Statement, not a Credit.
The forms and the agencies are data: `language/en/credits.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from firsthand import ids
from firsthand.copies.record import Credit
from firsthand.documents.record import Text
from firsthand.language import lexicon
from firsthand.vocabulary import places

FIRST, LAST = 5, 3
"""Where an item has its byline: among so many first or last lines."""

_TOKEN = re.compile(r"\w+")
TOP = 600
"""Characters at the top of a text in which a house signs."""


def plain(name: str) -> str:
    """The name of an outlet as it is compared: "The", case and punctuation apart."""
    return re.sub(r"^the |[\W_]+", "", name.casefold())


@dataclass(frozen=True)
class Rule:
    """A form of credit line, compiled. `agency`: the producer where the form itself tells it; `named`: only beside its name;
    `unless`: not where the top of the text signs for another house so."""

    id: str
    form: Any
    whole: bool
    where: str
    pattern: re.Pattern[str]
    hint: tuple[str, ...]
    agency: str
    named: bool
    unless: re.Pattern[str] | None


@dataclass(frozen=True)
class Agencies:
    """What agencies are called: `exact` as written, `folded` in any case; `names` leads from both to the agency's name."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    names: dict[str, str]

    @cached_property
    def _first(self) -> dict[str, list[tuple[bool, str]]]:
        """By the first word of each name, folded: the names, and whether their case counts."""
        found: dict[str, list[tuple[bool, str]]] = {}
        for exact, some in ((False, self.folded), (True, self.exact)):
            for name in some:
                found.setdefault(_TOKEN.findall(name.casefold())[0], []).append((exact, name))
        return found

    def within(self, text: str, low: str) -> Iterator[tuple[str, str]]:
        """The names that stand in `text` (`low`: in lower case), each with that of the two in which it stands."""
        for first in self._first.keys() & set(_TOKEN.findall(low)):
            for exact, name in self._first[first]:
                if name in (text if exact else low):
                    yield (text if exact else low), name

    def pattern(self, group: str) -> str:
        """An expression for any agency's name, the longest first."""
        folded, exact = (
            "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))
            for words in (self.folded, self.exact)
        )
        return rf"(?P<{group}>(?<!\w)(?:(?i:{folded})|(?-i:{exact}))(?!\w))"


def agency_id(name: str) -> str:
    """The id of the stub that stands for the dispatches of `name` that the inquiry does not hold."""
    return ids.name("agency", name.casefold())


def find(text: Text, language: str = "en") -> tuple[Credit, ...]:
    """The credits of `text`, in order of place: of each form and producer the first, of two that overlap the earlier."""
    found = [c for rule, line in _tries(text.text, language) for c in _matches(rule, text, line, language)]
    kept: dict[tuple[str, str], Credit] = {}
    end = 0
    for credit in sorted(found, key=lambda c: (c.place.start, -c.place.end, c.rule)):
        if credit.place.start >= end and (credit.rule, credit.name) not in kept:
            kept[credit.rule, credit.name] = credit
            end = credit.place.end
    return tuple(kept.values())


def _tries(text: str, language: str) -> Iterator[tuple[Rule, tuple[int, int, int]]]:
    """The rules that some line may meet, each with such a line: one that holds a word by which the rule's lines are known, or the line before it."""
    low = _folded(text)
    lines = list(_lines(text))
    agencies = _agencies(language)
    named: list[int] | None = None
    for rule in _rules(language):
        if rule.hint:
            at = _holding([(low, w) for w in rule.hint if w in low], lines)
        elif named is None:
            at = named = _holding(list(agencies.within(text, low)), lines)
        else:
            at = named
        yield from ((rule, lines[i]) for i in at)


def _folded(text: str) -> str:
    """The text in lower case, letter by letter: one that folds to two is kept, for places must stay the same."""
    low = text.casefold()
    return low if len(low) == len(text) else "".join(f if len(f := c.casefold()) == 1 else c for c in text)


def _holding(words: Sequence[tuple[str, str]], lines: Sequence[tuple[int, int, int]]) -> list[int]:
    """Which lines hold one of the words, each in its text, or are followed by one that does."""
    starts = [start for start, _, _ in lines]
    found: set[int] = set()
    for of, word in words:
        at = of.find(word)
        while at >= 0:
            i = bisect_right(starts, at) - 1
            found |= {n for n in (i - 1, i) if n >= 0 and at + len(word) <= lines[n][2]}
            at = of.find(word, at + 1)
    return sorted(found)


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    """Start and end of each line that is not blank, and the end of the line after it: a credit may be broken over two."""
    start = 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if text[start:stop].strip():
            end = text.find("\n", stop + 1)
            yield start, stop, len(text) if end < 0 else end
        start = stop + 1


def _matches(rule: Rule, text: Text, line: tuple[int, int, int], language: str) -> Iterator[Credit]:
    start, stop, end = line
    for m in _tried(rule, text.text, start, end):
        name = rule.agency or _name(m, language)
        if m.start() >= stop or not name or not _placed(rule, text.text, m):
            continue
        if m.groupdict().get("house") and plain(name) in plain(text.outlet):
            continue  # the outlet's own
        if (rule.named and name not in text.text) or _signed(rule, name, text.text[:TOP]):
            continue
        place = text.span(m.start(), m.end())
        yield Credit(
            id=ids.name("credit", text.document, place.start, place.end, name),
            document=text.document,
            place=place,
            name=name,
            agency_id=agency_id(name),
            form=rule.form,
            whole=rule.whole,
            rule=rule.id,
        )


def _signed(rule: Rule, name: str, top: str) -> bool:
    """Whether the top of a text signs for a house other than `name`, where `rule` asks for that."""
    other = rule.unless.search(top) if rule.unless else None
    return other is not None and name not in other[0]


def _tried(rule: Rule, text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    """The matches of the rule in the line; of one that begins a line only that at its first letter, which is all that counts."""
    if rule.where == "anywhere":
        return rule.pattern.finditer(text, start, end)
    first = start
    while text[first].isspace():
        first += 1
    m = rule.pattern.match(text, first, end)
    return (m,) if m else ()


def _name(m: re.Match[str], language: str) -> str:
    """The producer that the line names: an agency by its usual name, an outlet as written."""
    groups = m.groupdict()
    words = groups.get("agency") or groups.get("again") or groups.get("outlet") or groups.get("house") or ""
    words = re.sub(r"^the ", "", " ".join(words.split()), flags=re.IGNORECASE)
    known = _agencies(language).names.get(words.casefold())
    if groups.get("house"):
        ends = (name for of, name in _agencies(language).names.items() if words.casefold().endswith(of) and len(of) > 5)
        return next(ends, "") or (words if known is None and _house(words, language) else "")
    return known or (words if groups.get("outlet") else "")


def _house(name: str, language: str) -> bool:
    """Whether the name reads like that of a house: a word of the media in it, or an acronym; no country's name."""
    words = name.split()
    if places.country(name) is not None or name in _houses(language).never:
        return False
    if len(words) == 1:
        return name.isupper() and 3 <= len(name) <= 6
    return words[-1].casefold() in _houses(language).last or words[0].casefold() in _houses(language).first


@dataclass(frozen=True)
class Houses:
    """Words that end and that begin the names of houses, and acronyms that are none."""

    last: frozenset[str]
    first: frozenset[str]
    never: frozenset[str]


@cache
def _houses(language: str) -> Houses:
    own = lexicon.load(language, "credits")["house"]
    media = lexicon.load(language, "speakers")["media"]["words"]
    return Houses(frozenset((*own["last"], *media)), frozenset(own["first"]), frozenset(own["not"]))


def _placed(rule: Rule, text: str, m: re.Match[str]) -> bool:
    """Whether the match stands where lines of this form stand."""
    before = text[text.rfind("\n", 0, m.start()) + 1 : m.start()].strip()
    end = text.find("\n", m.end())
    after = text[m.end() : end if end >= 0 else len(text)].strip()
    if rule.where == "anywhere":
        return True
    alone = not before and (rule.where == "line" or not after)
    return alone and (rule.where != "edge" or _edge(text, m))


def _edge(text: str, m: re.Match[str]) -> bool:
    """Whether the match is one of the first five or the last three lines that are not blank."""
    above = sum(bool(line.strip()) for line in text[: m.start()].split("\n"))
    below = sum(bool(line.strip()) for line in text[m.end() :].split("\n")[1:])
    return above < FIRST or below < LAST


@cache
def _agencies(language: str) -> Agencies:
    listed = lexicon.load(language, "credits")["agency"]
    names = {
        word.casefold(): a["name"] for a in listed for word in (a["name"], *a.get("names", []), *a.get("also", []))
    }
    return Agencies(
        exact=tuple(word for a in listed for word in a.get("names", [])),
        folded=tuple(word.casefold() for a in listed for word in a.get("also", [])),
        names=names,
    )


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    data = lexicon.load(language, "credits")
    agencies = _agencies(language)
    parts = dict(data["parts"])
    parts |= {"agency": agencies.pattern("agency"), "again": agencies.pattern("again")}
    parts["house"] = f"(?P<house>{parts['outlet']})"
    parts["outlet"] = f"(?P<outlet>{parts['outlet']})"
    return tuple(
        Rule(
            id=rule["id"],
            form=rule["form"],
            whole=rule["whole"],
            where=rule["where"],
            pattern=re.compile(rule["pattern"].format(**parts), re.IGNORECASE | re.MULTILINE),
            hint=tuple(rule.get("hint", ())),
            agency=rule.get("agency", ""),
            named=rule.get("named", False),
            unless=re.compile(rule["unless"], re.MULTILINE) if "unless" in rule else None,
        )
        for rule in data["rule"]
    )
