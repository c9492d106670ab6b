"""Recognising text in pictures, by language: `python -m bench.ocr ../shared/data/docpile/udhr`.

The first articles of each translation are drawn onto a page (a font of the system that has its letters) and read as any image is. Printed: letters and digits that
come out right, in percent of those that were drawn (by the longest common subsequence).
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from firsthand.documents.read import read
from firsthand.documents.record import Document, How

LANGUAGES = {
    "eng": ("eng", "en"), "fra": ("fra", "fr"), "spa": ("spa", "es"), "rus": ("rus", "ru"), "cmn_hans": ("chi_sim", "zh-cn"),
    "arb": ("ara", "ar"), "uig_arab": ("uig", "ug"),
}  # fmt: skip
"""For each file its language as Tesseract and as fonts name it."""

LETTERS, WIDTH = 700, 46


def font(code: str) -> str:
    """A font file of the system with the letters of this language."""
    listed = subprocess.run(
        ["fc-match", "-f", "%{file}", f"serif:lang={code}"], capture_output=True, text=True, check=True
    )
    return listed.stdout


def drawn(words: str, code: str) -> bytes:
    """A page with these words, at 300 dots per inch, in letters of 11 points."""
    lines: list[str] = []
    line, blank = "", "" if code == "zh-cn" else " "
    for word in words.split() if blank else words.replace(" ", ""):
        if len(line) + len(word) > (WIDTH if blank else WIDTH // 2):
            lines, line = [*lines, line], ""
        line = f"{line}{blank}{word}".strip()
    page = Image.new("L", (1900, 140 + 80 * (len(lines) + 1)), 255)
    letters, right = ImageFont.truetype(font(code), 46), code in ("ar", "ug")
    for n, row in enumerate([*lines, line]):
        place = (1830 if right else 70, 70 + 80 * n)
        ImageDraw.Draw(page).text(
            place, row, 0, letters, anchor="ra" if right else "la", direction="rtl" if right else None
        )
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def share(path: Path, tesseract: str, code: str) -> float:
    """Percent of the letters that come out right."""
    size = path.stat().st_size
    page = Document(id="0" * 64, name=path.name, place="", size=size, media_type="text/html", collected="")
    text = read(page, path).text
    assert text is not None
    words = " ".join(" ".join(text.text[p.start : p.end] for p in text.passages if p.kind == "paragraph").split())
    words = words[: LETTERS // 2 if code == "zh-cn" else LETTERS]
    with tempfile.NamedTemporaryFile(suffix=".png") as picture:
        picture.write(drawn(words, code))
        picture.flush()
        image = Document(id="1" * 64, name="a.png", place="", size=1, media_type="image/png", collected="")
        found = read(image, Path(picture.name), How(ocr=tesseract)).text
    wanted, got = ["".join(c for c in w if c.isalnum()) for w in (words, found.text if found else "")]
    same = sum(m.size for m in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks())
    return 100 * same / max(1, len(wanted))


def main() -> None:
    """Print one line a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for name, (tesseract, code) in LANGUAGES.items():
        path = folder / f"{name}.html"
        print(
            f"{tesseract:<8}" + (f"{share(path, tesseract, code):6.1f}" if path.is_file() else "  no such file"),
            flush=True,
        )


if __name__ == "__main__":
    main()
