"""Read mail (RFC 5322, MIME) and saved pages (MHTML): the header lines that matter, the body, and the attachments as parts.

Attachments, attached mails among them, are handed on as they are and become documents of their own.
"""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import errors
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from firsthand import dates
from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import html, plain
from firsthand.documents.readers.signed import ENVELOPED
from firsthand.documents.record import Document, How, Part, Reading, Text
from firsthand.documents.split import split
from firsthand.flaws import Flaw, flaw

HEADERS = ("From", "To", "Cc", "Bcc", "Date", "Subject")
_QUOTED = re.compile(r"(?:^[ \t]{0,3}(?:>|[A-Z]{2,3}>)[^\n]*(?:\n|\Z))+", re.M)

LONGEST, OPENED, OPENING = 4_000, 200, '"(;,<'
"""Characters of a header, and how many of these signs in it, up to which it is taken apart."""

LARGEST = 1 << 20
"""Bytes in which headers end."""

OTHER = 0.25
"""Share of the words of a page that do not stand in the plain form of the mail, above which both are read."""

ASIDE = 30
"""Words around the parts of a mail: more than programs put there for others that know no parts."""

RUN = 5
"""Letters in a row by which two forms are compared where their words differ: in Chinese or Thai a word, as cut at blanks, is a sentence, and a
line that is broken elsewhere makes other words of it. Of two stretches of English news, 100,000 characters each, the one has 61 % runs that the
other lacks."""

PACKING = (errors.InvalidBase64LengthDefect, errors.InvalidBase64PaddingDefect, errors.InvalidBase64CharactersDefect)

_WORDS = re.compile(r"[^\W\d_]{3,}|\d+")
_NO_LETTER = re.compile(r"[\W_]+")
_PACKED = re.compile(rb"\s*[A-Za-z0-9+/]{20}")
_SMIME = re.compile(r"(?i)smime-type\s*=[\s\"]*([\w-]+)")
_PGP = b"-----BEGIN PGP MESSAGE-----"

PARTS, DEPTH = 1000, 60
"""More parts than a mail has, and more levels of them: what lies beyond is counted and left."""


class Guarded(email.policy.EmailPolicy):
    """The library's policy for mail, but that a header which is very long, or full of signs that open something, is decoded and not taken
    apart: for that the library takes time with the square of them."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The header's value; its first part where that alone can be used."""
        if len(value) <= LONGEST and sum(map(value.count, OPENING)) <= OPENED:
            return super().header_fetch_parse(name, value)
        if name.lower().startswith("content-"):
            return " ".join(value[:OPENED].split())
        words = " ".join(value.split())
        return str(make_header(decode_header(words))) if "=?" in words[:LONGEST] else words


POLICY = Guarded()


def read(path: Path, document: Document, how: How) -> Reading:
    """The headers and body of a mail. Its size was checked by the caller: such a file is read whole."""
    del how
    return written(path.read_bytes(), document)


def emlx(path: Path, document: Document, how: How) -> Reading:
    """The same of a mail as Apple's program keeps it: the number of its bytes, the mail, a list of properties."""
    del how
    head, _, rest = path.read_bytes().partition(b"\n")
    return written(rest[: int(head)] if head.strip().isdigit() else rest, document)


def written(data: bytes, document: Document) -> Reading:
    """The headers and body of the mail in `data`."""
    flaws: list[Flaw] = []
    try:
        mail = email.message_from_bytes(data, policy=POLICY)
        inside = _leaves(mail)
        attached = tuple(_part(p) for p in inside.attached)
    except RecursionError:  # the library goes down into each part
        mail, inside, attached = HeaderParser(policy=POLICY).parsestr(_head(data)), Inside([], []), ()
        message = "only its headers were read: its parts, or mails, lie in one another hundreds deep"
        flaws.append(_flaw(document, "too-deep", message))
    draft = Draft()
    about = {name: header(mail, name) for name in HEADERS}
    for n, (name, value) in enumerate((k, v) for k, v in about.items() if v):
        draft.add(f"{name}: {value}", "header", gap="\n" if n else "")
    bodies = [_body(leaf, document, draft, inside) for leaf in inside.body]
    flaws += _encrypted(inside, attached, document)
    flaws += [f for reading in bodies for f in reading.flaws]
    texts = [reading.text for reading in bodies if reading.text]
    parts = (*(p for reading in bodies for p in reading.parts), *attached)
    text = _text(draft, about, next(iter(texts), None), document)
    flaws += _told(mail, inside, document)
    return Reading(text=text, parts=parts, flaws=(*flaws, *plain.damage(text.text, document, "text")))


