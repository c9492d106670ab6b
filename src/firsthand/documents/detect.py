"""Tell the type of a file: by its bytes first, by the ending of its name where bytes leave it open."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

import olefile

from firsthand.vocabulary.terms import load

UNKNOWN = "application/octet-stream"
ENCRYPTED = "application/x-encrypted-office"
"""An Office document under a password: its parts lie encrypted in an OLE file (MS-OFFCRYPTO)."""

HEAD = 8192
"""Bytes looked at from the start: more than any signature needs and enough of a page or a mail to know it."""

_PAGE = re.compile(
    rb"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|title|body|meta|h1|p|div|table)\b",
    re.I | re.S,
)
_HTML_LATER = re.compile(rb"<(?:html|body)[\s>]", re.I)
_HEADER = re.compile(
    rb"^(from|to|date|subject|received|message-id|mime-version|return-path|reply-to|delivered-to|content-type|cc|sender):[ \t]",
    re.I | re.M,
)
_FIELD = re.compile(rb"\A(?:[!-9;-~]+:.*(?:\r?\n[ \t].*)*\r?\n)+", re.M)
_ENTITY = re.compile(
    rb'\A\s*\{(?=[^\n]{0,8000}"schema"\s*:\s*"[A-Z])(?=[^\n]{0,8000}"properties"\s*:\s*\{)(?=[^\n]{0,8000}"id"\s*:)[^\n]*(?:\n|\Z)'
)
"""A line of a FollowTheMoney export."""
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BINARY = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})


def detect(stream: BinaryIO, name: str) -> str:
    """The media type of the file in `stream` (seekable, read from its start), which a person calls `name`.

    A file of no known type is ``application/octet-stream``. Never raises because of what the bytes are.
    """
    stream.seek(0)
    head = stream.read(HEAD)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = _signature(head)
    if kind == "application/zip":
        return _inside(stream)
    if kind == "application/x-ole-storage":
        kind = _stored(stream) or (ENCRYPTED if _locked(stream) else kind)
    elif kind in _PACKED:
        kind = _packed(stream, kind)
    elif not kind:
        kind = _written(head)
    formats = load("formats")
    return str(formats["ending"].get(kind, {}).get(ending, kind))


def label(media_type: str) -> str:
    """What a person calls the format."""
    return str(load("formats")["label"].get(media_type, media_type))


def looks_textual(head: bytes) -> bool:
    """Whether `head` can be the beginning of a written text, in whatever encoding.

    Control characters that no text holds are allowed in 1 byte of 20 of UTF-8 and in 1 of 200 otherwise: damage must not hide
    a testimony. UTF-16 and UTF-32 without a mark are known by the regular places of their zero bytes.
    """
    if not head:
        return False
    if head.startswith(_BOMS) or wide(head):
        return True
    odd = len(head) - len(head.translate(None, _BINARY))
    return odd * (20 if _is_utf8(head) else 200) <= len(head) and not _noise(head)


def wide(head: bytes) -> str:
    """The UTF-16 or UTF-32 without a mark that `head` must be, or ""."""
    if len(head) < 8:
        return ""
    zeros = [head[i::4].count(0) / len(head[i::4]) for i in range(4)]
    high, low = 0.7, 0.2
    if zeros[0] < low and min(zeros[1:]) > high:
        return "utf-32-le"
    if zeros[3] < low and min(zeros[:3]) > high:
        return "utf-32-be"
    if max(zeros[0], zeros[2]) < low and min(zeros[1], zeros[3]) > high:
        return "utf-16-le"
    if max(zeros[1], zeros[3]) < low and min(zeros[0], zeros[2]) > high:
        return "utf-16-be"
    return ""


def _noise(head: bytes) -> bool:
    """Whether the bytes are spread as in compressed or random data: hardly any blank, and high bytes everywhere."""
    if len(head) < 64 or _is_utf8(head):
        return False
    distinct = len(set(head))
    return distinct > 200 or (distinct > 0.55 * min(len(head), 256) and _blanks(head) < 0.02)


def _is_utf8(head: bytes) -> bool:
    """Whether it decodes; a character cut off where `head` ends does not count against it."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and error.start >= len(head) - 4
    return True


def _blanks(head: bytes) -> float:
    return sum(map(head.count, (b" ", b"\n", b"\t", b"\r"))) / len(head)


def _signature(head: bytes) -> str:
    for rule in load("formats")["signature"]:
        raw = bytes.fromhex(rule["hex"])
        if "within" in rule:
            if raw in head[: rule["within"]]:
                return str(rule["type"])
        elif head.startswith(raw, rule.get("at", 0)):
            return str(rule["type"])
    return ""


def _stored(stream: BinaryIO) -> str:
    """Which Office format an OLE file is, by the names of its streams; "" where they tell nothing or cannot be read."""
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as ole:
            names = {entry[0].lower() for entry in ole.listdir()}
    except (OSError, ValueError, IndexError, AttributeError, TypeError, RecursionError):
        return ""
    return next((str(r["type"]) for r in load("formats")["stream"] if r["name"].lower() in names), "")


def _locked(stream: BinaryIO) -> bool:
    """Whether a broken OLE file's list of streams, near its start or its end, names an encrypted package."""
    name = "EncryptedPackage".encode("utf-16-le")
    stream.seek(0)
    begin = stream.read(1 << 16)
    stream.seek(max(0, stream.seek(0, 2) - (1 << 16)))
    return name in begin or name in stream.read()


_PACKED: dict[str, Callable[[BinaryIO], Any]] = {
    "application/gzip": gzip.open,
    "application/x-bzip2": bz2.open,
    "application/x-xz": lzma.open,
}


def _packed(stream: BinaryIO, kind: str) -> str:
    """What one compressed file holds, where that is an archive that is read as it is unpacked: WARC, ARC, TAR."""
    stream.seek(0)
    try:
        with _PACKED[kind](stream) as inner:
            head = inner.read(512)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
        return kind
    inside = _signature(head)
    return (
        inside
        if inside
        in ("application/x-tar", *(("application/warc", "application/x-arc") if kind.endswith("gzip") else ()))
        else kind
    )


def _inside(stream: BinaryIO) -> str:
    """Which of the many formats that are zip archives it is: by its `mimetype` member or by the names of its members."""
    rules: list[dict[str, Any]] = load("formats")["member"]
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                if re.fullmatch(r"[a-z]+/[\w.+-]+", kind):
                    return kind
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return "application/zip"
    for rule in rules:
        if any(n.startswith(rule["begins"]) for n in names):
            return str(rule["type"])
    return "application/zip"


def _written(head: bytes) -> str:
    """The type of a text: mail, page, other mark-up, or plain."""
    if not looks_textual(head):
        return UNKNOWN
    plain = head
    for bom in _BOMS:
        plain = plain.removeprefix(bom)
    if b"\x00" in plain[:64]:
        plain = plain.replace(b"\x00", b"")
    if plain.startswith(b"From ") and _HEADER.search(plain):
        return "application/mbox"
    fields = _FIELD.match(plain)
    if fields and len({m.group(1).lower() for m in _HEADER.finditer(fields.group())}) >= 2:
        return "message/rfc822"
    if _PAGE.match(plain) or (plain.lstrip().startswith(b"<") and _HTML_LATER.search(plain)):
        return "text/html"
    if plain.lstrip().startswith(b"<?xml"):
        return "application/xml"
    if _ENTITY.match(plain):
        return "application/x-ftm"
    return "text/plain"
