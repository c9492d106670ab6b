from __future__ import annotations

import json
from pathlib import Path

from bench.docpile import Outcome, measure, shares


def test_each_file_of_the_manifest_has_a_fate(tmp_path: Path) -> None:
    files = {
        "a.txt": b"The ministry said on Monday that the camp near Osk was closed.",
        "b.bin": bytes(500),
        "c.txt": b"",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    rows = [{"path": name, "pdftotext_chars": 300, "pdftotext_sample_words": ["ministry", "absent"]} for name in files]
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = measure(tmp_path)
    assert {k: round(v, 1) for k, v in found.items()} == {
        "read": 33.3, "flawed": 66.7, "lost": 0.0, "silent": 0.0, "sample_words": 16.7
    }  # fmt: skip


def test_shares_of_nothing() -> None:
    assert shares([])["read"] == 0
    assert shares([Outcome(path="a", fate="lost")])["lost"] == 100
