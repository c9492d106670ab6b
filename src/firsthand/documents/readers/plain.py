"""Read plain text in whatever encoding: the text is the decoded file, unchanged.

A byte order mark is part of the encoding, not of the text. Line ends stay as they are.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import charset_normalizer

from firsthand.documents.detect import wide
from firsthand.documents.record import Document, How, Passage, Reading, Text
from firsthand.documents.split import split
from firsthand.flaws import Flaw, flaw

SAMPLE = 262_144
"""Bytes from which an encoding is guessed where the file does not say it."""

NAMED = 20
"""Damaged places named one by one; the rest are counted."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ROW = re.compile(r"[^\s](?:[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*\S)?")
MIXED = 3
"""Lines of UTF-8, at least, among others."""

_SHIFTING = re.compile(r"(?:cs)?iso-?2022", re.I)
_ESCAPE = re.compile(rb"\x1b[$(]")
_LOST = re.compile("\ufffd+")
_WESTERN = re.compile(rb"[^\x81\x8d\x8f\x90\x9d]*")
_LETTERS = re.compile(
    r"(?:(?<=[^\W\d_])[à-ïñ-öø-üÿÀ-ÏÑ-ÖØ-ÜßœŒŸ]|[à-ïñ-öø-üÿÀ-ÏÑ-ÖØ-ÜœŒ](?=[^\W\d_])|[“”‘’–—…•€£«»§°©®\xa0¿¡])"
)
"""What stands above ASCII in a Western text: letters beside letters (not those whose places Turkish takes), and signs."""
_AMID = re.compile(r"[a-zà-ÿ][ŠŽŸŒ]|(?<![A-Z])[ŠŽŸŒ](?=[a-z])")
"""Capitals amid small letters: where Windows has them, old Macintosh has the ä, é, ü and ê of German and French."""


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of a plain text file. Its size was checked by the caller: such a file is read whole."""
    del how
    text, encoding, guessed = decode(path.read_bytes())
    return Reading(
        text=Text(
            document=document.id,
            text=text,
            passages=split(text),
            found={"encoding": f"{encoding}, {'guessed' if guessed else 'certain'}"},
        ),
        flaws=damage(text, document, encoding),
    )


def rows(path: Path, document: Document, how: How) -> Reading:
    """The text of a file of data, unchanged, each of its lines a row. Its size was checked by the caller."""
    del how
    text, encoding, guessed = decode(path.read_bytes())
    lines = tuple(Passage(m.start(), m.end(), "row") for m in _ROW.finditer(text))
    found = {"encoding": f"{encoding}, {'guessed' if guessed else 'certain'}"}
    return Reading(
        text=Text(document=document.id, text=text, passages=lines, found=found), flaws=damage(text, document, encoding)
    )


def decode(data: bytes, declared: str = "") -> tuple[str, str, bool]:
    """`data` as text; the encoding used; whether that was guessed. What cannot be decoded becomes U+FFFD.

    In this order: the byte order mark; an encoding `declared` that writes other letters in ASCII behind signs of escape (ISO/IEC 2022), where
    there are such signs; UTF-8 where all of it fits; the encoding `declared`; UTF-16 and UTF-32 by their zero
    bytes; UTF-8 where nearly all of it fits; UTF-8 and Windows-1252 where some lines are the one and the rest the other, as where files
    were put together; what charset-normalizer finds likeliest.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, False
    if encoding := wide(data[:4096]):
        return data.decode(encoding, "replace"), encoding, True
    if _SHIFTING.match(declared) and _ESCAPE.search(data) and _as(b" ", declared) is not None:
        return data.decode(declared, "replace"), declared.lower(), False
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        pass
    if declared and (text := _as(data, declared)) is not None:
        return text, declared.lower(), False
    text = data.decode("utf-8", "replace")
    if _mostly_utf8(data):
        return text, "utf-8", True
    if _mixed(data):
        return data.decode("utf-8", "western"), "utf-8 and cp1252", True
    encoding = _guess(data)
    return data.decode(encoding, "replace"), encoding, True


def damage(text: str, document: Document, encoding: str) -> tuple[Flaw, ...]:
    """A Flaw for each place where bytes could not be decoded, up to a number; the rest in one."""
    places = [m.span() for m in _LOST.finditer(text)]
    flaws = [
        flaw(
            "read", "undecodable", f"{document.name}: bytes that are no {encoding} stand here; shown as U+FFFD",
            document=document.id, name=document.name, start=start, end=end,
        )
        for start, end in places[:NAMED]
    ]  # fmt: skip
    if len(places) > NAMED:
        start, end = places[NAMED][0], places[-1][1]
        message = f"{document.name}: bytes that are no {encoding} in {len(places) - NAMED} more places"
        flaws.append(
            flaw("read", "undecodable", message, document=document.id, name=document.name, start=start, end=end)
        )
    return tuple(flaws)


def _as(data: bytes, encoding: str) -> str | None:
    """Decoded as declared, if that is possible; a declaration that does not hold is not followed."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes above ASCII are UTF-8 with some damage: at least nine sequences whole for each broken byte."""
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    broken = data.decode("utf-8", "replace").count("\ufffd") - data.count("\ufffd".encode())
    return broken * 10 <= high


def _mixed(data: bytes) -> bool:
    """Whether some lines with letters beyond ASCII are UTF-8 and the others look like Windows-1252, in which hardly any line is UTF-8 by chance."""
    lines = [line for line in data[: 10 * SAMPLE].splitlines() if not line.isascii()]
    others = [line for line in lines if _as(line, "utf-8") is None]
    return len(lines) - len(others) >= MIXED and bool(others) and _guess(b"\n".join(others)) == "cp1252"


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 as Windows-1252: a handler of errors for decoding."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("western", _as_western)


def _guess(data: bytes) -> str:
    """The likeliest of the old encodings. Where the text looks Western it is Windows-1252, the commonest of a near-identical
    family between which charset-normalizer's choice on a short text is by chance."""
    sample = data[:SAMPLE]
    if sample.isascii():  # the odd bytes come later
        place = next(i for i, b in enumerate(data) if b > 127)
        sample = data[max(0, place - SAMPLE // 2) : place + SAMPLE // 2]
    if _WESTERN.fullmatch(sample):
        text = sample.decode("cp1252")
        if _AMID.search(text) and _western(sample.decode("mac_roman")):
            return "mac_roman"
        if _western(text):
            return "cp1252"
    elif _western(text := sample.decode("mac_roman")) and _AMID.search(sample.decode("cp1252", "ignore")):
        return "mac_roman"
    best = charset_normalizer.from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _western(text: str) -> bool:
    """Whether all but few of the signs above ASCII stand as they do in a Western text, and are few."""
    high = sum(1 for c in text if ord(c) > 127)
    return len(_LETTERS.findall(text)) >= 0.95 * high and high <= max(4, 0.1 * len(text))


def codepage(number: int) -> str:
    """The encoding that Windows knows by this number; Windows-1252 where it is none that is known."""
    known = {1200: "utf-16-le", 10000: "mac-roman", 20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 936: "gbk", 50220: "iso2022-jp",
             50221: "iso2022-jp", 51932: "euc-jp", 51936: "gb2312", 51949: "euc-kr", 54936: "gb18030", 65000: "utf-7", 65001: "utf-8",
             **{28590 + n: f"iso8859-{n}" for n in range(1, 16) if n != 12}}  # fmt: skip
    encoding = known.get(number, f"cp{number}")
    try:
        b"a\0".decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return "cp1252"
    return encoding
