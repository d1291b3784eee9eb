"""Commands that write: view, report, export, run."""

from pathlib import Path
from typing import Annotated

import typer

from tpgraph.cli.files import AsLoader, Files, Publisher, _say_outcomes
from tpgraph.cli.state import chosen_store, open_existing, progress, say


def view(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="page to write")] = Path("map.html"),
) -> None:
    """Write the map as one page that opens offline."""
    with progress() as tell:
        written = open_existing(context, tell).view(out)
    say(f"wrote {written}")


def report(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="folder to write into")] = Path("report"),
) -> None:
    """Write first page, report, workbook and brief into a folder."""
    with progress() as tell:
        written = open_existing(context, tell).report(out)
    say("wrote " + ", ".join(str(path) for path in written))


def export(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="file to write; a folder for csv and parquet")],
    kind: Annotated[str, typer.Option("--format", help="csv, parquet, graphml, gexf, json or cypher")] = "csv",
) -> None:
    """Write the graph in another tool's format."""
    with progress() as tell:
        written = open_existing(context, tell).export(path, kind)
    say(f"wrote {len(written)} file{'s' if len(written) > 1 else ''}: {path}")


def run(
    context: typer.Context,
    files: Files,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="folder for the pages")],
    as_loader: AsLoader = None,
    publisher: Publisher = None,
) -> None:
    """Load files and write every page in one go: files in, an agenda and an offline map out."""
    from tpgraph.map.loading import LoadOptions
    from tpgraph.map.running import run as run_all

    with progress() as tell:
        done = run_all(files, out, chosen_store(context), LoadOptions(as_loader, publisher), tell)
    _say_outcomes(list(done.outcomes), done.unclaimed)
    say("wrote " + ", ".join(str(path) for path in done.written))
    say(f"Open {out / 'index.html'}. Next: tpgraph --store {done.store} find money")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph view --out map.html")(view)
    app.command(epilog="Example: tpgraph report --out report/")(report)
    app.command(epilog="Example: tpgraph export graph.graphml --format graphml")(export)
    app.command(epilog="Example: tpgraph run files/ --out pages/")(run)
