"""Spend files: who is paid, and what is kept of a payee who is redacted, blank or a person."""

import json
from pathlib import Path

import pytest

from tests.loaders.spend.spend_files import COUNCIL, codes, flows, loaded, rows


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


def test_one_body_under_names_that_differ_by_case_and_spaces_is_one_record_as_first_written(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-05,Acme  Ltd,1", "2016-04-05,ACME LTD ,2", f"2016-04-05,{COUNCIL.upper()},3"))
    table = load.tables["record.organisation"].select(["name", "line", "mentioned", "stub"])
    assert sorted(tuple(row.values()) for row in table.to_pylist()) == [
        ("Acme  Ltd", 2, True, False),
        (COUNCIL, 2, True, False),
    ]


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


def test_redactions_keep_their_money_under_every_label(tmp_path: Path) -> None:
    labels = [
        "REDACTED",
        "Redacted Personal Data",
        "REDACTED COMMERCIAL CONFIDENTIALITY",
        "Name Withheld",
        "XXXXX",
        "*****",
    ]
    load = loaded(tmp_path, rows(*(f"2016-04-05,{label},10" for label in labels)))
    assert flows(load, "payee_status", "amount_pence") == [("redacted", 1000)] * len(labels)
    assert load.tables["record.organisation"].column("name").to_pylist() == [COUNCIL]


def test_names_that_pile_up_at_the_longest_length_are_cut(tmp_path: Path) -> None:
    names = [
        "Harbour Care and Support Services L",
        "Ash Valley Community Transport Coop",
        "Northmere Drug and Alcohol Recovery",
    ]
    load = loaded(tmp_path, rows(*(f"2016-04-05,{name},10" for name in [*names, "Acme Ltd", "Elm Ltd"])))
    kept = load.tables["record.organisation"].select(["name", "extra"]).to_pylist()
    assert {row["name"]: row["extra"] for row in kept} == {
        **dict.fromkeys(names, '{"name_cut_at":35}'), COUNCIL: None, "Acme Ltd": None, "Elm Ltd": None,
    }  # fmt: skip
    assert "payee-cut" in codes(load)


@pytest.mark.parametrize(
    "names",
    [
        # Two of the longest length may be chance; a name beyond forty shows that nothing is cut; short names are short.
        ["Harbour Care and Support Services L", "Ash Valley Community Transport Coop", "Acme"],
        ["Harbour Care and Support Services L"[:30] + f"{n} Ltd" for n in range(3)] + ["Northmere" * 6],
        ["Acme Ltd", "Zena Ltd", "Elms Ltd", "Oaks Ltd"],
    ],
)
def test_names_of_many_lengths_are_whole(tmp_path: Path, names: list[str]) -> None:
    load = loaded(tmp_path, rows(*(f"2016-04-05,{name},10" for name in names)))
    assert set(load.tables["record.organisation"].column("extra").to_pylist()) == {None}
