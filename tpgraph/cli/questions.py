"""Commands that ask: explain, query."""

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import with_store
from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, emit, filled, write_files
from tpgraph.cli.screen import say, show
from tpgraph.cli.state import open_existing, progress, say_notes
from tpgraph.errors import QueryError

if TYPE_CHECKING:
    from tpgraph.map.explaining import Explanation


def _show_explanation(found: "Explanation") -> None:
    show(f"{found.id}  {found.question or found.sentence}", 0, 4)
    for reason in found.reasons:
        show(f"- {reason}", 4, 6)
    show()
    show(f"How it is worked out: {found.rule}")
    show()


def explain(
    context: typer.Context,
    figure: Annotated[
        str, typer.Argument(metavar="ID", callback=filled, help="id of a figure or finding, such as OV-K4QTM7RA")
    ],
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", callback=filled, help="with two: ids or exact names of two services, or of two bodies"
        ),
    ] = None,
    csv: CsvOption = None,
    json: JsonOption = None,
    parquet: ParquetOption = None,
) -> None:
    """Show the rule and the rows behind a figure or finding; of two services or bodies, why they are one or not."""
    import pyarrow as pa

    from tpgraph.cli.pairs import explain_two
    from tpgraph.money import pounds

    wanted = Wanted(csv, json, parquet)
    if other is not None:
        explain_two(context, figure, other, wanted)
        return
    with progress() as tell:
        town = open_existing(context, tell)
        found = town.explain(figure)
    if not wanted.any():
        _show_explanation(found)
    names = ("part", "file", "sheet", "line", "amount_pence", "text", "record_id")
    types = {"line": pa.int64(), "amount_pence": pa.int64()}
    columns = {n: pa.array([getattr(line, n) for line in found.lines], types.get(n, pa.string())) for n in names}
    emit(pa.table(columns), wanted, names[:-1], f"The {_counted(len(found.lines), 'row')} behind it", {"part": "what"})
    if found.total_pence is not None:
        said = f"The rows add up to {pounds(found.total_pence)}"
        if wanted.any():
            say(said)
        else:
            show(said)
    say_notes(town.notes)
    say("Next: " + with_store(context, "report --out report/"))


def _counted(number: int, noun: str) -> str:
    return noun if number == 1 else f"{number:,} {noun}s"


def _parameters(given: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise QueryError(f"--param {text} has no =; write --param name=value")
        found[name] = value
    return found


def _text_of(named: str) -> str:
    """A file's or standard input's text; a shipped name is passed on."""
    if named == "-":
        return sys.stdin.read()
    if named.endswith(".cypher") or Path(named).is_file():
        try:
            return Path(named).read_text("utf-8")
        except OSError as error:
            raise QueryError(
                f"the query file '{named}' cannot be read: {(error.strerror or str(error)).lower()}"
            ) from error
        except UnicodeDecodeError as error:
            raise QueryError(f"the query file '{named}' is not text in UTF-8; save it as such") from error
    return named


def _list_queries(wanted: Wanted) -> None:
    import pyarrow as pa

    from tpgraph.map.queries import shipped_queries

    queries = shipped_queries()
    listed = {
        "name": [query.name for query in queries],
        "theme": [query.folder for query in queries],
        "asks": [query.about for query in queries],
        "parameters": ["; ".join(entry.name for entry in query.parameters) for query in queries],
    }
    write_files(pa.table({name: pa.array(column, pa.string()) for name, column in listed.items()}), wanted)
    if not wanted.any():
        for theme, group in groupby(queries, key=lambda query: query.folder):
            show(theme)
            for query in group:
                show(query.name, 2)
                taken = ", ".join(entry.name for entry in query.parameters)
                show(query.about + (f" [{taken}]" if taken else ""), 6)
        show()
    say("Next: tpgraph query NAME, with --param name=value for what stands in brackets; left out = all")


def query(
    context: typer.Context,
    named: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME|FILE|TEXT|-",
            callback=filled,
            help="a shipped query, a file, the query itself, or - to read it from standard input",
        ),
    ] = None,
    param: Annotated[list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="may be repeated")] = None,
    seconds: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="longest time, in seconds")
    ] = 60.0,
    rows: Annotated[int, typer.Option("--limit", metavar="ROWS", min=1, help="most rows to give")] = 100_000,
    csv: CsvOption = None,
    json: JsonOption = None,
    parquet: ParquetOption = None,
) -> None:
    """Ask the graph in Cypher; without a name, list the queries."""
    from tpgraph.map.queries import bind_parameters, shipped_query
    from tpgraph.stores.store import QueryLimits

    wanted = Wanted(csv, json, parquet)
    if named is None:
        _list_queries(wanted)
        return
    text, given = _text_of(named), _parameters(param or [])
    shipped = shipped_query(text)
    if shipped:
        text, given = shipped.text, bind_parameters(shipped, given)
    elif text == named and len(named.split()) == 1:
        raise QueryError(f"no query is called '{named}', and there is no such file; `tpgraph query` lists them")
    with progress() as tell:
        town = open_existing(context, tell)
        found = town.cypher(text, given, QueryLimits(seconds, rows))
    for warning in found.warnings:
        say(f"warning: {warning}")
    if found.table.num_rows or wanted.any():
        emit(found.table, wanted)
    else:
        show("no rows")
    if found.truncated:
        say(f"only the first {'row' if rows == 1 else f'{rows:,} rows'}; --limit gives more")
    say_notes(town.notes)
    say("Next: tpgraph query, which lists the questions that ship with tpgraph")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph explain OV-K4QTM7RA")(explain)
    app.command(epilog="Example: tpgraph query largest-payees --param year=2009-10")(query)