def _told(mail: Message, inside: Inside, document: Document) -> Iterator[Flaw]:
    """What a reader must know of a mail whose parts are these."""
    if inside.beyond:
        yield _flaw(document, "too-many", f"{inside.beyond} parts lie too deep or are too many and were left")
    if inside.unlike:
        cure = "compare the two: programs for mail show one of them"
        yield _flaw(document, "versions", "its plain form and its page do not say the same; both were read", cure)
    if inside.unmarked:
        yield _flaw(
            document,
            "broken",
            "its parts do not begin or end as its header says: it may be cut off",
            "ask for another copy",
        )
    if any(isinstance(d, PACKING) for p in (*inside.body, *inside.attached) for d in p.defects):
        yield _flaw(
            document,
            "broken",
            "a part of it is packed (base64) and damaged or cut off: what can be unpacked was taken",
            "ask for another copy",
        )
    if inside.around >= ASIDE:
        told = (
            f"{inside.around:,} words stand around its parts, where programs for mail show nothing; they were not read"
        )
        yield _flaw(document, "not-read", told, "open it in an editor for plain text")
    twice = [
        name for name in ("From", "Date", "Subject") if sum(k.lower() == name.lower() for k, _ in mail.raw_items()) > 1
    ]
    if twice:
        told = f"it has more than one header {' and '.join(twice)}; the first was taken"
        yield _flaw(document, "versions", told, "open it in an editor for plain text")


def _head(data: bytes) -> str:
    """The headers alone: what stands above the first blank line."""
    return re.split(rb"\r?\n\r?\n", data[:LARGEST], maxsplit=1)[0].decode("utf-8", "replace")


def header(mail: Message, name: str) -> str:
    """A header's value on one line; a header that the library cannot take apart is given as it stands."""
    try:
        value = mail[name]
        words = "" if value is None else str(value)
    except Exception:  # malformed headers fail in many ways inside the library
        words = next((str(v) for k, v in mail.raw_items() if k.lower() == name.lower()), "")
    return " ".join(fit(words).split())


def _text(draft: Draft, about: dict[str, str], page: Text | None, document: Document) -> Text:
    """The Text; a saved page says more about itself than the mail around it."""
    published = page.published if page and page.published else dates.published(about["Date"])
    found = {f: w for f, w in (("title", "mail Subject"), ("author", "mail From")) if about[w.split()[1]]}
    if published:
        found["published"] = "mail Date"
    title, author, outlet = about["Subject"], about["From"], ""
    if page:
        title, author, outlet = title or page.title, author or page.author, page.outlet
        found = {**{k: v for k, v in page.found.items() if k != "encoding"}, **found}
        if page.published:
            found["published"] = page.found["published"]
    return Text(
        document=document.id, text=draft.text(), passages=draft.passages(),
        title=title, author=author, outlet=outlet, published=published, found=found,
    )  # fmt: skip


@dataclass
class Inside:
    """The parts of a mail that are its body and those that are attached; how many were left for being too deep or too many; of how many
    bodies two forms are read because they do not say the same; the words around its parts; whether its parts do not begin or end as they should;
    whether some of them are what PGP encrypted."""

    body: list[Message]
    attached: list[Message]
    beyond: int = 0
    unlike: int = 0
    around: int = 0
    unmarked: bool = False
    sealed: bool = False


def _leaves(mail: Message) -> Inside:
    """What is inside a mail."""
    found = Inside([], [])
    todo: list[tuple[Message, int]] = [(mail, 0)]
    while todo:
        part, depth = todo.pop()
        if len(found.body) + len(found.attached) >= PARTS or depth > DEPTH:
            found.beyond += 1
        elif part.get_content_maintype() == "multipart" and not part.is_multipart():
            found.unmarked = True
            found.sealed = found.sealed or part.get_content_subtype() == "encrypted"
            found.body.append(part)
        elif part.get_content_maintype() == "multipart":
            found.around += len((part.preamble or "").split()) + len((part.epilogue or "").split())
            found.unmarked = found.unmarked or any(
                isinstance(d, errors.CloseBoundaryNotFoundDefect) for d in part.defects
            )
            inner = [p for p in part.get_payload() if isinstance(p, Message)]
            kind = part.get_content_subtype()
            found.sealed = found.sealed or kind == "encrypted"
            if kind == "alternative":
                inner = _best(inner, found)
            todo += [(p, depth + 1) for p in reversed(inner)]
        elif part.get_content_type() in ("text/plain", "text/html") and not _is_attached(part):
            found.body.append(part)
        else:
            found.attached.append(part)
    return found


def _best(inner: list[Message], inside: Inside) -> list[Message]:
    """Of the same in several forms the plain one, unless it is empty; the page too where it says more; and what is no form of the same."""
    plain_ = next((p for p in inner if p.get_content_type() == "text/plain" and _bytes(p).strip()), None)
    if plain_ is None:
        return inner
    around = [
        leaf
        for p in inner
        if p.get_content_type() == "multipart/related"
        for leaf in p.walk()
        if not leaf.is_multipart()
    ]
    others = [p for p in inner if p.get_content_type() not in ("text/plain", "text/html", "multipart/related")] + around
    pages = [p for p in (*inner, *around) if p.get_content_type() == "text/html" and not _is_attached(p)]
    more = [p for p in pages if _says_more(p, plain_)]
    inside.unlike += bool(more)
    return [plain_, *more, *(p for p in others if p not in pages)]


