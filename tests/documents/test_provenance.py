"""What other tools noted of how files were come by."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest

from firsthand.documents import custody
from firsthand.documents.collect import collect, find
from firsthand.documents.provenance import provenance
from firsthand.documents.record import Document
from firsthand.documents.seal import Vault


def test_a_list_of_urls_with_local_files(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    page = tmp_path / "pages" / "one.html"
    page.write_text("<p>x")
    table = tmp_path / "list.csv"
    table.write_text(
        "url,file,collected on,by\nhttps://a.example/1,pages/one.html,2024-03-01,Ira Oran\nhttps://a.example/2,gone.html,,\n"
    )
    assert provenance([page, table]) == {
        page: {
            "address": "https://a.example/1",
            "found": "2024-03-01",
            "context": "url: https://a.example/1; file: pages/one.html; collected on: 2024-03-01; by: Ira Oran",
            "metadata": "a row of list.csv",
        }
    }


def archived(folder: Path, data: bytes, digest: str) -> Path:
    """An Auto Archiver folder with one file: its csv_db writes status, metadata, media, the last two as Python shows dictionaries."""
    film = folder / "local_archive" / "a-example-post-1" / "a1b2c3d4e5f6a1b2c3d4e5f6.mp4"
    film.parent.mkdir(parents=True)
    film.write_bytes(data)
    about = {
        "_processed_at": dt.datetime(2024, 3, 2, 10, 11, 12, 345, tzinfo=dt.UTC),
        "url": "https://a.example/post/1",
        "timestamp": dt.datetime(2024, 3, 1, 8, 0, tzinfo=dt.UTC),
        "title": "The bridge at Osk, it's said",
    }
    media = [
        {
            "filename": "/scratch/x/page.html",
            "_key": "a-example-post-1/0.html",
            "urls": [],
            "properties": {"hash": "SHA-256:" + "0" * 64},
        },
        {
            "filename": "/scratch/x/film.mp4",
            "_key": "a-example-post-1/" + film.name,
            "urls": ["https://b.example/x"],
            "properties": {"hash": f"SHA-256:{digest}"},
        },
    ]
    with (folder / "db.csv").open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["status", "metadata", "media"])
        table.writerow(["youtube: success", repr(about).replace("datetime.UTC", "datetime.timezone.utc"), repr(media)])
    return film


def test_an_auto_archiver_folder(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    film = archived(tmp_path, b"x", digest)
    assert provenance([film, tmp_path / "db.csv"])[film] == {
        "address": "https://a.example/post/1",
        "found": "2024-03-02T10:11:12+00:00",
        "collected_with": "Auto Archiver (youtube)",
        "posted": "2024-03-01T08:00:00+00:00",
        "context": "The bridge at Osk, it's said",
        "metadata": "a row of db.csv",
        "said_digest": f"SHA-256:{digest}",
    }


@pytest.mark.parametrize(("data", "kinds"), [(b"x", []), (b"y", ["other-bytes"])])
def test_bytes_that_are_not_those_that_were_collected(
    tmp_path: Path, vault: Vault, data: bytes, kinds: list[str]
) -> None:
    archived(tmp_path, data, hashlib.sha256(b"x").hexdigest())
    (film,) = (f for f in find([tmp_path])[0] if f.name.endswith(".mp4"))
    document, flaws = collect(film, vault, "2026-03-01T12:00:00+00:00")
    assert document
    assert [f.kind for f in flaws] == kinds
    assert all(hashlib.sha256(b"x").hexdigest() in f.message for f in flaws)


def test_an_export_of_entities_with_their_files(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    by_name, by_hash = tmp_path / "files" / "letter.pdf", tmp_path / "files" / hashlib.sha1(b"b").hexdigest()
    by_name.write_bytes(b"a")
    by_hash.write_bytes(b"b")
    lines = [
        {
            "id": "d1",
            "schema": "Pages",
            "properties": {
                "fileName": ["letter.pdf"],
                "sourceUrl": ["https://a.example/l"],
                "retrievedAt": ["2024-03-01"],
            },
        },
        {"id": "d2", "schema": "Pages", "properties": {"contentHash": [by_hash.name], "crawler": ["a crawler"]}},
        {"id": "p1", "schema": "Person", "properties": {"name": ["letter.pdf"]}},
    ]
    export = tmp_path / "export.ftm.json"
    export.write_text("\n".join(map(json.dumps, lines)) + "\nbroken\n[]\n3\n")
    told = provenance([by_name, by_hash, export])
    assert told[by_name]["sourceUrl"] == "https://a.example/l"
    assert told[by_hash]["said_digest"] == f"SHA-1:{by_hash.name}"
    assert told[by_hash]["metadata"] == "an entity of export.ftm.json"
    document = Document(id="0" * 64, name="letter.pdf", place="", size=1, media_type="application/pdf", collected="")
    entry = custody.received(document, after=document.id, tool="", told=told[by_name])
    assert (entry["address"], entry["found"], entry["network"]) == ("https://a.example/l", "2024-03-01", "not recorded")


@pytest.mark.parametrize(
    "row", ["two.html,https://a.example/1", "one.html,no address", "one.html,https://a.example/1 https://b.example/2"]
)
def test_a_row_that_tells_nothing_sure(tmp_path: Path, row: str) -> None:
    page = tmp_path / "one.html"
    page.write_text("x")
    table = tmp_path / "t.csv"
    table.write_text(f"a,b\n{row}\n")
    assert provenance([page, table]) == {}


def test_a_name_that_two_files_have_tells_of_neither(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.html").write_text("x")
    (tmp_path / "t.csv").write_text("url,file\nhttps://a.example/1,one.html\n")
    assert provenance(f.path for f in find([tmp_path])[0]) == {}


def test_what_was_found_carries_it(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("x")
    (tmp_path / "t.csv").write_text("url,file\nhttps://a.example/1,one.html\n")
    found = {f.name: f.details for f in find([tmp_path])[0]}
    assert found["one.html"]["address"] == "https://a.example/1"
    assert found["t.csv"] == {}


def test_a_table_that_is_none(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(b'"\x00\xff' * 500)
    other = tmp_path / "one.html"
    other.write_text("x")
    assert provenance([table, other]) == {}
