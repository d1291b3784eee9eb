"""The tables of the extract piece by piece: they hold millions of rows, of which a map keeps few."""

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import cast

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.json_reader import read_json
from tpgraph.loading.workbook_reader import cell_text

_PIECE = 1 << 22
_HEAD = 1 << 15
_MOST_TRIES = 50
_KEY = re.compile(rb'"([A-Za-z_]+)"\s*:')
_SPACES = b" \t\r\n"

Items = list[Mapping[str, object]]


def headings_of(data: bytes, name: str) -> tuple[str, ...]:
    """Give the keys of the first items of a JSON file, or the headings of a file of tabs or commas; none where neither.

    Parameters
    ----------
    data : bytes of the file
    name : of the file; its ending tells which it is
    """
    head = data[:_HEAD].removeprefix(codecs.BOM_UTF8)
    if name.lower().endswith(".json"):
        first = head[: head.find(b"}") + 1] or head
        return tuple(dict.fromkeys(key.decode() for key in _KEY.findall(first)))
    if name.lower().endswith((".txt", ".tsv", ".csv")):
        line = head.split(b"\n", 1)[0].rstrip(b"\r")
        return tuple(cell.strip().strip('"') for cell in line.decode("utf-8", "replace").split(_delimiter(line)))
    return ()


def _delimiter(line: bytes) -> str:
    return "\t" if b"\t" in line else ","


def _start(data: bytes, begin: int) -> int:
    while data[begin : begin + 1] and data[begin] in _SPACES:
        begin += 1
    return begin


def _objects(items: object, name: str) -> Items:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnreadableFileError(f"{name}: a list of objects is expected, and it holds something else; fetch it again")
    return cast(Items, items)


def _json_pieces(data: bytes, name: str) -> Iterator[Items]:
    """The objects of a list in pieces of some megabytes.

    A piece ends where an object does, which only its parser knows: where `},` stands in a text, one before is tried.
    """
    begin = _start(data, len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
    if data[begin : begin + 1] != b"[":
        yield _objects(read_json(data, name), name)
        return
    begin += 1
    last = len(data.rstrip(_SPACES))
    if data[last - 1 : last] != b"]":
        raise UnreadableFileError(f"{name}: the list is never closed, the file is cut off; fetch it again")
    last -= 1
    size = _PIECE
    while _start(data, begin) < last:
        end = min(begin + size, last)
        found = _piece(data, begin, end, last)
        if found is None:
            if end == last:
                _refuse(data, begin, last, name)
            size *= 4
            continue
        items, begin = found
        size = _PIECE
        yield _objects(items, name)


def _piece(data: bytes, begin: int, end: int, last: int) -> tuple[object, int] | None:
    """The objects from `begin` that end before `end`, and where the next begins; None where no end of one is found."""
    cut = end if end == last else data.rfind(b"},", begin, end) + 1
    for _ in range(_MOST_TRIES):
        if cut <= begin:
            return None
        try:
            return orjson.loads(b"[" + data[begin:cut] + b"]"), min(cut + 1, last)
        except orjson.JSONDecodeError:
            cut = data.rfind(b"},", begin, cut - 1) + 1
    return None


def _refuse(data: bytes, begin: int, last: int, name: str) -> None:
    """Say where a list stops being JSON. Raises UnreadableFileError."""
    try:
        orjson.loads(b"[" + data[begin:last] + b"]")
    except orjson.JSONDecodeError as error:
        place = begin + max(error.pos - 1, 0)
        raise UnreadableFileError(
            f"{name}: not JSON at line {data.count(10, 0, place) + 1}, column {place - data.rfind(10, 0, place)} "
            f"({error.msg}); fetch it again"
        ) from error
    raise UnreadableFileError(f"{name}: no end of an object is found in it; fetch it again")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return cell_text(value) if value is None or isinstance(value, bool | int | float) else str(value)


def _json_tables(data: bytes, name: str, wanted: Mapping[str, str]) -> Iterator[pa.Table]:
    line = 1
    for items in _json_pieces(data, name):
        columns: dict[str, pa.Array] = {
            heading: pa.array([_text(item.get(heading)) for item in items], pa.string()) for heading in wanted
        }
        columns["line"] = pa.array(range(line, line + len(items)), pa.int64())
        line += len(items)
        yield pa.table(columns)


def _unquoted(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells of tabs are not quoted as a rule; where one is, its quotes go."""
    quoted = pc.match_substring_regex(column, '^".*"$')
    if not pc.any(quoted, min_count=0).as_py():
        return column
    plain = pc.replace_substring(pc.utf8_slice_codeunits(column, 1, -1), '""', '"')
    return pc.if_else(quoted, plain, column)


def _text_tables(data: bytes, name: str, wanted: Mapping[str, str]) -> Iterator[pa.Table]:
    """The rows of a file of tabs or commas; those with too many or too few cells have no line and are blank."""
    headings = headings_of(data, name)
    delimiter = _delimiter(data[:_HEAD].split(b"\n", 1)[0])
    ragged: list[int] = []

    def skip(_: arrow_csv.InvalidRow) -> str:
        ragged.append(1)
        return "skip"

    names = [f"c{index}" for index in range(len(headings))]
    body = data.find(b"\n") + 1
    try:
        reader = arrow_csv.open_csv(
            pa.BufferReader(pa.py_buffer(data).slice(body)),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=_PIECE, use_threads=False),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char=False if delimiter == "\t" else '"',
                newlines_in_values=delimiter != "\t",
                invalid_row_handler=skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        line = 2
        for batch in reader:
            table = pa.Table.from_batches([batch])
            columns = {
                heading: _unquoted(table.column(f"c{headings.index(heading)}")) if heading in headings else None
                for heading in wanted
            }
            yield _with_lines(columns, table.num_rows, line)
            line += table.num_rows
    except pa.ArrowInvalid as error:
        raise UnreadableFileError(f"{name} cannot be read ({str(error).splitlines()[0]}); fetch it again") from error
    if ragged:
        yield _with_lines(dict.fromkeys(wanted), len(ragged), None)


def _with_lines(columns: Mapping[str, pa.ChunkedArray | None], rows: int, first: int | None) -> pa.Table:
    made = {
        heading: pa.array([""] * rows, pa.string()) if column is None else column for heading, column in columns.items()
    }
    lines = pa.nulls(rows, pa.int64()) if first is None else pa.array(range(first, first + rows), pa.int64())
    return pa.table({**made, "line": lines})


def read_extract(data: bytes, name: str, wanted: Mapping[str, str]) -> Iterator[pa.Table]:
    """Read one table of the extract in pieces.

    Parameters
    ----------
    data : bytes of a JSON list of objects, or of a file of tabs (or commas) with headings
    name : of the file
    wanted : heading -> field; other columns are not read

    Yields
    ------
    Table
        Text columns by heading (empty text where there is nothing), and int64 `line`: ordinal of the object, or line of
        the file; null for rows that have too many or too few cells, of which nothing else is known.

    Raises
    ------
    UnreadableFileError
        If it is not what its name says, with line and column.
    """
    if name.lower().endswith(".json"):
        yield from _json_tables(data, name, wanted)
    else:
        yield from _text_tables(data, name, wanted)
