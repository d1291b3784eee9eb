"""The raw table: what every reader gives, before any heading is understood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

HeaderScore = Callable[[Sequence[str]], int]
"""Scores a row of cells as header: the number of headings that are known."""

DECODED_BOM = "ï»¿"
"""A byte order mark that somebody decoded as cp1252 and saved again."""

# Decoded once, or twice with or without the letters that fall out on the way.
_MARK = re.compile("^(?:\ufeff|\u00ef\u00bb\u00bf|\u00c3\u00af\u00c2?\u00bb\u00c2?\u00bf)+")


def without_mark(heading: str) -> str:
    """Take a byte order mark off the first heading of a file, decoded or not.

    >>> without_mark("\u00c3\u00af\u00bb\u00bfAuthority Name")
    'Authority Name'
    """
    return _MARK.sub("", heading)


@dataclass(frozen=True)
class RawTable:
    """One sheet or text file: its header as written, and every data row as text with its exact line.

    Attributes
    ----------
    name : name of the sheet or the member; never empty
    header : headings as written, each cell of a two-line header joined; may be blank or repeat
    header_line : line of the file or row of the sheet where the header starts; 0 where there is none
    table : text columns ``c0``, ``c1``, ... (blank = empty text) and int64 ``line``, where the record starts
    encoding : of the file, in words
    notes : what was skipped or mended, one sentence each
    date_cells : (line, column index) of the cells that a workbook holds as dates
    """

    name: str
    header: tuple[str, ...]
    header_line: int
    table: pa.Table
    encoding: str
    notes: tuple[str, ...] = ()
    date_cells: tuple[tuple[int, int], ...] = ()


def raw_from_rows(rows: Sequence[Sequence[str]], lines: Sequence[int], width: int) -> pa.Table:
    """Make the table of a `RawTable` from rows of cells; short rows are padded with empty text."""
    padded = [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]
    columns = list(zip(*padded, strict=True)) if padded else [()] * width
    arrays = {f"c{index}": pa.array(column, pa.string()) for index, column in enumerate(columns)}
    return pa.table({**arrays, "line": pa.array(lines, pa.int64())})


def _is_blank(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.equal(pc.utf8_trim_whitespace(column), "")


def without_blanks(raw: RawTable) -> RawTable:
    """Drop rows without a filled cell, and columns without a heading and without a filled cell; notes say how many."""
    table = raw.table
    cells = [name for name in table.column_names if name != "line"]
    candidates = table
    # Most rows fall out at the first column, so the later ones look at few.
    for name in cells:
        if not candidates.num_rows:
            break
        candidates = candidates.filter(_is_blank(candidates.column(name)))
    notes = list(raw.notes)
    if candidates.num_rows:
        table = table.filter(pc.invert(pc.is_in(table.column("line"), candidates.column("line").combine_chunks())))
        notes.append(f"{candidates.num_rows:,} blank rows skipped")
    keep = [
        index
        for index, name in enumerate(cells)
        if raw.header[index].strip() or not pc.all(_is_blank(table.column(name)), min_count=0).as_py()
    ]
    if len(keep) == len(cells):
        return replace(raw, table=table, notes=tuple(notes))
    notes.append(f"{len(cells) - len(keep):,} blank columns skipped")
    place = {old: new for new, old in enumerate(keep)}
    columns = {f"c{new}": table.column(f"c{old}") for new, old in enumerate(keep)}
    return replace(
        raw,
        header=tuple(raw.header[index] for index in keep),
        table=pa.table({**columns, "line": table.column("line")}),
        notes=tuple(notes),
        date_cells=tuple((line, place[index]) for line, index in raw.date_cells if index in place),
    )
