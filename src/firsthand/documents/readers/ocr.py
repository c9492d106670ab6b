"""Recognise text in pictures with Tesseract (Smith, 2007), a program of its own that is asked for once a page and given the picture by a pipe.

It is optional: where it or one of its languages is missing, a Flaw says what to install.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from PIL import Image

PROGRAM = "tesseract"
SURE = 30.0
"""Mean confidence of a page's words, of 100, below which what was recognised is not taken for text: pictures without any yield noise."""

INSTALL = "install Tesseract (Debian: tesseract-ocr and a tesseract-ocr-… pack for each language), then read it again"


@dataclass(frozen=True)
class Recognised:
    """The words of a picture: paragraphs parted by blank lines, and how sure Tesseract is of them in the mean (0 to 100)."""

    words: str
    confidence: float


class Missing(Exception):
    """The program or a language is not installed; the message says which."""


@cache
def languages() -> frozenset[str]:
    """The languages that Tesseract has here; none where it is not installed."""
    if shutil.which(PROGRAM) is None:
        return frozenset()
    told = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, check=False, timeout=30)
    return frozenset(told.stdout.split()[1:]) | frozenset(told.stderr.split())


def check(wanted: str) -> None:
    """Raises Missing where Tesseract or one of the languages `wanted` ("eng+ara") is not installed."""
    if shutil.which(PROGRAM) is None:
        raise Missing("Tesseract is not installed")
    missing = [w for w in wanted.split("+") if w not in languages()]
    if missing:
        raise Missing(f"Tesseract has no language {', '.join(missing)}")


def recognise(picture: Image.Image, wanted: str, seconds: float) -> Recognised:
    """The text in `picture` in the languages `wanted`. Raises Missing, TimeoutError, or OSError where Tesseract fails on it."""
    check(wanted)
    out = io.BytesIO()
    picture.convert("L").save(out, "PPM")
    command = [PROGRAM, "stdin", "stdout", "-l", wanted, "--psm", "3", "-c", "preserve_interword_spaces=0", "tsv"]
    try:
        told = subprocess.run(
            command, input=out.getvalue(), capture_output=True, check=False, timeout=max(0.1, seconds)
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(f"more than {seconds:.0f} seconds") from error
    if told.returncode:
        raise OSError(" ".join(told.stderr.decode("utf-8", "replace").split())[:160] or f"exit code {told.returncode}")
    return _words(told.stdout.decode("utf-8", "replace"))


def _words(table: str) -> Recognised:
    """Tesseract's table of words as text: words of a line, lines of a paragraph, paragraphs."""
    paragraphs: dict[tuple[str, str], dict[str, list[str]]] = {}
    sure: list[tuple[float, int]] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            paragraphs.setdefault((cells[2], cells[3]), {}).setdefault(cells[4], []).append(cells[11].strip())
            sure.append((float(cells[10]), len(cells[11])))
    words = "\n\n".join("\n".join(" ".join(line) for line in lines.values()) for lines in paragraphs.values())
    weight = sum(n for _, n in sure)
    return Recognised(words, sum(c * n for c, n in sure) / weight if weight else 0.0)
