"""Open web archives: WARC, ARC and WACZ. Each page or file that a server sent is a document of its own, with its URL and time.

After ISO 28500 (WARC) and the WACZ specification. Requests, repeated visits without content, and what only dresses pages (style
sheets, scripts, fonts) are counted and left.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from firsthand.documents.draft import fit
from firsthand.documents.readers.archive import BROKEN, Budget, Item, Spent
from firsthand.documents.record import Document, How, Part
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

DRESS = (
    "text/css",
    "javascript",
    "ecmascript",
    "font/",
    "application/font",
    "application/x-font",
    "application/vnd.ms-fontobject",
)
"""Content types, or parts of them, of what only dresses pages."""

MADE = {"software": "collected_with", "operator": "collector"}
"""Fields of a `warcinfo` record, and what custody calls them."""

ARC = "application/x-arc"
GZIP = b"\x1f\x8b\x08"
SMALL = 10_000_000
"""Bytes of what an archive says of itself that are looked at."""

RECORDS = 1_000_000
"""Records looked at in one archive."""

BREAKS = 1_000
"""Places at which an archive may be broken before the rest of it is given up."""


def open_(path: Path, document: Document, how: How) -> Iterator[Item]:
    """The pages and files in a web archive."""
    budget = Budget(document, how)
    left: Counter[str] = Counter()
    try:
        if document.media_type == "application/wacz":
            yield from _wacz(path, budget, left)
        else:
            with path.open("rb") as stream:
                yield from _warc(stream, budget, left)
    except Spent as spent:
        yield wrong(document, "too-large", str(spent), "split the archive, and collect its parts")
    except (*BROKEN, ArchiveLoadFailed, zipfile.BadZipFile) as error:
        yield wrong(document, "broken", f"the archive is broken from here on: {' '.join(str(error).split())[:160]}")
    for why, count in sorted(left.items()):
        yield wrong(document, "not-taken", f"{count:,} records were left: {why}")
    yield from budget.end()


def _wacz(path: Path, budget: Budget, left: Counter[str]) -> Iterator[Item]:
    with zipfile.ZipFile(path) as archive:
        about = _package(archive)
        made = {
            "collected_with": fit(str(about.get("software") or ""))[:200],
            "collected": fit(str(about.get("created") or ""))[:60],
        }
        titles = _titles(archive)
        for name in sorted(archive.namelist()):
            if name.startswith("archive/") and not name.endswith("/"):
                yield from _unlike(archive, name, about, budget.document)
                with archive.open(name) as stream:
                    for item in _warc(stream, budget, left, {k: v for k, v in made.items() if v}):
                        yield _titled(item, titles) if isinstance(item, Part) else item


def _titled(part: Part, titles: dict[str, str]) -> Part:
    title = titles.get(part.details.get("url", ""))
    return msgspec.structs.replace(part, details={**part.details, "context": title}) if title else part


def _package(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What the WACZ says of itself: `datapackage.json`; empty where it has none that can be read."""
    try:
        about = json.loads(_small(archive, "datapackage.json"))
    except (*BROKEN, KeyError, RecursionError):
        return {}
    return about if isinstance(about, dict) else {}


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """The titles that the WACZ gives its pages, by their URLs."""
    found: dict[str, str] = {}
    with contextlib.suppress(*BROKEN, KeyError, RecursionError):
        for line in _small(archive, "pages/pages.jsonl").splitlines():
            page = json.loads(line)
            if isinstance(page, dict) and page.get("url") and page.get("title"):
                found[str(page["url"])] = f"title of the page: {fit(str(page['title']))[:500]}"
    return found


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(SMALL)


def _unlike(archive: zipfile.ZipFile, name: str, about: dict[str, Any], document: Document) -> Iterator[Flaw]:
    """A Flaw where the WACZ says that this member has another digest than it has."""
    resources = about.get("resources")
    said = (
        next((str(r.get("hash", "")) for r in resources if isinstance(r, dict) and r.get("path") == name), "")
        if isinstance(resources, list)
        else ""
    )
    algorithm, _, digest = said.lower().partition(":")
    if algorithm not in ("sha256", "sha1", "md5") or not digest:
        return
    found = hashlib.new(algorithm, usedforsecurity=False)
    with archive.open(name) as stream:
        while piece := stream.read(SMALL):
            found.update(piece)
    is_ = found.hexdigest()
    if is_ != digest:
        message = f"{name} is not what was archived: its {algorithm} is said to be {digest}, it is {is_}"
        yield wrong(document, "other-bytes", message, "ask who archived it for the file as it was then")


def _made(record: Any) -> dict[str, str]:
    """What the archive says of how it was made (a `warcinfo` record): fields of custody."""
    fields: dict[str, str] = {}
    for line in record.content_stream().read(SMALL).decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() in MADE and value.strip():
            fields[MADE[name.strip().lower()]] = fit(value.strip())[:200]
    return fields


