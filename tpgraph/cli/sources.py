"""`tpgraph sources`: what became of every file; take a source back, bring an older issue back."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import with_store
from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, filled, write_files
from tpgraph.cli.screen import say, show
from tpgraph.cli.state import open_existing

if TYPE_CHECKING:
    import pyarrow as pa

    from tpgraph.map import Map

_TEXT = "Example: tpgraph sources {}"
sources_app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


@sources_app.callback()
def sources(
    context: typer.Context, csv: CsvOption = None, json: JsonOption = None, parquet: ParquetOption = None
) -> None:
    """List what became of every file; take a source back."""
    if context.invoked_subcommand:
        return
    wanted = Wanted(csv, json, parquet)
    table = open_existing(context).sources()
    write_files(table, wanted)
    if not wanted.any():
        _show(table)
    after = "find money; `tpgraph sources remove LOAD_ID` takes a source back" if table.num_rows else "load FILES"
    say("Next: " + with_store(context, after))


def _show(table: "pa.Table") -> None:
    """Print a paragraph a load, and one line a file or sheet of it."""
    rows = table.to_pylist()
    for load_id, group in groupby(rows, key=lambda row: str(row["load_id"])):
        parts = list(group)
        first = parts[0]
        state = "replaced by a newer issue" if first["superseded"] else "current"
        show(f"{first['publisher']}: {first['file']}", 0, 2)
        show(f"{load_id}, read as {first['loader']}, issue {first['issue']}, {state}", 2, 4)
        for part in parts:
            named = f"{part['sheet']}: " if part["sheet"] else ""
            show(f"{named}{_rows_in_words(part)}", 2, 6)
            if part["money_read_pence"]:
                show(_money_in_words(part), 4 if named else 2, 6)
        show()
    _show_total([row for row in rows if not row["superseded"]])


def _rows_in_words(part: Mapping[str, object]) -> str:
    read, loaded, aside = (_number(part[f"rows_{name}"]) for name in ("read", "loaded", "set_aside"))
    if not aside:
        return "no rows" if not read else "1 row read and loaded" if read == 1 else f"{read:,} rows read, all loaded"
    why = f" ({part['why_set_aside']})" if part["why_set_aside"] else ""
    return f"{read:,} row{'s' if read > 1 else ''} read: {loaded:,} loaded, {aside:,} set aside{why}"


def _money_in_words(part: Mapping[str, object]) -> str:
    from tpgraph.money import pounds

    read, loaded, aside = (_number(part[f"money_{name}_pence"]) for name in ("read", "loaded", "set_aside"))
    if not aside:
        return f"{pounds(read)} read, all loaded"
    return f"{pounds(read)} read: {pounds(loaded)} loaded, {pounds(aside)} set aside"


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _sum(rows: Iterable[Mapping[str, object]], name: str) -> int:
    return sum(_number(row[name]) for row in rows)


def _show_total(rows: Sequence[Mapping[str, object]]) -> None:
    if not rows:
        show("No source is loaded.")
        return
    loads = len({row["load_id"] for row in rows})
    read, aside = _sum(rows, "rows_read"), _sum(rows, "rows_set_aside")
    show(
        f"{loads:,} current source{'s' if loads > 1 else ''}: {read:,} rows read, {read - aside:,} loaded, "
        f"{aside:,} set aside. Money is not added up here: sources may speak of the same pounds."
    )


def _named(town: "Map", load_id: str) -> str:
    """Name a load for a message: its source and rows; its id where there is no such load."""
    rows = [row for row in town.sources().to_pylist() if row["load_id"] == load_id]
    return f"{rows[0]['publisher']}: {rows[0]['file']} ({_sum(rows, 'rows_loaded'):,} rows)" if rows else load_id


LoadId = Annotated[
    str, typer.Argument(metavar="LOAD_ID", callback=filled, help="id of the load, as `tpgraph sources` lists it")
]


@sources_app.command(epilog=_TEXT.format("remove l-0123456789abcdef"))
def remove(
    context: typer.Context,
    load_id: LoadId,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would go, change nothing")] = False,
) -> None:
    """Take a source back; what it replaced is current again."""
    town = open_existing(context)
    named = _named(town, load_id)
    if dry_run and named == load_id:
        from tpgraph.errors import StoreError

        raise StoreError(f"no load is called '{load_id}'; `tpgraph sources` lists them")
    if not dry_run:
        town.remove(load_id)
    say(f"{'would take' if dry_run else 'took'} back {named}")
    say("Next: " + with_store(context, f"sources remove {load_id}" if dry_run else "sources"))


@sources_app.command(epilog=_TEXT.format("restore l-0123456789abcdef"))
def restore(context: typer.Context, load_id: LoadId) -> None:
    """Make an older issue the current one again."""
    town = open_existing(context)
    named = _named(town, load_id)
    town.restore(load_id)
    say(f"current again: {named}")
    say("Next: " + with_store(context, "sources"))


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(sources_app, name="sources", epilog="Example: tpgraph sources")
