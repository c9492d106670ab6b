"""Collect files: find them under the places given, and take each as it is into the vault.

Nothing is followed out of the places given: no link, no pipe, no device. What is passed over becomes a Flaw.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from firsthand.documents.detect import detect
from firsthand.documents.provenance import HASHED, provenance
from firsthand.documents.record import Document, Part
from firsthand.documents.seal import Vault
from firsthand.errors import NoSuchSource, NothingToRead
from firsthand.flaws import Flaw, flaw

STAGE = "collect"

INQUIRY = "inquiry.sqlite"
"""A folder with a file of this name is an inquiry: what lies in it was made by this program or is sealed there already."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A file at `path` to be collected. `place` is the path and `name` the file's own name, both as writable text.

    `details` is what a table beside it tells of how it was come by (see provenance), for the custody log.
    """

    path: Path
    place: str
    name: str
    details: dict[str, str] = {}


def find(places: Sequence[Path], own: Path | None = None) -> tuple[tuple[Found, ...], tuple[Flaw, ...]]:
    """The files under `places`, sorted, each once, and a Flaw for whatever there is no file.

    A place that is itself a link was named by a person and is followed; links met below it are not. The folder `own`, the inquiry
    that collects, is left out; another inquiry below a place is passed over with a Flaw.
    Raises NoSuchSource where a place is not there, NothingToRead where the places hold no file at all.
    """
    files: dict[str, Found] = {}
    flaws: dict[str, Flaw] = {}
    for place in places:
        if not place.exists():
            raise NoSuchSource(f"there is no {_words(place)}", "check the path")
        for item in _walk(place, own.resolve() if own else None):
            if isinstance(item, Flaw):
                flaws[item.id] = item
            else:
                files.setdefault(os.path.realpath(item.path), item)
    if not files:
        raise NothingToRead(
            f"no file to read under {', '.join(map(_words, places))}"
            + "".join(f"; {f.message}" for f in flaws.values()),
            "name a folder that holds files, or the files themselves",
        )
    told = provenance(f.path for f in files.values())
    found = (msgspec.structs.replace(f, details=told[f.path]) if f.path in told else f for f in files.values())
    return tuple(sorted(found, key=lambda f: f.place)), tuple(sorted(flaws.values(), key=lambda f: f.name))


def _walk(place: Path, own: Path | None) -> Iterator[Found | Flaw]:
    if not place.is_dir():
        yield _look(place, followed=True)
        return
    refused: list[OSError] = []
    for folder, folders, files in os.walk(place, onerror=refused.append, followlinks=False):
        here = Path(folder)
        if own and here.resolve() == own:
            folders.clear()
            continue
        if INQUIRY in files:
            folders.clear()
            message = "it is an inquiry of this program, not a source, and was passed over"
            yield _flaw(
                "inquiry",
                here,
                message,
                "collect its sources, or the files in its folder `originals` by their own path",
            )
            continue
        folders.sort()
        for name in sorted(files) + [f for f in folders if os.path.islink(here / f)]:  # noqa: PTH114 - a path can be too long to ask
            yield _look(here / name)
    for error in refused:
        yield _flaw("unreadable", Path(error.filename or place), f"the folder cannot be read: {error.strerror}")


def _look(path: Path, *, followed: bool = False) -> Found | Flaw:
    try:
        mode = (path.stat if followed else path.lstat)().st_mode
    except OSError as error:
        return _flaw("vanished", path, f"it was gone before it could be collected: {error.strerror}")
    if stat.S_ISREG(mode):
        return Found(path=path, place=_words(path), name=_words(path.name))
    kinds = ((stat.S_ISLNK, "link"), (stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"))
    kind = next((name for test, name in kinds if test(mode)), "device")
    cure = "collect what it points to by its own path" if kind == "link" else ""
    return _flaw(kind, path, f"it is a {kind}, not a file, and was passed over", cure)


def collect(found: Found, vault: Vault, when: str, *, later: bool = False) -> tuple[Document | None, tuple[Flaw, ...]]:
    """Take one file into the `vault` as it is; its Document as of `when` (ISO 8601 with zone). `later`: see Vault.keep.

    No Document where the file cannot be read; the Flaw says why. Raises StoreFailed where the vault cannot take it.
    """
    try:
        with _open(found.path) as stream:
            before = os.fstat(stream.fileno())
            if not stat.S_ISREG(before.st_mode):
                return None, (_flaw("changed", found.path, "it was a file when found and is none any more"),)
            digest, size = vault.keep(stream, later=later)
            after = os.fstat(stream.fileno())
    except FileNotFoundError:
        return None, (_flaw("vanished", found.path, "it was gone before it could be collected"),)
    except OSError as error:
        cure = "give this account the right to read it, then collect it again"
        return None, (_flaw("unreadable", found.path, f"it cannot be read: {error.strerror or error}", cure),)
    document = _document(digest, size, found.name, found.place, vault, when)
    unlike = tuple(_unlike(found, document, vault))
    if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size) and size == after.st_size:
        return document, unlike
    message = "it changed while it was collected; sealed is what could be read"
    return document, (*unlike, _flaw("changed", found.path, message, "collect it again", document=digest))


def _unlike(found: Found, document: Document, vault: Vault) -> Iterator[Flaw]:
    """A Flaw where the tool that collected the file noted another digest than it has now: the bytes are not those that it collected."""
    name, _, said = found.details.get(HASHED, "").partition(":")
    algorithm = {"SHA-256": "sha256", "SHA256": "sha256", "SHA-512": "sha512", "SHA-1": "sha1", "SHA1": "sha1"}.get(
        name
    )
    if not algorithm or not said:
        return
    with vault.open(document.id) as stream:
        is_ = hashlib.file_digest(stream, algorithm).hexdigest()
    if is_ != said:
        where = found.details.get("metadata", "a table beside it")
        message = f"it is not what was collected: {where} says that its {name} is {said}, it is {is_}"
        yield _flaw(
            "other-bytes", found.path, message, "ask who collected it for the file as it was then", document=document.id
        )


def enclose(part: Part, whole: Document, vault: Vault, when: str, *, later: bool = False) -> Document:
    """Take a `part` of the document `whole` into the vault: a Document of its own that knows what it was part of. `later`: see Vault.keep."""
    digest, size = vault.keep(io.BytesIO(part.data), later=later)
    name = part.name or f"part of {whole.name}"
    document = _document(digest, size, name, f"{whole.place}!{name}", vault, when)
    return msgspec.structs.replace(document, part_of=whole.id)


def _document(digest: str, size: int, name: str, place: str, vault: Vault, when: str) -> Document:
    with vault.open(digest) as sealed:
        kind = detect(sealed, name)
    return Document(id=digest, name=name, place=place, size=size, media_type=kind, collected=when)


@contextlib.contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    """Open without waiting: a pipe put in the file's place between find and collect must not hang the run."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        yield stream


def _flaw(kind: str, path: Path, message: str, cure: str = "", document: str | None = None) -> Flaw:
    known_by = _words(Path(*path.parts[-2:]))  # with its folder, to tell two of one name apart; never the whole place
    return flaw(STAGE, kind, f"{_words(path.name)}: {message}", cure=cure, document=document, name=known_by)


def _words(path: Path | str) -> str:
    """A path as text that can be written anywhere: bytes of a name that are no UTF-8 are shown as ``\\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
