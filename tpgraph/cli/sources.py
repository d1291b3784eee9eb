"""`tpgraph sources`: what became of every file; take a source back, bring an older issue back."""

import json as json_module
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from tpgraph.cli.files import with_store
from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted, emit, filled, write_files
from tpgraph.cli.screen import say, show
from tpgraph.cli.state import open_existing

if TYPE_CHECKING:
    from tpgraph.map import Map

_TEXT = "Example: tpgraph sources {}"


class _Sources(TyperGroup):
    """`tpgraph sources LOAD_ID` shows a load, as `tpgraph sources show LOAD_ID` does; so does the name of its file."""

    # Any: Typer's own types of contexts and commands are not public.
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Read any word that is no command as what is to be shown."""
        is_command = args[0] in self.commands or args[0].startswith("--")
        return super().resolve_command(ctx, args if is_command else ["show", *args])


sources_app = typer.Typer(cls=_Sources, rich_markup_mode=None, invoke_without_command=True)


@sources_app.callback()
def sources(
    context: typer.Context, csv: CsvOption = None, json: JsonOption = None, parquet: ParquetOption = None
) -> None:
    """List what became of every file, row and penny; LOAD_ID shows the rows set aside of one; take a source back."""
    if context.invoked_subcommand:
        return
    wanted = Wanted(csv, json, parquet)
    town = open_existing(context)
    parts = town.reconciliation()
    write_files(parts, wanted)
    rows = town.sources().to_pylist()
    if not wanted.any():
        _show(rows, parts.to_pylist())
    after = "find money; `tpgraph sources LOAD_ID` shows what was set aside, `sources remove LOAD_ID` takes one back"
    say("Next: " + with_store(context, after if rows else "load FILES"))


Part = Mapping[str, object]


def _show(rows: Sequence[Part], parts: Sequence[Part]) -> None:
    """Print a paragraph a load, a line a file or sheet of it, and below what became of its rows and its money."""
    became: dict[tuple[object, object], list[Part]] = {}
    for part in parts:
        became.setdefault((part["load_id"], part["sheet"]), []).append(part)
    for _, group in groupby((row for row in rows if not row["withdrawn"]), key=lambda row: str(row["load_id"])):
        sheets = list(group)
        _show_load(sheets[0])
        for sheet in sheets:
            _show_sheet(sheet, became.get((sheet["load_id"], sheet["sheet"]), []))
        show()
    _show_total([row for row in rows if not row["superseded"]])
    _show_withdrawn([row for row in rows if row["withdrawn"]])


def _show_load(row: Part) -> None:
    state = "taken back" if row["withdrawn"] else "replaced by a newer issue" if row["superseded"] else "current"
    show(f"{row['publisher']}: {row['file']}", 0, 2)
    show(f"{row['load_id']}, read as {row['loader']}, issue {row['issue']}, {state}", 2, 4)


def _show_sheet(sheet: Part, parts: Sequence[Part]) -> None:
    """Say rows and money in, and what became of them: a line a basis, so that two are never one sum, and a reason."""
    from tpgraph.map.wording import basis_in_words, counted
    from tpgraph.money import pounds

    named = f"{sheet['sheet']}: " if sheet["sheet"] else ""
    read, loaded, aside = (_number(sheet[f"rows_{name}"]) for name in ("read", "loaded", "set_aside"))
    became = f"{loaded:,} loaded, {aside:,} set aside" if aside else "all loaded"
    money = [part for part in parts if part["outcome"] == "loaded" and part["money_pence"]]
    reasons = [part for part in parts if part["outcome"] == "set aside"]
    is_one_sum = len(money) < 2 and sheet["money_read_pence"]
    pence_read = f", {pounds(_number(sheet['money_read_pence']))}" if is_one_sum else ""
    show(f"{named}{counted(read, 'row')}{pence_read} read: {became}" if read else f"{named}no rows", 2, 6)
    for part in money:
        show(f"{basis_in_words(str(part['basis'] or ''))}: {pounds(_number(part['money_pence']))} loaded", 4, 6)
    for part in reasons:
        pence = f", {pounds(_number(part['money_pence']))}" if part["money_pence"] else ""
        show(f"set aside: {counted(_number(part['rows']), 'row')}{pence}: {part['reason']}", 4, 6)
    _show_fault(sheet, parts)


def _show_fault(sheet: Part, parts: Sequence[Part]) -> None:
    """Say where rows or pennies of a store do not add up, which a load never lets happen."""
    sums = [sum(_number(part[name]) for part in parts) for name in ("rows", "money_pence")]
    is_told = all(part["rows"] is not None for part in parts)
    if sums[1] != _number(sheet["money_read_pence"]) or (is_told and sums[0] != _number(sheet["rows_read"])):
        show("this does not add up: somebody changed the store; load the file again", 4, 6)


def _show_withdrawn(rows: Sequence[Part]) -> None:
    loads = {str(row["load_id"]): row for row in rows}
    for load_id, row in loads.items():
        show(f"Taken back, and kept: {row['publisher']}: {row['file']} (issue {row['issue']}), {load_id}", 0, 2)
    if loads:
        show("`tpgraph sources restore LOAD_ID` brings one back, `sources remove LOAD_ID --for-good` deletes its rows.")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _sum(rows: Iterable[Mapping[str, object]], name: str) -> int:
    return sum(_number(row[name]) for row in rows)


def _show_total(rows: Sequence[Mapping[str, object]]) -> None:
    if not rows:
        show("No source is loaded.")
        return
    loads = len({row["load_id"] for row in rows})
    read, aside = _sum(rows, "rows_read"), _sum(rows, "rows_set_aside")
    from tpgraph.map.wording import counted

    show(
        f"{counted(loads, 'current source')}: {counted(read, 'row')} read, {read - aside:,} loaded, "
        f"{aside:,} set aside. Money is not added up here: sources may speak of the same pounds."
    )


def _named(town: "Map", load_id: str) -> str:
    """Name a load for a message: its source and rows; its id where there is no such load."""
    from tpgraph.map.wording import counted

    rows = [row for row in town.sources().to_pylist() if row["load_id"] == load_id]
    return (
        f"{rows[0]['publisher']}: {rows[0]['file']} ({counted(_sum(rows, 'rows_loaded'), 'row')})" if rows else load_id
    )


def _meant(town: "Map", wanted: str) -> str:
    """Give the id of the load that an id, the key of a source or the name of a file means.

    Raises
    ------
    StoreError
        If none is called so, naming those that are nearest, or if several are.
    """
    from tpgraph.errors import StoreError

    rows = town.sources().to_pylist()
    current = {str(row["load_id"]): row for row in rows if not row["superseded"]}
    meant = [key for key, row in current.items() if wanted in _names(row)]
    if len(meant) == 1:
        return meant[0]
    if any(row["load_id"] == wanted for row in rows) or (wanted.startswith("l-") and not meant):
        return wanted
    if meant:
        listed = ", ".join(f"{key} of {current[key]['publisher']}" for key in meant[:5])
        raise StoreError(f"{len(meant):,} loads are called '{wanted}': {listed}; give the id of one")
    raise StoreError(f"no load, source or file is called '{wanted}'{_nearest(wanted, current)}")


def _names(row: Part) -> tuple[str, ...]:
    """What a load may be called by, beside its id: its source's key, its file's name with and without the ending."""
    file = str(row["file"])
    return str(row["source_key"]), file, file.rsplit(".", 1)[0]


def _nearest(wanted: str, current: Mapping[str, Part]) -> str:
    """Say which names of loads or commands come nearest to a word, else where all of them stand."""
    import difflib

    called = {name.casefold(): name for row in current.values() for name in _names(row)}
    called |= {command: command for command in ("show", "remove", "restore")}
    near = difflib.get_close_matches(wanted.casefold(), list(called), n=3, cutoff=0.6)
    if near:
        return "; did you mean " + " or ".join(f"'{called[name]}'" for name in near) + "?"
    return "; `tpgraph sources` lists the loads, and `sources --help` what can be done with one"


LoadId = Annotated[
    str, typer.Argument(metavar="LOAD_ID", callback=filled, help="id of the load, as `tpgraph sources` lists it")
]
LoadOrName = Annotated[
    str,
    typer.Argument(
        metavar="LOAD_ID", callback=filled, help="id of the load, as `tpgraph sources` lists it, or its file's name"
    ),
]


@sources_app.command("show", epilog=_TEXT.format("l-0123456789abcdef"))
def show_load(
    context: typer.Context,
    load_id: LoadOrName,
    csv: CsvOption = None,
    json: JsonOption = None,
    parquet: ParquetOption = None,
) -> None:
    """Show one load and the rows of it that were set aside; `tpgraph sources LOAD_ID` does the same."""
    wanted = Wanted(csv, json, parquet)
    town = open_existing(context)
    load_id = _meant(town, load_id)
    table = town.set_aside(load_id)
    if not wanted.any():
        rows = [row for row in town.sources().to_pylist() if row["load_id"] == load_id]
        parts = [part for part in town.reconciliation().to_pylist() if part["load_id"] == load_id]
        _show_load(rows[0])
        for row in rows:
            _show_sheet(row, [part for part in parts if part["sheet"] == row["sheet"]])
        _show_columns(town, load_id)
        show()
    emit(table, wanted, ("sheet", "line", "reason", "rows", "amount_pence"))
    say("Next: " + with_store(context, "check FILES, which names every problem with its mend; or sources"))


def _show_columns(town: "Map", load_id: str) -> None:
    """Say which column became which field, as it is kept with the load; of a mapping file also what else it says."""
    for row in town.store.read("record.load").to_pylist():
        if row["load_id"] == load_id:
            for sheet, columns in json_module.loads(row["mapping"] or "{}").items():
                pairs = (heading if heading == field else f"{heading} -> {field}" for heading, field in columns.items())
                show(f"{sheet or 'columns'}: {', '.join(pairs)}", 2, 6)


@sources_app.command(epilog=_TEXT.format("remove l-0123456789abcdef"))
def remove(
    context: typer.Context,
    load_id: LoadId,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would go, change nothing")] = False,
    for_good: Annotated[
        bool, typer.Option("--for-good", help="delete its rows too: neither undo nor restore brings them back")
    ] = False,
) -> None:
    """Take a source back; what it replaced is current again. `tpgraph undo` brings it back."""
    town = open_existing(context)
    named = _named(town, load_id)
    if dry_run and named == load_id:
        from tpgraph.errors import StoreError

        raise StoreError(f"no load is called '{load_id}'; `tpgraph sources` lists them")
    if not dry_run:
        town.remove(load_id, for_good=for_good)
    kind = " for good" if for_good else ""
    say(f"{'would take' if dry_run else 'took'} back{kind} {named}")
    again = f"sources remove {load_id}{' --for-good' if for_good else ''}"
    after = again if dry_run else "sources" if for_good else "sources; `tpgraph undo` brings it back"
    say("Next: " + with_store(context, after))


@sources_app.command(epilog=_TEXT.format("restore l-0123456789abcdef"))
def restore(context: typer.Context, load_id: LoadId) -> None:
    """Make an older issue the current one again."""
    town = open_existing(context)
    named = _named(town, load_id)
    town.restore(load_id)
    say(f"current again: {named}")
    say("Next: " + with_store(context, "sources"))


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(sources_app, name="sources", epilog="Example: tpgraph sources")
