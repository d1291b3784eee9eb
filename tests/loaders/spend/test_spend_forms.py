"""Spend files: preambles, encodings, line ends, workbooks of every kind, zips."""

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from tpgraph_loaders.spend import LOADER

from tests.loaders.spend.spend_files import COUNCIL, HEAD, TWO, aside, flows, loaded, ods, rows, said, xls
from tpgraph.errors import UnknownFormatError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.loader import Claim


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


def test_a_file_with_another_ending_is_read_if_the_user_says_what_it_is(tmp_path: Path) -> None:
    assert flows(loaded(tmp_path, rows(*TWO), "june.txt"), "amount_pence") == [(1000,), (2000,)]


def test_a_file_without_amount_or_payee_is_not_a_spend_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("Colour,Size\nblue,1\n")
    (group,) = find_groups([path])
    assert LOADER.recognise(group) == []
    with pytest.raises(UnknownFormatError, match=r"notes\.csv: no column is known as an amount.*Colour, Size"):
        LOADER.land(group, Claim("spend", ("notes.csv",), "notes", 0.0, "you said so"))


def test_a_query_text_above_the_header_is_a_preamble(tmp_path: Path) -> None:
    query = (
        "SELECT s.name AS Supplier, i.amount AS Amount, i.paid AS [Date]\nFROM invoice i, supplier s\n"
        "WHERE i.amount > 500 AND i.paid BETWEEN '01/05/2022' AND '31/05/2022'\n\n(2 rows affected)\n"
    )
    load = loaded(tmp_path, query + rows(*TWO))
    assert flows(load, "line", "payee", "amount_pence") == [(7, "Acme", 1000), (8, "Zenith", 2000)]


def test_duplicate_and_blank_headings_are_kept_apart(tmp_path: Path) -> None:
    text = f"Body Name,Date,Supplier,Amount,Notes,Notes,,\n{COUNCIL},2016-04-05,Acme,1,a,b,c,\n"
    assert flows(loaded(tmp_path, text), "payee", "extra") == [("Acme", '{"Notes":"a","Notes (6)":"b","column 7":"c"}')]


@pytest.mark.parametrize(
    "data",
    [
        rows("2016-04-05,Café Noël,1").encode("utf-8"),
        rows("2016-04-05,Café Noël,1").encode("utf-8-sig"),
        ("\u00ef\u00bb\u00bf" + rows("2016-04-05,Café Noël,1")).encode("utf-8"),
        ("\u00c3\u00af\u00bb\u00bf" + rows("2016-04-05,Café Noël,1")).encode("utf-8"),
        rows("2016-04-05,Café Noël,1").encode("cp1252"),
        rows("2016-04-05,Café Noël,1").encode("utf-16"),
    ],
    ids=["UTF-8", "byte order mark", "decoded mark", "mark decoded twice", "cp1252", "UTF-16"],
)
def test_every_encoding_gives_the_same_payment(tmp_path: Path, data: bytes) -> None:
    assert flows(loaded(tmp_path, data, payer=None), "payer", "payee", "line") == [(COUNCIL, "Café Noël", 2)]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_line_end_gives_the_same_lines(tmp_path: Path, end: str) -> None:
    load = loaded(tmp_path, rows(*TWO).replace("\n", end).encode())
    assert flows(load, "line", "payee") == [(2, "Acme"), (3, "Zenith")]


def test_blank_rows_by_the_thousand_and_blank_columns_are_no_rows(tmp_path: Path) -> None:
    lines = rows(*TWO).splitlines()
    text = "".join(f"{line},,,\n" for line in lines) + ",,,,,,\n" * 5000
    load = loaded(tmp_path, text)
    assert flows(load, "line") == [(2,), (3,)]
    assert load.tables["record.file"].column("rows_read").to_pylist() == [2]
    assert [entry[3] for entry in said(load, "reading")] == ["5,000 blank rows skipped", "3 blank columns skipped"]


def test_a_column_of_flags_is_kept_beside_the_payment(tmp_path: Path) -> None:
    text = f"Body Name,Date,Supplier,Amount,Report,GC Supplier red\n{COUNCIL},2016-04-05,Acme,7,-1,0\n"
    assert flows(loaded(tmp_path, text), "amount_pence", "extra") == [(700, '{"Report":"-1","GC Supplier red":"0"}')]


SHEET = [
    ["Northmere payments over 500", "", "", ""],
    ["Body Name", "Payment Date", "Supplier Name", "Net Amount"],
    [COUNCIL, "05/04/2016", "Acme & Sons", 10.5],
    [COUNCIL, "06-Apr-16", "Zenith", -20.0],
    ["", "", "", ""],
    ["", "", "Total", -9.5],
]


@pytest.mark.parametrize(("name", "write"), [("spend.xls", xls), ("spend.ods", ods)])
def test_old_workbooks_and_open_documents_are_read(
    tmp_path: Path, name: str, write: Callable[[list[list[str | float]]], bytes]
) -> None:
    load = loaded(tmp_path, write(SHEET), name, payer=None)
    assert flows(load, "sheet", "line", "payer", "payee", "date", "amount_pence") == [
        ("Sheet1", 3, COUNCIL, "Acme & Sons", "2016-04-05", 1050),
        ("Sheet1", 4, COUNCIL, "Zenith", "2016-04-06", -2000),
    ]
    assert aside(load) == [(6, "grand total row", -950)]


def test_dates_that_a_workbook_holds_as_dates_are_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("May")
    sheet.write_row(0, 0, ["Council", "Date", "Supplier", "Amount"])
    sheet.write_row(1, 0, [COUNCIL, "", "Acme", 0.1 + 0.2])
    sheet.write_datetime(1, 1, datetime.datetime(2016, 4, 5), book.add_format({"num_format": "dd/mm/yy"}))
    book.close()
    assert flows(loaded(tmp_path, out.getvalue(), "may.xlsx"), "date", "amount_pence") == [("2016-04-05", 30)]
