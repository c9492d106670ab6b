"""DOCUMENT and TEXT: the bytes as received, and what was read out of them."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.dates import Period
from firsthand.flaws import Flaw

PassageKind = Literal["paragraph", "heading", "caption", "credit", "furniture", "row", "header", "quoted", "note"]
"""What a passage of a Text is. "credit" is a byline, photo or agency line; "furniture" is navigation, advertising, time
stamps and standing notes of a site; "row" a row of a table; "header" the header lines of a mail or of a page; "quoted" what a
mail repeats of an earlier one; "note" a footnote, an endnote, a comment or a speaker's note."""


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file as received, named by the SHA-256 of its bytes (`id`).

    `name` is the file's own name, `place` where it was found when collected (as given, for the custody log;
    never published), `collected` when (ISO 8601 with zone), `part_of` the document that contained it.
    """

    id: str
    name: str
    place: str
    size: int
    media_type: str
    collected: str
    part_of: str | None = None


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`text` stands at `start`:`end` (Unicode code points, end exclusive) of a document's Text. Always exact."""

    start: int
    end: int
    text: str


class Passage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A stretch of a Text that is one thing: a paragraph, a heading, a caption … `page` counts from 1, 0 if unpaged. `language` is
    ISO 639-1 where it is plainly another than that of the whole Text, else "".

    Passages are ordered and do not overlap; white space between them belongs to none.
    """

    start: int
    end: int
    kind: PassageKind
    page: int = 0
    language: str = ""


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was read out of `document`, with its passages and what the material says about itself.

    `text` is the whole as one string; every offset of the product counts its code points.
    For a plain text file it is the decoded file, unchanged. `language` is ISO 639-1 ("" if unknown).
    `found` tells for each of title, outlet, author, published where it was found ("html meta og:title", "first line" …).
    """

    document: str
    text: str
    passages: tuple[Passage, ...]
    language: str = ""
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: Period | None = None
    pages: tuple[tuple[int, int], ...] = ()
    found: dict[str, str] = {}

    def span(self, start: int, end: int) -> Span:
        """The Span at these offsets, trimmed of white space at both ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end, self.text[start:end])


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that a document carries in it: an attachment, a member of an archive, a page of a web archive.

    `name` is what the document calls it ("" if nothing), `media_type` what it is said to be ("" if nothing is said: its bytes tell).
    `details` is what else is known of how it came ("url", "time", "path" …), for the custody log.
    """

    name: str
    data: bytes
    media_type: str = ""
    details: dict[str, str] = {}


class Reading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What reading one document gave. `text` is None where there was none to read: then a Flaw says why."""

    text: Text | None = None
    parts: tuple[Part, ...] = ()
    flaws: tuple[Flaw, ...] = ()


class How(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a document is to be read.

    `limit`: bytes of a file, of what a compressed one unpacks to, and characters of text, above which it is sealed but not read.
    `passwords` are tried on what is encrypted. `ocr`: languages for text in images, in Tesseract's names joined by "+"; "" for
    none; `seconds` of it at most for one document. `level`: how many documents this one lies in; parts that would lie deeper
    than `depth` are not taken out. Of one archive at most `members` files are taken out, together at most `total` bytes and at
    most `ratio` times what the archive weighs.
    """

    limit: int = 50_000_000
    passwords: tuple[str, ...] = ()
    ocr: str = "eng"
    seconds: float = 90.0
    level: int = 0
    depth: int = 8
    members: int = 10_000
    total: int = 400_000_000
    ratio: int = 200
