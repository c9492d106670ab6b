from __future__ import annotations

import io
import os
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.documents.detect import UNKNOWN, detect, label

WORDS = "The ministry said on Monday that the camp near Osk was closed. " * 3


def archive(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        if mimetype:
            z.writestr("mimetype", mimetype)
        for name in names:
            z.writestr(name, "x")
    return out.getvalue()


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "a.txt", "application/pdf"),
        (b"\n\njunk before %PDF-1.4", "scan", "application/pdf"),
        (archive("word/document.xml"), "report.zip", DOCX),
        (archive("xl/workbook.xml"), "a", XLSX),
        (archive("a.txt"), "report.docx", "application/zip"),
        (
            archive("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "a",
            "application/vnd.oasis.opendocument.text",
        ),
        (b"PK\x03\x04 torn archive", "a.docx", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.msg", "application/vnd.ms-outlook"),
        (b"{\\rtf1 words}", "a.doc", "application/rtf"),
        (b"\xff\xd8\xff\xe0", "a.txt", "image/jpeg"),
        (b"<!DOCTYPE html><html><body>words</body></html>", "a.txt", "text/html"),
        (b"<?xml version='1.0'?>\n<!-- c -->\n<html xmlns='x'><body/></html>", "a.xml", "text/html"),
        (b"\xef\xbb\xbf<html><p>words", "saved page", "text/html"),
        ("<html><p>words</p></html>".encode("utf-16"), "a", "text/html"),
        (b"<?xml version='1.0'?><feed/>", "a", "application/xml"),
        (b"From: a@example.org\nSubject: x\n\nwords", "a.txt", "message/rfc822"),
        (b"Subject: a note to myself\n\nwords", "a.txt", "text/plain"),
        (b"From the camp he wrote:\nDear mother,\n", "a.txt", "text/plain"),
        (
            b"From a@example.org Mon Jan  1 00:00:00 2024\nFrom: a@example.org\nTo: b@example.org\n\nx",
            "a",
            "application/mbox",
        ),
        (WORDS.encode(), "a.txt", "text/plain"),
        (WORDS.encode(), "no ending", "text/plain"),
        (WORDS.encode("utf-16-le"), "a", "text/plain"),
        (WORDS.encode("utf-32-be"), "a", "text/plain"),
        ("Свидетель говорил о лагере.".encode("cp1251") * 5, "a", "text/plain"),
        ("証人は収容所について語った。".encode("shift_jis") * 5, "a", "text/plain"),
        (WORDS.encode() + b"\x00\x01", "a", "text/plain"),
        (b"name,age\nx,3\n", "list.csv", "text/csv"),
        (b"name,age\nx,3\n", "list", "text/plain"),
        (b"", "a.txt", UNKNOWN),
        (bytes(range(256)) * 20, "a.txt", UNKNOWN),
        (bytes(5000), "a.txt", UNKNOWN),
    ],
)
def test_bytes_come_first_and_the_name_second(data: bytes, name: str, kind: str) -> None:
    assert detect(io.BytesIO(data), name) == kind


def test_random_bytes_are_unknown() -> None:
    for _ in range(20):
        data = b"\xaa" + os.urandom(4000)
        assert detect(io.BytesIO(data), "a.txt") == UNKNOWN


@given(st.binary(max_size=400), st.text(max_size=12))
def test_never_raises(data: bytes, name: str) -> None:
    assert "/" in detect(io.BytesIO(data), name)
    assert detect(io.BytesIO(b"PK\x03\x04" + data), name)


def test_a_person_is_told_the_formats_name() -> None:
    assert label(XLSX) == "XLSX"
    assert label("application/x-not-in-the-list") == "application/x-not-in-the-list"
