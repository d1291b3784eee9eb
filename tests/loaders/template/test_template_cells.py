"""What people type in the cells: money, years, dates, lists of values, numbers of people."""

import datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.loaders.template.filled_template import PUBLISHER, folder, load, only, said, workbook
from tpgraph.errors import InputError
from tpgraph.identifiers import record_id

FLOWS = ["id", "payer", "payee", "amount_gbp", "financial_year", "date", "basis"]


def flow(
    number: str, amount: object = 1, year: object = "2009-10", date: object = None, basis: object = "payment"
) -> list[object]:
    return [number, "Council", "Trust", amount, year, date, basis]


def test_money_is_read_in_pounds_to_the_penny(tmp_path: Path) -> None:
    amounts = ["1,234.50", "£12", "(0.10)", 0.1 + 0.2, -5]
    rows = [FLOWS, *(flow(f"f{index}", amount) for index, amount in enumerate(amounts))]
    tables = load(workbook(tmp_path / "place.xlsx", {"flows": rows}))
    assert [row["amount_pence"] for row in tables["flow"]] == [123450, 1200, -10, 30, -500]


def test_other_currencies_are_set_aside_and_never_converted(tmp_path: Path) -> None:
    files = {"flows.csv": "payer,amount_gbp,basis,currency\nA,€100,award,\nA,100,award,EUR\nA,100,award,gbp\n"}
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["flow"], "line", "amount_pence") == [(4, 10000)]
    assert said(tables, "not-pounds") == [("flows.csv", 2, "amount_gbp", "€100"), ("flows.csv", 3, "amount_gbp", "100")]
    assert only(tables["file"], "rows_read", "rows_loaded", "rows_set_aside", "money_read_pence") == [(3, 1, 2, 10000)]


def test_rows_that_miss_what_money_needs_are_set_aside_with_row_column_and_mend(tmp_path: Path) -> None:
    rows = [FLOWS, flow("f1", "1.2.3"), flow("f2", 7, basis="guess"), flow("f3", 8, basis=None)]
    rows += [["f4", None, "Trust", 9, "2009-10", None, "payment"], flow("f5", 10)]
    tables = load(workbook(tmp_path / "place.xlsx", {"flows": rows}))
    assert only(tables["set_aside"], "sheet", "line", "reason", "rows", "amount_pence") == [
        ("flows", 2, "amount_gbp cannot be read", 1, None),
        ("flows", 3, "basis cannot be read", 1, 700),
        ("flows", 4, "no basis", 1, 800),
        ("flows", 5, "no payer", 1, 900),
    ]
    of_rows = [row for row in tables["problem"] if row["line"]]
    assert only(of_rows, "line", "column", "value", "severity", "code", "sentence", "mend") == [
        (2, "amount_gbp", "1.2.3", "error", "not-an-amount", "'1.2.3' is not an amount",
         "write pounds such as 1,234.56 or (1,234.56)"),
        (3, "basis", "guess", "error", "not-on-the-list", "'guess' is no basis that is known",
         "write one of allocation, budget, award, contract, payment, outturn, receipt"),
        (4, "basis", "", "error", "empty", "the cell is empty, and a row needs it", "fill it: what kind of statement"),
        (5, "payer", "", "error", "empty", "the cell is empty, and a row needs it",
         "fill it: body that pays, by name or id"),
    ]  # fmt: skip
    assert only(
        tables["file"], "rows_read", "rows_loaded", "money_read_pence", "money_loaded_pence", "money_set_aside_pence"
    ) == [(5, 1, 3400, 1000, 2400)]


def test_a_sheet_without_a_needed_column_is_said_once_and_set_aside_row_by_row(tmp_path: Path) -> None:
    sheets = {
        "organisations": [["name"], ["Council"]],
        "flows": [["payer", "amount_gbp"], ["Council", 1], ["Council", 2]],
    }
    tables = load(workbook(tmp_path / "place.xlsx", sheets))
    assert said(tables, "column-missing") == [("flows", None, "basis", "")]
    assert said(tables, "empty") == []
    assert only(tables["set_aside"], "line", "reason", "amount_pence") == [(2, "no basis", 100), (3, "no basis", 200)]


