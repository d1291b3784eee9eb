"""Commands about files: template, formats, check, load, sources."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, emit
from tpgraph.cli.state import open_existing, progress, say, store_of
from tpgraph.errors import OutputError

if TYPE_CHECKING:
    import pyarrow as pa

    from tpgraph.map.loading import LoadOutcome

Files = Annotated[list[str], typer.Argument(metavar="FILES...", help="files, folders or zips")]
AsLoader = Annotated[
    str | None, typer.Option("--as", metavar="LOADER", help="read as this format; see `tpgraph formats`")
]
Publisher = Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="body that publishes the files")]
Dataset = Annotated[str | None, typer.Option("--dataset", metavar="NAME", help="name of the dataset")]


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="workbook to write, such as place.xlsx")],
    force: Annotated[bool, typer.Option("--force", help="replace a file that is there")] = False,
) -> None:
    """Write an empty workbook to fill in; its first sheet explains it."""
    from tpgraph.loading.template_workbook import write_template

    if file.exists() and not force:
        raise OutputError(f"{file} is there already; choose another name, or --force to replace it")
    write_template(file)
    say(f"wrote {file}. Fill in what you have, then: tpgraph check {file}")


def formats(csv: CsvOption = None, json: JsonOption = None, parquet: ParquetOption = None) -> None:
    """List the formats that can be loaded."""
    import pyarrow as pa

    from tpgraph.loading.recognise import loaders

    found = list(loaders().values())
    table = pa.table({
        "loader": [loader.name for loader in found],
        "format": [loader.label for loader in found],
        "about": [loader.about for loader in found],
    })  # fmt: skip
    emit(table, Wanted(csv, json, parquet))
    say("Next: tpgraph check FILES")


def _problems(outcomes: "list[LoadOutcome]") -> "pa.Table":
    """Problems of prepared sources, the file beside each."""
    import pyarrow as pa

    from tpgraph.tables import empty

    found = []
    for outcome in outcomes:
        if outcome.prepared:
            table = outcome.prepared.tables["record.problem"].drop_columns(["load_id"])
            found.append(table.add_column(0, "file", pa.array([outcome.file] * table.num_rows, pa.string())))
    if found:
        return pa.concat_tables(found)
    nothing = empty("record.problem").drop_columns(["load_id"])
    return nothing.add_column(0, "file", pa.array([], pa.string()))


def check(
    files: Files,
    as_loader: AsLoader = None,
    publisher: Publisher = None,
    csv: CsvOption = None,
    json: JsonOption = None,
    parquet: ParquetOption = None,
) -> None:
    """Read files and name every problem; nothing is written."""
    from tpgraph.map.loading import LoadOptions, load_all, look, raise_failures

    with progress() as tell:
        found = look(files, as_loader)
        outcomes = load_all(None, found, LoadOptions(as_loader, publisher, None, dry_run=True), tell)
    _say_outcomes(outcomes, found.unclaimed)
    for outcome in outcomes:
        if outcome.prepared:
            _say_mapping(outcome)
    shown = ["file", "sheet", "line", "column", "value", "severity", "sentence", "mend"]
    table = _problems(outcomes)
    if table.num_rows or Wanted(csv, json, parquet).any():
        emit(table, Wanted(csv, json, parquet), shown, title="Problems")
    raise_failures(outcomes)
    say("Next: tpgraph load " + " ".join(files))


def _say_mapping(outcome: "LoadOutcome") -> None:
    """Say by what a source was recognised and which column became which field."""
    import json as json_module

    prepared = outcome.prepared
    load = prepared.tables["record.load"].to_pylist()[0] if prepared else {}
    say(f"  {outcome.file}: {load['loader']}, because {load['why']}; publisher {load['publisher']}")
    for sheet, columns in json_module.loads(load["mapping"] or "{}").items():
        listed = ", ".join(f"{heading} -> {field}" for heading, field in columns.items())
        say(f"    {sheet or 'columns'}: {listed}")


def _say_outcomes(outcomes: "list[LoadOutcome]", unclaimed: tuple[str, ...]) -> None:
    from tpgraph.money import pounds

    for outcome in outcomes:
        detail = ""
        if outcome.prepared:
            detail = (
                f" ({outcome.rows:,} rows, {pounds(outcome.money_pence)}; {outcome.rows_set_aside:,} rows set aside)"
            )
        say(outcome.sentence + detail)
    for name in unclaimed:
        say(f"{name}: left out, no loader knows this file")


def load(
    context: typer.Context,
    files: Files,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="read and check, write nothing")] = False,
    as_loader: AsLoader = None,
    publisher: Publisher = None,
    dataset: Dataset = None,
) -> None:
    """Load files, folders or zips into the store: each source as a whole or not at all."""
    from tpgraph.map import open_map
    from tpgraph.map.loading import LoadOptions, load_all, look, raise_failures

    options = LoadOptions(as_loader, publisher, dataset, dry_run)
    with progress() as tell:
        found = look(files, as_loader)
        if dry_run and not Path(store_of(context)).exists():
            outcomes = load_all(None, found, options, tell)
        else:
            outcomes = open_map(store_of(context), progress=tell).load_recognised(found, options)
    _say_outcomes(outcomes, found.unclaimed)
    raise_failures(outcomes)
    say("Next: tpgraph sources, or tpgraph find money")


sources_app = typer.Typer(
    help="List what became of every file; take a source back.", rich_markup_mode=None, invoke_without_command=True
)


@sources_app.callback()
def sources(
    context: typer.Context, csv: CsvOption = None, json: JsonOption = None, parquet: ParquetOption = None
) -> None:
    """List what became of every file: rows and money read, loaded, set aside and why."""
    if context.invoked_subcommand:
        return
    shown = [
        "load_id", "source_key", "sheet", "rows_read", "rows_loaded", "rows_set_aside", "money_read_pence",
        "money_loaded_pence", "money_set_aside_pence", "why_set_aside",
    ]  # fmt: skip
    emit(open_existing(context).sources(), Wanted(csv, json, parquet), shown)
    say("Next: tpgraph find money, or tpgraph sources remove LOAD_ID")


@sources_app.command(epilog="Example: tpgraph sources remove l-0123456789abcdef")
def remove(
    context: typer.Context,
    load_id: Annotated[str, typer.Argument(help="id of the load, as `tpgraph sources` lists it")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would go, change nothing")] = False,
) -> None:
    """Take a source back; what it replaced is current again."""
    town = open_existing(context)
    rows = [row for row in town.sources().to_pylist() if row["load_id"] == load_id]
    count = sum(row["rows_loaded"] or 0 for row in rows)
    named = rows[0]["source_key"] if rows else load_id
    if not dry_run:
        town.remove(load_id)
    say(f"{'would take' if dry_run else 'took'} back {named} ({count:,} rows). Next: tpgraph sources")


@sources_app.command(epilog="Example: tpgraph sources restore l-0123456789abcdef")
def restore(
    context: typer.Context,
    load_id: Annotated[str, typer.Argument(help="id of the superseded load, as `tpgraph sources` lists it")],
) -> None:
    """Bring an older issue back as the current one."""
    open_existing(context).restore(load_id)
    say(f"{load_id} is the current issue again. Next: tpgraph sources")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph template place.xlsx")(template)
    app.command(epilog="Example: tpgraph formats")(formats)
    app.command(epilog="Example: tpgraph check files/")(check)
    app.command(epilog="Example: tpgraph load files/")(load)
    app.add_typer(sources_app, name="sources", epilog="Example: tpgraph sources")
