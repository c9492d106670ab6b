"""Read a sealed document: its text with passages and places, what it says about itself, and what is wrong with it.

Nothing here raises because of what a file holds: a reader that fails becomes a Flaw that says how.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from firsthand.documents.describe import describe
from firsthand.documents.detect import ENCRYPTED, UNKNOWN, detect, label
from firsthand.documents.garbled import garbled
from firsthand.documents.readers import (
    archive,
    book,
    cards,
    data,
    doc,
    docx,
    entities,
    html,
    hwp,
    image,
    mail,
    mailbox,
    message,
    odt,
    pdf,
    plain,
    ppt,
    pptx,
    rtf,
    sealed,
    sheet,
    signed,
    web,
    xps,
)
from firsthand.documents.recognise import language, passages
from firsthand.documents.record import Document, How, Part, Reading, Text
from firsthand.documents.wrong import locked, wrong
from firsthand.flaws import Flaw
from firsthand.vocabulary.terms import load

__all__ = ["How", "Part", "Reading", "items", "read"]

STAGE = "read"
LIMIT = How().limit

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"

READERS: dict[str, Callable[[Path, Document, How], Reading]] = {
    "text/plain": plain.read,
    "text/html": html.read,
    "application/xhtml+xml": html.read,
    "application/xml": data.xml,
    "image/svg+xml": data.xml,
    "application/json": plain.rows,
    "application/jsonl": plain.rows,
    "application/x-ftm": plain.rows,
    "text/csv": sheet.separated,
    "text/tab-separated-values": sheet.separated,
    "text/vcard": cards.read,
    "text/calendar": cards.read,
    "text/vtt": cards.subtitles,
    "application/x-subrip": cards.subtitles,
    "text/javascript": plain.read,
    "text/css": plain.read,
    "application/pdf": pdf.read,
    "application/rtf": rtf.read,
    "application/msword": doc.read,
    "application/vnd.ms-powerpoint": ppt.read,
    "application/vnd.ms-excel": sheet.read,
    "application/vnd.ms-outlook": message.read,
    f"{OOXML}.wordprocessingml.document": docx.read,
    f"{OOXML}.presentationml.presentation": pptx.read,
    f"{OOXML}.spreadsheetml.sheet": sheet.read,
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12": sheet.read,
    f"{ODF}.text": odt.read,
    f"{ODF}.text-template": odt.read,
    f"{ODF}.presentation": odt.read,
    f"{ODF}.presentation-template": odt.read,
    f"{ODF}.graphics": odt.read,
    f"{ODF}.spreadsheet": sheet.read,
    f"{ODF}.spreadsheet-template": sheet.read,
    "application/epub+zip": book.read,
    "application/oxps": xps.read,
    "application/x-hwp": hwp.read,
    "application/hwp+zip": hwp.package,
    "message/rfc822": mail.read,
    "message/x-emlx": mail.emlx,
    **dict.fromkeys(image.KINDS, image.read),
}
"""How the text of each type is read."""

OPENERS: dict[str, Callable[[Path, Document, How], Iterator[Part | Flaw]]] = {
    **dict.fromkeys(archive.KINDS, archive.open_),
    "application/warc": web.open_,
    "application/x-arc": web.open_,
    "application/wacz": web.open_,
    "application/mbox": mailbox.open_,
    "application/x-ftm": entities.open_,
    "application/pkcs7-mime": signed.open_,
}
"""What holds documents and is none itself: how they are taken out."""

_SPLIT = re.compile(r"\.(?:7z|zip|rar|tar|tgz|gz|bz2|xz)\.\d{2,4}$|\.part\d+\.rar$|\.[rz]\d\d$", re.I)
"""Names of the parts of an archive that was split."""

WHOLE = frozenset(
    {"text/plain", "text/html", "message/rfc822", "message/x-emlx", "application/xml", "application/json", "application/jsonl",
     "text/csv", "text/tab-separated-values", "application/rtf", "text/vcard", "text/calendar"}
)  # fmt: skip
"""What is read whole: here the size of the file is what counts. The other readers look at what they unpack."""

OLE = frozenset({"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"})
"""Old Office formats, which can be encrypted without showing it outside."""


def read(document: Document, path: Path, how: How | None = None, **options: Any) -> Reading:
    """Read `document` whose bytes lie at `path`. No text and no part always come with a Flaw that says why.

    `options` are fields of How, where no `how` is given.
    """
    text: Text | None = None
    parts: list[Part] = []
    flaws: list[Flaw] = []
    for item in items(document, path, how or How(**options)):
        if isinstance(item, Text):
            text = item
        elif isinstance(item, Part):
            parts.append(item)
        else:
            flaws.append(item)
    return Reading(text=text, parts=tuple(parts), flaws=tuple(flaws))


def items(document: Document, path: Path, how: How) -> Iterator[Text | Part | Flaw]:
    """What `read` puts together, one by one: at most one Text, the parts as they are taken out, and what is wrong."""
    try:
        yield from _items(document, path, how)
    except MemoryError:
        yield wrong(document, "unreadable", "no text read: it needs more memory than there is")
    except RecursionError:
        told = "no text read: what it holds lies in one another deeper than its reader follows (RecursionError)"
        yield wrong(document, "unreadable", told)
    except (GeneratorExit, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a library in Rust is no Exception; whatever a parser does, the run goes on and the material's trouble is told
        told = " ".join(str(error).replace(str(path), "the file").split())[:200]  # where it lies is nobody's business
        yield wrong(document, "unreadable", f"no text read: {type(error).__name__}{': ' * bool(told)}{told}")


def _items(document: Document, path: Path, how: How) -> Iterator[Text | Part | Flaw]:
    if not document.size:
        yield wrong(document, "empty", "the file is empty")
    elif document.media_type == ENCRYPTED or (document.media_type in OLE and sealed.is_locked(path)):
        yield from _unlocked(document, path, how)
    elif document.media_type in OPENERS and document.media_type not in READERS:
        yield from _opened(document, path, how)
    elif document.media_type == UNKNOWN and _SPLIT.search(document.name):
        yield _part_of_several(document)
    elif document.media_type not in READERS:
        yield wrong(document, "not-read", f"no text read: {_format(document)} is not read", _cure(document))
    elif document.size > how.limit and document.media_type in WHOLE:
        yield wrong(
            document, "too-large", f"too large to read, sealed: {document.size:,} bytes, the limit is {how.limit:,}",
            "raise the setting `limit`, or split the file",
        )  # fmt: skip
    else:
        yield from _finished(READERS[document.media_type](path, document, how), document, how)
        if document.media_type in OPENERS:
            yield from _opened(document, path, how)


def _opened(document: Document, path: Path, how: How) -> Iterator[Part | Flaw]:
    """The documents in one that holds documents."""
    if how.level >= how.depth:
        yield _too_deep(document, how)
        return
    said = False
    for item in OPENERS[document.media_type](path, document, how):
        said = True
        split = isinstance(item, Flaw) and item.kind == "broken" and _SPLIT.search(document.name)
        yield _part_of_several(document) if split else item
    if not said:
        yield wrong(document, "no-text", "no text read: it holds none")


def _unlocked(document: Document, path: Path, how: How) -> Iterator[Text | Part | Flaw]:
    """An Office file under a password, decrypted to a scratch file and read from there."""
    try:
        plain_ = sealed.office(path, how.passwords)
    except Exception as error:  # a broken file fails in many ways inside the library
        yield wrong(
            document,
            "encrypted",
            f"no text read: the file is encrypted, and broken: {' '.join(str(error).split())[:160]}",
        )
        return
    if plain_ is None:
        yield locked(document, len(how.passwords))
        return
    with tempfile.NamedTemporaryFile() as scratch:
        scratch.write(plain_)
        scratch.flush()
        kind = detect(cast(BinaryIO, scratch), document.name)
        if kind not in READERS:
            yield wrong(document, "not-read", f"decrypted, but {label(kind)} is not read")
            return
        opened = msgspec.structs.replace(document, media_type=kind, size=len(plain_))
        for item in _finished(READERS[kind](Path(scratch.name), opened, how), document, how):
            yield (
                msgspec.structs.replace(item, found={**item.found, "text": "decrypted"})
                if isinstance(item, Text)
                else item
            )


def _finished(reading: Reading, document: Document, how: How) -> Iterator[Text | Part | Flaw]:
    """Add the language and what the top of the text says about itself; a text without any passage is no text."""
    text = reading.text
    if text is not None and text.passages:
        text = describe(text)
        text = msgspec.structs.replace(text, language=language(text))
        yield msgspec.structs.replace(text, passages=passages(text))
        yield from garbled(text, document)
    elif text is not None or not reading.flaws:
        yield wrong(document, "no-text", "no text read: it holds none")
    yield from reading.flaws
    if reading.parts and how.level >= how.depth:
        yield _too_deep(document, how)
    else:
        yield from reading.parts


def _part_of_several(document: Document) -> Flaw:
    message = "no text read: it is one part of an archive that was split into several"
    return wrong(document, "split", message, "put its parts together in their order, and collect what that gives")


def _too_deep(document: Document, how: How) -> Flaw:
    message = f"it lies {how.level} documents deep; what it holds was not taken out"
    return wrong(document, "too-deep", message, "unpack it by hand with care, and collect what it holds")


def _format(document: Document) -> str:
    ending = document.name.rpartition(".")[2] if "." in document.name else ""
    if document.media_type == UNKNOWN and 0 < len(ending) <= 8 and ending.isalnum():
        return f"this unknown format (.{ending})"
    return label(document.media_type)


def _cure(document: Document) -> str:
    return str(load("formats")["cure"].get(document.media_type, ""))
