"""What is wrong with a document, as a Flaw of the reading."""

from __future__ import annotations

from firsthand.documents.record import Document
from firsthand.flaws import Flaw, flaw


def wrong(document: Document, kind: str, message: str, cure: str = "", page: int | None = None) -> Flaw:
    """`message` said of `document`, by its name."""
    words = f"{document.name}: {message}"
    return flaw("read", kind, words, cure=cure, document=document.id, name=document.name, page=page)


def locked(document: Document, tried: int) -> Flaw:
    """It is encrypted, and none of so many passwords opened it."""
    why = f"; none of the {tried} passwords given opens it" if tried > 1 else "; the password given does not open it"
    message = "no text read: the file is encrypted" + (why if tried else "")
    return wrong(document, "encrypted", message, "give its password with --password, then read it again")