def _says_more(page: Message, plain_: Message) -> bool:
    """Whether most words of the page do not stand in the plain form: that is a stub then, or says something else."""
    said = html.words(_bytes(page), _charset(page)).lower()
    known = plain.decode(_bytes(plain_), _charset(plain_))[0].lower()
    return _differ(set(_WORDS.findall(said)), set(_WORDS.findall(known))) and _differ(_runs(said), _runs(known))


def _differ(said: set[str], known: set[str]) -> bool:
    return len(said - known) > OTHER * len(said)


def _runs(words: str) -> set[str]:
    letters = _NO_LETTER.sub("", words)
    return {letters[n : n + RUN] for n in range(max(1, len(letters) - RUN + 1))}


def _encrypted(inside: Inside, attached: tuple[Part, ...], document: Document) -> Iterator[Flaw]:
    """A Flaw where what a mail says can be read only with a key (S/MIME, RFC 8551; PGP, RFC 3156 and 9580)."""
    smime = any(_is_enveloped(leaf, part) for leaf, part in zip(inside.attached, attached, strict=True))
    for lock, sealed in (("PGP", inside.sealed), ("S/MIME", smime)):
        if sealed:
            cure = "open it with the key of somebody who received it, save what that shows, and collect it"
            yield _flaw(document, "encrypted", f"what it says is encrypted ({lock}) and was not read", cure)


def _is_enveloped(leaf: Message, part: Part) -> bool:
    if part.media_type not in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return False
    said = _SMIME.search(header(leaf, "Content-Type"))
    return "enveloped" in said[1].lower() if said else ENVELOPED in part.data[:64]


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _body(part: Message, document: Document, draft: Draft, inside: Inside) -> Reading:
    """Write one part of the body into the draft. For a page what was read from it, nothing for other parts."""
    declared = _charset(part)
    data = _bytes(part)
    if part.get_content_type() == "text/html":
        reading = html.page(data, document, declared)
        if reading.text:
            draft.include(reading.text.text, reading.text.passages)
        return reading
    inside.sealed = inside.sealed or data[:LONGEST].lstrip().startswith(_PGP)
    words, _, _ = plain.decode(data, declared)
    body(draft, words)
    return Reading()


def body(draft: Draft, words: str) -> None:
    """Write the plain body of a mail: what it repeats of earlier mails, marked by ">" (RFC 3676), as "quoted"."""
    words = fit(words)
    gap = "\n\n"
    at = 0
    for m in _QUOTED.finditer(words):
        if words[at : m.start()].strip():
            before = words[at : m.start()].strip("\r\n")
            draft.include(before, split(before), gap)
            gap = "\n"
        draft.add(m[0], "quoted", gap=gap)
        at = m.end()
        gap = "\n"
    rest = words[at:].lstrip("\r\n") if at else words
    draft.include(rest, split(rest), gap)


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except Exception:  # as with headers
        return ""


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return b""
    if any(isinstance(d, errors.InvalidBase64LengthDefect) for d in part.defects) and _PACKED.match(payload):
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", payload)  # the library gives it as it stands
        return base64.b64decode(letters[: len(letters) // 4 * 4])
    return payload


def _part(part: Message) -> Part:
    kind = part.get_content_type()
    if kind == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        name = f"{header(inner, 'Subject')[:80] or 'mail'}.eml" if isinstance(inner, Message) else "mail.eml"
        return Part(name=_named(part) or name, data=_written(inner), media_type=kind)
    if part.is_multipart():  # what a server tells of a delivery, part of a mail
        inner = b"\n".join(_written(p) for p in part.get_payload())
        return Part(name=_named(part) or f"{part.get_content_subtype()}.txt", data=inner, media_type="text/plain")
    return Part(name=_named(part), data=_bytes(part), media_type=kind)


def _written(mail: object) -> bytes:
    if not isinstance(mail, EmailMessage):
        return b""
    try:
        return mail.as_bytes()
    except Exception:  # a header that cannot be written again: written without folding it
        return (
            b"".join(f"{k}: {v}\n".encode("utf-8", "surrogateescape") for k, v in mail.raw_items())
            + b"\n"
            + _bytes(mail)
        )


def _named(part: Message) -> str:
    try:
        return fit(part.get_filename() or "").replace("/", "_").replace("\\", "_")
    except Exception:  # as with headers
        return ""


def _flaw(document: Document, kind: str, message: str, cure: str = "") -> Flaw:
    return flaw("read", kind, f"{document.name}: {message}", cure=cure, document=document.id, name=document.name)
