"""Spend files: headings, amounts, totals, payees; on small files that can be checked by hand."""

import io
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from tpgraph_loaders.spend import LOADER

from tpgraph.errors import UnknownFormatError
from tpgraph.identifiers import record_id
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.loader import Claim
from tpgraph.loading.recognise import recognise

HEAD = "Body Name,Payment Date,Supplier Name,Net Amount\n"
COUNCIL = "Northmere Borough Council"


def rows(*lines: str) -> str:
    """Rows of one council: each line is date, payee, amount."""
    return HEAD + "".join(f"{COUNCIL},{line}\n" for line in lines)


def loaded(tmp_path: Path, text: str | bytes, name: str = "june.csv", publisher: str | None = None) -> PreparedLoad:
    path = tmp_path / "northmere" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    ((group, claim),) = recognise(find_groups([path]), "spend")[0]
    return prepare(group, claim, publisher)


def flows(load: PreparedLoad, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in load.tables["record.flow"].select(list(columns)).to_pylist()]


def aside(load: PreparedLoad) -> list[tuple[object, ...]]:
    table = load.tables["record.set_aside"].select(["line", "reason", "amount_pence"])
    return [tuple(row.values()) for row in table.to_pylist()]


def said(load: PreparedLoad) -> list[tuple[object, ...]]:
    table: pa.Table = load.tables["record.problem"].select(["code", "severity", "line", "sentence"])
    return [tuple(row.values()) for row in table.to_pylist()]


def test_a_payment_becomes_a_flow_with_its_line(tmp_path: Path) -> None:
    text = (
        "Body Name,Directorate,Expenses Type,Payment Date,Trans No,Net Amount,Supplier Name,Type,Supplier ID\n"
        f"{COUNCIL},Adults,Home care,31/03/2010,T1,1234.50,  Acme  Ltd ,Revenue,007\n"
    )
    load = loaded(tmp_path, text)
    (flow,) = load.tables["record.flow"].to_pylist()
    assert {
        key: value for key, value in flow.items() if value is not None and not key.endswith(("_id", "_record"))
    } == {
        "sheet": "",
        "line": 2,
        "extra": '{"payee_id":"007"}',
        "payer": COUNCIL,
        "payee": "Acme  Ltd",
        "amount_pence": 123450,
        "financial_year": "2009-10",
        "date": "2010-03-31",
        "basis": "payment",
        "capital": "false",
        "purpose": "Home care",
        "how_sure": "recorded",
        "unit": "Adults",
        "document": "T1",
        "payee_status": "known",
    }
    assert flow["payer_record"] == record_id(COUNCIL, "organisation", "northmere borough council")
    assert flow["payee_record"] == record_id(COUNCIL, "organisation", "acme ltd")


@pytest.mark.parametrize(
    ("written", "pence"),
    [('"1,000.00"', 100000), ("£5", 500), ("(12.50)", -1250), ("-3", -300), ('" 1 000 "', 100000), ("7-", -700)],
)
def test_amounts_are_read_as_people_write_them(tmp_path: Path, written: str, pence: int) -> None:
    assert flows(loaded(tmp_path, rows(f"2016-04-05,Acme,{written}")), "amount_pence") == [(pence,)]


@pytest.mark.parametrize(
    ("header", "chosen"),
    [("Gross,VAT,Net", 300), ("Amount,VAT,Net Amount", 300), ("Amount,VAT,Other", 100), ("Gross,VAT,Amount", 300)],
)
def test_net_of_vat_comes_before_amount_and_amount_before_gross(tmp_path: Path, header: str, chosen: int) -> None:
    text = f"Body Name,Date,Supplier,{header}\n{COUNCIL},2016-04-05,Acme,1,2,3\n"
    assert flows(loaded(tmp_path, text), "amount_pence") == [(chosen,)]


def test_a_header_on_two_lines_gives_the_net_amount(tmp_path: Path) -> None:
    text = (
        f"Authority Name,Date of Payment,Amount,,,Supplier Name\n,,Gross,VAT,Net,\n{COUNCIL},2018-11-01,12,2,10,Acme\n"
    )
    load = loaded(tmp_path, text)
    assert flows(load, "line", "amount_pence", "extra") == [(3, 1000, '{"Amount Gross":"12","Amount VAT":"2"}')]


