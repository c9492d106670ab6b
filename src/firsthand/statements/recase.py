"""Recase: a passage all in capitals, or without any, as it would stand in print, character for character.

Cables, old typescripts, tickers and headings come in capitals; a parser trained on print takes each word in them for a name. Words that
the lemmatizer knows are written small, names of places and words that nobody knows with a capital, as are beginnings of sentences.
Nothing of this is kept: only the parser sees it, and every offset stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.strings import get_string_id

from firsthand.language import lexicon
from firsthand.vocabulary import gazetteer, places

LEAST = 20
"""A passage of fewer letters is left as it is."""
INSIDE = 24
"""Characters before a word in which a sentence is seen to end."""
OTHERS = 0.02
"""At most this share of the letters of a passage in capitals may be small. One without capitals has none at all: print has few."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STOP = re.compile(r"[.!?]\s*[\"“”'(]?\s*$")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_ENDINGS = (
    ("ies", "y"),
    ("men", "man"),
    ("ied", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ly", ""),
    ("n’t", ""),
    ("n't", ""),
)
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")


def wanted(words: str) -> bool:
    """Whether `words` stand all in capitals, or without any."""
    letters = [c for c in words if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(letters) >= LEAST and (not capitals or capitals >= (1 - OTHERS) * len(letters))


def recase(words: str, known: Sequence[Collection[str]]) -> str:
    """`words` in the case of print. `known`: words of the language; those that are no nouns, those that are."""
    low = words.lower()
    if len(low) != len(words) or not wanted(words):
        return words
    found = list(_WORD.finditer(low))
    names = [_name(m.group(), known) for m in found]
    for n, size in _places(low, found):
        names[n : n + size] = [True] * size
    for n in range(1, len(found)):  # "Central America" is not America
        if names[n] and found[n - 1].group() in _sides() and low[found[n - 1].end() : found[n].start()] == " ":
            names[n - 1] = places.country(found[n].group()) is not None
    for n in range(1, len(found) - 1):  # a word that could be either, between two names: "Ada Baker Osk"
        if names[n - 1] and names[n + 1] and not names[n] and not _among(found[n].group(), known[0]):
            between = low[found[n - 1].end() : found[n].start()] + low[found[n].end() : found[n + 1].start()]
            names[n] = between.isspace()
    out = list(low)
    for m, name in zip(found, names, strict=True):
        if name and low[m.start() - 1 : m.start()] == "(" and low[m.end() : m.end() + 1] == ")":
            out[m.start() : m.end()] = m.group().upper()  # an abbreviation
        elif name or m == found[0] or _begins(low[: m.start()][-INSIDE:]):
            out[m.start()] = low[m.start()].upper()
    for m in _INITIALS.finditer(low):
        out[m.start() : m.end()] = m.group().upper()
    made = "".join(out)
    return made if len(made) == len(words) else words


def _begins(before: str) -> bool:
    """Whether a sentence begins behind these words: not behind the full stop of initials."""
    return _STOP.search(before) is not None and not _INITIALS.search(before.split()[-1])


def _places(low: str, found: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Where names of countries and capitals of several words begin, and how many words they have: "united states"."""
    for size in (3, 2):
        for n in range(len(found) - size + 1):
            words = low[found[n].start() : found[n + size - 1].end()]
            bare = not words.startswith("the ") and words.count(" ") == size - 1
            if bare and (places.country(words) or places.capital(words)):
                yield n, size


@cache
def vocabulary(nlp: Language) -> tuple[frozenset[str], frozenset[str]]:
    """Words that the lemmatizer of a pipeline knows: verbs, adjectives, adverbs and function words; nouns."""
    tables: Any = nlp.get_pipe("lemmatizer")
    nouns: set[str] = set()
    others: set[str] = set(nlp.Defaults.stop_words)
    for table in ("lemma_index", "lemma_exc"):
        for part, words in tables.lookups.get_table(table).items():
            (nouns if part == get_string_id("noun") else others).update(words)
    return frozenset(others), frozenset(nouns)


def _name(word: str, known: Sequence[Collection[str]]) -> bool:
    """Whether a small word is written with a capital."""
    if word in _calendar():
        return True
    if len(word) < 3 or (places.country(word) is None and word in known[0]):
        return False
    if places.country(word) is not None or places.capital(word) is not None:
        return True
    large = [c for c in gazetteer.cities(gazetteer.key(word)) if c.population >= gazetteer.LARGE]
    return bool(large) or not (_among(word, known[0]) or _among(word, known[1]))


def _among(word: str, known: Collection[str]) -> bool:
    """Whether a word, or what it is a form of, is known."""
    plain = word.removesuffix("'s").removesuffix("’s")
    if plain in known:
        return True
    for ending, instead in _ENDINGS:
        if plain.endswith(ending):
            stem = plain.removesuffix(ending)
            if stem + instead in known or (not instead and _DOUBLED.search(stem) and stem[:-1] in known):
                return True
    return False


@cache
def _calendar() -> frozenset[str]:
    raw = lexicon.load("en", "times")
    return frozenset(raw["weekdays"]["names"]) | frozenset(
        n for n in raw["months"]["names"] if n not in raw["months"]["common"]
    )


@cache
def _sides() -> frozenset[str]:
    """Words for a part of a continent or a country before its name."""
    return frozenset(str(lexicon.load("en", "link")["places"]["parts"]).split())
