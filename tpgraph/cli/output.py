"""Tables to the screen, or as CSV, JSON or Parquet to a file or standard output."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.screen import draw, joined, show
from tpgraph.cli.target import write_bytes

if TYPE_CHECKING:
    import pyarrow as pa


def filled(value: str | None) -> str | None:
    """Refuse an option or argument that is given as an empty text."""
    if value is not None and not value.strip():
        raise typer.BadParameter("it is empty; leave it out or give a name")
    return value


CsvOption = Annotated[
    str | None,
    typer.Option("--csv", metavar="FILE", callback=filled, help="write CSV to FILE, or - for standard output"),
]
JsonOption = Annotated[
    str | None,
    typer.Option(
        "--json",
        metavar="[FILE.json]",
        callback=filled,
        help="write JSON to a file that ends in .json; alone or with -, to standard output",
    ),
]
ParquetOption = Annotated[
    str | None, typer.Option("--parquet", metavar="FILE", callback=filled, help="write Parquet to FILE or -")
]


@dataclass(frozen=True)
class Wanted:
    """Where a table goes besides the screen; none of the three = the screen."""

    csv: str | None = None
    json: str | None = None
    parquet: str | None = None

    def __post_init__(self) -> None:
        if [self.csv, self.json, self.parquet].count("-") > 1:
            raise typer.BadParameter("standard output takes one of --csv, --json and --parquet; give the others a file")

    def any(self) -> bool:
        """Whether a file or stream was asked for."""
        return bool(self.csv or self.json or self.parquet)

    def files(self) -> list[str]:
        """Files that will be written."""
        return [name for name in (self.csv, self.json, self.parquet) if name and name != "-"]


def _rows(table: "pa.Table") -> list[dict[str, object]]:
    """Rows as dictionaries; a map becomes an object."""
    rows: list[dict[str, object]] = table.to_pylist(maps_as_pydicts="strict")
    return rows


def _csv_cell(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers."""
    value = joined(value)
    runs = isinstance(value, str) and len(value) > 1 and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if runs else value


def csv_text(table: "pa.Table") -> str:
    """Write a table as CSV text."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in _rows(table):
        writer.writerow([_csv_cell(value) for value in row.values()])
    return out.getvalue()


def json_text(table: "pa.Table") -> str:
    """Write a table as a JSON list of row objects."""
    return json.dumps(_rows(table), ensure_ascii=False, indent=1) + "\n"


def _parquet_bytes(table: "pa.Table") -> bytes:
    import pyarrow.parquet

    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink)
    return sink.getvalue()


def _utf8(text: str) -> bytes:
    # A broken surrogate out of a file's name must not end the command.
    return text.encode("utf-8", errors="replace")


def emit(
    table: "pa.Table",
    wanted: Wanted,
    shown: Sequence[str] = (),
    title: str = "",
    labels: Mapping[str, str] | None = None,
) -> None:
    """Send a table where the user wants it.

    Parameters
    ----------
    shown : columns for the screen; empty = all. Files always hold every column.
    title : heading on the screen
    labels : what a column is called on the screen, where not as in the table
    """
    write_files(table, wanted)
    if not wanted.any():
        if title and table.num_rows:
            show(title)
        draw(table, shown, labels or {}, "--csv FILE writes them all")


def write_files(table: "pa.Table", wanted: Wanted) -> None:
    """Write the files that were asked for, and say nothing."""
    if wanted.csv:
        write_bytes(wanted.csv, _utf8(csv_text(table)))
    if wanted.json:
        write_bytes(wanted.json, _utf8(json_text(table)))
    if wanted.parquet:
        write_bytes(wanted.parquet, _parquet_bytes(table))
