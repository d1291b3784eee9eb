"""CSV to a raw table: pyarrow where the file is regular, the csv module where it is rough; lines exact in both."""

import csv
import hashlib
import io
from collections import Counter, OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.decoding import in_utf8
from tpgraph.loading.header import LOOKED_AT, HeaderFound, cleaned_rows, find_header
from tpgraph.loading.raw import HeaderScore, RawTable, raw_from_rows, without_blanks

_DELIMITERS = ",;\t|"
_HEAD = 1 << 17
_HEADS_KEPT = 512
_BLOCK = 1 << 23
_MORE_CELLS = 40
# A cell of a megabyte is a broken quote or an attack, not a cell.
csv.field_size_limit(1 << 20)


def _records(text: str, delimiter: str, name: str, first_line: int = 1) -> "_Records":
    return _Records(text, delimiter, name, first_line)


class _Records:
    """Records of a CSV text, each with the line where it starts."""

    def __init__(self, text: str, delimiter: str, name: str, first_line: int) -> None:
        # newline="" keeps line breaks inside cells as they are and counts \r, \n and \r\n as one line each.
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        self._name = name
        self._before = first_line - 1

    def __iter__(self) -> "_Records":
        return self

    def __next__(self) -> tuple[int, list[str]]:
        line = self.next_line
        try:
            return line, next(self._reader)
        except csv.Error as error:
            raise UnreadableFileError(
                f"{self._name}, line {line}: {error}; look for a quotation mark that is never closed"
            ) from error

    @property
    def next_line(self) -> int:
        """Line where the next record starts."""
        return self._before + self._reader.line_num + 1


def _sample(data: bytes, start: int, size: int = 1 << 18) -> str:
    """The first lines of a file; a letter cut in two at the end is left out."""
    return data[start : start + size].decode("utf-8", errors="ignore")


def _delimiter(sample: str, name: str) -> str:
    """The delimiter by which most rows have one and the same width; a comma where it does as well as any other."""

    def regular(delimiter: str) -> float:
        try:
            widths = [len(row) for _, row in islice(_records(sample, delimiter, name), LOOKED_AT) if any(row)]
        except UnreadableFileError:
            return 0.0
        split = Counter(width for width in widths if width > 1)
        return max(split.values(), default=0) / max(len(widths), 1)

    return max(_DELIMITERS, key=regular)


class _Top(NamedTuple):
    """The first rows of a file, which every loader that looks needs: cells, their lines, where the next starts."""

    delimiter: str
    rows: tuple[list[str], ...]
    lines: tuple[int, ...]
    next_line: int


@lru_cache(maxsize=16)
def _top(sample: str, name: str) -> _Top:
    delimiter = _delimiter(sample, name)
    records = _records(sample, delimiter, name)
    found = list(islice(records, LOOKED_AT))
    return _Top(delimiter, tuple(row for _, row in found), tuple(line for line, _ in found), records.next_line)


def _after_lines(data: bytes, position: int, lines: int) -> int:
    """Where the bytes after so many line ends begin."""
    for _ in range(lines):
        # A lone carriage return ends a line too, so the nearer of the two counts.
        feed, carriage = data.find(b"\n", position), data.find(b"\r", position)
        if feed < 0 and carriage < 0:
            return len(data)
        if carriage >= 0 and (feed < 0 or carriage < feed):
            position = carriage + (2 if data[carriage + 1 : carriage + 2] == b"\n" else 1)
        else:
            position = feed + 1
    return position


def _before_line_ends(data: bytes, start: int) -> int:
    """Where the line ends at the end of the data begin."""
    end = len(data)
    while end > start and data[end - 1] in b"\r\n":
        end -= 1
    return end


def _parsed(body: pa.Buffer, width: int, delimiter: str, line_breaks: bool) -> pa.Table | None:
    """The cells of a regular body as text; None where a row is ragged."""

    def refuse(_: arrow_csv.InvalidRow) -> str:
        return "error"

    names = [f"c{index}" for index in range(width)]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=line_breaks,
                ignore_empty_lines=False,
                invalid_row_handler=refuse,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _fast(data: bytes, start: int, end: int, width: int, delimiter: str, first_line: int) -> pa.Table | None:
    """Read a regular body at speed; None where rows are ragged, blank in between, or lines would not be exact."""
    if width < 2 or data.count(b"\r", start, end) != data.count(b"\r\n", start, end):
        return None
    body, lines = pa.py_buffer(data).slice(start, end - start), data.count(b"\n", start, end) + 1
    # Most files have no line break inside a cell: as many rows as lines prove it.
    table = _parsed(body, width, delimiter, line_breaks=False)
    if table is not None and table.num_rows == lines:
        return table.append_column("line", pa.array(np.arange(first_line, first_line + lines)))
    if data.find(b'"', start, end) < 0:
        return None
    table = _parsed(body, width, delimiter, line_breaks=True)
    if table is None:
        return None
    taken = np.ones(table.num_rows, dtype=np.int64)
    for column in table.columns:
        taken += pc.count_substring(column, "\n").to_numpy()
    # The lines of all records together must be the lines of the file, or something was read otherwise than it stands.
    if taken.sum() != lines:
        return None
    return table.append_column("line", pa.array(first_line + np.cumsum(taken) - taken))


