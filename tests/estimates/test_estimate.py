"""From files to a page: counts in are counts out, every step is kept, the same seed gives the same bytes."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.estimates import people

from firsthand.errors import WrongUse
from firsthand.estimates.estimate import Choices
from firsthand.estimates.models import latent
from firsthand.estimates.panel import Plan
from firsthand.inquiry import estimate

QUICK = Plan(
    replicates=40,
    sampling=latent.Sampling(chains=4, burn_in=30, kept=30, longer=0),
    brief=latent.Sampling(chains=4, burn_in=20, kept=20, longer=0),
)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    rows, _ = people.lists(300, (0.5, 0.45, 0.4), seed=4)
    folder = tmp_path_factory.mktemp("lists")
    rows[0].insert(3, ("", None, None))
    out = []
    for name, held in zip(("police", "press", "morgue"), rows, strict=True):
        path = folder / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("Full name", "DOB", "Place", "case"))
            writer.writerows((*(v or "" for v in row), i) if row[0] else ("", "", "", i) for i, row in enumerate(held))
        out.append(path)
    return out


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def kept(three: list[Path], tmp_path_factory: pytest.TempPathFactory) -> estimate.Kept:
    folder = tmp_path_factory.mktemp("out")
    (folder / "columns.toml").write_text(
        '[fields]\nname = "name"\nborn = "date"\nplace = "text"\n'
        + "".join(f'[lists."{p.name}"]\nname = "Full name"\nborn = "DOB"\nplace = "Place"\n' for p in three)
    )
    return estimate.from_lists(three, folder, Choices(seed=3, by="place"), plan=QUICK)


def test_counts_in_are_counts_out(kept: estimate.Kept, three: list[Path]) -> None:
    rows = read(kept.folder / "rows.csv")
    into = sum(len(read(p)) for p in three)
    assert len(rows) == into == kept.rows
    assert sum(r["person"] == "set aside" for r in rows) == kept.aside == 1
    persons = {r["person"] for r in rows} - {"set aside"}
    assert len(persons) == kept.persons == kept.panel.documented
    table = read(kept.folder / "captures.csv")
    assert sum(int(r["persons"]) for r in table) == kept.persons


def test_everything_is_kept(kept: estimate.Kept) -> None:
    assert {p.name for p in kept.folder.iterdir()} == {
        "columns.toml", "rows.csv", "pairs.csv", "review.csv", "captures.csv", "estimate.json", "estimate.html",
    }  # fmt: skip
    held = json.loads((kept.folder / "estimate.json").read_text())
    assert len(held["lists"][0]["sha256"]) == 64
    assert held["panel"]["caveats"][10]["number"] == 11
    assert all("born:" in p["reasons"] for p in read(kept.folder / "pairs.csv"))


def test_the_page_asks_nothing_of_anybody_and_names_nobody(kept: estimate.Kept) -> None:
    page = (kept.folder / "estimate.html").read_text()
    assert "default-src &#39;none&#39;" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.count("<svg") >= 3
    names = {r["name"] for r in read(kept.folder / "rows.csv") if r["name"]}
    assert not any(name in page for name in names)


def test_the_doubt_of_the_linkage_is_carried_into_an_interval(kept: estimate.Kept) -> None:
    drawn = next(v for v in kept.panel.variants if v.what == "doubt of the linkage (graphs)")
    assert drawn.interval is not None
    assert (drawn.interval.low or 0) < (drawn.total or 0) < (drawn.interval.high or 0)
    assert abs(drawn.documented - kept.persons) < 0.05 * kept.persons


def test_strata_add_up_or_are_not_added(kept: estimate.Kept) -> None:
    assert kept.result is not None
    strata = kept.result.strata
    assert sum(s.documented for s in strata) == kept.panel.documented
    assert {s.name for s in strata} >= set(people.PLACES)
    assert (kept.result.total is None) == any(s.total is None for s in strata)


def test_a_decision_is_kept_to(kept: estimate.Kept, three: list[Path]) -> None:
    rows = read(kept.folder / "review.csv")
    first = next(p for p in read(kept.folder / "pairs.csv") if p["one_person"] == "yes")
    (kept.folder / "decisions.csv").write_text(f"a,b,same,who,why\n{first['a']},{first['b']},no,me,not him\n")
    again = estimate.from_lists(three, kept.folder, Choices(seed=3), plan=QUICK)
    person = {r["row"]: r["person"] for r in read(again.folder / "rows.csv")}
    assert person[first["a"]] != person[first["b"]]
    assert rows


def test_the_same_seed_gives_the_same_bytes(three: list[Path], tmp_path: Path) -> None:
    for name in ("one", "two"):
        estimate.from_lists(three, tmp_path / name, Choices(seed=5), plan=QUICK)
    for file in ("rows.csv", "pairs.csv", "captures.csv", "columns.toml"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    a, b = (json.loads((tmp_path / name / "estimate.json").read_text()) for name in ("one", "two"))
    assert a["panel"] == b["panel"]


def test_two_lists_are_refused_and_still_counted(three: list[Path], tmp_path: Path) -> None:
    told = estimate.from_lists(three[:2], tmp_path / "o", Choices(), plan=QUICK)
    assert "fewer than three lists" in told.panel.refused
    assert "Nothing is estimated" in (tmp_path / "o" / "estimate.html").read_text()
    assert told.panel.documented == told.persons


def test_what_is_wrong_is_told(three: list[Path], tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="same name"):
        estimate.from_lists([three[0], three[0]], tmp_path, Choices(), plan=QUICK)
    with pytest.raises(WrongUse, match="no field 'village'"):
        estimate.from_lists(three, tmp_path / "o", replace(Choices(), by="village"), plan=QUICK)
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "decisions.csv").write_text("a,b,same\npolice:2,police:9999,yes\n")
    with pytest.raises(WrongUse, match="names no two rows"):
        estimate.from_lists(three, folder, Choices(), plan=QUICK)


def test_a_capture_table_is_estimated_from_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("A,B,C,persons\n1,0,0,40\n0,1,0,35\n0,0,1,50\n1,1,0,20\n1,0,1,15\n0,1,1,25\n1,1,1,9\n")
    told = estimate.from_table(path, tmp_path / "o", Choices(), plan=QUICK)
    assert told.panel.documented == 194
    assert told.panel.estimates
    path.write_text("A,B,C,persons\n1,0,0,many\n0,1,0,3\n")
    with pytest.raises(WrongUse, match="'many'"):
        estimate.from_table(path, tmp_path / "o", Choices(), plan=QUICK)
