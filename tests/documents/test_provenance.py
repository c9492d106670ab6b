"""What other tools noted of how files were come by."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.documents.collect import find
from firsthand.documents.provenance import provenance


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


def test_an_auto_archiver_folder(tmp_path: Path) -> None:
    """Its csv_db writes the columns status, metadata, media; the last two as Python writes dictionaries."""
    (tmp_path / "archived").mkdir()
    film = tmp_path / "archived" / "a1b2.mp4"
    film.write_bytes(b"x")
    table = tmp_path / "db.csv"
    table.write_text(
        "status,metadata,media\n"
        "\"generic: success\",\"{'url': 'https://a.example/post/1', 'timestamp': datetime.datetime(2024, 3, 1)}\","
        "\"[{'filename': 'archived/a1b2.mp4', 'urls': ['https://b.example/x']}]\"\n"
    )
    assert provenance([film, table])[film]["address"] == "https://a.example/post/1"


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
