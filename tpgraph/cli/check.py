"""`tpgraph check`: what each file was taken for, how good it is, and every problem with its why and its mend."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tpgraph.cli.files import AsLoader, MappingFile, Payer, Publisher, with_options, with_store
from tpgraph.cli.output import CsvOption, ParquetOption, Wanted, filled, write_files
from tpgraph.cli.screen import say, show
from tpgraph.cli.state import progress
from tpgraph.cli.target import write_bytes
from tpgraph.errors import OutputError

if TYPE_CHECKING:
    from tpgraph.loading.check_report import Cell, CheckedSource, FoundProblem
    from tpgraph.map.checking import Checked


def _all_filled(values: list[str] | None) -> list[str]:
    for value in values or ():
        filled(value)
    return values or []


Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILES...", callback=_all_filled, help="files, folders or zips", show_default=False),
]
JsonReport = Annotated[
    str | None,
    typer.Option(
        "--json",
        metavar="[FILE.json]",
        callback=filled,
        help="write the whole result as JSON to a file that ends in .json; alone or with -, to standard output",
    ),
]
HtmlOption = Annotated[
    str | None,
    typer.Option("--html", metavar="FILE", callback=filled, help="write one page to send to the publisher, or -"),
]
Explain = Annotated[
    str | None,
    typer.Option("--explain", metavar="CODE", callback=filled, help="say what a problem code means; needs no files"),
]


def check(
    context: typer.Context,
    files: Files = None,
    as_loader: AsLoader = None,
    publisher: Publisher = None,
    payer: Payer = None,
    mapping: MappingFile = None,
    explain: Explain = None,
    html: HtmlOption = None,
    csv: CsvOption = None,
    json: JsonReport = None,
    parquet: ParquetOption = None,
) -> None:
    """Read files and say how good they are: every problem, why it matters, how to mend it. Nothing is loaded."""
    if explain is not None:
        _explain(explain)
    if not files:
        if explain is None:
            raise typer.BadParameter("give the files to be checked, or --explain CODE", param_hint="FILES")
        say("Next: tpgraph check FILES, which says in which cells a problem stands")
        return
    from tpgraph.map.checking import check_files
    from tpgraph.map.loading import LoadOptions

    wanted = Wanted(csv, json, parquet)
    outputs = _outputs(wanted, html)
    _refuse_inputs(files, outputs)
    options = LoadOptions(as_loader, publisher, None, dry_run=True, mapping=mapping, payer=payer)
    with progress() as tell:
        checked = check_files(files, options, tell)
    _write(checked, wanted, html)
    if outputs:
        _say_sources(checked)
    elif len(checked.failures) < len(checked.report.sources):
        for source in checked.report.sources:
            _show_source(source)
    for sentence in checked.report.left_out:
        say(f"left out: {sentence}")
    checked.raise_failures()
    named = with_options(files, as_loader=as_loader, publisher=publisher, payer=payer, mapping=mapping)
    say("Next: " + with_store(context, f"load {named}"))


def _outputs(wanted: Wanted, html: str | None) -> list[str]:
    """Where results go besides the screen; standard output takes one of them."""
    outputs = [name for name in (wanted.csv, wanted.json, wanted.parquet, html) if name]
    if outputs.count("-") > 1:
        raise typer.BadParameter(
            "standard output takes one of --html, --csv, --json and --parquet; give the others a file"
        )
    return outputs


def _refuse_inputs(files: Sequence[str], outputs: Sequence[str]) -> None:
    """A result must not be written over the file that is checked."""
    given = {Path(file).resolve() for file in files}
    for name in outputs:
        if name != "-" and Path(name).resolve() in given:
            raise OutputError(f"'{name}' is one of the files to be checked; choose another name for the result")


def _write(checked: "Checked", wanted: Wanted, html: str | None) -> None:
    write_files(checked.problems, Wanted(csv=wanted.csv, parquet=wanted.parquet))
    if wanted.json:
        write_bytes(wanted.json, (checked.report.model_dump_json(indent=1) + "\n").encode("utf-8", "replace"))
    if html:
        from tpgraph.reports.check_page import check_html

        write_bytes(html, check_html(checked.report).encode("utf-8", "replace"))


def _explain(name: str) -> None:
    from tpgraph.loading.codes import FRAMEWORK, GRAPH, code_named

    code = code_named(name)
    who = {FRAMEWORK: "every loader", GRAPH: "the graph, which `tpgraph status` speaks of"}
    told_by = who.get(code.loader, f"the loader {code.loader}")
    show(f"{code.code}: {code.title}")
    show(f"{code.severity}; concerns whether a file is {code.level}; told by {told_by}", 2, 4)
    show(f"why it matters: {code.why}", 2, 4)
    show(f"mend: {code.mend}", 2, 4)


def _rows_and_money(source: "CheckedSource") -> str:
    from tpgraph.map.wording import counted, money_in_words

    money = money_in_words({part.basis: part.loaded_pence for part in source.money})
    aside = f"; {source.rows_set_aside:,} set aside" if source.rows_set_aside else ""
    rows = f"{source.rows_loaded:,} of {counted(source.rows_read, 'row')} can be loaded"
    return f"{rows}{f', {money}' if money else ''}{aside}"


def _say_sources(checked: "Checked") -> None:
    from tpgraph.map.wording import counted

    for source in checked.report.sources:
        if source.can_be_loaded:
            told = counted(sum(problem.count for problem in source.problems), "row")
            say(f"{source.file}: checked as {source.loader}, {_rows_and_money(source)}; {told} of problems")
        else:
            say(f"failed: {source.refusal}")


def _show_source(source: "CheckedSource") -> None:
    show(source.file)
    if not source.can_be_loaded:
        show(f"cannot be loaded: {source.refusal}", 2, 4)
    else:
        show(f"recognised as {source.loader}: {source.why}", 2, 4)
        by = f" ({source.publisher_why})" if source.publisher_why else ""
        show(f"publisher: {source.publisher}{by}", 2, 4)
        show(_rows_and_money(source), 2, 4)
        _show_set_aside(source)
    for sheet in source.mapping:
        show(f"{sheet.sheet or 'columns'}: {_columns(sheet.columns)}", 2, 4)
    for rung in source.levels:
        kept = f"no: {', '.join(rung.kept_by)}" if rung.kept_by else "not looked at"
        show(f"{rung.level}: {'yes' if rung.reached else kept}", 2, 4)
    for problem in source.problems:
        _show_problem(problem)
    if not source.problems:
        show("no problems", 2)
    show()


def _show_set_aside(source: "CheckedSource") -> None:
    """Say why rows would not be loaded, a line a reason, those of most rows first."""
    from tpgraph.map.wording import counted
    from tpgraph.money import pounds

    for aside in source.set_aside:
        pence = f", {pounds(aside.money_pence)}" if aside.money_pence else ""
        show(f"set aside: {counted(aside.rows, 'row')}{pence}: {aside.reason}", 4, 6)


def _columns(columns: Mapping[str, str]) -> str:
    """Say which column became which field; those of one name are counted by their name alone."""
    return ", ".join(heading if heading == field else f"{heading} -> {field}" for heading, field in columns.items())


def _show_problem(problem: "FoundProblem") -> None:
    """Show a problem: how often, its first cells, why it matters and the mend."""
    many = f"{problem.count:,} {problem.severity}s" if problem.count > 1 else f"1 {problem.severity}"
    show(f"{many}, {problem.code}: {problem.title}", 2, 4)
    for cell in problem.cells:
        show(f"- {_where(cell)}{cell.sentence}", 4, 6)
    if problem.more:
        show(f"- and {problem.more:,} more; --csv FILE lists them all", 4, 6)
    show(f"why it matters: {problem.why}", 4, 6)
    mends = {cell.mend for cell in problem.cells}
    own = mends.pop() if len(mends) == 1 else ""
    show(f"mend: {own or problem.mend}", 4, 6)


def _where(cell: "Cell") -> str:
    parts = [cell.sheet] if cell.sheet else []
    if cell.line is not None:
        parts.append(f"line {cell.line}")
    if cell.column and cell.line is not None:
        parts.append(f"column '{cell.column}'")
    return ", ".join(parts) + ": " if parts else ""


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(epilog="Example: tpgraph check files/")(check)
