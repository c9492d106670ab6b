"""Read RTF (1.9): the text with its tables row by row, footnotes, heads and feet; embedded files as parts.

Characters are in the code page of their font or of the document, or written as Unicode with a substitute for old readers, which
is passed over. What only describes the document (fonts, styles, themes, deleted text) is no text.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers.package import native, unwrapped
from firsthand.documents.readers.plain import codepage
from firsthand.documents.record import Document, How, Part, Reading, Text
from firsthand.documents.wrong import wrong

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+|.", re.S
)
_SILENT = frozenset(
    b"colortbl stylesheet pict objclass objname listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping "
    b"datastore latentstyles xmlnstbl filetbl fldinst mmathPr datafield bkmkstart bkmkend picprop shpinst nonshppict pgptbl "
    b"atnid atnref atrfstart atrfend private passwordhash wgrffmtfilter sp sn sv template company operator category keywords "
    b"doccomm comment hlinkbase userprops propname staticval blipuid fchars lchars ftnsep ftnsepc aftnsep aftnsepc listtext pntext".split()
)
"""Destinations that hold no text of the document. (Shapes are read by their `shptxt`.)"""
_ABOUT = {b"title": "title", b"author": "author"}
_ASIDE = {b"footnote": "note", b"annotation": "note"} | dict.fromkeys(
    (b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"), "furniture"
)
_WORDS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"softline": " ",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"_": "-", b"-": ""}
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
DEEP = 2000
"""Groups in groups that are followed; what lies deeper belongs to the last."""


@dataclass
class _State:
    """What holds inside a group."""

    into: str = "text"
    encoding: str = "cp1252"
    substitutes: int = 1
    font: int = -1
    hidden: bool = False
    table: bool = False


@dataclass
class _Reader:
    """Follows the control words and puts the text together."""

    draft: Draft = field(default_factory=Draft)
    about: dict[str, str] = field(default_factory=dict)
    aside: list[tuple[str, str]] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    charset: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=lambda: {"text": []})
    raw: bytearray = field(default_factory=bytearray)
    cells: list[str] = field(default_factory=list)
    skip: int = 0
    starred: bool = False
    unseen: bool = False
    rows: int = 0

    def run(self, data: bytes) -> None:
        at = 0
        while at < len(data) and (m := _TOKEN.match(data, at)):
            at = m.end()
            word, number, byte, sign, brace, plain = m.groups()
            if word == b"bin":
                at += max(0, int(number or 0))
            elif brace:
                self.flush()
                self.open() if brace == b"{" else self.close()
            elif word:
                self.control(word, int(number) if number else None)
            elif byte:
                if self.skip:
                    self.skip -= 1
                else:
                    self.raw += bytes((int(byte, 16),))
            elif sign:
                self.sign(sign)
            elif plain:
                self.plain(plain)
        self.flush()
        self.paragraph()

    def open(self) -> None:
        self.skip = 0
        if len(self.stack) < DEEP:
            self.stack.append(replace(self.state))

    def close(self) -> None:
        self.skip = 0
        if not self.stack:
            return
        before, self.state = self.state.into, self.stack.pop()
        if before != self.state.into and before not in ("text", "none", "fonts"):
            words = "".join(self.words.pop(before, [])).strip()
            kind, _, _ = before.partition(" ")
            if kind == "object":
                self.objects.append(words.encode("ascii", "ignore"))
            elif kind in ("title", "author"):
                self.about.setdefault(kind, " ".join(words.split()))
            elif words:
                self.aside.append((kind, words))

    def sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in (b"\n", b"\r"):
            self.flush()
            self.paragraph()
        else:
            self.plain(sign if sign in b"\\{}" else b"", _SIGNS.get(sign, ""))

    def plain(self, plain: bytes, words: str = "") -> None:
        if self.skip:
            passed = min(self.skip, len(plain))
            self.skip -= passed
            plain = plain[passed:]
        self.raw += plain
        if words:
            self.flush()
            self.say(words)

    def control(self, word: bytes, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == b"u" and number is not None:
            self.flush()
            self.say(chr(number % 65_536), half=True)
            self.skip = self.state.substitutes
            return
        self.flush()
        self.skip = 0
        if self.destination(word, starred) or self.format(word, number):
            return
        if word in (b"par", b"sect", b"page"):
            self.paragraph()
        elif word in (b"cell", b"nestcell"):
            self.cell()
        elif word in (b"row", b"nestrow"):
            self.row()
        elif word in _WORDS:
            self.say(_WORDS[word])

    def destination(self, word: bytes, starred: bool) -> bool:
        """Whether the word opens a destination of its own."""
        if self.state.into in ("none", "fonts") and word != b"shptxt":
            return word not in (b"f", b"fcharset", b"objdata")
        if word == b"fonttbl":
            self.state.into = "fonts"
        elif word == b"objdata":
            self.state.into = f"object {len(self.stack)}"
        elif word in _ABOUT and not self.state.into.startswith("object"):
            self.state.into = f"{_ABOUT[word]} {len(self.stack)}"
        elif word in _ASIDE:
            self.state.into = f"{_ASIDE[word]} {len(self.stack)}"
        elif word == b"shptxt":
            self.state.into = f"paragraph {len(self.stack)}"
        elif word in _SILENT or (starred and word not in (b"shppict", b"shpinst", b"objdata", b"nesttableprops")):
            self.state.into = "none"
        else:
            return False
        return True

    def format(self, word: bytes, number: int | None) -> bool:
        """Whether the word says how what follows is written."""
        state = self.state
        if word == b"ansicpg" and number:
            self.charset = state.encoding = codepage(number)
        elif word == b"mac":
            self.charset = state.encoding = "mac-roman"
        elif word in (b"pc", b"pca"):
            self.charset = state.encoding = "cp437" if word == b"pc" else "cp850"
        elif word == b"uc":
            state.substitutes = max(0, number or 0)
        elif word == b"f" and number is not None:
            state.font = number
            if state.into != "fonts":
                state.encoding = self.fonts.get(number, self.charset)
        elif word == b"fcharset" and state.into == "fonts":
            self.fonts[state.font] = (
                _CHARSETS.get(number or 0, self.charset) if number not in (0, 1, 2) else self.charset
            )
        elif word in (b"v", b"deleted"):
            state.hidden = number != 0
        elif word == b"plain":
            state.hidden, state.encoding = False, self.charset
        elif word == b"pard":
            state.table = False
        elif word == b"intbl":
            state.table = True
        else:
            return False
        return True

    def flush(self) -> None:
        """The bytes so far as words."""
        if self.raw:
            data, self.raw = bytes(self.raw), bytearray()
            self.say(data.decode(self.state.encoding, "replace"))

    def say(self, words: str, *, half: bool = False) -> None:
        into = self.state.into
        if into in ("none", "fonts") or self.state.hidden:
            self.unseen = self.unseen or (into == "text" and not words.isspace() and words != "")
            return
        run = self.words.setdefault(into, [])
        if half and run and "\ud800" <= run[-1][-1:] <= "\udbff" and "\udc00" <= words <= "\udfff":
            run[-1] = run[-1][:-1] + (run[-1][-1] + words).encode("utf-16", "surrogatepass").decode("utf-16")
        elif words:
            run.append(words)

    def paragraph(self) -> None:
        into = self.state.into
        if into != "text":
            self.say("\n")
            return
        if self.state.table:
            self.say("\n")
            return
        self.end_row()
        words = "".join(self.words.pop("text", []))
        self.draft.write(fit(words))
        self.words["text"] = []
        self.beside()

    def cell(self) -> None:
        self.cells.append(" ".join(fit("".join(self.words.pop("text", []))).split()))
        self.words["text"] = []

    def row(self) -> None:
        if any(self.cells):
            self.draft.add(" | ".join(self.cells), "row", gap="\n" if self.rows else "\n\n")
            self.rows += 1
        self.cells = []

    def end_row(self) -> None:
        if self.cells:
            self.row()
        self.rows = 0

    def beside(self) -> None:
        """Notes, heads and feet behind the paragraph they hang on."""
        aside, self.aside = self.aside, []
        for kind, words in aside:
            if kind == "paragraph":
                self.draft.write(words)
            else:
                self.draft.add(" ".join(words.split()), "note" if kind == "note" else "furniture")


def read(path: Path, document: Document, how: How) -> Reading:
    """The text of an RTF file. Its size was checked by the caller: such a file is read whole."""
    del how
    return written(path.read_bytes(), document)


def written(data: bytes, document: Document) -> Reading:
    """The text of the RTF in `data`."""
    reader = _Reader()
    reader.run(data)
    reader.end_row()
    reader.beside()
    title, author = (fit(reader.about.get(k, "")) for k in ("title", "author"))
    found = {k: f"rtf {k}" for k, v in (("title", title), ("author", author)) if v}
    text = Text(
        document=document.id, text=reader.draft.text(), passages=reader.draft.passages(), title=title, author=author, found=found
    )  # fmt: skip
    told = "some of its text is hidden or marked as deleted in the file, and no part of the text read"
    flaws = (
        (wrong(document, "not-read", told, "open it in a program that shows hidden text and changes"),)
        if reader.unseen
        else ()
    )
    return Reading(
        text=text, parts=tuple(p for n, o in enumerate(reader.objects, 1) for p in _parts(o, n)), flaws=flaws
    )


def _parts(hexed: bytes, number: int) -> list[Part]:
    """The file in the data of an embedded object (MS-OLEDS 2.2.5): behind a head with the name of its class."""
    digits = re.sub(rb"[^0-9a-fA-F]", b"", hexed)
    data = binascii.unhexlify(digits[: len(digits) // 2 * 2])
    at = 8
    for _ in range(3):  # class, topic, item: strings with their length before them
        if at + 4 > len(data):
            return []
        at += 4 + int.from_bytes(data[at : at + 4], "little")
    size = int.from_bytes(data[at : at + 4], "little")
    inner = data[at + 4 : at + 4 + size]
    if not inner or data[4:8] == b"\x01\0\0\0":  # a link: what it points to is not here
        return []
    if b"Package" in data[8:40]:
        name, inner = native(len(inner).to_bytes(4, "little") + inner, f"object {number}")
        return [Part(name=name, data=inner)]
    return [Part(name=n, data=d) for n, d in unwrapped(inner, f"object {number}")]
