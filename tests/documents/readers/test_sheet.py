"""Sheets: each row a passage."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.documents.readers import sheet, sparse
from firsthand.documents.record import Reading

Read = Callable[..., Reading]
M = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(rows: str, more: dict[str, str] | None = None) -> bytes:
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{}" Target="{}"/></Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("_rels/.rels", relation.format(f"{RELS}/officeDocument", "xl/workbook.xml"))
        z.writestr(
            "xl/workbook.xml",
            f'<workbook {M}><sheets><sheet name="Detained" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        z.writestr("xl/_rels/workbook.xml.rels", relation.format(f"{RELS}/worksheet", "worksheets/sheet1.xml"))
        z.writestr("xl/worksheets/sheet1.xml", f"<worksheet {M}><sheetData>{rows}</sheetData></worksheet>")
        for name, data in (more or {}).items():
            z.writestr(name, data)
    return out.getvalue()


def ods(rows: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "manifest")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    sheet = f'<table:table table:name="Detained">{rows}</table:table>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("mimetype", kind)
        entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        z.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{entry}</manifest:manifest>")
        body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
        z.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return out.getvalue()


def kept(words: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def cell(where: str, words: str) -> str:
    return f'<c r="{where}" t="inlineStr"><is><t>{words}</t></is></c>'


def shown(reading: Reading) -> list[tuple[str, str]]:
    assert reading.text, reading.flaws
    return [(p.kind, reading.text.text[p.start : p.end]) for p in reading.text.passages]


def test_rows_of_a_workbook_under_the_name_of_their_sheet(reading: Read) -> None:
    rows = f'<row r="1">{cell("A1", "Name")}{cell("B1", "Age")}</row><row r="2">{cell("A2", "Ira Oran")}<c r="B2"><v>31</v></c></row>'
    found = reading("a.xlsx", xlsx(rows))
    assert shown(found) == [("heading", "Detained"), ("row", "Name | Age"), ("row", "Ira Oran | 31")]


def test_comments_are_notes(reading: Read) -> None:
    note = f'<comments {M}><commentList><comment ref="B2"><text><t>Seen in May.</t></text></comment></commentList></comments>'
    found = reading("a.xlsx", xlsx(f'<row r="1">{cell("A1", "Name")}</row>', {"xl/comments1.xml": note}))
    assert ("note", "B2: Seen in May.") in shown(found)


def test_heads_and_feet_of_printed_sheets_are_furniture(reading: Read) -> None:
    head = (
        "<oddHeader>&amp;L&amp;&quot;Arial,Bold&quot;&amp;12Detained in Osk&amp;RSearch &amp;&amp; Rescue</oddHeader>"
    )
    foot = "<oddFooter>&amp;CPage &amp;P of &amp;N&amp;R&amp;D</oddFooter>"
    made = xlsx(
        f'<row r="1">{cell("A1", "Name")}</row></sheetData><headerFooter>{head}{foot}</headerFooter><sheetData>'
    )
    assert shown(reading("a.xlsx", made))[2:] == [("furniture", "Detained in Osk"), ("furniture", "Search & Rescue")]


def test_a_cell_at_the_far_corner_fills_no_memory(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "CELLS", 1000)
    rows = f'<row r="1">{cell("A1", "Name")}</row><row r="5000">{cell("Z5000", "x")}</row>'
    assert [f.kind for f in reading("a.xlsx", xlsx(rows)).flaws][-1] == "too-large"


def test_a_stray_cell_in_the_far_corner_is_brought_near(reading: Read) -> None:
    rows = (
        f'<row r="1">{cell("A1", "Name")}{cell("C1", "Place")}</row><row r="3">{cell("A3", "Mira Tal")}</row><row r="9"/>'
        f'<row r="1048576">{cell("XFD1048576", "stray")}</row>'
    )
    found = reading("a.xlsx", xlsx(rows))
    assert [words for kind, words in shown(found) if kind == "row"] == ["Name | Place", "Mira Tal", "|  | stray"]
    assert [f.kind for f in found.flaws] == ["sparse"]


def test_a_stray_cell_of_an_ods_is_brought_near(reading: Read) -> None:
    rows = (
        f"<table:table-row>{kept('Name')}{kept('Age')}</table:table-row><table:table-row>{kept('Ira Oran')}{kept('31')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="16000"/>{kept("far away")}</table:table-row>'
    )
    found = reading("a.ods", ods(rows))
    assert shown(found)[1:] == [("row", "Name | Age"), ("row", "Ira Oran | 31"), ("row", "| far away")]
    assert [f.kind for f in found.flaws] == ["sparse"]


def test_empty_rows_below_an_ods_are_no_flaw(reading: Read) -> None:
    below = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    found = reading("a.ods", ods(f"<table:table-row>{kept('Name')}</table:table-row>{below}{below}"))
    assert (shown(found)[1:], found.flaws) == ([("row", "Name")], ())


def test_cells_that_are_too_many_wherever_they_stand(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse, "CELLS", 3)
    rows = f'<row r="1">{cell("A1", "a")}</row><row r="2">{cell("B2", "b")}</row><row r="900000">{cell("ZZ900000", "c")}</row>'
    found = reading("a.xlsx", xlsx(rows))
    assert any("claims more than 3 cells" in f.message for f in found.flaws)


@given(st.integers(1, 16_384))
def test_letters_of_columns(number: int) -> None:
    assert sparse.number(sparse.column(number)) == number


def test_a_csv_is_the_decoded_file_unchanged(reading: Read) -> None:
    data = 'Name;Place\r\n"Oran; Ira";"Osk,\nby the bridge"\r\nK. Oran;Lenn\r\n'
    found = reading("a.csv", data)
    assert found.text
    assert found.text.text == data
    assert shown(found) == [
        ("row", "Name;Place"),
        ("row", '"Oran; Ira";"Osk,\nby the bridge"'),
        ("row", "K. Oran;Lenn"),
    ]
    assert found.text.found["delimiter"] == "';'"


def test_a_tsv(reading: Read) -> None:
    assert shown(reading("a.tsv", "Name\tAge\nIra\t31\n")) == [("row", "Name\tAge"), ("row", "Ira\t31")]


@pytest.mark.parametrize("data", ['"never closed\n' * 50, "\x00a,b\n", ",,,,\n" * 9 + "a"])
def test_odd_csv(reading: Read, data: str) -> None:
    reading("a.csv", data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.text(alphabet="a\",;\n\r\t 'é", max_size=80))
def test_every_sign_of_a_csv_lies_in_a_row(reading: Read, data: str) -> None:
    reading("a.csv", data + "x")


def workbook(*names: str) -> bytes:
    """A packed workbook of sheets with these names, each of two hundred rows that begin with it."""
    inside = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names))
    parts = "".join(
        f'<Relationship Id="r{i}" Type="{RELS}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(len(names))
    )
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        book = f'<Relationship Id="r" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/>'
        z.writestr("_rels/.rels", relations.format(book))
        z.writestr("xl/workbook.xml", f"<workbook {M}><sheets>{inside}</sheets></workbook>")
        z.writestr("xl/_rels/workbook.xml.rels", relations.format(parts))
        for i, name in enumerate(names):
            rows = "".join(f'<row r="{n}">{cell(f"A{n}", f"{name} {n}")}</row>' for n in range(1, 201))
            z.writestr(f"xl/worksheets/sheet{i}.xml", f"<worksheet {M}><sheetData>{rows}</sheetData></worksheet>")
    return out.getvalue()


@pytest.mark.parametrize("damage", ["packing", "header"])
def test_a_damaged_sheet_takes_no_other_with_it(reading: Read, damage: str) -> None:
    data = bytearray(workbook("Osk", "Tolm", "Varda"))
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        at = z.getinfo("xl/worksheets/sheet1.xml").header_offset
    for spoiled in range(at + 80, at + 140, 3) if damage == "packing" else range(at, at + 4):
        data[spoiled] ^= 0xA5
    found = reading("list.xlsx", bytes(data))
    rows = [words.split()[0] for kind, words in shown(found) if kind == "row"]
    assert [rows.count(name) for name in ("Osk", "Tolm", "Varda")] == [200, 0, 200]
    assert any("the sheet Tolm cannot be read" in f.message for f in found.flaws)


def test_a_workbook_that_is_none(reading: Read) -> None:
    found = reading("a.xlsx", xlsx("<row"))
    assert found.flaws


def test_what_a_workbook_hides_is_read_and_told_of(reading: Read) -> None:
    rows = f'<row r="1">{cell("A1", "Name")}</row><row r="2" hidden="1">{cell("A2", "Ada Kern")}</row>'
    book = (
        f'<workbook {M}><sheets><sheet name="Detained" sheetId="1" state="veryHidden" r:id="r1"/></sheets></workbook>'
    )
    columns = (
        f'<worksheet {M}><cols><col min="27" max="28" hidden="1"/></cols><sheetData>{rows}</sheetData></worksheet>'
    )
    data = xlsx("", {})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, {"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": columns}.get(name, old.read(name)))
    found = reading("a.xlsx", out.getvalue())
    assert found.text
    assert found.text.text == "Detained\n\nName\nAda Kern"
    assert [f.message.partition(": ")[2] for f in found.flaws if f.kind == "unseen"] == [
        "sheet Detained is hidden in the file, and read all the same",
        "sheet1: row 2 is hidden in the file, and read all the same",
        "sheet1: column AA to AB is hidden in the file, and read all the same",
    ]


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>", "<v>2</v>"])
def test_a_formula_without_a_result_is_told_of(reading: Read, value: str) -> None:
    rows = f'<row r="1">{cell("A1", "Sum")}<c r="B1"><f>1+1</f>{value}</c><c r="C1" t="e"><v>#REF!</v></c></row>'
    told = [f.message for f in reading("a.xlsx", xlsx(rows)).flaws if f.kind == "unseen"]
    assert ["cell B1 holds a formula" in m for m in told] == [True, False][value == "<v>2</v>" :]
    assert "1 cell holds an error" in told[-1]


@pytest.mark.parametrize("value", ["<v></v>", "<v/>"])
def test_a_formula_that_gives_no_words_has_a_result(reading: Read, value: str) -> None:
    rows = f'<row r="1">{cell("A1", "Name")}<c r="B1" t="str"><f>IF(A1="","none","")</f>{value}</c></row>'
    assert not reading("a.xlsx", xlsx(rows)).flaws


def test_hidden_columns_whose_numbers_are_none_end_nothing(reading: Read) -> None:
    columns = f'</sheetData><cols><col min="{"9" * 5000}" max="3" hidden="1"/></cols><sheetData>'
    found = reading("a.xlsx", xlsx(f'<row r="1">{cell("A1", "Name")}</row>{columns}'))
    assert [f.kind for f in found.flaws] == ["unseen"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quotation_mark_that_nothing_closes_takes_no_rows_with_it(reading: Read, end: str) -> None:
    rows = ["name,remark", '"Ada Kern","held', "Ben Oda,released", "Ira Oran,unknown"]
    found = reading("a.csv", end.join(rows) + end)
    assert found.text
    assert [found.text.text[p.start : p.end] for p in found.text.passages] == rows
    assert [(f.kind, "row 2 opens" in f.message) for f in found.flaws] == [("broken", True)]


def test_a_share_shows_as_percent_and_a_time_to_the_second(reading: Read) -> None:
    styles = f"""<styleSheet {M}><numFmts><numFmt numFmtId="164" formatCode='0.0%'/><numFmt numFmtId="165" formatCode='0.0" % of all"'/>
        </numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>"""
    values = ["0.07", "0.125", "0.3", "0.5", "45000.5000001"]
    cells = "".join(
        f'<c r="{letter}3" s="{n}"><v>{v}</v></c>' for n, (letter, v) in enumerate(zip("CDEFG", values, strict=True))
    )
    found = reading("a.xlsx", xlsx(f'<row r="3">{cells}</row>', {"xl/styles.xml": styles}))
    assert found.text
    assert found.text.text.splitlines()[-1] == "0.07 | 12.5% | 30% | 0.5 | 2023-03-15 12:00:00"


def shares(reading: Read, sheets: int, size: int) -> Reading:
    """What is read with a limit of 8,000 of a workbook of so many sheets of this size or more, each with one cell that shows percent."""
    names = [f"s{n}" for n in range(sheets)]
    made = io.BytesIO(
        xlsx("", {"xl/styles.xml": f'<styleSheet {M}><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>'})
    )
    out = io.BytesIO()
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="{n}"/>' for i, n in enumerate(names, 1))
    related = "".join(f'<Relationship Id="{n}" Type="{RELS}/worksheet" Target="worksheets/{n}.xml"/>' for n in names)
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    cells = f'<row r="1"><c r="A1" s="0"><v>0.125</v></c></row><!--{"x" * size}-->'
    new = {
        "xl/workbook.xml": f"<workbook {M}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{schema}">{related}</Relationships>',
        **{f"xl/worksheets/{n}.xml": f"<worksheet {M}><sheetData>{cells}</sheetData></worksheet>" for n in names},
    }
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as whole:
        for name in {*old.namelist(), *new} - {"xl/worksheets/sheet1.xml"}:
            whole.writestr(name, new.get(name) or old.read(name))
    return reading("a.xlsx", out.getvalue(), limit=8_000)


def test_many_sheets_show_their_shares_as_percent(reading: Read) -> None:
    found = shares(reading, 20, 300)
    assert found.text
    assert found.text.text.count("12.5%") == 20
    assert not [f for f in found.flaws if "percent" in f.message]


def test_a_sheet_too_large_to_look_for_shares_is_told_of(reading: Read) -> None:
    found = shares(reading, 1, 8_000)
    assert found.text
    assert "0.125" in found.text.text
    assert [("sheet s0" in f.message, f.kind) for f in found.flaws] == [(True, "too-large")]


def test_what_an_ods_prints_on_each_page(reading: Read) -> None:
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "style", "text"))
    head = "<style:header><text:p>Camp at <text:span>Osk</text:span></text:p><text:p><text:sheet-name>?</text:sheet-name></text:p></style:header>"
    foot = "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
    styles = f"<office:document-styles {spaces}><office:master-styles><style:master-page>{head}{foot}</style:master-page></office:master-styles></office:document-styles>"
    out = io.BytesIO(ods(f"<table:table-row>{kept('Ada Kern')}</table:table-row>"))
    with zipfile.ZipFile(out, "a") as whole:
        whole.writestr("styles.xml", styles)
    found = reading("a.ods", out.getvalue())
    assert found.text
    assert [(p.kind, found.text.text[p.start : p.end]) for p in found.text.passages] == [
        ("heading", "Detained"),
        ("row", "Ada Kern"),
        ("furniture", "Camp at Osk"),
    ]
