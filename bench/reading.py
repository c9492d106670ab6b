"""What reading costs: `[TIKA_JAR=…] python -m bench.reading [--kinds pdf docx] [--ways sealed tika] [--curve]`; writes `build/reading.json`.

Generated piles of one format each (stories of about 760 words, PDFs of eight pages) are read, with two processes, by

    library     the plain library under the reader, and nothing else: pypdfium2, python-docx, trafilatura, decoding
    needed      the same library, asked for what the records hold besides the text: places on the page (PDF), title, author and date (HTML),
                tables and properties (DOCX)
    read        the reader: passages, offsets, pages, title and dates, language, in two plain worker processes
    sealed      all that `firsthand collect` and `read` do before they write rows: seal, check the seal, read in the sandbox, check again
    tika        Apache Tika in one Java process, warmed up, two threads, no OCR (bench/Tika.java), where TIKA_JAR names its tika-app.jar
    native      Apache Tika compiled to native code (iscc-tika), warmed up, in two processes, where that package is at hand

Each runs as a command of its own. Seconds of the clock are what a person waits; processor seconds (of the command and all its children)
do not depend on what else the machine does, and ratios are of those. `--curve`: growing piles of all formats, with the peak of memory.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import docx

from bench.speed import generated, run

OUT = Path("build/reading.json")
FILES = {"pdf": 60, "docx": 100, "html": 250, "txt": 2000}
CURVE = (1_000, 3_000, 10_000)
PAGES = 8


def make(folder: Path, kind: str, n: int, first: int = 0) -> None:
    """Write `n` files of a `kind` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(first, first + n):
        (folder / f"{seed:05}.{kind}").write_bytes(MAKERS[kind](seed))


def _txt(seed: int) -> bytes:
    return generated(seed).encode()


def _html(seed: int) -> bytes:
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(30))
    body = "".join(f"<p>{p}</p>" for p in generated(seed).split("\n\n"))
    head = f'<title>Report {seed}</title><meta property="og:site_name" content="The Osk Gazette">'
    return f"<html><head>{head}</head><body><nav><ul>{menu}</ul></nav><article><h1>Report {seed}</h1>{body}</article></body></html>".encode()


def _docx(seed: int) -> bytes:
    document = docx.Document()
    document.add_heading(f"Report {seed}", 1)
    for paragraph in generated(seed).split("\n\n"):
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf(seed: int) -> bytes:
    """Lines of Helvetica on A4, with as many pages as `PAGES`."""
    words = " ".join(generated(seed * PAGES + n) for n in range(PAGES // 2)).split()
    lines = [" ".join(words[at : at + 13]) for at in range(0, len(words), 13)]
    share = -(-len(lines) // PAGES)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in range(PAGES):
        shown = "".join(f"({line}) ' " for line in lines[page * share : (page + 1) * share])
        stream = f"BT /F1 10 Tf 14 TL 60 800 Td {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = "%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{p:010} 00000 n \n" for p in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + end).encode("cp1252", "replace")


MAKERS: dict[str, Callable[[int], bytes]] = {"pdf": _pdf, "docx": _docx, "html": _html, "txt": _txt}


def measure(way: str, folder: Path) -> dict[str, float]:
    """Seconds, processor seconds and peak memory (MB) of reading the pile one `way`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    os.environ.update(
        OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"
    )  # as in the sandbox: else NumPy's threads wait busily
    ours = [sys.executable, "-m", "bench.ways", way, str(folder)]
    java = ["java", "-cp", os.environ.get("TIKA_JAR", ""), "bench/Tika.java", str(folder), "2"]
    seconds, peak = run(java if way == "tika" else ours)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": round(seconds, 2), "processor": round(used, 2), "peak_mb": round(peak)}


def ways_here() -> list[str]:
    """The ways that there are on this machine."""
    ways = ["library", "needed", "read", "sealed"]
    ways += ["tika"] * ("TIKA_JAR" in os.environ) + ["native"] * bool(importlib.util.find_spec("iscc_tika"))
    return ways


def costs(kinds: Sequence[str], ways: Sequence[str]) -> dict[str, dict[str, dict[str, float]]]:
    """For each kind of file and each way, per second and as processor time per file; what starting takes is measured and taken off.

    `per_s` is by the clock, `cores_per_s` what two cores give that do nothing else, by processor time.
    """
    found: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        for kind in kinds:
            n = FILES[kind]
            few, many = Path(name) / f"{kind}-few", Path(name) / f"{kind}-many"
            make(few, kind, 4)
            make(many, kind, n)
            size = sum(p.stat().st_size for p in many.iterdir()) / 1e6
            found[kind] = {}
            for way in ways:
                start, whole = measure(way, few), measure(way, many)
                seconds, used = (max(0.01, whole[k] - start[k]) for k in ("seconds", "processor"))
                row = {
                    "per_s": round((n - 4) / seconds, 1),
                    "cores_per_s": round(2 * (n - 4) / used, 1),
                    "mb_per_s": round(2 * size / used, 2),
                    "processor_ms": round(1000 * used / (n - 4), 2),
                    "start_s": start["processor"],
                    "peak_mb": whole["peak_mb"],
                }
                found[kind][way] = row
                print(f"{kind:<5}{way:<9}" + "".join(f"{k} {v:<10,g}" for k, v in row.items()), flush=True)
    return found


def curve() -> list[dict[str, float]]:
    """Time and memory of sealing and reading growing piles of all kinds, an equal number of each."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for n in CURVE:
            for kind in MAKERS:
                make(Path(name) / str(n) / kind, kind, n // len(MAKERS))
            row = {"files": float(n), **measure("sealed", Path(name) / str(n))}
            rows.append(row)
            print(" ".join(f"{k} {v:g}" for k, v in row.items()), flush=True)
    return rows


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", choices=list(FILES), default=list(FILES))
    parser.add_argument("--ways", nargs="+", choices=ways_here(), default=ways_here())
    parser.add_argument("--curve", action="store_true")
    arguments = parser.parse_args()
    began = time.strftime("%Y-%m-%d")
    found: dict[str, object] = (
        {"measured": began, "curve": curve()}
        if arguments.curve
        else {"measured": began, "cost": costs(arguments.kinds, arguments.ways)}
    )
    OUT.parent.mkdir(exist_ok=True)
    known = json.loads(OUT.read_text()) if OUT.is_file() else {}
    OUT.write_text(json.dumps({**known, **found}, indent=2) + "\n")


if __name__ == "__main__":
    main()
