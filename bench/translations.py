"""Planted translations: texts of our own, translated by rules (Apertium; Forcada et al. 2011), among pairs of unrelated texts.

    python -m bench.translations

Needs the program `apertium` with English and Spanish (Debian: apertium-eng-spa).
"""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

from firsthand.copies import compare
from firsthand.documents.record import Text

STORIES = Path(__file__).with_name("invented.toml")
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NAMES = (
    "sources/northern-wire-tolm.txt",
    "sources/radio-sill.txt",
    "sources/football.txt",
)  # of those that derive from one another, one


def installed() -> bool:
    """Whether the translator is there, both ways."""
    program = shutil.which("apertium")
    if program is None:
        return False
    listed = subprocess.run([program, "-l"], check=False, capture_output=True, text=True).stdout.split()
    return {"eng-spa", "spa-eng"} <= set(listed)


def stories() -> list[str]:
    """Our own texts: the invented stories, and texts of the example inquiry."""
    told: list[str] = tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]
    examples = [EXAMPLES / name for name in NAMES] + sorted((EXAMPLES / "texts").glob("*.txt"))
    return told + [path.read_text(encoding="utf-8") for path in examples]


def translated(texts: list[str], pair: str) -> list[str]:
    """The texts in another language; `pair` names both, as in "eng-spa"."""
    made = []
    for of in texts:
        ran = subprocess.run(["apertium", "-u", pair], input=of, check=True, capture_output=True, text=True)
        made.append(ran.stdout)
    return made


@dataclass(frozen=True)
class Planted:
    """The texts, their Spanish and what that gives in English again, in one order."""

    english: list[Text]
    spanish: list[Text]
    back: list[Text]


def plant(english: list[str]) -> Planted:
    """The texts translated there and back."""
    spanish = translated(english, "eng-spa")
    back = translated(spanish, "spa-eng")
    return Planted(
        *(
            [Text(document=f"{name}{n:03}", text=of, passages=(), language=language) for n, of in enumerate(some)]
            for name, language, some in (("en", "en", english), ("es", "es", spanish), ("back", "en", back))
        )
    )


def measure(english: list[str]) -> dict[str, float]:
    """Shares of the translations that are found (and, of these, under that name) and of the unrelated pairs that are taken for copies."""
    p = plant(english)
    n = len(p.english)
    found: dict[str, float] = {"texts": n, "unrelated_pairs": n * (n - 1)}
    for name, made in (("one_way", p.spanish), ("there_and_back", p.back)):
        kinds = _kinds([*p.english, *made])
        planted = {_pair(e, m) for e, m in zip(p.english, made, strict=True)}
        others = {_pair(e, m) for e in p.english for m in made} - planted
        found[f"{name}_found"] = len(planted & kinds.keys()) / n
        found[f"{name}_called_translation"] = sum(kinds.get(pair) == "translation" for pair in planted) / n
        found[f"{name}_false"] = len(others & kinds.keys()) / len(others)
    return found


def _kinds(texts: list[Text]) -> dict[tuple[str, str], str]:
    """The pairs that `compare` takes for one story, with the kind of copy."""
    found = compare.compare(texts, (), {}).copies
    return {(min(c.from_, c.to), max(c.from_, c.to)): c.kind for c in found if c.kind in compare.MERGING}


def _pair(a: Text, b: Text) -> tuple[str, str]:
    return min(a.document, b.document), max(a.document, b.document)


if __name__ == "__main__":
    if not installed():
        raise SystemExit("the translator is not installed: apt install apertium apertium-eng-spa")
    for measured, value in measure(stories()).items():
        print(f"{measured:<36}{value:8.4f}")