def test_the_year_column_wins_and_a_date_outside_it_is_said(tmp_path: Path) -> None:
    rows = [FLOWS, flow("f1", year="2009/10", date="30/06/2010"), flow("f2", year=None, date="2010-03-31")]
    rows += [flow("f3", year="soon", date=datetime.date(2010, 4, 1)), flow("f4", year=None)]
    tables = load(workbook(tmp_path / "place.xlsx", {"flows": rows}))
    assert only(tables["flow"], "financial_year", "date") == [
        ("2009-10", "2010-06-30"),
        ("2009-10", "2010-03-31"),
        ("2010-11", "2010-04-01"),
        (None, None),
    ]
    assert said(tables, "date-outside-year") == [("flows", 2, "date", "2010-06-30")]
    assert said(tables, "not-a-year") == [("flows", 4, "financial_year", "soon")]


def test_a_year_that_the_spreadsheet_made_a_date_of_is_read_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "place.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("flows")
    for row, cells in enumerate([FLOWS, *(flow(f"f{n}", year=None) for n in range(4))]):
        sheet.write_row(row, 0, cells)
    sheet.write_datetime(1, 4, datetime.datetime(2009, 10, 1), book.add_format({"num_format": "mmm-yy"}))
    for row, text in enumerate(("Oct-09", "01/11/2010", "2009-12-01"), 2):
        sheet.write_string(row, 4, text)
    book.close()
    tables = load(path)
    assert [row["financial_year"] for row in tables["flow"]] == ["2009-10", "2009-10", "2010-11", None]
    assert said(tables, "year-was-date") == [
        ("flows", 2, "financial_year", "2009-10-01"),
        ("flows", 3, "financial_year", "Oct-09"),
        ("flows", 4, "financial_year", "01/11/2010"),
    ]
    assert said(tables, "not-a-year") == [("flows", 5, "financial_year", "2009-12-01")]


def test_years_of_the_place_sheet_are_a_list(tmp_path: Path) -> None:
    rows = [
        ["name", "gss", "financial_years", "bodies counted"],
        ["Northmere", None, "2009/10; Oct-10;2010-11", "A; B"],
    ]
    tables = load(workbook(tmp_path / "place.xlsx", {"place": rows}))
    assert only(tables["setting"], "name", "financial_years", "bodies_counted") == [
        ("Northmere", ["2009-10", "Oct-10", "2010-11"], ["A", "B"])
    ]


