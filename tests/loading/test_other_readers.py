"""Workbooks and JSON as text."""

import datetime
import io

import pytest
import xlsxwriter

from tpgraph.loading.readers import read_json, read_workbook

Rows = list[list[object]]


def workbook(rows: Rows, sheet: str = "payments") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                page.write_datetime(index, column, value, day)
            else:
                page.write(index, column, value)
    book.close()
    return out.getvalue()


def test_cells_become_text_as_people_see_them() -> None:
    rows: Rows = [["Name", "Amount", "Share", "Open", "Day"], ["Acme", 1200, 0.5, True, datetime.date(2009, 10, 1)]]
    (raw,) = read_workbook(workbook(rows), "a.xlsx")
    assert raw.name == "payments"
    assert raw.header == ("Name", "Amount", "Share", "Open", "Day")
    assert raw.table.to_pylist() == [
        {"c0": "Acme", "c1": "1200", "c2": "0.5", "c3": "true", "c4": "2009-10-01", "line": 2}
    ]


def test_cells_that_excel_holds_as_dates_are_told() -> None:
    rows: Rows = [["Year", "Name"], ["2009-10", "Acme"], [datetime.date(2009, 10, 1), "Zenith"]]
    (raw,) = read_workbook(workbook(rows), "a.xlsx")
    assert raw.date_cells == ((3, 0),)


def test_rows_keep_their_number_in_the_sheet_under_a_preamble_and_between_blank_rows() -> None:
    rows: Rows = [["Payments"], [], ["Supplier", "Amount"], ["Acme", 1], [], ["Zenith", 2]]
    (raw,) = read_workbook(workbook(rows), "a.xlsx")
    assert (raw.header, raw.header_line, raw.table.column("line").to_pylist()) == (("Supplier", "Amount"), 3, [4, 6])


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}]),
        ('{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ('{"a": 1}{"a": 2}', [{"a": 1}, {"a": 2}]),
        ('\ufeff{"a": "£"}', [{"a": "£"}]),
    ],
)
def test_every_shape_of_json_gives_its_documents(text: str, documents: list[object]) -> None:
    assert read_json(text.encode(), "a.json") == documents
