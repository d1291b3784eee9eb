"""Spend files: the headings of real files, each publisher with its own."""

from pathlib import Path

import pytest

from tests.loaders.spend.spend_files import flows, loaded

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


NHS = (
    "Department family,Entity,Date,Expense Type,Expense area,Supplier,Transaction number,AP Amount (£),"
    "VAT Registration Number,Purchase Invoice Number\n"
)


def test_an_nhs_file_over_25k_has_its_entity_as_payer(tmp_path: Path) -> None:
    text = (
        NHS + 'Department of Health,Northmere NHS Trust,31/05/2022,Drugs,Pharmacy,Acme Ltd,77,"26,000.50",GB123,INV9\n'
        "Department of Health,,31/05/2022,Drugs,Pharmacy,Zenith Ltd,78,1.00,,INV10\n"
    )
    load = loaded(tmp_path, text, payer=None)
    assert flows(load, "payer", "unit", "purpose", "document", "amount_pence") == [
        ("Northmere NHS Trust", "Pharmacy", "Drugs", "77", 2600050),
        ("Department of Health", "Pharmacy", "Drugs", "78", 100),
    ]
    extra = '{"department":"Department of Health","VAT Registration Number":"GB123","Purchase Invoice Number":"INV9"}'
    assert flows(load, "extra")[0] == (extra,)


def test_a_department_that_calls_itself_core_is_the_department(tmp_path: Path) -> None:
    text = (
        "Departmental Family,Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount,Description\n"
        "Department for Ash,Core,05/03/2024,Other Costs,Finance,Acme Ltd,C-1,4878.20,Software\n"
    )
    load = loaded(tmp_path, text, payer=None)
    assert (load.publisher, flows(load, "payer", "unit", "purpose")) == (
        "Department for Ash",
        [("Department for Ash", "Finance", "Other Costs")],
    )


REAL = {
    "NHS England": "Department Family|Entity|Date|Expense Type for Report|Expense Area for Report|Supplier|Transaction "
    "Number|AP Amount",
    "NHS hospital": "Department of Health|Entity|Date of Payment|Nature of Spend|Expense Area|Supplier |Transaction "
    "Number|Analysed Gross",
    "NHS trust": "Department Family|Entity|Date Paid|Expense Type|Expense Area|Supplier|Transaction Number|Amount in "
    "Sterling",
    "transport police": "Departmental Family|Entity|Date Paid|Expense Type|Expense Area|Supplier Name|Transaction "
    "Reference|Amount",
    "police": "Body Name|Company|Date|Text|Service Area Categorisation|Supplier name|Transaction number|Amount",
    "police commissioner": "Body Name|x|Date|Detailed Expense Type|Service Division Org.|Supplier|Reference|Amount",
    "fire": "Body Name|Supplier Reference|Transaction Date|Budget Description|Functional Area|Supplier Name|"
    "Transaction Reference|Value",
    "county": "Body name|Body|Date|Expenses type|Responsible unit|Supplier name|Transaction number|Amount",
    "district": "Body name|Card transaction|Transaction date|Purpose of expenditure (narrative)|Department or service "
    "where expenditure occurred|Supplier (beneficiary)|Transaction number|Net amount",
    "North Tyneside": "Body Name|Service Category URI|Payment Date|Purpose of Spend|Directorate / Service Where "
    "Expenditure Incurred|Approved Supplier (Beneficiary) Name|Transaction Number|Net Amount",
    "Gateshead": "Body Name|Seq no|Updated|Cipfsubj(T)|Strgrpcc(T)|Supplier id(T)|TransNo|Amount",
}


@pytest.mark.parametrize("publisher", REAL)
def test_the_header_of_each_kind_of_body_is_understood(tmp_path: Path, publisher: str) -> None:
    headings = REAL[publisher].split("|")
    cells = ["Ash Body", "Ash Body", "2016-04-05", "Care", "Adults", "Acme Ltd", "T1", "26000"]
    load = loaded(tmp_path, f"{','.join(headings)}\n{','.join(cells)}\n", payer=None)
    assert flows(load, "payer", "date", "purpose", "unit", "payee", "document", "amount_pence") == [
        ("Ash Body", "2016-04-05", "Care", "Adults", "Acme Ltd", "T1", 2600000)
    ]


@pytest.mark.parametrize("second", ["Supplier Name", "Supplier Name(T)"])
def test_of_two_columns_of_suppliers_the_one_of_names_is_the_payee(tmp_path: Path, second: str) -> None:
    text = f"Date,Supplier Name,{second},Amount\n2016-04-05,200227,Acme Ltd,1\n2016-04-05,200228,Zenith,2\n"
    assert flows(loaded(tmp_path, text), "payee") == [("Acme Ltd",), ("Zenith",)]


def test_an_entity_without_a_department_over_it_is_a_unit(tmp_path: Path) -> None:
    text = "Entity,Vendor Name,Clearing Date,Amount\nNorth Rail,Acme,2016-04-05,1\n"
    assert flows(loaded(tmp_path, text, payer="Ash Transport"), "payer", "unit") == [("Ash Transport", "North Rail")]