def test_rows_without_a_readable_amount_are_set_aside_and_told(tmp_path: Path) -> None:
    load = loaded(
        tmp_path, rows("2016-04-05,Acme,1.2.3", "2016-04-05,Acme,#N/A", "2016-04-05,Acme,", "2016-04-05,Acme,9")
    )
    assert aside(load) == [
        (2, "amount cannot be read", None),
        (3, "amount cannot be read", None),
        (4, "no amount", None),
    ]
    problems = {entry[0]: entry for entry in said(load)}
    assert problems["bad-amount"][1] == "error"
    assert problems["no-amount"][3] == "1 rows have no amount: they are set aside"
    told = load.tables["record.problem"].select(["code", "line", "column", "value"]).to_pylist()
    assert [entry for entry in told if entry.pop("code") == "bad-amount"] == [
        {"line": 2, "column": "Net Amount", "value": "1.2.3"},
        {"line": 3, "column": "Net Amount", "value": "#N/A"},
    ]


def test_a_payment_with_an_unreadable_date_is_kept_without_a_year(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("31/02/2016,Acme,1", ",Zenith,2"))
    assert flows(load, "amount_pence", "date", "financial_year") == [(100, None, None), (200, None, None)]
    assert [(code, severity, line) for code, severity, line, _ in said(load)] == [
        ("bad-date", "warning", 2),
        ("no-date", "warning", None),
    ]


TWO = ("2016-04-05,Acme,10", "2016-04-06,Zenith,20")


@pytest.mark.parametrize(
    "last", [",,,30.00", ",,Total,30", f"{COUNCIL},,,30", "Grand total,,,30", f"{COUNCIL},,Grand Total,30"]
)
def test_a_grand_total_row_is_set_aside(tmp_path: Path, last: str) -> None:
    load = loaded(tmp_path, rows(*TWO) + last + "\n")
    assert aside(load) == [(4, "grand total row", 3000)]
    assert flows(load, "amount_pence") == [(1000,), (2000,)]


def test_subtotals_and_their_grand_total_are_set_aside(tmp_path: Path) -> None:
    text = rows(*TWO) + ",,,30\n" + rows("2016-04-05,Acme,5", "2016-04-06,Acme,6").removeprefix(HEAD) + ",,,11\n,,,41\n"
    load = loaded(tmp_path, text)
    assert aside(load) == [(line, "grand total row", pence) for line, pence in ((4, 3000), (7, 1100), (8, 4100))]
    assert sum(pence for (pence,) in flows(load, "amount_pence") if isinstance(pence, int)) == 4100


