"""The report: every question with its findings and figures, the rows behind each, and what became of the files."""

from tpgraph.money import pounds
from tpgraph.reports import agenda as wording
from tpgraph.reports.first_page import TEMPLATES, style
from tpgraph.reports.material import Material
from tpgraph.reports.money_section import money_section
from tpgraph.reports.overlap_standing import standing
from tpgraph.reports.sections import sections
from tpgraph.reports.sources import fault_grid, source_grid, unthemed_grid
from tpgraph.views.page import render_page

NOTES_SHOWN = 25
PAGES = (("First page", "index.html"), ("Map", "map.html"), ("Workbook", "findings.xlsx"), ("Brief", "brief.docx"))


def report_html(material: Material) -> str:
    """Make report.html.

    Returns
    -------
    str
        A page without scripts and without requests. Tables show a bounded number of rows; findings.xlsx holds them all.
    """
    said = wording.agenda(material)
    parts = sections(material)
    money = None if material.agency else money_section(material)
    anchors = {card.finding.id for part in parts for card in part.cards}
    contents = [("What is missing", "missing"), *([("Money", "money")] if money else [])]
    contents += [(part.name.replace("_", " ").capitalize(), part.name) for part in parts]
    contents += [("Verdicts and names", "verdicts")]
    contents += [("What is worth mending", "mend"), ("Not yet themed", "themes"), ("Sources", "sources")]
    context = {
        "title": f"Report on {said.title}",
        "pages": PAGES,
        "agenda": said,
        "contents": contents,
        "missing": wording.missing(material),
        "money_section": money,
        "sections": parts,
        "anchors": anchors,
        "standing": standing(material),
        "faults": fault_grid(material),
        "unthemed": unthemed_grid(material),
        "sources": source_grid(material),
        "unread": material.unread,
        "notes_shown": NOTES_SHOWN,
        "no_fault": wording.NO_FAULT,
        "money": _money,
    }
    return render_page("report.html", context, styles=[style("report.css")], folder=TEMPLATES)


def _money(pence: int | None) -> str:
    return "" if pence is None else pounds(pence)
