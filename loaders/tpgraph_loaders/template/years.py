"""Financial years that a spreadsheet turned into dates: 2009-10 became October 2009, and is read as 2009-10 again."""

import re

import pyarrow as pa

from tpgraph.loading.loader import Problem
from tpgraph.loading.mapping import Mapped
from tpgraph.model import Column, RecordKind
from tpgraph.money import parse_date, parse_financial_year

_MONTH_AND_YEAR = re.compile(r"[A-Za-z]{3,9}[\s-](\d{2}|\d{4})")


def year_behind_date(text: str) -> str | None:
    """Give the financial year that somebody typed and Excel holds as the first day of a month.

    Returns
    -------
    str or None
        None where the text is no such date, and for months that are no end of a financial year (December 2009).

    Examples
    --------
    >>> [year_behind_date(text) for text in ("2009-10-01", "Oct-09", "01/10/2009", "2009-12-01", "2009-10")]
    ['2009-10', '2009-10', '2009-10', None, None]
    """
    date = parse_date(f"1-{text}" if _MONTH_AND_YEAR.fullmatch(text) else text)
    return parse_financial_year(date[:7]) if date and date.endswith("-01") else None


def mend_years(mapped: Mapped, kind: RecordKind, sheet: str) -> tuple[pa.Table, list[Problem]]:
    """Read the years of a landed table that a spreadsheet turned into dates.

    Parameters
    ----------
    mapped : the table with a text column a column of `kind`
    sheet : what the sheet is called in messages

    Returns
    -------
    Table with such years as text 2009-10, all else unchanged; and a note for each different text, with its first row.
    """
    table, notes = mapped.table, []
    headings = {name: heading for heading, name in mapped.mapping.items()}
    for column in kind.columns:
        if column.name in headings and _holds_years(column):
            texts: list[str | None] = table.column(column.name).to_pylist()
            mended = [_mended(text, column) for text in texts]
            if mended != texts:
                notes += _notes(texts, mended, _lines(table), sheet, headings[column.name])
                table = table.set_column(
                    table.column_names.index(column.name), column.name, pa.array(mended, pa.string())
                )
    return table, notes


def _lines(table: pa.Table) -> list[int]:
    return [line for line in table.column("line").to_pylist() if isinstance(line, int)]


def _holds_years(column: Column) -> bool:
    return column.type == "year" or column.name == "financial_years"


def _mended(text: str | None, column: Column) -> str | None:
    if text is None:
        return None
    if column.type == "list":
        years = [part.strip() for part in text.split(";")]
        return "; ".join(year_behind_date(year) or parse_financial_year(year) or year for year in years)
    return year_behind_date(text) or text


def _notes(
    texts: list[str | None], mended: list[str | None], lines: list[int], sheet: str, heading: str
) -> list[Problem]:
    found: dict[str, Problem] = {}
    for text, year, line in zip(texts, mended, lines, strict=True):
        if text and year and text != year and text not in found and parse_financial_year(text) is None:
            rows = texts.count(text)
            times = "" if rows == 1 else f", in {rows:,} rows from here on"
            sentence = f"'{text}' is read as the financial year {year}, which the spreadsheet turned into a date{times}"
            mend = "format the column as Text and write the year again"
            found[text] = Problem(sheet, line, heading, text, "note", "year-was-date", sentence, mend)
    return list(found.values())
