"""Heads and feet that sheets print on each page: of an XLSX (ISO/IEC 29500-1, 18.3.1.39 to 18.3.1.46), of an ODS (ODF 1.2, 16.10).

In an XLSX they stand behind the cells. A sheet can be long: only its end is kept while it is unpacked.
"""

from __future__ import annotations

import contextlib
import html
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from firsthand.documents.draft import fit
from firsthand.documents.readers.package import DAMAGED, local

CHUNK, END = 1 << 20, 1 << 16
"""Bytes that are unpacked at a time; bytes at a sheet's end in which its heads and feet stand."""
PLAIN = 3
"""Words beside the number of a page that are more than its name."""

FIELDS = frozenset({"page-number", "page-count", "sheet-name", "file-name", "date", "time", "title"})
"""What a program puts in when it prints an ODS."""

_SHEET = re.compile(r"xl/(?:work|chart)sheets/[^/]+\.xml", re.I)
_MARGIN = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]{1,2000})</")
_PART = re.compile(r"&[LCR]")
_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f+-]{6}|&\d+|&[A-Za-z]')


def margins(archive: zipfile.ZipFile, limit: int) -> Iterator[str]:
    """The words of each head and foot, part by part, without what a program puts in when it prints (page, date, name of the file)."""
    for member in archive.infolist():
        if _SHEET.fullmatch(member.filename) and member.file_size <= limit:
            end = b""
            with contextlib.suppress(*DAMAGED), archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    end = (end + chunk)[-END:]
            for found in _MARGIN.findall(end):
                yield from parts(html.unescape(found.decode("utf-8", "replace")))


def printed(styles: etree._Element | None) -> Iterator[str]:
    """The same of an ODS, from its `styles`."""
    for margin in styles.iter() if styles is not None else ():
        if local(margin).startswith(("header", "footer")) and local(margin.getparent()) == "master-page":
            for paragraph in (e for e in margin.iter() if local(e) == "p"):
                fields = [e for e in paragraph.iter() if local(e) in FIELDS]
                for field in fields:
                    field.text = ""
                plain = " ".join("".join(paragraph.itertext()).split())
                if any(c.isalpha() for c in plain) and (not fields or len(plain.split()) >= PLAIN):
                    yield fit(plain)


def parts(margin: str) -> Iterator[str]:
    """The words of the left, middle and right of a head or foot."""
    for part in _PART.split(margin):
        plain = " ".join("&".join(_CODE.sub("", piece) for piece in part.split("&&")).split())
        numbers = "&P" in part and len(plain.split()) < PLAIN  # "Page 1 of 3"
        if any(c.isalpha() for c in plain) and not numbers:
            yield fit(plain)
