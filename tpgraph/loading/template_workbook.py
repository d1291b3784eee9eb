"""The template: an empty workbook that says by itself how to fill it in, made from the model."""

import datetime
import io
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.errors import OutputError
from tpgraph.model import Column, Model, RecordKind, model

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

READ_ME = "Read me"
LISTS = "lists"
_LAST_ROW = 1_048_575
_NUMBERS = {"pence": "#,##0.00", "integer": "#,##0", "number": "0.######"}
# The same workbook every time: a second `tpgraph template` on a blank one is then seen to change nothing.
_MADE = datetime.datetime(2010, 3, 31)
_WIDTHS = {"pence": 16, "integer": 14, "number": 12, "year": 14, "date": 13, "id": 18, "text": 26, "list": 34}
_INTRODUCTION = (
    "This workbook takes what you know about one place: who is there, what they offer, for whom, and what "
    "money pays for it.",
    "Fill in the sheets you have something for and leave the others empty. One row a thing, below the "
    "headings of each sheet.",
    "A heading that is underlined and marked 'must be filled' in its comment needs a value in every row; all "
    "others may stay empty.",
    "Leave a cell empty where you do not know: an empty cell is read as 'not known', a 0 as 'none'.",
    "Where a column asks for a body, a service or a site, write its name or its id, as it stands on its own "
    "sheet. A body that stands on no sheet may be named too.",
    "Several in one cell: put ; between them, such as Parenting support; Early language.",
    "Financial years run from April to March and are written 2009-10. Dates are written 2009-06-30 or 30/06/2009.",
    "Money is in pounds, such as 12500.00; money paid back is negative. Every amount needs its basis: budget,"
    " payment and so on are never added together.",
    "Never write the names of clients, and no names, e-mail addresses or telephone numbers of contacts: this "
    "workbook is about organisations and numbers of people.",
    "Columns and sheets of your own are welcome: tpgraph keeps your columns as they are and leaves your sheets alone.",
    "To check what you have filled in:  tpgraph check place.xlsx",
    "To load it:  tpgraph load place.xlsx     To get the map and the agenda:  tpgraph run place.xlsx --out out",
)


def write_template(path: Path) -> None:
    """Write the empty template workbook.

    The first sheet explains the others; then follow a sheet a record kind of the model and a hidden sheet with the
    lists of allowed values. Examples stand on the first sheet and in the messages of the cells, never as rows.

    Parameters
    ----------
    path : Path
        Where to write. A blank template that stands there already is left as it is.

    Raises
    ------
    OutputError
        If the file cannot be written, or another file of this name is there: it may be filled in.
    """
    content = _workbook_bytes()
    try:
        if path.exists():
            if path.is_file() and path.read_bytes() == content:
                return
            raise OutputError(f"{path} is there already and is not written over; choose another name or move it away")
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        mend = "choose a folder that exists and that you may write to"
        raise OutputError(f"{path} cannot be written ({reason}); {mend}") from error


def _workbook_bytes() -> bytes:
    import xlsxwriter

    the, target = model(), io.BytesIO()
    # in_memory: a locked-down machine may have no temporary folder that can be written to.
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"title": "tpgraph template", "created": _MADE})
    _write_read_me(workbook, the)
    ranges = _list_ranges(the)
    for kind in the.records.values():
        _write_sheet(workbook, kind, ranges)
    _write_lists(workbook, the)
    workbook.close()
    return target.getvalue()


def _allowed_lists(the: Model) -> list[tuple[str, ...]]:
    """Give every list of values that a sheet uses, each once."""
    return list(dict.fromkeys(c.values for kind in the.records.values() for c in kind.columns if c.values))


def _list_ranges(the: Model) -> dict[tuple[str, ...], str]:
    """Give the cells of the hidden sheet that hold each list: a rule of cells takes at most 255 characters."""
    from xlsxwriter.utility import xl_range_abs

    return {
        values: f"={LISTS}!{xl_range_abs(0, position, len(values) - 1, position)}"
        for position, values in enumerate(_allowed_lists(the))
    }


def _write_lists(workbook: "Workbook", the: Model) -> None:
    sheet = workbook.add_worksheet(LISTS)
    for position, values in enumerate(_allowed_lists(the)):
        for row, value in enumerate(values):
            sheet.write_string(row, position, value)
    sheet.hide()


