"""Who is paid and who publishes: persons, nobody, initials, and the one body in the columns of payers."""

from pathlib import Path

import pytest
from tpgraph_loaders.template import LOADER

from tests.loaders.template.filled_template import folder, load, only, workbook
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare

FLOWS = "payer,payee,amount,financial year,basis"


def prepared(path: Path) -> list[PreparedLoad]:
    """Load every source of a path, the publisher worked out."""
    return [prepare(group, claim) for group in find_groups([path]) for claim in LOADER.recognise(group)]


def test_the_one_body_in_the_columns_of_payers_publishes_whatever_stands_beside_it(tmp_path: Path) -> None:
    flows = f"{FLOWS}\nAlpha Council,Pier Ltd,1,2009-10,payment\nALPHA COUNCIL,Pier Ltd,2,2009-10,payment\n"
    (alone,) = prepared(folder(tmp_path / "northshire", {"flows.csv": flows}))
    themes = "publisher,column,text,theme\n,purpose,Agency,Staff\n"
    (beside,) = prepared(folder(tmp_path / "northshire", {"themes.csv": themes}))
    assert alone.publisher == beside.publisher == "Alpha Council"
    assert alone.publisher_why == "the one body in the columns of payers"
    ids = [one.tables["record.flow"].column("record_id").to_pylist() for one in (alone, beside)]
    assert ids[0] == ids[1]


def test_a_payer_given_by_its_id_publishes_under_its_name(tmp_path: Path) -> None:
    for name, body in (("council", "Alpha Council"), ("nhs", "Beta Trust")):
        sheets: dict[str, list[list[object]]] = {
            "organisations": [["id", "name"], ["o1", body], ["o2", "Pier Ltd"]],
            "flows": [["id", *FLOWS.split(",")], ["f1", "o1", "o2", 100, "2009-10", "payment"]],
            "spend": [["organisation", "amount", "basis"], [body.upper(), 5, "budget"]],
        }
        workbook(tmp_path / f"{name}.xlsx", sheets)
    assert [one.publisher for one in prepared(tmp_path)] == ["Alpha Council", "Beta Trust"]


def test_where_two_bodies_pay_the_folder_publishes(tmp_path: Path) -> None:
    files = {
        "flows.csv": f"{FLOWS}\nAlpha Council,Pier Ltd,1,2009-10,payment\n",
        "spend.csv": "organisation,heading,amount,basis\nBeta Trust,Clinics,5,budget\n",
    }
    (one,) = prepared(folder(tmp_path / "northshire", files))
    assert (one.publisher, one.publisher_why) == ("northshire", "the name of the folder")


def test_a_person_paid_by_id_is_an_individual_and_no_organisation(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id,name\no1,Mrs Jane Smith\no2,Alpha Council\no3,Dr Foster Surgery\no4,Mr A Day\n",
        "services.csv": "id,name,provider,description\ns1,Surgery,o3,x\n",
        "flows.csv": f"{FLOWS},purpose,Vendor\n"
        "o2,o1,5,2009-10,payment,Fostering Jane Smith,Mrs Jane Smith\n"
        "o2,MR A DAY,6,2009-10,payment,x,y\n"
        "o2,o3,7,2009-10,payment,x,y\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["flow"], "payee", "payee_status", "payee_record", "purpose", "extra") == [
        ("an individual", "individual", None, "Fostering an individual", '{"Vendor":"an individual"}'),
        ("an individual", "individual", None, "x", '{"Vendor":"y"}'),
        ("an individual", "individual", None, "x", '{"Vendor":"y"}'),
    ]
    # A body that offers a service stays, whatever its name.
    assert {row["name"] for row in tables["organisation"]} == {"Alpha Council", "Dr Foster Surgery"}
    assert only(tables["set_aside"], "sheet", "line", "reason") == [
        ("organisations.csv", 2, "a person, not kept"),
        ("organisations.csv", 5, "a person, not kept"),
    ]
    assert "Jane" not in str(tables)


@pytest.mark.parametrize("written", ["n/a", "#N/A", "-", "none"])
def test_a_payee_that_stands_for_nothing_is_blank(tmp_path: Path, written: str) -> None:
    tables = load(folder(tmp_path / "a", {"flows.csv": f"{FLOWS}\nAlpha,{written},1,2009-10,payment\n"}))
    assert only(tables["flow"], "payee", "payee_status", "payee_record") == [(None, "blank", None)]


def test_a_payer_by_the_initials_of_the_publisher_is_the_publisher(tmp_path: Path) -> None:
    files = {
        "flows.csv": f"{FLOWS}\nNBC,Pier Ltd,1,2009-10,payment\nNorth Bay Council,Pier Ltd,2,2009-10,payment\n",
        "spend.csv": "organisation,heading,amount,basis\nN.B.C.,Clinics,5,budget\nNBT,Clinics,5,budget\n",
    }
    (group,) = find_groups([folder(tmp_path / "a", files)])
    (claim,) = LOADER.recognise(group)
    tables = prepare(group, claim, "North Bay Council").tables
    flows, spend = tables["record.flow"], tables["record.spend"]
    assert flows.column("payer").to_pylist() == ["North Bay Council"] * 2
    assert len(set(flows.column("payer_record").to_pylist())) == 1
    assert spend.column("organisation").to_pylist() == ["North Bay Council", "NBT"]
    notes = [row for row in tables["record.problem"].to_pylist() if row["code"] == "payer-initials"]
    assert [(row["column"], row["value"], row["severity"]) for row in notes] == [
        ("payer", "NBC", "note"),
        ("organisation", "N.B.C.", "note"),
    ]


def test_initials_that_are_a_body_of_the_sheet_stay(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id,name\nNBC,Northern Box Company\n",
        "flows.csv": f"{FLOWS}\nNBC,Pier Ltd,1,2009-10,payment\n",
    }
    (group,) = find_groups([folder(tmp_path / "a", files)])
    (claim,) = LOADER.recognise(group)
    assert prepare(group, claim, "North Bay Council").tables["record.flow"].column("payer").to_pylist() == ["NBC"]


def test_themes_to_fill_in_are_themes_and_what_is_not_filled_in_is_set_aside_quietly(tmp_path: Path) -> None:
    text = (
        "publisher,column,text,theme,pounds,flows\n"
        "'=Alpha,purpose,'-Agency,Staff,50.00,1\n"
        "Alpha,purpose,O'Neil's,Staff,5.00,1\n"
        "Alpha,purpose,Rent,,5.00,1\n"
        "Alpha,purpose,,Staff,5.00,1\n"
    )
    tables = load(folder(tmp_path / "a", {"themes-to-fill-in.csv": text}))
    assert only(tables["theme"], "publisher", "text", "theme") == [
        ("=Alpha", "-Agency", "Staff"),
        ("Alpha", "O'Neil's", "Staff"),
    ]
    assert only(tables["set_aside"], "line", "reason") == [(4, "no theme filled in"), (5, "no text")]
    assert [(row["line"], row["severity"], row["code"]) for row in tables["problem"]] == [
        (None, "note", "theme-not-filled-in"),
        (5, "error", "empty"),
    ]
