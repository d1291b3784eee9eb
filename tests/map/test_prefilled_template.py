"""From a contracts register to a confirmed service: load, template --from, one line filled in, load again."""

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import tpgraph
from tests.loaders.contracts_register.made_registers import rows
from tpgraph.cli.app import app
from tpgraph.errors import MissingDataError, OutputError
from tpgraph.map import Map

CONTRACTS = rows(
    "C1,Carers support service,Harbour Trust,300000,01/04/2009,31/03/2012",
    "C2,Housing software,Granite Systems Ltd,50000,01/04/2009,31/03/2010",
    "C3,Youth club,BOOMbox,9000,01/04/2009,31/03/2010",
)
SPEND = """Body Name,Date,Supplier,Net Amount,Purpose
Northmere Council,01/05/2009,Quay Counselling,5000,Counselling
Northmere Council,01/06/2009,Quay Counselling,2500,Rent
Northmere Council,01/06/2009,Harbour Trust,900,Support
Northmere Council,01/06/2009,GENERAL EXPENSES,99000,Misc
Northmere Council,01/06/2009,Redacted Personal Data,88000,Misc
Northmere Council,01/06/2009,Northmere Primary Care Trust,77000,Pooled
Northmere Council,01/06/2009,Mrs Ann Example,66000,Fostering
"""
LISTED = """id,provider,name,needs,client_groups,places
s1,Northmere Council,Respite for carers,Respite,Carers,Northmere
"""


@pytest.fixture
def town(tmp_path: Path) -> Map:
    files = tmp_path / "northmere-council"
    files.mkdir()
    (files / "contracts.csv").write_text(CONTRACTS, "utf-8")
    (files / "payments.csv").write_text(SPEND, "utf-8")
    (files / "services.csv").write_text(LISTED, "utf-8")
    town = tpgraph.open(tmp_path / "place.tpgraph")
    town.init("Northmere", bodies=["Northmere Council", "Northmere Primary Care Trust"])
    town.load(files, publisher="Northmere Council")
    return town


def lines(path: Path, sheet: str = "services") -> list[dict[str, object]]:
    table = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    return [
        {str(head): cell for head, cell in zip(table[0], row, strict=True) if cell is not None}
        for row in table[1:]
        if any(cell is not None for cell in row)
    ]


