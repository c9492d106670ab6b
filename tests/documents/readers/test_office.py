"""Office formats that are archives of XML: ODT, PPTX, EPUB, XPS, and what is embedded in DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from firsthand.documents.record import Reading

Read = Callable[..., Reading]

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


def shown(reading: Reading) -> list[tuple[str, str]]:
    assert reading.text
    return [(p.kind, reading.text.text[p.start : p.end]) for p in reading.text.passages]


def odt(body: str, kind: str = "text") -> bytes:
    content = f"<office:document-content {ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def test_an_odt(reading: Read) -> None:
    body = (
        '<text:h text:outline-level="1">What happened</text:h>'
        "<text:p>The bridge<text:s text:c='2'/>was closed<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Seen by two.</text:p></text:note-body></text:note> at dawn.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Age</text:p>"
        "</table:table-cell></table:table-row></table:table>"
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes>"
    )
    found = reading("a.odt", odt(body))
    assert shown(found) == [
        ("heading", "What happened"),
        ("paragraph", "The bridge  was closed at dawn."),
        ("note", "Seen by two."),
        ("row", "Name | Age"),
    ]
    assert [f.kind for f in found.flaws] == ["not-read"]


def test_an_odp_has_pages(reading: Read) -> None:
    page = "<draw:page><draw:frame><draw:text-box><text:p>The prison of Osk held them all.</text:p></draw:text-box></draw:frame></draw:page>"
    found = reading("a.odp", odt(page * 2, "presentation"))
    assert found.text
    assert [p.page for p in found.text.passages] == [1, 2]


def test_an_entity_is_not_resolved(reading: Read) -> None:
    content = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><office:document-content {ODF}><office:body><office:text><text:p>A&e;B</text:p></office:text></office:body></office:document-content>'
    found = reading("a.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}))
    assert "root" not in (found.text.text if found.text else "")


def slide(*shapes: str) -> str:
    return f"<p:sld {A}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:sld>"


def shape(words: str, role: str = "") -> str:
    mark = f'<p:nvSpPr><p:nvPr><p:ph type="{role}"/></p:nvPr></p:nvSpPr>' if role else ""
    return f"<p:sp>{mark}<p:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"


def relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{RELS}/{kind}" Target="{t}"/>' for n, (kind, t) in enumerate(targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def test_a_pptx_slide_by_slide_with_its_notes(reading: Read) -> None:
    found = reading(
        "a.pptx",
        zipped(
            {
                "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
                "ppt/presentation.xml": f'<p:presentation {A} {R}><p:sldIdLst><p:sldId id="256" r:id="r2"/><p:sldId id="257" r:id="r1"/></p:sldIdLst></p:presentation>',
                "ppt/_rels/presentation.xml.rels": relations(
                    ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")
                ),
                "ppt/slides/slide1.xml": slide(shape("They were held at the quarry until spring.")),
                "ppt/slides/slide2.xml": slide(shape("Findings", "title"), shape("3", "sldNum")),
                "ppt/slides/_rels/slide2.xml.rels": relations(("notesSlide", "../notesSlides/notesSlide1.xml")),
                "ppt/notesSlides/notesSlide1.xml": slide(shape("Say who saw it.", "body")),
                "ppt/embeddings/list.bin": b"name,age\n",
            }
        ),
    )
    assert shown(found) == [
        ("heading", "Findings"),
        ("furniture", "3"),
        ("note", "Say who saw it."),
        ("paragraph", "They were held at the quarry until spring."),
    ]
    assert found.text
    assert [p.page for p in found.text.passages] == [1, 1, 1, 2]
    assert [p.data for p in found.parts] == [b"name,age\n"]


def test_an_epub_in_the_order_of_the_book(reading: Read) -> None:
    chapter = "<html><body><h1>{0}</h1><p>It was the {0} of what they told us that day.</p></body></html>"
    found = reading(
        "a.epub",
        zipped(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
                "OPS/book.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Quarry</dc:title><dc:date>2021-05-04</dc:date></metadata>'
                '<manifest><item id="b" href="b.xhtml"/><item id="a" href="a.xhtml"/></manifest>'
                '<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="b2"/></spine></package>',
                "OPS/a.xhtml": chapter.format("beginning"),
                "OPS/b.xhtml": chapter.format("end"),
            }
        ),
    )
    assert found.text
    assert found.text.title == "The Quarry"
    assert str(found.text.published) == "2021-05-04"
    assert [w for k, w in shown(found) if k == "heading"] == ["beginning", "end"]


def test_an_xps_page(reading: Read) -> None:
    glyphs = '<Glyphs OriginX="{}" OriginY="{}" UnicodeString="{}"/>'
    page = f"<FixedPage>{glyphs.format(10, 20, 'The gate was')}{glyphs.format(90, 20, 'closed.')}{glyphs.format(10, 60, 'Nobody came back to the village.')}</FixedPage>"
    found = reading(
        "a.xps",
        zipped(
            {
                "FixedDocSeq.fdseq": "<FixedDocumentSequence/>",
                "Documents/1/FixedDoc.fdoc": '<FixedDocument><PageContent Source="Pages/1.fpage"/></FixedDocument>',
                "Documents/1/Pages/1.fpage": page,
            }
        ),
    )
    assert "The gate was closed." in [w for _, w in shown(found)]


def test_what_a_docx_embeds_and_remarks(reading: Read) -> None:
    out = io.BytesIO()
    made = docx.Document()
    paragraph = made.add_paragraph("The commander gave the order in writing.")
    made.add_comment(paragraph.runs, text="Which order?", author="K. Oran", initials="KO")
    made.save(out)
    with zipfile.ZipFile(out, "a") as z:
        z.writestr("word/embeddings/list.csv", "name,age\n")
        z.writestr("word/media/bullet.png", b"\x89PNG" + bytes(100))
    found = reading("a.docx", out.getvalue())
    assert ("note", "K. Oran: Which order?") in shown(found)
    assert [(p.name, p.data) for p in found.parts] == [("list.csv", b"name,age\n")]


@pytest.mark.parametrize("name", ["a.odt", "a.pptx", "a.epub", "a.xps", "a.xlsx"])
def test_parts_that_are_no_xml(reading: Read, name: str) -> None:
    begin = {
        "a.odt": "content.xml",
        "a.pptx": "ppt/presentation.xml",
        "a.epub": "x.opf",
        "a.xps": "FixedDocSeq.fdseq",
        "a.xlsx": "xl/workbook.xml",
    }
    kind = {"a.odt": "application/vnd.oasis.opendocument.text", "a.epub": "application/epub+zip"}.get(name, "")
    members: dict[str, str | bytes] = {"mimetype": kind} if kind else {}
    found = reading(name, zipped({**members, begin[name]: "<not closed"}))
    assert not found.text
    assert found.flaws


def test_a_part_that_unpacks_to_too_much(reading: Read) -> None:
    words = "<text:p>" + "a" * 2_000_000 + "</text:p>"
    found = reading("a.odt", odt(words), limit=100_000)
    assert not found.text
    assert "limit" in found.flaws[0].message
