"""Tables to the screen, or as CSV, JSON or Parquet to a file or standard output."""

import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.errors import OutputError

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

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
        screen(table, shown, title, labels or {})


def _cell(name: str, value: object) -> str:
    from tpgraph.money import pounds

    if value is None:
        return ""
    if name.endswith("_pence") and isinstance(value, int):
        return pounds(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(_joined(value))


def _label(name: str, labels: Mapping[str, str]) -> str:
    return labels.get(name) or name.removesuffix("_pence").replace("_", " ")


def screen(table: "pa.Table", shown: Sequence[str], title: str, labels: Mapping[str, str]) -> None:
    """Print a table for people; pence as pounds; one too wide for the screen is printed as a block a row."""
    from rich.console import Console

    names = [name for name in (shown or table.column_names) if name in table.column_names]
    rows = [
        {name: _cell(name, value) for name, value in row.items()}
        for row in _rows(table.select(names).slice(0, ROWS_ON_SCREEN))
    ]
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    if title and rows:
        console.print(title, markup=False)
    # What a column needs at the least: its longest word, or the whole of a sum.
    needs = [max([8, *(_least(name, row[name]) for row in rows)]) + 3 for name in names]
    if sum(needs) > console.width:
        _blocks(rows, labels)
    else:
        console.print(_grid(table, names, rows, labels))
    if table.num_rows > ROWS_ON_SCREEN:
        console.print(f"... and {table.num_rows - ROWS_ON_SCREEN:,} more rows; --csv FILE writes them all")


def _least(name: str, text: str) -> int:
    return len(text) if name.endswith(("_pence", "id")) else max((len(word) for word in text.split()[:40]), default=0)


def _blocks(rows: Sequence[dict[str, str]], labels: Mapping[str, str]) -> None:
    for row in rows:
        for name, text in row.items():
            if text:
                typer.echo(f"  {_label(name, labels)}: {text}")
        typer.echo()


def _grid(
    table: "pa.Table", names: Sequence[str], rows: Sequence[dict[str, str]], labels: Mapping[str, str]
) -> "Table":
    from rich.table import Table
    from rich.text import Text

    drawn = Table(show_lines=False, pad_edge=False)
    for name in names:
        right = name.endswith("_pence") or str(table.schema.field(name).type) in ("int64", "double")
        whole = name.endswith(("_pence", "id"))
        drawn.add_column(_label(name, labels), justify="right" if right else "left", overflow="fold", no_wrap=whole)
    for row in rows:
        drawn.add_row(*(Text(text) for text in row.values()))
    return drawn
