"""Open mailboxes (MBOX, RFC 4155): each mail becomes a document of its own."""

from __future__ import annotations

import email.parser
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from firsthand.documents.readers.archive import Budget, Item, Spent
from firsthand.documents.readers.mail import POLICY, header
from firsthand.documents.record import Document, How
from firsthand.documents.wrong import wrong

_FIELD = re.compile(rb"[!-9;-~]+:")
LINE = 1 << 20
"""Bytes of a line that are taken at once: a mailbox can be one endless line."""


def open_(path: Path, document: Document, how: How) -> Iterator[Item]:
    """The mails of a mailbox."""
    budget = Budget(document, how)
    try:
        with path.open("rb") as stream:
            for n, data in enumerate(_mails(stream, how.limit), 1):
                pieces = iter((data, b""))
                yield from budget.take(lambda _, pieces=pieces: next(pieces), _name(data, n))  # type: ignore[misc]
    except Spent as spent:
        yield wrong(document, "too-large", str(spent), "split the mailbox, and collect its parts")


def _mails(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The bytes of each mail: from one "From " line to the next that stands behind a blank line and before a header field."""
    mail: list[bytes] = []
    size, blank, begun = 0, True, False
    line = stream.readline(LINE)
    while line:
        after = stream.readline(LINE)
        if line.startswith(b"From ") and blank and (_FIELD.match(after) or after.startswith(b">From ")):
            if begun:
                yield b"".join(mail)
            mail, size, begun = [], 0, True
        elif begun and size <= limit:
            quoted = line.startswith(b">") and line.lstrip(b">").startswith(b"From ")
            mail.append(line[1:] if quoted else line)
            size += len(line)
        blank = not line.strip()
        line = after
    if begun:
        yield b"".join(mail)


def _name(data: bytes, number: int) -> str:
    """A name for a mail: its place in the mailbox and its subject."""
    head = email.parser.BytesHeaderParser(policy=POLICY).parsebytes(data[:65_536])
    subject = re.sub(r"[/\\\x00-\x1f]+", " ", header(head, "Subject"))[:80].strip()
    return f"{number:05} {subject}.eml" if subject else f"{number:05}.eml"
