"""Find who an item says produced it: datelines, bylines, footers, copyright and republication lines.

Only producers count. An agency that is cited ("told Reuters", "according to the AP") is a speaker of a Statement, not a Credit.
The forms and the agencies are data: `language/en/credits.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from firsthand import ids
from firsthand.copies.record import Credit
from firsthand.copies.words import Hashes, Scan, normal, word_hash
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
    """A form of credit line, compiled. `hint`: words, `mark`: signs, of which one stands in any such line, or the name of an agency where there are
    none; `agency`: the producer where the form itself tells it; `named`: only beside its name; `unless`: not where the top of the text signs for
    another house so."""

    number: int
    id: str
    form: Any
    whole: bool
    where: str
    pattern: re.Pattern[str]
    hint: tuple[str, ...]
    mark: re.Pattern[str] | None
    agency: str
    named: bool
    unless: re.Pattern[str] | None


@dataclass(frozen=True)
class Agencies:
    """What agencies are called: `exact` as written, `folded` in any case; `names` leads from both to the agency's name."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    names: dict[str, str]

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


@dataclass(frozen=True)
class Sign:
    """What a word says of the line that it stands in: the rules that ask for it, and the agencies' names that it is part of.

    Each name comes with the place of the word in it, and whether its case counts.
    """

    rules: tuple[Rule, ...]
    names: tuple[tuple[str, int, bool], ...]


@cache
def _signs(language: str) -> dict[int, Sign]:
    """The words that may stand in a credit line, by their hash."""
    rules: dict[str, list[Rule]] = {}
    names: dict[str, list[tuple[str, int, bool]]] = {}
    for rule in _rules(language):
        for word in rule.hint:
            rules.setdefault(word, []).append(rule)
    agencies = _agencies(language)
    for exact, some in ((False, agencies.folded), (True, agencies.exact)):
        for name in some:
            first = max(_TOKEN.finditer(name.casefold()), key=lambda m: (len(m[0]), m.start()))
            names.setdefault(first[0], []).append((name, first.start(), exact))
    return {
        word_hash(word): Sign(tuple(rules.get(word, ())), tuple(names.get(word, ()))) for word in rules.keys() | names
    }


@cache
def signs(language: str = "en") -> Hashes:
    """The hashes of the words that may stand in a credit line, to be looked for in many texts at once."""
    return np.sort(np.fromiter(_signs(language), dtype=np.uint64))


def find(text: Text, language: str = "en") -> tuple[Credit, ...]:
    """The credits of `text`, in order of place: of each form and producer the first, of two that overlap the earlier."""
    signed = _signs(language)
    words = ((m.start(), word_hash(normal(m[0]))) for m in _TOKEN.finditer(text.text))
    return _found(text, [(at, word) for at, word in words if word in signed], language)


def find_all(texts: Sequence[Text], scan: Scan, language: str = "en") -> list[tuple[Credit, ...]]:
    """The credits of each of `texts`, whose words, with the `signs` among them, were found."""
    offsets = scan.letters.offsets
    edges = scan.tokens.starts.searchsorted(offsets).tolist()
    every = list(zip(scan.tokens.starts.tolist(), scan.tokens.hashes.tolist(), strict=True))
    return [
        find(text, language) if slow else _found(text, [(at - start, word) for at, word in every[i:j]], language)
        for text, slow, start, i, j in zip(texts, scan.slow.tolist(), offsets.tolist(), edges, edges[1:], strict=False)
    ]


def _found(text: Text, words: Sequence[tuple[int, int]], language: str) -> tuple[Credit, ...]:
    """The credits of a text in which these words, place and hash, may tell one."""
    tries = set(_tries(text.text, words, language))
    found = [c for n, line in tries for c in _matches(_rules(language)[n], text, line, language)]
    kept: dict[tuple[str, str], Credit] = {}
    end = 0
    for credit in sorted(found, key=lambda c: (c.place.start, -c.place.end, c.rule)):
        if credit.place.start >= end and (credit.rule, credit.name) not in kept:
            kept[credit.rule, credit.name] = credit
            end = credit.place.end
    return tuple(kept.values())


def _tries(text: str, words: Sequence[tuple[int, int]], language: str) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """The rules that some line may meet, by number, each with such a line: one that holds a sign of it, or the line before one."""
    signed = _signs(language)
    for at, word in words:
        sign = signed[word]
        rules = sign.rules
        if any(_stands(text, at - before, name, exact) for name, before, exact in sign.names):
            rules = (*rules, *_named(language))
        if rules:
            for line in _lines(text, at):
                yield from ((rule.number, line) for rule in rules)
    for rule in _marked(language):
        if rule.mark is not None:
            for m in rule.mark.finditer(text):
                yield from ((rule.number, line) for line in _lines(text, m.start()))


def _stands(text: str, at: int, name: str, exact: bool) -> bool:
    """Whether the name stands at this place."""
    some = text[max(0, at) : at + len(name)]
    return some == name if exact else some.casefold() == name


def _lines(text: str, at: int) -> Iterator[tuple[int, int, int]]:
    """Start and end of the line that holds a place and of that before it, if it is not blank, each with the end of the line after it: a credit may
    be broken over two."""
    start = text.rfind("\n", 0, at) + 1
    stop = _end(text, at)
    yield start, stop, _end(text, stop + 1)
    if start and text[(before := text.rfind("\n", 0, start - 1) + 1) : start].strip():
        yield before, start - 1, stop


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


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
            number=number,
            id=rule["id"],
            form=rule["form"],
            whole=rule["whole"],
            where=rule["where"],
            pattern=re.compile(rule["pattern"].format(**parts), re.IGNORECASE | re.MULTILINE),
            hint=tuple(rule.get("hint", ())),
            mark=re.compile(rule["mark"]) if "mark" in rule else None,
            agency=rule.get("agency", ""),
            named=rule.get("named", False),
            unless=re.compile(rule["unless"], re.MULTILINE) if "unless" in rule else None,
        )
        for number, rule in enumerate(data["rule"])
    )


@cache
def _named(language: str) -> tuple[Rule, ...]:
    """The rules whose lines are known by the name of an agency."""
    return tuple(rule for rule in _rules(language) if not rule.hint and rule.mark is None)


@cache
def _marked(language: str) -> tuple[Rule, ...]:
    """The rules whose lines are known by a mark."""
    return tuple(rule for rule in _rules(language) if rule.mark is not None)
