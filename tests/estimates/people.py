"""Invented persons on invented lists, with slips of the pen."""

from __future__ import annotations

import numpy as np

FIRST = [
    "Anton",
    "Berta",
    "Cyril",
    "Dora",
    "Emil",
    "Frida",
    "Gustav",
    "Hanna",
    "Igor",
    "Jana",
    "Karel",
    "Lena",
    "Milan",
    "Nora",
    "Oskar",
    "Petra",
    "Radek",
    "Sona",
    "Tomas",
    "Vera",
]
PARTS = ["ba", "ko", "mi", "ra", "ve", "to", "li", "sa", "du", "ne", "pa", "ri", "go", "ze", "lu", "ka"]
PLACES = ("Osk", "Varda", "Lumen")

Row = tuple[str, str | None, str | None]


def lists(
    persons: int, chances: tuple[float, ...], seed: int = 1, slips: float = 0.1
) -> tuple[list[list[Row]], list[list[int]]]:
    """For each list its rows (name, birth date, place), and beside them who each is."""
    rng = np.random.default_rng(seed)
    families = ["".join(rng.choice(PARTS, 3)).capitalize() for _ in range(persons)]
    known = [
        (
            str(rng.choice(FIRST)),
            str(rng.choice(families)),
            f"{rng.integers(1930, 2005)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
            str(rng.choice(PLACES)),
        )
        for _ in range(persons)
    ]

    def slip(word: str) -> str:
        if rng.random() >= slips:
            return word
        i = int(rng.integers(1, len(word)))
        return word[:i] + str(rng.choice(list("aeioukrt"))) + word[i + 1 :]

    rows: list[list[Row]] = []
    who: list[list[int]] = []
    for chance in chances:
        rows.append([])
        who.append([])
        for i, (first, family, born, place) in enumerate(known):
            if rng.random() < chance:
                day = born if rng.random() < 0.9 else None
                rows[-1].append((f"{slip(first)} {slip(family)}", day, place if rng.random() < 0.9 else None))
                who[-1].append(i)
    return rows, who
