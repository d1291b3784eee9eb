"""`tpgraph check`: what each file was taken for, which column became which field, and every problem."""

import json as json_module
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tpgraph.cli.files import AsLoader, Files, Publisher, quoted, say_outcomes
from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, write_files
from tpgraph.cli.screen import say, show
from tpgraph.cli.state import progress
from tpgraph.errors import OutputError

if TYPE_CHECKING:
    import pyarrow as pa

    from tpgraph.map.loading import LoadOutcome

_ORDER = {"error": 0, "warning": 1, "note": 2}


def problems_of(outcomes: "Sequence[LoadOutcome]") -> "pa.Table":
    """Give every problem of prepared sources, the file beside each."""
    import pyarrow as pa

    from tpgraph.tables import empty

    found = [empty("record.problem").drop_columns(["load_id"]).add_column(0, "file", pa.array([], pa.string()))]
    for outcome in outcomes:
        if outcome.prepared:
            table = outcome.prepared.tables["record.problem"].drop_columns(["load_id"])
            found.append(table.add_column(0, "file", pa.array([outcome.file] * table.num_rows, pa.string())))
    return pa.concat_tables(found)


def check(
    files: Files,
    as_loader: AsLoader = None,
    publisher: Publisher = None,
    csv: CsvOption = None,
    json: JsonOption = None,
    parquet: ParquetOption = None,
) -> None:
    """Read files and name every problem; write nothing."""
    from tpgraph.map.loading import LoadOptions, load_all, look, raise_failures

    wanted = Wanted(csv, json, parquet)
    _refuse_inputs(files, wanted)
    with progress() as tell:
        found = look(files, as_loader)
        outcomes = load_all(None, found, LoadOptions(as_loader, publisher, None, dry_run=True), tell)
    if wanted.any():
        write_files(problems_of(outcomes), wanted)
        say_outcomes(outcomes, found.unclaimed)
    else:
        for outcome in outcomes:
            _show_source(outcome)
        say_outcomes([], found.unclaimed)
    raise_failures(outcomes)
    say("Next: tpgraph load " + " ".join(quoted(file) for file in files))


def _refuse_inputs(files: Sequence[str], wanted: Wanted) -> None:
    """A list of problems must not be written over the file that has them."""
    given = {Path(file).resolve() for file in files}
    for name in wanted.files():
        if Path(name).resolve() in given:
            raise OutputError(f"'{name}' is one of the files to be checked; choose another name for the result")


def _show_source(outcome: "LoadOutcome") -> None:
    from tpgraph.money import pounds

    show(outcome.file)
    if outcome.error or outcome.prepared is None:
        show(f"cannot be loaded: {outcome.sentence}", 2, 4)
        show()
        return
    load = outcome.prepared.tables["record.load"].to_pylist()[0]
    why, _, by = str(load["why"] or "").partition("; publisher: ")
    show(f"recognised as {load['loader']}: {why}", 2, 4)
    show(f"publisher: {load['publisher']}" + (f" ({by})" if by else ""), 2, 4)
    money = f", {pounds(outcome.money_pence)}" if outcome.money_pence else ""
    aside = f"; {outcome.rows_set_aside:,} set aside" if outcome.rows_set_aside else ""
    show(f"{outcome.rows:,} of {outcome.rows + outcome.rows_set_aside:,} rows can be loaded{money}{aside}", 2, 4)
    for sheet, columns in json_module.loads(load["mapping"] or "{}").items():
        show(f"{sheet or 'columns'}: {_columns(columns)}", 2, 4)
    _show_problems(outcome.prepared.tables["record.problem"].to_pylist())
    show()


def _columns(columns: Mapping[str, str]) -> str:
    """Say which column became which field; those of one name are counted by their name alone."""
    return ", ".join(heading if heading == field else f"{heading} -> {field}" for heading, field in columns.items())


def _show_problems(problems: Sequence[Mapping[str, object]]) -> None:
    """Show problems by kind: how many, the first of them, and the mend; errors first."""
    grouped: dict[tuple[str, str], list[Mapping[str, object]]] = {}
    for problem in problems:
        grouped.setdefault((str(problem["severity"]), str(problem["code"])), []).append(problem)
    for (severity, _), found in sorted(grouped.items(), key=lambda item: (_ORDER.get(item[0][0], 3), -len(item[1]))):
        first = found[0]
        many = f"{len(found):,} {severity}s; the first" if len(found) > 1 else severity
        show(f"{many}: {_where(first)}{first['sentence']}", 2, 4)
        if first["mend"]:
            show(f"mend: {first['mend']}", 4, 6)
    if not problems:
        show("no problems", 2)


def _where(problem: Mapping[str, object]) -> str:
    parts = [str(problem["sheet"])] if problem["sheet"] else []
    if problem["line"] is not None:
        parts.append(f"line {problem['line']}")
    if problem["column"] and problem["line"] is not None:
        parts.append(f"column '{problem['column']}'")
    return ", ".join(parts) + ": " if parts else ""


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(epilog="Example: tpgraph check files/")(check)
