"""The first page: one printed A4 that a meeting can begin with."""

from pathlib import Path

from tpgraph.reports import agenda as wording
from tpgraph.reports.material import Material
from tpgraph.reports.words import shorten
from tpgraph.views.page import render_page

TEMPLATES = Path(__file__).parent / "templates"
BESIDE = (("Report", "report.html"), ("Map", "map.html"), ("Workbook", "findings.xlsx"), ("Brief", "brief.docx"))
"""What stands beside the first page, by relative address."""


def style(name: str) -> str:
    """Read a stylesheet of this room."""
    return (TEMPLATES / name).read_text("utf-8")


def first_page_html(material: Material) -> str:
    """Make index.html.

    Returns
    -------
    str
        A page without scripts and without requests that prints on one A4: long names and lists are cut short here and
        stand whole in the report.
    """
    said = wording.agenda(material)
    context = {
        "title": said.title,
        "agenda": said,
        "beside": BESIDE,
        "shorten": shorten,
        "missing_shown": wording.MISSING_SHOWN,
        "no_body": wording.NO_BODY,
        "no_question": wording.NO_QUESTION,
        "no_fault": wording.NO_FAULT,
    }
    return render_page("first_page.html", context, styles=[style("first_page.css")], folder=TEMPLATES)
