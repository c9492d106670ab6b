"""Fixtures of the documents room: seal some bytes and read them, and make small PDFs by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from firsthand.documents import seal
from firsthand.documents.collect import collect, find
from firsthand.documents.read import LIMIT, read
from firsthand.documents.record import Document, Reading
from firsthand.documents.seal import Vault

WHEN = "2026-03-01T12:00:00+00:00"


@pytest.fixture(autouse=True)
def no_waiting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the disk, but where that is what is tried: hundreds of small originals would wait for it one by one."""
    if request.path.name != "test_seal.py":
        monkeypatch.setattr(seal.os, "fsync", lambda _: None)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "inquiry")


@pytest.fixture
def sealed(tmp_path: Path, vault: Vault) -> Callable[[str, bytes], Document]:
    """`sealed(name, data)`: the Document of a file of that name with these bytes, taken into the vault."""

    def take(name: str, data: bytes) -> Document:
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        found, _ = find([path])
        document, flaws = collect(found[0], vault, WHEN)
        assert document is not None, flaws
        return document

    return take


@pytest.fixture
def reading(vault: Vault, sealed: Callable[[str, bytes], Document]) -> Callable[..., Reading]:
    """`reading(name, data)`: what reading a file of that name with these bytes gives; every span of it is checked."""

    def make(name: str, data: bytes | str, limit: int = LIMIT, **options: Any) -> Reading:
        document = sealed(name, data.encode() if isinstance(data, str) else data)
        result = read(document, vault.path(document.id), limit=limit, **options)
        check(result)
        return result

    return make


def check(reading: Reading) -> None:
    """The laws that hold for whatever was read: passages in order, apart, trimmed, inside; never neither text nor Flaw."""
    assert reading.text or reading.flaws or reading.parts
    if not reading.text:
        return
    text, end = reading.text.text, 0
    text.encode("utf-8")
    for p in reading.text.passages:
        assert end <= p.start < p.end <= len(text)
        assert not text[p.start].isspace()
        assert not text[p.end - 1].isspace()
        end = p.end
    kept = "".join(text[p.start : p.end] for p in reading.text.passages)
    assert "".join(kept.split()) == "".join(text.split()), "every written character lies in a passage"
    ends = [0, *(last for _, last in reading.text.pages)]
    assert all(first == before for (first, _), before in zip(reading.text.pages, ends, strict=False))
    assert not reading.text.pages or ends[-1] == len(text)


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """`pdf([[(x, y, size, words), …], …])`: a PDF with these lines on its pages, in Helvetica, y from below on A4."""
    return make_pdf


def make_pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], info: dict[str, str] | None = None) -> bytes:
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        stream = b"\n".join(
            b"BT /F1 %g Tf %g %g Td (%s) Tj ET"
            % (size, x, y, words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
            for x, y, size, words in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (len(objects),)
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % k for k in kids), len(kids))
    if info:
        fields = b" ".join(b"/%s (%s)" % (k.encode(), v.encode("cp1252")) for k, v in info.items())
        objects.append(b"<< %s >>" % fields)
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for n, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (n, body))
    xref = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % p for p in places))
    about = b" /Info %d 0 R" % len(objects) if info else b""
    out.write(b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, about, xref))
    return out.getvalue()
