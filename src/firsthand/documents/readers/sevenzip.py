"""Open 7z archives that are under a password, which libarchive does not: AES-256, then LZMA, LZMA2, bzip2, deflate or nothing.

After the format's own description (7zFormat.txt of the LZMA SDK, public domain). What is asked of other methods raises ValueError.
"""

from __future__ import annotations

import bz2
import hashlib
import io
import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

MAGIC = b"7z\xbc\xaf\x27\x1c"
LARGEST = 200_000_000
"""Bytes of one packed stream, or of what it unpacks to, that are held in memory."""
HEADER = 50_000_000
MANY = 100_000
ROUNDS = 24
"""Powers of two of hashing that a key may ask for: 7-Zip asks for 19."""
_AES, _LZMA, _LZMA2, _COPY, _DEFLATE, _BZIP2 = (
    b"\x06\xf1\x07\x01",
    b"\x03\x01\x01",
    b"\x21",
    b"\x00",
    b"\x04\x01\x08",
    b"\x04\x02\x02",
)
_FILTERS = {b"\x03": lzma.FILTER_DELTA, b"\x03\x03\x01\x03": lzma.FILTER_X86, b"\x04": lzma.FILTER_X86}


class WrongPassword(Exception):
    """The password does not open it."""


@dataclass
class _Folder:
    """A packed stream and how it is unpacked: the coders (method and properties), the size of what comes out of each, and `feeds`: of a coder
    the one whose result it takes. What is packed goes into the coder that takes no other's."""

    coders: list[tuple[bytes, bytes]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    feeds: dict[int, int] = field(default_factory=dict)
    crc: int | None = None
    files: list[int] = field(default_factory=list)

    def size(self) -> int:
        """Bytes of the whole when it is unpacked."""
        if len(self.sizes) != len(self.coders):
            raise ValueError("its header is broken")
        return self.sizes[self.order()[-1]]

    def order(self) -> list[int]:
        """The coders in the order in which they are to be undone. Raises ValueError where they make no chain."""
        takers = {given: taker for taker, given in self.feeds.items()}
        chain = [n for n in range(len(self.coders)) if n not in self.feeds]
        while chain and chain[-1] in takers and len(chain) < len(self.coders):
            chain.append(takers[chain[-1]])
        if sorted(chain) != list(range(len(self.coders))):
            raise ValueError("its coders make no chain")
        return chain


def members(path: Path, password: str) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each file of the archive. Raises WrongPassword; ValueError where it is broken or too large."""
    with path.open("rb") as stream:
        head = stream.read(32)
        if len(head) < 32 or head[:6] != MAGIC:
            raise ValueError("no 7z archive")
        offset, size = struct.unpack_from("<QQ", head, 12)
        data = _at(stream, 32 + offset, size, HEADER)
        while data[:1] == b"\x17":
            reader = _Reader(data[1:])
            folders, places = reader.streams()
            if not folders or not places:
                raise ValueError("its header is broken")
            data = _unpacked(_at(stream, 32 + places[0][0], places[0][1], LARGEST), folders[0], password)
        if data[:1] != b"\x01":
            raise ValueError("its header is broken")
        reader = _Reader(data[1:])
        folders, places, names, empty = reader.header()
        waiting = [n for n, is_empty in zip(names, empty, strict=True) if not is_empty]
        for folder, (start, length) in zip(folders, places, strict=False):
            whole = _unpacked(_at(stream, 32 + start, length, LARGEST), folder, password)
            at = 0
            for n in folder.files:
                yield (waiting.pop(0) if waiting else "unnamed"), whole[at : at + n]
                at += n


def _at(stream: BinaryIO, start: int, size: int, limit: int) -> bytes:
    if size > limit or start > 1 << 62:
        raise ValueError("a stream of it is too large to be decrypted")
    stream.seek(start)
    data = stream.read(size)
    if len(data) < size:
        raise ValueError("it is cut off")
    return data


class _Reader:
    """Reads the header's numbers and lists."""

    def __init__(self, data: bytes) -> None:
        self.data = io.BytesIO(data)

    def byte(self) -> int:
        read = self.data.read(1)
        if not read:
            raise ValueError("its header is cut off")
        return read[0]

    def number(self) -> int:
        """A number of one to nine bytes: the first byte's leading ones tell how many follow."""
        first = self.byte()
        mask, value = 0x80, 0
        for n in range(8):
            if not first & mask:
                return value + ((first & (mask - 1)) << (8 * n))
            value |= self.byte() << (8 * n)
            mask >>= 1
        return value

    def count(self) -> int:
        found = self.number()
        if found > MANY:
            raise ValueError("its header claims too much")
        return found

    def bits(self, count: int) -> list[bool]:
        raw = [self.byte() for _ in range((count + 7) // 8)]
        return [bool(raw[n // 8] >> (7 - n % 8) & 1) for n in range(count)]

    def some(self, count: int) -> list[bool]:
        """Which of them are defined: all, or those whose bits are set."""
        return [True] * count if self.byte() else self.bits(count)

    def checks(self, count: int) -> list[int | None]:
        return [struct.unpack("<I", self.data.read(4))[0] if known else None for known in self.some(count)]

    def header(self) -> tuple[list[_Folder], list[tuple[int, int]], list[str], list[bool]]:
        folders: list[_Folder] = []
        places: list[tuple[int, int]] = []
        names: list[str] = []
        empty: list[bool] = []
        while (kind := self.number()) != 0:
            if kind == 4:
                folders, places = self.streams()
            elif kind == 5:
                names, empty = self.files()
            else:
                raise ValueError("its header has a part that is not known")
        return folders, places, names, empty

    def streams(self) -> tuple[list[_Folder], list[tuple[int, int]]]:
        folders: list[_Folder] = []
        places: list[tuple[int, int]] = []
        while (kind := self.number()) != 0:
            if kind == 6:
                places = self.packed()
            elif kind == 7:
                folders = self.folders()
            elif kind == 8:
                self.substreams(folders)
            else:
                raise ValueError("its header has a part that is not known")
        for folder in folders:
            folder.files = folder.files or [folder.size()]
        return folders, places

    def packed(self) -> list[tuple[int, int]]:
        at, count = self.number(), self.count()
        places: list[tuple[int, int]] = []
        while (kind := self.number()) != 0:
            if kind == 9:
                for size in [self.number() for _ in range(count)]:
                    places.append((at, size))
                    at += size
            elif kind == 10:
                self.checks(count)
        return places

    def folders(self) -> list[_Folder]:
        if self.number() != 11:
            raise ValueError("its header is broken")
        count = self.count()
        if self.byte():
            raise ValueError("its header lies elsewhere")
        folders = [self.folder() for _ in range(count)]
        while (kind := self.number()) != 0:
            if kind == 12:
                for folder in folders:
                    folder.sizes = [self.number() for _ in folder.coders]
            elif kind == 10:
                for folder, crc in zip(folders, self.checks(count), strict=True):
                    folder.crc = crc
        return folders

    def folder(self) -> _Folder:
        found = _Folder()
        count = self.count()
        for _ in range(count):
            flags = self.byte()
            method = self.data.read(flags & 15)
            if flags & 0x10:
                raise ValueError("it is packed by a method of several streams, which is not known")
            found.coders.append((method, self.data.read(self.count()) if flags & 0x20 else b""))
        found.feeds = {self.number(): self.number() for _ in range(count - 1)}
        return found

    def substreams(self, folders: list[_Folder]) -> None:
        counts = [1] * len(folders)
        kind = self.number()
        if kind == 13:
            counts = [self.count() for _ in folders]
            kind = self.number()
        for folder, count in zip(folders, counts, strict=True):
            sizes = [self.number() for _ in range(count - 1)] if kind == 9 else []
            folder.files = [*sizes, folder.size() - sum(sizes)] if count else []
        if kind == 9:
            kind = self.number()
        while kind != 0:
            if kind == 10:
                self.checks(sum(c for f, c in zip(folders, counts, strict=True) if c != 1 or f.crc is None))
            kind = self.number()

    def files(self) -> tuple[list[str], list[bool]]:
        count = self.count()
        names, empty = [""] * count, [False] * count
        while (kind := self.number()) != 0:
            data = self.data.read(self.number())
            if kind == 14:
                empty = _Reader(data).bits(count)
            elif kind == 17:
                names = data[1:].decode("utf-16-le", "replace").split("\0")[:count]
        return names + [""] * (count - len(names)), empty


def _unpacked(data: bytes, folder: _Folder, password: str) -> bytes:
    """A stream decrypted and unpacked."""
    encrypted = False
    for n in folder.order():
        (method, properties), size = folder.coders[n], folder.sizes[n]
        if size > LARGEST:
            raise ValueError("a stream of it is too large to be decrypted")
        if method == _AES:
            data, encrypted = _decrypted(data, properties, password)[:size], True
            continue
        try:
            data = _decoded(data, method, properties, size)
        except (lzma.LZMAError, zlib.error, OSError, EOFError) as error:
            raise (WrongPassword if encrypted else ValueError)(str(error)) from error
    if folder.crc is not None and zlib.crc32(data) != folder.crc:
        raise (WrongPassword if encrypted else ValueError)("its check sum is wrong")
    return data


def _decrypted(data: bytes, properties: bytes, password: str) -> bytes:
    first, second = properties[0], properties[1] if len(properties) > 1 else 0
    salt_size, vector_size = (first >> 7 & 1) + (second >> 4), (first >> 6 & 1) + (second & 15)
    salt, vector = properties[2 : 2 + salt_size], properties[2 + salt_size : 2 + salt_size + vector_size]
    power = first & 0x3F
    secret = salt + password.encode("utf-16-le")
    if power == 0x3F:
        key = (secret + bytes(32))[:32]
    elif power > ROUNDS:
        raise ValueError("its key asks for too much work")
    else:
        digest = hashlib.sha256()
        step = 1 << min(power, 12)
        for begin in range(0, 1 << power, step):
            digest.update(b"".join(secret + n.to_bytes(8, "little") for n in range(begin, begin + step)))
        key = digest.digest()
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector.ljust(16, b"\0")))
    return cipher.decryptor().update(data[: len(data) // 16 * 16])


def _decoded(data: bytes, method: bytes, properties: bytes, size: int) -> bytes:
    if method == _COPY:
        return data[:size]
    if method == _BZIP2:
        return bz2.BZ2Decompressor().decompress(data, size)
    if method == _DEFLATE:
        return zlib.decompressobj(-15).decompress(data, size)
    if method == _LZMA and len(properties) >= 5:
        first, window = properties[0], struct.unpack_from("<I", properties, 1)[0]
        chosen = {
            "id": lzma.FILTER_LZMA1,
            "dict_size": max(window, 4096),
            "lc": first % 9,
            "lp": first // 9 % 5,
            "pb": first // 45,
        }
    elif method == _LZMA2 and properties and properties[0] <= 40:
        bits = properties[0]
        chosen = {"id": lzma.FILTER_LZMA2, "dict_size": min((2 | bits & 1) << (bits // 2 + 11), (1 << 32) - 1)}
    elif method in _FILTERS:
        return _filtered(data, method, properties)
    else:
        raise ValueError(f"it is packed by a method that is not known ({method.hex()})")
    if chosen["dict_size"] > LARGEST * 2:
        raise ValueError("its window is too large")
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chosen]).decompress(data, size)


def _filtered(data: bytes, method: bytes, properties: bytes) -> bytes:
    """A filter undone: the library does so only before a coder, so the data are packed to be unpacked through it."""
    undo: dict[str, int] = {"id": _FILTERS[method]}
    if undo["id"] == lzma.FILTER_DELTA:
        undo["dist"] = (properties[0] if properties else 0) + 1
    pack = {"id": lzma.FILTER_LZMA2, "preset": 0}
    packed = lzma.compress(data, lzma.FORMAT_RAW, filters=[pack])
    return lzma.decompress(packed, lzma.FORMAT_RAW, filters=[undo, pack])
