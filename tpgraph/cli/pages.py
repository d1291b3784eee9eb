"""Commands that write: run, view, report, export."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from tpgraph.cli.files import AsLoader, Files, Publisher, quoted, say_outcomes, with_store
from tpgraph.cli.output import filled
from tpgraph.cli.screen import say
from tpgraph.cli.state import chosen_store, open_existing, progress
from tpgraph.cli.target import check_folder, check_target


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
        written = open_existing(context, tell).view(path)
    _say_written([written])
    say(f"Open {written}. Next: " + with_store(context, "report --out report/"))


def report(
    context: typer.Context,
    out: Annotated[
        str, typer.Option("--out", metavar="FOLDER", callback=filled, help="folder to write into")
    ] = "report",
) -> None:
    """Write first page, report, workbook, brief and map."""
    folder = check_folder(Path(out))
    with progress() as tell:
        written = open_existing(context, tell).report(folder)
    _say_written(written)
    say(f"Open {Path(out) / 'index.html'}. Next: " + with_store(context, "find money"))


def export(
    context: typer.Context,
    path: Annotated[
        str, typer.Argument(metavar="PATH", callback=filled, help="file to write; a folder for csv and parquet")
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="csv, parquet, graphml, gexf, json or cypher; else as PATH ends",
        ),
    ] = None,
) -> None:
    """Write the graph in another tool's format."""
    from tpgraph.map.exports import kind_of

    kind = kind_of(Path(path), kind)
    target = check_folder(Path(path)) if kind in ("csv", "parquet") else check_target(Path(path))
    with progress() as tell:
        written = open_existing(context, tell).export(target, kind)
    say(f"wrote {len(written)} file{'s' if len(written) > 1 else ''}: {path}")
    say("Next: " + with_store(context, "query, which asks the same graph"))


def run(
    context: typer.Context,
    files: Files,
    out: Annotated[str, typer.Option("--out", metavar="FOLDER", callback=filled, help="folder for the pages")],
    as_loader: AsLoader = None,
    publisher: Publisher = None,
) -> None:
    """Load files and write every page in one go."""
    from tpgraph.map.loading import LoadOptions
    from tpgraph.map.running import run as run_all

    folder = check_folder(Path(out))
    with progress() as tell:
        done = run_all(files, folder, chosen_store(context), LoadOptions(as_loader, publisher), tell)
    say_outcomes(list(done.outcomes), done.unclaimed)
    _say_written(done.written)
    say(f"Open {Path(out) / 'index.html'}. Next: tpgraph --store {quoted(str(done.store))} find money")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph run files/ --out pages/")(run)
    app.command(epilog="Example: tpgraph view --out map.html")(view)
    app.command(epilog="Example: tpgraph report --out report/")(report)
    app.command(epilog="Example: tpgraph export graph.graphml --format graphml")(export)
