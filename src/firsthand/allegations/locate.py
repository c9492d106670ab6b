"""Locate: names of places that the texts themselves introduce as such ("the village of Tolm", "the Kiln Street barracks").

A gazetteer does not know the hamlet, the barracks or the camp where things happened. Where one text of the inquiry says what kind
of place a name is, the name means that place in the others too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from firsthand.allegations.identify import words
from firsthand.allegations.where import never
from firsthand.documents.record import Text
from firsthand.vocabulary import places

NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
"""Up to three capitalised words: with fewer, “York City” would be learnt from “the New York City district”."""
RUN = re.compile(r"(?<![A-Za-z’'-])(?<!\w, )[A-Z][\w’'-]*(?:\s(?:of |the )*[A-Z][\w’'-]*)*")
"""Capitalised words in a row, with the small words between them, over the end of a line too."""
POSSESSIVE = re.compile(r"['’]s$|['’]$")
OWNED = re.compile(r"['’](?:s|S)?(?: |$)")
"""A name with an owner in it: "Peru's Lima" is no name."""
BRACKETS = re.compile(r"\([^()]*\)")
OFTEN, ENOUGH = 3, 300_000
"""So often a text names the country that it speaks of; so many characters show of which a text speaks."""
WORD = re.compile(r"[\w'’-]+")
LINE = 120
"""Characters that the heading of a section has at most."""
TITLE = 6
"""Words that may stand before the country in a heading."""


@dataclass(frozen=True)
class Section:
    """From `start` on a text speaks of the country with the code `country`, "" of none in particular."""

    start: int
    country: str


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    before, after = ("|".join(sorted(words("places", part))) for part in ("before", "after"))
    return (
        re.compile(rf"\b(?:{before}) (?:of|in|near) ({NAME})"),
        re.compile(rf"\b({NAME}) (?:{after})\b"),
    )


def learn(texts: Iterable[Text]) -> frozenset[str]:
    """The names, in lower case, that `texts` introduce as places and that the gazetteer does not know."""
    found = {_bare(m[1]) for t in texts for pattern in _patterns() for m in pattern.finditer(t.text)}
    named = {n for n in found if n and not OWNED.search(n) and never().isdisjoint(n.casefold().split())}
    return frozenset(n.casefold() for n in named if not _known(n))


def _bare(name: str) -> str:
    return " ".join(
        w for w in name.split() if w.casefold() not in words("parties", "articles") | words("victims", "generic")
    )


def sections(text: Text) -> tuple[Section, ...]:
    """The sections of a round-up, which goes from country to country under headings ("Morocco", "Iraq: the killings go on").

    Empty where headings do not name two countries or more: the heading of a single story says no more than its first sentence.
    """
    found = [
        Section(p.start, country)
        for p in text.passages
        if (country := _heads(text.text[p.start : p.end])) or p.kind == "heading"
    ]
    return tuple(found) if len({s.country for s in found} - {""}) > 1 else ()


def _heads(line: str) -> str:
    """The code of the country that `line` names as the heading of a section: "Peru", "Peru: the strike goes on", "Ada Venn, Peru"."""
    if len(line) > LINE or line.rstrip("”\"’' ").endswith("."):
        return ""
    name = line.partition(":")[0].strip()
    who, comma, where = name.rpartition(", ")
    if comma and all(w[:1].isupper() for w in who.split()) and len(who.split()) <= TITLE:
        name = where
    state = places.country(name)
    return state.id if state and name.casefold() in _called(state) else ""


@cache
def _called(state: places.Country) -> frozenset[str]:
    """What a heading calls a country: not its adjective."""
    return frozenset(n.casefold() for n in (state.name, *state.aliases) if n != state.adjective)


def subject(text: Text) -> str:
    """The code of the country that `text` mostly speaks of: named `OFTEN` times, and twice as often as any other; "" of none.

    In the report of a review fifty states speak of one, which is named far more often than each of them. Names in brackets say who speaks;
    a name beside another ("Chad Yarrow", "New Mexico") is a person's or a region's, one behind a comma ("Atlanta, Georgia") may be one.
    """
    said = BRACKETS.sub(" ", text.text[:ENOUGH])
    named = Counter(state.id for run in RUN.finditer(said) if (state := _alone(run[0].split())))
    (top, n), (_, second) = (*named.most_common(2), ("", 0), ("", 0))[:2]
    return top if n >= OFTEN and n >= 2 * second else ""


def _alone(words_: list[str]) -> places.Country | None:
    """The country that capitalised words in a row name, but for words that only begin a sentence: not one among other names."""
    while len(words_) > 1 and words_[0].casefold() in words("places", "openers"):
        words_.pop(0)
    name = POSSESSIVE.sub("", " ".join(words_))
    if name.split()[0].casefold() not in _firsts():
        return None
    state = places.country(name)
    return state if state and name.casefold() in _called(state) else None


@cache
def _firsts() -> frozenset[str]:
    """The words with which names of countries begin."""
    return frozenset(name.split()[0] for state in places.countries() for name in _called(state))


def mentioned(text: Text, names: Iterable[str]) -> Mapping[str, int]:
    """How often each of `names` stands in `text`, if it does."""
    said = f" {' '.join(WORD.findall(text.text.casefold()))} "
    counts = {n: said.count(f" {n} ") + said.count(f" {n}'s ") + said.count(f" {n}’s ") for n in names}
    return {n: c for n, c in counts.items() if c}


@cache
def _known(name: str) -> bool:
    return (places.country(name) or places.capital(name) or places.place(name)) is not None
