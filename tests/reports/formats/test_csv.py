"""The tables: every statement of every allegation with its place; no cell is a formula."""

from __future__ import annotations

import csv as reader
import io

import msgspec
from tests.reports.invented import contents

from firsthand.reports.formats import csv
from firsthand.reports.record import Contents


def tables(whole: Contents) -> dict[str, list[dict[str, str]]]:
    return {
        name: list(reader.DictReader(io.StringIO(data.decode("utf-8-sig")))) for name, data in csv.write(whole).items()
    }


def test_each_statement_of_each_allegation_has_its_row_and_exact_place() -> None:
    whole = contents()
    rows = tables(whole)["statements.csv"]
    texts = {t.document: t.text for t in whole.texts}
    assert len(rows) == sum(len(a.statements) for a in whole.allegations) > 0
    for row in rows:
        words = texts[row["document"]][int(row["start"]) : int(row["end"])]
        assert row["content"].lstrip("'") == words


def test_allegations_and_contradictions_are_all_there() -> None:
    whole = contents()
    found = tables(whole)
    assert [r["allegation"] for r in found["allegations.csv"]] == [a.id for a in whole.allegations]
    assert [r["contradiction"] for r in found["contradictions.csv"]] == [c.id for c in whole.contradictions]
    counts = {a.allegation: (str(a.origins.lo), str(a.origins.hi)) for a in whole.assessments}
    for row in found["allegations.csv"]:
        assert (row["origins_lo"], row["origins_hi"]) == counts.get(row["allegation"], ("", ""))


def test_no_cell_is_a_formula() -> None:
    whole = contents()
    named = [msgspec.structs.replace(a, label='=HYPERLINK("x")') for a in whole.allegations]
    for rows in tables(msgspec.structs.replace(whole, allegations=tuple(named))).values():
        for row in rows:
            assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@", "\t", "\r"))]
