"""What is worth saying of a return: totals that do not add up, figures that cannot be read, what is left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tpgraph.loading.figures import UNIT_WORDS
from tpgraph.loading.loader import Problem
from tpgraph.loading.plurals import counted
from tpgraph.loading.sums import Sum
from tpgraph.money import pounds
from tpgraph_loaders.revenue_outturn.authorities import EMPTY, SUM, TOTAL, TWICE
from tpgraph_loaders.revenue_outturn.choosing import PARTS_WRONG, Choice, Sheet

if TYPE_CHECKING:
    from tpgraph_loaders.revenue_outturn.land import Judged

_NAMED = 3


def tell(one: "Judged", sheet: Sheet, choices: Sequence[Choice], totals: Mapping[str, Sum]) -> list[Problem]:
    """Give the problems of one sheet."""
    return [
        *_of_unit_and_year(one),
        *_of_rows(one),
        *_of_cells(one),
        *_of_columns(sheet, choices),
        *_of_totals(one, sheet, totals),
        *_of_parts(one, sheet, choices),
    ]


def _note(sheet: str, code: str, sentence: str, column: str = "") -> Problem:
    return Problem(sheet, None, column, "", "note", code, sentence)


def _of_unit_and_year(one: "Judged") -> Iterator[Problem]:
    name = one.read.sheet
    words = UNIT_WORDS[one.unit.pence]
    yield _note(name, "unit-read", f"the figures are in {words}, as stated {one.unit.where}")
    without = sum(not one.years[row] for row in one.kept)
    if without:
        sentence = counted(
            "no one financial year is named for # row{: it is|s: they are} loaded without a year", without
        )
        mend = "write the year above the header or in the file's name, such as 2023-24"
        yield Problem(name, None, "", "", "warning", "outturn-without-year", sentence, mend)
    rounded = sum(figure.rounded for figure in one.figures)
    if rounded:
        yield _note(
            name,
            "rounded-to-penny",
            counted("# figure{ has a fraction of a penny and is|s have fractions of a penny and are} rounded", rounded),
        )


def _of_rows(one: "Judged") -> Iterator[Problem]:
    counts = Counter(one.why)
    words = {
        TOTAL: (
            "class-total",
            "note",
            "# row{ adds|s add} up many authorities, such as England or a class: {it is|they are} set aside",
        ),
        EMPTY: (
            "return-missing",
            "note",
            "# authorit{y has|ies have} no figures: what {it|they} spent is unknown, not nought",
        ),
    }
    for reason, (code, severity, said) in words.items():
        if counts[reason]:
            yield Problem(one.read.sheet, None, "", "", severity, code, counted(said, counts[reason]))
    singly = {
        SUM: ("hidden-total", "is named as an authority but is the sum of other rows: it is set aside",
              "if it is a total, leave it out; else look at the rows of its class"),
        TWICE: ("authority-twice", "stands twice in this year: this row is set aside", "keep the row that is right"),
    }  # fmt: skip
    names = one.read.identity.column("authority").to_pylist()
    for row, reason in enumerate(one.why):
        if reason in singly:
            code, said, mend = singly[reason]
            name = str(names[row] or "")
            heading = next((heading for heading, field in one.read.mapping.items() if field == "authority"), "")
            yield Problem(one.read.sheet, one.lines[row], heading, name, "warning", code, f"'{name}' {said}", mend)


def _of_cells(one: "Judged") -> Iterator[Problem]:
    for column, figure in zip(one.columns, one.figures, strict=True):
        for row, text in figure.unread:
            sentence = f"'{text}' is not an amount: the figure is unknown"
            mend = "write a number, or leave the cell empty"
            yield Problem(
                one.read.sheet, one.lines[row], column.heading, text, "warning", "figure-unread", sentence, mend
            )


def _of_columns(sheet: Sheet, choices: Iterable[Choice]) -> Iterator[Problem]:
    left: dict[str, list[int]] = defaultdict(list)
    for choice in choices:
        if (sheet.figures[choice.column].known & ~choice.loaded).any() and not choice.loaded.any():
            left[choice.aside].append(choice.column)
    for reason, places in sorted(left.items()):
        named = ", ".join(f"'{sheet.columns[place].heading}'" for place in places[:_NAMED])
        more = f" and {len(places) - _NAMED:,} more" if len(places) > _NAMED else ""
        yield _note(
            sheet.name,
            "columns-left-out",
            f"{counted('# column{ is|s are} not loaded', len(places))}, {reason}: {named}{more}",
        )


def _of_totals(one: "Judged", sheet: Sheet, totals: Mapping[str, Sum]) -> Iterator[Problem]:
    for service, found in totals.items():
        heading = next(column.heading for column in sheet.columns if column.service == service)
        if not found.parts:
            sentence = f"'{service}' is called a total, but no columns before it add up to it: it is not loaded"
            mend = "if it is a line of its own, take 'total' out of its heading"
            yield Problem(sheet.name, None, heading, "", "warning", "total-does-not-add-up", sentence, mend)
        for row in found.wrong:
            lines = counted("the # line{|s}", len(found.parts))
            sentence = f"{lines} of '{service}' do not add up to it: the lines are loaded"
            line = one.lines[one.kept[row]]
            mend = "ask the authority which of them is right"
            yield Problem(sheet.name, line, heading, "", "warning", "total-does-not-add-up", sentence, mend)


def _of_parts(one: "Judged", sheet: Sheet, choices: Sequence[Choice]) -> Iterator[Problem]:
    """The rows in which employees and running expenses are not the total, which is then loaded instead."""
    for choice in choices:
        figures = sheet.figures[choice.column]
        if choice.aside != PARTS_WRONG or choice.line.reason:
            continue
        for row in np.flatnonzero(figures.known & ~choice.loaded).tolist():
            heading, amount = sheet.columns[choice.column].heading, pounds(int(figures.pence[row]))
            sentence = f"employees and running expenses ({amount} here) are not the total expenditure, which is loaded"
            line = one.lines[one.kept[row]]
            mend = "ask the authority which of them is right"
            yield Problem(sheet.name, line, heading, amount, "warning", "parts-do-not-add-up", sentence, mend)
