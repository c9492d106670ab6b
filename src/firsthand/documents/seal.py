"""Keep the originals under seal and the log of what was done to them in a chain that shows every change.

The Berkeley Protocol (OHCHR and UC Berkeley, 2022) asks that an evidentiary copy stay unchanged since collection, that this can
be checked, and that every act on it be recorded. Originals are named by their SHA-256; log entries each hold the digest of the
one before, so that changing, removing, adding or moving one breaks the chain there (Haber and Stornetta, 1991).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

import msgspec

from firsthand.errors import StoreFailed

CHUNK = 1 << 20

TOGETHER = 16
"""Files that the disk is asked for side by side. On one ext4 disk 200 small files took 3.5 ms each one by one, 0.19 in fours, 0.13 in
sixteens."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On `when` (ISO 8601 with zone), `who` did `act` to `document` (its digest, "" if to none), with these `details`.

    `seq` counts from 1. `previous` is the digest of the entry before ("" for the first). `digest` is the SHA-256 of all
    other fields as JSON with sorted keys, no blanks and only ASCII: `json.dumps` of the standard library can check it.
    """

    seq: int
    when: str
    who: str
    act: str
    document: str
    details: dict[str, str]
    previous: str
    digest: str


class Mismatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At `where` (a log entry, an original) stands `found` and not `expected`; `message` says so in a sentence."""

    where: str
    expected: str
    found: str
    message: str


def chain(
    previous: Entry | None, *, when: str, who: str, act: str, document: str = "", details: Mapping[str, str]
) -> Entry:
    """The entry that follows `previous` (None: the first of a log)."""
    entry = Entry(
        seq=previous.seq + 1 if previous else 1,
        when=when,
        who=who,
        act=act,
        document=document,
        details=dict(details),
        previous=previous.digest if previous else "",
        digest="",
    )
    return msgspec.structs.replace(entry, digest=_digest(entry))


def said(entry: Entry) -> bytes:
    """The bytes whose SHA-256 is the digest of `entry`."""
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__ if name != "digest"}
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def _digest(entry: Entry) -> str:
    return hashlib.sha256(said(entry)).hexdigest()


def broken(entries: Iterable[Entry], head: str | None = None) -> list[Mismatch]:
    """Every place where the log, in its order, does not hold together; empty where it does.

    A log cut off at its end still holds together by itself: give the digest `head` of an entry that it must have, the last one at
    some time, where that was kept elsewhere (a report, a printed page, a time stamp), and the cut shows too.
    """
    found: list[Mismatch] = []
    last, number, seen = "", 0, False
    for entry in entries:
        number += 1
        where = f"entry {entry.seq}"
        if entry.seq != number:
            found.append(_differs(where, str(number), str(entry.seq), "has the wrong place in the log"))
            number = entry.seq
        if entry.previous != last:
            found.append(_differs(where, last, entry.previous, "does not follow the entry before it"))
        if entry.digest != _digest(entry):
            found.append(_differs(where, _digest(entry), entry.digest, "was changed after it was written"))
        last = entry.digest
        seen = seen or last == head
    if head is not None and not seen:
        found.append(
            _differs(
                "the end of the log", head, last, "was cut off, or is another log: the entry expected is not in it"
            )
        )
    return found


def _differs(where: str, expected: str, found: str, how: str) -> Mismatch:
    return Mismatch(where=where, expected=expected, found=found, message=f"{where} {how}")


