"""Small made-up 360Giving files, and what comes of them."""

import csv
import io
import json
from pathlib import Path

import xlsxwriter

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.recognise import recognise

Row = dict[str, object]

GRANT: Row = {
    "id": "360G-made-1",
    "title": "Youth club",
    "description": "Two evenings a week",
    "currency": "GBP",
    "amountAwarded": 1000.1,
    "awardDate": "2020-05-01",
    "recipientOrganization": [{"id": "GB-CHC-1089893", "name": "Harbour Trust"}],
    "fundingOrganization": [{"id": "GB-CHC-1164021", "name": "Northmere Foundation"}],
}
TITLES: Row = {
    "Identifier": "360G-made-1",
    "Title": "Youth club",
    "Currency": "GBP",
    "Amount Awarded": "1000.10",
    "Award Date": "2020-05-01",
    "Recipient Org:Identifier": "GB-CHC-1089893",
    "Recipient Org:Name": "Harbour Trust",
    "Funding Org:Identifier": "GB-CHC-1164021",
    "Funding Org:Name": "Northmere Foundation",
}


def loaded(path: Path, loader: str | None = None) -> PreparedLoad:
    """Prepare the one source that a path holds."""
    ((group, claim),), _ = recognise(find_groups([path]), loader)
    return prepare(group, claim)


def as_json(folder: Path, *grants: Row, **head: object) -> Path:
    """Write grants as JSON, with what stands beside them in the head of the file."""
    path = folder / "grants.json"
    path.write_text(json.dumps({**head, "grants": list(grants)}), encoding="utf-8")
    return path


def as_csv(folder: Path, *rows: Row) -> Path:
    """Write rows as CSV; the headings are those of all rows."""
    path = folder / "grants.csv"
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(file.getvalue(), encoding="utf-8")
    return path


def as_workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook of sheets, each a list of rows."""
    path = folder / "grants.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def rows(load: PreparedLoad, table: str) -> list[Row]:
    """Give the rows of a record table, none where it has none."""
    found = load.tables.get(f"record.{table}")
    return found.to_pylist() if found is not None else []


def flow(load: PreparedLoad) -> Row:
    """Give the one flow of a load."""
    (found,) = rows(load, "flow")
    return found


def pence(load: PreparedLoad) -> int:
    """Add up the flows of a load."""
    return sum(int(str(row["amount_pence"])) for row in rows(load, "flow"))


def codes(load: PreparedLoad) -> set[str]:
    """Give the codes of the problems of a load."""
    return {str(row["code"]) for row in rows(load, "problem")}
