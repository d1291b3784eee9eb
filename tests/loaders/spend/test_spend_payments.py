"""Spend files: amounts, dates, credit notes and what stands beside them; on files that can be checked by hand."""

from pathlib import Path

import pytest

from tests.loaders.spend.spend_files import COUNCIL, aside, flows, loaded, rows, said
from tpgraph.identifiers import record_id


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
    assert problems["no-amount"][3] == "1 row has no amount: it is set aside"
    told = load.tables["record.problem"].select(["code", "line", "column", "value"]).to_pylist()
    assert [entry for entry in told if entry.pop("code") == "bad-amount"] == [
        {"line": 2, "column": "Net Amount", "value": "1.2.3"},
        {"line": 3, "column": "Net Amount", "value": "#N/A"},
    ]


def test_a_payment_with_an_unreadable_date_is_kept_without_a_year(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("31/02/2016,Acme,1", ",Zenith,2"))
    assert flows(load, "amount_pence", "date", "financial_year") == [(100, None, None), (200, None, None)]
    assert [(code, severity, line) for code, severity, line, _ in said(load, "bad-date", "no-date")] == [
        ("bad-date", "warning", 2),
        ("no-date", "warning", None),
    ]


def test_exact_copies_are_separate_payments_with_ids_that_stay(tmp_path: Path) -> None:
    text = rows("2016-04-05,Acme,10", "2016-04-05,Acme,10", "2016-04-05,Zenith,10")
    first, again = loaded(tmp_path, text), loaded(tmp_path, text, "again.csv")
    ids = flows(first, "record_id")
    assert len(set(ids)) == 3
    assert ids == flows(again, "record_id")
    assert "exact-copy" in [entry[0] for entry in said(first)]


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


def test_the_last_date_is_what_the_source_speaks_of(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-07,Acme,1", "2016-04-05,Acme,2"))
    assert load.tables["record.load"].column("as_of").to_pylist() == ["2016-04-07"]


@pytest.mark.parametrize(
    "written",
    [
        "05/04/2016", "5/4/16", "05-Apr-16", "5 April 2016", "05-04-2016", "05.04.2016", "2016-04-05", "05-APR-2016",
        "2016-04-05T00:00:00", "05/04/2016 00:00:00", "5-Apr-2016", "05 Apr 16",
    ],
)  # fmt: skip
def test_every_form_of_a_date_is_read_day_first(tmp_path: Path, written: str) -> None:
    assert flows(loaded(tmp_path, rows(f"{written},Acme,1")), "date", "financial_year") == [("2016-04-05", "2016-17")]


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ('"£ 1,000.00"', 100000), ('"(1,000.00)"', -100000), ('"(£1,000.00)"', -100000), ('"1,000.00-"', -100000),
        ('"-£1,000.00"', -100000), ('" 1,000.00 "', 100000), ("1000.0000", 100000), ("\u22125.00", -500),
        ('"1,000.00 "', 100000), ("0.00", 0), ("1E+3", 100000), ("#N/A", None), ("n/a", None), ("12.345", None),
    ],
)  # fmt: skip
def test_amounts_of_every_spelling_are_exact_or_set_aside(tmp_path: Path, written: str, pence: int | None) -> None:
    load = loaded(tmp_path, rows("2016-04-05,Acme,3", f"2016-04-05,Zenith,{written}"))
    assert flows(load, "amount_pence")[1:] == ([] if pence is None else [(pence,)])
    assert aside(load) == ([(3, "amount cannot be read", None)] if pence is None else [])


def test_credit_notes_stay_negative_and_take_their_sum_off(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-05,Acme,100", "2016-04-06,Acme,(30.50)", "2016-04-07,Acme,-100"))
    assert flows(load, "amount_pence", "payee_status") == [(10000, "known"), (-3050, "known"), (-10000, "known")]
    assert load.tables["record.file"].column("money_loaded_pence").to_pylist() == [-3050]


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2011-03", "2010-11"),
        ("Mar-11", "2010-11"),
        ("April 2011", "2011-12"),
        ("2009-10", "2009-10"),
        ("2002-03", None),
    ],
)
def test_a_month_without_a_day_tells_the_financial_year_and_no_date(
    tmp_path: Path, written: str, year: str | None
) -> None:
    load = loaded(tmp_path, rows(f"{written},Acme,1"))
    assert flows(load, "date", "financial_year") == [(None, year)]
    assert said(load, "month-only", "bad-date")[0][0] == ("month-only" if year else "bad-date")


def test_an_amount_that_a_spreadsheet_shows_as_a_date_is_set_aside_with_the_mend(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-05,Acme,1900-04-03"))
    assert aside(load) == [(2, "amount cannot be read", None)]
    (problem,) = (row for row in load.tables["record.problem"].to_pylist() if row["code"] == "bad-amount")
    assert problem["mend"].startswith("the spreadsheet shows the amount as a date")
