"""`tpgraph match`: who is the same and what overlaps, straight from files, without a store."""

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import quoted
from tpgraph.cli.output import Wanted, csv_text, filled, json_text, write_files
from tpgraph.cli.screen import grid_or_blocks, say, show
from tpgraph.cli.state import progress, say_notes
from tpgraph.cli.target import check_folder, why_not, write_bytes
from tpgraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

_ON_SCREEN = 20
_SHOWN = ("left_id", "right_id", "probability", "relation", "grade", "reasons")


def _file(name: str, about: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, metavar="FILE.csv", callback=filled, help=about)
    return option


def match(
    organisations: Annotated[str | None, _file("--organisations", "list of bodies: id, name, and more")] = None,
    services: Annotated[str | None, _file("--services", "list of services: id, name, and more")] = None,
    records: Annotated[str | None, _file("--records", "any flat table with a column id")] = None,
    right: Annotated[
        str | None,
        typer.Argument(metavar="RIGHT.csv", callback=filled, help="second table of --records; only pairs across"),
    ] = None,
    verdicts: Annotated[str | None, _file("--verdicts", "what people said: left_id, right_id, verdict")] = None,
    at_least: Annotated[
        float,
        typer.Option(
            "--at-least", metavar="NUMBER", min=0, max=1, help="pairs of a lower probability are left out, 0 to 1"
        ),
    ] = 0.2,
    no_reference: Annotated[
        bool, typer.Option("--no-reference", help="look nothing up in the lists that tpgraph ships")
    ] = False,
    csv: Annotated[
        str | None,
        typer.Option("--csv", metavar="FOLDER", callback=filled, help="write a CSV file a list into FOLDER"),
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(
            "--json",
            metavar="[FILE.json]",
            callback=filled,
            help="write JSON to a file that ends in .json; alone or with -, to standard output",
        ),
    ] = None,
    parquet: Annotated[
        str | None,
        typer.Option("--parquet", metavar="FOLDER", callback=filled, help="write a Parquet file a list into FOLDER"),
    ] = None,
) -> None:
    """Match lists straight from CSV files, without a store: who is the same, what overlaps."""
    from tpgraph.map.match_files import FilesToMatch, match_files

    if not (organisations or services or records):
        raise typer.BadParameter("give --organisations, --services or --records")
    given = {name: Path(file) if file else None for name, file in (
        ("organisations", organisations), ("services", services), ("records", records), ("other_records", right),
        ("verdicts", verdicts),
    )}  # fmt: skip
    kinds = [name for name in ("organisations", "services", "records") if given[name]]
    targets = _targets(kinds, csv, parquet, {file.resolve() for file in given.values() if file})
    with progress() as tell:
        found = match_files(FilesToMatch(**given), reference=not no_reference, at_least=at_least, progress=tell)
    for name, table in found.pairs.items():
        _write(table, targets.get(name, {}))
    if json:
        write_bytes(json, _as_json(found.pairs).encode("utf-8", errors="replace"))
    if not (csv or json or parquet):
        for name, table in found.pairs.items():
            _show(name, table)
    say_notes(found.notes)
    for name, table in found.pairs.items():
        say(f"{table.num_rows:,} pairs of {name} at {at_least:g} or more{_written(targets.get(name, {}))}")
    files = " ".join(quoted(str(given[name])) for name in kinds)
    say(f"Next: tpgraph load {files}, which keeps them and your verdicts")


def _targets(
    kinds: "Iterable[str]", csv: str | None, parquet: str | None, inputs: set[Path]
) -> dict[str, dict[str, Path]]:
    """Where each table goes, by list and ending: refused before the work where it would replace a file that is read."""
    found: dict[str, dict[str, Path]] = {}
    for ending, folder in (("csv", csv), ("parquet", parquet)):
        if folder is None:
            continue
        if folder == "-":
            raise typer.BadParameter(f"--{ending} takes a folder; standard output takes --json")
        home = check_folder(Path(folder))
        for name in kinds:
            file = home / f"{name}.{ending}"
            if file.resolve() in inputs:
                raise OutputError(f"'{file}' is a file to be matched; name another folder with --{ending}")
            found.setdefault(name, {})[ending] = file
    return found


def _write(table: "pa.Table", files: "Mapping[str, Path]") -> None:
    for ending, file in files.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise why_not(file.parent, error) from error
        if ending == "csv":
            write_bytes(str(file), csv_text(_reasons_joined(table)).encode("utf-8", errors="replace"))
        else:
            write_files(table, Wanted(parquet=str(file)))


def _reasons_joined(table: "pa.Table") -> "pa.Table":
    import pyarrow as pa

    joined = ["; ".join(reasons or []) for reasons in table.column("reasons").to_pylist()]
    return table.set_column(table.column_names.index("reasons"), "reasons", pa.array(joined, pa.string()))


def _as_json(pairs: "Mapping[str, pa.Table]") -> str:
    """One list of rows, or an object of lists where two things were matched."""
    if len(pairs) == 1:
        return json_text(next(iter(pairs.values())))
    lists = {name: json_module.loads(json_text(table)) for name, table in pairs.items()}
    return json_module.dumps(lists, ensure_ascii=False, indent=1) + "\n"


def _show(name: str, table: "pa.Table") -> None:
    show(f"Pairs of {name}, the most probable first")
    rows = table.select(list(_SHOWN)).slice(0, _ON_SCREEN).to_pylist()
    told = [{c: "; ".join(v) if isinstance(v, list) else f"{v:.2f}" if isinstance(v, float) else v or ""
             for c, v in row.items()} for row in rows]  # fmt: skip
    if told:
        grid_or_blocks(told, list(_SHOWN), {"left_id": "left", "right_id": "right"}, {"probability"})
    if table.num_rows > _ON_SCREEN:
        show(f"... and {table.num_rows - _ON_SCREEN:,} more; --csv FOLDER writes them all")
    show()


def _written(files: "Mapping[str, Path]") -> str:
    return f", in {' and '.join(str(file) for file in files.values())}" if files else ""


def register(app: typer.Typer) -> None:
    """Add `match`."""
    example = "tpgraph match --organisations files/lists/organisations.csv --services files/lists/services.csv"
    app.command("match", epilog=f"Example: {example}")(match)
