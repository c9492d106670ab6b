"""One way of reading a pile of files, as a command of its own: `python -m bench.ways WAY FOLDER`. Measured by `bench.reading`.

It loads nothing but what that way needs: what else a process holds makes it slower.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import docx
import pypdfium2
import trafilatura

from firsthand.documents.collect import collect, find
from firsthand.documents.confine import Limits
from firsthand.documents.detect import detect
from firsthand.documents.read import read
from firsthand.documents.record import Document
from firsthand.documents.sandbox import Job, Sandbox
from firsthand.documents.seal import Vault

PROCESSES = 2
TOGETHER = 100
WHEN = "2026-01-01T00:00:00+00:00"


def library(path: Path) -> int:
    """Characters that the plain library finds."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return sum(len(page.get_textpage().get_text_range()) for page in document)
    if path.suffix == ".docx":
        return sum(len(p.text) for p in docx.Document(str(path)).paragraphs)
    if path.suffix == ".html":
        return len(trafilatura.extract(path.read_bytes()) or "")
    return len(path.read_bytes().decode())


def needed(path: Path) -> int:
    """The same where the library is asked for what a record of a text holds besides: where the words stand on a page of PDF, what hangs on it,
    title, author and date; the same of a page of the web; tables and properties of a DOCX."""
    if path.suffix == ".pdf":
        found = 0
        with pypdfium2.PdfDocument(path) as document:
            assert document.get_metadata_dict() is not None
            assert document.count_attachments() >= 0
            for page in document:
                words = page.get_textpage()
                found += len(words.get_text_range()) + 0 * pypdfium2.raw.FPDFPage_GetAnnotCount(page.raw)
                assert page.get_bbox()
                found += 0 * len([words.get_rect(n) for n in range(words.count_rects())])
        return found
    if path.suffix == ".docx":
        whole = docx.Document(str(path))
        assert whole.core_properties.title is not None
        cells = (cell.text for table in whole.tables for row in table.rows for cell in row.cells)
        return sum(len(p.text) for p in whole.paragraphs) + sum(map(len, cells))
    if path.suffix == ".html":
        return len(trafilatura.extract(path.read_bytes(), with_metadata=True) or "")
    return library(path)


def reader(path: Path) -> int:
    """Characters that our reader finds in a file that is not sealed."""
    with path.open("rb") as stream:
        kind = detect(stream, path.name)
    size = path.stat().st_size
    document = Document(id="0" * 64, name=path.name, place="", size=size, media_type=kind, collected=WHEN)
    text = read(document, path).text
    return len(text.text) if text else 0


def native(path: Path) -> int:
    """Characters that Tika, compiled to native code, finds."""
    package = importlib.import_module("iscc_tika")
    return len(package.Extractor().extract_file_to_string(str(path))[0])


def sealed(paths: Sequence[Path]) -> Iterator[int]:
    """Characters that are found on the way that every document takes."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(PROCESSES, Limits()) as sandbox:
        vault = Vault(Path(folder))
        found, _ = find(paths)
        documents = []
        for n, file in enumerate(found, 1):
            documents += [d for d in collect(file, vault, WHEN, later=True)[:1] if d]
            if n % TOGETHER == 0 or n == len(found):
                vault.settle()
        assert all(vault.digest(d.id) == d.id for d in documents)
        jobs = (Job(document=d, path=str(vault.path(d.id))) for d in documents if vault.check(d.id))
        for job, piece in sandbox.read(jobs):
            if piece is None:
                assert vault.check(job.document.id)
            else:
                yield len(getattr(piece, "text", ""))


JOBS: dict[str, Callable[[Path], int]] = {"library": library, "needed": needed, "read": reader, "native": native}


def warm(way: str, path: Path) -> None:
    """Read one file, so that what a process loads at its first is not counted for one process only."""
    JOBS[way](path)


def main() -> None:
    """Read the pile one way and tell how many characters that gave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=[*JOBS, "sealed"])
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    paths = sorted(p for p in arguments.folder.rglob("*") if p.is_file())
    if arguments.way == "sealed":
        characters = sum(sealed([arguments.folder]))
    else:
        context = multiprocessing.get_context("spawn")
        first = (arguments.way, paths[0])
        with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=warm, initargs=first) as pool:
            characters = sum(pool.map(JOBS[arguments.way], paths, chunksize=2))
    print(characters, file=sys.stderr)


if __name__ == "__main__":
    main()
