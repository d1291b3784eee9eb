"""The file without a header row: its 27 columns, and how it is known by their shape."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow.compute as pc

from tpgraph.loading.raw import RawTable
from tpgraph.loading.readers import read_csv

COLUMNS = (
    "Organisation Code", "Name", "National Grouping", "High Level Health Geography", "Address Line 1",
    "Address Line 2", "Address Line 3", "Address Line 4", "Address Line 5", "Postcode", "Open Date", "Close Date",
    "Status Code", "Organisation Sub-Type Code", "Commissioner", "Join Provider/Purchaser Date",
    "Left Provider/Purchaser Date", "Contact Telephone Number", "Null", "Null", "Null", "Amended Record Indicator",
    "Null", "Provider/Purchaser", "Null", "Prescribing Setting", "Null",
)  # fmt: skip

_HEAD = 1 << 16
_LEAST = 26
_DAY = r"\d{8}|\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4}"
_SHAPES = {
    0: re.compile(r"[A-Z0-9]{3,8}"),
    9: re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|", re.IGNORECASE),
    10: re.compile(_DAY),
    11: re.compile(f"{_DAY}|"),
    12: re.compile(r"[ACDP]|ACTIVE|INACTIVE|CLOSED|DORMANT|PROPOSED", re.IGNORECASE),
    # Other files of the service have the same columns but leave this one empty: pharmacies, branches, dentists.
    25: re.compile(r"\d{1,2}|RO\d+(\s*\|\s*RO\d+)*"),
}


def _is_practice(cells: Sequence[str]) -> bool:
    return len(cells) >= _LEAST and all(shape.fullmatch(cells[place].strip()) for place, shape in _SHAPES.items())


def _with_header(data: bytes, name: str) -> RawTable:
    """Read the file under the names of its columns, so that empty ones keep their places; lines are the file's."""
    headings = ",".join(f'"{heading}"' for heading in COLUMNS).encode()
    raw = read_csv(headings + b"\n" + data.removeprefix(codecs.BOM_UTF8), name, expected=_is_header)
    lines = pc.subtract(raw.table.column("line"), 1)
    table = raw.table.set_column(raw.table.column_names.index("line"), "line", lines)
    return replace(raw, name="", header_line=0, table=table)


def _is_header(cells: Sequence[str]) -> int:
    return len(cells) if tuple(cells[:2]) == COLUMNS[:2] else 0


def has_shape(data: bytes, name: str) -> bool:
    """Tell whether a file without headings has the columns of practices: nine rows of ten at its start, and the first.

    Raises
    ------
    UnreadableFileError
        If it cannot be read as CSV.
    """
    head = data if len(data) <= _HEAD else data[: data.rfind(b"\n", 0, _HEAD) + 1]
    if head.count(b",", 0, head.find(b"\n")) < _LEAST - 1:
        return False
    table = _with_header(head, name).table.drop_columns(["line"])
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return bool(rows) and _is_practice(rows[0]) and sum(map(_is_practice, rows)) * 10 >= len(rows) * 9


def read_without_header(data: bytes, name: str) -> RawTable:
    """Read the file and give its columns their names.

    Raises
    ------
    UnreadableFileError
        If it cannot be read as CSV.
    """
    return _with_header(data, name)
