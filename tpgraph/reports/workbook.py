"""findings.xlsx: every row of every analysis, and the tables behind the report, for people who work in Excel.

What sources wrote stays text, whatever it looks like; money is a number of pounds; totals are SUM formulas that carry
their value, so that they show where nothing recalculates.
"""

import datetime
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.analysis.answers import Answer
from tpgraph.analysis.money_words import NOT_ALL
from tpgraph.errors import OutputError
from tpgraph.reports import agenda as wording
from tpgraph.reports.material import Material
from tpgraph.reports.money_sheets import money_sheets, source_sheet
from tpgraph.reports.sheets import (
    COUNT,
    DAY,
    POUNDS,
    Sheet,
    SheetColumn,
    analysis_sheet,
    body_sheet,
    note_sheet,
    problem_sheet,
    service_sheet,
    set_aside_sheet,
    unthemed_sheet,
)
from tpgraph.reports.words import entity_names, plain, shorten
from tpgraph.reports.workbook_verdicts import HOW_TO, PAIRS, verdict_sheet, with_verdict_columns
from tpgraph.reports.writing import replacing
from tpgraph.views.text import clean_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_000
"""Rows of a sheet before the rest is left out: Excel holds 1,048,576, and totals need room."""

_LONGEST_TEXT = 32_000
_WIDEST, _SAMPLE = 60, 200
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_workbook(material: Material, path: Path) -> None:
    """Write findings.xlsx.

    Raises
    ------
    OutputError
        If the file cannot be written, such as when it is open in Excel.
    """
    from xlsxwriter.exceptions import XlsxWriterException

    with replacing(path) as part:
        try:
            _write(material, sheets(material), part)
        except XlsxWriterException as error:
            # The library wraps what the system said; that is what tells a full disk from an open file.
            if isinstance(error.args[0] if error.args else None, OSError):
                raise error.args[0] from error
            raise OutputError(f"'{path}' cannot be written: {error}") from error


def sheets(material: Material) -> list[Sheet]:
    """Give every sheet but the first, in their order."""
    names = entity_names(material.tables)
    found = [_answered(material, answer, names) for _, answer in sorted(material.answers.items())]
    found.append(verdict_sheet(material))
    if material.agency:
        return [*found, note_sheet(material)]
    found += [*money_sheets(material), source_sheet(material), problem_sheet(material), set_aside_sheet(material)]
    return [*found, unthemed_sheet(material), body_sheet(material), service_sheet(material), note_sheet(material)]


def _answered(material: Material, answer: Answer, names: Mapping[str, str]) -> Sheet:
    sheet = analysis_sheet(answer, names)
    return with_verdict_columns(sheet, answer, material) if answer.analysis.name in PAIRS else sheet


class Book:
    """A workbook being written, with the formats that all sheets share."""

    def __init__(self, path: Path, made_on: str) -> None:
        import xlsxwriter

        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book: Workbook = xlsxwriter.Workbook(str(path), {**options, "constant_memory": True})
        created = datetime.datetime.fromisoformat(made_on[:10]) if made_on else None
        self.book.set_properties(
            {"title": "Findings", "author": "tpgraph", **({"created": created} if created else {})}
        )
        top = {"valign": "top"}
        self.formats: dict[str, Format] = {
            "title": self.book.add_format({"bold": True, "font_size": 16, "font_color": "#12436D"}),
            "head": self.book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
            "text": self.book.add_format({**top, "text_wrap": True}),
            # Keeps text text when somebody edits the cell.
            "quoted": self.book.add_format({**top, "text_wrap": True, "quote_prefix": True}),
            COUNT: self.book.add_format({**top, "num_format": "#,##0"}),
            POUNDS: self.book.add_format({**top, "num_format": "£#,##0.00;-£#,##0.00"}),
            DAY: self.book.add_format({**top, "num_format": "yyyy-mm-dd"}),
            "total": self.book.add_format({"bold": True, "top": 1}),
            f"total {COUNT}": self.book.add_format({"bold": True, "top": 1, "num_format": "#,##0"}),
            f"total {POUNDS}": self.book.add_format({"bold": True, "top": 1, "num_format": "£#,##0.00;-£#,##0.00"}),
        }


def _write(material: Material, found: Sequence[Sheet], path: Path) -> None:
    book = Book(path, material.made_on)
    _read_me(book, material, found)
    for sheet in found:
        write_sheet(book, sheet)
    book.book.close()


