"""The command line's tree: one Typer app, its options, and the groups of commands."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tpgraph.cli import (
    check,
    copying,
    files,
    find,
    history,
    map_file,
    match,
    pages,
    place,
    questions,
    review,
    sources,
)
from tpgraph.cli.login import check_address

_ORDER = (
    "run", "init", "template", "formats", "map", "check", "load", "sources", "history", "diff", "undo", "status",
    "find", "review", "explain", "query", "match", "view", "report", "export", "copy",
)  # fmt: skip


class InOrder(TyperGroup):
    """The commands in the order in which people need them, whether they are groups or not."""

    # Any: Typer's own type of contexts is not public.
    def list_commands(self, ctx: Any) -> list[str]:
        """List the commands; one that the order does not name comes last."""
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: (*_ORDER, name).index(name))


app = typer.Typer(
    cls=InOrder,
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
        typer.Option(
            "--store",
            envvar="TPGRAPH_STORE",
            metavar="STORE",
            help="store to use: a file, or a database such as neo4j://host:7687/name [default: place.tpgraph]",
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="show the traceback of an error")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version and end")
    ] = False,
) -> None:
    """Map the public money, organisations, services and needs of a place, and turn the map into an agenda."""
    del debug, version  # handled in start.py and by the callback
    context.obj = {"store": check_address(store) if store else store}


for group in (pages, place, files, map_file, check, sources, history, find, review, questions, match, copying):
    group.register(app)
