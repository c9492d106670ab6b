"""The words of the interface, as data: one file per language in `words/`. A language that lacks a phrase shows it in English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = {"en": "English", "ar": "العربية"}
"""The languages of the interface, each by its own name."""

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "ug"})


class Words:
    """Phrases by key. Called with a key and values it gives the phrase with the values in it; `n` chooses among its plural forms."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self.direction = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
        self._phrases = phrases(self.language)

    def __call__(self, key: str, **values: Any) -> str:
        """The phrase `key`. Raises KeyError for one that is in no file: a fault of ours that the tests find."""
        own = key in self._phrases
        phrase = self._phrases[key] if own else phrases("en")[key]
        if isinstance(phrase, Mapping):
            form = plural(self.language if own else "en", values["n"])
            phrase = phrase.get(form, phrase["other"])
        return str(phrase).format(**values) if values else str(phrase)

    def word(self, group: str, value: str) -> str:
        """The phrase for a word of the records (a kind, a stance); the word itself where there is none."""
        key = f"{group}.{value}"
        return self(key) if key in phrases("en") else value.replace("-", " ")


@cache
def phrases(language: str) -> Mapping[str, Any]:
    """All phrases of a language: "group.name" to the phrase, or to its plural forms."""
    data = resources.files("firsthand.web").joinpath("words", f"{language}.toml").read_text("utf-8")
    return {f"{group}.{name}": phrase for group, held in tomllib.loads(data).items() for name, phrase in held.items()}


def plural(language: str, n: int) -> str:
    """The plural form for `n` things, by the rules of the Unicode CLDR."""
    if language != "ar":
        return "one" if n == 1 else "other"
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if 11 <= n % 100 <= 99 else "other"
