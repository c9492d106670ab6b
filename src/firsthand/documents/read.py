"""Read a sealed document: its text with passages and places, what it says about itself, and what is wrong with it.

Nothing here raises because of what a file holds: a reader that fails becomes a Flaw that says how.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import msgspec
import py3langid

from firsthand.documents.describe import describe
from firsthand.documents.detect import ENCRYPTED, UNKNOWN, label
from firsthand.documents.readers import docx, html, mail, pdf, plain
from firsthand.documents.record import Document, Part, Reading, Text
from firsthand.flaws import Flaw, flaw

__all__ = ["Part", "Reading", "read"]

STAGE = "read"
LIMIT = 50_000_000
"""Bytes of a file, of what a compressed one unpacks to, and characters of text above which a document is sealed but not read."""

READERS: dict[str, Callable[[Path, Document, int], Reading]] = {
    "text/plain": plain.read,
    "text/html": html.read,
    "application/pdf": pdf.read,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx.read,
    "message/rfc822": mail.read,
}

WHOLE = frozenset({"text/plain", "text/html", "message/rfc822"})
"""What is read whole: here the size of the file is what counts. The other readers look at what they unpack."""

SAMPLE = 6_000
"""Characters, of at most a tenth as many passages, from which the language is told: on 32 translations of one declaration more
changes nothing."""

LETTERS = 40
"""Letters below which a text says too little to tell its language."""


def read(document: Document, path: Path, *, limit: int = LIMIT) -> Reading:
    """Read `document` whose bytes lie at `path`. No text always comes with a Flaw that says why."""
    if not document.size:
        return _none(document, "empty", "the file is empty")
    if document.media_type == ENCRYPTED:
        return _none(document, "encrypted", "no text read: the file is encrypted", "collect a copy that is not")
    reader = READERS.get(document.media_type)
    if reader is None:
        return _none(document, "not-read", f"no text read: {_format(document)} is not read yet")
    if document.size > limit and document.media_type in WHOLE:
        return _none(
            document, "too-large", f"too large to read, sealed: {document.size:,} bytes, the limit is {limit:,}",
            "raise the setting `limit`, or split the file",
        )  # fmt: skip
    try:
        return _finish(reader(path, document, limit), document)
    except MemoryError:
        return _none(document, "unreadable", "no text read: it needs more memory than there is")
    except Exception as error:  # whatever a parser does, the run goes on and the material's trouble is told
        how = " ".join(str(error).split())[:200]
        return _none(document, "unreadable", f"no text read: {type(error).__name__}{': ' * bool(how)}{how}")


def _finish(reading: Reading, document: Document) -> Reading:
    """Add the language and what the top of the text says about itself; a text without any passage is no text."""
    text = reading.text
    if text is None or not text.passages:
        if text is None and reading.flaws:
            return reading
        none = _none(document, "no-text", "no text read: it holds none")
        return msgspec.structs.replace(none, parts=reading.parts, flaws=(*reading.flaws, *none.flaws))
    text = describe(text)
    return msgspec.structs.replace(reading, text=msgspec.structs.replace(text, language=language(text)))


def language(text: Text) -> str:
    """ISO 639-1 code of the language that most of the text is in; "" where there is too little to tell.

    py3langid (Lui and Baldwin, 2012) on what was written, furniture left out.
    """
    written = (text.text[p.start : p.end] for p in text.passages if p.kind not in ("furniture", "header"))
    words = " ".join(itertools.islice(written, SAMPLE // 10))[:SAMPLE]
    if sum(1 for c in words if c.isalpha()) < LETTERS:
        return ""
    code = str(py3langid.classify(words)[0])
    return code if len(code) == 2 else ""  # it knows some that have no code of two letters


def _format(document: Document) -> str:
    ending = document.name.rpartition(".")[2] if "." in document.name else ""
    if document.media_type == UNKNOWN and 0 < len(ending) <= 8 and ending.isalnum():
        return f"this unknown format (.{ending})"
    return label(document.media_type)


def _none(document: Document, kind: str, message: str, cure: str = "") -> Reading:
    return Reading(flaws=(_flaw(document, kind, message, cure),))


def _flaw(document: Document, kind: str, message: str, cure: str) -> Flaw:
    return flaw(STAGE, kind, f"{document.name}: {message}", cure=cure, document=document.id, name=document.name)
