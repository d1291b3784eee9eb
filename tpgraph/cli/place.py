"""Commands about the store as a whole: init, status."""

from pathlib import Path
from typing import Annotated

import typer

from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, emit
from tpgraph.cli.state import open_existing, say, store_of
from tpgraph.errors import InputError


def _from_file(file: Path) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: not a TOML file: {error}") from error


def _list(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else [str(value)] if value else []


def init(
    context: typer.Context,
    name: Annotated[str, typer.Option("--name", help="name of the place")] = "",
    gss: Annotated[str, typer.Option("--gss", help="GSS code of the place, such as E08000003")] = "",
    year: Annotated[list[str] | None, typer.Option("--year", help="financial year; may be repeated")] = None,
    body: Annotated[list[str] | None, typer.Option("--body", help="body we count; may be repeated")] = None,
    file: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="a place.toml to read instead")] = None,
) -> None:
    """Say what place this is, which years matter and which bodies we count."""
    from tpgraph.map import open_map

    said = _from_file(file) if file else {}
    town = open_map(store_of(context))
    town.init(
        name or str(said.get("name", "")),
        gss or str(said.get("gss", "")),
        year or _list(said.get("financial_years")),
        body or _list(said.get("bodies_counted")),
    )
    say(f"{store_of(context)} is ready. Next: tpgraph template place.xlsx, or tpgraph load FILES")


def status(
    context: typer.Context, csv: CsvOption = None, json: JsonOption = None, parquet: ParquetOption = None
) -> None:
    """Tell what the store holds: sources, rows, graph version, what is unclear."""
    import pyarrow as pa

    town = open_existing(context)
    told = town.describe()
    tables = town.tables()
    rows = [
        ("store", told.location), ("engine", told.engine), ("store version", str(told.version)),
        ("made by", told.made_by), ("graph version", tables.version),
    ]  # fmt: skip
    rows += [(row["key"].replace("_", " "), row["value"]) for row in tables["setting"].to_pylist()]
    rows += [(f"rows of {name}", f"{count:,}") for name, count in sorted(told.rows.items()) if count]
    rows.append(("texts not yet themed", f"{tables['unthemed'].num_rows:,}"))
    rows.append(("unclear", f"{tables['problem'].num_rows:,} texts or verdicts"))
    table = pa.table({"what": [what for what, _ in rows], "value": [value for _, value in rows]})
    emit(table, Wanted(csv, json, parquet))
    say("Next: tpgraph find money")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog='Example: tpgraph init --name Northmere --year 2009-10 --body "Northmere Council"')(init)
    app.command(epilog="Example: tpgraph status")(status)
