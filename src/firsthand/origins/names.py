"""Names of people and bodies as they can be compared: without case, diacritics, titles and punctuation.

Transliteration is met only half-way: hyphens and apostrophes go, and the Arabic article is written "al". More would merge
people who are not the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from firsthand.language import lexicon

_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_ARABIC = re.compile(r"\b[ae]l[-’'\s](?=\w)")
_MARKS = re.compile(r"[^\w\s]")
_LITTLE = frozenset({"of", "for", "the", "and", "on", "in", "to", "de", "la", "des", "du"})


@lru_cache(maxsize=1 << 16)
def fold(words: str) -> str:
    """`words` in lower case, without diacritics, punctuation, article and possessive."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"[’']s\b", "", plain)
    plain = _ARABIC.sub("al ", plain)
    plain = _MARKS.sub("", plain.replace("-", " ").replace("/", " "))
    return _ARTICLE.sub("", re.sub(r"\s+", " ", plain).strip())


@cache
def _honorifics(language: str = "en") -> frozenset[str]:
    return frozenset(lexicon.load(language, "speakers")["persons"]["honorifics"])


@lru_cache(maxsize=1 << 16)
def person(name: str) -> tuple[str, ...]:
    """The parts of a person's name, folded, without titles and middle initials."""
    parts = fold(name).split()
    while len(parts) > 1 and parts[0] in _honorifics():
        parts = parts[1:]
    return tuple(p for i, p in enumerate(parts) if len(p) > 1 or i in (0, len(parts) - 1))


def initials(name: str) -> str:
    """The acronym that a body's name would have: "Human Rights Watch" gives "HRW"."""
    parts = [w for w in re.split(r"[\s-]+", name) if w and w.lower() not in _LITTLE]
    return "".join(w[0] for w in parts if w[0].isalpha()).upper() if len(parts) > 1 else ""
