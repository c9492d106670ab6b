"""Take out what was signed together with its signature (CMS signed data, RFC 5652): `.p7m` files, bodies of mail signed with S/MIME.

The signature itself is not checked: whoever needs that has the sealed original. What is encrypted to a key is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from firsthand.documents.record import Document, How, Part
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

SIGNED, ENVELOPED = (bytes.fromhex(f"2a864886f70d0107{n}") for n in ("02", "03"))
"""What a message is said to be: signed, or encrypted to the keys of its receivers (RFC 5652, 5.1 and 6.1)."""

INSIDE, ENDLESS = 0x20, 0x80
"""The bit of a tag that says that other elements stand in the element; the length of one that ends where they do (X.690, 8.1.2 and 8.1.3)."""

_MAIL = re.compile(rb"(?i)(?:content-[a-z-]+|mime-version):")


class Element(NamedTuple):
    """The tag of an element, where its content begins and ends, and where the next element begins."""

    tag: int
    first: int
    last: int
    after: int


def open_(path: Path, document: Document, how: How) -> Iterator[Part | Flaw]:
    """The file that was signed."""
    if document.size > how.limit:
        yield wrong(
            document, "too-large", f"too large to open, sealed: {document.size:,} bytes", "raise the setting `limit`"
        )
        return
    data = path.read_bytes()
    try:
        kind, content = _content(data)
    except (IndexError, ValueError, StopIteration) as error:
        yield wrong(
            document,
            "broken",
            f"what was signed cannot be taken out: {error or 'it holds none'}",
            "ask for another copy",
        )
        return
    if kind == ENVELOPED:
        yield wrong(
            document,
            "encrypted",
            "no text read: it is encrypted (S/MIME)",
            "open it with the key of somebody who received it, and collect what that shows",
        )
    elif not content:
        yield wrong(document, "no-text", "no text read: it holds a signature alone; what was signed is another file")
    else:
        name = re.sub(r"\.p7[ms]$", "", document.name, flags=re.I)
        yield Part(name=f"{name}.eml" if _MAIL.match(content) else name, data=content, details={"path": name})


def _content(data: bytes) -> tuple[bytes, bytes]:
    """What kind of message it is, and the bytes that were signed. Raises ValueError, IndexError, StopIteration."""
    message = next(_elements(data, 0, len(data)))
    kind, *rest = _elements(data, message.first, message.last)
    identifier = data[kind.first : kind.last]
    if identifier != SIGNED:
        return identifier, b""
    signed = next(_elements(data, rest[0].first, rest[0].last))
    _, _, enclosed, *_ = _elements(data, signed.first, signed.last)
    _, *inner = _elements(data, enclosed.first, enclosed.last)
    return identifier, b"".join(_bytes(data, inner[0])) if inner else b""


def _bytes(data: bytes, outer: Element) -> Iterator[bytes]:
    """The strings of bytes in an element, which may come in pieces."""
    for element in _elements(data, outer.first, outer.last):
        if element.tag & INSIDE:
            yield from _bytes(data, element)
        else:
            yield data[element.first : element.last]


def _elements(data: bytes, at: int, end: int) -> Iterator[Element]:
    """The elements between two places (X.690, 8.1). Raises ValueError, IndexError."""
    while at < end and data[at : at + 2] != bytes(2):
        tag, size, first = data[at], data[at + 1], at + 2
        if size == ENDLESS:
            last = first
            for element in _elements(data, first, end):
                last = element.after
            at = last + 2
        else:
            if size > ENDLESS:
                first += size - ENDLESS
                size = int.from_bytes(data[at + 2 : first], "big")
            at = last = first + size
        if at > end:
            raise ValueError("it is cut off")
        yield Element(tag, first, last, at)
