"""Lists as people keep them: headings, dates as text, wrong columns, rows that say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import BadSettings, NoSuchSource, WrongUse
from firsthand.estimates import lists


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> lists.Sheet:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return lists.sheet(path)


def test_known_headings_in_several_languages_are_one_field(tmp_path: Path) -> None:
    a = written(tmp_path, "a.csv", "Full name,DOB\nAnton Bako,1990-02-03\n")
    b = written(tmp_path, "b.csv", "ФИО;Дата рождения\nАнтон Бако;03.02.1990\n")
    c = written(tmp_path, "c.csv", "الاسم\tتاريخ الميلاد\nانطون باكو\t1990-02-03\n")
    found = lists.propose([a, b, c])
    assert found.fields == {"name": "name", "born": "date"}
    assert found.lists["b.csv"] == {"name": "ФИО", "born": "Дата рождения"}


def test_a_mapping_is_written_and_read_back(tmp_path: Path) -> None:
    a = written(tmp_path, 'a "x".csv', "Full name,DOB\nAnton Bako,1990-02-03\n")
    found = lists.propose([a])
    assert lists.read_mapping(lists.write_mapping(found)) == found


def test_rows_that_say_nothing_are_set_aside_and_counted(tmp_path: Path) -> None:
    a = written(tmp_path, "a.csv", "name,note\nAnton Bako,x\n,y\nBerta Rave,\n")
    roll = lists.roll([a], lists.Fields(fields={"name": "name"}, lists={"a.csv": {"name": "name"}}))
    assert roll.lists == (0, 0)
    assert roll.line == (2, 4)
    assert roll.aside == ((0, 3),)
    assert "1 rows of a.csv say nothing" in roll.flaws[0].message


def test_dates_that_are_none_are_not_known_and_told(tmp_path: Path) -> None:
    a = written(tmp_path, "a.csv", "name,born\nAnton Bako,4 March 1990\nBerta Rave,after the harvest\n")
    roll = lists.roll(
        [a], lists.Fields(fields={"name": "name", "born": "date"}, lists={"a.csv": {"name": "name", "born": "born"}})
    )
    assert [f.kind for f in roll.flaws] == ["no-date"]
    assert "after the harvest" in roll.flaws[0].message


def test_two_hundred_columns(tmp_path: Path) -> None:
    heads = ",".join(["name", *(f"q{i}" for i in range(199))])
    text = heads + "\n" + "\n".join(",".join([f"Anton Bako{i}", *["7"] * 199]) for i in range(30)) + "\n"
    a, b = written(tmp_path, "a.csv", text), written(tmp_path, "b.csv", text)
    found = lists.propose([a, b])
    assert "name" in found.fields
    assert len(found.fields) <= lists.MOST_FIELDS


def test_headings_that_do_not_match(tmp_path: Path) -> None:
    a = written(tmp_path, "a.csv", "alpha\nAnton Bako\n")
    b = written(tmp_path, "b.csv", "beta\nAnton Bako\n")
    with pytest.raises(WrongUse, match="headings do not match") as caught:
        lists.propose([a, b])
    assert "--columns" in caught.value.cure


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    a = written(tmp_path, "a.csv", "Full name,DOB\nAnton Bako,1990\n")
    with pytest.raises(WrongUse, match="has no column 'Nmae'") as caught:
        lists.roll([a], lists.Fields(fields={"name": "name"}, lists={"a.csv": {"name": "Nmae"}}))
    assert "Full name, DOB" in caught.value.cure


def test_a_list_that_the_mapping_does_not_know(tmp_path: Path) -> None:
    a = written(tmp_path, "a.csv", "Full name\nAnton Bako\n")
    with pytest.raises(WrongUse, match=r"says nothing of a\.csv"):
        lists.roll([a], lists.Fields(fields={"name": "name"}, lists={"b.csv": {"name": "Full name"}}))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fields", "no TOML"),
        ("", r"no \[fields\]"),
        ('[fields]\nname = "colour"\n', "has the kind 'colour'"),
        ('[fields]\nname = "name"\n[lists."a.csv"]\nborn = "DOB"\n', "not among the"),
        ('[fields]\nname = "name"\n[lists]\na = 3\n', "no table of columns"),
    ],
)
def test_mappings_that_are_none(text: str, says: str) -> None:
    with pytest.raises(BadSettings, match=says):
        lists.read_mapping(text)


def test_files_that_are_no_lists(tmp_path: Path) -> None:
    with pytest.raises(NoSuchSource):
        lists.sheet(tmp_path / "none.csv")
    for name, data in (
        ("empty.csv", b""),
        ("zeros.csv", bytes(200)),
        ("cut.xlsx", b"PK\x03\x04 cut off"),
        ("head.csv", b"name,born\n"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(WrongUse):
            lists.sheet(tmp_path / name)


def test_headings_twice_or_missing_and_short_rows(tmp_path: Path) -> None:
    a = written(tmp_path, "a.csv", "name,name,\nAnton\nBerta,Rave,x,y\n")
    assert a.headings == ("name", "name (2)", "column 3", "column 4")
    assert a.rows[0] == ("Anton", "", "", "")


def test_other_encodings(tmp_path: Path) -> None:
    text = "ФИО;Дата рождения\n" + "Антон Бако;03.02.1990\nБерта Раве;11.07.1985\n" * 20
    found = written(tmp_path, "a.csv", text, "cp1251")
    assert found.headings == ("ФИО", "Дата рождения")
