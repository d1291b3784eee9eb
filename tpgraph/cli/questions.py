"""Commands that ask: explain, query."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, emit
from tpgraph.cli.state import open_existing, progress, say
from tpgraph.errors import QueryError

if TYPE_CHECKING:
    from tpgraph.map.explaining import Explanation


def _say_explanation(found: "Explanation") -> None:
    typer.echo(f"{found.id}  {found.question or found.sentence}")
    if found.question:
        typer.echo(found.sentence)
    typer.echo(f"How it is worked out: {found.rule}")
    for reason in found.reasons:
        typer.echo(f"  - {reason}")


def explain(
    context: typer.Context,
    figure: Annotated[str, typer.Argument(metavar="ID", help="id of a figure or finding, such as OV-K4QTM7RA")],
    csv: CsvOption = None,
    json: JsonOption = None,
    parquet: ParquetOption = None,
) -> None:
    """Show the rule and the rows behind a figure or finding: file, sheet, line, amount."""
    import pyarrow as pa

    from tpgraph.money import pounds

    with progress() as tell:
        found = open_existing(context, tell).explain(figure)
    wanted = Wanted(csv, json, parquet)
    if not wanted.any():
        _say_explanation(found)
    names = ("part", "file", "sheet", "line", "amount_pence", "text", "record_id")
    types = {"line": pa.int64(), "amount_pence": pa.int64()}
    columns = {n: pa.array([getattr(line, n) for line in found.lines], types.get(n, pa.string())) for n in names}
    emit(pa.table(columns), wanted, names[:-1], title="The rows behind it")
    if found.total_pence is not None:
        say(f"The rows add up to {pounds(found.total_pence)}")


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
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{named}: cannot be read as a query file ({error})") from error
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
    emit(pa.table({name: pa.array(column, pa.string()) for name, column in listed.items()}), wanted)
    say("Next: tpgraph query NAME --param name=value")


def query(
    context: typer.Context,
    named: Annotated[
        str, typer.Argument(metavar="[NAME|FILE|-]", help="a shipped query, a file, or - to read it")
    ] = "",
    param: Annotated[list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="may be repeated")] = None,
    seconds: Annotated[float, typer.Option("--timeout", help="longest time, in seconds")] = 60.0,
    rows: Annotated[int, typer.Option("--limit", help="most rows to give")] = 100_000,
    csv: CsvOption = None,
    json: JsonOption = None,
    parquet: ParquetOption = None,
) -> None:
    """Ask the graph in Cypher, read only; without a name, list the queries that ship with tpgraph."""
    from tpgraph.map.queries import bind_parameters, shipped_query
    from tpgraph.stores.store import QueryLimits

    wanted = Wanted(csv, json, parquet)
    if not named:
        _list_queries(wanted)
        return
    text, given = _text_of(named), _parameters(param or [])
    shipped = shipped_query(text)
    if shipped:
        text, given = shipped.text, bind_parameters(shipped, given)
    elif text == named and len(named.split()) == 1:
        raise QueryError(f"no query is called '{named}', and there is no such file; `tpgraph query` lists them")
    with progress() as tell:
        found = open_existing(context, tell).cypher(text, given, QueryLimits(seconds, rows))
    for warning in found.warnings:
        say(f"warning: {warning}")
    emit(found.table, wanted)
    if found.truncated:
        say(f"only the first {rows:,} rows; --limit gives more")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph explain OV-K4QTM7RA")(explain)
    app.command(
        epilog='Example: tpgraph query - < question.cypher, or tpgraph query "MATCH (n:Need) RETURN n.name AS need"'
    )(query)
