"""Tell the language that a text is in: py3langid (Lui and Baldwin, 2012), put right by the commonest words where it is known to err."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

import py3langid

from firsthand.documents.record import Text
from firsthand.vocabulary.terms import load

SAMPLE = 6_000
"""Characters, of at most a tenth as many passages, from which the language is told: on 32 translations of one declaration more
changes nothing."""

LETTERS = 40
"""Letters below which a text says too little to tell its language."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’ʻ‘-])*")


def language(text: Text) -> str:
    """ISO 639-1 code of the language that most of the text is in; "" where there is too little to tell. Furniture is left out."""
    written = (text.text[p.start : p.end] for p in text.passages if p.kind not in ("furniture", "header"))
    return of(" ".join(itertools.islice(written, SAMPLE // 10))[:SAMPLE])


def of(words: str) -> str:
    """The same of `words`."""
    letters = [c for c in words if c.isalpha()]
    if len(letters) < LETTERS:
        return ""
    code = str(py3langid.classify(words)[0])
    code = _corrected(code, words, _script(letters))
    return code if len(code) == 2 else ""  # it knows some that have no code of two letters


def _script(letters: list[str]) -> str:
    """The script that most of the letters are in, by the first word of their names in Unicode."""
    counted = Counter(letters)
    scripts: Counter[str] = Counter()
    for letter, count in counted.items():
        scripts[unicodedata.name(letter, "").partition(" ")[0]] += count
    return scripts.most_common(1)[0][0]


def _corrected(code: str, words: str, script: str) -> str:
    """`code`, or the language of its group whose words are met clearly oftener."""
    table = _table()
    group = next((g for g in table["group"] if g["script"] == script), None)
    if group is None or (script in ("LATIN", "CYRILLIC") and code not in group["words"] and len(code) == 2):
        return code
    if group.get("part"):
        met = {c: sum(words.count(w) for w in known) for c, known in group["words"].items()}
    else:
        said = Counter(w.lower() for w in _WORD.findall(words))
        met = {c: sum(said[w] for w in known) for c, known in group["words"].items()}
    best = max(met, key=lambda c: (met[c], c == code))
    if met[best] >= table["least"] and met[best] >= table["times"] * met.get(code, 0):
        return str(best)
    return code


@cache
def _table() -> dict[str, Any]:
    return load("languages")
