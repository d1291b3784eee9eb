"""The report's section on money: the bridge, its kinds, by body, by theme, and the high-level count beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # the values of a row as Arrow gives them: texts, numbers, None

from markupsafe import Markup

from tpgraph.analysis.money_count import side_by_side
from tpgraph.analysis.money_ledger import names_of
from tpgraph.analysis.money_parts import by_body
from tpgraph.analysis.money_words import NOT_ALL, period
from tpgraph.money import pounds
from tpgraph.reports.behind import Behind, behind_figure, behind_rows
from tpgraph.reports.figure_kinds import BODY, COUNT, THEME
from tpgraph.reports.figures import Figure, figures_of, report_ledger
from tpgraph.reports.material import Material
from tpgraph.reports.sections import Grid, Head, Line
from tpgraph.reports.words import plain
from tpgraph.reports.years import MoneyRow, money_rows, year_shown
from tpgraph.views.charts import Bar, bar_chart

BARS_SHOWN = 20
ROWS_SHOWN = 100
_Key = tuple[str, str, str]

_BRIDGE = (
    ("listed_pence", "Listed"),
    ("passed_within_pence", "Less passed within: to itself"),
    ("passed_between_pence", "Less passed between bodies we count"),
    ("onward_not_listed_pence", "Plus received and not listed onward"),
    ("counted_once_pence", "Counted once"),
)
_KINDS = (
    ("revenue_pence", "Revenue"),
    ("capital_pence", "Capital"),
    ("capital_unknown_pence", "Not stated which"),
    ("listed_pence", "Listed"),
    ("unknown_payee_pence", "Of it, to unknown payees"),
)


@dataclass(frozen=True)
class Drawing:
    """A chart with its table, and the rows behind each of its figures."""

    chart: Markup
    behind: tuple[tuple[str, Behind], ...]
    more: int


@dataclass(frozen=True)
class MoneySection:
    """All that the report says of money."""

    question: str
    rule: str
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    missing: str
    bridge: Grid | None
    kinds: Grid | None
    bodies: Drawing | None
    themes: Drawing | None
    count: Grid | None


def money_section(material: Material) -> MoneySection | None:
    """Make the section on money; None where the analysis was not run."""
    answer = material.answers.get("money")
    if answer is None:
        return None
    rows = money_rows(material)
    year = year_shown(material, rows)
    shown = next((row for row in rows if row.financial_year == year), None)
    names = names_of(material.tables)
    with report_ledger(material) as connection:
        figures = {kind: figures_of(connection, kind, names) for kind in (BODY, THEME, COUNT)}
    return MoneySection(
        question=answer.analysis.question,
        rule=plain(answer.analysis.rule),
        sentences=tuple(answer.analysis.sentence(row.row) for row in rows[:ROWS_SHOWN]),
        notes=tuple(plain(note) for note in answer.result.notes),
        missing=plain(answer.result.missing),
        bridge=_bridge(material, rows) if rows else None,
        kinds=_kinds(rows) if rows else None,
        bodies=_bodies(material, shown, figures[BODY]) if shown else None,
        themes=_themes(shown, figures[THEME]) if shown else None,
        count=_count(material, figures[BODY], figures[COUNT]),
    )


def _bridge(material: Material, rows: Sequence[MoneyRow]) -> Grid:
    """One row a year and basis: from what is listed to what is counted once."""
    answer = material.answers["money"]
    index = {figure: i for i, figure in enumerate(answer.ids)}
    behind = behind_rows(material.tables, answer, [index[row.id] for row in rows])
    heads = (Head("Money"), *(Head(label, True) for _, label in _BRIDGE))
    lines = tuple(
        Line((_period(row), *(pounds(row.pence(name)) for name, _ in _BRIDGE)), row.id, behind[index[row.id]])
        for row in rows
    )
    return Grid("From what is listed to what is counted once", heads, lines, 0, "money")


def _period(row: MoneyRow) -> str:
    said = period(row.basis or None, row.financial_year or None)
    return said[:1].upper() + said[1:]


def _kinds(rows: Sequence[MoneyRow]) -> Grid:
    heads = (Head("Money"), *(Head(label, True) for _, label in _KINDS))
    lines = tuple(Line((_period(row), *(pounds(row.pence(name)) for name, _ in _KINDS)), row.id) for row in rows)
    return Grid("Revenue and capital: parts of what is listed", heads, lines, 0, "money")


def _bodies(material: Material, shown: MoneyRow, figures: Mapping[_Key, Figure]) -> Drawing:
    """Money listed by body, for the year and basis of the first page."""
    rows = by_body(material.tables, shown.financial_year, shown.basis).to_pylist()
    bars, behind = [], []
    for row in rows[:BARS_SHOWN]:
        key = (row["body_id"], shown.financial_year, shown.basis)
        pence, figure = row["listed_pence"], figures.get(key)
        told = "nothing given" if pence is None else pounds(pence)
        bars.append(Bar(row["body"], pence, told, row["covers"], figure.id if figure else ""))
        if figure:
            behind.append((row["body"], behind_figure(figure)))
    chart = bar_chart(
        bars,
        heading=f"{_period(shown)}: listed by body",
        label_name="Body",
        value_name="Listed",
        chart_id="by-body",
        description=f"What each body lists. {NOT_ALL}" if shown.basis == "payment" else "What each body lists.",
    )
    return Drawing(chart, tuple(behind), max(0, len(rows) - BARS_SHOWN))


def _themes(shown: MoneyRow, figures: Mapping[_Key, Figure]) -> Drawing:
    """Money listed by theme, for the same."""
    of_row = [(key[0], figure) for key, figure in figures.items() if key[1:] == (shown.financial_year, shown.basis)]
    of_row.sort(key=lambda pair: (-(pair[1].amount_pence or 0), pair[0]))
    first = of_row[:BARS_SHOWN]
    bars = [Bar(theme, f.amount_pence, pounds(f.amount_pence or 0), "", f.id) for theme, f in first]
    chart = bar_chart(
        bars,
        heading=f"{_period(shown)}: listed by theme",
        label_name="Theme",
        value_name="Listed",
        chart_id="by-theme",
        description="What bodies list by theme; payments between bodies we count are in it.",
    )
    return Drawing(chart, tuple((theme, behind_figure(f)) for theme, f in first), max(0, len(of_row) - BARS_SHOWN))


def _count(material: Material, bodies: Mapping[_Key, Figure], counts: Mapping[_Key, Figure]) -> Grid | None:
    """The high-level count beside itemised money, one row a body and year; no two sums of a row are added."""
    rows = side_by_side(material.tables).to_pylist()
    if not any(row["count_pence"] is not None for row in rows):
        return None
    by_body: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        by_body.setdefault((row["body_id"], row["financial_year"] or ""), []).append(row)
    lines = [_beside(found, bodies, counts) for found in by_body.values()]
    heads = (
        Head("Body"),
        Head("Financial year"),
        Head("High-level count", True),
        Head("Itemised", True),
        Head("Ids of the other sums"),
    )
    return Grid(
        "High-level count beside itemised money, never added to it",
        heads,
        tuple(lines[:ROWS_SHOWN]),
        max(0, len(lines) - ROWS_SHOWN),
        "high-level count",
    )


def _beside(rows: Sequence[Mapping[str, Any]], bodies: Mapping[_Key, Figure], counts: Mapping[_Key, Figure]) -> Line:
    """All that one body gave for a year: a sum a basis in each cell, the count's first with the rows behind it."""
    keys = [(row["body_id"], row["financial_year"] or "", row["basis"] or "") for row in rows]
    found = [figure for by_key in (counts, bodies) for key in keys if (figure := by_key.get(key))]
    first, others = (found[0], found[1:]) if found else (None, [])
    cells = (rows[0]["body"], rows[0]["financial_year"] or "unknown")
    sums = (_sums(rows, "count_pence"), _sums(rows, "itemised_pence"))
    return Line(
        (*cells, *sums, ", ".join(figure.id for figure in others)),
        first.id if first else "",
        behind_figure(first) if first else None,
    )


def _sums(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    """Say each sum with its basis, for bases are never added."""
    said = [f"{pounds(row[name])} ({row['basis'] or 'basis not stated'})" for row in rows if row[name] is not None]
    return "; ".join(said) or "none given"
