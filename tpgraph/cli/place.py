"""Commands about the store as a whole: init, status."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import with_store
from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, filled, write_files
from tpgraph.cli.screen import block, say
from tpgraph.cli.state import open_existing, open_place, progress, say_notes, store_of
from tpgraph.errors import InputError

if TYPE_CHECKING:
    from tpgraph.map import Map

_COUNTED = (
    ("organisations", "organisation"), ("services", "service"), ("needs", "need"), ("client groups", "client_group"),
    ("places", "place"), ("flows of money", "funding_flow"), ("people in need, counts", "client_need"),
    ("services that may overlap", "rel_overlaps"), ("records not yet decided to be one body", "rel_same_as"),
)  # fmt: skip

_SETTING = (
    ("place_name", "place", "not said; `tpgraph init --name` says it"),
    ("place_gss", "GSS code", ""),
    ("financial_year", "financial year", "not said: every year is shown"),
    ("body", "body we count", "not said: every body that lists payments is counted"),
)


def _from_file(file: Path) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"'{file}' cannot be read: {(error.strerror or str(error)).lower()}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"'{file}' is not a TOML file: {error}") from error


def _list(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else [str(value)] if value else []


def init(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", callback=filled, help="name of the place")
    ] = None,
    gss: Annotated[
        str | None,
        typer.Option("--gss", metavar="CODE", callback=filled, help="GSS code of the place, such as E08000003"),
    ] = None,
    year: Annotated[
        list[str] | None, typer.Option("--year", metavar="YEAR", help="financial year; may be repeated")
    ] = None,
    body: Annotated[
        list[str] | None, typer.Option("--body", metavar="BODY", help="body we count; may be repeated")
    ] = None,
    file: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="a place.toml to read instead")] = None,
) -> None:
    """Name the place, its years and the bodies we count."""
    from tpgraph.map.setting import check_setting

    said = _from_file(file) if file else {}
    code, years = gss or str(said.get("gss", "")), year or _list(said.get("financial_years"))
    check_setting(code, years)  # before a store is made
    named, bodies = name or str(said.get("name", "")), body or _list(said.get("bodies_counted"))
    open_place(store_of(context), create=True).init(named, code, years, bodies)
    say(f"{store_of(context)} is ready")
    after = with_store(context, "load FILES")
    say(f"Next: {after}; `tpgraph template place.xlsx` writes a workbook to fill in")


def status(
    context: typer.Context, csv: CsvOption = None, json: JsonOption = None, parquet: ParquetOption = None
) -> None:
    """Tell what the store holds and what is unclear."""
    import pyarrow as pa

    wanted = Wanted(csv, json, parquet)
    with progress() as tell:
        town = open_existing(context, tell)
        rows = list(_rows(town))
    table = pa.table({
        "what": pa.array([what for what, _ in rows], pa.string()),
        "value": pa.array([value for _, value in rows], pa.string()),
    })  # fmt: skip
    write_files(table, wanted)
    if not wanted.any():
        _show(rows)
    say_notes(town.notes)
    loaded = town.store.read("record.load").num_rows
    say("Next: " + with_store(context, "find money" if loaded else "load FILES"))


_UNCLEAR_SHOWN = 10


def _show(rows: list[tuple[str, str]]) -> None:
    """Print names and values; a name that repeats, such as a body counted, stands once."""
    pairs: dict[str, str] = {}
    for what, value in rows:
        pairs[what] = f"{pairs[what]}; {value}" if what in pairs else value
    block(pairs, 0)


def _rows(town: "Map") -> Iterator[tuple[str, str]]:
    """Say what stands in the store: first the place, then what is known, then the machinery."""
    told, tables = town.describe(), town.tables()
    yield from _setting(town)
    loads = town.store.read("record.load").select(["superseded", "withdrawn"]).to_pylist()
    back = sum(bool(row["withdrawn"]) for row in loads)
    old = sum(bool(row["superseded"]) for row in loads) - back
    yield "sources loaded", f"{len(loads) - old - back:,}"
    if old:
        yield "older issues kept", f"{old:,}"
    if back:
        yield "sources taken back, and kept", f"{back:,}"
    for what, name in _COUNTED:
        yield what, f"{tables[name].num_rows:,}"
    yield "texts not yet themed", f"{tables['unthemed'].num_rows:,}"
    yield "names of places and verdicts that are unclear", f"{tables['problem'].num_rows:,}"
    yield from _verdicts(tables["verdict"].to_pylist())
    # What people said comes first: it waits for nobody else.
    unclear = sorted(tables["problem"].to_pylist(), key=lambda row: not str(row["code"]).startswith("verdict"))
    for row in unclear[:_UNCLEAR_SHOWN]:
        yield "unclear", row["sentence"]
    yield "store", told.location
    yield "engine", f"{told.engine}, store version {told.version}, made by {told.made_by}"
    yield "graph version", tables.version
    if told.others:
        counts = (f"{label or 'without a label'} {nodes:,}" for label, nodes in told.others.items())
        yield "also in this database, not ours", ", ".join(counts)


def _verdicts(rows: list[dict[str, object]]) -> Iterator[tuple[str, str]]:
    """Count the pairs that people spoke of, those that agencies do not agree on, and those that are not found."""
    agreed = {(row["left_record"], row["right_record"]): row["agreed"] for row in rows if row["found"]}
    lost = {(row["left_record"], row["right_record"]) for row in rows if not row["found"]}
    yield "pairs with a verdict", f"{len(agreed):,}"
    disputed = sum(verdict == "not agreed" for verdict in agreed.values())
    if disputed:
        yield "of these not agreed between agencies", f"{disputed:,}"
    if lost:
        yield "verdicts on records that are not found", f"{len(lost):,}"


def _setting(town: "Map") -> Iterator[tuple[str, str]]:
    names = dict(zip(*(town.tables()["organisation"][name].to_pylist() for name in ("id", "name")), strict=True))
    rows = town.tables()["setting"].to_pylist()
    for key, label, unsaid in _SETTING:
        values = [str(row["value"]) for row in rows if row["key"] == key]
        for value in values:
            yield label, str(names.get(value) or value) if key == "body" else value
        if not values and unsaid:
            yield label, unsaid


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog='Example: tpgraph init --name Northmere --year 2009-10 --body "Northmere Borough Council"')(init)
    app.command(epilog="Example: tpgraph status")(status)
