"""The report's section of each analysis, made from its description: no analysis is worded here by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tpgraph.analysis.answers import Answer
from tpgraph.analysis.description import ResultColumn
from tpgraph.analysis.money_words import capitalised
from tpgraph.findings import Finding
from tpgraph.reports.behind import Behind, behind_rows
from tpgraph.reports.material import Material
from tpgraph.reports.questions import FOR_REVIEW, in_the_room, rank
from tpgraph.reports.words import at_stake, cell, counts_people, entity_names, grade_in_words, heading, plain

CARDS_SHOWN = 20
CARDS_FOR_REVIEW = 6
ROWS_SHOWN = 50
"""Rows of an analysis on the page: each carries the rows behind it, so fewer than a hundred keep the page light."""

_NUMBERS = ("pence", "integer", "number")
_NAMES_IN_ROOM = 12
_REASONS_SHOWN = 6
_ON_CARDS = ("question", "reasons", "why_both", "people_to_ask")


@dataclass(frozen=True)
class Head:
    """Heading of a column."""

    text: str
    number: bool = False


@dataclass(frozen=True)
class Line:
    """One row of a table on the page: `cells` as people read them, and the rows behind it (None = told elsewhere)."""

    cells: tuple[str, ...]
    id: str
    behind: Behind | None = None


@dataclass(frozen=True)
class Grid:
    """A table of the page: at most so many rows, how many `more` the `sheet` holds, and what its details answer."""

    caption: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    more: int = 0
    sheet: str = ""
    asks: str = "Where does this come from?"


@dataclass(frozen=True)
class Card:
    """One finding, put as a question for a meeting; `right_as_it_is` is what its best counter-reason is called."""

    finding: Finding
    grade: str
    at_stake: str
    in_the_room: str
    reasons: tuple[str, ...]
    right_as_it_is: str
    behind: Behind


@dataclass(frozen=True)
class Section:
    """What the report says of one analysis."""

    name: str
    question: str
    rule: str
    notes: tuple[str, ...]
    missing: str
    cards: tuple[Card, ...] = ()
    more_cards: int = 0
    grid: Grid | None = field(default=None)


def sections(material: Material) -> list[Section]:
    """Make the section of every analysis but money, which has its own, by name; what is for review comes last."""
    names = entity_names(material.tables)
    ordered = sorted(material.answers.items(), key=lambda item: (item[0] in FOR_REVIEW, item[0]))
    return [section(material, answer, names) for name, answer in ordered if name != "money"]


def section(material: Material, answer: Answer, names: Mapping[str, str]) -> Section:
    """Make the section of one analysis: its best findings as cards, its first rows as a table."""
    best = sorted(range(len(answer.findings)), key=lambda i: rank(answer.findings[i]))
    best = best[: CARDS_FOR_REVIEW if answer.analysis.name in FOR_REVIEW else CARDS_SHOWN]
    first = range(min(ROWS_SHOWN, answer.result.table.num_rows))
    behind = behind_rows(material.tables, answer, sorted({*best, *first}))
    analysis, result = answer.analysis, answer.result
    return Section(
        name=analysis.name,
        question=analysis.question,
        rule=plain(analysis.rule),
        notes=tuple(plain(note) for note in result.notes),
        missing=plain(result.missing),
        cards=tuple(_card(answer.findings[i], behind[i]) for i in best),
        more_cards=len(answer.findings) - len(best),
        grid=_grid(answer, first, {i: behind[i] for i in first if i not in best}, names) if first else None,
    )


def _card(finding: Finding, behind: Behind) -> Card:
    room = in_the_room(finding, _NAMES_IN_ROOM)
    reasons = tuple(capitalised(plain(reason)) for reason in finding.reasons[:_REASONS_SHOWN])
    if more := len(finding.reasons) - len(reasons):
        reasons += (f"And {more} more in findings.xlsx",)
    if finding.kind in FOR_REVIEW:
        return Card(finding, grade_in_words(finding), "", "", reasons, "Take care", behind)
    label = "Why both may be needed" if len(finding.subjects) > 1 else "Why it may be right as it is"
    return Card(finding, grade_in_words(finding), at_stake(finding), room, reasons, label, behind)


def shown_columns(columns: Sequence[ResultColumn], *, beside_cards: bool = False) -> list[ResultColumn]:
    """Give the columns that people read; beside cards the long texts, which the cards hold, are left out."""
    return [column for column in columns if column.shown and not (beside_cards and column.name in _ON_CARDS)]


def is_number(column: ResultColumn) -> bool:
    """Tell whether a column stands to the right, as numbers do."""
    return column.type in _NUMBERS or counts_people(column)


def _grid(answer: Answer, first: range, behind: Mapping[int, Behind], names: Mapping[str, str]) -> Grid:
    columns = shown_columns(answer.analysis.columns, beside_cards=bool(answer.findings))
    rows = answer.result.table.slice(0, len(first)).to_pylist()
    lines = tuple(
        Line(tuple(cell(row.get(column.name), column, names) for column in columns), answer.ids[i], behind.get(i))
        for i, row in enumerate(rows)
    )
    heads = tuple(Head(heading(column), is_number(column)) for column in columns)
    total = answer.result.table.num_rows
    return Grid(f"All rows: {total:,}", heads, lines, total - len(first), answer.analysis.name)
