"""Files of one table or several: CSV and workbooks read alike, whole or only their first rows."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.guard import WORKBOOK_ENDINGS
from tpgraph.loading.header import LOOKED_AT
from tpgraph.loading.loader import Member
from tpgraph.loading.raw import HeaderScore, RawTable
from tpgraph.loading.readers import read_csv, read_head, read_workbook, read_workbook_head

_TEXTS = (".csv", ".tsv")
_FIRST = 80


def is_workbook(name: str) -> bool:
    """Tell by its ending whether a file is a workbook."""
    return name.lower().endswith(WORKBOOK_ENDINGS)


def stem_of(name: str) -> str:
    """Give the name of a file without folder and ending.

    >>> stem_of("data/RSX 2023-24.ods")
    'RSX 2023-24'
    """
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def from_first_row(cells: object) -> int:
    """Score every row as header alike, so that the first that holds anything is taken and nothing above it is lost."""
    return 1 if cells is not None else 0


def _copy_of_first(raw: RawTable) -> RawTable:
    """The first rows alone: a slice would keep the whole table in memory."""
    rows = min(raw.table.num_rows, _FIRST)
    return replace(raw, table=raw.table.take(pa.array(range(rows), pa.int64())), date_cells=())


def first_rows(member: Member) -> list[RawTable]:
    """Give the tables of a member from their very first row, at most `_FIRST` rows of each.

    Nothing where the member is no table or cannot be read.
    """
    try:
        if is_workbook(member.name):
            raws = read_workbook_head(member.read(), member.name, expected=from_first_row)
            return [_copy_of_first(raw) for raw in raws]
        if member.name.lower().endswith(_TEXTS):
            return [read_head(member.read(), member.name, expected=from_first_row)]
    except UnreadableFileError:
        return []
    return []


def rows_above(raw: RawTable, score: HeaderScore) -> tuple[tuple[tuple[str, ...], ...], RawTable, int]:
    """Find the header of a table that was read from its very first row.

    Parameters
    ----------
    raw : a table whose header is the first row that holds anything
    score : number of known headings of a row; the best of the first rows is the header, the first of equals

    Returns
    -------
    the rows of cells above the header, the table from its header on, and the header's score
    """
    rows: list[Sequence[str]] = [raw.header, *first_cells(raw)]
    scores = [score(row) for row in rows]
    best = scores.index(max(scores))
    if best == 0:
        return (), raw, scores[0]
    header = tuple(" ".join(cell.split()) for cell in rows[best])
    line = int(raw.table.column("line")[best - 1].as_py())
    cut = replace(raw, header=header, header_line=line, table=raw.table.slice(best))
    return tuple(tuple(row) for row in rows[:best]), cut, scores[best]


def first_cells(raw: RawTable) -> list[tuple[str, ...]]:
    """Give the cells of the first rows below the header, trimmed."""
    head = raw.table.slice(0, LOOKED_AT).drop_columns(["line"])
    columns = [column.to_pylist() for column in head.columns]
    return [tuple(str(cell).strip() for cell in row) for row in zip(*columns, strict=True)]


def heads(member: Member, expected: HeaderScore) -> list[RawTable]:
    """Give the first rows of every table of a member from its header on; see `first_rows` and `rows_above`."""
    return [rows_above(raw, expected)[1] for raw in first_rows(member)]


def whole(member: Member, expected: HeaderScore) -> list[RawTable]:
    """Give the tables of a member: the sheets of a workbook, the one table of any other file.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read.
    """
    if is_workbook(member.name):
        return read_workbook(member.read(), member.name, expected=expected)
    return [read_csv(member.read(), member.name, expected=expected)]


def sheet_name(raw: RawTable, member: Member) -> str:
    """What column `sheet` says of a table: its sheet in a workbook, nothing in a file that is one table."""
    return raw.name if is_workbook(member.name) else ""
