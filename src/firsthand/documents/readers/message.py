"""Read MSG, Outlook's mails (MS-OXMSG): the header lines that matter, the body, and the attachments as parts."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from firsthand import dates
from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import html, rtf
from firsthand.documents.readers.mail import body
from firsthand.documents.readers.ole import storage
from firsthand.documents.readers.plain import codepage
from firsthand.documents.record import Document, How, Part, Reading, Text
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

SUBJECT, BODY, HTML, RTF = 0x0037, 0x1000, 0x1013, 0x1009
SENDER, SENDER_ADDRESS, SENDER_SMTP, TO, CC = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
SUBMITTED, DELIVERED, CODEPAGE, INTERNET_CODEPAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
DATA, LONG_NAME, SHORT_NAME, SHOWN_NAME = 0x3701, 0x3707, 0x3704, 0x3001
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What compressed RTF begins with before its first byte (MS-OXRTFCP 2.1.3.1)."""


class _Object:
    """A message or an attachment: the properties of one storage."""

    def __init__(self, ole: olefile.OleFileIO, place: list[str], limit: int) -> None:
        self.ole, self.place, self.limit = ole, place, limit
        self.fixed = self._fixed()
        page = struct.unpack_from("<i", self.fixed.get(CODEPAGE, self.fixed.get(INTERNET_CODEPAGE, b"\0" * 8)))[0]
        self.encoding = codepage(page)

    def _fixed(self) -> dict[int, bytes]:
        """The properties of a fixed length, by their number, each eight bytes."""
        name = [*self.place, "__properties_version1.0"]
        data = self.ole.openstream(name).read(self.limit) if self.ole.exists(name) else b""
        head = (8 if "__attach" in "".join(self.place[-1:]) else 24) if len(data) % 16 else 32
        found: dict[int, bytes] = {}
        for at in range(head, len(data) - 15, 16):
            found[struct.unpack_from("<H", data, at + 2)[0]] = data[at + 8 : at + 16]
        return found

    def data(self, number: int) -> bytes | None:
        """The bytes of a binary property."""
        name = [*self.place, f"__substg1.0_{number:04X}0102"]
        return self.ole.openstream(name).read(self.limit) if self.ole.exists(name) else None

    def words(self, number: int) -> str:
        """A property that is text, in Unicode or in the code page of the message."""
        for kind, encoding in (("001F", "utf-16-le"), ("001E", self.encoding)):
            name = [*self.place, f"__substg1.0_{number:04X}{kind}"]
            if self.ole.exists(name):
                return fit(self.ole.openstream(name).read(self.limit).decode(encoding, "replace")).rstrip("\0")
        return ""

    def when(self, number: int) -> str:
        """A time, as ISO 8601 in UTC; "" where there is none."""
        ticks = int.from_bytes(self.fixed.get(number, b""), "little")
        try:
            return (_EPOCH + dt.timedelta(microseconds=ticks // 10)).isoformat(timespec="seconds") if ticks else ""
        except OverflowError:
            return ""


def read(path: Path, document: Document, how: How) -> Reading:
    """The headers and body of an Outlook mail; its attachments as parts."""
    with olefile.OleFileIO(path) as ole:
        mail = _Object(ole, [], how.limit)
        sender = " ".join(w for w in (mail.words(SENDER), _address(mail)) if w)
        when = mail.when(SUBMITTED) or mail.when(DELIVERED)
        about = {
            "From": sender,
            "To": mail.words(TO),
            "Cc": mail.words(CC),
            "Date": when,
            "Subject": mail.words(SUBJECT),
        }
        draft = Draft()
        for n, (name, value) in enumerate((k, v) for k, v in about.items() if v.strip()):
            draft.add(f"{name}: {' '.join(value.split())}", "header", gap="\n" if n else "")
        flaws: list[Flaw] = []
        parts: list[Part] = []
        for item in (*_body(mail, document, draft), *_attached(ole, document, how)):
            if isinstance(item, Part):
                parts.append(item)
            else:
                flaws.append(item)
    published = dates.published(when)
    found = {f: w for f, w, v in (("title", "msg Subject", about["Subject"]), ("author", "msg From", sender)) if v}
    if published:
        found["published"] = "msg Date"
    text = Text(
        document=document.id, text=draft.text(), passages=draft.passages(),
        title=" ".join(about["Subject"].split()), author=sender, published=published, found=found,
    )  # fmt: skip
    return Reading(text=text, parts=tuple(parts), flaws=tuple(flaws))


def _address(mail: _Object) -> str:
    address = mail.words(SENDER_SMTP) or mail.words(SENDER_ADDRESS)
    return f"<{address}>" if "@" in address and address != mail.words(SENDER) else ""


def _body(mail: _Object, document: Document, draft: Draft) -> Iterator[Part | Flaw]:
    """Write the body: plain if there is one, else the page, else the RTF. What hangs on a page, and what is wrong with it."""
    words = mail.words(BODY)
    if words.strip():
        body(draft, words)
        return
    page = mail.data(HTML) or mail.words(HTML).encode("utf-8")
    if page:
        reading = html.page(page, document)
        if reading.text and reading.text.passages:
            draft.include(reading.text.text, reading.text.passages)
        yield from reading.flaws
        yield from reading.parts
        return
    if packed := mail.data(RTF):
        try:
            reading = rtf.written(unpacked(packed), document)
        except (ValueError, IndexError, struct.error) as error:
            yield wrong(document, "broken-member", f"its body cannot be unpacked: {error}")
            return
        if reading.text and reading.text.passages:
            draft.include(reading.text.text, reading.text.passages)


def _attached(ole: olefile.OleFileIO, document: Document, how: How) -> Iterator[Part | Flaw]:
    places = sorted({s[0] for s in ole.listdir() if s[0].startswith("__attach_version1.0")})
    left = how.total
    for n, place in enumerate(places, 1):
        one = _Object(ole, [place], how.total)
        name = one.words(LONG_NAME) or one.words(SHORT_NAME) or one.words(SHOWN_NAME)
        inner = [place, f"__substg1.0_{DATA:04X}000D"]
        try:
            if ole.exists(inner):
                data, name = storage(ole, inner), name if "." in name[-6:] else f"{name or f'message {n}'}.msg"
            else:
                data = one.data(DATA) or b""
        except (OSError, ValueError) as error:
            yield wrong(document, "broken-member", f"the attachment {name or n} cannot be taken out: {error}")
            continue
        left -= len(data)
        if left < 0:
            yield wrong(document, "too-large", "the attachments from here on were left: they are too large")
            return
        if data:
            yield Part(name=name.replace("/", "_").replace("\\", "_"), data=data)


def unpacked(data: bytes) -> bytes:
    """Compressed RTF (MS-OXRTFCP) as RTF. Raises ValueError where it is none."""
    size, kind = struct.unpack_from("<I4s", data, 4)
    if kind == b"MELA":
        return data[16 : 16 + size]
    if kind != b"LZFu":
        raise ValueError("no compressed RTF")
    window = bytearray(_DICTIONARY.ljust(4096, b" "))
    at, write, out = 16, len(_DICTIONARY), bytearray()
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= size:
                break
            if control >> bit & 1:
                pair = int.from_bytes(data[at : at + 2], "big")
                at += 2
                place, length = pair >> 4, (pair & 15) + 2
                if place == write % 4096:
                    return bytes(out)
                for k in range(length):
                    byte = window[(place + k) % 4096]
                    window[write % 4096] = byte
                    write += 1
                    out.append(byte)
            else:
                window[write % 4096] = data[at]
                out.append(data[at])
                write += 1
                at += 1
    return bytes(out)
