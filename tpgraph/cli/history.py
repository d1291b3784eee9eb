"""`tpgraph history`, `diff` and `undo`: what was done, what a newer issue changed, and taking the last thing back."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import AsLoader, Dataset, MappingFile, Payer, Publisher, with_options, with_store
from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, filled, write_files
from tpgraph.cli.screen import ROWS_ON_SCREEN, say, show
from tpgraph.cli.state import open_existing
from tpgraph.errors import StoreError

if TYPE_CHECKING:
    from tpgraph.map.diffing import Difference
    from tpgraph.map.undoing import Undone

_KINDS = {"flow": "flows of money", "spend": "high-level count", "client_need": "people in need"}


def history(
    context: typer.Context, csv: CsvOption = None, json: JsonOption = None, parquet: ParquetOption = None
) -> None:
    """List what was done to the store, newest first."""
    wanted = Wanted(csv, json, parquet)
    table = open_existing(context).history()
    write_files(table, wanted)
    if not wanted.any():
        for row in table.slice(0, ROWS_ON_SCREEN).to_pylist():
            _show_event(row)
        if table.num_rows > ROWS_ON_SCREEN:
            show(f"... and {table.num_rows - ROWS_ON_SCREEN:,} more; --csv FILE writes them all")
        if not table.num_rows:
            show("Nothing was done to this store yet.")
    say("Next: " + with_store(context, "undo --dry-run, which names what it would take back"))


def _show_event(row: Mapping[str, object]) -> None:
    back = " (taken back)" if row["taken_back"] else ""
    show(f"{_when(row['at'])}: {row['sentence']}{back}", 0, 4)
    show(str(row["event_id"] or row["subject"]), 4)


def _when(at: object) -> str:
    """Give a moment as the clock on the wall showed it, to the minute."""
    import datetime

    try:
        return f"{datetime.datetime.fromisoformat(str(at)).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return "before history was kept"


def diff(
    context: typer.Context,
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE_OR_LOAD",
            callback=filled,
            help="a source (its key, or its file's name), a load's id, or a file that is not loaded yet",
        ),
    ],
    other: Annotated[
        str | None,
        typer.Argument(metavar="OTHER_LOAD", callback=filled, help="load to compare with, else the issue before"),
    ] = None,
    as_loader: AsLoader = None,
    publisher: Publisher = None,
    payer: Payer = None,
    dataset: Dataset = None,
    mapping: MappingFile = None,
    totals: Annotated[bool, typer.Option("--totals", help="write the totals to the file, not the rows")] = False,
    csv: CsvOption = None,
    json: JsonOption = None,
    parquet: ParquetOption = None,
) -> None:
    """Say what a newer issue changed: rows new, gone and changed, and their money."""
    places = Wanted(csv, json, parquet)
    found = open_existing(context).diff(
        wanted, other or "", loader=as_loader, publisher=publisher, dataset=dataset, payer=payer, mapping=mapping
    )
    write_files(found.totals if totals else found.lines, places)
    if not places.any():
        _show_difference(found)
    named = with_options(
        [wanted], as_loader=as_loader, publisher=publisher, payer=payer, dataset=dataset, mapping=mapping
    )
    say("Next: " + with_store(context, "sources" if found.is_loaded else f"load {named}"))


def _show_difference(found: "Difference") -> None:
    show(f"from: {found.before}", 0, 2)
    show(f"to: {found.after}", 0, 2)
    show()
    for row in found.totals.to_pylist():
        _show_total(row)
    if not found.lines.num_rows:
        show("No row is new, gone or changed.")
        return
    show()
    for row in found.lines.slice(0, ROWS_ON_SCREEN).to_pylist():
        _show_line(row)
    if found.lines.num_rows > ROWS_ON_SCREEN:
        show(f"... and {found.lines.num_rows - ROWS_ON_SCREEN:,} more; --csv FILE writes them all")


def _show_total(row: Mapping[str, int | str | None]) -> None:
    from tpgraph.map.wording import basis_in_words, counted
    from tpgraph.money import pounds

    def pence(name: str) -> int:
        return int(row[f"{name}_pence"] or 0)

    kind = str(row["kind"])
    named = _KINDS.get(kind, kind.replace("_", " "))
    if row["basis"]:
        basis = basis_in_words(str(row["basis"]))
        named = basis if kind == "flow" else f"{named}, {basis}"
    before = counted(int(row["rows_before"] or 0), "row")
    new, gone, after = (f"{row[f'rows_{name}']:,}" for name in ("new", "gone", "after"))
    changed = f"; {row['rows_changed']:,} changed" if row["rows_changed"] else ""
    show(f"{named}: {before} + {new} new - {gone} gone = {after}{changed}", 0, 2)
    if any(pence(name) for name in ("before", "new", "gone", "changed", "after")):
        rise = f"{'-' if pence('changed') < 0 else '+'} {pounds(abs(pence('changed')))} changed"
        show(
            f"{pounds(pence('before'))} + {pounds(pence('new'))} new - {pounds(pence('gone'))} gone {rise} = "
            f"{pounds(pence('after'))}",
            2, 4,
        )  # fmt: skip


def _show_line(row: Mapping[str, object]) -> None:
    from tpgraph.money import pounds

    where = ", ".join([str(row["sheet"])] * bool(row["sheet"]) + [f"line {row['line']}"] * (row["line"] is not None))
    what = ", ".join(str(row[name]) for name in ("name", "date", "document") if row[name])
    money = [pounds(pence) for name in ("before_pence", "after_pence") if isinstance(pence := row[name], int)]
    said = f"{row['change']}: {where}: {what}" + (f": {' -> '.join(dict.fromkeys(money))}" if money else "")
    show(said, 0, 2)
    parts = row["what"] if isinstance(row["what"], list) else []
    if others := [part for part in parts if not part.startswith("amount: ")]:
        show("; ".join(others), 4, 4)


def undo(
    context: typer.Context,
    event_id: Annotated[
        str | None,
        typer.Argument(
            metavar="EVENT_ID", callback=filled, help="something done earlier, as `tpgraph history` lists it"
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be taken back, change nothing")] = False,
) -> None:
    """Take back the last thing done: it names it and asks first."""
    town = open_existing(context)
    planned = town.undo(event_id or "", dry_run=True)
    _say_plan(planned)
    if dry_run:
        say("Next: " + with_store(context, f"undo {planned.event_id}"))
        return
    if not yes and not _agreed():
        say("nothing was changed")
        return
    done = town.undo(planned.event_id)
    say("done")
    say("Next: " + with_store(context, f"undo {done.undo_id}, which does it again; or history"))


def _say_plan(planned: "Undone") -> None:
    show(f"This takes back ({_when(planned.at)}, {planned.event_id}): {planned.sentence}", 0, 2)
    for effect in planned.effects:
        show(f"- {effect}", 2, 4)


def _agreed() -> bool:
    """Ask the person at the terminal.

    Raises
    ------
    StoreError
        If nobody sits there.
    """
    if not sys.stdin.isatty():
        raise StoreError("nothing was changed, as nobody can be asked here: say --yes to take it back")
    sys.stdout.flush()
    sys.stderr.write("Take it back? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog="Example: tpgraph history")(history)
    app.command(epilog="Example: tpgraph diff files/council/spend.csv")(diff)
    app.command(epilog="Example: tpgraph undo --dry-run")(undo)