def _write_sheet(workbook: "Workbook", kind: RecordKind, ranges: dict[tuple[str, ...], str]) -> None:
    sheet = workbook.add_worksheet(kind.sheet)
    plain = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    must = workbook.add_format({"bold": True, "bottom": 5, "underline": 1, "bg_color": "#FFF2CC", "text_wrap": True})
    for position, column in enumerate(kind.columns):
        sheet.set_column(position, position, _width(column), _cell_format(workbook, column))
        sheet.write_string(0, position, column.heading, must if column.required else plain)
        sheet.write_comment(0, position, _comment(column), {"x_scale": 2, "author": "tpgraph"})
        sheet.data_validation(1, position, _LAST_ROW, position, _validation(column, ranges))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _width(column: Column) -> int:
    return max(_WIDTHS[column.type], len(column.heading) + 3)


def _cell_format(workbook: "Workbook", column: Column) -> "Format":
    # Text for all but numbers: Excel would turn 2009-10 into a date, 01234567 into 1234567, and 1-2-1 into a day.
    return workbook.add_format({"num_format": _NUMBERS.get(column.type, "@")})


def _comment(column: Column) -> str:
    must = "Must be filled. " if column.required else "May stay empty. "
    return must + _message(column)


def _message(column: Column) -> str:
    parts = [column.about[:1].upper() + column.about[1:] + "."]
    if column.type == "list":
        parts.append("Put ; between several.")
    if column.type == "year":
        parts.append("Written 2009-10.")
    if column.type == "pence":
        parts.append("In pounds.")
    if column.values:
        parts.append("Choose from the list.")
    if column.example:
        parts.append(f"Example: {column.example}")
    return " ".join(parts)


def _validation(column: Column, ranges: dict[tuple[str, ...], str]) -> dict[str, object]:
    """Make the rule of a column's cells: the message on a click and, where values are fixed, the drop-down list."""
    rule: dict[str, object] = {
        "validate": "any",
        "input_title": column.heading[:32],
        "input_message": _comment(column)[:255],
    }
    if column.values:
        rule |= {
            "validate": "list",
            "source": ranges[column.values],
            "error_title": "Not on the list",
            "error_message": ("Choose one of: " + ", ".join(column.values))[:255],
        }
    return rule


def _write_read_me(workbook: "Workbook", the: Model) -> None:
    sheet = workbook.add_worksheet(READ_ME)
    heading = workbook.add_format({"bold": True, "font_size": 16})
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for position, width in enumerate((18, 24, 16, 60, 30, 60)):
        sheet.set_column(position, position, width, wrapped)
    sheet.write_string(0, 0, "The map of a place: how to fill in this workbook", heading)
    row = 2
    for sentence in _INTRODUCTION:
        sheet.merge_range(row, 0, row, 4, sentence, wrapped)
        sheet.set_row(row, 30 if len(sentence) > 110 else 15)
        row += 1
    row = _write_sheet_list(sheet, the, row + 1, bold)
    _write_columns(sheet, the, row + 1, bold)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_sheet_list(sheet: "Worksheet", the: Model, row: int, bold: "Format") -> int:
    """Write what each sheet is for; give the next free row."""
    for position, text in enumerate(("Sheet", "What it is for")):
        sheet.write_string(row, position, text, bold)
    for kind in the.records.values():
        row += 1
        sheet.write_url(row, 0, f"internal:'{kind.sheet}'!A1", string=kind.sheet)
        sheet.merge_range(row, 1, row, 4, kind.about)
    return row + 1


def _write_columns(sheet: "Worksheet", the: Model, row: int, bold: "Format") -> None:
    headings = ("Sheet", "Column", "Must be filled", "What it holds", "Example", "Allowed values")
    for position, text in enumerate(headings):
        sheet.write_string(row, position, text, bold)
    for kind in the.records.values():
        for column in kind.columns:
            row += 1
            must = "yes" if column.required else ""
            cells = (kind.sheet, column.heading, must, column.about, column.example, ", ".join(column.values))
            for position, text in enumerate(cells):
                sheet.write_string(row, position, text)