def test_a_subtotal_of_one_payment_is_set_aside(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-05,Acme,10") + ",,,10\n" + rows(*TWO).removeprefix(HEAD) + ",,,30\n,,,40\n")
    assert [entry[0] for entry in aside(load)] == [3, 6, 7]


def test_payees_called_total_and_rows_that_equal_no_sum_are_payments(tmp_path: Path) -> None:
    load = loaded(
        tmp_path, rows(*TWO, "2016-04-07,TOTAL GAS & POWER,30", "2016-04-08,,45", "2016-04-09,REDACTIVE PUBLISHING,7")
    )
    assert aside(load) == []
    assert flows(load, "payee_status") == [("known",)] * 3 + [("blank",), ("known",)]


def test_a_blank_payee_that_repeats_the_first_payment_is_no_total(tmp_path: Path) -> None:
    assert aside(loaded(tmp_path, rows("2016-04-05,Acme,10", "2016-04-06,,10"))) == []


def test_a_row_that_looks_like_a_total_but_is_not_the_sum_is_kept_and_told(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows(*TWO) + "Total,,,31\n")
    assert aside(load) == []
    assert "looks-like-total" in [entry[0] for entry in said(load)]


def test_redacted_and_blank_payees_are_unknown_and_make_no_body(tmp_path: Path) -> None:
    load = loaded(
        tmp_path, rows("2016-04-05,Redacted Personal Data,1", "2016-04-05,,2", "2016-04-05,GENERAL EXPENSES,3")
    )
    assert flows(load, "payee", "payee_status", "amount_pence") == [
        ("Redacted Personal Data", "redacted", 100),
        (None, "blank", 200),
        ("GENERAL EXPENSES", "known", 300),
    ]
    assert [record is None for (record,) in flows(load, "payee_record")] == [True, True, False]
    assert load.tables["record.organisation"].column("name").to_pylist() == [COUNCIL, "GENERAL EXPENSES"]


@pytest.mark.parametrize("written", ["#N/A", "NULL", "-"])
def test_what_a_spreadsheet_writes_for_nothing_is_no_payee(tmp_path: Path, written: str) -> None:
    load = loaded(tmp_path, rows(f"2016-04-05,{written},1"))
    assert flows(load, "payee_status", "payee_record") == [("blank", None)]


def test_a_person_is_an_individual_and_the_name_stands_nowhere(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-05,Mrs A Example,1", "2016-04-05,Mr Clutch Autocentres Ltd,2"))
    assert flows(load, "payee", "payee_status") == [
        ("an individual", "individual"),
        ("Mr Clutch Autocentres Ltd", "known"),
    ]
    everything = json.dumps([table.to_pylist() for table in load.tables.values()])
    assert "Example" not in everything


def test_exact_copies_are_separate_payments_with_ids_that_stay(tmp_path: Path) -> None:
    text = rows("2016-04-05,Acme,10", "2016-04-05,Acme,10", "2016-04-05,Zenith,10")
    first, again = loaded(tmp_path, text), loaded(tmp_path, text, "again.csv")
    ids = flows(first, "record_id")
    assert len(set(ids)) == 3
    assert ids == flows(again, "record_id")
    assert "exact-copy" in [entry[0] for entry in said(first)]


def test_one_body_under_names_that_differ_by_case_and_spaces_is_one_record_as_first_written(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-05,Acme  Ltd,1", "2016-04-05,ACME LTD ,2", f"2016-04-05,{COUNCIL.upper()},3"))
    table = load.tables["record.organisation"].select(["name", "line", "mentioned", "stub"])
    assert sorted(tuple(row.values()) for row in table.to_pylist()) == [
        ("Acme  Ltd", 2, True, False),
        (COUNCIL, 2, True, False),
    ]


def test_a_payer_by_initials_or_blank_is_the_publisher_with_one_note_each(tmp_path: Path) -> None:
    text = HEAD + "NBC,2016-04-05,Acme,1\n,2016-04-05,Acme,2\nNBC,2016-04-05,Acme,3\nOther Trust,2016-04-05,Acme,4\n"
    load = loaded(tmp_path, text, publisher=COUNCIL)
    assert flows(load, "payer") == [(COUNCIL,), (COUNCIL,), (COUNCIL,), ("Other Trust",)]
    assert [entry[3] for entry in said(load)] == [
        f"1 payments name no payer: {COUNCIL}, who publishes, is taken",
        f"2 payments name the payer by initials: {COUNCIL} is taken",
    ]


def test_the_one_body_in_the_payer_column_publishes(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows(*TWO))
    assert (load.publisher, load.source_key) == (COUNCIL, f"{COUNCIL}/spend-june")


def test_of_several_bodies_in_the_payer_column_none_publishes(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows(*TWO) + "Other Trust,2016-04-05,Acme,1\n")
    assert load.publisher == "northmere"


@pytest.mark.parametrize(
    ("written", "capital"),
    [("Revenue", "false"), ("Capital", "true"), ("REV", "false"), ("", "unknown"), ("Grant", "unknown")],
)
def test_revenue_and_capital_are_told_apart(tmp_path: Path, written: str, capital: str) -> None:
    text = f"Date,Supplier,Amount,Type\n2016-04-05,Acme,1,{written}\n"
    load = loaded(tmp_path, text)
    assert flows(load, "capital", "extra") == [(capital, '{"type":"Grant"}' if written == "Grant" else None)]


def test_only_pounds_are_loaded(tmp_path: Path) -> None:
    load = loaded(tmp_path, "Date,Supplier,Amount,Currency\n2016-04-05,Acme,1,GBP\n2016-04-05,Acme,2,EUR\n")
    assert flows(load, "amount_pence") == [(100,)]
    assert aside(load) == [(3, "not in pounds", None)]


def test_contacts_in_a_spend_file_do_not_enter(tmp_path: Path) -> None:
    text = "Date,Supplier,Amount,Purpose,Contact Email\n2016-04-05,Acme,1,Ring 020 7946 0000,jo@example.org\n"
    load = loaded(tmp_path, text)
    assert flows(load, "purpose", "extra") == [("Ring [contact removed]", None)]


def test_a_preamble_blank_rows_and_cp1252_are_read(tmp_path: Path) -> None:
    text = f"SELECT * FROM ledger\n\n{HEAD}{COUNCIL},05-Apr-16,Café Noël,£1\n,,,\n,,,\n"
    load = loaded(tmp_path, text.encode("cp1252"))
    assert flows(load, "line", "payee", "date", "amount_pence") == [(4, "Café Noël", "2016-04-05", 100)]
    assert load.tables["record.file"].column("rows_read").to_pylist() == [1]


def test_every_sheet_of_a_workbook_that_fits_is_loaded(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, amount in (("April", 10), ("May", 20.5)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Council", "Date", "Supplier", "Amount"])
        sheet.write_row(1, 0, [COUNCIL, "2016-04-05", "Acme", amount])
    book.add_worksheet("Notes").write(0, 0, "made by finance")
    book.close()
    load = loaded(tmp_path, out.getvalue(), "spend.xlsx")
    assert flows(load, "sheet", "line", "amount_pence") == [("April", 2, 1000), ("May", 2, 2050)]
    files = load.tables["record.file"].select(["sheet", "rows_read", "money_loaded_pence"]).to_pylist()
    assert [tuple(row.values()) for row in files] == [("April", 1, 1000), ("May", 1, 2050)]


def test_a_spend_file_in_a_zip_is_loaded(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("june/spend.csv", rows(*TWO))
    load = loaded(tmp_path, out.getvalue(), "june.zip")
    assert load.tables["record.flow"].num_rows == 2


def test_the_last_date_is_what_the_source_speaks_of(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-07,Acme,1", "2016-04-05,Acme,2"))
    assert load.tables["record.load"].column("as_of").to_pylist() == ["2016-04-07"]


def test_a_file_with_another_ending_is_read_if_the_user_says_what_it_is(tmp_path: Path) -> None:
    assert flows(loaded(tmp_path, rows(*TWO), "june.txt"), "amount_pence") == [(1000,), (2000,)]


def test_a_file_without_amount_or_payee_is_not_a_spend_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("Colour,Size\nblue,1\n")
    (group,) = find_groups([path])
    assert LOADER.recognise(group) == []
    with pytest.raises(UnknownFormatError, match=r"notes\.csv: no column is known as an amount.*Colour, Size"):
        LOADER.land(group, Claim("spend", ("notes.csv",), "notes", 0.0, "you said so"))


SYNONYMS = {
    "amount": "Net Amount|NetAmount|Net amount £|Amount (£)|Amount ()|AMOUNT()|Invoice Line Value (net of VAT)|Invoice "
    "Distribution Amount|Amount Excluding VAT|Spend|Total (excludes VAT)|Gross|Net|Invoiced Value|Value",
    "payee": "Supplier|SupplierName|Vendor Name|Beneficiary Name|Benificiary Name|Supplier(Beneficiary) Name|Approved "
    "Supplier (Beneficiary) Name|Supplier ID(T)|Suuplier ID (T)|Supplier Text",
    "date": "Date|DatePaid|Paid Date|Payment Date|Pay date|Date of Payment|Transaction Date|Clearing Date|GL Date|"
    "Invoice GL Date|Invoice Payment Date|Certified Date|Updated",
    "unit": "Directorate|Directotate|Service Label|Service Area|Portfolio|Strgrp(T)|Nstrg(T)|Expense Area|Entity|"
    "Business Unit Description",
    "purpose": "Purpose|Expense Type|Expenses Type|Procurement category|CIPFA expenditure code|Description",
}
BASE = {
    "amount": "Net Amount",
    "payee": "Supplier Name",
    "date": "Payment Date",
    "unit": "Section",
    "purpose": "Narrative",
}
VALUES = {"amount": "1", "payee": "Acme", "date": "2016-04-05", "unit": "Adults", "purpose": "Care"}


@pytest.mark.parametrize(
    ("field", "heading"), [(field, heading) for field, names in SYNONYMS.items() for heading in names.split("|")]
)
def test_every_heading_that_real_files_use_is_known(tmp_path: Path, field: str, heading: str) -> None:
    headings = [heading if name == field else usual for name, usual in BASE.items()]
    load = loaded(tmp_path, f"{','.join(headings)}\n{','.join(VALUES.values())}\n")
    assert flows(load, "amount_pence", "payee", "date", "unit", "purpose") == [
        (100, "Acme", "2016-04-05", "Adults", "Care")
    ]


@pytest.mark.parametrize(
    "label", ["Grand Total", "TOTAL", "Sub-total:", "Total spend", f"{COUNCIL} Total", "#N/A", "-", "  "]
)
def test_a_label_in_the_payer_column_is_no_payer(tmp_path: Path, label: str) -> None:
    load = loaded(tmp_path, HEAD + f"{COUNCIL},2016-04-05,Acme,10\n{COUNCIL},2016-04-06,Zenith,20\n{label},,,30\n")
    assert (load.publisher, load.publisher_why) == (COUNCIL, "the one body in the payer column")
    assert aside(load) == [(4, "grand total row", 3000)]


def test_a_payment_under_a_label_of_a_total_is_the_publishers(tmp_path: Path) -> None:
    load = loaded(tmp_path, HEAD + f"{COUNCIL},2016-04-05,Acme,10\nTotal,2016-04-06,Zenith,20\n")
    assert flows(load, "payer", "amount_pence") == [(COUNCIL, 1000), (COUNCIL, 2000)]
    assert sorted(load.tables["record.organisation"].column("name").to_pylist()) == ["Acme", COUNCIL, "Zenith"]
    assert ("payer-blank", "note", None) in [entry[:3] for entry in said(load)]


def test_a_body_whose_name_holds_total_is_a_payer(tmp_path: Path) -> None:
    load = loaded(tmp_path, HEAD + "Total Place Northmere,2016-04-05,Acme,10\nTotal Place Northmere,2016-04-05,Zen,2\n")
    assert load.publisher == "Total Place Northmere"
    assert aside(load) == []


@pytest.mark.parametrize(
    "text",
    [
        # A team or a purpose that begins with the word is no label, and a payment with day and payee is no total.
        "Supplier,Amount,Date,Directorate\nA Ltd,5,02/05/2022,Total Place Team\nB Ltd,5,03/05/2022,Total Place Team\n",
        "Supplier,Amount,Date,Purpose\nA Ltd,500,02/05/2022,x\nB Ltd,500,03/05/2022,Total Gas supply\n",
        "Supplier,Amount,Date,Purpose\nA Ltd,5,02/05/2022,x\nA Ltd,5,02/05/2022,x\nB Ltd,10,03/05/2022,Total\n",
        # Only cells are asked, no headings.
        "Supplier,Amount,Date,Sub total incl VAT\nA Ltd,5,02/05/2022,6\nA Ltd,5,02/05/2022,6\n,10,03/05/2022,12\n",
        # A day without a payee needs the label, and a label beside a day needs two rows above.
        "Supplier,Amount,Date,Purpose\nA Ltd,5,02/05/2022,x\nA Ltd,5,02/05/2022,y\n,10,03/05/2022,Fostering\n",
        "Supplier,Amount,Date,Purpose\nA Ltd,5,02/05/2022,x\n,5,03/05/2022,Total\n",
        # Without a column of dates, a lacking date says nothing.
        "Supplier,Amount,Purpose\nA Ltd,5,x\nB Ltd,6,y\nC Ltd,11,z\n",
        "Supplier,Amount,Purpose\nA Ltd,5,x\n,5,y\n",
    ],
)
def test_a_payment_that_happens_to_be_a_sum_stays_a_payment(tmp_path: Path, text: str) -> None:
    assert aside(loaded(tmp_path, text)) == []


@pytest.mark.parametrize(
    "last",
    [
        ",10,03/05/2022,Total,",
        ",10,,Adults Total,",
        "TOTAL FOR MAY 2022,10,,,",
        ",10,Sub-total,,",
        ",10,03/05/2022,,Grand total:",
        "C Ltd,10,,Grand Total,",
    ],
)
def test_a_row_that_a_cell_calls_a_total_is_set_aside(tmp_path: Path, last: str) -> None:
    head = "Supplier,Amount,Date,Purpose,Colour\nA Ltd,4,02/05/2022,x,red\nB Ltd,6,02/05/2022,y,red\n"
    assert aside(loaded(tmp_path, head + last + "\n")) == [(4, "grand total row", 1000)]


def test_a_persons_name_stands_in_no_cell_of_the_payment(tmp_path: Path) -> None:
    text = (
        "Supplier,Amount,Date,Expense Type,Directorate,Vendor Name Full,Approved by\n"
        "Mrs Jane Smith,5,02/05/2022,Fostering Jane Smith,Miss A Day,Mrs Jane Smith,Dr. B Night\n"
        "Acme Ltd,6,02/05/2022,Care of Jane Smith,Children,Mr Clutch,x\n"
    )
    load = loaded(tmp_path, text)
    assert flows(load, "payee", "purpose", "unit", "extra") == [
        (
            "an individual",
            "Fostering an individual",
            "an individual",
            '{"Vendor Name Full":"an individual","Approved by":"an individual"}',
        ),
        ("Acme Ltd", "Care of Jane Smith", "Children", '{"Vendor Name Full":"Mr Clutch","Approved by":"x"}'),
    ]
