"""Any table as raw tables: CSV and tsv, workbooks, JSON lists and JSON Lines of flat objects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import orjson
import pyarrow as pa

from tpgraph.errors import InputError
from tpgraph.loading.exact_json import read_exact_json
from tpgraph.loading.guard import WORKBOOK_ENDINGS, check_known_kind, is_ole, is_zip
from tpgraph.loading.raw import HeaderScore, RawTable, raw_from_rows, without_blanks
from tpgraph.loading.readers import read_csv, read_workbook

TABLE_ENDINGS = (*WORKBOOK_ENDINGS, ".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".geojson")
"""Endings of files that may hold a table."""

_MOST_COLUMNS = 10_000
_JSON_STARTS = (b"{", b"[")


def is_table_file(name: str) -> bool:
    """Tell by its ending whether a file may hold a table."""
    return PurePosixPath(name).suffix.lower() in TABLE_ENDINGS


def read_tables(data: bytes, name: str, *, expected: HeaderScore | None = None, header: bool = True) -> list[RawTable]:
    """Read every table of a file as text with exact lines.

    Parameters
    ----------
    data : bytes of the file
    name : of the file; what is in it decides how it is read, not the ending
    expected : scores a row as header, see `tpgraph.loading.header.find_header`
    header : False where the first row is data already; headings are then blank

    Returns
    -------
    list of RawTable
        One a sheet of a workbook, named as the sheet; else one, with the name ''. Lines of a JSON file are the numbers
        of its objects, from 1.

    Raises
    ------
    UnreadableFileError
        If the file is empty, damaged, protected or no table.
    InputError
        If a JSON file holds no list of objects.
    """
    check_known_kind(data, name)
    if is_zip(data) or is_ole(data) or name.lower().endswith(WORKBOOK_ENDINGS):
        return [_plain(raw, header) for raw in read_workbook(data, name, expected=expected if header else _first_row())]
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in _JSON_STARTS:
        return [_of_objects(_objects(read_exact_json(data, name), name), name)]
    return [replace(read_csv(data, name, expected=expected, header=header), name="")]


def column_keys(header: Sequence[str]) -> tuple[str, ...]:
    """Give every column a name of its own, by which a mapping file speaks of it.

    The heading as written; a blank one is called by its place, and one that stood before has its place added.

    >>> column_keys(["Amount", "", "Amount"])
    ('Amount', 'column 2', 'Amount (column 3)')
    """
    keys: list[str] = []
    taken = {heading for heading in header if heading}
    for number, heading in enumerate(header, 1):
        key = heading or f"column {number}"
        while key in keys or (not heading and key in taken):
            key = f"{key} (column {number})"
        keys.append(key)
    return tuple(keys)


def _first_row() -> HeaderScore:
    """A score by which the first filled row is taken as header, and never joined with the second."""
    asked = 0

    def score(_: Sequence[str]) -> int:
        nonlocal asked
        asked += 1
        return 2 if asked == 1 else 1

    return score


def _plain(raw: RawTable, header: bool) -> RawTable:
    """Give a sheet as it is, or with the row that was taken for its header among its rows."""
    if header:
        return raw
    columns: dict[str, pa.Array | pa.ChunkedArray] = {}
    for index, text in enumerate(raw.header):
        rows = raw.table.column(f"c{index}")
        columns[f"c{index}"] = pa.chunked_array([pa.array([text], pa.string()), *rows.chunks], pa.string())
    lines = raw.table.column("line")
    columns["line"] = pa.chunked_array([pa.array([raw.header_line], pa.int64()), *lines.chunks], pa.int64())
    return replace(raw, header=("",) * len(raw.header), header_line=0, table=pa.table(columns))


def _objects(documents: Sequence[object], name: str) -> list[Mapping[str, object]]:
    """The objects of a JSON file: its list, the one list that stands under a key of its one object, or the object."""
    if len(documents) == 1 and isinstance(documents[0], Mapping):
        lists = [value for value in documents[0].values() if _is_list_of_objects(value)]
        if len(lists) > 1:
            listed = ", ".join(str(key) for key, value in documents[0].items() if _is_list_of_objects(value))
            raise InputError(f"{name} holds more than one list of objects ({listed}); keep the one that is the table")
        documents = lists[0] if lists else documents
    found = [document for document in documents if isinstance(document, Mapping)]
    if not found or len(found) < len(documents):
        raise InputError(f'{name} is JSON but no list of objects, such as [{{"name": "..."}}, ...]')
    return found


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _of_objects(objects: Sequence[Mapping[str, object]], name: str) -> RawTable:
    rows = [dict(_cells(entry, "")) for entry in objects]
    headings = list(dict.fromkeys(key for row in rows for key in row))
    if len(headings) > _MOST_COLUMNS:
        raise InputError(
            f"{name}: its objects have {len(headings):,} different keys; a table has at most 10,000 columns"
        )
    texts = [[row.get(heading, "") for heading in headings] for row in rows]
    table = raw_from_rows(texts, range(1, len(rows) + 1), len(headings))
    header = tuple(" ".join(heading.split()) for heading in headings)
    return without_blanks(RawTable("", header, 0, table, "UTF-8"))


def _cells(entry: Mapping[str, object], above: str) -> Iterator[tuple[str, str]]:
    """The values of an object as text; those of an object inside it as `outer/inner`, lists of texts with `;`."""
    for key, value in entry.items():
        if isinstance(value, Mapping) and not above:
            yield from _cells(value, f"{key}/")
        else:
            yield _sound(above + str(key)), _sound(_text(value))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list) and not any(isinstance(item, Mapping | list) for item in value):
        return ";".join(_text(item) for item in value)
    return orjson.dumps(value).decode() if isinstance(value, Mapping | list) else str(value)


def _sound(text: str) -> str:
    # Half a letter of two halves cannot be kept.
    return text.encode("utf-8", errors="replace").decode("utf-8")
