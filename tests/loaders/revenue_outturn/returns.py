"""Made-up returns in the layouts of the real ones (RSX 2024-25 and 2018-19, RO5, RS, time series), loaded as rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from tpgraph_loaders.revenue_outturn import LOADER

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare

MEASURES = (
    "Employees (C1)", "Running Expenses (C2)", "Total Expenditure (C3 = C1 + C2)", "Sales, Fees and Charges (C4)",
    "Other Income (C5)", "Total Income (C6 = C4 + C5)", "Net Current Expenditure (C7 = C3 - C6)",
)  # fmt: skip
IDENTITY = ("E-code", "ONS Code", "Local authority", "Region", "Class", "Detailed Class", "Certification")
SERVICES = ("Education services", "Adult Social Care", "Total Service Expenditure")

Row = dict[str, object]
Cells = list[object]


def figures(staff: float, running: float, sales: float = 0, other: float = 0) -> list[float]:
    """The seven figures of a line of service."""
    gross, income = staff + running, sales + other
    return [staff, running, gross, sales, other, income, gross - income]


def added(*lines: Sequence[float]) -> list[float]:
    """The figures of a total of lines."""
    return [sum(values) for values in zip(*lines, strict=True)]


MANCHESTER: Cells = ["E4203", "E08000003", "Manchester", "NW", "MD", "MD", "Y"]
SALFORD: Cells = ["E4206", "E08000006", "Salford", "NW", "MD", "MD", "Y"]
ENGLAND: Cells = ["", "E92000001", "England", "", "Eng", "", ""]
SCHOOLS_M, CARE_M = figures(100, 50, 10, 5), figures(20, 200, 30)
SCHOOLS_S, CARE_S = figures(60, 40, 4), figures(10, 90.5, 12)


def rsx() -> list[Cells]:
    """An RSX table of two authorities and England, its title above."""
    manchester = [*SCHOOLS_M, *CARE_M, *added(SCHOOLS_M, CARE_M)]
    salford = [*SCHOOLS_S, *CARE_S, *added(SCHOOLS_S, CARE_S)]
    header = [*IDENTITY, *(f"{service} - {measure}" for service in SERVICES for measure in MEASURES)]
    return [
        ["Revenue outturn summary (RSX) 2024-25: individual local authorities"],
        ["Figures are in £ thousand"],
        header,
        [*MANCHESTER, *manchester],
        [*SALFORD, *salford],
        [*ENGLAND, *added(manchester, salford)],
    ]


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """Write a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def csv(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write a CSV file."""
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n", encoding="utf-8")
    return path


def load(path: Path) -> dict[str, list[Row]]:
    """Load a file; its tables by name without schema."""
    (group,) = find_groups([path])
    (claim,) = LOADER.recognise(group)
    tables = prepare(group, claim).tables
    return {name.removeprefix("record."): table.to_pylist() for name, table in tables.items()}


def spend(tables: Mapping[str, list[Row]], *columns: str) -> list[tuple[object, ...]]:
    """Give columns of the count."""
    return [tuple(row[column] for column in columns) for row in tables["spend"]]


def aside(tables: Mapping[str, list[Row]]) -> dict[object, object]:
    """Give the pence set aside by reason."""
    found: dict[object, int] = {}
    for row in tables["set_aside"]:
        found[row["reason"]] = found.get(row["reason"], 0) + int(str(row["amount_pence"] or 0))
    return dict(found)


def codes(tables: Mapping[str, list[Row]]) -> list[str]:
    """Give the codes of the problems, each once, sorted."""
    return sorted({str(row["code"]) for row in tables["problem"]})