def fill(path: Path, provider: str, **cells: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["services"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, column["provider"]).value == provider:
            for name, text in cells.items():
                sheet.cell(row, column[name]).value = text
    book.save(path)


def test_the_lines_are_what_money_seems_to_run_most_money_first(town: Map, tmp_path: Path) -> None:
    done = town.template(tmp_path / "place.xlsx")
    found = lines(tmp_path / "place.xlsx")
    assert [(line["provider"], line["money seen"]) for line in found] == [
        ("Harbour Trust", "£300,000.00 contracted (2009-10)"),
        ("Granite Systems Ltd", "£50,000.00 contracted (2009-10)"),
        ("BOOMbox", "£9,000.00 contracted (2009-10)"),
        ("Quay Counselling", "£7,500.00 paid (2009-10)"),
    ]
    assert (done.proposals, done.payees, done.left_out) == (2, 2, 0)


def test_a_proposal_comes_with_its_number_and_a_payee_with_its_purposes(town: Map, tmp_path: Path) -> None:
    town.template(tmp_path / "place.xlsx")
    proposal, _, _, payee = lines(tmp_path / "place.xlsx")
    tables = town.tables()
    ids = {row["name"]: row["id"] for row in tables["service"].to_pylist()}
    assert proposal == {
        "seems to be": "Carers support service (inferred from contract C1)",
        "money seen": "£300,000.00 contracted (2009-10)",
        "provider": "Harbour Trust", "commissioner": "Northmere Council", "start": "2009-04-01", "end": "2012-03-31",
        "cost_gbp_per_year": 100_000, "confirms": ids["Carers support service"],
    }  # fmt: skip
    assert payee == {
        "money seen": "£7,500.00 paid (2009-10)", "for what": "Counselling; Rent", "provider": "Quay Counselling",
    }  # fmt: skip


def test_a_limit_leaves_out_the_smallest_and_says_how_many(town: Map, tmp_path: Path) -> None:
    done = town.template(tmp_path / "place.xlsx", limit=1)
    assert [line["provider"] for line in lines(tmp_path / "place.xlsx")] == ["Harbour Trust"]
    assert (done.proposals, done.payees, done.left_out) == (1, 0, 3)
    assert town.template(tmp_path / "all.xlsx", limit=0).left_out == 0


def test_a_line_filled_in_confirms_the_service_and_overlaps_see_it(town: Map, tmp_path: Path) -> None:
    path = tmp_path / "place.xlsx"
    town.template(path)
    assert town.find("overlaps").empty
    fill(path, "Harbour Trust", name="Respite for carers", needs="Respite", client_groups="Carers", places="Northmere")
    town.load(path, publisher="Northmere Council")
    services = {row["name"]: row for row in town.tables()["service"].to_pylist()}
    assert {name: row["inferred_from"] for name, row in services.items()} == {
        "Respite for carers": None, "Youth club": "contract C3",
    }  # fmt: skip
    assert town.tables()["service"].num_rows == 3
    (pair,) = town.find("overlaps").to_dict("records")
    assert {pair["left_provider"], pair["right_provider"]} == {"Harbour Trust", "Northmere Council"}
    assert pair["cost_pence"] == 100_000_00
    # The contract's money is now for a service that is known to be there.
    confirmed = [row["id"] for row in town.tables()["service"].to_pylist() if row["start"] and not row["inferred_from"]]
    assert town.tables()["rel_for"].column("target_id").to_pylist().count(confirmed[0]) == 1


def test_loading_the_workbook_back_makes_no_body_twice(town: Map, tmp_path: Path) -> None:
    before = town.tables()["organisation"]
    path = tmp_path / "elsewhere" / "place.xlsx"
    path.parent.mkdir()
    town.template(path)
    fill(path, "Quay Counselling", name="Counselling")
    town.load(path)
    after = town.tables()["organisation"]
    called = [(row["name"], row["sector"]) for row in before.to_pylist()]
    assert sorted((row["name"], row["sector"]) for row in after.to_pylist()) == sorted(called)
    former = {row["former_id"] for row in town.tables()["former_id"].to_pylist()}
    assert set(before["id"].to_pylist()) <= former | set(after["id"].to_pylist())
    provided = {row["source_id"]: row["target_id"] for row in town.tables()["rel_provides"].to_pylist()}
    quay = next(row["id"] for row in after.to_pylist() if row["name"] == "Quay Counselling")
    assert provided[quay]


def test_lines_without_a_name_are_left_alone_with_one_note(town: Map, tmp_path: Path) -> None:
    path = tmp_path / "place.xlsx"
    town.template(path)
    (outcome,) = town.load(path, publisher="Northmere Council")
    assert outcome.prepared is not None
    problems = outcome.prepared.tables["record.problem"].to_pylist()
    assert [row["sentence"] for row in problems if row["sheet"] == "services"] == [
        "4 lines have no name yet: they are left alone"
    ]
    assert {row["severity"] for row in problems} <= {"note", "warning"}
    aside = outcome.prepared.tables["record.set_aside"].select(["sheet", "reason", "rows"]).to_pylist()
    assert aside == [{"sheet": "services", "reason": "a line that nobody has named yet", "rows": 4}]
    assert "record.service" not in outcome.prepared.tables
    assert town.find("overlaps").attrs["notes"][-1].startswith("2 services are only inferred")


def test_the_workbook_asks_nothing_of_bodies_whose_services_are_known(town: Map, tmp_path: Path) -> None:
    path = tmp_path / "place.xlsx"
    town.template(path)
    fill(path, "Quay Counselling", name="Counselling")
    town.load(path, publisher="Northmere Council")
    town.template(tmp_path / "next.xlsx")
    assert [line["provider"] for line in lines(tmp_path / "next.xlsx")] == [
        "Harbour Trust",
        "Granite Systems Ltd",
        "BOOMbox",
    ]


def test_organisations_carry_the_number_that_joins_them(town: Map, tmp_path: Path) -> None:
    town.template(tmp_path / "place.xlsx")
    found = {str(line["name"]): line for line in lines(tmp_path / "place.xlsx", "organisations")}
    assert set(found) == {
        "BOOMbox", "Granite Systems Ltd", "Harbour Trust", "Northmere Council", "Northmere Primary Care Trust",
        "Quay Counselling",
    }  # fmt: skip
    assert all(str(line["id"]).startswith("r-") for line in found.values())


def test_the_first_sheet_says_how_to_finish_the_lines(town: Map, tmp_path: Path) -> None:
    town.template(tmp_path / "place.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "place.xlsx")["Read me"]
    said = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "Filled in from Northmere" in said
    assert "giving it a name confirms that the service is there" in said


def test_no_name_of_a_person_is_in_the_workbook(town: Map, tmp_path: Path) -> None:
    town.template(tmp_path / "place.xlsx")
    book = openpyxl.load_workbook(tmp_path / "place.xlsx")
    cells = " ".join(str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c)
    assert "Example" not in cells.replace("Example:", "").replace("Example ", "")
    assert "Ann" not in cells


def test_the_same_store_gives_the_same_workbook_and_nothing_is_written_over(town: Map, tmp_path: Path) -> None:
    path = tmp_path / "place.xlsx"
    town.template(path)
    content = path.read_bytes()
    town.template(path)
    assert path.read_bytes() == content
    fill(path, "BOOMbox", name="Youth club")
    with pytest.raises(OutputError, match="is there already"):
        town.template(path)


def test_an_empty_store_says_what_to_load(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="tpgraph load FILES"):
        tpgraph.open(tmp_path / "empty.tpgraph").template(tmp_path / "place.xlsx")


@pytest.mark.usefixtures("town")
def test_the_command_writes_says_and_names_the_next_one(tmp_path: Path) -> None:
    store, path = tmp_path / "place.tpgraph", tmp_path / "place.xlsx"
    done = CliRunner().invoke(app, ["template", str(path), "--from", str(store), "--limit", "2"])
    assert done.exit_code == 0, done.output
    assert "5 organisations, 2 lines to finish (1 proposed service, 1 large payee); 2 with less money" in done.output
    assert f"Next: tpgraph --store {store} load {path}" in done.output
    again = CliRunner().invoke(app, ["template", str(path), "--from", str(store)])
    assert again.exit_code == 1
    forced = CliRunner().invoke(app, ["template", str(path), "--from", str(store), "--force"])
    assert forced.exit_code == 0, forced.output
    assert len(lines(path)) == 4
    missing = CliRunner().invoke(app, ["template", str(tmp_path / "x.xlsx"), "--from", str(tmp_path / "no.tpgraph")])
    assert missing.exit_code == 1
    assert not (tmp_path / "x.xlsx").exists()
