"""Claim a folder, keep a second run out of it, write whole files into it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from firsthand.errors import InquiryBusy, NotAnInquiry, StoreFailed
from firsthand.store.open import cure


def claim(folder: Path, store: str, allowed: Collection[str]) -> None:
    """Make `folder` where it is missing. One that holds other things than the file `store` or those `allowed` is refused: NotAnInquiry."""
    if folder.exists() and not folder.is_dir():
        raise NotAnInquiry(f"{folder} is a file", "name a new or an empty folder with -o")
    with guarded(folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = {p.name for p in folder.iterdir()} - set(allowed)
    if there and store not in there:
        raise NotAnInquiry(
            f"{folder} holds other things and is not an inquiry", "name a new or an empty folder with -o"
        )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else is let in meanwhile: InquiryBusy for them. The lock goes with the process, however that ends."""
    with guarded(folder):
        lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise InquiryBusy(f"another run is at work on {folder}", "wait until it has ended, then run again") from error
    try:
        yield
    finally:
        os.close(lock)


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """What the disk refuses inside the block becomes StoreFailed, with its cure."""
    try:
        yield
    except OSError as error:
        raise StoreFailed(f"{folder} cannot be written: {error.strerror or error}", cure(str(error))) from error


def write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    half = path.with_name(path.name + ".part")
    try:
        half.write_bytes(data)
        half.replace(path)
    finally:
        with suppress(FileNotFoundError):
            half.unlink()
