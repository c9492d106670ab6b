"""An estimate from lists that stand in an inquiry's own documents: kept, repeatable, verified, in every form of the report."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import pytest
from msgspec import structs
from sqlalchemy import text as sql
from tests.estimates import people
from tests.estimates.test_estimate import QUICK

from firsthand.documents.table import TEXTS
from firsthand.errors import NoSuchRecord, WrongUse
from firsthand.estimates.estimate import Choices
from firsthand.estimates.table import LISTED, PAIRS, STUDIES
from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.store import work

Rows = Sequence[people.Row]


def as_csv(path: Path, rows: Rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("Full name", "DOB", "Place"))
        writer.writerows(tuple(v or "" for v in row) for row in rows)


def as_word(path: Path, rows: Rows) -> None:
    made = docx.Document()
    made.add_heading("Register of the morgue", 1)
    made.add_paragraph("The following persons were brought in.")
    table = made.add_table(rows=1, cols=3)
    for cell, heading in zip(table.rows[0].cells, ("Name", "Date of birth", "Town"), strict=True):
        cell.text = heading
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value or ""
    made.save(str(path))


def as_page(path: Path, rows: Rows) -> None:
    lines = "".join("<tr>" + "".join(f"<td>{v or ''}</td>" for v in row) + "</tr>" for row in rows)
    head = "<tr><th>Victim</th><th>Born</th><th>Place</th></tr>"
    path.write_text(f"<html><body><h1>List of the committee</h1><table>{head}{lines}</table></body></html>")


@pytest.fixture(scope="module")
def inquiry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inquiry]:
    """Four lists that were made independently; a fifth that is most of the second; a table of something else."""
    folder = tmp_path_factory.mktemp("lists")
    sources = folder / "sources"
    sources.mkdir()
    rows, _ = people.lists(250, (0.5, 0.45, 0.4, 0.4), seed=4)
    as_csv(sources / "police.csv", rows[0])
    as_csv(sources / "press.csv", rows[1])
    as_csv(sources / "ministry.csv", rows[1][: int(len(rows[1]) * 0.9)])
    as_word(sources / "morgue.docx", rows[2])
    as_page(sources / "committee.html", rows[3])
    (sources / "prices.csv").write_text("good,price\n" + "".join(f"bread {i},{i}\n" for i in range(30)))
    with open_inquiry(folder / "inquiry", create=True) as made:
        made.collect([sources])
        made.read()
        made.compare()
        made.estimate([], Choices(seed=2), plan=QUICK)
        yield made


def test_every_row_of_every_list_leads_to_its_place_and_is_of_one_person_or_set_aside(inquiry: Inquiry) -> None:
    (study,) = inquiry.ask(STUDIES.all)
    rows = inquiry.ask(LISTED.all)
    assert {r.name for r in study.rosters} == {"police", "press", "ministry", "morgue", "committee"}
    assert sum(r.rows for r in study.rosters) == len(rows)
    for row in rows:
        assert inquiry.text(row.document).text[row.place.start : row.place.end] == row.place.text
    assert len({r.person for r in rows} - {0}) == study.panel.documented


def test_a_list_that_comparing_found_to_be_a_copy_is_no_capture(inquiry: Inquiry) -> None:
    (study,) = inquiry.ask(STUDIES.all)
    assert set(study.panel.captures.lists) in (
        {"police", "morgue", "committee", "press+ministry"},
        {"police", "morgue", "committee", "ministry+press"},
    )
    assert any(f.kind == "compiled-list" and "near-copy" in f.message for f in study.flaws)
    assert study.panel.estimates


def test_the_same_again_gives_the_same_study(inquiry: Inquiry) -> None:
    (before,) = inquiry.ask(STUDIES.ids)
    inquiry.estimate([], Choices(seed=2), plan=QUICK)
    assert inquiry.ask(STUDIES.ids) == (before,)


def test_the_report_has_a_section_with_all_caveats_in_every_form(inquiry: Inquiry) -> None:
    (study,) = inquiry.ask(STUDIES.all)
    paths = {p.name: p for p in inquiry.export(["docx", "pdf"])}
    page = paths["report.html"].read_text(encoding="utf-8")
    assert page.count('<section id="e1-') >= 6
    assert all(c.text[:40] in page for c in study.panel.caveats)
    assert page.count('<svg class="axis') >= 3
    assert re.search(r'href="#estimates"', page)
    word = docx.Document(str(paths["report.docx"]))
    told = "\n".join(p.text for p in word.paragraphs)
    assert all(f"{c.number}. {c.name.capitalize()[:6]}" in told for c in study.panel.caveats)
    assert paths["report.pdf"].read_bytes().startswith(b"%PDF")
    held = json.loads(paths["assessment.json"].read_bytes())
    assert held["estimates"][0]["id"] == study.id
    assert [c["number"] for c in held["estimates"][0]["panel"]["caveats"]] == list(range(1, 12))
    assert inquiry.fresh()


def test_verify_covers_rows_and_table(inquiry: Inquiry) -> None:
    assert inquiry.verify() == ()
    (row,) = inquiry.ask(lambda db: db.execute(sql("SELECT id, record FROM listed WHERE study != '' LIMIT 1")).all())
    changed = re.sub(rb'"person":\d+', b'"person":99999', row.record)
    with inquiry._desk.store.writing() as db:
        db.execute(sql("UPDATE listed SET record = :r WHERE id = :i"), {"r": changed, "i": row.id})
    assert any("study" in m.message for m in inquiry.verify())
    with inquiry._desk.store.writing() as db:
        db.execute(sql("UPDATE listed SET record = :r WHERE id = :i"), {"r": row.record, "i": row.id})
    assert inquiry.verify() == ()


def test_a_persons_decision_on_a_pair_is_a_judgement_and_kept_to(inquiry: Inquiry) -> None:
    pair = next(p for p in inquiry.ask(PAIRS.all) if p.one and p.a.startswith("police"))
    made = inquiry.judge("pair", f"{pair.a} = {pair.b}", "rejected", "two cousins")
    assert (made.about, made.members + made.others) == (pair.id, pair.rows)
    inquiry.estimate([], Choices(seed=2), plan=QUICK)
    person = {r.id: r.person for r in inquiry.ask(LISTED.all)}
    assert person[pair.rows[0]] != person[pair.rows[1]]
    (study,) = inquiry.ask(STUDIES.all)
    assert study.decisions == 1
    inquiry.judge("pair", pair.id, "open")
    inquiry.estimate([], Choices(seed=2), plan=QUICK)
    assert inquiry.ask(STUDIES.all)[0].decisions == 0


def test_a_list_whose_text_was_read_anew_is_due_and_no_mismatch(inquiry: Inquiry) -> None:
    row = inquiry.ask(LISTED.all)[0]
    before = inquiry.text(row.document)
    with inquiry._desk.store.writing() as db:
        key = work.done(db, "text")[row.document]
        TEXTS.replace(db, [structs.replace(before, text="anew " + before.text, passages=())], id=row.document)
    assert any("row-" in m.message for m in inquiry.verify())
    with inquiry._desk.store.writing() as db:
        work.mark(db, "text", row.document, "anew")
    assert "estimate" in inquiry.behind()
    assert not any("row-" in m.message for m in inquiry.verify())
    with inquiry._desk.store.writing() as db:
        work.mark(db, "text", row.document, key)
        TEXTS.replace(db, [before], id=row.document)
    assert "estimate" not in inquiry.behind()
    assert inquiry.verify() == ()


def test_lists_are_named_by_document(inquiry: Inquiry) -> None:
    told = inquiry.estimate(["police.csv", "morgue.docx"], Choices(), plan=QUICK)
    assert "fewer than three lists" in told.panel.refused
    with pytest.raises(NoSuchRecord, match="no document nobody"):
        inquiry.estimate(["nobody.csv"], Choices(), plan=QUICK)
    with pytest.raises(WrongUse, match="says nothing of prices"):
        inquiry.estimate(["prices.csv", "police.csv"], Choices(), plan=QUICK)


def test_an_inquiry_without_lists(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Nobody was listed.")
    with open_inquiry(tmp_path / "i", create=True) as made:
        made.collect([tmp_path / "note.txt"])
        made.read()
        with pytest.raises(WrongUse, match="no table of persons"):
            made.estimate([], Choices(), plan=QUICK)
