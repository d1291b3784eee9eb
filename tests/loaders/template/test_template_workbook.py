"""The empty template explains itself, and keeps Excel from changing what people type."""

from pathlib import Path

import openpyxl
import pytest

from tests.loaders.template.filled_template import claims, load
from tpgraph.errors import InputError, OutputError
from tpgraph.loading.template_workbook import LISTS, READ_ME, write_template
from tpgraph.model import model


def template(folder: Path) -> openpyxl.Workbook:
    write_template(folder / "place.xlsx")
    return openpyxl.load_workbook(folder / "place.xlsx")


def test_the_first_sheet_explains_every_sheet_and_column_with_an_example(tmp_path: Path) -> None:
    book = template(tmp_path)
    assert book.sheetnames == [READ_ME, *(kind.sheet for kind in model().records.values()), LISTS]
    rows = [tuple(cell or "" for cell in row[:5]) for row in book[READ_ME].iter_rows(values_only=True)]
    for kind in model().records.values():
        assert (kind.sheet, kind.about, "", "", "") in rows
        for column in kind.columns:
            must = "yes" if column.required else ""
            assert (kind.sheet, column.heading, must, column.about, column.example) in rows
    words = " ".join(str(row[0]) for row in rows)
    for said in ("name or its id", "put ;", "2009-10", "names of clients", "tpgraph check", "tpgraph load"):
        assert said in words


def test_sheets_hold_headings_and_no_rows_and_the_headings_stay_in_sight(tmp_path: Path) -> None:
    book = template(tmp_path)
    for kind in model().records.values():
        sheet = book[kind.sheet]
        assert list(sheet.iter_rows(values_only=True)) == [tuple(column.heading for column in kind.columns)]
        assert sheet.freeze_panes == "A2"


def test_columns_that_must_be_filled_are_underlined_and_say_so(tmp_path: Path) -> None:
    book = template(tmp_path)
    for kind in model().records.values():
        for cell, column in zip(book[kind.sheet][1], kind.columns, strict=True):
            assert (cell.font.underline == "single") == column.required
            assert cell.comment.text.startswith("Must be filled." if column.required else "May stay empty.")
            assert column.example in cell.comment.text


def test_years_dates_identifiers_and_names_are_text_cells_and_amounts_numbers(tmp_path: Path) -> None:
    book = template(tmp_path)
    formats = {"pence": "#,##0.00", "integer": "#,##0", "number": "0.######"}
    for kind in model().records.values():
        sheet = book[kind.sheet]
        for index, column in enumerate(kind.columns, 1):
            letter = openpyxl.utils.get_column_letter(index)
            assert sheet.column_dimensions[letter].number_format == formats.get(column.type, "@")


def test_allowed_values_are_drop_down_lists_from_a_hidden_sheet(tmp_path: Path) -> None:
    book = template(tmp_path)
    assert book[LISTS].sheet_state == "hidden"
    seen = 0
    for kind in model().records.values():
        rules = {
            str(rule.sqref).rstrip("0123456789").split(":")[0]: rule
            for rule in book[kind.sheet].data_validations.dataValidation
        }
        for index, column in enumerate(kind.columns, 1):
            rule = rules[f"{openpyxl.utils.get_column_letter(index)}2"]
            assert column.about[1:] in rule.prompt
            assert (rule.type == "list") == bool(column.values)
            if column.values:
                cells = book[LISTS][rule.formula1.removeprefix(f"{LISTS}!").replace("$", "")]
                assert tuple(row[0].value for row in cells) == column.values
                seen += 1
    assert seen == sum(bool(column.values) for kind in model().records.values() for column in kind.columns) > 8


def test_a_blank_template_is_recognised_and_has_nothing_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "place.xlsx"
    write_template(path)
    (claim,) = claims(path)
    assert (claim.loader, claim.stem, claim.members) == ("template", "place", ("place.xlsx",))
    with pytest.raises(InputError, match=r"^place.xlsx: nothing is filled in; write at least one row"):
        load(path)


def test_what_is_typed_into_the_template_is_loaded(tmp_path: Path) -> None:
    book = template(tmp_path)
    for kind in model().records.values():
        book[kind.sheet].append([column.example or None for column in kind.columns])
    book.save(tmp_path / "place.xlsx")
    tables = load(tmp_path / "place.xlsx")
    assert [row["reason"] for row in tables["set_aside"]] == []
    assert {name for name in model().records if tables.get(name)} == set(model().records)
    assert [row["code"] for row in tables["problem"] if row["severity"] == "error"] == []
    (flow,) = tables["flow"]
    assert (flow["amount_pence"], flow["financial_year"], flow["date"]) == (1250000, "2009-10", "2009-06-30")


def test_writing_it_twice_changes_nothing_and_a_filled_one_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "place.xlsx"
    write_template(path)
    blank = path.read_bytes()
    write_template(path)
    assert path.read_bytes() == blank
    path.write_bytes(blank + b"filled in")
    with pytest.raises(OutputError, match="is there already and is not written over"):
        write_template(path)
    assert path.read_bytes() == blank + b"filled in"


def test_a_path_that_cannot_be_written_gives_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(
        OutputError, match=r"place.xlsx cannot be written \(No such file or directory\); choose a folder"
    ):
        write_template(tmp_path / "missing" / "place.xlsx")
    with pytest.raises(OutputError, match="is there already"):
        write_template(tmp_path)
