"""Open archives: each member becomes a document of its own, under the path that it has in the archive.

ZIP and TAR by the standard library, 7z, RAR, CAB, ISO, AR, CPIO, LHA and XAR by libarchive where the system has it; gzip, bzip2 and xz
hold one file. Nothing is written to a path that an archive names, no link is followed. An archive that unpacks to many times
its size, to more files or to more bytes than are allowed yields so much and a Flaw.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import posixpath
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any, cast

from firsthand.documents.draft import fit
from firsthand.documents.readers import plain, sealed, sevenzip
from firsthand.documents.record import Document, How, Part
from firsthand.documents.wrong import locked, wrong
from firsthand.flaws import Flaw

try:
    import libarchive
except (ImportError, OSError, AttributeError, TypeError):  # the system has no libarchive
    libarchive = None

_SEVEN = "application/x-7z-compressed"

FLOOR = 50_000_000
"""Bytes that even the smallest archive may unpack to, whatever the ratio: text packs well."""

CHUNK = 1 << 18
NAMED = 20
"""Members named one by one that could not be taken out; the rest are counted."""

BROKEN = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
)

Item = Part | Flaw


class Budget:
    """What one archive may still unpack to."""

    def __init__(self, document: Document, how: How) -> None:
        self.document = document
        self.how = how
        self.members = how.members
        self.left = min(how.total, max(FLOOR, how.ratio * document.size))
        self._named = 0
        self._unnamed = 0

    def take(self, read: Callable[[int], bytes], name: str, details: dict[str, str] | None = None) -> Iterator[Item]:
        """The member `name` whose bytes `read` gives piece by piece, or the Flaw that it is broken. Raises Spent."""
        if not self.members:
            raise Spent(f"it holds more than {self.how.members:,} files; the rest was left")
        pieces: list[bytes] = []
        try:
            while piece := read(CHUNK):
                self.left -= len(piece)
                if self.left < 0:
                    raise Spent(
                        f"it unpacks to more than is allowed ({min(self.how.total, max(FLOOR, self.how.ratio * self.document.size)):,} bytes); "
                        f"{name} and what follows was left"
                    )
                pieces.append(piece)
        except BROKEN as error:
            yield from self.broken(name, error)
            if not pieces:
                return
        self.members -= 1
        yield Part(name=name, data=b"".join(pieces), details={"path": name, **(details or {})})

    def broken(self, name: str, error: object) -> Iterator[Flaw]:
        """The Flaw that the member `name` is broken, while there are few of them."""
        self._named += 1
        if self._named <= NAMED:
            yield wrong(
                self.document,
                "broken-member",
                f"{name} cannot be taken out whole: {' '.join(str(error).split())[:160]}",
            )

    def end(self) -> Iterator[Flaw]:
        """What is left to be said at the end."""
        if self._named > NAMED:
            yield wrong(self.document, "broken-member", f"{self._named - NAMED} more members cannot be taken out")


class Spent(Exception):
    """An archive has yielded as much as it may."""


class Refused(Exception):
    """An archive is encrypted and no password opens it."""


def open_(path: Path, document: Document, how: How) -> Iterator[Item]:
    """The members of the archive at `path` and what is wrong with it. What cannot be opened is told in a Flaw."""
    budget = Budget(document, how)
    opener = _OPENERS.get(document.media_type, _by_libarchive)
    try:
        yield from opener(path, budget)
    except Spent as spent:
        yield wrong(document, "too-large", str(spent), "unpack it by hand with care, and collect what it holds")
    except Refused:
        yield locked(document, len(how.passwords))
    except BROKEN as error:
        yield wrong(document, "broken", f"the archive is broken from here on: {' '.join(str(error).split())[:160]}")
    yield from budget.end()


def _zip(path: Path, budget: Budget) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        yield wrong(
            budget.document,
            "broken",
            f"its table of contents cannot be read ({error}); members are looked for one by one",
        )
        yield from _by_libarchive(path, budget)
        return
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        names = _names(members)
        secret = [m for m in members if m.flag_bits & 1]
        password = _password(archive, secret, budget.how.passwords) if secret else None
        if secret and password is None:
            yield locked(budget.document, len(budget.how.passwords))
        for member, name in zip(members, names, strict=True):
            if member.flag_bits & 1 and password is None:
                continue
            if _is_link(member):
                yield wrong(budget.document, "link", f"{name} is a link and was passed over")
                continue
            try:
                stream = _opened(archive, member, password)
            except (*BROKEN, zipfile.BadZipFile) as error:
                yield from budget.broken(name, error)
                continue
            with stream:
                yield from budget.take(_safe(stream), name, _zip_time(member))


def _safe(stream: IO[bytes]) -> Callable[[int], bytes]:
    def read(size: int) -> bytes:
        try:
            return stream.read(size)
        except zipfile.BadZipFile as error:
            raise ValueError(str(error)) from error

    return read


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo, password: bytes | None) -> IO[bytes]:
    if member.flag_bits & 1 and sealed.is_aes(member):
        return sealed.aes(archive, member, password or b"")
    return archive.open(member, pwd=password if member.flag_bits & 1 else None)


def _password(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], passwords: tuple[str, ...]) -> bytes | None:
    """The password that opens the smallest of `members` whole: the old cipher's own check passes one wrong password in 256."""
    smallest = min(members, key=lambda m: m.file_size)
    for password in passwords:
        for data in dict.fromkeys((password.encode("utf-8"), password.encode("cp1252", "replace"))):
            try:
                with _opened(archive, smallest, data) as stream:
                    while stream.read(CHUNK):
                        pass
            except (*BROKEN, zipfile.BadZipFile):
                continue
            return data
    return None


