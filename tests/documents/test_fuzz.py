"""Whatever bytes a reader is given, it yields text, parts and flaws, and never an exception: a short run of each entry."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.documents.read import OPENERS, READERS, items, read
from firsthand.documents.readers import ocr
from firsthand.documents.record import Document, How, Part, Text
from firsthand.flaws import Flaw

HEADS: dict[str, bytes] = {
    "application/pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
    "application/rtf": rb"{\rtf1\ansi ",
    "message/rfc822": b"From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",
    "application/mbox": b"From a@example.org Mon Jan  1 00:00:00 2026\nFrom: a\n\n",
    "application/warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 30\r\n\r\n",
    "text/html": b"<html><body><p>",
    "application/xml": b"<?xml version='1.0'?><a>",
    "application/json": b'{"a": [',
    "text/vcard": b"BEGIN:VCARD\n",
    "text/calendar": b"BEGIN:VCALENDAR\n",
    "application/zip": b"PK\x03\x04",
    "application/gzip": b"\x1f\x8b\x08\x00",
    "application/msword": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "application/vnd.ms-excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "application/vnd.ms-powerpoint": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "application/vnd.ms-outlook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff\xe0",
}
"""Beginnings that lead into a reader; the others are led there by their type alone."""

ZIPPED = ("openxmlformats", "opendocument", "epub", "oxps", "macroEnabled", "wacz", "zip")
MEMBERS = (
    "word/document.xml",
    "[Content_Types].xml",
    "content.xml",
    "META-INF/container.xml",
    "xl/workbook.xml",
    "ppt/presentation.xml",
    "mimetype",
)


@pytest.fixture(autouse=True)
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PROGRAM", "no-such-program")


def bytes_of(kind: str) -> st.SearchStrategy[bytes]:
    """Noise behind a beginning of this kind; for kinds that are ZIP files, noise in members that such files have."""
    noise = st.binary(max_size=400) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))
    behind = noise.map(lambda data: HEADS.get(kind, b"") + data)
    if any(mark in kind for mark in ZIPPED):
        members = st.dictionaries(
            st.sampled_from(MEMBERS) | st.text(max_size=20),
            noise | noise.map(lambda d: b"<a>" + d + b"</a>"),
            max_size=3,
        )
        return behind | members.map(zipped)
    return behind


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members.items():
            z.writestr(zipfile.ZipInfo(name.replace("\0", "") or "x"), data)
    return out.getvalue()


@pytest.mark.parametrize("kind", sorted({*READERS, *OPENERS}))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_reader_raises(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    raw = data.draw(bytes_of(kind))
    path = tmp_path / "file"
    path.write_bytes(raw)
    document = Document(id="0" * 64, name="file", place="", size=len(raw), media_type=kind, collected="")
    found = list(items(document, path, How(seconds=5, limit=100_000, total=1_000_000, members=50)))
    assert found, "never neither text nor part nor flaw"
    for piece in found:
        assert isinstance(piece, Text | Part | Flaw)
        if isinstance(piece, Text):
            assert all(0 <= p.start < p.end <= len(piece.text) for p in piece.passages)
            piece.text.encode("utf-8")


def damaged(good: bytes) -> st.SearchStrategy[bytes]:
    """A good file with a stretch of it lost, repeated or overwritten."""

    def harm(args: tuple[int, int, bytes]) -> bytes:
        at, length, noise = args
        at %= len(good)
        return good[:at] + noise + good[at + length :]

    return st.tuples(st.integers(0, 1 << 20), st.integers(0, 300), st.binary(max_size=40)).map(harm)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_a_damaged_file_is_text_or_a_flaw(
    tmp_path: Path, pdf: Callable[..., bytes], kind: str, data: st.DataObject
) -> None:
    lines = [(60, 800 - 14 * n, 10, f"The mayor of Osk said that line {n} was true.") for n in range(30)]
    body = (
        b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
        + b"<w:p><w:r><w:t>Osk.</w:t></w:r></w:p>" * 30
    )
    good = pdf([lines]) if kind == "pdf" else zipped({"word/document.xml": body + b"</w:body></w:document>"})
    raw = data.draw(damaged(good))
    path = tmp_path / "file"
    path.write_bytes(raw)
    media_type = (
        "application/pdf"
        if kind == "pdf"
        else "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    document = Document(id="0" * 64, name="file", place="", size=len(raw), media_type=media_type, collected="")
    result = read(document, path, How(seconds=5))
    assert result.text or result.flaws
