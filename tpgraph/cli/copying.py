"""`tpgraph copy`: one store into another, a file or a server, losing nothing."""

from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import quoted
from tpgraph.cli.login import ask, check_address
from tpgraph.cli.output import filled
from tpgraph.cli.screen import say
from tpgraph.cli.state import open_place, progress, say_notes

if TYPE_CHECKING:
    from tpgraph.map.copying import CopyOutcome

_GRAPH = {
    "copied": "the graph is copied",
    "there already": "the graph stands there already",
    "derived later": "the graph of {source} is out of date: the first question asked of the copy derives it",
}


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", callback=filled, help="store to copy: a file or a server")],
    target: Annotated[
        str, typer.Argument(metavar="TO", callback=filled, help="where the copy goes: a file or a server")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be copied, write nothing")] = False,
) -> None:
    """Copy a store, from a file to a server or back."""
    check_address(source)
    check_address(target)
    with progress() as tell:
        from tpgraph.map.copying import copy_store

        town = open_place(source, create=False, progress=tell)
        done = copy_store(town.store, target, dry_run=dry_run, progress=tell, credentials=ask)
    for sentence in _sentences(done, dry_run):
        say(sentence)
    say_notes(done.notes)
    if dry_run:
        say(f"Next: tpgraph copy {quoted(source)} {quoted(target)}")
    else:
        say(f"Next: tpgraph --store {quoted(target)} status")


def _sentences(done: "CopyOutcome", dry_run: bool) -> list[str]:
    would = "would be " if dry_run else ""
    said = []
    if done.loads:
        said.append(f"{_counted(len(done.loads), 'load')} with {_counted(done.rows, 'row')} {would}copied")
    if done.there:
        said.append(f"{_counted(done.there, 'load')} stood there already")
    if done.levelled:
        said.append(f"{_counted(len(done.levelled), 'load')} {would}brought level with newer issues")
    events = done.judgements.get("judgement.event", 0)
    if rows := sum(done.judgements.values()) - events:
        said.append(f"{_counted(rows, 'judgement')} {would}copied")
    if events:
        said.append(f"the history {would or 'is '}copied")
    if not said:
        said.append(f"{done.target} holds everything already")
    graph = "the graph would be copied" if dry_run and done.graph == "copied" else _GRAPH[done.graph]
    return [*said, graph.format(source=done.source)]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(epilog="Example: tpgraph copy place.tpgraph copy.tpgraph")(copy)
