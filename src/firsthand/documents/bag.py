"""Write a BagIt bag (RFC 8493): an inquiry in a form that anyone can keep and check without this program.

BAG/data/originals/DIGEST/NAME   every document's bytes as received, under its digest and its own name
BAG/data/records/NOUN.jsonl      every record, one JSON object a line
BAG/data/custody.jsonl           the log of custody, in its order
BAG/data/stamps/DIGEST.tsr       what time-stamping authorities answered, under the digest that they stamped
BAG/data/report/                 the report and the assessment as they were
BAG/verify.py                    checks all of it, with nothing but Python's standard library
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

import msgspec

from firsthand.documents.record import Document
from firsthand.documents.seal import CHUNK, Entry, Vault
from firsthand.documents.stamp import stamps
from firsthand.errors import CheckFailed, StoreFailed, WrongUse

NAMES = 120
"""Bytes of a file's name that are kept: with the digest before it a path stays below what old systems can hold."""

_UNSAFE = re.compile(r'[%/\\<>:"|?*\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into a bag. `records` gives for each noun the lines of its records; `reports` are files to be taken as they are."""

    name: str
    made: str
    tool: str
    who: str
    documents: Sequence[Document]
    entries: Sequence[Entry]
    records: Mapping[str, Iterable[bytes]]
    reports: Sequence[Path] = ()


def write(contents: Contents, vault: Vault, to: Path) -> str:
    """Write the bag `to`, a folder that is new or empty; the digest of its list of digests, which stands for the whole bag.

    The bag appears whole or not at all. Raises WrongUse where `to` holds something, CheckFailed where an original is not what was
    sealed, StoreFailed where the disk refuses.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise WrongUse(f"{to} is there already", "name a new folder with --to")
    half = to.with_name(to.name + ".part")
    try:
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        digest = _fill(half, contents, vault)
        if to.exists():
            to.rmdir()
        half.replace(to)
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreFailed(f"the bag cannot be written: {why}", "make room or choose another folder") from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return digest


def _fill(bag: Path, contents: Contents, vault: Vault) -> str:
    payload = dict(_payload(bag / "data", contents, vault))
    size = sum((bag / path).stat().st_size for path in payload)
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _info(contents, size, len(payload)).encode(),
        "verify.py": resources.files("firsthand.documents").joinpath("checker.py").read_bytes(),
        "manifest-sha256.txt": _manifest(payload),
    }
    for name, data in tags.items():
        (bag / name).write_bytes(data)
    listed = _manifest({name: hashlib.sha256(data).hexdigest() for name, data in tags.items()})
    (bag / "tagmanifest-sha256.txt").write_bytes(listed)
    return hashlib.sha256(listed).hexdigest()


def _payload(data: Path, contents: Contents, vault: Vault) -> Iterator[tuple[str, str]]:
    """Write the payload; the path of each file and its digest."""
    for d in sorted(contents.documents, key=lambda d: d.id):
        where = data / "originals" / d.id / safe(d.name)
        where.parent.mkdir(parents=True)
        if _copy(vault, d, where) != d.id:
            raise CheckFailed(f"the sealed original of {d.name} was changed", "see: firsthand verify")
        yield _path(where, data), d.id
    for noun, lines in contents.records.items():
        yield _lines(data / "records" / f"{noun}.jsonl", lines, data)
    yield _lines(data / "custody.jsonl", map(msgspec.json.encode, contents.entries), data)
    for entry, answer in stamps(contents.entries):
        yield _lines(data / "stamps" / f"{safe(entry.details.get('head', ''))}.tsr", [answer], data, end=b"")
    for report in contents.reports:
        yield _lines(data / "report" / report.name, [report.read_bytes()], data, end=b"")


def _copy(vault: Vault, document: Document, where: Path) -> str:
    h = hashlib.sha256()
    try:
        original = vault.open(document.id)
    except FileNotFoundError as error:
        raise CheckFailed(f"the sealed original of {document.name} is gone", "see: firsthand verify") from error
    with original, where.open("wb") as out:
        while chunk := original.read(CHUNK):
            h.update(chunk)
            out.write(chunk)
    return h.hexdigest()


def _lines(where: Path, lines: Iterable[bytes], data: Path, end: bytes = b"\n") -> tuple[str, str]:
    where.parent.mkdir(parents=True, exist_ok=True)
    h = hashlib.sha256()
    with where.open("wb") as out:
        for line in lines:
            h.update(line + end)
            out.write(line + end)
    return _path(where, data), h.hexdigest()


def _path(where: Path, data: Path) -> str:
    return where.relative_to(data.parent).as_posix()


def safe(name: str) -> str:
    """`name` as it can be written on any disk and in a manifest: one name, visible, not too long, its ending kept."""
    written = unicodedata.normalize("NFC", name).encode("utf-8", "replace").decode()
    name = _cut(_UNSAFE.sub("_", written).strip(" .")) or "unnamed"
    return f"_{name}" if _RESERVED.match(name) else name


def _cut(name: str) -> str:
    """`name` with room left for one sign; no blank or stop at its end, where a disk would drop it."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    if len(ending.encode()) > NAMES // 4:
        stem, ending = name, ""
    return (stem.encode()[: NAMES - 1 - len(ending.encode())].decode(errors="ignore") + ending).strip(" .")


def _manifest(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def _info(contents: Contents, size: int, files: int) -> str:
    fields = {
        "Source-Organization": contents.who,
        "External-Identifier": contents.name,
        "External-Description": "An inquiry: its sealed sources, the log of their custody, all records, its report. "
        "It names sources that may need protection.",
        "Bagging-Date": contents.made[:10],
        "Bag-Software-Agent": contents.tool,
        "Custody-Head": contents.entries[-1].digest if contents.entries else "none",
        "Payload-Oxum": f"{size}.{files}",
    }
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in fields.items())
