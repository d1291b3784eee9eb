"""Arrow schemas of every table, made from the model: the one form in which data crosses from room to room.

A table is named by schema and name: ``record.flow``, ``judgement.match``, ``graph.funding_flow``, ``graph.rel_pays``.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pyarrow as pa

from tpgraph.errors import ModelError
from tpgraph.model import Column, model

Tables = Mapping[str, pa.Table]
"""Tables by name without schema, such as the graph tables: {"organisation": ..., "rel_pays": ...}."""

ARROW = {
    "text": pa.string(),
    "id": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "pence": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.string(),
    "year": pa.string(),
    "list": pa.list_(pa.string()),
    "json": pa.string(),
}


# Any: a field of any Arrow type.
def _fields(columns: tuple[Column, ...]) -> list["pa.Field[Any]"]:
    return [pa.field(column.name, ARROW[column.type]) for column in columns]


@cache
def schemas() -> dict[str, pa.Schema]:
    """Give the Arrow schema of every table of the store, by full name such as ``record.flow``."""
    the = model()
    found: dict[str, pa.Schema] = {}
    for record in the.records.values():
        found[f"record.{record.name}"] = pa.schema(_fields(the.common + record.columns + record.kept))
    head = [pa.field("id", pa.string()), pa.field("name", pa.string())]
    for node in the.nodes.values():
        found[f"graph.{node.table}"] = pa.schema(head + _fields(node.properties))
    for relationship in the.relationships.values():
        # The kind of the near end is told only where a type has more than one.
        ends = [pa.field("source_id", pa.string()), pa.field("target_id", pa.string())]
        found[f"graph.{relationship.table}"] = pa.schema(ends + _fields(relationship.properties))
    for table in the.tables.values():
        found[f"{table.schema}.{table.name}"] = pa.schema(_fields(table.columns))
    return found


def schema(name: str) -> pa.Schema:
    """Give the Arrow schema of one table by its full name.

    Raises
    ------
    ModelError
        If the model has no such table.
    """
    try:
        return schemas()[name]
    except KeyError:
        raise ModelError(f"no table is called '{name}'") from None


def empty(name: str) -> pa.Table:
    """Give the table without rows, by its full name."""
    return schema(name).empty_table()


def conform(table: pa.Table, name: str) -> pa.Table:
    """Bring a table to the schema of the model: order, types, missing columns as nulls.

    Raises
    ------
    ModelError
        If the table has a column that the model does not know, or a value that does not fit its type.
    """
    target = schema(name)
    unknown = [column for column in table.column_names if column not in target.names]
    if unknown:
        raise ModelError(f"{name}: no column is called {', '.join(unknown)}")
    columns = []
    for field in target:
        there = field.name in table.column_names
        try:
            columns.append(table.column(field.name).cast(field.type) if there else pa.nulls(table.num_rows, field.type))
        except pa.ArrowInvalid as error:
            raise ModelError(f"{name}.{field.name}: {error}") from error
    return pa.table(columns, schema=target)


def graph_table_names() -> list[str]:
    """Give the names of the graph tables without schema: nodes, then relationships, then the store's own."""
    return [name.removeprefix("graph.") for name in schemas() if name.startswith("graph.")]


def record_table_names() -> list[str]:
    """Give the names of the record tables without schema, the tables of loads and problems left out."""
    return list(model().records)


def texts(table: pa.Table, column: str) -> list[str]:
    """Give the texts of a column, nulls left out.

    >>> texts(pa.table({"id": ["a", None]}), "id")
    ['a']
    """
    return [str(value) for value in table.column(column).to_pylist() if value is not None]


def from_rows(rows: list[dict[str, object]], name: str) -> pa.Table:
    """Make a table of the model from dictionaries; missing keys are nulls.

    >>> from_rows([{"id": "GB-COH-01234567", "name": "Harbour Trust"}], "graph.organisation").num_rows
    1
    """
    target = schema(name)
    known = set(target.names)
    for row in rows:
        if not known.issuperset(row):
            raise ModelError(f"{name}: no column is called {', '.join(sorted(set(row) - known))}")
    return pa.Table.from_pylist(rows, schema=target)
