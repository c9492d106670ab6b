"""Open what is under a password: Office files (MS-OFFCRYPTO) and members of ZIP archives under AES (WinZip AE-1 and AE-2).

Passwords come from the person who reads; none is guessed.
"""

from __future__ import annotations

import base64
import bz2
import hashlib
import hmac
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import msoffcrypto
import msoffcrypto.exceptions
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from lxml import etree

from firsthand.documents.readers.package import attribute, local

LARGEST = 200_000_000
"""Bytes of an encrypted member that are decrypted in memory."""

_EXTRA = 0x9901
_DEFAULT = "VelvetSweatshop"
"""Excel's own password for workbooks that are locked against changes and open without asking (MS-OFFCRYPTO 2.3)."""


def office(path: Path, passwords: Sequence[str]) -> bytes | None:
    """The Office file at `path` decrypted with the first of `passwords` that fits; None where none does.

    Raises whatever msoffcrypto raises for a file that it cannot take apart.
    """
    for password in (*passwords, _DEFAULT):
        with path.open("rb") as stream:
            out = io.BytesIO()
            try:
                file = msoffcrypto.OfficeFile(stream)
                file.load_key(password=password)
                file.decrypt(out)
            except (
                msoffcrypto.exceptions.InvalidKeyError,
                msoffcrypto.exceptions.DecryptionError,
                ValueError,
                struct.error,
            ):
                continue
            return out.getvalue()
    return None


def is_locked(path: Path) -> bool:
    """Whether the old Office file at `path` is encrypted; False where that cannot be told."""
    try:
        with path.open("rb") as stream:
            return bool(msoffcrypto.OfficeFile(stream).is_encrypted())
    except Exception:  # a broken file fails in many ways inside the library; its reader will tell
        return False


def is_aes(member: zipfile.ZipInfo) -> bool:
    """Whether a member of a ZIP archive is encrypted by AES."""
    return member.compress_type == 99


def aes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, password: bytes) -> IO[bytes]:
    """The bytes of such a member. Raises RuntimeError where the password is wrong, ValueError where the member is broken.

    After the WinZip AE-1/AE-2 specification: PBKDF2 with 1,000 rounds of HMAC-SHA1, AES in counter mode, the counter little-endian.
    """
    strength, method = _parameters(member)
    size = {1: 16, 2: 24, 3: 32}[strength]
    if member.compress_size > LARGEST:
        raise ValueError("it is too large to be decrypted")
    data = _raw(archive, member)
    salt, check, body, seal = data[: size // 2], data[size // 2 : size // 2 + 2], data[size // 2 + 2 : -10], data[-10:]
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * size + 2)
    if keys[-2:] != check:
        raise RuntimeError("wrong password")
    if not hmac.compare_digest(hmac.new(keys[size : 2 * size], body, "sha1").digest()[:10], seal):
        raise RuntimeError("wrong password or damaged")
    return _unpacked(_counted(keys[:size], body), method)


def _parameters(member: zipfile.ZipInfo) -> tuple[int, int]:
    extra = member.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _EXTRA and size >= 7 and len(extra) >= 11:
            return extra[8], struct.unpack_from("<H", extra, 9)[0]
        extra = extra[4 + size :]
    raise ValueError("it does not say how it is encrypted")


def _raw(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    stream = archive.fp
    if stream is None:
        raise ValueError("the archive is closed")
    stream.seek(member.header_offset)
    head = stream.read(30)
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise ValueError("its header is broken")
    name, extra = struct.unpack_from("<HH", head, 26)
    stream.seek(name + extra, 1)
    return stream.read(member.compress_size)


def _counted(key: bytes, body: bytes) -> bytes:
    """AES in counter mode with a counter that begins at 1 and is little-endian: the key stream is made block by block."""
    blocks = (len(body) + 15) // 16
    counters = b"".join(n.to_bytes(16, "little") for n in range(1, blocks + 1))
    stream = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(counters)
    return (int.from_bytes(body, "big") ^ int.from_bytes(stream[: len(body)], "big")).to_bytes(len(body), "big")


def _unpacked(data: bytes, method: int) -> IO[bytes]:
    if method == 0:
        return io.BytesIO(data)
    if method == 8:
        return io.BufferedReader(_Inflated(data))
    if method == 12:
        return bz2.open(io.BytesIO(data))
    if method == 14:
        return lzma.open(io.BytesIO(data[4:]))
    raise ValueError(f"it is packed by a method that is not known ({method})")


class _Inflated(io.RawIOBase):
    """A raw deflate stream, unpacked as it is read."""

    def __init__(self, data: bytes) -> None:
        self._unpack = zlib.decompressobj(-15)
        self._data = data

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill `buffer` with what comes next; how many bytes that is."""
        out = self._unpack.decompress(self._data, len(buffer))
        self._data = self._unpack.unconsumed_tail
        buffer[: len(out)] = out
        return len(out)


def odf(data: bytes | None, name: str, manifest: etree._Element | None, passwords: Sequence[str]) -> bytes | None:
    """The part `name` of an OpenDocument file, decrypted with the first of `passwords` that fits if its manifest says that it is
    encrypted; None where none does, or where it is encrypted as a whole in a way that is not known."""
    entry = next((e for e in manifest if attribute(e, "full-path") == name), None) if manifest is not None else None
    marks = {local(e): e for e in entry.iter()} if entry is not None else {}
    if data is None or "encryption-data" not in marks:
        return data
    try:
        vector = base64.b64decode(attribute(marks["algorithm"], "initialisation-vector"))
        salt = base64.b64decode(attribute(marks["key-derivation"], "salt"))
        rounds = int(attribute(marks["key-derivation"], "iteration-count"))
        size = int(attribute(marks["key-derivation"], "key-size") or 16)
        start = (
            "sha256"
            if "sha256" in attribute(marks.get("start-key-generation", marks["algorithm"]), "start-key-generation-name")
            else "sha1"
        )
        if "aes" not in attribute(marks["algorithm"], "algorithm-name").lower() or rounds > 2_000_000:
            return None
        for password in passwords:
            first = hashlib.new(start, password.encode("utf-8")).digest()
            key = hashlib.pbkdf2_hmac("sha1", first, salt, rounds, size)
            plain = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor().update(data)
            try:
                return zlib.decompressobj(-15).decompress(plain, LARGEST)
            except zlib.error:
                continue
    except (KeyError, ValueError):
        return None
    return None
