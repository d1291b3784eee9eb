"""Commands about files that come in: template, formats, load."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, emit, filled
from tpgraph.cli.screen import say
from tpgraph.cli.state import is_server, open_place, progress, store_of
from tpgraph.cli.target import check_target, why_not
from tpgraph.errors import NoStoreError, OutputError, TpgraphError

if TYPE_CHECKING:
    from tpgraph.map.loading import LoadOutcome


def _all_filled(values: list[str]) -> list[str]:
    for value in values:
        filled(value)
    return values


Files = Annotated[list[str], typer.Argument(metavar="FILES...", callback=_all_filled, help="files, folders or zips")]
AsLoader = Annotated[
    str | None,
    typer.Option("--as", metavar="LOADER", callback=filled, help="read as this format; see `tpgraph formats`"),
]
Publisher = Annotated[
    str | None, typer.Option("--publisher", metavar="NAME", callback=filled, help="body that publishes the files")
]
Dataset = Annotated[str | None, typer.Option("--dataset", metavar="NAME", callback=filled, help="name of the dataset")]


def quoted(argument: str) -> str:
    """Write an argument as it can be typed: in double quotes, which every shell knows, where it holds a space."""
    return f'"{argument}"' if not argument or any(c in argument for c in " '&()[]{}*?;<>|") else argument


def with_store(context: typer.Context, command: str) -> str:
    """Write a command as it must be typed next: with the store where one was named on the command line."""
    source = context.find_root().get_parameter_source("store")
    named = store_of(context) if source is not None and source.name == "COMMANDLINE" else ""
    return f"tpgraph --store {quoted(named)} {command}" if named else f"tpgraph {command}"


def template(
    file: Annotated[str, typer.Argument(metavar="FILE", callback=filled, help="workbook to write, such as place.xlsx")],
    force: Annotated[bool, typer.Option("--force", help="replace a file that is there")] = False,
) -> None:
    """Write an empty workbook to fill in."""
    from tpgraph.loading.template_workbook import write_template

    path = check_target(Path(file))
    if path.is_file() and not force:
        raise OutputError(f"'{path}' is there already; choose another name, or --force to replace it")
    if path.is_file():
        _replaced(path)
    else:
        write_template(path)
    say(f"wrote {path}; its first sheet explains the others. Fill in what you have.")
    say(f"Next: tpgraph check {quoted(file)}")


def _replaced(path: Path) -> None:
    """Put a blank template in the place of a file, which stays until the blank one is whole."""
    from tpgraph.loading.template_workbook import write_template

    part = path.with_name(f".{path.name}.part.xlsx")
    try:
        part.unlink(missing_ok=True)
        write_template(part)
        part.replace(path)
    except OSError as error:
        raise why_not(path, error) from error
    finally:
        part.unlink(missing_ok=True)


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
    say("Next: tpgraph check FILES, which says by what each file is recognised")


def say_outcomes(outcomes: "list[LoadOutcome]", unclaimed: tuple[str, ...]) -> None:
    """Say what became of each source, and which files are left out."""
    from tpgraph.money import pounds

    for outcome in outcomes:
        detail = ""
        if outcome.prepared:
            aside = f"; {outcome.rows_set_aside:,} rows set aside" if outcome.rows_set_aside else ""
            money = f", {pounds(outcome.money_pence)}" if outcome.money_pence else ""
            detail = f" ({outcome.rows:,} rows{money}{aside})"
        say(f"{'failed: ' if outcome.error else ''}{outcome.sentence}{detail}")
    for sentence in unclaimed:
        say(f"left out: {sentence}")


@contextmanager
def _gone_if_empty(new: Path | None) -> Iterator[None]:
    """Take a store that was made for this load away again where nothing came into it."""
    from tpgraph.map import open_map

    try:
        yield
    finally:
        if new is not None and new.is_file():
            with suppress(TpgraphError):
                if not open_map(new, create=False).store.read("record.load").num_rows:
                    new.unlink()


def load(
    context: typer.Context,
    files: Files,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="read and check, write nothing")] = False,
    as_loader: AsLoader = None,
    publisher: Publisher = None,
    dataset: Dataset = None,
) -> None:
    """Load files into the store, each source as a whole."""
    from tpgraph.map.loading import LoadOptions, load_all, look, raise_failures

    options = LoadOptions(as_loader, publisher, dataset, dry_run)
    store = store_of(context)
    is_new = not is_server(store) and not Path(store).exists()
    with progress() as tell:
        found = look(files, as_loader)
        try:
            with _gone_if_empty(Path(store) if is_new else None):
                outcomes = open_place(store, create=not dry_run, progress=tell).load_recognised(found, options)
        except NoStoreError:
            if not dry_run:
                raise
            outcomes = load_all(None, found, options, tell)
    say_outcomes(outcomes, found.unclaimed)
    raise_failures(outcomes)
    named = " ".join(quoted(file) for file in files)
    after = f"load {named}" if dry_run else "sources, which tells what became of every row; then: tpgraph find money"
    say("Next: " + with_store(context, after))


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph template place.xlsx")(template)
    app.command(epilog="Example: tpgraph formats")(formats)
    app.command(epilog="Example: tpgraph load files/")(load)
