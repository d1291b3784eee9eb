"""Every report of a map, written into one folder."""

from collections.abc import Callable
from pathlib import Path

from tpgraph.reports.brief import write_brief
from tpgraph.reports.first_page import first_page_html
from tpgraph.reports.material import Material
from tpgraph.reports.report_page import report_html
from tpgraph.reports.workbook import write_workbook
from tpgraph.reports.writing import write_text

PAGES: tuple[tuple[str, Callable[[Material], str]], ...] = (
    ("index.html", first_page_html),
    ("report.html", report_html),
)
FILES: tuple[tuple[str, Callable[[Material, Path], None]], ...] = (
    ("findings.xlsx", write_workbook),
    ("brief.docx", write_brief),
)


def write_all(material: Material, folder: Path) -> list[Path]:
    """Write index.html, report.html, findings.xlsx and brief.docx, each whole or not at all.

    Parameters
    ----------
    material : what to report on
    folder : made if it does not exist; map.html is written into it by the map

    Returns
    -------
    paths of the files, in the order above

    Raises
    ------
    OutputError
        If one cannot be written, naming it and the mend; what stood there before stays.
    """
    written = []
    for name, page in PAGES:
        write_text(folder / name, page(material))
        written.append(folder / name)
    for name, write in FILES:
        write(material, folder / name)
        written.append(folder / name)
    return written
