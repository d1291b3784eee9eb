"""Tables to the screen, or as CSV, JSON or Parquet to a file or standard output."""

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.errors import OutputError

if TYPE_CHECKING:
    import pyarrow as pa

CsvOption = Annotated[
    str | None, typer.Option("--csv", metavar="FILE", help="write CSV to FILE, or - for standard output")
]
JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="[FILE]", help="write JSON to FILE; alone or with -, to standard output")
]
ParquetOption = Annotated[str | None, typer.Option("--parquet", metavar="FILE", help="write Parquet to FILE or -")]

ROWS_ON_SCREEN = 40


@dataclass(frozen=True)
class Wanted:
    """Where a table goes: at most one of the three; none = the screen."""

    csv: str | None = None
    json: str | None = None
    parquet: str | None = None

    def any(self) -> bool:
        """Whether a file or stream was asked for."""
        return bool(self.csv or self.json or self.parquet)


def _joined(value: object) -> object:
    """Lists are joined with `;` in CSV, maps as `key: a, b`."""
    if isinstance(value, dict):
        return ";".join(f"{key}: {', '.join(part) if isinstance(part, list) else part}" for key, part in value.items())
    return ";".join(str(part) for part in value) if isinstance(value, list) else value


def _rows(table: "pa.Table") -> list[dict[str, object]]:
    """Rows as dictionaries; a map becomes an object."""
    rows: list[dict[str, object]] = table.to_pylist(maps_as_pydicts="strict")
    return rows


def csv_text(table: "pa.Table") -> str:
    """Write a table as CSV text."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in _rows(table):
        writer.writerow([_joined(value) for value in row.values()])
    return out.getvalue()


def json_text(table: "pa.Table") -> str:
    """Write a table as a JSON list of row objects."""
    return json.dumps(_rows(table), ensure_ascii=False, indent=1) + "\n"


def _write(target: str, data: bytes) -> None:
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(target).write_bytes(data)
    except OSError as error:
        raise OutputError(
            f"{target}: cannot be written ({error.strerror}); is it open elsewhere or protected?"
        ) from error


def emit(table: "pa.Table", wanted: Wanted, shown: Sequence[str] = (), title: str = "") -> None:
    """Send a table where the user wants it.

    Parameters
    ----------
    shown : columns for the screen; empty = all. Files always hold every column.
    title : heading on the screen
    """
    if wanted.csv:
        _write(wanted.csv, csv_text(table).encode())
    if wanted.json:
        _write(wanted.json, json_text(table).encode())
    if wanted.parquet:
        import pyarrow.parquet

        sink = io.BytesIO()
        pyarrow.parquet.write_table(table, sink)
        _write(wanted.parquet, sink.getvalue())
    if not wanted.any():
        screen(table, shown, title)


def _cell(name: str, value: object) -> str:
    from tpgraph.money import pounds

    if value is None:
        return ""
    if name.endswith("_pence") and isinstance(value, int):
        return pounds(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(_joined(value))


def screen(table: "pa.Table", shown: Sequence[str] = (), title: str = "") -> None:
    """Print a table for people; pence as pounds; a long one ends with how many rows are left out."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    names = [name for name in (shown or table.column_names) if name in table.column_names]
    drawn = Table(title=title or None, title_justify="left", show_lines=False, pad_edge=False)
    for name in names:
        right = name.endswith("_pence") or str(table.schema.field(name).type) in ("int64", "double")
        label = name.removesuffix("_pence").replace("_", " ")
        drawn.add_column(label, justify="right" if right else "left", overflow="fold", no_wrap=name.endswith("_pence"))
    for row in _rows(table.select(names).slice(0, ROWS_ON_SCREEN)):
        drawn.add_row(*(Text(_cell(name, value)) for name, value in row.items()))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(drawn)
    if table.num_rows > ROWS_ON_SCREEN:
        console.print(f"... and {table.num_rows - ROWS_ON_SCREEN:,} more rows; --csv FILE writes them all")
