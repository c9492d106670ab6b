"""Lists that are wrong in every way that lists are: each is told in words, and no row is ever lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.estimates import people
from tests.estimates.test_estimate import QUICK, read

from firsthand.errors import WrongUse
from firsthand.estimates.estimate import Choices
from firsthand.inquiry import estimate

HEAD = ("Full name", "DOB", "Place")


def write(folder: Path, lists: dict[str, Sequence[Sequence[str | None]]], head: Sequence[str] = HEAD) -> list[Path]:
    paths = []
    for name, rows in lists.items():
        path = folder / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *([v or "" for v in row] for row in rows)])
        paths.append(path)
    return paths


def run(paths: list[Path], folder: Path, choices: Choices | None = None) -> estimate.Kept:
    """The estimate, after seeing that every row that went in came out."""
    kept = estimate.from_lists(paths, folder, choices or Choices(), plan=QUICK)
    rows = read(folder / "rows.csv")
    assert len(rows) == sum(len(read(p)) for p in paths) == kept.rows
    persons = {r["person"] for r in rows} - {"set aside"}
    assert len(persons) == kept.persons == sum(int(r["persons"]) for r in read(folder / "captures.csv"))
    return kept


@pytest.fixture(scope="module")
def four() -> list[list[people.Row]]:
    return people.lists(120, (0.6, 0.55, 0.5, 0.5), seed=9)[0]


def test_two_lists(tmp_path: Path, four: list[list[people.Row]]) -> None:
    kept = run(write(tmp_path, {"a": four[0], "b": four[1]}), tmp_path / "o")
    assert "fewer than three lists that were made independently; here there are 2" in kept.panel.refused
    assert kept.panel.estimates == ()
    assert f"At least {kept.persons} persons are documented" in kept.panel.conclusion


def test_a_list_that_holds_another(tmp_path: Path, four: list[list[people.Row]]) -> None:
    paths = write(tmp_path, {"a": four[0], "b": four[1], "c": four[0][:40]})
    kept = run(paths, tmp_path / "o")
    assert "looks as if it were compiled from the other" in kept.panel.refused
    assert "on a" in kept.panel.refused
    declared = run([*paths, *write(tmp_path, {"d": four[3]})], tmp_path / "p", Choices(derived={"c": ["a"]}))
    assert declared.panel.captures.lists == ("a+c", "b", "d")
    assert any("c was compiled from a" in note for note in declared.panel.notes)


def test_lists_without_overlap(tmp_path: Path) -> None:
    rows = people.lists(150, (1.0,), seed=2, slips=0.0)[0][0]
    kept = run(write(tmp_path, {"a": rows[:50], "b": rows[50:100], "c": rows[100:]}), tmp_path / "o")
    assert kept.panel.refused.startswith("only ")
    assert "say nothing of those on none" in kept.panel.refused
    assert sum(n for _, _, n in kept.panel.overlaps) <= 2
    assert kept.result is not None
    assert "doubtful-linkage" in [f.kind for f in kept.result.roll.flaws]


def test_one_person_thrice_on_a_list(tmp_path: Path, four: list[list[people.Row]]) -> None:
    thrice = [*four[0], four[0][0], four[0][0]]
    kept = run(write(tmp_path, {"a": thrice, "b": four[1], "c": four[2]}), tmp_path / "o")
    same = [r for r in read(tmp_path / "o" / "rows.csv") if r["row"].startswith("a:") and r["name"] == four[0][0][0]]
    assert len(same) >= 3
    assert len({r["person"] for r in same if r["born"] == (four[0][0][1] or "")}) == 1
    assert "rows of" in " ".join(kept.steps)


def test_wrong_columns(tmp_path: Path, four: list[list[people.Row]]) -> None:
    paths = write(tmp_path, {"a": four[0], "b": four[1], "c": four[2]})
    columns = tmp_path / "columns.toml"
    columns.write_text('[fields]\nname = "name"\n' + "".join(f'[lists."{p.name}"]\nname = "Nmae"\n' for p in paths))
    with pytest.raises(WrongUse, match=r"a\.csv has no column 'Nmae'") as caught:
        estimate.from_lists(paths, tmp_path / "o", Choices(), columns, plan=QUICK)
    assert "Full name, DOB, Place" in caught.value.cure


def test_dates_as_text(tmp_path: Path, four: list[list[people.Row]]) -> None:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]

    def told(day: str | None) -> str:
        if not day:
            return "not known"
        year, month, of = day.split("-")
        return f"{int(of)} {months[int(month) - 1]} {year}"

    rows = [(n, told(d), p) for n, d, p in four[0]]
    kept = run(write(tmp_path, {"a": rows, "b": four[1], "c": four[2]}), tmp_path / "o")
    assert kept.result is not None
    assert [f.kind for f in kept.result.roll.flaws] == ["no-date"]
    assert "'not known'" in kept.result.roll.flaws[0].message
    plain = run(write(tmp_path, {"a": four[0], "b": four[1], "c": four[2]}), tmp_path / "p")
    assert kept.panel.captures == plain.panel.captures


def test_two_hundred_columns(tmp_path: Path, four: list[list[people.Row]]) -> None:
    wide = [[(*row, *["7"] * 197) for row in rows] for rows in four[:3]]
    kept = run(
        write(tmp_path, dict(zip("abc", wide, strict=True)), (*HEAD, *(f"q{i}" for i in range(197)))), tmp_path / "o"
    )
    assert kept.mapping is not None
    assert {"name", "born", "place"} <= set(kept.mapping.fields)
    assert len(kept.mapping.fields) <= 12


def test_empty_strata(tmp_path: Path, four: list[list[people.Row]]) -> None:
    rows = [[(n, d, "" if i % 2 else "Osk" if i % 3 else "Lumen") for i, (n, d, _) in enumerate(of)] for of in four[:3]]
    kept = run(write(tmp_path, dict(zip("abc", rows, strict=True))), tmp_path / "o", Choices(by="place"))
    assert kept.result is not None
    strata = kept.result.strata
    assert sum(s.documented for s in strata) == kept.persons
    assert any(s.total is None and s.withheld for s in strata)
    assert kept.result.total is None
    held = json.loads((tmp_path / "o" / "estimate.json").read_text())
    assert [s["name"] for s in held["strata"]] == [s.name for s in strata]
    assert "No sum is given" in (tmp_path / "o" / "estimate.html").read_text()


def test_mixed_scripts(tmp_path: Path) -> None:
    latin = ["Anton Karimov", "Boris Salimov", "Viktor Nazarov", "Roman Tarasov", "Damir Halilov", "Marat Sultanov"]
    cyrillic = ["Антон Каримов", "Борис Салимов", "Виктор Назаров", "Роман Тарасов", "Дамир Халилов", "Марат Султанов"]
    days = [f"19{60 + i}-0{1 + i % 9}-1{i % 9}" for i in range(6)]
    rows = {"a": latin, "b": cyrillic, "c": latin}
    paths = write(tmp_path, {k: [(n, d, "Osk") for n, d in zip(v, days, strict=True)] for k, v in rows.items()})
    kept = run(paths, tmp_path / "o")
    assert kept.persons == 6
    assert "only 6 persons are on two lists or more" in kept.panel.refused


VALUES = st.sampled_from(
    ["", "", "Anton Bako", "Anton Bakko", "Berta Rave", "Антон Бако", "=1+1", "\u202eX", "1990-02-03", "after rain"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=12), min_size=1, max_size=4))
def test_counts_in_are_counts_out(
    tmp_path_factory: pytest.TempPathFactory, lists: list[list[tuple[str, str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    # a row without any words is none in a file of text; a column that is no field keeps each row there
    rows = {f"l{i}": [(*row, f"n{k}") for k, row in enumerate(of)] for i, of in enumerate(lists)}
    paths = write(folder, rows, (*HEAD, "number"))
    columns = folder / "columns.toml"
    fields = '[fields]\nname = "name"\nborn = "date"\nplace = "text"\n'
    columns.write_text(fields + "".join(f'[lists."{p.name}"]\nname = "Full name"\nborn = "DOB"\nplace = "Place"\n' for p in paths))  # fmt: skip
    try:
        kept = estimate.from_lists(paths, folder / "o", Choices(), columns, plan=QUICK)
    except WrongUse:
        if any(any(row) for of in lists for row in of):
            raise
        return
    out = read(folder / "o" / "rows.csv")
    assert len(out) == sum(map(len, lists)) == kept.rows
    assert sum(r["person"] == "set aside" for r in out) == sum(not any(row) for of in lists for row in of) == kept.aside
    assert len({r["person"] for r in out} - {"set aside"}) == kept.persons == kept.panel.documented
