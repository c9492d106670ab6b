"""Piles of any size: the articles of the evaluation sets, and copies of them as desks, scanners and sites make them. Seeded."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from firsthand.documents.record import Text

SETS = ("gva_news/articles.jsonl", "polnear/train.jsonl", "polnear/dev.jsonl")
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


def pile(data: Path, size: int, seed: int = 5) -> list[Text]:
    """`size` texts: the articles of the sets in `data`, then variants of each of them in turn."""
    base = []
    for name in SETS:
        with (data / name).open(encoding="utf-8") as lines:
            base += [json.loads(line)["text"] for line in lines]
    chance = random.Random(seed)
    chance.shuffle(base)
    vocabulary = sorted({w for of in base[:400] for w in of.split() if w.isalpha() and len(w) > 4})
    made = []
    for n in range(size):
        of = base[n % len(base)]
        made.append(of if n < len(base) else variant(of, chance, vocabulary, base))
    return [Text(document=f"{n:07}", text=of, passages=(), language="en") for n, of in enumerate(made)]


def variant(of: str, chance: random.Random, vocabulary: list[str], others: list[str]) -> str:
    """A copy of `of`: one to three of: cut at the end, sentences dropped, a new lead, words exchanged, letters misread, a frame, reflowed."""
    for change in chance.sample((_cut, _drop, _lead, _exchange, _misread, _frame, _reflow), chance.randint(1, 3)):
        of = change(of, chance, vocabulary, others)
    return of


def _cut(of: str, chance: random.Random, vocabulary: list[str], others: list[str]) -> str:
    return of[: of.rfind(" ", 0, int(len(of) * chance.uniform(0.4, 0.95)))]


def _drop(of: str, chance: random.Random, vocabulary: list[str], others: list[str]) -> str:
    return " ".join(s for s in _SENTENCE.split(of) if chance.random() > 0.2)


def _lead(of: str, chance: random.Random, vocabulary: list[str], others: list[str]) -> str:
    return " ".join(chance.choices(vocabulary, k=20)).capitalize() + ".\n\n" + of


def _exchange(of: str, chance: random.Random, vocabulary: list[str], others: list[str]) -> str:
    parts = of.split(" ")
    for i in chance.sample(range(len(parts)), int(len(parts) * chance.uniform(0.01, 0.08))):
        parts[i] = chance.choice(vocabulary)
    return " ".join(parts)


def _misread(of: str, chance: random.Random, vocabulary: list[str], others: list[str]) -> str:
    letters = list(of)
    for i in chance.sample(range(len(letters)), int(len(letters) * chance.uniform(0.002, 0.03))):
        if letters[i].isalpha():
            letters[i] = chance.choice("aeilnorstc")
    return "".join(letters)


def _frame(of: str, chance: random.Random, vocabulary: list[str], others: list[str]) -> str:
    frame = chance.choice(others[:200])[-400:]
    return of + "\n\n" + frame


def _reflow(of: str, chance: random.Random, vocabulary: list[str], others: list[str]) -> str:
    width = chance.randint(40, 90)
    return re.sub(rf"(.{{{width}}}\S*)[ \n]+", r"\1\n", of)
