"""What the template loader claims, and what it leaves to others."""

from pathlib import Path

import pytest

from tests.loaders.template.filled_template import claims, folder, load, only, workbook
from tpgraph.errors import UnreadableFileError

ORGANISATIONS = "id,name,kind,identifier\no1,Northmere Council,council,\n"
SERVICES = (
    "id,organisation_id,name,description,needs,client_group,place,cost_gbp_per_year,start,end\n"
    "s1,o1,Play,Drop-in,Parenting,Under-fives,Harbour,100,2009-04-01,\n"
)


def test_a_folder_of_organisations_and_services_is_one_source_beside_other_files(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "directory",
        {
            "organisations.csv": ORGANISATIONS,
            "services.csv": SERVICES,
            "truth.csv": "task,left_id,right_id,label\nservice,s1,s2,1\n",
            "notes.txt": "hello",
        },
    )
    (claim,) = claims(path)
    assert (claim.members, claim.stem) == (("organisations.csv", "services.csv"), "directory")
    assert claim.why == "organisations.csv, services.csv: named as sheets of the template, with their columns"
    tables = load(path)
    assert only(tables["file"], "sheet", "rows_read", "rows_loaded") == [
        ("organisations.csv", 1, 1),
        ("services.csv", 1, 1),
    ]
    assert only(tables["load"], "file", "dataset") == [("directory", "template-directory")]


def test_open_referral_packages_are_left_to_their_loader(tmp_path: Path) -> None:
    services = "id,organization_id,name,description,status\ns1,o1,Play,Drop-in,active\n"
    assert claims(folder(tmp_path / "a", {"services.csv": services, "organizations.csv": "id,name\no1,A\n"})) == []
    assert (
        claims(
            folder(tmp_path / "b", {"services.csv": "id,name,description\ns1,A,B\n", "organizations.csv": "id,name\n"})
        )
        == []
    )
    assert claims(folder(tmp_path / "c", {"services.csv": services})) == []


def test_spend_files_are_left_to_their_loader(tmp_path: Path) -> None:
    text = "Supplier,Net Amount,Payment Date,Directorate\nPier Ltd,1.00,01/04/2016,Children\n"
    assert claims(folder(tmp_path / "a", {"spend.csv": text, "payments.csv": text})) == []
    assert claims(workbook(tmp_path / "spend.xlsx", {"Spend": [["Supplier", "Amount", "Date"], ["A", 1, "x"]]})) == []


def test_a_lone_file_with_the_columns_of_one_sheet_is_claimed_whatever_its_name(tmp_path: Path) -> None:
    text = "Payer,Payee,Amount GBP,Financial year,Basis\nNorthmere Council,Pier Ltd,1,2009-10,payment\n"
    path = folder(tmp_path / "a", {"grants we know of.csv": text, "colours.csv": "id,name,description\n1,Red,Warm\n"})
    (claim,) = claims(path)
    assert (claim.members, claim.stem) == (("grants we know of.csv",), "grants we know of")
    assert claim.why == "its columns are those of the template's sheet flows"
    assert only(load(path)["flow"], "sheet", "line", "amount_pence", "financial_year") == [("", 2, 100, "2009-10")]


def test_headings_and_sheet_names_may_be_written_in_other_ways(tmp_path: Path) -> None:
    sheets = {
        "Organisation register": [["NAME", "Sector "], ["A", "local"]],
        "Client Needs": [["Need", "Client group", "People"], ["Parenting", "Under-fives", 20]],
        "FLOWS": [["Payer", "Amount (£)", "Basis"], ["A", 2, "budget"]],
    }
    path = workbook(tmp_path / "place.xlsx", sheets)
    tables = load(path)
    assert only(tables["organisation"], "sheet", "line", "name", "sector") == [
        ("Organisation register", 2, "A", "local")
    ]
    assert only(tables["client_need"], "need", "client_group", "people") == [("Parenting", "Under-fives", 20)]
    assert only(tables["flow"], "payer", "amount_pence", "basis") == [("A", 200, "budget")]


def test_a_column_of_pence_is_not_read_as_pounds(tmp_path: Path) -> None:
    rows = [["payer", "amount_pence", "basis"], ["A", 12345, "budget"]]
    tables = load(workbook(tmp_path / "place.xlsx", {"organisations": [["name"], ["A"]], "flows": rows}))
    assert only(tables["set_aside"], "sheet", "line", "reason") == [("flows", 2, "no amount_gbp")]


def test_a_damaged_workbook_stops_itself_but_not_the_files_beside_it(tmp_path: Path) -> None:
    path = folder(tmp_path / "a", {"organisations.csv": ORGANISATIONS, "broken.xlsx": "PK\x03\x04 nothing"})
    (claim,) = claims(path)
    assert claim.members == ("organisations.csv",)
    with pytest.raises(UnreadableFileError, match=r"broken\.xlsx"):
        claims(path / "broken.xlsx")
