"""The words that only serve the sentence: pronouns, articles, prepositions in a use of their own (`language/XX/grammar.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from firsthand.language import lexicon


@dataclass(frozen=True)
class Grammar:
    """Sets of lower-case words; `grammar.toml` says of each what it is for."""

    relative: frozenset[str]
    ambiguous: frozenset[str]
    aside: frozenset[str]
    first: frozenset[str]
    third: frozenset[str]
    several: frozenset[str]
    subjects: frozenset[str]
    personal: frozenset[str]
    expletive: frozenset[str]
    articles: frozenset[str]
    courtesy: frozenset[str]
    surveys: frozenset[str]
    minded: frozenset[str]
    floating: frozenset[str]
    nobody: frozenset[str]
    contrast: frozenset[str]
    wondering: frozenset[str]
    clausal: frozenset[str]
    through: frozenset[str]
    channels: frozenset[str]
    serving: frozenset[str]
    issued: frozenset[str]
    belonging: frozenset[str]
    charged: frozenset[str]
    said_of: frozenset[str]
    headed: frozenset[str]
    plain: frozenset[str]
    light: frozenset[str]
    doers: frozenset[str]
    recordings: frozenset[str]
    delivered: frozenset[str]
    recorded: frozenset[str]
    granting: frozenset[str]
    spoken: frozenset[str]
    authored: frozenset[str]


@cache
def grammar(language: str = "en") -> Grammar:
    """The serving words of `language`, read once."""
    words = lexicon.load(language, "grammar")["words"]
    return Grammar(**{key: frozenset(value.split()) for key, value in words.items()})
