"""The sheets of the workbook on money: by body, by theme, the high-level count, and the sums of the files."""

from collections.abc import Mapping

from tpgraph.analysis.money_count import count_beside
from tpgraph.analysis.money_parts import by_body, by_theme
from tpgraph.reports.figure_kinds import BODY, COUNT_LINE, FILE, THEME, FigureKind
from tpgraph.reports.figures import id_of
from tpgraph.reports.material import Material
from tpgraph.reports.sheets import COUNT as NUMBER
from tpgraph.reports.sheets import POUNDS, Sheet, SheetColumn
from tpgraph.reports.sources import file_sums
from tpgraph.reports.years import MoneyRow, money_rows

_BODY_SUMS = (
    ("listed_pence", "Listed"),
    ("revenue_pence", "Revenue"),
    ("capital_pence", "Capital"),
    ("capital_unknown_pence", "Not stated which"),
    ("passed_within_pence", "Passed within: to itself"),
    ("paid_to_counted_pence", "Paid to other bodies we count"),
    ("received_pence", "Received from other bodies we count"),
    ("onward_not_listed_pence", "Received and not listed onward"),
    ("unknown_payee_pence", "To unknown payees"),
)
_THEME_SUMS = (
    *_BODY_SUMS[:5],
    ("passed_between_pence", "Passed between bodies we count"),
)


def money_sheets(material: Material) -> list[Sheet]:
    """Give the sheets on money, each total within one financial year and one basis."""
    rows = money_rows(material)
    return [_bodies(material, rows), _themes(material, rows), _count(material)]


def _head(*texts: str) -> list[SheetColumn]:
    return [SheetColumn(text) for text in texts]


def _sums(names: tuple[tuple[str, str], ...]) -> list[SheetColumn]:
    return [SheetColumn(label, POUNDS, True) for _, label in names]


def _id(kind: FigureKind, row: Mapping[str, object], name: str, of: MoneyRow) -> str:
    """The figure's id; none where the row has no money, for there is nothing to explain."""
    return id_of(kind, (str(row[name]), of.financial_year, of.basis)) if row["payments"] else ""


def _bodies(material: Material, rows: list[MoneyRow]) -> Sheet:
    columns = (
        *_head("Id", "Financial year", "Basis", "Body", "Months covered"),
        SheetColumn("Payments", NUMBER, True),
        *_sums(_BODY_SUMS),
    )
    found = [
        (
            _id(BODY, row, "body_id", of),
            of.financial_year or "unknown",
            of.basis,
            row["body"],
            row["covers"],
            row["payments"],
            *(row[name] for name, _ in _BODY_SUMS),
        )
        for of in rows
        for row in by_body(material.tables, of.financial_year, of.basis).to_pylist()
    ]
    about = "What each body lists, by financial year and basis. Two years or bases are never added."
    return Sheet("money by body", about, tuple(columns), found, (1, 2), "Total")


def _themes(material: Material, rows: list[MoneyRow]) -> Sheet:
    columns = (
        *_head("Id", "Financial year", "Basis", "Theme"),
        SheetColumn("Bodies", NUMBER),
        SheetColumn("Payments", NUMBER, True),
        *_sums(_THEME_SUMS),
    )
    found = [
        (
            _id(THEME, row, "theme", of),
            of.financial_year or "unknown",
            of.basis,
            row["theme"],
            row["bodies"],
            row["payments"],
            *(row[name] for name, _ in _THEME_SUMS),
        )
        for of in rows
        for row in by_theme(material.tables, of.financial_year, of.basis).to_pylist()
    ]
    about = "What bodies list by theme, by financial year and basis; what they pass between them is in it."
    return Sheet("money by theme", about, tuple(columns), found, (1, 2), "Total")


def _line_key(row: Mapping[str, object]) -> tuple[str, str, str]:
    """Key of one line of the high-level count, as `COUNT_LINE` makes it."""
    when = " ".join(str(part) for part in (row["financial_year"], row["basis"]) if part)
    parts = ("heading", "theme", "capital", "spent_on", "prevention_or_response", "how_sure")
    return str(row["body_id"] or ""), when, "|".join(str(row[part] or "") for part in parts)


def _count(material: Material) -> Sheet:
    names = ("body", "heading", "theme", "capital", "spent_on", "prevention_or_response", "how_sure")
    labels = ("Body", "Heading", "Theme", "Capital", "Spent on", "Prevention or response", "How sure")
    found = [
        (
            id_of(COUNT_LINE, _line_key(row)),
            row["financial_year"] or "unknown",
            row["basis"] or "not stated",
            *(row[name] for name in names),
            row["amount_pence"],
        )
        for row in count_beside(material.tables).to_pylist()
    ]
    # Stable: within a year and basis the order of the analysis stays.
    found.sort(key=lambda row: str(row[2]))
    found.sort(key=lambda row: str(row[1]), reverse=True)
    columns = (*_head("Id", "Financial year", "Basis", *labels), SheetColumn("Amount", POUNDS, True))
    about = "The high-level count by body and heading. It stands beside itemised money and is never added to it."
    label = "Total of what bodies gave, with what they pass to each other"
    return Sheet("high-level count", about, columns, found, (1, 2), label)


def source_sheet(material: Material) -> Sheet:
    """Rows and money of each file: a check on reading, not a sum of money spent."""
    what = ("read", "loaded", "set aside")
    columns = (
        *_head("Id", "Publisher", "File", "Sheet", "Loader", "Licence"),
        *(SheetColumn(f"Rows {each}", NUMBER, True) for each in what),
        *(SheetColumn(f"Money {each}", POUNDS, True) for each in what),
    )
    rows = [
        (
            id_of(FILE, (each.load_id, each.sheet, "")),
            each.publisher,
            each.file,
            each.sheet,
            each.loader,
            each.licence,
            *each.rows,
            *each.money,
        )
        for each in file_sums(material)
    ]
    about = "Rows and money of each file: read = loaded + set aside, to the penny."
    return Sheet("sources", about, columns, rows, (), "Total of all files: a check on reading, not money spent")