def _is_link(member: zipfile.ZipInfo) -> bool:
    return member.create_system == 3 and (member.external_attr >> 28) == 0o12


def _names(members: list[zipfile.ZipInfo]) -> list[str]:
    """The members' names; those not marked as UTF-8 are in an encoding that all of them together tell."""
    marked = [bool(m.flag_bits & 0x800) for m in members]
    raw = [m.orig_filename.encode("cp437", "replace") for m, known in zip(members, marked, strict=True) if not known]
    decoded = iter(_decoded(raw))
    return [_clean(m.orig_filename if known else next(decoded)) for m, known in zip(members, marked, strict=True)]


def _decoded(raw: list[bytes]) -> list[str]:
    if all(r.isascii() for r in raw):
        return [r.decode("ascii") for r in raw]
    whole, _, _ = plain.decode(b"\n".join(raw))
    return whole.split("\n")


def _clean(name: str) -> str:
    """A path in an archive as a name: no root, no way up, no control characters. It is shown, never opened."""
    path = posixpath.normpath("/" + fit(name).replace("\\", "/").replace("\n", " ")).lstrip("/")
    return path or "unnamed"


def _zip_time(member: zipfile.ZipInfo) -> dict[str, str]:
    y, m, d, *clock = member.date_time
    return {"modified": "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(y, m, d, *clock)} if y > 1980 else {}


def _tar(path: Path, budget: Budget) -> Iterator[Item]:
    with tarfile.open(path, mode="r|*") as archive:
        for member in archive:
            name = _clean(member.name)
            if member.isfile() and (stream := archive.extractfile(member)) is not None:
                yield from budget.take(stream.read, name)
            elif not member.isdir():
                yield wrong(budget.document, "link", f"{name} is a link or a device and was passed over")


def _gzip(path: Path) -> AbstractContextManager[IO[bytes]]:
    return cast(AbstractContextManager[IO[bytes]], gzip.GzipFile(path))


def _bzip2(path: Path) -> AbstractContextManager[IO[bytes]]:
    return bz2.BZ2File(path)


def _xz(path: Path) -> AbstractContextManager[IO[bytes]]:
    return lzma.LZMAFile(path)


def _one(opener: Callable[[Path], AbstractContextManager[IO[bytes]]]) -> Callable[[Path, Budget], Iterator[Item]]:
    def members(path: Path, budget: Budget) -> Iterator[Item]:
        name = budget.document.name
        stem, dot, ending = name.rpartition(".")
        inner = {
            "tgz": f"{stem}.tar",
            "tbz": f"{stem}.tar",
            "tbz2": f"{stem}.tar",
            "txz": f"{stem}.tar",
            "svgz": f"{stem}.svg",
        }
        packed = ending.lower() in ("gz", "bz2", "xz", "zst", "z")
        inside = inner.get(ending.lower(), stem if dot and packed else f"{name} unpacked")
        with opener(path) as stream:
            yield from budget.take(stream.read, _clean(inside))

    return members


def _by_libarchive(path: Path, budget: Budget) -> Iterator[Item]:
    if libarchive is None:
        cure = "install libarchive (Debian: libarchive13), then read it again; or unpack it by hand"
        yield wrong(budget.document, "not-read", "not opened: this system has no libarchive", cure)
        return
    tries: list[str | None] = [None, *budget.how.passwords]
    passphrase = next((p for p in tries if _opens(path, p)), "")
    if passphrase == "":
        if budget.document.media_type == _SEVEN and budget.how.passwords:
            yield from _sevenzip(path, budget)
            return
        raise Refused
    try:
        with libarchive.file_reader(str(path), passphrase=passphrase) as archive:
            for entry in archive:
                yield from _entry(entry, budget)
    except libarchive.exception.ArchiveError as error:
        yield _told(budget.document, error)


def _sevenzip(path: Path, budget: Budget) -> Iterator[Item]:
    """The files of a 7z archive with the first of the passwords that fits."""
    for password in budget.how.passwords:
        try:
            for name, data in sevenzip.members(path, password):
                stream = io.BytesIO(data)
                yield from budget.take(stream.read, _clean(name))
        except sevenzip.WrongPassword:
            continue
        return
    raise Refused


def _opens(path: Path, passphrase: str | None) -> bool:
    """Whether the first file of the archive can be taken out; damage counts as yes, to be told of by who takes it out."""
    try:
        with libarchive.file_reader(str(path), passphrase=passphrase) as archive:
            for entry in archive:
                if entry.isfile:
                    next(iter(entry.get_blocks(CHUNK)), b"")
                    return True
    except libarchive.exception.ArchiveError as error:
        return "ncrypt" not in str(error) and "assphrase" not in str(error)
    return True


def _told(document: Document, error: Any) -> Flaw:
    return wrong(document, "broken", f"the archive is broken from here on: {_why(error)}")


def _why(error: Any) -> str:
    """libarchive's own words, without its numbers."""
    return " ".join(str(getattr(error, "msg", None) or "it cannot be unpacked").split())[:160]


def _entry(entry: Any, budget: Budget) -> Iterator[Item]:
    try:
        name = _clean(str(entry.pathname or ""))
    except (UnicodeDecodeError, ValueError):
        name = "unnamed"
    if entry.isdir:
        return
    if not entry.isfile:
        yield wrong(budget.document, "link", f"{name} is a link or a device and was passed over")
        return
    blocks = iter(entry.get_blocks(CHUNK))

    def read(_size: int) -> bytes:
        try:
            for block in blocks:
                if block:
                    return bytes(block)
        except libarchive.exception.ArchiveError as error:
            raise ValueError(_why(error)) from error
        return b""

    yield from budget.take(read, name)


_OPENERS: dict[str, Callable[[Path, Budget], Iterator[Item]]] = {
    "application/zip": _zip,
    "application/x-tar": _tar,
    "application/gzip": _one(_gzip),
    "application/x-bzip2": _one(_bzip2),
    "application/x-xz": _one(_xz),
}

KINDS = (
    *_OPENERS, "application/x-7z-compressed", "application/vnd.rar", "application/vnd.ms-cab-compressed", "application/x-iso9660-image",
    "application/x-archive", "application/x-cpio", "application/x-lzh-compressed", "application/vnd.debian.binary-package",
)  # fmt: skip