def _warc(stream: IO[bytes], budget: Budget, left: Counter[str], made: dict[str, str] | None = None) -> Iterator[Item]:
    made = dict(made or {})
    arc = budget.document.media_type == ARC  # its records have no names; the library makes some up
    for n, record in enumerate(_records(stream, budget.document)):
        if isinstance(record, Flaw):
            yield record
            continue
        if n >= RECORDS:
            raise Spent(f"it holds more than {RECORDS:,} records; the rest was left")
        if record.rec_type == "warcinfo":
            made = {**_made(record), **made}
            continue
        why = _left(record)
        if why:
            if why != "-":
                left[why] += 1
            continue
        url = fit(record.rec_headers.get_header("WARC-Target-URI") or "")[:4000]
        details = {
            **made,
            "url": url,
            "time": record.rec_headers.get_header("WARC-Date") or "",
            "status": (record.http_headers.get_statuscode() or "") if record.http_headers else "",
            "content-type": _type(record),
            "record": "" if arc else record.rec_headers.get_header("WARC-Record-ID") or "",
            "server": record.rec_headers.get_header("WARC-IP-Address") or "",
        }
        kept = {k: fit(v) for k, v in details.items() if v}
        content = record.content_stream()
        taken = budget.take(content.read, _name(url, details["content-type"]), kept)
        for item in taken:
            if not hasattr(item, "data") or item.data:
                yield item
        for told in _damaged(record, content):
            yield from budget.broken(url or "a record", told)


def _damaged(record: Any, content: Any) -> Iterator[str]:
    """What is wrong with a record whose `content` was read to its end."""
    missing = getattr(record.raw_stream, "limit", 0)
    if missing > 0 and not record.raw_stream.read(1):
        yield f"it is cut off: {missing:,} of the {record.length:,} bytes that it is said to have are not there"
    elif why := record.rec_headers.get_header("WARC-Truncated"):
        yield f"it was cut off when it was archived, as the archive says ({fit(why)[:60]})"
    packed = (
        str((record.http_headers.get_header("Content-Encoding") if record.http_headers else "") or "").strip().lower()
    )
    if packed in ("gzip", "x-gzip", "deflate"):
        if not getattr(getattr(content, "decompressor", None), "eof", True) and missing <= 0:
            yield f"it is packed ({packed}), and its end is not there or is broken: what was unpacked before was taken"
    elif packed and packed != "identity" and packed not in BufferedReader.get_supported_decompressors():
        yield f"it is packed in a way that is not unpacked here ({fit(packed)[:40]}); it was taken as it is"


def _records(stream: IO[bytes], document: Document) -> Iterator[Any]:
    """The records; where one says a wrong length, a Flaw, and on from the next that can be found. Raises ArchiveLoadFailed where none can."""
    at = 0
    for _ in range(BREAKS):
        stream.seek(at)
        records = ArchiveIterator(stream, arc2warc=True)
        try:
            yield from records
            return
        except ArchiveLoadFailed as error:
            broken = max(at, records.offset)
            at = _next(stream, broken + 1)
            if at < 0:
                raise
            told = f"the archive is broken from byte {broken:,} to {at:,}: {' '.join(str(error).split())[:160]}"
            yield wrong(document, "broken", told)


def _next(stream: IO[bytes], at: int) -> int:
    """Where, from `at` on, the next record begins; -1 where none does."""
    stream.seek(0)
    sign = GZIP if stream.read(len(GZIP)) == GZIP else b"\nWARC/1."
    stream.seek(at)
    before = b""
    while piece := stream.read(SMALL):
        found = (before + piece).find(sign)
        if found >= 0:
            return at - len(before) + found + (sign[:1] == b"\n")
        at += len(piece)
        before = (before + piece)[-len(sign) + 1 :]
    return -1


def _left(record: Any) -> str:
    """Why a record is left; "" where it is taken, "-" where it belongs to the archive itself."""
    if record.rec_type not in ("response", "resource", "conversion", "revisit"):
        return "-"
    if record.rec_type == "revisit":
        return "visited again, without content of their own"
    if (
        not (record.rec_headers.get_header("WARC-Target-URI") or "")
        .lower()
        .startswith(("http", "urn:", "ftp", "file:"))
    ):
        return "of no page" if not record.rec_headers.get_header("WARC-Target-URI") else ""
    kind = _type(record).lower()
    return "style sheets, scripts and fonts" if any(d in kind for d in DRESS) else ""


def _type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "")[:200]


def _name(url: str, kind: str) -> str:
    """A name for a page, with an ending by which its type is told where the URL's last part has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:200] or "page"
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    name = f"{parts.hostname or ''}/{last}" if last else parts.hostname or url[:200]
    if "html" in kind and not last.lower().endswith((".html", ".htm", ".xhtml")):
        name += ".html"
    return fit(name)[:200]
