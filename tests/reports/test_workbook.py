"""findings.xlsx, read back: text stays text, money is a number to the penny, totals are formulas with values."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.reports.town import FORMULA, SCRIPT, graph_rows, material, with_few_people
from tpgraph.reports.material import Material
from tpgraph.reports.sheets import POUNDS, Sheet, SheetColumn
from tpgraph.reports.workbook import Book, write_sheet, write_workbook


def read(made: Material, folder: Path, *, values: bool = True) -> openpyxl.Workbook:
    """Write the workbook of a material and read it back: stored values, or formulas."""
    path = folder / "findings.xlsx"
    write_workbook(made, path)
    return openpyxl.load_workbook(path, data_only=values)


def column(sheet: Worksheet, heading: str) -> list[object]:
    """Values under a heading."""
    at = [cell.value for cell in sheet[1]].index(heading)
    return [row[at].value for row in sheet.iter_rows(min_row=2)]


def test_there_is_a_sheet_for_every_analysis_and_table(tmp_path: Path) -> None:
    made = material()
    names = read(made, tmp_path).sheetnames
    assert names[0] == "Read me"
    assert set(names) >= {*made.answers, "sources", "problems", "set aside", "unthemed", "bodies", "services"}
    assert set(names) >= {"high-level count", "money by body", "money by theme", "notes"}


def test_every_row_of_every_analysis_is_there_with_its_id(tmp_path: Path) -> None:
    made = material()
    book = read(made, tmp_path)
    for name, answer in made.answers.items():
        assert tuple(value for value in column(book[name], "Id") if value) == answer.ids


def test_money_is_a_number_of_pounds_to_the_penny_with_a_format(tmp_path: Path) -> None:
    graph = graph_rows()
    graph["funding_flow"][0] = {**graph["funding_flow"][0], "amount_pence": 11_836_232_434}
    sheet = read(material(graph), tmp_path)["money"]
    cell = sheet.cell(2, [cell.value for cell in sheet[1]].index("Listed") + 1)
    assert cell.value == 118362734.34
    assert cell.number_format == "£#,##0.00;-£#,##0.00"


def test_totals_are_formulas_that_carry_their_value_within_one_year_and_basis(tmp_path: Path) -> None:
    formulas = read(material(), tmp_path, values=False)["money by body"]
    values = read(material(), tmp_path)["money by body"]
    at = [cell.value for cell in values[1]].index("Listed") + 1
    totals = [row[0].row for row in values.iter_rows(min_col=1, max_col=1) if str(row[0].value).startswith("Total")]
    assert [values.cell(row, 1).value for row in totals] == ["Total, 2009-10, payment", "Total, unknown, payment"]
    assert [values.cell(row, at).value for row in totals] == [1110, 5]
    for row in totals:
        formula = formulas.cell(row, at).value
        assert formula.startswith("=SUM(")
        cells = formulas[formula.removeprefix("=SUM(").removesuffix(")")]
        assert sum(each[0].value or 0 for each in cells) == values.cell(row, at).value


def test_the_money_of_the_files_adds_up(tmp_path: Path) -> None:
    sheet = read(material(), tmp_path)["sources"]
    last = next(row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("Total"))
    assert last[-3:] == (2207.5, 2195, 12.5)
    assert last[6:9] == (9, 8, 1)


def test_what_sources_wrote_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    book = read(material(hostile=True), tmp_path, values=False)
    texts, formulas = [], []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                (formulas if cell.data_type == "f" else texts).append(cell.value)
    assert formulas
    assert all(str(value).startswith("=SUM(") for value in formulas)
    assert FORMULA in texts
    assert any(SCRIPT in str(value) for value in texts)
    assert not any("\u202e" in str(value) or "\x07" in str(value) for value in texts)


def test_text_that_looks_like_a_formula_stays_text_when_it_is_edited(tmp_path: Path) -> None:
    sheet = read(material(hostile=True), tmp_path, values=False)["services"]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA and cell.column == 2]
    assert cell.quotePrefix


def test_years_and_ids_are_text_and_small_numbers_of_people_are_not_shown(tmp_path: Path) -> None:
    book = read(with_few_people(), tmp_path)
    assert column(book["money"], "Financial year")[0] == "2009-10"
    people = column(book["services"], "People a year")
    assert sorted(map(str, people)) == ["120", "under 5"]


def test_people_in_need_are_a_number_where_it_is_one(tmp_path: Path) -> None:
    assert column(read(material(), tmp_path)["gaps"], "People in need") == [60]


def test_the_header_is_frozen_and_the_rows_can_be_filtered(tmp_path: Path) -> None:
    book = read(material(), tmp_path)
    assert book["money"].freeze_panes == "B2"
    assert book["money"].auto_filter.ref.startswith("A1:")
    assert book["bodies"].column_dimensions["B"].width > 10


def test_rows_beyond_the_limit_are_left_out_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    book = Book(path, "2010-02-01")
    rows = [(f"row {number}", number * 100) for number in range(5)]
    columns = (SheetColumn("Name"), SheetColumn("Money", POUNDS, True))
    write_sheet(book, Sheet("long", "Many rows.", columns, rows), most=3)
    book.book.close()
    sheet = openpyxl.load_workbook(path, data_only=True)["long"]
    said = [row[0].value for row in sheet.iter_rows(max_col=1)]
    assert said[1:4] == ["row 0", "row 1", "row 2"]
    assert "2 more rows do not fit on a sheet" in str(said[-1])
    assert sheet["B6"].value == 3


def test_a_text_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    made = replace(material(), unread=("x" * 40_000,))
    [value] = [value for value in column(read(made, tmp_path)["notes"], "Note") if str(value).startswith("xx")]
    assert len(str(value)) == 32_001


@pytest.mark.parametrize("name", ["Read me"])
def test_the_first_sheet_names_the_others_and_what_is_missing(tmp_path: Path, name: str) -> None:
    book = read(material(), tmp_path)
    said = {str(value) for row in book[name].iter_rows(values_only=True) for value in row}
    assert set(book.sheetnames[1:]) <= said
    assert "notes.pdf is no spreadsheet" in said
    assert "Northmere, 2009-10" in said