def _read_me(book: Book, material: Material, found: Sequence[Sheet]) -> None:
    said = wording.agenda(material)
    page = book.book.add_worksheet("Read me")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    page.hide_gridlines(2)
    lines: list[tuple[str, str]] = [
        ("Bodies we count", said.bodies_counted),
        ("Made on", said.made_on),
        ("Graph version", said.graph_version),
        *(("Money", statement.text) for statement in said.money if statement.text != NOT_ALL),
        ("Please note", NOT_ALL),
        ("Ids", "tpgraph explain, followed by an id, shows the rule and the rows behind it, adding up to the penny."),
        ("Verdicts", plain(HOW_TO)),
        ("Totals", "Sums are within one financial year and basis. Findings overlap: their amounts are not added up."),
        ("Small numbers", "A number of people from 1 to 4 is shown as under 5."),
        *(("Missing", sentence) for sentence in said.missing),
    ]
    page.write_string(0, 0, clean_text(said.title), book.formats["title"])
    for number, (label, text) in enumerate(lines, 2):
        _text(book, page, number, 0, label)
        _text(book, page, number, 1, text)
    start = len(lines) + 3
    for number, sheet in enumerate([Sheet("Sheet", "What it holds", (), ()), *found], start):
        page.write_string(number, 0, sheet.name, book.formats["head" if number == start else "text"])
        rows = f" ({len(sheet.rows):,} rows)" if number > start else ""
        page.write_string(number, 1, sheet.about + rows, book.formats["head" if number == start else "text"])


def write_sheet(book: Book, sheet: Sheet, most: int | None = None) -> None:
    """Write one sheet: header, at most `most` rows, totals, and a note where rows had to be left out."""
    most = MOST_ROWS if most is None else most
    page = book.book.add_worksheet(shorten(sheet.name, 31))
    page.freeze_panes(1, 1)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, _width(sheet, number, column), None, {"hidden": column.hidden})
    for number, column in enumerate(sheet.columns):
        page.write_string(0, number, column.heading, book.formats["head"])
    rows = sheet.rows[:most]
    for line, row in enumerate(rows, 1):
        for number, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _cell(book, page, line, number, value, column)
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
        _choices(page, sheet, len(rows))
    line = _totals(book, page, sheet, rows)
    if len(sheet.rows) > most:
        left = f"{len(sheet.rows) - most:,} more rows do not fit on a sheet; `tpgraph find` with --csv gives them all."
        _text(book, page, line + 1, 0, left)


def _width(sheet: Sheet, number: int, column: SheetColumn) -> int:
    if column.kind == POUNDS:
        return 18
    if column.width:
        return column.width
    longest = max((len(str(row[number] or "")) for row in sheet.rows[:_SAMPLE]), default=0)
    return min(_WIDEST, max(10, len(column.heading) + 3, longest + 2))


def _cell(book: Book, page: "Worksheet", line: int, number: int, value: object, column: SheetColumn) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float) and not isinstance(value, bool) and column.kind != "text":
        # Pence over 100 is the nearest double to the exact pounds, which Excel shows to the penny.
        page.write_number(line, number, value / 100 if column.kind == POUNDS else value, book.formats[column.kind])
        return
    if column.kind == DAY and isinstance(value, str):
        page.write_datetime(line, number, datetime.datetime.fromisoformat(value), book.formats[DAY])
        return
    _text(book, page, line, number, str(value))


def _choices(page: "Worksheet", sheet: Sheet, rows: int) -> None:
    """Give the cells of a column that is filled from a list their drop-down."""
    for number, column in enumerate(sheet.columns):
        if column.choices:
            rule = {
                "validate": "list",
                "source": list(column.choices),
                "error_title": "No verdict",
                "error_message": "Choose one of: " + ", ".join(column.choices),
            }
            page.data_validation(1, number, rows, number, rule)


def _text(book: Book, page: "Worksheet", line: int, number: int, text: str) -> None:
    cleaned = clean_text(text)
    if len(cleaned) > _LONGEST_TEXT:
        cleaned = cleaned[:_LONGEST_TEXT] + "…"
    formula = cleaned.startswith(_STARTS_A_FORMULA)
    page.write_string(line, number, cleaned, book.formats["quoted" if formula else "text"])


def _totals(book: Book, page: "Worksheet", sheet: Sheet, rows: Sequence[Sequence[object]]) -> int:
    """Write one row of totals a group, below a blank row; gives the line after them."""
    from xlsxwriter.utility import xl_range

    line = len(rows) + 2
    if not rows or not any(column.total for column in sheet.columns):
        return line
    numbered = enumerate(rows, 1)
    for key, group in groupby(numbered, key=lambda pair: tuple(pair[1][index] for index in sheet.group)):
        members = list(group)
        first, last = members[0][0], members[-1][0]
        label = ", ".join([sheet.total_label, *(str(part) for part in key)])
        page.write_string(line, 0, clean_text(label), book.formats["total"])
        for number, column in enumerate(sheet.columns):
            if column.total:
                values = [row[number] for _, row in members]
                total = sum(value for value in values if isinstance(value, int))
                value = total / 100 if column.kind == POUNDS else total
                formula = f"=SUM({xl_range(first, number, last, number)})"
                page.write_formula(line, number, formula, book.formats[f"total {column.kind}"], value)
        line += 1
    return line
