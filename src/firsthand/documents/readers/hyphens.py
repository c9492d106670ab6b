"""Words that were divided at the end of a line, put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from firsthand.vocabulary.terms import load

FEW, LONG = 60, 500_000
"""Words that are looked for one by one, in a text of so many characters. Who asks for more has all counted: that takes as long as about so many."""
LONGEST = 80
"""Letters of a word, at most."""

HYPHENS = "-\u2010\ufffe\x02"
_DIVIDED = re.compile(r"([^\W\d_]+)[\ufffe\x02]([^\W\d_]+)")
_LEFT = re.compile(r"[\ufffe\x02](?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TOKEN = re.compile(r"[\w-]+")
_HEAD = re.compile(r"[^\W\d_]+$")
_TAIL = re.compile(r"[^\W\d_]+")
_CUTS = ("\ufffe", "\x02", "-\n", "\u2010\n")


class Known:
    """How often the document writes a word, and how it divides words. Told when first asked for: many documents divide no word, most of the
    others a few, which are looked for one by one."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._met: dict[str, tuple[int, int]] = {}

    def __getitem__(self, word: str) -> int:
        return sum(self._count(word))

    def compound(self, head: str, tail: str) -> bool:
        """Whether two parts that the document nowhere writes as one word are two words, and the hyphen their own: it writes both
        elsewhere, or other compounds that begin so, and is none that divides its words wherever a line is full."""
        if self._divides:
            return False
        ends = self._ends
        both = self[head] > sum(head in pair for pair in ends) and self[tail] > sum(tail in pair for pair in ends)
        return both or self._heads(head)

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._lines).lower()

    def _count(self, word: str) -> tuple[int, int]:
        """How often `word` stands in the text, not as part of a longer one, and how often with nothing but a hyphen behind it."""
        if len(self._met) >= FEW or len(self._text) > LONG:
            return self._words[word], self._words[f"{word}-"]
        if word not in self._met:
            text, alone, cut = self._text, 0, 0
            for at in self._places(word):
                if not _inside(text[at - 1 : at]):
                    end = at + len(word)
                    alone += not _inside(text[end : end + 1])
                    cut += text[end : end + 1] == "-" and not _inside(text[end + 1 : end + 2])
            self._met[word] = alone, cut
        return self._met[word]

    def _places(self, word: str) -> Iterator[int]:
        at = self._text.find(word)
        while at >= 0:
            yield at
            at = self._text.find(word, at + len(word))

    @cached_property
    def _words(self) -> Counter[str]:
        words = Counter(self._text.split())  # many times faster than to look for words in the whole
        for token, count in [(t, n) for t, n in words.items() if not t.isalpha()]:
            for word in _TOKEN.findall(token):
                words[word] = words.get(word, 0) + count * (word != token)
        return words

    def _heads(self, head: str) -> bool:
        """Whether the document writes compounds that begin with `head`."""
        ends = ((at, at + len(head) + 1) for at in self._places(f"{head}-"))
        return any(not _inside(self._text[s - 1 : s]) and _inside(self._text[e : e + 1]) for s, e in ends)

    @cached_property
    def _ends(self) -> list[tuple[str, str]]:
        """The pairs of parts that stand at lines' ends."""
        text, found = self._text, []
        for sign in _CUTS:
            for at in self._places(sign):
                head, tail = _HEAD.search(text[max(0, at - LONGEST) : at]), _TAIL.match(text, at + len(sign))
                if head and tail:
                    found.append((head[0], tail[0]))
        return found

    @cached_property
    def _divides(self) -> bool:
        """Whether words that stand divided at a line's end are mostly written as one elsewhere."""
        one, two = (sum(self._count(sign.join(pair))[0] > 0 for pair in self._ends) for sign in ("", "-"))
        return one > two


def _inside(sign: str) -> bool:
    """Whether a sign is part of a word."""
    return sign.isalnum() or sign in ("_", "-")


def cut(words: str) -> bool:
    """Whether a line ends amid a word, as its hyphen says."""
    return words[-1] in HYPHENS and words[-2:-1].isalnum()


def joined(left: str, right: str, known: Known) -> str:
    """Two lines as one. A hyphen at the end of the first goes where the document writes the word without it."""
    stem = left[:-1]
    if not cut(left) or not right[0].isalnum():
        return f"{left} {right}"
    if not stem[-1].isalpha() or not right[0].isalpha():  # 2011-2015, COVID-19
        return f"{stem}-{right}"
    head, tail = _WORD.findall(stem)[-1], _WORD.findall(right)[0]
    return stem[: len(stem) - len(head)] + undivided(head, tail, known) + right[len(tail) :]


def undivided(head: str, tail: str, known: Known) -> str:
    """The word that was divided into `head` and `tail`: with its hyphen only where the document writes it so elsewhere, seems to have
    written two words, or on either side stands a capital (SARS-related); behind a hyphen that stands for the rest of a word ("short- and long-term") it stays apart."""
    if tail.lower() in _joining():
        return f"{head}- {tail}"
    one, two = known[(head + tail).lower()], known[f"{head}-{tail}".lower()]
    if (
        head.isupper()
        or not tail[0].islower()
        or one < two
        or (one == two == 0 and known.compound(head.lower(), tail.lower()))
    ):
        return f"{head}-{tail}"
    return head + tail


def _joining() -> frozenset[str]:
    return frozenset(load("languages")["joining"])


def mended(words: str, known: Known) -> str:
    """`words` with those put together that PDFium marks as divided."""
    whole = _DIVIDED.sub(lambda m: undivided(m[1], m[2], known), words)
    return _LEFT.sub("-", whole)


def shorter(words: str, known: Known) -> int:
    """How many characters `mended` takes from `words`."""
    return len(words) - len(mended(words, known))
