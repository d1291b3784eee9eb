"""What people read on the screen: tables, blocks and paragraphs that fit its width, and messages on stderr."""

import os
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_ON_SCREEN = 40
_WIDTH_OF_FILES = 160
_NARROWEST = 40
_NARROWEST_TEXT = 12


def width() -> int:
    """Give the width to draw tables in: the terminal's, or COLUMNS; a file or pipe gets a wide one."""
    return max(_NARROWEST, shutil.get_terminal_size((_WIDTH_OF_FILES, 40)).columns)


def clean(text: str) -> str:
    """Take out of a source's text what would steer the terminal or hide and reorder other text; one line."""
    from tpgraph.views.text import clean_text

    return " ".join(clean_text(text).split())


def _wraps(stream: IO[str]) -> bool:
    """A line for a person is wrapped; one for a file or pipe is left whole, so that it can be searched.

    Who sets COLUMNS wants results of that width; a message stays one line for a program that reads it.
    """
    return stream.isatty() or (stream is sys.stdout and bool(os.environ.get("COLUMNS")))


def _lines(text: str, stream: IO[str], indent: int, hanging: int) -> str:
    whole = " " * indent + clean(text)
    if not _wraps(stream):
        return whole
    return textwrap.fill(
        clean(text), width(), initial_indent=" " * indent, subsequent_indent=" " * hanging,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _write(stream: IO[str], line: str) -> None:
    # Not typer.echo, which writes UTF-8 to a console of plain letters.
    stream.write(line + "\n")


def show(text: str = "", indent: int = 0, hanging: int | None = None) -> None:
    """Print a paragraph of a result on stdout, indented, its further lines by `hanging`."""
    _write(sys.stdout, _lines(text, sys.stdout, indent, indent if hanging is None else hanging) if text else "")


def say(text: str) -> None:
    """Print a message for people, on stderr."""
    sys.stdout.flush()  # what was found stands before what is said of it
    _write(sys.stderr, _lines(text, sys.stderr, 0, 2))


def label_of(name: str, labels: Mapping[str, str]) -> str:
    """Give what a column is called on the screen."""
    return labels.get(name) or name.removesuffix("_pence").replace("_", " ")


def joined(value: object) -> object:
    """Lists are joined with `;`, maps as `key: a, b`; anything else stays."""
    if isinstance(value, dict):
        return ";".join(f"{key}: {', '.join(part) if isinstance(part, list) else part}" for key, part in value.items())
    return ";".join(str(part) for part in value) if isinstance(value, list) else value


def cell_text(name: str, value: object) -> str:
    """Write one value for people: pence as pounds, lists with `; `."""
    from tpgraph.money import pounds

    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name.endswith("_pence") and isinstance(value, int):
        return pounds(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return clean(str(joined(value)))


def rows_of(table: "pa.Table", names: Sequence[str]) -> list[dict[str, str]]:
    """Give the first rows of a table as texts for people."""
    rows = table.select(list(names)).slice(0, ROWS_ON_SCREEN).to_pylist(maps_as_pydicts="strict")
    return [{name: cell_text(name, value) for name, value in row.items()} for row in rows]


def draw(table: "pa.Table", shown: Sequence[str], labels: Mapping[str, str], hint: str) -> None:
    """Print a table; one too wide for the screen is printed as a block a row.

    Parameters
    ----------
    shown : columns; empty = all
    labels : what a column is called, where not as in the table
    hint : what gives all rows, said where not all of them fit
    """
    names = [name for name in (shown or table.column_names) if name in table.column_names]
    rows = rows_of(table, names)
    # A column that says nothing takes no room.
    names = [name for name in names if not rows or any(row[name] for row in rows)] or names
    right = {name for name in names if str(table.schema.field(name).type) in ("int64", "double")}
    grid_or_blocks([{name: row[name] for name in names} for row in rows], names, labels, right)
    if table.num_rows > ROWS_ON_SCREEN:
        show(f"... and {table.num_rows - ROWS_ON_SCREEN:,} more rows; {hint}")


def grid_or_blocks(
    rows: Sequence[Mapping[str, str]], names: Sequence[str], labels: Mapping[str, str], right: set[str]
) -> None:
    """Print rows of texts as a table where it fits the width, else as a block a row."""
    needs = sum(
        max([_least(name, label_of(name, labels)), *(_least(name, row[name]) for row in rows)]) for name in names
    )
    if needs + 2 * len(names) > width():
        for row in rows:
            block({label_of(name, labels): row[name] for name in names if row[name]})
            show()
    else:
        _grid(rows, names, labels, right)


def _least(name: str, text: str) -> int:
    """What a column needs at the least: the whole of a sum, number, date or id, else its longest word."""
    if name.endswith(("_pence", "_id")) or name == "id":
        return len(text)
    longest = max((len(word) for word in text.split()[:40]), default=0)
    return min(len(text), max(longest, _NARROWEST_TEXT))


def block(pairs: Mapping[str, str], indent: int = 2) -> None:
    """Print names and values, the values in one column."""
    room = min(max((len(name) for name in pairs), default=0), 48)
    for name, text in pairs.items():
        begin = name.ljust(room) + "  "
        if _wraps(sys.stdout):
            wrapped = textwrap.wrap(clean(text), max(20, width() - indent - room - 2), break_on_hyphens=False) or [""]
            _write(sys.stdout, " " * indent + begin + ("\n" + " " * (indent + room + 2)).join(wrapped))
        else:
            _write(sys.stdout, " " * indent + begin + clean(text))


def _grid(rows: Sequence[Mapping[str, str]], names: Sequence[str], labels: Mapping[str, str], right: set[str]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for name in names:
        whole = name.endswith(("_pence", "_id")) or name == "id" or name in right
        drawn.add_column(
            label_of(name, labels), justify="right" if name in right else "left", overflow="fold", no_wrap=whole
        )
    for row in rows:
        drawn.add_row(*(Text(row[name]) for name in names))
    Console(file=sys.stdout, width=width(), highlight=False).print(drawn)
