"""CSV files as `neo4j-admin database import` reads them: typed headers, and values that come back equal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from tpgraph.errors import StoreError

_TYPES = {
    pa.string(): "string",
    pa.int64(): "long",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.list_(pa.string()): "string[]",
}
_BATCH = 65_536
# What the importer reads a value into unless told; the longest value must fit.
_BUFFER = 4 * 1024 * 1024

# Characters that no text is likely to hold: the separators of ASCII, then other control characters, then private ones.
_UNLIKELY = [*map(chr, range(0x1F, 0x0D, -1)), *map(chr, range(0x08, 0x00, -1)), *map(chr, range(0xE000, 0xE100))]


@dataclass(frozen=True)
class Marks:
    """Two characters that stand in no list.

    Attributes
    ----------
    between : stands between the entries of a list
    none : stands as the one entry of a list that has none; twice, of a list whose one entry is the empty text
    """

    between: str
    none: str

    @classmethod
    def outside(cls, lists: "Iterable[pa.ChunkedArray[pa.ListScalar]]") -> "Marks":
        """Choose the characters.

        Raises
        ------
        StoreError
            If the lists hold nearly every character that could serve.

        >>> Marks.outside([pa.chunked_array([[["Northmere"], []]])])
        Marks(between='\\x1f', none='\\x1e')
        """
        entries = [pc.list_flatten(column) for column in lists]
        free = (mark for mark in _UNLIKELY if not any(_holds(column, mark) for column in entries))
        try:
            return cls(next(free), next(free))
        except StopIteration:
            raise StoreError("no character is left to stand between the entries of lists: use `tpgraph copy`") from None

    def joined(self, column: "pa.Array[pa.ListScalar]") -> "pa.Array[pa.StringScalar]":
        """Write lists as texts; a null stays null."""
        text = pc.binary_join(column, self.between)
        lengths = pc.list_value_length(column)
        text = pc.if_else(pc.equal(lengths, 0), self.none, text)
        return pc.if_else(pc.and_(pc.equal(lengths, 1), pc.equal(text, "")), self.none * 2, text)


def _holds(column: "pa.ChunkedArray[pa.StringScalar]", mark: str) -> bool:
    return bool(pc.any(pc.match_substring(column, mark)).as_py())


class Folder:
    """A folder that is being filled, and what the command that imports it must say.

    Attributes
    ----------
    written : the files
    node_count, relationship_count : rows written
    """

    def __init__(self, folder: Path, marks: Marks) -> None:
        self.marks = marks
        self.written: list[Path] = []
        self.node_count = self.relationship_count = 0
        self._folder = folder
        self._parts: list[str] = []
        self._has_lines = False
        self._longest = 0

    def nodes(self, label: str, table: pa.Table, key: str = "") -> None:
        """Write the nodes of one label; `key` names the column by which relationships find them."""
        self.nodes_in_parts(label, table.schema, [table] if table.num_rows else [], key)

    def nodes_in_parts(self, label: str, columns: pa.Schema, parts: Iterable[pa.Table], key: str = "") -> None:
        """Write the nodes of one label as they come."""
        header = [f"{key}:ID({label})" if field.name == key else _property(field) for field in columns]
        written = self._write(f"{label}.csv", header, columns, parts)
        if written:
            self._parts.append(f"--nodes={label}={label}.csv")
        self.node_count += written

    def relationships(self, kind: str, ends: tuple[str, str], table: pa.Table) -> None:
        """Write the relationships of one type between nodes of two labels; the first two columns are the ends."""
        if not table.num_rows:
            return
        near, far = ends
        file = f"{near}-{kind}-{far}.csv"
        header = [f":START_ID({near})", f":END_ID({far})", *(_property(field) for field in list(table.schema)[2:])]
        self.relationship_count += self._write(file, header, table.schema, [table])
        self._parts.append(f"--relationships={kind}={file}")

    def options(self) -> Iterator[str]:
        """Give the options of the command."""
        yield from self._parts
        yield f"--array-delimiter=U+{ord(self.marks.between):04X}"
        if self._has_lines:
            yield "--multiline-fields=true"
        if self._longest * 2 > _BUFFER:
            yield f"--read-buffer-size={self._longest * 2}"

    def _write(self, name: str, header: list[str], columns: pa.Schema, parts: Iterable[pa.Table]) -> int:
        """Write one file and count its rows; a file without rows, or half a file, is not left."""
        path, rows = self._folder / name, 0
        texts = pa.schema([pa.field(field.name, _written_type(field.type)) for field in columns])
        options = pacsv.WriteOptions(include_header=False, quoting_style="needed")
        try:
            with path.open("wb") as file:
                file.write((",".join(header) + "\n").encode())
                with pacsv.CSVWriter(file, texts, write_options=options) as writer:
                    for part in parts:
                        rows += part.num_rows
                        for batch in part.to_batches(_BATCH):
                            writer.write_batch(self._as_text(batch, texts))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        if rows:
            self.written.append(path)
        else:
            path.unlink()
        return rows

    def _as_text(self, batch: pa.RecordBatch, texts: pa.Schema) -> pa.RecordBatch:
        columns = []
        for column, field in zip(batch.columns, texts, strict=True):
            if pa.types.is_list(column.type):
                column = self.marks.joined(column)
            elif pa.types.is_floating(column.type):
                column = _numbers(column)
            if pa.types.is_string(column.type):
                self._look_at(column)
            columns.append(column.cast(field.type))
        return pa.RecordBatch.from_arrays(columns, schema=texts)

    def _look_at(self, column: "pa.Array[pa.StringScalar]") -> None:
        self._longest = max(self._longest, pc.max(pc.binary_length(column)).as_py() or 0)
        self._has_lines = self._has_lines or bool(pc.any(pc.match_substring_regex(column, "[\r\n]")).as_py())


# Any: a field of any Arrow type.
def _property(field: "pa.Field[pa.DataType]") -> str:
    return f"{field.name}:{_TYPES[field.type]}"


def _written_type(kind: pa.DataType) -> pa.DataType:
    """Lists are joined; decimals are written by us, for Java spells out what is not finite."""
    return pa.string() if pa.types.is_list(kind) or pa.types.is_floating(kind) else kind


def _numbers(column: "pa.Array[pa.DoubleScalar]") -> "pa.Array[pa.StringScalar]":
    """Write decimals as Java reads them.

    >>> _numbers(pa.array([0.1, float("inf"), None])).to_pylist()
    ['0.1', 'Infinity', None]
    """
    text = pc.cast(column, pa.string())
    text = pc.replace_substring_regex(text, "^(-?)inf$", "\\1Infinity")
    return pc.replace_substring(text, "nan", "NaN")
