"""What an analysis found, on the screen: questions with their reasons, or figures as a table; notes beside them."""

from typing import TYPE_CHECKING

import typer

from tpgraph.cli.files import with_store
from tpgraph.cli.output import Wanted, write_files
from tpgraph.cli.screen import ROWS_ON_SCREEN, grid_or_blocks, say, show
from tpgraph.cli.state import say_notes

if TYPE_CHECKING:
    import pyarrow as pa

    from tpgraph.analysis.answers import Answer
    from tpgraph.findings import Finding
    from tpgraph.map import Map

FINDINGS_ON_SCREEN = 10


def show_answer(context: typer.Context, town: "Map", found: "Answer", wanted: Wanted) -> None:
    """Show an answer, or write it to the files that are wanted; say its notes and what to do next."""
    write_files(with_ids(found), wanted)
    if not wanted.any():
        if found.findings:
            _show_findings(found)
        elif found.result.table.num_rows:
            _show_figures(town, found)
        elif not found.result.missing:
            show(f"{found.analysis.question} None on our lists.")
    say_notes((*found.result.notes, *town.notes))
    if found.result.missing:
        say(found.result.missing)
    if found.ids:
        after = f"explain {found.ids[0]}, which shows the rows behind it"
    elif found.result.missing:
        after = "load FILES"
    else:
        after = "sources, which tells what was loaded"
    say("Next: " + with_store(context, after))


def with_ids(found: "Answer") -> "pa.Table":
    """Give the table of an answer with the id of each row before it."""
    import pyarrow as pa

    return found.result.table.add_column(0, "id", pa.array(found.ids, pa.string()))


def _show_findings(found: "Answer") -> None:
    show(f"{found.analysis.question} {len(found.findings):,} found, the most telling first.")
    show()
    for finding in found.findings[:FINDINGS_ON_SCREEN]:
        _show_finding(finding)
    more = len(found.findings) - FINDINGS_ON_SCREEN
    if more > 0:
        show(f"... and {more:,} more; --csv FILE writes them all")


def _show_finding(finding: "Finding") -> None:
    from tpgraph.reports.words import NOT_KNOWN, at_stake, grade_in_words

    show(f"{finding.id}  {finding.question}", 0, 4)
    grade = grade_in_words(finding)
    for reason in finding.reasons:
        show(f"- {reason}", 4, 6)
    if grade:
        show(f"how sure: {grade[0].lower()}{grade[1:]}", 4, 6)
    if finding.why_both:
        show(f"on the other hand: {finding.why_both}", 4, 6)
    if finding.people_to_ask:
        show(f"ask: {', '.join(finding.people_to_ask)}", 4, 6)
    stake = at_stake(finding)
    if stake != NOT_KNOWN:
        show(f"at stake: {stake}", 4, 6)
    show()


def _show_figures(town: "Map", found: "Answer") -> None:
    """Show rows of figures, ids of bodies and places by their names."""
    from tpgraph.reports.words import cell, entity_names, heading

    columns = [column for column in found.analysis.columns if column.shown]
    names = entity_names(town.tables())
    rows = [
        {"id": i, **{column.name: cell(row[column.name], column, names) for column in columns}}
        for i, row in zip(found.ids, found.result.table.slice(0, ROWS_ON_SCREEN).to_pylist(), strict=False)
    ]
    labels = {column.name: heading(column) for column in columns}
    right = {column.name for column in columns if column.type in ("pence", "integer", "number")}
    grid_or_blocks(rows, ["id", *labels], labels, right)
    more = found.result.table.num_rows - ROWS_ON_SCREEN
    if more > 0:
        show(f"... and {more:,} more rows; --csv FILE writes them all")
