"""Workbooks to raw tables: every cell as text, rows numbered as in the sheet."""

import datetime
import hashlib
import io
import re
import zipfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.guard import check_workbook, is_zip
from tpgraph.loading.header import LOOKED_AT, cleaned_rows, find_header
from tpgraph.loading.raw import HeaderScore, RawTable, raw_from_rows, without_blanks

MOST_CELLS = 30_000_000
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def cell_text(value: Cell | None) -> str:
    """Write a cell as text: whole numbers without `.0`, dates in ISO form, true and false in lower case.

    >>> cell_text(1200.0), cell_text(0.5), cell_text(True), cell_text(datetime.datetime(2009, 10, 1))
    ('1200', '0.5', 'true', '2009-10-01')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_extent(data: bytes, name: str) -> None:
    """Refuse a sheet whose outermost cells span more than `MOST_CELLS`: the reader would make every cell in between."""
    if not is_zip(data):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                columns, height = set(), 0
                for cell in _CELL.finditer(archive.read(member)):
                    columns.add(cell[1])
                    height = max(height, int(cell[2]))
                width = max(map(_column_number, columns), default=0)
                if width * height > MOST_CELLS:
                    raise UnreadableFileError(
                        f"{name}: a sheet spans {height:,} rows and {width:,} columns; delete the stray cell far from "
                        "the table and save it again"
                    )


def _open(data: bytes, name: str) -> CalamineWorkbook:
    check_workbook(data, name)
    _check_extent(data, name)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise UnreadableFileError(
            f"{name} is protected with a password; open it in Excel, take the password off and save it again"
        ) from error
    # calamine reports damaged parts of a workbook by several errors of Python's own.
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(f"{name} is damaged or not a workbook ({error}); save it again as xlsx") from error


def _texts(values: Sequence[list[Cell]]) -> tuple[list[list[str]], list[int]]:
    """Give rows of cells as text, and which of them hold dates; most of the millions of cells may be text already."""
    rows: list[list[str]] = []
    dated = []
    for index, row in enumerate(values):
        kinds = set(map(type, row))
        rows.append([cell_text(value) for value in row] if kinds != {str} else cast("list[str]", row))
        if not kinds.isdisjoint((datetime.date, datetime.datetime)):
            dated.append(index)
    return rows, dated


def _raw_table(name: str, values: Sequence[list[Cell]], expected: HeaderScore | None) -> RawTable | None:
    """Make a raw table of the cells of one sheet; None where none is filled."""
    rows, dated = _texts(values)
    filled = list(islice((index for index, row in enumerate(rows) if any(cell.strip() for cell in row)), LOOKED_AT))
    if not filled:
        return None
    top = find_header(cleaned_rows([rows[index] for index in filled]), expected)
    start = filled[top.index]
    after = filled[top.index + top.rows - 1] + 1
    width = max(len(top.headings), *map(len, rows))
    dates = tuple(
        (index + 1, column)
        for index in dated
        for column, value in enumerate(values[index])
        if index >= after and isinstance(value, datetime.date)
    )
    notes = (f"preamble of {start} rows skipped",) if top.index else ()
    if top.rows == 2:
        notes = (*notes, "header on two lines joined")
    table = raw_from_rows(rows[after:], range(after + 1, len(rows) + 1), width)
    headings = (*top.headings, *[""] * (width - len(top.headings)))
    return without_blanks(RawTable(name, headings, start + 1, table, "xlsx", notes, dates))


def _sheets(data: bytes, name: str) -> Iterator[tuple[str, list[list[Cell]]]]:
    """The cells of every sheet, one sheet after the other."""
    workbook = _open(data, name)
    for info in workbook.sheets_metadata:
        if info.typ == SheetTypeEnum.WorkSheet:
            try:
                yield info.name, workbook.get_sheet_by_name(info.name).to_python(skip_empty_area=False)
            except (CalamineError, OSError, ValueError) as error:
                raise UnreadableFileError(
                    f"{name}: sheet '{info.name}' is damaged ({error}); save it again as xlsx"
                ) from error


def _tables(sheets: Iterator[tuple[str, list[list[Cell]]]], name: str, expected: HeaderScore | None) -> list[RawTable]:
    found = [raw for sheet, values in sheets if (raw := _raw_table(sheet, values, expected)) is not None]
    if not found:
        raise UnreadableFileError(
            f"{name} is empty: none of its sheets holds anything; give the file as it was published"
        )
    return found


def read_workbook(data: bytes, name: str, *, expected: HeaderScore | None = None) -> list[RawTable]:
    """Read every sheet of a workbook that holds anything, in the workbook's order.

    Parameters
    ----------
    data : bytes of an xlsx, xlsm, xlsb, ods or xls
    name : of the file, for messages
    expected : scores a row as header, see `tpgraph.loading.header.find_header`

    Returns
    -------
    list of RawTable, one a sheet; `line` is the row of the sheet; `date_cells` tells which cells Excel holds as dates

    Raises
    ------
    UnreadableFileError
        If the workbook has a password, is damaged, would burst or holds nothing.
    """
    return _tables(_sheets(data, name), name, expected)


_TOP = 300
_MOST_TOPS = 64
_tops: OrderedDict[bytes, list[tuple[str, list[list[Cell]]]]] = OrderedDict()


def _top_rows(values: list[list[Cell]]) -> list[list[Cell]]:
    """The rows down to so many that hold something."""
    filled = list(islice((i for i, row in enumerate(values) if any(cell not in ("", None) for cell in row)), _TOP))
    return values[: filled[-1] + 1] if filled else []


def read_workbook_head(data: bytes, name: str, *, expected: HeaderScore | None = None) -> list[RawTable]:
    """Read only the first rows of every sheet of a workbook, enough to know its headers; see `read_workbook`.

    A workbook is parsed as a whole or not at all, so its first rows are kept for the next loader that asks.
    """
    key = hashlib.sha256(data).digest()
    if key not in _tops:
        _tops[key] = [(sheet, _top_rows(values)) for sheet, values in _sheets(data, name)]
        while len(_tops) > _MOST_TOPS:
            _tops.popitem(last=False)
    return _tables(iter(_tops[key]), name, expected)
