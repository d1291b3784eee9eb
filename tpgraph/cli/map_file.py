"""`tpgraph map`: what the columns of any table may be, as a mapping file to look through and edit."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import quoted
from tpgraph.cli.output import filled
from tpgraph.cli.screen import grid_or_blocks, say, show
from tpgraph.cli.target import check_target, write_bytes
from tpgraph.errors import OutputError

if TYPE_CHECKING:
    from tpgraph.loading.any_table.proposing import Choice, Proposal

_MOST_SHOWN = 60


def map_table(
    file: Annotated[str, typer.Argument(metavar="FILE", callback=filled, help="CSV, tsv, workbook or JSON list")],
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", callback=filled, help="sheet of a workbook")
    ] = None,
    as_kind: Annotated[
        str | None,
        typer.Option(
            "--as-kind",
            metavar="KIND",
            callback=filled,
            help="what a row is: organisations, services, flows, spend, client_needs, places, sites or another of the "
            "template's sheets",
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="FILE.toml",
            callback=filled,
            help="mapping file to write [default: FILE's name with .toml]",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="replace a mapping file that is there")] = False,
) -> None:
    """Propose which column of a table is which field, as a file to edit."""
    from tpgraph.loading.any_table.mapping_a_file import propose_for_file
    from tpgraph.loading.any_table.writing import map_file_text

    target = check_target(Path(out) if out else Path(Path(file).name).with_suffix(".toml"))
    if target.resolve() == Path(file).resolve():
        raise OutputError(f"'{target}' is the table itself; name another file with --out")
    if target.is_file() and not force:
        raise OutputError(f"'{target}' is there already; name another file with --out, or --force to replace it")
    proposal = propose_for_file(Path(file), sheet=sheet, kind=as_kind)
    text = map_file_text(proposal, Path(file).name)
    _show(proposal, file)
    write_bytes(str(target), text.encode())
    say(f"wrote {target}: look through it and mend it in any text editor")
    say(f"Next: tpgraph check {quoted(file)} --mapping {quoted(str(target))}")


def _show(proposal: "Proposal", file: str) -> None:
    where = f"{Path(file).name}, sheet {proposal.sheet}" if proposal.sheet else Path(file).name
    show(f"{where}: each row is read as one of {proposal.kind.sheet} ({proposal.kind_why})", 0, 2)
    if proposal.kind_check:
        show(f"please check: {proposal.kind_check}", 0, 2)
    show()
    # Columns with a field come first: a table may have a thousand others.
    choices = sorted(proposal.choices, key=lambda choice: choice.field in ("keep", "drop"))
    rows = [_row(choice) for choice in choices[:_MOST_SHOWN]]
    grid_or_blocks(rows, ["column", "field", "why", "first values"], {}, set())
    if len(choices) > _MOST_SHOWN:
        show(f"... and {len(choices) - _MOST_SHOWN:,} more columns without a field, which the file lists")
    show()
    for line in _beside(proposal):
        show(line, 0, 2)


def _row(choice: "Choice") -> dict[str, str]:
    why = "; ".join(filter(None, [f"please check: {choice.check}" if choice.check else "", choice.why]))
    return {"column": choice.shown, "field": choice.field, "why": why, "first values": " | ".join(choice.first)}


def _beside(proposal: "Proposal") -> Iterable[str]:
    """What holds for every row, and what is still needed."""
    settings = proposal.settings
    for name, text in settings.constants.items():
        check = f" (please check: {settings.checks[name]})" if settings.checks.get(name) else ""
        yield f"{name} is '{text}' in every row{check}"
    for name, text in (("unit", f"amounts are in {settings.unit}"), ("order", f"dates have the {settings.order}")):
        if settings.checks.get(name):
            yield f"{text} (please check: {settings.checks[name]})"
    for entry in proposal.missing:
        values = f", one of {', '.join(entry.column.values)}" if entry.column.values else ""
        mend = "name its column" if entry.differs_by_row else "add it to [constants] in the file, or name its column"
        yield f"needed: nothing is {entry.name} yet ({entry.column.about}{values}): {mend}"
    for note in proposal.notes:
        yield f"note: {note}"


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("map", epilog="Example: tpgraph map files/council/spend.csv --out spend.toml")(map_table)
