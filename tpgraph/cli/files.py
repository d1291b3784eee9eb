"""Commands about files that come in: template, formats, load."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, emit, filled
from tpgraph.cli.screen import say
from tpgraph.cli.state import is_server, open_place, progress, say_notes, store_of
from tpgraph.cli.target import check_target, why_not
from tpgraph.errors import NoStoreError, OutputError, TpgraphError

if TYPE_CHECKING:
    from tpgraph.map.loading import LoadOutcome
    from tpgraph.map.templating import Prefilling


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
Payer = Annotated[
    str | None,
    typer.Option(
        "--payer",
        metavar="NAME",
        callback=filled,
        help="body that pays, where payments do not say so; without it whoever publishes them",
    ),
]
MappingFile = Annotated[
    str | None,
    typer.Option("--mapping", metavar="FILE.toml", callback=filled, help="which column is what, from `tpgraph map`"),
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


def with_options(
    files: Sequence[str],
    *,
    as_loader: str | None = None,
    publisher: str | None = None,
    payer: str | None = None,
    dataset: str | None = None,
    mapping: str | None = None,
) -> str:
    """Write files with what was said of them, as they must be typed next."""
    said = {
        "--as": as_loader,
        "--publisher": publisher,
        "--payer": payer,
        "--dataset": dataset,
        "--mapping": mapping,
    }
    options = [part for name, value in said.items() if value is not None for part in (name, quoted(value))]
    return " ".join([*map(quoted, files), *options])


def template(
    file: Annotated[str, typer.Argument(metavar="FILE", callback=filled, help="workbook to write, such as place.xlsx")],
    force: Annotated[bool, typer.Option("--force", help="replace a file that is there")] = False,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="STORE", callback=filled, help="fill it in from a store: bodies, payees"),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="most lines that --from gives, most money first; 0 = all")
    ] = 200,
) -> None:
    """Write a workbook to fill in: empty, or with what is loaded and a line for each large payee, contract or grant."""
    from tpgraph.loading.template_workbook import write_template

    path = check_target(Path(file))
    if path.suffix.lower() != ".xlsx":
        raise OutputError(f"'{path}' would hold a workbook, which ends in .xlsx; say '{path.with_suffix('.xlsx')}'")
    if path.is_file() and not force:
        raise OutputError(f"'{path}' is there already; choose another name, or --force to replace it")
    if source is not None:
        _prefilled(path, source, limit)
        return
    _written(path, write_template)
    say(f"wrote {path}; its first sheet explains the others. Fill in what you have.")
    say(f"Next: tpgraph check {quoted(file)}")


def _prefilled(path: Path, source: str, limit: int) -> None:
    from tpgraph.map.wording import counted

    with progress() as tell:
        town = open_place(source, create=False, progress=tell)
        found: list[Prefilling] = []
        _written(path, lambda target: found.append(town.template(target, limit)))
    one = found[0]
    proposed, payees = counted(one.proposals, "proposed service"), counted(one.payees, "large payee")
    lines = f"{counted(one.proposals + one.payees, 'line')} to finish ({proposed}, {payees})"
    more = f"; {one.left_out:,} with less money are left out (--limit)" if one.left_out else ""
    say(f"wrote {path}: {counted(one.organisations, 'organisation')}, {lines}{more}.")
    say_notes(town.notes)
    say("Name the services that you know on sheet services: a line without a name is not read, and confirms nothing.")
    say(f"Next: tpgraph --store {quoted(source)} load {quoted(str(path))}")


def _written(path: Path, write: Callable[[Path], None]) -> None:
    """Write a workbook; a file that is there stays until the new one is whole."""
    if not path.is_file():
        write(path)
        return
    part = path.with_name(f".{path.name}.part.xlsx")
    try:
        part.unlink(missing_ok=True)
        write(part)
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
    from tpgraph.map.wording import counted, joined, money_in_words

    for outcome in outcomes:
        detail = ""
        if outcome.prepared:
            aside = f"; {counted(outcome.rows_set_aside, 'row')} set aside" if outcome.rows_set_aside else ""
            detail = f" ({joined([counted(outcome.rows, 'row'), money_in_words(outcome.money)])}{aside})"
        say(f"{'failed: ' if outcome.error else ''}{outcome.sentence}{detail}")
        for sentence in outcome.more:
            say(sentence)
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
    payer: Payer = None,
    dataset: Dataset = None,
    mapping: MappingFile = None,
) -> None:
    """Load files into the store, each source as a whole."""
    from tpgraph.map.loading import LoadOptions, load_all, look, raise_failures

    options = LoadOptions(as_loader, publisher, dataset, dry_run, mapping=mapping, payer=payer)
    store = store_of(context)
    is_new = not is_server(store) and not Path(store).exists()
    with progress() as tell:
        found = look(files, as_loader, mapping)
        try:
            with _gone_if_empty(Path(store) if is_new else None):
                outcomes = open_place(store, create=not dry_run, progress=tell).load_recognised(found, options)
        except NoStoreError:
            if not dry_run:
                raise
            outcomes = load_all(None, found, options, tell)
    say_outcomes(outcomes, found.unclaimed)
    raise_failures(outcomes)
    named = with_options(files, as_loader=as_loader, publisher=publisher, payer=payer, dataset=dataset, mapping=mapping)
    after = f"load {named}" if dry_run else "sources, which tells what became of every row; then: tpgraph find money"
    if not dry_run and all(outcome.more for outcome in outcomes):
        after = "find overlaps; or undo, which takes the verdicts back"
    say("Next: " + with_store(context, after))


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph template place.xlsx")(template)
    app.command(epilog="Example: tpgraph formats")(formats)
    app.command(epilog="Example: tpgraph load files/")(load)
