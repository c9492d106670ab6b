"""Web archives: pages as documents, with URL and time."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable

import pytest

from firsthand.documents.record import Reading

Read = Callable[..., Reading]

PAGE = b"<html><body><p>The bridge at Osk was closed on Monday.</p></body></html>"


def archived(*records: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """A WARC of responses: (url, content type, body)."""
    whole = b""
    for url, kind, body in records:
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-01T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        whole += gzip.compress(record, mtime=0) if packed else record
    return whole


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_is_a_document_with_url_and_time(reading: Read, packed: bool) -> None:
    name = "crawl.warc.gz" if packed else "crawl.warc"
    found = reading(name, archived(("https://news.example/a/story", "text/html", PAGE), packed=packed))
    (part,) = found.parts
    assert (part.name, part.data) == ("news.example/story.html", PAGE)
    assert part.details["url"] == "https://news.example/a/story"
    assert part.details["time"] == "2024-03-01T10:00:00Z"
    assert part.details["status"] == "200"


def test_a_page_that_is_cut_off_says_how_much_is_missing(reading: Read) -> None:
    whole = archived(("https://a.example/", "text/html", PAGE), packed=False)
    found = reading("a.warc", whole[:-24])  # the two line ends behind the record, and twenty bytes of it
    assert [p.data for p in found.parts] == [PAGE[:-20]]
    assert [f.kind for f in found.flaws] == ["broken-member"]
    assert "20 of the" in found.flaws[0].message


@pytest.mark.parametrize("length", [b"10", b"-5", b"many"])
def test_behind_a_record_of_a_wrong_length_the_next_is_read(reading: Read, length: bytes) -> None:
    first = archived(("https://a.example/one", "text/html", PAGE), packed=False)
    head, _, rest = first.partition(b"msgtype=response\r\nContent-Length: ")
    broken = head + b"msgtype=response\r\nContent-Length: " + length + rest[rest.index(b"\r\n") :]
    found = reading("a.warc", broken + archived(("https://a.example/two", "text/html", PAGE), packed=False))
    assert [p.data for p in found.parts][-1:] == [PAGE]
    assert "broken" in [f.kind for f in found.flaws]


def test_what_only_dresses_pages_is_counted_and_left(reading: Read) -> None:
    found = reading(
        "a.warc", archived(("https://a.example/s.css", "text/css", b"p{}"), ("https://a.example/", "text/html", PAGE))
    )
    assert [p.name for p in found.parts] == ["a.example.html"]
    assert [f.kind for f in found.flaws] == ["not-taken"]


def test_a_wacz_is_opened(reading: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("datapackage.json", "{}")
        z.writestr("archive/data.warc.gz", archived(("https://a.example/x.pdf", "application/pdf", b"%PDF-1.4")))
        z.writestr("pages/pages.jsonl", "{}")
    found = reading("crawl.wacz", out.getvalue())
    assert [(p.name, p.details["content-type"]) for p in found.parts] == [("a.example/x.pdf", "application/pdf")]


@pytest.mark.parametrize("cut", [30, 100, 200, 300])
def test_an_archive_cut_off(reading: Read, cut: int) -> None:
    reading("a.warc", archived(("https://a.example/", "text/html", PAGE * 9), packed=False)[:-cut])


def test_an_archive_that_is_none(reading: Read) -> None:
    assert reading("a.warc", b"WARC/1.0\r\nnothing of the kind\r\n" * 20).flaws


@pytest.mark.parametrize("true", [True, False])
def test_what_a_wacz_says_of_itself(reading: Read, true: bool) -> None:
    crawl = archived(("https://a.example/", "text/html", PAGE))
    info = b"software: crawler/1.0\r\noperator: Ira Oran\r\n"
    head = f"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2024-03-01T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/warc-fields\r\nContent-Length: {len(info)}\r\n\r\n"
    crawl = gzip.compress(head.encode() + info + b"\r\n\r\n") + crawl
    digest = hashlib.sha256(crawl if true else b"").hexdigest()
    about = {
        "software": "packer 2.0",
        "created": "2024-03-02",
        "resources": [{"path": "archive/data.warc.gz", "hash": f"sha256:{digest}"}],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("datapackage.json", json.dumps(about))
        z.writestr("archive/data.warc.gz", crawl)
        z.writestr("pages/pages.jsonl", '{"format": "x"}\n{"url": "https://a.example/", "title": "The bridge"}\n')
    found = reading("crawl.wacz", out.getvalue())
    (part,) = found.parts
    assert part.details["collected_with"] == "packer 2.0"
    assert part.details["collector"] == "Ira Oran"
    assert part.details["context"] == "title of the page: The bridge"
    assert [f.kind for f in found.flaws] == ([] if true else ["other-bytes"])


@pytest.mark.parametrize(
    ("packing", "body", "told"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)[:60], "its end is not there or is broken"),
        ("br", b"\x0b\x02\x80", "not unpacked here (br)"),
        ("gzip", PAGE, ""),
        ("gzip", gzip.compress(PAGE, mtime=0), ""),
    ],
)
def test_a_page_that_cannot_be_unpacked_is_told_of(reading: Read, packing: str, body: bytes, told: str) -> None:
    whole = archived(("https://a.example/", f"text/html\r\nContent-Encoding: {packing}", body), packed=False)
    found = reading("a.warc", whole)
    assert found.parts
    assert [told in f.message for f in found.flaws] == [True] * bool(told)


def test_a_page_that_was_cut_off_when_it_was_archived(reading: Read) -> None:
    whole = archived(("https://a.example/", "text/html", PAGE), packed=False)
    cut = whole.replace(b"WARC-Type", b"WARC-Truncated: length\r\nWARC-Type", 1)
    (flaw,) = reading("a.warc", cut).flaws
    assert "was cut off when it was archived" in flaw.message
    assert "(length)" in flaw.message


def test_records_of_an_arc_have_no_names(reading: Read) -> None:
    about = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    whole = b"filedesc://a.arc 0.0.0.0 20140216012908 text/plain %d\n%s\n" % (len(about), about)
    whole += b"http://a.example/ 93.184.216.119 20140216050221 text/html %d\n%s\n" % (len(answer), answer)
    (part,) = reading("a.arc", whole).parts
    assert part.data == PAGE
    assert "record" not in part.details