def _not_too_long(row: list[str], width: int, delimiter: str) -> list[str]:
    """A row that runs far beyond the header keeps its cells in one: columns for them would cost every other row too."""
    most = 2 * width + _MORE_CELLS
    return row if len(row) <= most else [*row[: most - 1], delimiter.join(row[most - 1 :])]


def _rough(data: bytes, delimiter: str, name: str, first_line: int, width: int) -> tuple[pa.Table, int]:
    """Read a body record by record: ragged rows are padded, extra cells get columns of their own."""
    records = list(_records(data.decode("utf-8"), delimiter, name, first_line))
    # Only a line with one quotation mark too many makes the count odd, and then the last record has swallowed the rest.
    if data.count(b'"') % 2 and records and any("\n" in cell for cell in records[-1][1]):
        raise UnreadableFileError(
            f"{name}, line {records[-1][0]}: a quotation mark is opened and never closed; add the missing one"
        )
    rows = [_not_too_long(row, width, delimiter) for _, row in records]
    found = max(map(len, rows), default=0)
    return raw_from_rows(rows, [line for line, _ in records], found), found


def _body(data: bytes, start: int, width: int, delimiter: str, name: str, first_line: int) -> pa.Table:
    end = _before_line_ends(data, start)
    if start == end:
        return raw_from_rows([], [], width)
    table = _fast(data, start, end, width, delimiter, first_line)
    if table is not None:
        return table
    table, found = _rough(data[start:end], delimiter, name, first_line, width)
    for index in range(found, width):
        table = table.add_column(index, f"c{index}", pa.array([""] * table.num_rows, pa.string()))
    return table


def read_csv(data: bytes, name: str, *, expected: HeaderScore | None = None, header: bool = True) -> RawTable:
    """Read a CSV file as text, with the exact line of every record.

    UTF-8 with or without (or with a decoded) byte order mark, UTF-16 and cp1252; any line ends; line breaks inside
    quoted cells; a header on one or two lines under any preamble; ragged rows are kept, blank rows dropped and counted.

    Parameters
    ----------
    data : bytes of the file
    name : of the file, for messages and as the table's name
    expected : scores a row as header, see `tpgraph.loading.header.find_header`
    header : False where the file has none; headings are then blank

    Raises
    ------
    UnreadableFileError
        If the file is empty, is not text, or has a quotation mark that is never closed.
    """
    plain, start, encoding = in_utf8(data, name)
    first = _top(_sample(plain, start), name)
    top = find_header(cleaned_rows(first.rows), expected) if header else HeaderFound((), 0, 0)
    return _below(plain, start, name, encoding, first, top)


def _below(plain: bytes, start: int, name: str, encoding: str, first: _Top, top: HeaderFound) -> RawTable:
    """Read what stands below a header; without one (no rows of header) all there is."""
    after = top.index + top.rows
    header_line = first.lines[top.index] if top.rows else 0
    first_line = first.lines[after] if after < len(first.lines) else first.next_line
    width = max(len(top.headings), 0 if top.rows else max(map(len, first.rows), default=0))
    body = _after_lines(plain, start, first_line - 1)
    table = _body(plain, body, width, first.delimiter, name, first_line)
    headings = (*top.headings, *[""] * (table.num_columns - 1 - len(top.headings)))
    return without_blanks(RawTable(name, headings, header_line, table, encoding, _notes(top, header_line)))


class _Head:
    """The first bytes of a file as text rows: read once, though every loader that looks asks for them."""

    def __init__(self, data: bytes, name: str) -> None:
        self._plain, self._start, self._encoding = in_utf8(data, name)
        self._name = name
        self._first = _top(_sample(self._plain, self._start), name)
        self._rows = cleaned_rows(self._first.rows)
        self._below: dict[HeaderFound, RawTable] = {}

    def table(self, expected: HeaderScore | None) -> RawTable:
        """The rows below the header that one loader finds; another often finds the same."""
        top = find_header(self._rows, expected)
        if top not in self._below:
            self._below[top] = _below(self._plain, self._start, self._name, self._encoding, self._first, top)
        return self._below[top]


class _Heads:
    """The heads of the files seen last; a folder of a few hundred is looked through by every loader in turn."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, bytes], _Head] = OrderedDict()

    def of(self, data: bytes, name: str) -> _Head:
        key = name, hashlib.blake2b(data).digest()
        if key not in self._kept:
            self._kept[key] = _Head(data, name)
            if len(self._kept) > _HEADS_KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]

    def forget(self) -> None:
        self._kept.clear()


_heads = _Heads()


def forget_heads() -> None:
    """Let go of the heads of files that `read_head` keeps for the next loader that looks."""
    _heads.forget()


def read_head(data: bytes, name: str, *, expected: HeaderScore | None = None) -> RawTable:
    """Read only the first rows of a CSV file, enough to know its header; see `read_csv`."""
    if len(data) > _HEAD:
        # Cut at a line end, and close a quoted cell that the cut opened.
        data = data[: max(data.rfind(b"\n", 0, _HEAD), data.rfind(b"\r", 0, _HEAD)) + 1] or data[:_HEAD]
        if data.count(b'"') % 2:
            data += b'"'
    return _heads.of(data, name).table(expected)


def _notes(top: HeaderFound, header_line: int) -> tuple[str, ...]:
    notes: Sequence[str] = [
        *([f"preamble of {header_line - 1} lines skipped"] if header_line > 1 else []),
        *(["header on two lines joined"] if top.rows == 2 else []),
    ]
    return tuple(notes)
