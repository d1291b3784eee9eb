"""Commands that write: run, view, report, export."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import AsLoader, Files, MappingFile, Payer, Publisher, quoted, say_outcomes, with_store
from tpgraph.cli.login import ask
from tpgraph.cli.output import filled
from tpgraph.cli.screen import say
from tpgraph.cli.state import chosen_store, open_existing, progress, say_notes
from tpgraph.cli.target import check_folder, check_target, write_bytes
from tpgraph.errors import InputError

if TYPE_CHECKING:
    from tpgraph.map.loading import LoadOutcome


def _say_written(written: Sequence[Path]) -> None:
    """Name each file once, and their folder once."""
    folders = {path.parent for path in written}
    if len(folders) == 1 and len(written) > 1:
        say(f"wrote {', '.join(path.name for path in written)} in {folders.pop()}")
    else:
        say("wrote " + ", ".join(str(path) for path in written))


def view(
    context: typer.Context,
    out: Annotated[str, typer.Option("--out", metavar="FILE", callback=filled, help="page to write")] = "map.html",
) -> None:
    """Write the map as one page that opens offline."""
    path = check_target(Path(out))
    with progress() as tell:
        town = open_existing(context, tell)
        written = town.view(path)
    _say_written([written])
    say_notes(town.notes)
    say(f"Open {written}. Next: " + with_store(context, "report --out report/"))


def report(
    context: typer.Context,
    out: Annotated[
        str, typer.Option("--out", metavar="FOLDER", callback=filled, help="folder to write into")
    ] = "report",
    agency: Annotated[
        str | None,
        typer.Option("--for", metavar="AGENCY", callback=filled, help="only what concerns this body, by name or id"),
    ] = None,
) -> None:
    """Write first page, report, workbook, brief and map."""
    folder = check_folder(Path(out))
    with progress() as tell:
        town = open_existing(context, tell)
        written = town.report(folder, agency=agency or "")
    _say_written(written)
    say_notes(town.notes)
    say(f"Open {Path(out) / 'index.html'}. Next: " + with_store(context, "find money"))


def export(
    context: typer.Context,
    path: Annotated[
        str, typer.Argument(metavar="PATH", callback=filled, help="file or folder to write, as the format asks")
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="csv or parquet (folders), graphml, gexf, json or cypher, else as PATH ends; neo4j-admin: a folder "
            "with the whole store, for a bulk import",
        ),
    ] = None,
) -> None:
    """Write the graph in another tool's format."""
    from tpgraph.map.exports import FOLDERS, WHOLE_STORE, kind_of

    kind = kind_of(Path(path), kind)
    target = check_folder(Path(path)) if kind in FOLDERS else check_target(Path(path))
    with progress() as tell:
        town = open_existing(context, tell)
        written = town.export(target, kind)
    say(f"wrote {len(written)} file{'s' if len(written) > 1 else ''}: {path}")
    say_notes(town.notes)
    if kind == WHOLE_STORE:
        write_bytes("-", written[-1].read_bytes())  # what to do, with a command that must stay in one line
    else:
        say("Next: " + with_store(context, "query, which asks the same graph"))


def run(
    context: typer.Context,
    files: Files,
    out: Annotated[str, typer.Option("--out", metavar="FOLDER", callback=filled, help="folder for the pages")],
    as_loader: AsLoader = None,
    publisher: Publisher = None,
    payer: Payer = None,
    mapping: MappingFile = None,
) -> None:
    """Load files and write every page in one go, of what could be loaded; exit code 1 if a file could not."""
    from tpgraph.map.loading import LoadOptions
    from tpgraph.map.running import run as run_all

    folder = check_folder(Path(out))
    options = LoadOptions(as_loader, publisher, mapping=mapping, payer=payer)
    with progress() as tell:
        done = run_all(files, folder, chosen_store(context), options, tell, ask)
    say_outcomes(list(done.outcomes), done.unclaimed)
    _say_written(done.written)
    say_notes(done.notes)
    say(f"Open {Path(out) / 'index.html'}. Next: tpgraph --store {quoted(str(done.store))} find money")
    _raise_failures(done.outcomes)


def _raise_failures(outcomes: "Sequence[LoadOutcome]") -> None:
    """Say at the end that pages were made without some sources: a script must not take them for all.

    Raises
    ------
    InputError
        If a source could not be loaded.
    """
    from tpgraph.map.wording import counted

    failed = [outcome for outcome in outcomes if outcome.error]
    if failed:
        raise InputError(
            f"{len(failed):,} of {counted(len(outcomes), 'source')} could not be loaded, and the pages are written "
            f"without {'it' if len(failed) == 1 else 'them'}; mend and run again: {failed[0].sentence}"
        ) from failed[0].error


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph run files/ --out pages/")(run)
    app.command(epilog="Example: tpgraph view --out map.html")(view)
    app.command(epilog="Example: tpgraph report --out report/")(report)
    app.command(epilog="Example: tpgraph export graph.graphml --format graphml")(export)
