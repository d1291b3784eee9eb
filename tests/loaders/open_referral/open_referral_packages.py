"""Open Referral packages of a few lines, written to disk and loaded; and the real ones where they are at hand."""

from pathlib import Path

import pyarrow as pa
from tpgraph_loaders.open_referral import LOADER

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.tables import empty

ORGANISATIONS = "id,name,legal_status\no1,Harbour Trust,charity\n"
SERVICES = "id,organization_id,name\ns1,o1,Stay and play\n"


def written(folder: Path, files: dict[str, str], name: str = "town") -> Path:
    """Write a package of small files and give its folder."""
    home = folder / name
    for member, text in files.items():
        path = home / member
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return home


def load(home: Path) -> PreparedLoad:
    """Load the one package of a folder."""
    (group,) = find_groups([home])
    (claim,) = LOADER.recognise(group)
    return prepare(group, claim)


def loaded(folder: Path, files: dict[str, str]) -> PreparedLoad:
    """Write a package and load it."""
    return load(written(folder, files))


def table(prepared: PreparedLoad, name: str) -> pa.Table:
    """Give one table of a load, such as ``record.service``; without rows where the load has none."""
    return prepared.tables.get(name, empty(name))


def rows(prepared: PreparedLoad, name: str, *columns: str) -> list[tuple[object, ...]]:
    """Give some columns of one table, a tuple a row, in order of sheet and line."""
    wanted = table(prepared, name).sort_by([("sheet", "ascending"), ("line", "ascending")])
    return [tuple(row[column] for column in columns) for row in wanted.to_pylist()]


def problems(prepared: PreparedLoad, code: str) -> list[tuple[object, ...]]:
    """Give sheet, line and severity of the problems with one code."""
    found = rows(prepared, "record.problem", "code", "sheet", "line", "severity")
    return [row[1:] for row in found if row[0] == code]


def set_aside(prepared: PreparedLoad) -> list[tuple[object, ...]]:
    """Give sheet, line, number of rows and reason of what was set aside."""
    return rows(prepared, "record.set_aside", "sheet", "line", "rows", "reason")


def accounts(prepared: PreparedLoad) -> dict[str, tuple[int, int, int]]:
    """Give rows read, loaded and set aside by sheet."""
    found = table(prepared, "record.file").to_pylist()
    return {row["sheet"]: (row["rows_read"], row["rows_loaded"], row["rows_set_aside"]) for row in found}


def total(prepared: PreparedLoad, name: str, column: str) -> int:
    """Count the entries of a list column."""
    return sum(len(row[0]) for row in rows(prepared, name, column) if isinstance(row[0], list))
