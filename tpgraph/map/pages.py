"""Pages of the map: the offline map page, the reports, and the texts that still lack a theme."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.analysis import analyses
from tpgraph.errors import OutputError
from tpgraph.map.loading import today
from tpgraph.reports.material import Material
from tpgraph.reports.writing import replacing, write_text
from tpgraph.tables import Tables, texts

if TYPE_CHECKING:
    from tpgraph.map import Map
    from tpgraph.views.map_model import MapData, MapLink, MapNode


PAGES = (("First page", "index.html"), ("Report", "report.html"))
"""Pages that the map links to where they stand beside it."""

UNTHEMED = "themes-to-fill-in.csv"


def material(town: "Map", unread: Sequence[str] = ()) -> Material:
    """Run every analysis with its defaults and gather what the reports are made from."""
    load = town.store.read("record.load")
    load = load.filter(pa.array([not superseded for superseded in load.column("superseded").to_pylist()], pa.bool_()))
    ids = pa.array(texts(load, "load_id"), pa.string())
    records = {"load": load}
    for name in ("file", "problem", "set_aside"):
        table = town.store.read(f"record.{name}")
        records[name] = table.filter(pc.is_in(table.column("load_id"), ids))
    answers = {}
    for name in analyses():
        town.progress(f"asking: {name}")
        answers[name] = town.answer(name)
    tables = town.tables()
    return Material(tables, records, answers, tables.version, today(), tuple(unread))


def _with_ids(data: "MapData", tables: Tables) -> "MapData":
    """Give every sum of money on the map the id that `explain` leads back to its rows."""
    from dataclasses import replace

    from tpgraph.reports.figure_kinds import BETWEEN_TWO, ON_THE_MAP, PAID, RECEIVED
    from tpgraph.reports.figures import id_of

    year, basis = data.financial_year, data.basis
    funds = [
        row for row in tables["rel_funds"].to_pylist()
        if ((row["financial_year"] or ""), (row["basis"] or "")) == (year, basis)
    ]  # fmt: skip
    payers, payees = {row["source_id"] for row in funds}, {row["target_id"] for row in funds}

    def of_node(node: "MapNode") -> str:
        ids = [
            id_of(kind, (node.id, year, basis))
            for kind, ends in ((PAID, payers), (RECEIVED, payees))
            if node.id in ends
        ]
        return ", ".join(ids)

    def of_link(link: "MapLink") -> "MapLink":
        if link.relationship != "FUNDS":
            return link
        figure = id_of(BETWEEN_TWO, (link.source, link.target, " ".join(part for part in (year, basis) if part)))
        return replace(link, label=f"{link.label}, {figure}")

    nodes = tuple(replace(node, figure_id=of_node(node)) for node in data.nodes)
    themes = tuple(
        replace(theme, figure_id=id_of(ON_THE_MAP, (theme.name, year, basis)))
        if theme.amount_pence is not None
        else theme
        for theme in data.themes
    )
    return replace(data, nodes=nodes, links=tuple(of_link(link) for link in data.links), themes=themes)


def write_map(town: "Map", path: Path) -> Path:
    """Write map.html."""
    from tpgraph.views.map_data import from_tables
    from tpgraph.views.map_page import map_html

    town.progress("drawing the map")
    tables = town.tables()
    data = _with_ids(from_tables(tables, graph_version=tables.version), tables)
    beside = [(label, name) for label, name in PAGES if (path.parent / name).exists()]
    html = map_html(data, pages=beside)
    if not path.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {path.parent}; make it first")
    write_text(path, html)
    return path


def write_reports(town: "Map", folder: Path, unread: Sequence[str] = (), agency: str = "") -> list[Path]:
    """Write index.html, report.html, findings.xlsx, brief.docx, map.html, and the texts that still lack a theme.

    With `agency`, what concerns that body only: pages, workbook and brief with its findings, and the map of the place.
    """
    from tpgraph.map.for_agency import agency_of, material_for
    from tpgraph.reports.bundle import write_all

    if agency:
        agency_of(town.tables(), agency)  # a wrong name is told before a folder is made
    town.progress("writing the reports")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: the folder cannot be made ({error.strerror})") from error
    made = material(town, unread)
    written: list[Path] = write_all(material_for(made, agency) if agency else made, folder)
    written.append(write_map(town, folder / "map.html"))
    if agency:
        return written
    unthemed = write_unthemed(town, folder / UNTHEMED)
    return written + ([unthemed] if unthemed else [])


def write_unthemed(town: "Map", path: Path) -> Path | None:
    """Write the texts that lack a theme, most money first, as a themes.csv to fill in; None where there are none."""
    import csv

    table = town.tables()["unthemed"]
    if not table.num_rows:
        return None
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["publisher", "column", "text", "theme", "pounds", "flows"])
        for row in table.to_pylist():
            pounds = f"{row['amount_pence'] / 100:.2f}"
            writer.writerow([_safe(row["publisher"]), row["column"], _safe(row["text"]), "", pounds, row["flows"]])
    return path


def _safe(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
