"""The page of a check: one self-contained file that a publisher can be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from tpgraph.loading.check_report import Cell, CheckedSource, CheckReport, FoundProblem
from tpgraph.money import pounds
from tpgraph.reports.first_page import TEMPLATES, style
from tpgraph.views.page import render_page

WORDS = {"readable": "Readable", "valid": "Valid to its standard", "accurate": "Accurate", "useful": "Useful"}
"""The four rungs as people read them."""

_MARKS = {"error": "■", "warning": "▲", "note": "●"}


@dataclass(frozen=True)
class _Counts:
    """How many rows tell of problems, by severity, as people read them."""

    error: str
    warning: str
    note: str


@dataclass(frozen=True)
class _Problem:
    """A problem with its place on the page, and which columns its table needs."""

    anchor: str
    code: str
    severity: str
    level: str
    title: str
    count: int
    why: str
    mend: str
    mend_here: str
    blocks: bool
    cells: tuple[Cell, ...]
    more: int
    has_sheet: bool
    has_line: bool
    has_column: bool
    has_value: bool
    has_mend: bool


@dataclass(frozen=True)
class _Source:
    """A source as the page shows it."""

    source: CheckedSource
    quality: str
    counts: _Counts
    problems: tuple[_Problem, ...]
    has_sheets: bool
    has_money: bool


def quality(source: CheckedSource) -> str:
    """Say how far up the four rungs a source stands: the highest below which none is missing.

    Returns
    -------
    str: such as ``valid to its standard``; ``not readable`` where even the first is not reached
    """
    highest = "not readable"
    for rung in source.levels:
        if not rung.reached:
            break
        highest = WORDS[rung.level].lower()
    return highest


def check_html(report: CheckReport) -> str:
    """Make the page of a check.

    Returns
    -------
    str
        A page without scripts and without requests; of each problem it holds the first cells, as the report does.
    """
    shown = [_source(number, source) for number, source in enumerate(report.sources, 1)]
    context = {
        "title": _title(report.sources),
        "summary": _summary(report),
        "sources": shown,
        "left_out": report.left_out,
        "words": WORDS,
        "marks": _MARKS,
        "pounds": pounds,
        "anchor": _anchor_in,
    }
    return render_page("check.html", context, styles=[style("check.css")], folder=TEMPLATES)


def _title(sources: Sequence[CheckedSource]) -> str:
    return f"Check of {sources[0].file}" if len(sources) == 1 else f"Check of {len(sources):,} sources"


def _summary(report: CheckReport) -> str:
    sound = sum(source.can_be_loaded for source in report.sources)
    total = len(report.sources)
    said = f"{sound:,} of {total:,} sources can be loaded" if total != 1 else "It can be loaded"
    if total == 1 and not sound:
        said = "It cannot be loaded"
    fully = sum(all(rung.reached for rung in source.levels) for source in report.sources)
    if total == 1:
        return f"{said}. It is {quality(report.sources[0])}{'.' if fully else ', and not more yet.'}"
    return f"{said}; {fully:,} reach all four rungs: readable, valid to its standard, accurate, useful."


def _anchor(number: int, code: str, severity: str) -> str:
    plain = "".join(letter if letter.isalnum() else "-" for letter in code)
    return f"s{number}-{severity}-{plain}"


def _anchor_in(number: int, source: CheckedSource, code: str) -> str:
    """The anchor of a code: that of its most severe problem that blocks."""
    return next(
        _anchor(number, code, problem.severity)
        for problem in source.problems
        if problem.code == code and problem.blocks
    )


def _source(number: int, source: CheckedSource) -> _Source:
    by_severity = {
        name: sum(problem.count for problem in source.problems if problem.severity == name)
        for name in ("error", "warning", "note")
    }
    return _Source(
        source=source,
        quality=quality(source),
        counts=_Counts(**{name: f"{count:,}" for name, count in by_severity.items()}),
        problems=tuple(_problem(number, problem) for problem in source.problems),
        has_sheets=any(account.sheet for account in source.accounts),
        has_money=any(account.money_read_pence for account in source.accounts),
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _problem(number: int, problem: FoundProblem) -> _Problem:
    cells = problem.cells
    return _Problem(
        anchor=_anchor(number, problem.code, problem.severity),
        code=problem.code,
        severity=problem.severity,
        level=WORDS[problem.level].lower(),
        title=problem.title,
        count=problem.count,
        why=problem.why,
        mend=_capitalised(problem.mend.rstrip(".")),
        mend_here=_capitalised(cells[0].mend.rstrip(".")) if len({cell.mend for cell in cells}) == 1 else "",
        blocks=problem.blocks,
        cells=cells,
        more=problem.more,
        has_sheet=any(cell.sheet for cell in cells),
        has_line=any(cell.line is not None for cell in cells),
        has_column=any(cell.column for cell in cells),
        has_value=any(cell.value for cell in cells),
        has_mend=len({cell.mend for cell in cells} - {""}) > 1,
    )
