"""Small filled-in templates for the tests: written, loaded, and given back as rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from tpgraph_loaders.template import LOADER

from tpgraph.identifiers import record_id
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare
from tpgraph.loading.loader import Claim
from tpgraph.names import fold

Row = dict[str, object]
PUBLISHER = "Northmere"


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook whose sheets are rows of cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def folder(path: Path, files: Mapping[str, str]) -> Path:
    """Write a folder of text files."""
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def claims(path: Path) -> list[Claim]:
    """Give the template loader's claims on a path."""
    return [claim for group in find_groups([path]) for claim in LOADER.recognise(group)]


def load(path: Path) -> dict[str, list[Row]]:
    """Load the one source of a path; give its tables by name without schema, as rows in the order of sheet and line."""
    (group,) = find_groups([path])
    (claim,) = LOADER.recognise(group)
    prepared = prepare(group, claim, PUBLISHER, None)
    tables = {name.removeprefix("record."): table.to_pylist() for name, table in prepared.tables.items()}
    return {name: sorted(rows, key=_where) for name, rows in tables.items()}


def _where(row: Row) -> tuple[str, int]:
    line = row.get("line")
    return str(row.get("sheet")), line if isinstance(line, int) else 0


def only(rows: Sequence[Row], *columns: str) -> list[tuple[object, ...]]:
    """Give some columns of rows."""
    return [tuple(row[column] for column in columns) for row in rows]


def body(key: str) -> str:
    """Give the record id of a body by its id, or by its name as it is folded."""
    return record_id(PUBLISHER, "organisation", key)


def named(name: str) -> str:
    """Give the record id of a body that has no id."""
    return body(fold(name))


def said(tables: Mapping[str, Sequence[Row]], code: str) -> list[tuple[object, ...]]:
    """Give the problems of a code: sheet, line, column, value."""
    return only([row for row in tables["problem"] if row["code"] == code], "sheet", "line", "column", "value")
