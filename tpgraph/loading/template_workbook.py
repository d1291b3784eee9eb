"""The template: a workbook made from the model that says by itself how to fill it in; empty, or begun from a store."""

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
_LONGEST_CELL = 32_767
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


HINTS = ("seems to be", "money seen", "for what")
"""Headings of the columns that help to fill in a line; they stand left of a sheet's own and are not read back."""

_FILLED = (
    "This copy was filled in from what is loaded, with most money first: change and add what you know. Lines that you "
    "leave as they are change nothing.",
    "Sheet services: each line asks what a body runs for the money it gets - what, for whom, where? Where you know, "
    "give the service a name, with the needs it meets, the people it is for and the places; leave the others alone.",
    "A line without a name is not read. A line with a number in column confirms stands for a service that a contract "
    "or grant only proposes: giving it a name confirms that the service is there. Several services of one body: copy "
    "its line, and empty confirms in the copies.",
    "The grey columns (seems to be, money seen, for what) are there to help, and are not read back.",
    "Sheet organisations: the number in column id joins a line to the body that is loaded; leave it as it is.",
)


@dataclass(frozen=True)
class Prefilled:
    """What a workbook is filled with.

    Attributes
    ----------
    rows : record kind -> its lines, each column -> value; pence stay pence, lists are lists; `HINTS` may stand beside
        the columns
    about : one sentence on what it was made from
    """

    rows: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    about: str = ""


_NOTHING = Prefilled()


def write_template(path: Path, prefilled: Prefilled = _NOTHING) -> None:
    """Write the template workbook, empty or filled from a store.

    The first sheet explains the others; then follow a sheet a record kind of the model and a hidden sheet with the
    lists of allowed values. Examples stand on the first sheet and in the messages of the cells, never as rows.

    Parameters
    ----------
    path : Path
        Where to write. The same workbook that stands there already is left as it is.
    prefilled : Prefilled
        Lines to begin with; none for the empty workbook.

    Raises
    ------
    OutputError
        If the file cannot be written, or another file of this name is there: it may be filled in.
    """
    content = _workbook_bytes(prefilled)
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


def _workbook_bytes(prefilled: Prefilled) -> bytes:
    import xlsxwriter

    the, target = model(), io.BytesIO()
    # in_memory: a locked-down machine may have no temporary folder that can be written to.
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"title": "tpgraph template", "created": _MADE})
    _write_read_me(workbook, the, prefilled)
    ranges = _list_ranges(the)
    for kind in the.records.values():
        _write_sheet(workbook, kind, ranges, prefilled.rows.get(kind.name, ()))
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


def _write_sheet(
    workbook: "Workbook",
    kind: RecordKind,
    ranges: dict[tuple[str, ...], str],
    lines: Sequence[Mapping[str, object]],
) -> None:
    sheet = workbook.add_worksheet(kind.sheet)
    hints = [hint for hint in HINTS if any(hint in line for line in lines)]
    _write_hints(workbook, sheet, hints, lines)
    plain = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    must = workbook.add_format({"bold": True, "bottom": 5, "underline": 1, "bg_color": "#FFF2CC", "text_wrap": True})
    for position, column in enumerate(kind.columns, len(hints)):
        sheet.set_column(position, position, _width(column), _cell_format(workbook, column))
        sheet.write_string(0, position, column.heading, must if column.required else plain)
        sheet.write_comment(0, position, _comment(column), {"x_scale": 2, "author": "tpgraph"})
        sheet.data_validation(1, position, _LAST_ROW, position, _validation(column, ranges))
        for row, line in enumerate(lines, 1):
            _write_cell(sheet, row, position, line.get(column.name))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _write_hints(
    workbook: "Workbook", sheet: "Worksheet", hints: Sequence[str], lines: Sequence[Mapping[str, object]]
) -> None:
    grey = workbook.add_format({"italic": True, "font_color": "#505A5F", "bg_color": "#F3F2F1", "num_format": "@"})
    for position, hint in enumerate(hints):
        sheet.set_column(position, position, 40, grey)
        sheet.write_string(0, position, hint, grey)
        for row, line in enumerate(lines, 1):
            _write_cell(sheet, row, position, line.get(hint))


def _write_cell(sheet: "Worksheet", row: int, position: int, value: object) -> None:
    """Write a value as the loader reads it: pence as pounds, a list with ; between, anything else as text."""
    if isinstance(value, int):
        sheet.write_number(row, position, value / 100)
    elif isinstance(value, list | tuple):
        sheet.write_string(row, position, "; ".join(map(str, value))[:_LONGEST_CELL])
    elif value:
        sheet.write_string(row, position, str(value)[:_LONGEST_CELL])


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


def _write_read_me(workbook: "Workbook", the: Model, prefilled: Prefilled) -> None:
    sheet = workbook.add_worksheet(READ_ME)
    heading = workbook.add_format({"bold": True, "font_size": 16})
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for position, width in enumerate((18, 24, 16, 60, 30, 60)):
        sheet.set_column(position, position, width, wrapped)
    sheet.write_string(0, 0, "The map of a place: how to fill in this workbook", heading)
    row = 2
    filled = (prefilled.about, *_FILLED) if prefilled.rows else ()
    for sentence in (*filled, *_INTRODUCTION):
        sheet.merge_range(row, 0, row, 4, sentence, wrapped)
        sheet.set_row(row, 15 * (1 + len(sentence) // 110))
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
