"""Which figures of a return are loaded: each pound of spending once, in the finest lines that add up.

A return prints the same money many times over: employees, running expenses and their sum; lines and their totals; the
spending and what is left of it after income; and every form prints what a summary form prints again. Of all that the
parts are loaded; what repeats them is set aside with its reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tpgraph.loading.figures import Figures
from tpgraph.loading.sums import Sum, find_sums, rounding
from tpgraph.names import fold
from tpgraph_loaders.revenue_outturn.columns import (
    EMPLOYEES,
    GROSS,
    INCOME,
    NET,
    OTHER,
    RUNNING,
    SINGLE,
    Column,
)
from tpgraph_loaders.revenue_outturn.services import ServiceClass, class_of_code, class_of_form, class_of_words

ADDED_UP = "columns that are the sum of other columns"
PARTS_OF_LINE = "total expenditure, the sum of employees and running expenses"
PARTS_WRONG = "employees and running expenses that do not add up to the total expenditure, which is loaded"
IS_INCOME = "income, which is no spending"
IS_NET = "net of income: the spending itself is loaded"
IS_OTHER = "capital charges, recharges and grants, which are no current spending"
FINANCING = "how spending is paid for: financing, transfers and reserves"
REPEATED = "the same money in another return of the file"
NOT_SPENDING = "no line of service"
STANDS_TWICE = "a column with the heading of another"

# The summary of all services comes first: it has the same money as the detailed returns in a tenth of the lines.
_PREFERRED = (("RSX",), ("RO1", "RO2", "RO3", "RO4", "RO5", "RO6"), ("RS",), ("RA",))


@dataclass(frozen=True)
class Sheet:
    """Columns of figures of one sheet, its authorities' rows alone."""

    name: str
    columns: Sequence[Column]
    figures: Sequence[Figures]
    unit: int


@dataclass
class Line:
    """One line of service in one sheet: its columns by measure, its class, and why all of it is set aside, if it is."""

    service: str
    form: str
    coded: bool
    columns: dict[str, int] = field(default_factory=dict)
    kind: ServiceClass | None = None
    reason: str = ""


@dataclass(frozen=True)
class Choice:
    """What is loaded of one column.

    Attributes
    ----------
    column : its place among the columns of the sheet
    line : the line of service
    loaded : rows in which its figure is loaded
    aside : why the figures of other rows are not
    """

    column: int
    line: Line
    loaded: np.ndarray[tuple[int], np.dtype[np.bool_]]
    aside: str


def _lines(sheet: Sheet) -> list[Line]:
    found: dict[tuple[str, str], Line] = {}
    for place, column in enumerate(sheet.columns):
        line = found.setdefault((column.form, fold(column.service)), Line(column.service, column.form, column.coded))
        # Sales, other income and their sum are all income: none of them is loaded.
        line.columns.setdefault(column.measure, place)
    return list(found.values())


def _telling(lines: Sequence[Line]) -> str:
    """The measure by which totals are looked for: the one that most lines have, gross before net."""
    counts = {measure: sum(measure in line.columns for line in lines) for measure in (GROSS, NET, EMPLOYEES, SINGLE)}
    return max(counts, key=lambda measure: counts[measure])


def _classes(lines: Sequence[Line], sums: Mapping[int, Sum]) -> None:
    """Give each line its class: its total's, else its own words or code, else its return's."""
    total_of = {part: found.item for found in sums.values() for part in found.parts}
    for index, line in enumerate(lines):
        own = class_of_code(line.service.lower()) if line.coded else class_of_words(line.service)
        over = index
        while own is None and over in total_of:
            over = total_of[over]
            own = class_of_words(lines[over].service)
        line.kind = own or class_of_form(line.form)


def _find_totals(sheet: Sheet, lines: Sequence[Line]) -> tuple[dict[int, Sum], str]:
    measure = _telling(lines)
    places = [index for index, line in enumerate(lines) if measure in line.columns]
    if not places:
        return {}, measure
    figures = [sheet.figures[lines[index].columns[measure]] for index in places]
    values = np.stack([one.pence for one in figures])
    known = np.stack([one.known for one in figures])
    called = [sheet.columns[lines[index].columns[measure]].is_called_total for index in places]
    sums: dict[int, Sum] = {}
    start = 0
    # Lines of two returns never add up to one total.
    while start < len(places):
        form = lines[places[start]].form
        end = next((i for i in range(start, len(places)) if lines[places[i]].form != form), len(places))
        slack = rounding(values[start:end], sheet.unit)
        for found in find_sums(values[start:end], known[start:end], called[start:end], slack):
            item = places[start + found.item]
            sums[item] = Sum(item, tuple(places[start + part] for part in found.parts), found.wrong)
        start = end
    return sums, measure


