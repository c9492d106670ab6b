"""The report as a Word document (ECMA-376) with real footnotes. python-docx makes the package and its styles; the body is written as XML."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from docx import Document
from docx.document import Document as Package
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree
from lxml.builder import ElementMaker

from firsthand.reports.escape import VISIBLE
from firsthand.reports.lay import Block, Grid, Heading, Notes, Para, Picture, lay, shown
from firsthand.reports.record import Report, Run

NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
STYLES = {"body": "Normal", "lead": "Lead", "small": "Small", "item": "Item", "passage": "Item"}
WIDTH = 9350
"""Width of the text in twentieths of a point: A4 with margins of 2.25 cm."""

_NS = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
W = ElementMaker(namespace=_NS["w"], nsmap=_NS)


def write(report: Report) -> bytes:
    """The bytes of the document. The same report gives the same words; drawings are left to the other formats, their lists stand here."""
    package = Document()
    _styles(package)
    package.core_properties.title = report.name.translate(VISIBLE)
    package.core_properties.author = f"Firsthand {report.version}"
    body = package.element.body
    end = body.find(qn("w:sectPr"))
    notes = _Footnotes(report)
    title = Para(runs=(Run(report.name),))
    for element in (
        _paragraph(title, notes, "Title"),
        *(e for block in lay(report) for e in _block(block, notes)),
    ):
        end.addprevious(element)
    part = Part(PackURI("/word/footnotes.xml"), NOTES, notes.xml(), package.part.package)
    package.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


class _Footnotes:
    """The footnotes part: the two separators that Word asks for, then one note for each call."""

    def __init__(self, report: Report) -> None:
        self._notes = Notes(report)
        self._made: list[etree._Element] = []

    def cite(self, numbers: Sequence[int]) -> etree._Element:
        """The mark in the text of a new footnote on these passages."""
        id_ = str(len(self._made) + 1)
        mark = W.r(_style("r", "FootnoteReference"), W.footnoteRef())
        text = W.p(_style("p", "FootnoteText"), mark, *_runs((Run(" "), *self._notes.note(numbers))))
        self._made.append(W.footnote(text, {qn("w:id"): id_}))
        return W.r(_style("r", "FootnoteReference"), W.footnoteReference({qn("w:id"): id_}))

    def xml(self) -> bytes:
        """The part."""
        between = [
            W.footnote(W.p(W.r(mark)), {qn("w:type"): kind, qn("w:id"): id_})
            for id_, kind, mark in (
                ("-1", "separator", W.separator()),
                ("0", "continuationSeparator", W.continuationSeparator()),
            )
        ]
        root = W.footnotes(*between, *self._made)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _block(block: Block, notes: _Footnotes) -> Iterator[etree._Element]:
    if isinstance(block, Heading):
        yield _paragraph(Para(runs=(Run(block.text),)), notes, f"Heading{block.level}")
    elif isinstance(block, Para):
        yield _paragraph(block, notes, STYLES[block.style])
    elif isinstance(block, Grid):
        yield _paragraph(Para(runs=(Run(block.title),)), notes, "Caption", keep=True)
        yield _table(block, notes)
        yield W.p()
    else:
        assert isinstance(block, Picture)


def _style(kind: str, name: str) -> etree._Element:
    return W(f"{kind}Pr", W(f"{kind}Style", {qn("w:val"): name}))


def _paragraph(para: Para, notes: _Footnotes, style: str, *, keep: bool = False) -> etree._Element:
    made = _style("p", style)
    if keep:
        made.append(W.keepNext())
    if para.indent:
        made.append(W.ind({qn("w:left"): str(360 * (para.indent + (para.style == "item")))}))
    out = W.p(made, *_runs(para.runs))
    if para.notes:
        out.append(notes.cite(para.notes))
    return out


def _runs(runs: Sequence[Run]) -> Iterator[etree._Element]:
    for run in runs:
        made = W.t(" ".join(shown(run).translate(VISIBLE).split("\n")))
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        yield W.r(W.rPr(W.b()), made) if run.kind in ("name", "cue") else W.r(made)


def _table(grid: Grid, notes: _Footnotes) -> etree._Element:
    whole = sum(grid.widths)
    widths = [str(WIDTH * w // whole) for w in grid.widths]
    head = [_cell(Para(runs=(Run(h, "name"),)), width, notes) for h, width in zip(grid.head, widths, strict=True)]
    lines = (W(edge, {qn("w:val"): "single", qn("w:sz"): "4", qn("w:color"): "BFBFBF"}) for edge in ("top", "bottom", "insideH"))  # fmt: skip
    return W.tbl(
        W.tblPr(
            W.tblW({qn("w:w"): "5000", qn("w:type"): "pct"}),
            W.tblBorders(*lines),
            W.tblLayout({qn("w:type"): "fixed"}),
            W.tblCaption({qn("w:val"): grid.title.translate(VISIBLE)}),
        ),
        W.tblGrid(*(W.gridCol({qn("w:w"): w}) for w in widths)),
        W.tr(W.trPr(W.cantSplit(), W.tblHeader()), *head),
        *(
            W.tr(W.trPr(W.cantSplit()), *(_cell(c, w, notes) for c, w in zip(row, widths, strict=True)))
            for row in grid.rows
        ),
    )


def _cell(para: Para, width: str, notes: _Footnotes) -> etree._Element:
    return W.tc(W.tcPr(W.tcW({qn("w:w"): width, qn("w:type"): "dxa"})), _paragraph(para, notes, "Cell"))


def _styles(package: Package) -> None:
    """A4, and the styles that are used here, over those of the package's template."""
    for section in package.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.25)
        section.top_margin = section.bottom_margin = Cm(2.2)
    styles = package.styles
    styles["Normal"].font.size = Pt(10.5)
    styles["Normal"].paragraph_format.space_after = Pt(5)
    for name, size, left in (("Lead", 11.5, 0.0), ("Small", 8.5, 0.0), ("Item", 10.0, 0.6), ("Cell", 9.0, 0.0)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        made.font.size = Pt(size)
        made.paragraph_format.left_indent = Cm(left)
        made.paragraph_format.space_after = Pt(3)
    note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.element.set(qn("w:styleId"), "FootnoteText")
    note.base_style = styles["Normal"]
    note.font.size = Pt(8)
    note.paragraph_format.space_after = Pt(0)
    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.set(qn("w:styleId"), "FootnoteReference")
    mark.font.superscript = True
    for level in range(1, 4):
        styles[f"Heading {level}"].font.color.rgb = RGBColor(0x1D, 0x1D, 0x1F)
