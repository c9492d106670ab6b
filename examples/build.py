"""Make the DOCX and PDF documents of the invented inquiry from the words in `texts/`.

Run by hand after a change to a text: `python examples/build.py`. The same words give the same content, without the
hour of the day; what is committed is what counts. The PDFs are written here, line by line, because a PDF with a text layer,
running headers and footnotes needs no more than this.

Marks in the texts: `# ` title, `## ` heading, `| a | b |` row of a table, `---` new page, `running: ` running header,
`[1]` footnote mark, `[^1]: ` footnote at the foot of its page. Paragraphs are parted by blank lines.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
import textwrap
import zipfile
from pathlib import Path

import docx

HERE = Path(__file__).parent
MADE = dt.datetime(2024, 5, 2, 9, 0)
WIDTH, HEIGHT, LEFT, TOP = 595, 842, 72, 770
SIZES = {"title": (18, 46), "heading": (13, 62), "body": (11, 80), "note": (8, 105)}
"""Points, and characters to a line that fit the page at that size."""


def blocks(text: str) -> list[str]:
    return [b.strip() for b in re.split(r"\n\s*\n", text) if b.strip()]


def document(text: str) -> bytes:
    """A DOCX with headings, paragraphs and tables."""
    out = docx.Document()
    out.core_properties.author = ""
    out.core_properties.created = out.core_properties.modified = MADE
    for block in blocks(text):
        if block.startswith("|"):
            table(out, [[cell.strip() for cell in line.strip("| ").split(" |")] for line in block.splitlines()])
        elif block.startswith("#"):
            marks, words = block.split(" ", 1)
            out.add_heading(words, level=len(marks))
        else:
            out.add_paragraph(block)
    return stored(out)


def table(out: docx.document.Document, rows: list[list[str]]) -> None:
    grid = out.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(grid.add_row().cells, row + [""] * (len(rows[0]) - len(row)), strict=True):
            cell.text = words


def stored(out: docx.document.Document) -> bytes:
    """The package with fixed times, so that a new run changes nothing."""
    first, last = io.BytesIO(), io.BytesIO()
    out.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return last.getvalue()


def pages(text: str) -> tuple[str, list[list[tuple[str, str]]]]:
    """The running header, and for each page its blocks as (style, words)."""
    running, out = "", [[]]
    for block in blocks(text):
        if block.startswith("running: "):
            running = block.removeprefix("running: ")
        elif block == "---":
            out.append([])
        else:
            out[-1].append(styled(block))
    return running, out


def styled(block: str) -> tuple[str, str]:
    for mark, style in (("## ", "heading"), ("# ", "title"), ("[^", "note")):
        if block.startswith(mark):
            return style, re.sub(r"^\[\^(\d+)\]:", r"\1", block) if style == "note" else block.removeprefix(mark)
    return "body", block


def write(words: str, size: int, x: float, y: float, font: str = "F1") -> str:
    """One line; footnote marks are set small and high."""
    ops = [f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm"]
    for n, part in enumerate(re.split(r"\[(\d+)\]", words)):
        plain = part.translate({ord("\\"): "\\\\", ord("("): "\\(", ord(")"): "\\)"})
        ops.append(f"/{font} {size - 4} Tf 4 Ts ({plain}) Tj 0 Ts /{font} {size} Tf" if n % 2 else f"({plain}) Tj")
    return " ".join([*ops, "ET"])


def page(running: str, number: int, total: int, content: list[tuple[str, str]]) -> bytes:
    """The drawing operators of one page."""
    ops = [write(running, 8, LEFT, 806)] if running else []
    y = TOP
    for style, words in content:
        size, chars = SIZES[style]
        if style == "note":
            y = 90
        for piece in words.splitlines():
            for line in textwrap.wrap(piece, chars):
                ops.append(write(line, size, LEFT, y, "F2" if style in ("title", "heading") else "F1"))
                y -= size * 1.35
        y -= size * 0.8
    if total > 1:
        ops.append(write(f"Page {number} of {total}", 8, 270, 40))
    return "\n".join(ops).encode("cp1252")


def pdf(text: str) -> bytes:
    """A PDF 1.4 with a text layer in the standard fonts."""
    running, content = pages(text)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(content)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(content)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for n, drawn in enumerate(page(running, n + 1, len(content), c) for n, c in enumerate(content)):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {6 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    """The objects with their table of places."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


MADE_FROM = {
    "testimony-v07.docx": ("testimony-v07.txt", document),
    "kiln-street-register.docx": ("kiln-street-register.txt", document),
    "legal-aid-report.pdf": ("legal-aid-report.txt", pdf),
    "bar-letter.pdf": ("bar-letter.txt", pdf),
}


def build(folder: Path) -> None:
    """Write every made document into `folder`."""
    for name, (source, make) in MADE_FROM.items():
        (folder / name).write_bytes(make((HERE / "texts" / source).read_text(encoding="utf-8")))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "sources")