def test_values_are_chosen_from_their_lists_and_others_are_unknown(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "name,sector\nA,Other Public\nB,quango\nC,\n",
        "places.csv": "id,name,level,part_of,population,year\n"
        'E05000001,Harbour,WARD,Northmere,"11,200",2009\n,Moor,parish,,many,\n',
        "spend.csv": "organisation,amount_gbp,basis,capital,spent_on,prevention_or_response,how_sure\n"
        "A,1,Budget,capital,pay,prevention,estimated\nA,2,budget,TRUE,parties,,\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["organisation"], "name", "sector") == [("A", "other_public"), ("B", "unknown"), ("C", "unknown")]
    assert only(tables["place"], "name", "level", "population") == [("Harbour", "ward", 11200), ("Moor", None, None)]
    assert only(tables["spend"], "basis", "capital", "spent_on", "prevention_or_response", "how_sure") == [
        ("budget", "true", "pay", "prevention", "estimated"),
        ("budget", "true", None, "unknown", None),
    ]
    assert said(tables, "not-on-the-list") == [
        ("organisations.csv", 3, "sector", "quango"),
        ("places.csv", 3, "level", "parish"),
        ("spend.csv", 3, "spent_on", "parties"),
    ]
    assert said(tables, "not-a-whole-number") == [("places.csv", 3, "population", "many")]


def test_numbers_of_people_are_kept_as_given_and_texts_are_unknown(tmp_path: Path) -> None:
    text = "need,client_group,place,people,low,high,financial_year\n"
    text += "N,G,P,3,,,2009-10\nN,G,Q,lots,,,\nN,G,R,<5,,,\nN,G,S,10,20,30,\n"
    tables = load(folder(tmp_path / "a", {"client_needs.csv": text}))
    assert only(tables["client_need"], "place", "people", "low", "high") == [
        ("P", 3, None, None),
        ("Q", None, None, None),
        ("R", None, 0, 4),
        ("S", 10, 20, 30),
    ]
    assert said(tables, "not-a-whole-number") == [("client_needs.csv", 3, "people", "lots")]
    assert said(tables, "under-five") == [("client_needs.csv", 4, "people", "<5")]
    assert said(tables, "outside-bounds") == [("client_needs.csv", 5, "people", "10")]


def test_a_service_keeps_its_lists_dates_and_cost(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,organisation_id,name,description,needs,client_group,place,cost_gbp_per_year,start,end\n"
        "s1,A,Play,Drop-in,Parenting; Speech;,Under-fives,Harbour;Moor,\"120,000.50\",1 Apr 2009,31/03/2011\n"
        "s2,A,Read,,,,,€5,2009-04-01,2008-04-01\n"
    }  # fmt: skip
    tables = load(folder(tmp_path / "a", files))
    columns = ("needs", "client_groups", "places", "cost_pence_per_year", "start", "end", "stub")
    assert only(tables["service"], *columns) == [
        (["Parenting", "Speech"], ["Under-fives"], ["Harbour", "Moor"], 12000050, "2009-04-01", "2011-03-31", False),
        (None, None, None, None, "2009-04-01", "2008-04-01", False),
    ]
    assert said(tables, "not-pounds") == [("services.csv", 3, "cost_gbp_per_year", "€5")]
    assert said(tables, "ends-before-start") == [("services.csv", 3, "end", "2008-04-01")]
    assert only(tables["file"], "money_read_pence") == [(0,)]


def test_the_first_of_two_rows_with_one_id_wins(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id,name\no1,First\no1,Second\n,Third\n,THIRD\n",
        "flows.csv": "id,payer,amount_gbp,basis\nf1,o1,1,payment\nf1,o1,2,payment\n,o1,3,payment\n,o1,3,payment\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert [row["name"] for row in tables["organisation"]] == ["First", "Third"]
    assert [row["amount_pence"] for row in tables["flow"]] == [100, 300, 300]
    assert len({row["record_id"] for row in tables["flow"]}) == 3
    assert tables["flow"][0]["record_id"] == record_id(PUBLISHER, "flow", "f1")
    assert only(tables["set_aside"], "sheet", "line", "reason", "amount_pence") == [
        ("flows.csv", 3, "the id 'f1' stands twice", 200),
        ("organisations.csv", 3, "the id 'o1' stands twice", None),
        ("organisations.csv", 5, "the name 'THIRD' stands twice", None),
    ]
    assert len(said(tables, "stands-twice")) == 3


def test_a_formula_is_read_as_its_value_and_a_text_with_an_equals_sign_as_text(tmp_path: Path) -> None:
    path = tmp_path / "place.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    sheet = book.add_worksheet("flows")
    sheet.write_row(0, 0, FLOWS)
    sheet.write_row(1, 0, flow("f1"))
    sheet.write_string(1, 2, "=1+1 Ltd")
    sheet.write_formula(1, 3, "=40+2", None, 42)
    book.close()
    assert only(load(path)["flow"], "payee", "amount_pence") == [("=1+1 Ltd", 4200)]


def test_unknown_columns_are_kept_and_contacts_are_not(tmp_path: Path) -> None:
    rows = [
        ["id", "name", "Tier", "Contact name", "E-mail"],
        ["o1", "Pier jo@example.org", 2, "Jo Bloggs", "jo@example.org"],
    ]
    services = [["id", "provider", "name", "way_in"], ["s1", "Pier jo@example.org", "Play", "ring 020 7946 0018"]]
    tables = load(workbook(tmp_path / "place.xlsx", {"organisations": rows, "services": services}))
    assert only(tables["organisation"], "name", "extra") == [("Pier [contact removed]", '{"Tier":"2"}')]
    assert only(tables["service"], "way_in", "provider", "provider_record") == [
        ("ring [contact removed]", "Pier [contact removed]", record_id(PUBLISHER, "organisation", "o1"))
    ]
    assert "Bloggs" not in str(tables)
    assert "jo@" not in str(tables)
    dropped = [row["column"] for row in tables["problem"] if "contact" in str(row["code"])]
    assert dropped == ["Contact name", "E-mail"]


def test_ids_that_look_like_telephone_numbers_stay(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id,name\n02079460018,Pier Trust\n",
        "services.csv": "id,organisation_id,name\n1,02079460018,Play\n",
    }
    (service,) = load(folder(tmp_path / "a", files))["service"]
    assert service["provider_record"] == record_id(PUBLISHER, "organisation", "02079460018")


def test_other_sheets_are_left_with_a_note(tmp_path: Path) -> None:
    sheets = {
        "needs": [["id", "name", "broader"], ["esdNeed:69", "Parenting", "Family"]],
        "Chart data": [["a", "b"], [1, 2]],
    }
    tables = load(workbook(tmp_path / "place.xlsx", sheets))
    assert only(tables["need"], "record_id", "id", "name", "broader") == [
        (record_id(PUBLISHER, "need", "esdNeed:69"), "esdNeed:69", "Parenting", "Family")
    ]
    assert said(tables, "sheet-left") == [("Chart data", None, "", "")]


def test_themes_and_coverage_are_read(tmp_path: Path) -> None:
    files = {
        "themes.csv": "publisher,column,text,theme\n,purpose,Fostering,Children in care\n",
        "coverage.csv": "source,place,need or sector,complete,as_of\n"
        ",Northmere,Parenting,YES,31/03/2010\n,Moor,,nearly,\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["theme"], "publisher", "column", "text", "theme") == [
        (None, "purpose", "Fostering", "Children in care")
    ]
    assert only(tables["coverage"], "place", "need", "complete", "as_of") == [
        ("Northmere", "Parenting", "yes", "2010-03-31")
    ]
    assert only(tables["set_aside"], "sheet", "line", "reason") == [("coverage.csv", 3, "complete cannot be read")]


def test_a_template_with_nothing_below_its_headings_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path / "place.xlsx", {"organisations": [["id", "name"]]})
    with pytest.raises(InputError, match="nothing is filled in"):
        load(path)


def test_two_sheets_of_one_kind_are_one_table_and_each_is_accounted_for(tmp_path: Path) -> None:
    headings = ["id", "payer", "amount_gbp", "basis"]
    sheets = {
        "flows": [headings, ["f1", "A", 1, "award"]],
        "Money flows": [headings, ["f1", "A", 2, "award"], [None, "A", 3, "x"]],
    }
    tables = load(workbook(tmp_path / "place.xlsx", sheets))
    assert only(tables["file"], "sheet", "rows_read", "rows_loaded", "money_loaded_pence", "money_set_aside_pence") == [
        ("Money flows", 2, 1, 200, 300),
        ("flows", 1, 0, 0, 100),
    ]


def test_record_ids_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    head = "payer,payee,amount_gbp,basis\n"
    rows = ["A,B,1,payment\n", "A,C,1,payment\n", "A,B,1.00,payment\n"]
    first = load(folder(tmp_path / "a", {"flows.csv": head + "".join(rows)}))
    second = load(folder(tmp_path / "b", {"flows.csv": head + "".join(reversed(rows))}))
    ids = {row["record_id"] for row in first["flow"]}
    assert len(ids) == 3
    assert ids == {row["record_id"] for row in second["flow"]}