def _set_aside(sheet: Sheet, lines: Sequence[Line], sums: Mapping[int, Sum], chosen: frozenset[str]) -> None:
    """Say of each line why all of it is set aside, where it is."""
    over = False
    single = all(SINGLE in line.columns or line.coded for line in lines)
    ends = any(sheet.columns[place].ends_expenditure for line in lines for place in line.columns.values())
    for index, line in enumerate(lines):
        if line.form not in chosen:
            line.reason = REPEATED if line.form in {form for forms in _PREFERRED for form in forms} else IS_OTHER
        elif index in sums:
            line.reason = ADDED_UP
        elif over:
            line.reason = FINANCING
        elif (single and not ends and line.kind is None) or (not single and set(line.columns) == {SINGLE}):
            line.reason = NOT_SPENDING
        over = over or (single and any(sheet.columns[place].ends_expenditure for place in line.columns.values()))


def preferred_forms(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Choose the returns of a file that are loaded: the summary of services, else the detailed ones, else any."""
    there = {column.form for sheet in sheets for column in sheet.columns if column.measure != OTHER}
    for forms in _PREFERRED:
        if there.intersection(forms):
            return frozenset(forms)
    return frozenset(there)


def _chosen_rows(
    sheet: Sheet, line: Line, has_gross: bool
) -> dict[str, tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], str]]:
    """For each measure of a line: the rows in which it is loaded, and why it is not in the others."""
    rows = len(sheet.figures[0].pence)
    none = np.zeros(rows, dtype=bool)

    def of(
        measure: str,
    ) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        if measure not in line.columns:
            return np.zeros(rows, dtype=np.int64), none
        figures = sheet.figures[line.columns[measure]]
        return figures.pence, figures.known

    (staff, staff_known), (running, running_known), (gross, gross_known) = of(EMPLOYEES), of(RUNNING), of(GROSS)
    parts_known = staff_known | running_known
    slack = rounding(np.concatenate([staff, running, gross]), sheet.unit) * 3
    agrees = np.abs(staff + running - gross) <= slack
    use_parts = parts_known & (~gross_known | agrees)
    use_gross = gross_known & ~use_parts
    net_rows = none if has_gross else np.ones(rows, dtype=bool)
    return {
        EMPLOYEES: (use_parts, PARTS_WRONG),
        RUNNING: (use_parts, PARTS_WRONG),
        GROSS: (use_gross, PARTS_OF_LINE),
        NET: (net_rows, IS_NET),
        SINGLE: (net_rows, IS_NET),
        INCOME: (none, IS_INCOME),
        OTHER: (none, IS_OTHER),
    }


def choose(sheets: Sequence[Sheet]) -> list[tuple[Sheet, list[Choice], dict[str, Sum]]]:
    """Choose the figures of a file that are loaded.

    Returns
    -------
    for each sheet: the sheet, what is loaded of each column that has a figure, and its totals by their line of service
    """
    chosen = preferred_forms(sheets)
    gross = {
        (column.form, fold(column.service))
        for sheet in sheets
        for column in sheet.columns
        if column.measure in (GROSS, EMPLOYEES, RUNNING)
    }
    made = []
    for sheet in sheets:
        lines = _lines(sheet)
        sums, _ = _find_totals(sheet, lines)
        _classes(lines, sums)
        _set_aside(sheet, lines, sums, chosen)
        totals = {lines[index].service: found for index, found in sums.items()}
        made.append((sheet, list(_choices(sheet, lines, gross)), totals))
    return made


def _choices(sheet: Sheet, lines: Sequence[Line], gross: set[tuple[str, str]]) -> list[Choice]:
    found = []
    by_key = {(line.form, fold(line.service)): line for line in lines}
    plans = {key: _chosen_rows(sheet, line, key in gross) for key, line in by_key.items() if not line.reason}
    for place, column in enumerate(sheet.columns):
        key = (column.form, fold(column.service))
        line, figures = by_key[key], sheet.figures[place]
        if line.reason or line.columns[column.measure] != place:
            reason = line.reason or (IS_INCOME if column.measure == INCOME else STANDS_TWICE)
            loaded = np.zeros(len(figures.pence), dtype=bool)
        else:
            loaded, reason = plans[key][column.measure]
        found.append(Choice(place, line, loaded & figures.known, reason))
    return found
