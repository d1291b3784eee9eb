"""Contracts registers: money once and in its first year, ceilings aside, services only where they look like some."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from tests.loaders.contracts_register.made_registers import (
    BIRMINGHAM,
    CODE,
    HEAD,
    LAYOUTS,
    LEICESTER,
    LGA,
    NHSBSA,
    cells,
    codes,
    loaded,
    rows,
)
from tpgraph.errors import InputError, UnknownFormatError
from tpgraph.loading.codes import problem_codes

FLOW = ("payee", "amount_pence", "financial_year", "date", "ends", "basis")


def test_a_contract_is_a_flow_in_the_year_of_its_start(tmp_path: Path) -> None:
    load = loaded(tmp_path, CODE)
    assert cells(load, "flow", *FLOW) == [
        ("Harbour Trust", 300_000_00, "2009-10", "2009-04-01", "2012-03-31", "contract"),
        ("Granite Systems Ltd", 50_000_00, "2009-10", "2009-06-01", "2010-05-31", "contract"),
    ]
    assert cells(load, "flow", "payer", "unit", "document", "purpose")[0] == (
        "Northmere Council", "Adults", "C1", "Carers support service",
    )  # fmt: skip
    assert "each counts whole, in the year that it starts" in codes(load)["value-in-its-first-year"]


def test_a_service_to_people_is_proposed_and_software_is_none(tmp_path: Path) -> None:
    load = loaded(tmp_path, CODE)
    columns = ("provider", "commissioner", "name", "start", "end", "cost_pence_per_year", "inferred_from")
    assert cells(load, "service", *columns) == [
        (
            "Harbour Trust",
            "Northmere Council",
            "Carers support service",
            "2009-04-01",
            "2012-03-31",
            100_000_00,
            "contract C1",
        )
    ]
    ((service, extra),) = cells(load, "service", "record_id", "extra")
    assert '"cost_per_year_is":"its sum over 3.0 years"' in str(extra)
    assert '"proposed_because":"its title says \'carers\'"' in str(extra)
    assert cells(load, "flow", "service_record") == [(service,), (None,)]


def test_the_supplier_is_known_by_its_registration_number(tmp_path: Path) -> None:
    load = loaded(tmp_path, CODE)
    assert sorted(cells(load, "organisation", "name", "identifier", "mentioned"), key=str) == [
        ("Granite Systems Ltd", None, True), ("Harbour Trust", "GB-CHC-1089893", False),
        ("Northmere Council", None, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("layout", "text"), LAYOUTS.items())
def test_every_layout_is_recognised_and_loaded(tmp_path: Path, layout: str, text: str) -> None:
    load = loaded(tmp_path, text, f"{layout}.csv")
    assert cells(load, "load", "loader") == [("contracts_register",)]
    assert len(cells(load, "flow", "payee")) == text.count("\n") - 1
    assert len(cells(load, "service", "name")) == 1


def test_the_total_value_wins_and_the_annual_value_is_kept_beside_it(tmp_path: Path) -> None:
    load = loaded(tmp_path, LEICESTER)
    assert cells(load, "flow", "amount_pence") == [(90_000_00,)]
    assert '"annual_gbp":"30000"' in str(cells(load, "flow", "extra"))
    assert cells(load, "service", "cost_pence_per_year") == [(30_000_00,)]
    assert '"cost_per_year_is":"as stated for a year"' in str(cells(load, "service", "extra"))


def test_the_current_end_wins_over_the_last_possible_one(tmp_path: Path) -> None:
    assert cells(loaded(tmp_path, NHSBSA), "flow", "ends") == [("2011-03-31",)]


def test_what_a_contract_may_grow_to_is_not_its_value(tmp_path: Path) -> None:
    assert cells(loaded(tmp_path, BIRMINGHAM), "flow", "amount_pence", "purpose") == [
        (60_000_00, "Advocacy for people with dementia")
    ]


def test_the_buyer_of_the_lga_schema_is_the_payer_with_its_gss_code(tmp_path: Path) -> None:
    load = loaded(tmp_path, LGA)
    assert cells(load, "flow", "payer") == [("Northmere Council",)]
    bodies = dict(cells(load, "organisation", "name", "identifier"))
    assert bodies == {"Northmere Council": "GB-LAE-BNE", "Hill Care Ltd": "GB-COH-01234567"}
    assert '"proposed_because":"its CPV code is 85312000"' in str(cells(load, "service", "extra"))


def test_only_a_year_s_value_counts_once_and_is_called_an_estimate(tmp_path: Path) -> None:
    head = "Title,Supplier,Estimated annual spend,Start date,End date\n"
    load = loaded(tmp_path, head + "Debt advice,Hill Care Ltd,12000,01/04/2009,31/03/2014\n")
    assert cells(load, "flow", "amount_pence", "how_sure") == [(12_000_00, "estimated")]
    assert cells(load, "service", "cost_pence_per_year") == [(12_000_00,)]
    assert (
        "1 contract states only what it costs a year: that is taken as its value, once, never times its"
        in codes(load)["annual-value-only"]
    )


@pytest.mark.parametrize("written", ["£12,000 per annum", "12000 p.a.", "12,000 a year", "£12,000.00 (per year)"])
def test_an_amount_that_says_a_year_is_a_year_s_value(tmp_path: Path, written: str) -> None:
    load = loaded(tmp_path, rows(f'C1,Debt advice,Hill Care Ltd,"{written}",01/04/2009,31/03/2014'))
    assert cells(load, "flow", "amount_pence", "how_sure") == [(12_000_00, "estimated")]


def test_a_column_for_either_value_gives_no_cost_a_year(tmp_path: Path) -> None:
    head = (
        "Title,Supplier,Sum to be paid over the length of the contract / estimated annual spend,Start date,End date\n"
    )
    load = loaded(tmp_path, head + "Debt advice,Hill Care Ltd,12000,01/04/2009,31/03/2014\n")
    assert cells(load, "flow", "amount_pence", "how_sure") == [(12_000_00, "recorded")]
    assert cells(load, "service", "cost_pence_per_year") == [(None,)]
    assert "length-or-year" in codes(load)


@pytest.mark.parametrize(
    ("start", "end", "cost"),
    [
        ("01/04/2009", "31/03/2010", 60_000_00),
        ("01/04/2009", "30/09/2009", None),
        ("01/04/2009", "", None),
        ("01/04/2009", "30/09/2010", 40_000_00),
        ("31/03/2010", "01/04/2009", None),
    ],
)
def test_a_cost_a_year_needs_a_length_of_a_year_or_more(tmp_path: Path, start: str, end: str, cost: int | None) -> None:
    load = loaded(tmp_path, rows(f"C1,Debt advice,Hill Care Ltd,60000,{start},{end}"))
    assert cells(load, "service", "cost_pence_per_year") == [(cost,)]
    assert cells(load, "flow", "amount_pence") == [(60_000_00,)]


@pytest.mark.parametrize("title", ["Home care framework agreement", "Dynamic Purchasing System for transport"])
def test_a_framework_is_a_ceiling_and_is_set_aside(tmp_path: Path, title: str) -> None:
    load = loaded(
        tmp_path, rows(f"F1,{title},Hill Care Ltd,9000000,01/04/2009,31/03/2013", "C1,Care,A Ltd,1,01/04/2009,")
    )
    assert cells(load, "flow", "amount_pence") == [(1_00,)]
    assert cells(load, "set_aside", "line", "reason", "amount_pence") == [
        (2, "the ceiling of a framework agreement: not spend", 9_000_000_00)
    ]
    assert "framework-ceiling" in codes(load)


def test_a_call_off_under_a_framework_is_money(tmp_path: Path) -> None:
    load = loaded(
        tmp_path, rows("C1,Home care call-off from the county framework,Hill Care Ltd,100,01/04/2009,31/03/2010")
    )
    assert cells(load, "flow", "amount_pence") == [(100_00,)]
    assert not {"framework-ceiling", "may-be-framework"} & codes(load).keys()


def test_a_contract_on_a_row_for_each_supplier_counts_once(tmp_path: Path) -> None:
    line = "C4,Day care for older people,{},120000,01/04/2009,31/03/2011"
    load = loaded(
        tmp_path, rows(line.format("Hill Care Ltd"), line.format("Harbour Trust"), line.format("Hill Care Ltd"))
    )
    assert cells(load, "flow", "payee", "payee_status", "amount_pence") == [(None, "blank", 120_000_00)]
    assert cells(load, "set_aside", "line", "reason", "amount_pence") == [
        (3, "the same contract with another supplier: its sum is counted once", 120_000_00),
        (4, "a contract that stands twice", 120_000_00),
    ]
    # Both may run the service: two records of one proposal.
    first, second = cells(load, "service", "provider", "record_id", "confirms")
    assert (first[0], second[0], first[2], second[2]) == ("Hill Care Ltd", "Harbour Trust", None, first[1])
    assert cells(load, "flow", "service_record") == [(first[1],)]


def test_several_suppliers_in_one_cell_share_one_amount(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("C4,Day care,Hill Care Ltd; Harbour Trust,100,01/04/2009,31/03/2010"))
    assert cells(load, "flow", "payee", "amount_pence") == [(None, 100_00)]
    assert '"suppliers":["Hill Care Ltd","Harbour Trust"]' in str(cells(load, "flow", "extra"))
    assert codes(load)["several-suppliers"] == (
        "the contract has 2 suppliers: it counts once, and who gets how much is not known"
    )


def test_lots_of_one_reference_with_sums_of_their_own_all_count(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("C4,Care lot 1,A Ltd,100,01/04/2009,", "C4,Care lot 2,B Ltd,100,01/04/2009,"))
    assert cells(load, "flow", "payee", "amount_pence") == [("A Ltd", 100_00), ("B Ltd", 100_00)]


def test_a_contract_without_a_sum_still_proposes_its_service(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("C1,Youth club,Club CIC,TBC,01/04/2009,", "C2,Printers,Ink Ltd,TBC,01/04/2009,"))
    assert cells(load, "service", "name", "cost_pence_per_year") == [("Youth club", None)]
    assert cells(load, "flow", "payee") == []
    assert cells(load, "set_aside", "line", "reason") == [(3, "no amount")]


def test_an_unreadable_sum_is_told_with_its_cell(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("C1,Printers,Ink Ltd,1.2.3,01/04/2009,", "C2,Printers,Ink Ltd,7,32/13/2009,"))
    told = load.tables["record.problem"].select(["code", "line", "column", "value"]).to_pylist()
    assert {"code": "bad-amount", "line": 2, "column": "Contract value", "value": "1.2.3"} in told
    assert {"code": "bad-date", "line": 3, "column": "Start date", "value": "32/13/2009"} in told
    assert cells(load, "set_aside", "line", "reason") == [(2, "amount cannot be read")]
    assert cells(load, "flow", "amount_pence", "financial_year") == [(7_00, None)]


@pytest.mark.parametrize("end", ["ongoing", "Rolling contract", "TBC", "n/a", "Until further notice"])
def test_an_open_end_is_no_bad_date(tmp_path: Path, end: str) -> None:
    load = loaded(tmp_path, rows(f"C1,Care,A Ltd,1,01/04/2009,{end}"))
    assert "bad-date" not in codes(load)
    assert cells(load, "flow", "ends") == [(None,)]


def test_a_date_with_words_behind_it_is_the_date(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("C1,Care,A Ltd,1,01/04/2009,31/03/2012 (option to extend 2 years)"))
    assert cells(load, "flow", "ends") == [("2012-03-31",)]


def test_a_grand_total_is_set_aside_and_a_supplier_called_total_is_not(tmp_path: Path) -> None:
    load = loaded(
        tmp_path, rows("C1,Care,Total Care Ltd,10,01/04/2009,", "C2,Care,B Ltd,5,01/04/2009,", ",Total,,15,,")
    )
    assert cells(load, "flow", "payee", "amount_pence") == [("Total Care Ltd", 10_00), ("B Ltd", 5_00)]
    assert cells(load, "set_aside", "line", "reason", "amount_pence") == [(4, "grand total row", 15_00)]


def test_the_names_of_persons_are_in_no_record_and_no_problem(tmp_path: Path) -> None:
    head = HEAD.replace("\n", ",Contract Manager,Lead Officer,Notes\n")
    line = "C1,Care by Mrs Jane Example,Mrs Jane Example,1.2.3,01/04/2009,,Ann Boss,Bob Chief,ask Mrs Jane Example\n"
    load = loaded(tmp_path, head + line + line.replace("1.2.3", "10"))
    whole = "".join(str(table.to_pylist()) for table in load.tables.values())
    assert not [name for name in ("Jane", "Boss", "Chief") if name in whole]
    assert cells(load, "flow", "payee", "payee_status", "payee_record") == [("an individual", "individual", None)]
    assert cells(load, "service", "name") == []


def test_two_bodies_of_one_name_stay_two(tmp_path: Path) -> None:
    head = "Title,Supplier,Company number,Contract value,Start date,End date\n"
    load = loaded(tmp_path, head + "Care,Hill Care,01234567,1,01/04/2009,\nCare 2,Hill Care,07654321,2,01/04/2009,\n")
    found = {
        identifier for name, identifier in cells(load, "organisation", "name", "identifier") if name == "Hill Care"
    }
    assert found == {"GB-COH-01234567", "GB-COH-07654321"}
    assert len(set(cells(load, "flow", "payee_record"))) == 2


def test_the_next_issue_of_a_register_has_the_same_records(tmp_path: Path) -> None:
    line = "C1,Carers support,Harbour Trust,{},01/04/2009,31/03/2012"
    first = loaded(tmp_path, rows(line.format(300000)), "q1.csv")
    second = loaded(tmp_path, rows("C0,Printers,Ink Ltd,5,01/04/2009,", line.format(330000)), "q2.csv")
    (one,) = cells(first, "flow", "record_id", "service_record")
    assert one in cells(second, "flow", "record_id", "service_record")


def test_loading_twice_gives_equal_tables(tmp_path: Path) -> None:
    assert loaded(tmp_path, CODE).tables == loaded(tmp_path, CODE).tables


def workbook(*sheets: tuple[str, str]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, text in sheets:
        sheet = book.add_worksheet(name)
        for row, line in enumerate(text.splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write_string(row, column, cell)
    book.close()
    return target.getvalue()


def test_the_register_is_found_in_a_workbook_under_a_preamble(tmp_path: Path) -> None:
    text = "Northmere Council,\nContracts register 2009-10,\n,\n" + rows("C1,Care,A Ltd,10,01/04/2009,31/03/2010")
    load = loaded(tmp_path, workbook(("Read me", "About,this"), ("Register", text)), "register.xlsx")
    assert cells(load, "flow", "sheet", "line", "amount_pence") == [("Register", 5, 10_00)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (rows(), "it holds no row below its headings"),
        (rows("C1,Printers,Ink Ltd,TBC,01/04/2009,"), "its one row is no contract that can be loaded"),
    ],
)
def test_a_register_without_a_contract_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        loaded(tmp_path, text)


def test_a_file_without_suppliers_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(
        UnknownFormatError, match="no columns are known as who is paid and how much, among: Colour, Size"
    ):
        loaded(tmp_path, "Colour,Size\nred,1\n", loader="contracts_register")


def test_every_code_that_the_loader_tells_of_is_described(tmp_path: Path) -> None:
    line = "C4,Day care framework lot,{},120000,01/04/2011,31/03/2010"
    text = rows(
        line.format("Hill Care Ltd"), line.format("Harbour Trust"), "F,Care framework agreement,A Ltd,1,01/04/2009,"
    )
    assert codes(loaded(tmp_path, text)).keys() - problem_codes().keys() == set()
