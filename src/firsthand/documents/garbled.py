"""Find passages whose letters are not those that were written: text that went through a wrong encoding before it came here, or a font that
names its letters wrongly. They are named, with their place, and left as they are: what stands in the file is what is quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from firsthand.documents.record import Document, Passage, Text
from firsthand.flaws import Flaw, flaw

NAMED = 20
"""Passages named one by one; the rest are counted."""

FOREIGN = 0.6
"""Share of accented Western letters among a passage's letters above which it is Cyrillic, Greek or the like shown as Western. No language that
is written in Latin letters accents a third of them."""

JUMBLED = 0.5
"""Share of a passage's letters that stand in words with a capital behind a small letter, above which letters make no words. Names such as
McNeil are few."""

LEAST = 20
"""Letters below which nothing is said."""

LATIN = 26
"""Letters of the Latin alphabet."""

_OTHER = ("row", "furniture", "header")
"""Kinds of passages whose letters need not make words: codes, addresses of pages, names of machines."""

_BEYOND = re.compile(r"[^\x00-\x7f]+")
_ACCENTED = re.compile(r"[À-ÖØ-öø-ÿ]")
_TURN = re.compile(r"[A-ZÀ-ÖØ-Þ](?<=[a-zß-öø-ÿ].)")  # looks for capitals, which are few, and then behind them
_MIXED = re.compile(r"[^\W\d_]*[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ][^\W\d_]*")
_LETTER = re.compile(r"[^\W\d_]")
_C1 = {bytes([n]).decode("cp1252", "ignore") or chr(n): n for n in range(0x80, 0xA0)}
"""What bytes from 80 to 9F are shown as where they are taken for Windows-1252; the five that it leaves open as control characters."""


def garbled(text: Text, document: Document) -> Iterator[Flaw]:
    """A Flaw for each passage whose letters are wrong, up to a number; the rest in one."""
    odd = _odd(text.text)
    if not odd:
        return
    may = (p for p in text.passages if p.kind not in _OTHER and bisect_left(odd, p.start) < bisect_left(odd, p.end))
    found = [(p, why) for p in may if (why := _why(text.text[p.start : p.end]))]
    for passage, why in found[:NAMED]:
        yield _flaw(document, passage, why)
    if found[NAMED:]:
        why = f"letters are wrong in {len(found) - NAMED} more passages"
        yield _flaw(document, Passage(found[NAMED][0].start, found[-1][0].end, "paragraph"), why)


def _odd(text: str) -> list[int]:
    """Where an accented letter stands, or a capital behind a small one. Most passages have neither, and nothing is wrong in them: accented
    are also the lead bytes of UTF-8 that was read as Windows-1252."""
    letters = np.frombuffer(text.encode("latin-1", "replace"), np.uint8)
    odd = letters >= ord("À")
    odd[1:] |= (letters[1:] - ord("A") < LATIN) & (letters[:-1] - ord("a") < LATIN)
    places: list[int] = np.flatnonzero(odd).tolist()
    return places


def _why(words: str) -> str:
    """What is wrong with the letters of `words`; "" where nothing is, or too little is there to tell."""
    if (meant := misread(words)) != words:
        at = next(i for i, (a, b) in enumerate(zip(words, meant + "\0", strict=False)) if a != b)
        return (
            f"UTF-8 that was read as Windows-1252 before: “{words[at : at + 12]}” was probably “{meant[at : at + 6]}”"
        )
    accented = len(_ACCENTED.findall(words)) if not words.isascii() else 0
    mixed = sum(map(len, _MIXED.findall(words))) if _TURN.search(words) else 0
    if max(accented, mixed) < LEAST * JUMBLED:
        return ""
    letters = len(_LETTER.findall(words))
    if letters >= LEAST and accented > FOREIGN * letters:
        return "hardly any letter without an accent: probably another alphabet that was read as a Western one"
    if letters >= 2 * LEAST and mixed > JUMBLED * letters:
        return "letters that make no words: the file probably names the letters of its font wrongly"
    return ""


def misread(words: str) -> str:
    """`words` as they were before their UTF-8 was taken for Windows-1252; unchanged unless that fits nearly all signs beyond ASCII."""
    if words.isascii():
        return words
    good = bad = 0

    def mend(m: re.Match[str]) -> str:
        nonlocal good, bad
        try:
            meant = bytes(_C1.get(c, ord(c)) for c in m[0]).decode("utf-8")
        except (UnicodeDecodeError, ValueError):
            bad += 1
            return m[0]
        good += 1
        return meant

    meant = _BEYOND.sub(mend, words)
    return meant if good >= 2 and good > 4 * bad else words


def _flaw(document: Document, passage: Passage, why: str) -> Flaw:
    return flaw(
        "read", "garbled", f"{document.name}: {why}", cure="compare what is quoted from there with the file; ask for a better copy",
        document=document.id, name=document.name, start=passage.start, end=passage.end, page=passage.page or None,
    )  # fmt: skip