class Vault:
    """The sealed originals below `folder`: ``originals/ab/abcdef…``, each named by its SHA-256, read-only, never overwritten."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "originals"
        self._waiting: dict[str, Path] = {}

    def keep(self, stream: BinaryIO, *, later: bool = False) -> tuple[str, int]:
        """Seal what `stream` yields to its end; its digest and its size in bytes. Sealing the same bytes again changes nothing.

        The bytes go to a file of another name first and are given theirs only when all are on the disk: a run that is killed
        leaves no half original. With `later` that is done by `settle`, for many at once: a disk takes hundreds of small files
        together in the time of a few. Raises StoreFailed where the disk does not take them; whatever `stream` raises goes through.
        """
        handle, name = self._begin()
        written = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                digest, size = self._copy(stream, out)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
        if digest in self._waiting or self.path(digest).exists():
            written.unlink(missing_ok=True)
        else:
            self._waiting[digest] = written
        if not later:
            self.settle()
        return digest, size

    def settle(self) -> None:
        """Bring to the disk, and then name, what was kept for `later`. Raises StoreFailed; what was not named then is gone."""
        waiting, self._waiting = self._waiting, {}
        try:
            with ThreadPoolExecutor(TOGETHER) as pool:
                _flush(waiting.values(), pool)
                for digest, written in waiting.items():
                    path = self.path(digest)
                    path.parent.mkdir(exist_ok=True)
                    written.chmod(0o444)
                    written.rename(path)
                _flush({self.path(digest).parent for digest in waiting}, pool)
        except OSError as error:
            raise _failed(error) from error
        finally:
            for written in waiting.values():
                written.unlink(missing_ok=True)

    def open(self, digest: str) -> BufferedReader:
        """The original `digest` for reading. Raises FileNotFoundError where there is none."""
        return self._waiting.get(digest, self.path(digest)).open("rb")

    def path(self, digest: str) -> Path:
        """Where the original `digest` lies, or would lie. Raises ValueError where it is no digest."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"not a SHA-256 digest: {digest!r}")
        return self.folder / digest[:2] / digest

    def check(self, digest: str) -> bool:
        """Whether the original is there and its bytes still have this digest."""
        return bool(digest) and self.digest(digest) == digest

    def digests(self) -> Iterator[str]:
        """The names of all originals, sorted."""
        return (p.name for p in sorted(self.folder.glob("??/*")) if _DIGEST.fullmatch(p.name))

    def sweep(self) -> int:
        """Remove what a killed run left half-written; how many such files there were. Call it only while holding the inquiry."""
        left = list(self.folder.glob("incoming-*"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def verify(self, expected: Iterable[str]) -> list[Mismatch]:
        """Every original among `expected` that is missing or changed, and every file that is there without being expected."""
        names = sorted(set(expected))
        found = []
        for name in names:
            if (digest := self.digest(name)) != name:
                how = "has other bytes than when it was sealed" if digest else "is missing"
                found.append(_differs(f"original {name}", name, digest, how))
        return found + self.strangers(names)

    def strangers(self, expected: Iterable[str]) -> list[Mismatch]:
        """Every file among the originals that is none of those `expected`."""
        known = {f"{n[:2]}/{n}" for n in expected}
        there = {str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if not p.is_dir() or p.is_symlink()}
        return [_differs(f"file {s}", "", s, "lies among the originals and is not one") for s in sorted(there - known)]

    def _begin(self) -> tuple[int, str]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return tempfile.mkstemp(prefix="incoming-", dir=self.folder)
        except OSError as error:
            raise _failed(error) from error

    def _copy(self, stream: BinaryIO, out: BinaryIO) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            try:
                out.write(chunk)
            except OSError as error:
                raise _failed(error) from error
        try:
            out.flush()
        except OSError as error:
            raise _failed(error) from error
        return digest.hexdigest(), size

    def digest(self, name: str) -> str:
        """The digest that the bytes under `name` have now; "" where nothing can be read there."""
        try:
            with self.open(name) as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except (OSError, ValueError):
            return ""


def _flush(paths: Collection[Path], pool: ThreadPoolExecutor) -> None:
    """Make sure that files, or the lists of names of folders, are on the disk. Asked side by side, a disk does many in one go."""
    if len(paths) < 2:  # no thread is started for one
        for path in paths:
            _flushed(path)
        return
    list(pool.map(_flushed, paths))


def _flushed(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(error: OSError) -> StoreFailed:
    return StoreFailed(
        f"the originals cannot be written: {error.strerror or error}",
        "make room or choose another folder, then run it again",
    )
