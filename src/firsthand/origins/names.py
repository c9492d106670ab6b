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
_ALONE = re.compile(r"^[AE]l[-’'](?=\w+$)")
"""The article before a surname alone ("Al-Haddad"): not a first name."""
_DATELINE = re.compile(r"^[A-Z]{3,}\s?[-–—]{1,2}\s?(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[\[\]{}“”„\"«»]|^\(|(?<!\w)\)|\((?=\s*$)")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_MARKS = re.compile(r"[^\w\s]")


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


@cache
def _little(language: str = "en") -> frozenset[str]:
    return frozenset(lexicon.load(language, "speakers")["persons"]["little"].split())


@cache
def _nicknames(language: str = "en") -> dict[str, str]:
    pairs = lexicon.load(language, "speakers")["persons"]["nicknames"].split()
    return dict(pair.split("=") for pair in pairs)


@cache
def _office(language: str = "en") -> re.Pattern[str]:
    """The words of an office before a name: "minister of the interior ", "interior "."""
    persons = lexicon.load(language, "speakers")["persons"]
    portfolios = "|".join(persons["portfolios"].split())
    return re.compile(
        rf"(?:(?:{'|'.join(persons['honorifics'])})\s+(?:of|for)\s+(?:the\s+)?)?(?:{portfolios})\s+(?=\S+\s+\S+$)"
    )


@lru_cache(maxsize=1 << 16)
def person(name: str) -> tuple[str, ...]:
    """The parts of a person's name, folded, without titles, offices and middle initials, with the long form of a short first name."""
    parts = _office().sub("", fold(_ALONE.sub("", undated(name))), count=1).split()
    while len(parts) > 1 and parts[0] in _honorifics():
        parts = parts[1:]
    if len(parts) > 1:
        parts[0] = _nicknames().get(parts[0], parts[0])
    return tuple(p for i, p in enumerate(parts) if len(p) > 1 or i in (0, len(parts) - 1))


def undated(name: str) -> str:
    """`name` without a dateline that the tagger took into it ("OSK -President Jane Roe")."""
    return _DATELINE.sub("", name)


def shown(name: str) -> str:
    """`name` as it is shown: without an editor's brackets, quotation marks and a possessive at its end, on one line."""
    name = name[: name.rindex("(")] if "(" in name and ")" not in name else name
    return _POSSESSIVE.sub("", " ".join(_BRACKETS.sub("", name).split()).strip(" ,;:-–—"))


def bare(name: str) -> str:
    """`name` as written, without the titles and words of an office before it: the words of which `person` gives the parts."""
    name = undated(name)
    said = name.split()
    kept = len(_office().sub("", fold(name), count=1).split())
    said = said[max(0, len(said) - kept) :]
    while len(said) > 1 and fold(said[0]) in _honorifics():
        said = said[1:]
    return shown(" ".join(said))


def raised(words: str) -> bool:
    """Whether every word but small ones begins with a capital."""
    parts = [w for w in words.split() if w.casefold() not in _little()]
    return bool(parts) and all(w[:1].isupper() for w in parts)


def initials(name: str) -> str:
    """The acronym that a body's name would have: "Human Rights Watch" gives "HRW"."""
    parts = [w for w in re.split(r"[\s-]+", name) if w and w.lower() not in _little()]
    return "".join(w[0] for w in parts if w[0].isalpha()).upper() if len(parts) > 1 else ""
