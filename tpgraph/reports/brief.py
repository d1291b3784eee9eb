"""The brief: the first page as a Word document, for mail and shared drives that do not show HTML."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.reports import agenda as wording
from tpgraph.reports.agenda import Agenda, Statement
from tpgraph.reports.material import Material
from tpgraph.reports.standing import Cell
from tpgraph.reports.words import shorten
from tpgraph.reports.writing import replacing
from tpgraph.views.text import clean_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

LANGUAGE = "en-GB"
_BLUE = (0x12, 0x43, 0x6D)


def write_brief(material: Material, path: Path) -> None:
    """Write brief.docx: what the first page says, with headings, real tables and header rows.

    Raises
    ------
    OutputError
        If the file cannot be written, such as when it is open elsewhere.
    """
    document = brief_document(wording.agenda(material))
    with replacing(path) as part:
        document.save(str(part))


def brief_document(said: Agenda) -> "Document":
    """Lay an agenda out as a document."""
    import docx

    document: Document = docx.Document()
    _set_up(document, said)
    document.add_heading(_clean(said.title), 0)
    _paragraph(document, f"Bodies we count: {said.bodies_counted}.")
    _paragraph(document, f"Made on {said.made_on}. Graph version {said.graph_version}.")
    _money(document, said)
    _bodies(document, said)
    _questions(document, said)
    _faults(document, said)
    if said.missing:
        document.add_heading("To supply", 1)
        for sentence in said.missing:
            document.add_paragraph(_clean(sentence), style="List Bullet")
    document.add_heading("Beside this brief", 1)
    _paragraph(
        document,
        "index.html is the same on one page; map.html is the map; report.html and findings.xlsx hold every finding and "
        "figure. The command tpgraph explain, followed by an id, shows the rule and the rows behind it.",
    )
    return document


def _set_up(document: "Document", said: Agenda) -> None:
    """Set paper, language, fonts and document properties."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(10.5)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.color.rgb = RGBColor(*_BLUE)
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE)
    made = datetime.datetime.fromisoformat(said.made_on[:10]) if said.made_on else None
    properties = document.core_properties
    properties.title, properties.language = _clean(said.title), LANGUAGE
    properties.subject, properties.author = "Brief for the meeting", "tpgraph"
    properties.comments = f"Graph version {_clean(said.graph_version)}"
    if made:
        properties.created = properties.modified = made


def _money(document: "Document", said: Agenda) -> None:
    document.add_heading("The money", 1)
    line = document.add_paragraph()
    line.add_run(_with_ids(said.headline)).bold = True
    for statement in said.money:
        _paragraph(document, _with_ids(statement))
    if said.other_years:
        _paragraph(document, said.other_years)


def _bodies(document: "Document", said: Agenda) -> None:
    document.add_heading("Who has given what", 1)
    if not said.bodies:
        _paragraph(document, wording.NO_BODY)
        return
    money = f"Money, {said.financial_year}" if said.financial_year else "Money"
    rows = [[body.name, _cell(body.money), _cell(body.services), _cell(body.needs)] for body in said.bodies]
    _table(document, ["Body", money, "Services", "Needs"], rows, (6, 5, 3, 3))
    more = f"And {said.more_bodies} more in the report. " if said.more_bodies else ""
    _paragraph(document, more + said.body_key)


def _cell(cell: Cell) -> str:
    return f"{cell.symbol} {cell.standing}" + (f": {cell.note}" if cell.note else "")


def _questions(document: "Document", said: Agenda) -> None:
    document.add_heading("Questions for the meeting", 1)
    if not said.questions:
        _paragraph(document, wording.NO_QUESTION)
        return
    rows = [
        [str(number), asked.question, asked.in_the_room, _stakes(asked.at_stake, asked.grade), asked.id]
        for number, asked in enumerate(said.questions, 1)
    ]
    headings = ["No.", "Question", "In the room", "At stake, and how sure", "Id"]
    _table(document, headings, rows, (1, 6, 4, 3.5, 2.5))
    if said.odds:
        _paragraph(document, said.odds)


def _stakes(at_stake: str, grade: str) -> str:
    return f"{at_stake}. {grade}" if grade else at_stake


def _faults(document: "Document", said: Agenda) -> None:
    document.add_heading("Worth most to mend", 1)
    if not said.faults:
        _paragraph(document, wording.NO_FAULT)
        return
    rows = [[fault.sentence, fault.worth, fault.mend, fault.id] for fault in said.faults]
    _table(document, ["What is wrong", "Pounds concerned", "What to do", "Id"], rows, (6, 3, 5.5, 2.5))


def _table(
    document: "Document", headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> "Table":
    """Add a table whose first row is repeated on every page and is known as its header; widths in centimetres."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    table: Table = document.add_table(rows=len(rows) + 1, cols=len(headings), style="Table Grid")
    table.autofit = False
    head = table.rows[0]
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(mark)
    for row, texts in zip(table.rows, [headings, *rows], strict=True):
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Cm(width)
            cell.text = shorten(_clean(text), 400)
            for run in cell.paragraphs[0].runs:
                run.font.size, run.bold = Pt(9), row is head or texts is headings
    return table


def _with_ids(statement: Statement) -> str:
    return f"{statement.text} ({', '.join(statement.ids)})" if statement.ids else statement.text


def _paragraph(document: "Document", text: str) -> None:
    document.add_paragraph(_clean(text))


def _clean(text: str) -> str:
    # XML holds no control characters, and python-docx refuses them.
    return clean_text(text)
