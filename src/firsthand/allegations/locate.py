"""Locate: names of places that the texts themselves introduce as such ("the village of Tolm", "the Kiln Street barracks").

A gazetteer does not know the hamlet, the barracks or the camp where things happened. Where one text of the inquiry says what kind
of place a name is, the name means that place in the others too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from firsthand.allegations.identify import words
from firsthand.allegations.where import never
from firsthand.documents.record import Text
from firsthand.vocabulary import places

NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
"""Up to three capitalised words: with fewer, “York City” would be learnt from “the New York City district”."""
WORD = re.compile(r"[\w'’-]+")


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
    named = {n for n in found if n and not n.endswith(("'s", "’s")) and never().isdisjoint(n.casefold().split())}
    return frozenset(n.casefold() for n in named if not _known(n))


def _bare(name: str) -> str:
    return " ".join(
        w for w in name.split() if w.casefold() not in words("parties", "articles") | words("victims", "generic")
    )


def mentioned(text: Text, names: Iterable[str]) -> Mapping[str, int]:
    """How often each of `names` stands in `text`, if it does."""
    said = f" {' '.join(WORD.findall(text.text.casefold()))} "
    counts = {n: said.count(f" {n} ") + said.count(f" {n}'s ") + said.count(f" {n}’s ") for n in names}
    return {n: c for n, c in counts.items() if c}


@cache
def _known(name: str) -> bool:
    return (places.country(name) or places.capital(name) or places.place(name)) is not None
