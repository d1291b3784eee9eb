"""Single cells read as the mapping file says: amounts of another unit, dates of another order, lists, other words.

What comes out is text that the template's rules read; a cell that cannot be read stays as it is, or is said to be none.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import pyarrow as pa

from tpgraph.loading.any_table.fields import MapField
from tpgraph.loading.any_table.map_file import MapFile

Read = Callable[[str], str]

_POWERS = {"pence": -2, "pounds": 0, "thousands": 3, "millions": 6}
_AMOUNT = re.compile(r"([^\d.]*)([\d,\s]*\.?\d*)(?:[eE]([+-]?\d{1,2}))?([^\d.]*)")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[ T].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})(?:[/.](\d{1,2})[/.](\d{1,2})|(\d{2})(\d{2}))(?:[ T].*)?")
_DAY_NUMBER = re.compile(r"(\d{4,6})(?:\.\d+)?")
_DAY_ZERO = datetime.date(1899, 12, 30)


def scaled(text: str, power: int) -> str:
    """Write an amount of thousands, millions or pence in pounds; a text that is no amount stays.

    >>> scaled("(1,234.5)", 3), scaled("£12", 6), scaled("450", -2), scaled("n/a", 3)
    ('(1234500)', '£12000000', '4.50', 'n/a')
    """
    found = _AMOUNT.fullmatch(text)
    digits = re.sub(r"[,\s]", "", found[2]) if found else ""
    if not found or not digits.strip("."):
        return text
    return f"{found[1]}{Decimal(digits).scaleb(int(found[3] or 0) + power):f}{found[4]}"


def month_first(text: str) -> str:
    """Write a date with the month first in ISO form; one that cannot be so is said to be none.

    >>> month_first("5/31/2022 12:00:00 AM"), month_first("31/05/2022"), month_first("31 May 2022")
    ('2022-05-31', '31/05/2022, month first', '31 May 2022')
    """
    found = _MONTH_FIRST.fullmatch(text)
    if not found:
        return text
    year = int(found[3]) + (0 if len(found[3]) == 4 else 2000 if int(found[3]) < 50 else 1900)
    return _iso(year, int(found[1]), int(found[2])) or f"{text}, month first"


def year_first(text: str) -> str:
    """Write 2022/05/31 and 20220531 in ISO form; any other text stays.

    >>> year_first("2022/5/31"), year_first("20220531"), year_first("31/05/2022")
    ('2022-05-31', '2022-05-31', '31/05/2022')
    """
    found = _YEAR_FIRST.fullmatch(text)
    return (found and _iso(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))) or text


def day_number(text: str) -> str:
    """Write the number by which a spreadsheet holds a day in ISO form; any other text stays.

    >>> day_number("44712"), day_number("44712.5"), day_number("May")
    ('2022-05-31', '2022-05-31', 'May')
    """
    found = _DAY_NUMBER.fullmatch(text)
    return (_DAY_ZERO + datetime.timedelta(days=int(found[1]))).isoformat() if found else text


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


_DATES: Mapping[str, Read | None] = {
    "day first": None,
    "month first": month_first,
    "year first": year_first,
    "spreadsheet numbers": day_number,
}


def _with_separator(separator: str) -> Read:
    def read(text: str) -> str:
        # A semicolon inside an entry would cut it in two.
        parts = (part.replace(";", ",").strip() for part in text.split(separator))
        return ";".join(part for part in parts if part)

    return read


def _with_words(words: Mapping[str, str]) -> Read:
    folded = {word.strip().casefold(): value for word, value in words.items()}
    return lambda text: folded.get(text.casefold(), text)


def _of_type(entry: MapField, file: MapFile) -> Read | None:
    kind = entry.column.type
    if kind == "pence" and _POWERS[file.amounts.unit]:
        return lambda text: scaled(text, _POWERS[file.amounts.unit])
    if kind == "date":
        return _DATES[file.dates.order]
    if kind == "list" and file.lists.get(entry.name, ";") != ";":
        return _with_separator(file.lists[entry.name])
    return None


def read_cells(column: pa.ChunkedArray, entry: MapField, file: MapFile) -> pa.ChunkedArray:
    """Read every cell of a column as the mapping file says of its field; each different text is read once.

    Parameters
    ----------
    column : trimmed texts, null = blank
    """
    steps = [_with_words(file.values[entry.name])] if entry.name in file.values else []
    of_type = _of_type(entry, file)
    if of_type is not None:
        steps.append(of_type)
    if not steps:
        return column
    encoded = column.combine_chunks().dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    for step in steps:
        texts = [step(text) for text in texts]
    made = pa.array([text or None for text in texts], pa.string()).take(encoded.indices)
    return pa.chunked_array([made])
