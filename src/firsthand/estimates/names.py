"""Names of persons made comparable: spelling, parts that belong together, other scripts.

A name is compared in the letters that it was written in where both are of one script; across scripts what is compared is how it sounds
in Latin letters without vowels, which is all that different transliterations of one name agree on.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from anyascii import anyascii

from firsthand.vocabulary.terms import load

WORD = re.compile(r"[^\W\d_]+(?:['’`ʿʾ][^\W\d_]+)*")


@dataclass(frozen=True)
class Name:
    """A name: its `parts` as they are compared, and the script of its first letter ("" where there is none)."""

    parts: tuple[str, ...]
    script: str

    @property
    def whole(self) -> str:
        """All parts, in order."""
        return " ".join(self.parts)


@cache
def _tables() -> tuple[dict[int, str], frozenset[str], frozenset[str], frozenset[str]]:
    held = load("names")
    letters = {ord(k): v for k, v in held["letters"].items()}
    parts = held["parts"]
    return letters, frozenset(parts["joined"]), frozenset(parts["after"]), frozenset(parts["titles"])


def fold(words: str) -> str:
    """Small letters without marks, and with letters that stand for each other made one."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain).translate(_tables()[0])


def read(words: str) -> Name:
    """The name as it is compared. Titles fall out; "Abd" and "Abu" are joined to what follows, "ullah" to what stands before."""
    _, joined, after, titles = _tables()
    tokens = [t for t in WORD.findall(fold(words)) if t not in titles]
    parts: list[str] = []
    held = ""
    for token in tokens:
        if parts and not held and token in after:
            parts[-1] += token
        elif token in joined:
            held += token
        else:
            parts.append(held + token)
            held = ""
    if held:
        parts.append(held)
    return Name(parts=tuple(parts), script=_script(parts[0]) if parts else "")


def _script(part: str) -> str:
    return unicodedata.name(part[0], "").partition(" ")[0]


@cache
def _sounds() -> tuple[tuple[tuple[str, str], ...], dict[int, None]]:
    held = load("names")["sounds"]
    return tuple((a, b) for a, b in held["fold"]), {ord(c): None for c in held["vowels"]}


def sound(part: str) -> str:
    """How one part of a name sounds: Latin letters, one letter a sound, no vowels, nothing doubled. "Muhammad", "Mohamed" and "محمد" are one.

    A part of vowels alone keeps its first letter, so that it is not lost.
    """
    folds, vowels = _sounds()
    latin = anyascii(part).lower()
    out = latin
    for told, one in folds:
        out = out.replace(told, one)
    bare = out.translate(vowels)
    once = "".join(c for i, c in enumerate(bare) if c.isalnum() and (not i or c != bare[i - 1]))
    return once or latin[:1]
