"""A long list of objects in a JSON file as columns of text, without an object of Python for each.

The list is cut into its items by their brackets, which takes no parser; DuckDB reads the values out of each item. What
the items hold is learnt from some of them and proved for all: the keys that were read must be as many as there are
colons outside texts. A file that is not so regular is left to the reader that makes objects.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa

_BLOCK = 1 << 18
_SAMPLE = 500
_MOST_PATHS = 400
_BATCH = 20_000
_QUOTE, _BACKSLASH, _COLON = b'"\\:'
_OPEN, _CLOSE, _CASE = b"{} "
"""A square bracket is a curly one but for the bit that tells upper from lower case."""

Positions = npt.NDArray[np.int64]
Path = tuple[str, ...]


@dataclass(frozen=True)
class Records:
    """The items of a list as columns.

    Attributes
    ----------
    columns : path such as ``recipientOrganization/0/name`` -> text, null where an item has none
    rows : how many items there are
    head : what stands beside the list, as an object; the list itself is empty
    """

    columns: dict[str, pa.ChunkedArray]
    rows: int
    head: dict[str, object]


@dataclass(frozen=True)
class _Items:
    """Where the items of a list begin and end (their last byte), where the list ends, and what stands outside texts."""

    begins: Positions
    ends: Positions
    close: int
    colons: int
    objects: int
    lists: int
    has_null: bool


def read_records(plain: bytes, start: int, key: str) -> Records | None:
    """Read the list of objects that stands under a key at the top of a JSON file.

    Parameters
    ----------
    plain : the file in UTF-8
    start : where its text begins
    key : name of the list

    Returns
    -------
    Records, or None where the file is not regular enough: nothing is said then of whether it is sound
    """
    found = re.compile(rb'"' + re.escape(key).encode() + rb'"\s*:\s*\[').search(plain, start)
    if found is None:
        return None
    items = _items(plain, found.end())
    if items is None or not _parted_by_commas(plain, items):
        return None
    try:
        head = orjson.loads(plain[start : found.end()] + plain[items.close :])
    except ValueError:
        return None
    if not isinstance(head, dict) or head.get(key) != []:
        return None
    columns = _columns(plain, items)
    return None if columns is None else Records(columns, len(items.begins), head)


def _blocks(plain: bytes, start: int) -> Iterator[tuple[int, int]]:
    while start < len(plain):
        end = min(start + _BLOCK, len(plain))
        # A block must not end between a backslash and what it escapes.
        while end < len(plain) and plain[end - 1] == _BACKSLASH:
            end += 1
        yield start, end
        start = end


def _quotes(plain: bytes, start: int, end: int) -> npt.NDArray[np.bool_]:
    """Where the quotes are that open or close a text."""
    block = np.frombuffer(plain, np.uint8, end - start, start)
    quotes: npt.NDArray[np.bool_] = block == _QUOTE
    if plain.find(b"\\", start, end) >= 0:
        escapes = np.flatnonzero(block == _BACKSLASH)
        if (np.diff(escapes) == 1).any():
            escapes = np.array([found.start() for found in re.finditer(rb"\\.", plain[start:end], re.DOTALL)])
        after = escapes + 1
        quotes[after[after < len(quotes)]] = False
    return quotes


def _items(plain: bytes, start: int) -> _Items | None:
    """Find the items of the list whose bracket opens before `start`; None where it never closes."""
    begins: list[Positions] = []
    ends: list[Positions] = []
    inside, depth, colons, objects, lists = 0, 0, 0, 0, 0
    for first, end in _blocks(plain, start):
        block = np.frombuffer(plain, np.uint8, end - first, first)
        in_text = np.bitwise_xor.accumulate(_quotes(plain, first, end).view(np.uint8))
        if inside:
            in_text ^= 1
        inside = int(in_text[-1])
        folded = block | _CASE
        brackets = np.flatnonzero((folded == _OPEN) | (folded == _CLOSE))
        brackets = brackets[in_text[brackets] == 0]
        steps = np.where(folded[brackets] == _OPEN, 1, -1)
        depths = depth + np.cumsum(steps)
        depth = int(depths[-1]) if len(depths) else depth
        over = np.flatnonzero(depths < 0)
        last = int(brackets[over[0]]) if len(over) else len(block)
        begins.append(_before(brackets[(depths == 1) & (steps == 1)], last) + first)
        ends.append(_before(brackets[(depths == 0) & (steps == -1)], last) + first)
        colons += int(((block[:last] == _COLON) & (in_text[:last] == 0)).sum())
        opened = block[_before(brackets[steps == 1], last)]
        objects += int((opened == _OPEN).sum())
        lists += int((opened != _OPEN).sum())
        if len(over):
            close = first + last
            has_null = plain.find(b"null", start, close) >= 0
            return _Items(np.concatenate(begins), np.concatenate(ends), close, colons, objects, lists, has_null)
    return None


def _before(positions: Positions, last: int) -> Positions:
    return positions[positions < last]


def _parted_by_commas(plain: bytes, items: _Items) -> bool:
    """Whether the items are objects with one comma between each two, and nothing else."""
    if not len(items.begins) or plain[items.ends[-1] + 1 : items.close].strip():
        return False
    gaps = zip((items.ends[:-1] + 1).tolist(), items.begins[1:].tolist(), strict=True)
    opened = np.frombuffer(plain, np.uint8)[items.begins] == _OPEN
    return bool(opened.all()) and all(plain[end:begin].strip() == b"," for end, begin in gaps)


def _texts(plain: bytes, items: _Items) -> pa.Table:
    """The items as text, over the bytes of the file: every second row, those between are what parts them."""
    offsets = np.empty(2 * len(items.begins), np.int64)
    offsets[0::2], offsets[1::2] = items.begins, items.ends + 1
    texts = pa.LargeStringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(plain))
    is_item = pa.array(np.arange(len(texts)) % 2 == 0)
    batches = pa.table({"item": texts, "is_item": is_item}).to_batches(max_chunksize=_BATCH)
    return pa.Table.from_batches(batches)


def _sample(plain: bytes, items: _Items) -> Iterator[object]:
    """Some items: spread over the file, and the longest, which hold most."""
    count = len(items.begins)
    longest = np.argsort(items.begins - items.ends, kind="stable")[:_SAMPLE]
    for index in {*range(0, count, max(count // _SAMPLE, 1)), *longest.tolist()}:
        yield orjson.loads(plain[items.begins[index] : items.ends[index] + 1])


@dataclass
class _Shape:
    """Where values stand in the items: plain ones, objects and lists under keys, and objects in lists."""

    leaves: dict[Path, None] = field(default_factory=dict)
    holders: dict[Path, None] = field(default_factory=dict)
    lists: dict[Path, None] = field(default_factory=dict)
    listed: dict[Path, None] = field(default_factory=dict)

    def learn(self, value: object, path: Path) -> None:
        """Note the paths of one value; raises `_IrregularError` at a list of anything else, or an odd key."""
        if isinstance(value, dict):
            for key, inner in value.items():
                if _is_odd(key):
                    raise _IrregularError
                self.learn(inner, (*path, key))
            if path and path[-1].isdigit():
                self.listed[path] = None
            elif path:
                self.holders[path] = None
        elif isinstance(value, list):
            self.holders[path] = self.lists[path] = None
            for number, inner in enumerate(value):
                if not isinstance(inner, dict):
                    raise _IrregularError
                self.learn(inner, (*path, str(number)))
        else:
            self.leaves[path] = None

    def settle(self) -> None:
        """Where null stands for an object, the object counts; raises `_IrregularError` at too many paths."""
        for path in self.holders:
            self.leaves.pop(path, None)
        if len(self.leaves) + len(self.holders) > _MOST_PATHS:
            raise _IrregularError


def _is_odd(key: str) -> bool:
    """Whether a key cannot be told in a pointer, or could be read as the number of an item."""
    return not key or key.isdigit() or any(letter in key for letter in "/~")


class _IrregularError(Exception):
    """The items are not regular enough."""


def _columns(plain: bytes, items: _Items) -> dict[str, pa.ChunkedArray] | None:
    shape = _Shape()
    try:
        for item in _sample(plain, items):
            shape.learn(item, ())
        shape.settle()
    except (_IrregularError, ValueError, RecursionError):
        return None
    with duckdb.connect() as connection:
        connection.execute("SET enable_external_access = false")
        connection.register("items", _texts(plain, items))
        try:
            columns = _extracted(connection, shape)
            return columns if _is_whole(connection, shape, items, columns) else None
        except duckdb.Error:
            return None


def _pointers(paths: Sequence[tuple[str, ...]]) -> str:
    quoted = ("'/" + "/".join(path).replace("'", "''") + "'" for path in paths)
    return f"[{', '.join(quoted)}]::VARCHAR[]"


def _is_whole(
    connection: duckdb.DuckDBPyConnection, shape: _Shape, items: _Items, columns: dict[str, pa.ChunkedArray]
) -> bool:
    """Whether all items are as those that were learnt from: no other key, and nowhere another kind of value."""
    ((objects, lists, nulls, listed, length),) = connection.execute(
        f"""
        SELECT
            sum(len(list_filter(holders, lambda kind: kind = 'OBJECT'))),
            sum(len(list_filter(holders, lambda kind: kind = 'ARRAY'))),
            sum(len(list_filter(holders, lambda kind: kind = 'NULL'))),
            sum(len(list_filter(listed, lambda kind: kind = 'OBJECT'))),
            sum(list_sum(lengths))
        FROM (
            SELECT
                json_type(item, {_pointers([*shape.holders, *shape.listed])}) AS kinds,
                kinds[:{len(shape.holders)}] AS holders,
                kinds[{len(shape.holders) + 1}:] AS listed,
                json_array_length(item, {_pointers([*shape.lists])}) AS lengths
            FROM items
            WHERE is_item
        )
        """
    ).fetchall()
    leaves = sum(len(column) - column.null_count for column in columns.values())
    if items.has_null:
        leaves += _null_leaves(connection, shape)
    return bool(
        items.colons == leaves + objects + lists + nulls
        and items.objects == len(items.begins) + objects + listed
        and items.lists == lists
        and listed == (length or 0)
    )


def _null_leaves(connection: duckdb.DuckDBPyConnection, shape: _Shape) -> int:
    """Count the keys of plain values that hold null."""
    kinds = f"json_type(item, {_pointers([*shape.leaves])})"
    query = f"SELECT sum(len(list_filter({kinds}, lambda kind: kind = 'NULL'))) FROM items WHERE is_item"
    return int(connection.execute(query).fetchall()[0][0])


def _extracted(connection: duckdb.DuckDBPyConnection, shape: _Shape) -> dict[str, pa.ChunkedArray]:
    """The values of all items by path."""
    picked = ", ".join(f'cells[{number}] AS "c{number}"' for number in range(1, len(shape.leaves) + 1))
    table = connection.sql(
        f"SELECT {picked} FROM "
        f"(SELECT json_extract_string(item, {_pointers([*shape.leaves])}) AS cells FROM items WHERE is_item)"
    ).to_arrow_table()
    return {"/".join(path): table.column(index) for index, path in enumerate(shape.leaves)}
