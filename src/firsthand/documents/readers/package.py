"""A ZIP of XML parts: what DOCX, PPTX, ODT, EPUB and XPS files are. Parts are unpacked one by one, never more than a limit of them all.

No entity is resolved, no document type is loaded, nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

import olefile
from lxml import etree

from firsthand import dates
from firsthand.documents.draft import fit
from firsthand.documents.record import Document, How, Part
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)
"""What reading a member of an archive raises where it, or the archive around it, is damaged."""

MEMBERS = 20_000
"""More parts than any document has; an archive with more is not opened."""

PICTURE = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".emf", ".wmf", ".svg")
SMALL = 10_000
"""Bytes below which a picture in a document is an ornament (a bullet, a logo) and no document of its own."""


class Package:
    """The parts of such a file. Raises ValueError where they are too many."""

    def __init__(self, archive: zipfile.ZipFile, limit: int) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())
        self.left = limit
        if len(self.names) > MEMBERS:
            raise ValueError(f"{len(self.names):,} parts, more than any document has")

    def data(self, name: str) -> bytes | None:
        """The bytes of the part `name`; None where there is none. Raises ValueError where it is too large to be unpacked."""
        if name not in self.names:
            return None
        with self.archive.open(name) as stream:
            data = stream.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise ValueError(f"{name} unpacks to more than the limit")
        return data

    def part(self, name: str) -> etree._Element | None:
        """The part `name` as a tree; None where there is none. Raises ValueError, or what lxml raises where it is broken."""
        data = self.data(name)
        return None if data is None else tree(data)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that the part `name` points to, inside the file: by id, the last word of the relation and the part's name."""
        folder, file = posixpath.split(name)
        rels = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for rel in rels if rels is not None else ():
            if isinstance(rel.tag, str) and rel.get("TargetMode") != "External":
                target = str(rel.get("Target", ""))
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = str(rel.get("Type", "")).rpartition("/")[2]
                found[str(rel.get("Id", ""))] = kind, posixpath.normpath(path)
        return found

    def main(self, otherwise: str) -> str:
        """The name of the part that holds the document."""
        return next((n for kind, n in self.related("").values() if kind == "officeDocument"), otherwise)


def tree(data: bytes) -> etree._Element:
    """XML as a tree, no entity resolved. Raises what lxml raises where it is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def local(element: etree._Element | None) -> str:
    """The local name of an element: the same in all versions of a name space."""
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2]


def attribute(element: etree._Element, wanted: str) -> str:
    """The attribute with this local name; "" where there is none."""
    return str(next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == wanted), ""))


def about(package: Package) -> dict[str, str]:
    """What an OOXML file says of itself: title, creator, created, modified …"""
    found = package.part("docProps/core.xml")
    return {local(c): fit(" ".join((c.text or "").split())) for c in found} if found is not None else {}


def times(told: dict[str, str], kind: str, made: str = "created", changed: str = "modified") -> dict[str, str]:
    """When the file was made and last changed, by its own account, and where it says so: not when its text was published."""
    found = {}
    for field, name in (("created", made), ("modified", changed)):
        if date := dates.published(told.get(name, "")):
            found[field] = f"{date}, {kind} {name}"
    return found


def enclosed(package: Package, document: Document, how: How) -> Iterator[Part | Flaw]:
    """The files embedded in an OOXML or ODF file, and its pictures but for the small ones."""
    left = how.total
    main = package.main("")
    chunks = {n for k, n in (package.related(main).values() if main else ()) if k == "aFChunk"}
    for member in sorted(package.archive.infolist(), key=lambda m: m.filename):
        path = member.filename
        kind = path.lower()
        embedded = "/embeddings/" in kind or path in chunks or (kind.startswith("object ") and kind.count("/") == 0)
        picture = (
            kind.endswith(PICTURE) and ("/media/" in kind or kind.startswith("pictures/")) and member.file_size >= SMALL
        )
        if path.endswith("/") or not (embedded or picture):
            continue
        if member.file_size > left:
            yield wrong(document, "too-large", f"{path} in it is too large to be taken out")
            continue
        try:
            with package.archive.open(member) as stream:
                data = stream.read(left)
        except DAMAGED as error:
            yield wrong(document, "broken-member", f"{path} in it cannot be taken out: {error}")
            continue
        left -= len(data)
        for file, words in unwrapped(data, posixpath.basename(path)):
            yield Part(name=file, data=words, details={"path": path})


def unwrapped(data: bytes, otherwise: str) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of the file in an OLE wrapping (MS-OLEDS), or `data` itself where it is no such wrapping."""
    if data.startswith(olefile.MAGIC):
        try:
            with olefile.OleFileIO(io.BytesIO(data)) as ole:
                for stream in ole.listdir():
                    if stream[-1] == "\x01Ole10Native":
                        yield native(ole.openstream(stream).read(), otherwise)
                        return
                    if stream[-1] in ("CONTENTS", "Package", "EmbeddedOdf"):
                        yield otherwise.rpartition(".")[0] or otherwise, ole.openstream(stream).read()
                        return
        except (OSError, ValueError, IndexError):
            pass
    yield otherwise, data


def native(data: bytes, otherwise: str) -> tuple[str, bytes]:
    """The name and bytes of a packaged file (OLE native data): three strings and some numbers before it."""
    end = data.find(b"\0", 6)
    if len(data) < 12 or end < 0 or end > 600:
        return otherwise, data[4:]
    label = data[6:end]
    path_end = data.find(b"\0", end + 1)
    at = path_end + 1 + 4
    size = int.from_bytes(data[at : at + 4], "little")
    at += 4 + size
    length = int.from_bytes(data[at : at + 4], "little")
    inner = data[at + 4 : at + 4 + length]
    if path_end < 0 or not inner or length > len(data):
        return otherwise, data[4:]
    return fit(label.decode("utf-8", "replace").replace("\\", "/").rpartition("/")[2]) or otherwise, inner
