"""Tell the language that a text is in: py3langid (Lui and Baldwin, 2012), put right by the commonest words where it is known to err."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import msgspec
import numpy as np
import py3langid

from firsthand.documents.record import Passage, Text
from firsthand.vocabulary.terms import load

SAMPLE = 3_000
"""Characters, of at most a tenth as many passages, from which the language is told: on 201 translations of one declaration twice as many
change nothing, two thirds of them cost two."""

LETTERS = 40
"""Letters below which a text says too little to tell its language."""

PASSAGE = 80
"""Letters below which a passage is taken to be in the language of the whole."""

SHARE, NONE = 0.1, 0.03
"""Share of a passage's words that are among the commonest of the language that it is in, at least; of one that it is not in, at most."""

PLAIN, ENOUGH = 0.25, 60
"""Share of so many words or more that are among the commonest of a language like no other (`alone`) at which it is that: the detector, which
takes thirty times as long, is not asked. In 532 translations of one declaration English has 0.33, Scots 0.21, the next of all 0.11."""

SHORT, CLEAR = 5, 0.2
"""Words of a shorter text, at least, and their share that are among the commonest of such a language, two or more of them and one that hardly any
other language has (`sure`). In 38,027 stretches of 5 to 60 words from those translations that takes 32 for English, all of them Scots."""

EIGHT = 8
"""Letters that are compared at once, as one number."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’ʻ‘-])*")


def language(text: Text) -> str:
    """ISO 639-1 code of the language that most of the text is in; "" where there is too little to tell. Furniture is left out."""
    written = (text.text[p.start : p.end] for p in text.passages if p.kind not in ("furniture", "header"))
    return of(" ".join(itertools.islice(written, SAMPLE // 10))[:SAMPLE])


def of(words: str) -> str:
    """The same of `words`."""
    said = words.lower().split()
    if code := next((c for c in _table()["alone"] if _alone(said, c)), ""):
        return str(code)
    counted = _letters(words)
    if sum(counted.values()) < LETTERS:
        return ""
    script = _script(counted)
    code = _corrected(str(py3langid.classify(words)[0]), words, script)
    written = _table()["script"].get(script)
    if written is not None and code not in written:
        code = written[0] if len(written) == 1 else ""
    return code if len(code) == 2 else ""  # it knows some that have no code of two letters


def _alone(said: list[str], code: str) -> bool:
    """Whether what is said is in this language, which is like no other, by its commonest words alone."""
    share = _share(said, code)
    if len(said) >= ENOUGH:
        return share >= PLAIN
    met = share * len(said)
    return len(said) >= SHORT and share >= CLEAR and met >= 2 and not _table()["sure"][code].isdisjoint(said)


def passages(text: Text) -> tuple[Passage, ...]:
    """The passages of `text`, each with its own language where that is plainly another than the whole's."""
    if not text.language:
        return text.passages

    @cache
    def script() -> str:
        counted = _letters(text.text[: 4 * SAMPLE : 4])  # every fourth letter is enough
        return _script(counted) if counted else ""

    plain = _plain(text)
    return tuple(p if sure else _told(p, text, script) for p, sure in zip(text.passages, plain, strict=True))


def _told(passage: Passage, text: Text, script: Callable[[], str]) -> Passage:
    """`passage` with its language, where that is plain: it is in another script than most of the text; or it has hardly any of the commonest
    words of the text's language, and its share of those of another. Names and numbers are no language."""
    if passage.kind == "furniture" or passage.end - passage.start < LETTERS:
        return passage
    words = text.text[passage.start : min(passage.end, passage.start + SAMPLE)]
    share = _share(said := words.lower().split(), text.language)
    if share >= SHARE or (share > NONE and words.isascii() and script() == "LATIN"):
        return passage
    counted = _letters(words)
    count = sum(counted.values())
    if count < LETTERS:
        return passage
    other = _script(counted) != script()
    if not other and (count < PASSAGE or share > NONE):
        return passage
    if not other and not any(_share(said, code) >= SHARE for code in _table()["common"]):
        return passage
    code = of(words)
    plain = _share(said, code) >= SHARE if code in _table()["common"] else other
    return msgspec.structs.replace(passage, language=code) if plain and code != text.language else passage


def _plain(text: Text) -> list[bool]:
    """Of each passage whether a few of the commonest words of the text's language, as they stand between blanks, are as many as `_share` asks of
    all: most passages, which are not taken apart then. Counted for the whole text at once."""
    written = text.text.encode("latin-1", "replace")
    letters = np.frombuffer(written, np.uint8)
    odd = (letters == ord("?")) | ((letters >= 0x7F) & (letters <= 0xA0))  # what may stand for a white space, or be one
    gaps = np.flatnonzero((letters <= ord(" ")) | odd)
    eights = np.ndarray((len(written),), "<u8", written + bytes(EIGHT), strides=(1,))[gaps]
    met = np.zeros(len(gaps) + 1, dtype=np.int64)
    for word, mask in _few(text.language):
        met[1:] |= eights & mask == word
    met = met.cumsum()
    bounds = np.array([(p.start, min(p.end, p.start + SAMPLE)) for p in text.passages]).reshape(-1, 2)
    first, last = np.searchsorted(gaps, bounds.T)
    whole = np.maximum(first, np.searchsorted(gaps, bounds[:, 1] - EIGHT))  # those that end before the end
    plain: list[bool] = (met[whole] - met[first] >= SHARE * (last - first + 1)).tolist()
    return plain


@cache
def _few(code: str) -> tuple[tuple[np.uint64, np.uint64], ...]:
    """Some of the commonest words of this language between blanks, as numbers of eight bytes, and which of the bytes count."""
    every = (f" {word} ".encode() for word in _table()["common"].get(code, ())[:6])
    known = [word for word in every if word.isascii() and len(word) <= EIGHT]
    return tuple((np.uint64(int.from_bytes(w, "little")), np.uint64(256 ** len(w) - 1)) for w in known)


def _share(said: list[str], code: str) -> float:
    """How much of what is said are the commonest words of this language; 0 where those are not known."""
    common = _common(code)
    return sum(map(common.__contains__, said)) / max(1, len(said))


@cache
def _common(code: str) -> frozenset[str]:
    return frozenset(_table()["common"].get(code, ()))


def _letters(words: str) -> dict[str, int]:
    return {c: n for c, n in Counter(words).items() if c.isalpha()}


def _script(letters: dict[str, int]) -> str:
    """The script that most of the letters are in, by the first word of their names in Unicode."""
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[_of_letter(letter)] += count
    return scripts.most_common(1)[0][0]


@lru_cache(20_000)
def _of_letter(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


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
    table = load("languages")
    return {**table, "sure": {code: frozenset(words) for code, words in table["sure"].items()}}
