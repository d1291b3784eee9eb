"""Small tables and mapping files, and what a load by them gives."""

from collections.abc import Sequence
from pathlib import Path

from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.map.loading import look

FLOWS = """
kind = "flows"
[columns]
"Who" = "payee"
"How much" = "amount_gbp"
"When" = "date"
"What" = "purpose"
"Team" = "unit"
[constants]
payer = "Northmere Council"
basis = "payment"
"""


def load(folder: Path, data: str | bytes, mapping: str, name: str = "table.csv") -> PreparedLoad:
    """Prepare a table by a mapping file."""
    (folder / "map.toml").write_text(mapping, "utf-8")
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    ((group, claim),) = look([folder / name], None, folder / "map.toml").claims
    return prepare(group, claim)


def rows(prepared: PreparedLoad, kind: str, columns: Sequence[str]) -> list[tuple[object, ...]]:
    """Give some columns of the records of one kind, in the order of the file."""
    if f"record.{kind}" not in prepared.tables:
        return []
    return [tuple(row.values()) for row in prepared.tables[f"record.{kind}"].select(list(columns)).to_pylist()]


def problems(prepared: PreparedLoad) -> list[tuple[object, object, object, object]]:
    """Give line, column, value and code of every problem but the notes on reading."""
    found = rows(prepared, "problem", ["line", "column", "value", "code"])
    return [(line, column, value, code) for line, column, value, code in found if code != "reading"]


def codes(prepared: PreparedLoad) -> set[object]:
    """Give the codes of the problems."""
    return {row[3] for row in problems(prepared)}
