"""The index says what the records say, follows what changes, and can be thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from firsthand.inquiry.index import apart
from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.inquiry.state import Stated
from firsthand.store import index as kept


@pytest.fixture
def inquiry(tmp_path: Path) -> Iterator[Inquiry]:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        "Teacher Mara Vell said that officers beat Ion Sarka in Osk in March 2031.\n"
    )
    (tmp_path / "in" / "b.txt").write_text("The ministry denied that anyone was beaten in Osk.\n")
    with open_inquiry(tmp_path / "q", create=True, flags={"workers": 1}) as made:
        made.assess([tmp_path / "in"])
        assert made.index() == 3
        yield made


def rows(db: Connection, table: str) -> set[str]:
    return {i for (i,) in db.execute(select(kept.INDEX.tables[f"index_{table}"].c.id))}


def found(db: Connection, words: str) -> list[tuple[str, str]]:
    query = "SELECT noun, id FROM index_words JOIN index_finds ON row = index_words.rowid WHERE index_words MATCH ? ORDER BY row"
    return [(noun, id_) for noun, id_ in db.exec_driver_sql(query, (words,))]


def test_it_holds_what_the_records_hold_and_is_made_once(inquiry: Inquiry) -> None:
    contents = inquiry.contents()
    assert inquiry.index() == 0
    assert inquiry.ask(rows, "documents") == {d.id for d in contents.documents}
    assert inquiry.ask(rows, "statements") == {s.id for s in contents.statements}
    assert inquiry.ask(rows, "speakers") == {s.id for s in contents.speakers}
    assert inquiry.ask(rows, "allegations") == {a.id for a in contents.allegations}
    assert {noun for noun, _ in inquiry.ask(found, "Osk")} >= {"text", "statement"}


def test_it_follows_new_documents_and_decisions(inquiry: Inquiry, tmp_path: Path) -> None:
    (tmp_path / "in" / "c.txt").write_text("Doctor Ana Brel said that two men were beaten in Lume.\n")
    inquiry.assess([tmp_path / "in"])
    assert inquiry.index() == 2
    assert inquiry.ask(found, "Lume")
    said = inquiry.contents().statements[0].id
    inquiry.judge("statement", said, "rejected")
    inquiry.follow()
    assert inquiry.index() == 2
    assert said not in inquiry.ask(rows, "statements")
    document = next(d.id for d in inquiry.contents().documents if d.name == "b.txt")
    made = inquiry.state(Stated(document=document, said="anyone was beaten in Osk"))
    inquiry.follow()
    inquiry.index()
    assert made.about in inquiry.ask(rows, "statements")


def test_an_index_of_another_layout_is_made_anew(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    before = inquiry.ask(found, "Osk")
    monkeypatch.setattr("firsthand.inquiry.index.LAYOUT", "another")
    assert inquiry.index() == 3
    assert inquiry.ask(found, "Osk") == before


def test_words_of_scripts_without_blanks_are_found_by_any_run() -> None:
    assert apart("Osk 東京都 2031").split("\u2060") == ["Osk ", "東", "", "京", "", "都", " 2031"]
