"""What a contract or grant only proposes carries its mark in words, on the map and in the workbook."""

from pathlib import Path

import openpyxl

from tests.reports.town import graph_rows, material
from tpgraph.reports.agenda import agenda
from tpgraph.reports.standing import NOTHING, PART, Cell
from tpgraph.reports.workbook import write_workbook
from tpgraph.views.map_data import from_tables

MARK = "inferred from contract C1"


def proposed() -> dict[str, list[dict[str, object]]]:
    rows = graph_rows()
    rows["service"] = [
        {**row, "inferred_from": "contract C1" if row["id"] == "group" else None} for row in rows["service"]
    ]
    return rows


def test_the_map_says_that_nobody_has_confirmed_a_proposed_service() -> None:
    nodes = {node.id: dict(node.facts) for node in from_tables(material(proposed()).tables).nodes}
    assert nodes["group"]["How we know"] == f"{MARK}; nobody has confirmed it"
    assert "How we know" not in nodes["play"]


def test_the_sheet_of_services_says_how_each_is_known(tmp_path: Path) -> None:
    write_workbook(material(proposed()), tmp_path / "findings.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "findings.xlsx")["services"]
    heads = [cell.value for cell in sheet[1]]
    known = {row[heads.index("Id")].value: row[heads.index("How we know")].value for row in sheet.iter_rows(min_row=2)}
    assert known == {"group": f"{MARK}, not confirmed", "play": "listed"}


def test_a_body_with_nothing_but_a_proposal_has_not_given_its_services() -> None:
    rows = graph_rows()
    rows["service"].append({"id": "new", "name": "Custody support", "inferred_from": "contract C1"})
    before = agenda(material(graph_rows())).bodies[1]
    rows["rel_commissions"].append({"source_id": "police", "target_id": "new"})
    after = agenda(material(rows)).bodies[1]
    assert before.services == Cell(NOTHING)
    assert after.services == Cell(PART, "inferred from contracts or grants, not confirmed")
