"""Piles of any size: the articles of the evaluation sets, and copies of them as desks, scanners and sites make them. Seeded.

What frames a copy comes from articles that are not in the pile: a brief of the pile would be half of such a frame, and rightly an excerpt.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from firsthand.documents.record import Text

SETS = ("gva_news/articles.jsonl", "polnear/train.jsonl", "polnear/dev.jsonl")
FRAMES = ("basil_triples/articles.jsonl",)
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


def pile(data: Path, size: int, seed: int = 5, most: int | None = None, frames: int | None = None) -> list[Text]:
    """`size` texts: the articles of the sets in `data`, or `most` of them, then variants of each of them in turn, with so many `frames` at most."""
    base = list(_read(data, SETS))
    chance = random.Random(seed)
    chance.shuffle(base)
    base = base[:most]
    words = sorted({w for of in base[:400] for w in of.split() if w.isalpha() and len(w) > 4})
    desk = Desk(chance, words, [of[-400:] for of in _read(data, FRAMES)[:frames]])
    made = (base[n] if n < len(base) else desk.variant(base[n % len(base)]) for n in range(size))
    return [Text(document=f"{n:07}", text=of, passages=(), language="en") for n, of in enumerate(made)]


def articles(data: Path) -> int:
    """How many articles the sets have."""
    return len(_read(data, SETS))


@cache
def _read(data: Path, sets: tuple[str, ...]) -> tuple[str, ...]:
    texts: list[str] = []
    for name in sets:
        with (data / name).open(encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    return tuple(texts)


@dataclass(frozen=True)
class Desk:
    """What changes texts: `words` come in for others, `frames` are set below."""

    chance: random.Random
    words: list[str]
    frames: list[str]

    def variant(self, of: str) -> str:
        """A copy of `of` with one to three changes: cut, sentences dropped, a new lead, words exchanged, letters misread, a frame, reflowed."""
        ways = (self.cut, self.drop, self.lead, self.exchange, self.misread, self.frame, self.reflow)
        for change in self.chance.sample(ways, self.chance.randint(1, 3)):
            of = change(of)
        return of

    def cut(self, of: str) -> str:
        """The first 40 to 95%."""
        return of[: of.rfind(" ", 0, int(len(of) * self.chance.uniform(0.4, 0.95)))]

    def drop(self, of: str) -> str:
        """Without a fifth of the sentences."""
        return " ".join(s for s in _SENTENCE.split(of) if self.chance.random() > 0.2)

    def lead(self, of: str) -> str:
        """With 20 other words in front."""
        return " ".join(self.chance.choices(self.words, k=20)).capitalize() + ".\n\n" + of

    def exchange(self, of: str) -> str:
        """1 to 8% of the words exchanged."""
        parts = of.split(" ")
        for i in self.chance.sample(range(len(parts)), int(len(parts) * self.chance.uniform(0.01, 0.08))):
            parts[i] = self.chance.choice(self.words)
        return " ".join(parts)

    def misread(self, of: str) -> str:
        """0.2 to 3% of the letters misread."""
        letters = list(of)
        for i in self.chance.sample(range(len(letters)), int(len(letters) * self.chance.uniform(0.002, 0.03))):
            if letters[i].isalpha():
                letters[i] = self.chance.choice("aeilnorstc")
        return "".join(letters)

    def frame(self, of: str) -> str:
        """With the end of another article below."""
        return of + "\n\n" + self.chance.choice(self.frames)

    def reflow(self, of: str) -> str:
        """With lines of another width."""
        width = self.chance.randint(40, 90)
        return re.sub(rf"(.{{{width}}}\S*)[ \n]+", r"\1\n", of)
