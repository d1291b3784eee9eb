"""The command line's tree: one Typer app, its options, and the groups of commands."""

from typing import Annotated

import typer

from tpgraph.cli import files, find, pages, place, questions

app = typer.Typer(
    name="tpgraph",
    help="Map the public money, organisations, services and needs of a place, and turn the map into an agenda.",
    epilog="Example: tpgraph run files/ --out pages/",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from tpgraph import __version__

        typer.echo(f"tpgraph {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    store: Annotated[
        str | None,
        typer.Option("--store", envvar="TPGRAPH_STORE", metavar="PATH", help="store to use [default: place.tpgraph]"),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="show the traceback of an error")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version and end")
    ] = False,
) -> None:
    """Map the public money, organisations, services and needs of a place, and turn the map into an agenda."""
    del debug, version  # handled in start.py and by the callback
    context.obj = {"store": store}


for group in (place, files, find, questions, pages):
    group.register(app)
