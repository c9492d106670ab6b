"""Settings: defaults < firsthand.toml in the inquiry < environment (FIRSTHAND_…) < flags; read once into one frozen object."""

from __future__ import annotations

import getpass
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from firsthand.errors import BadSettings

FILE = "firsthand.toml"
PREFIX = "FIRSTHAND_"

LEAST = {
    "workers": 0,
    "limit": 1,
    "depth": 0,
    "members": 0,
    "total": 0,
    "ratio": 1,
    "seconds": 1,
    "processor": 1,
    "memory": 1 << 28,
    "output": 1 << 20,
    "files": 32,
}
"""Below these nothing works: a reader by itself takes about 100 MB, a PDF's fonts and the program's own files a few dozen handles."""

MOST = {"workers": 1024, "seconds": 1_000_000}
"""Above these the system gives no more: processes, and the longest time that can be waited for at once."""

HUGE = 1 << 50
"""Above this a number is a slip of the keyboard, and more than the system's calls take."""


Format = Literal["docx", "pdf", "csv"]
"""What a report is written as beside HTML and JSON."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person can set.

    `workers`: processes that read and extract at the same time (0: one per core). `limit`: bytes above which a file is sealed
    but not read. `profile`: the standard-of-proof profile that `weigh` applies: one that is shipped, or a TOML file. `who`: the name under which acts and judgements are logged.

    `ocr`: languages of text in images, in Tesseract's names joined by "+" ("" for none). `passwords` are tried on what is encrypted; give
    them with a flag rather than in a file. Of an archive at most `members` files are taken out, together at most `total` bytes and at
    most `ratio` times what it weighs; nothing that lies deeper than `depth` documents in another.

    What reading one document may cost before it is ended (it becomes a Flaw): `seconds` of the clock, `processor` seconds, bytes of
    `memory`, bytes of `output` (all that is read out of it, and any file written meanwhile), open `files`. `seconds` also ends the
    extraction of statements from one text, that of a long one after as many for each 250,000 characters.

    `formats`: what the report is written as beside HTML and JSON.

    `model`: file of a statistical reader that was trained here; its proposals are added to those of the rules and say so ("" for none).
    `persons`: whether the matrix of elements speaks of persons who may be charged: knowledge, intent, modes of liability.
    """

    workers: int = 0
    limit: int = 50_000_000
    profile: str = "reasonable-grounds-v1"
    who: str = ""
    ocr: str = "eng"
    passwords: tuple[str, ...] = ()
    depth: int = 8
    members: int = 10_000
    total: int = 400_000_000
    ratio: int = 200
    seconds: float = 120.0
    processor: int = 120
    memory: int = 2 << 30
    output: int = 1 << 29
    files: int = 256
    model: str = ""
    persons: bool = True
    formats: tuple[Format, ...] = ()

    def processes(self) -> int:
        """How many worker processes to use."""
        return self.workers or os.cpu_count() or 1


def read(folder: Path | None, environ: Mapping[str, str], flags: Mapping[str, object]) -> Settings:
    """The settings that hold in the inquiry `folder`. `flags` that are None were not given.

    Raises BadSettings, naming the place and the value, where one cannot be used.
    """
    values: dict[str, object] = {}
    names = Settings.__struct_fields__
    file = folder / FILE if folder else None
    if file and file.is_file():
        try:
            values.update(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise BadSettings(f"{file} cannot be read: {error}", "mend or remove it") from error
    values.update({n: environ[PREFIX + n.upper()] for n in names if PREFIX + n.upper() in environ})
    values.update({n: v for n, v in flags.items() if v is not None})
    values["who"] = values.get("who") or _login()
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise BadSettings(f"a setting cannot be used: {error}", f"settings are {', '.join(names)}") from error
    for name, least in LEAST.items():
        most = MOST.get(name, HUGE)
        if not least <= getattr(settings, name) <= most:  # what is no number (nan) lies nowhere
            raise BadSettings(
                f"{name} must be from {least:,} to {most:,}", f"see {PREFIX}{name.upper()}, or {FILE} in the inquiry"
            )
    return settings


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
