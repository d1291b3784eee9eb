"""The graph of a server as Arrow tables: inner ids first, then properties in columns of some ten thousand.

A list of values a column travels five times faster than a record a row. Only relationships between nodes of the model
are read: others belong to other people.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tpgraph.model import Node, Relationship, model
from tpgraph.stores.neo4j_database import Database
from tpgraph.tables import schema

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

CHUNK = 20_000


# Any: a field of any Arrow type.
def _with_inner(name: str) -> pa.Schema:
    fields: list[pa.Field[Any]] = [pa.field("inner_id", pa.int64()), *schema(name)]
    return pa.schema(fields)


def nodes(database: Database, node: Node) -> pa.Table:
    """Read the nodes of one kind.

    Returns
    -------
    Table, columns inner_id (int64, the server's own number), id, name and the properties of the model
        In no order.
    """
    target = _with_inner(f"graph.{node.table}")
    columns = ", ".join(f"[n IN found | n.{name}]" for name in target.names[1:])
    # A node without an id was added by somebody else.
    ids = f"MATCH (n:{node.label}) WHERE n.id IS NOT NULL RETURN collect(id(n)) AS ids"
    values = (
        f"UNWIND $ids AS inner_id MATCH (n:{node.label}) WHERE id(n) = inner_id WITH collect(n) AS found "
        f"RETURN [[n IN found | id(n)], {columns}] AS columns"
    )
    return _table(database, ids, values, target)


def relationships(database: Database, relationship: Relationship) -> pa.Table:
    """Read the relationships of one kind.

    Returns
    -------
    Table, columns inner_id (int64, the server's own number), source_id, target_id and the properties of the model
        In no order.
    """
    target = _with_inner(f"graph.{relationship.table}")
    columns = ", ".join(f"[r IN found | r.{name}]" for name in target.names[3:])
    ends = "[r IN found | startNode(r).id], [r IN found | endNode(r).id]"
    values = (
        f"UNWIND $ids AS inner_id MATCH ()-[r:{relationship.type}]->() WHERE id(r) = inner_id WITH collect(r) AS found "
        f"RETURN [[r IN found | id(r)], {', '.join(part for part in (ends, columns) if part)}] AS columns"
    )
    parts = []
    for near, far in relationship.between:
        ids = f"MATCH (:{near})-[r:{relationship.type}]->(:{far}) RETURN collect(id(r)) AS ids"
        parts.append(_table(database, ids, values, target))
    return pa.concat_tables(parts)


def _table(database: Database, ids: str, values: str, target: pa.Schema) -> pa.Table:
    parts = [_arrow(columns, target) for columns in _chunks(database, ids, values)]
    return pa.Table.from_batches(parts, schema=target)


# Any: values of the model's types, which the schema tells apart.
def _chunks(database: Database, ids: str, values: str) -> Iterator[Sequence[Sequence[Any]]]:
    with database.session(read_only=True) as session:
        # One list, not a row each: a record a row costs forty times as much.
        inner = session.execute_read(lambda tx: tx.run(database.ours(ids)).single(strict=True)["ids"])
        inner.sort()
        for start in range(0, len(inner), CHUNK):
            chunk = inner[start : start + CHUNK]
            yield session.execute_read(_columns, database.ours(values), chunk)


# Any: see `_chunks`.
def _columns(transaction: "ManagedTransaction", text: str, ids: list[int]) -> Sequence[Sequence[Any]]:
    return list(transaction.run(text, ids=ids).single(strict=True)["columns"])


# Any: see `_chunks`.
def _arrow(columns: Sequence[Sequence[Any]], target: pa.Schema) -> pa.RecordBatch:
    arrays = [_array(values, field.type) for values, field in zip(columns, target, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=target)


# Any: see `_chunks`.
def _array(values: Sequence[Any], kind: pa.DataType) -> "pa.Array[Any]":
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        # Somebody gave a property of the model a value of another type: it counts as empty, and the next publication
        # puts the right one there.
        return pa.array([value if _fits(value, kind) else None for value in values], kind)


def _fits(value: object, kind: pa.DataType) -> bool:
    try:
        pa.array([value], kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return False
    return True


def present(database: Database) -> set[str]:
    """Give the graph tables (names without schema) that may have rows: the server keeps these counts ready."""
    parts = [f"MATCH (n:{node.label}) RETURN '{node.table}' AS name, count(*) AS rows" for node in _nodes()]
    parts += [f"MATCH ()-[r:{kind.type}]->() RETURN '{kind.table}' AS name, count(*) AS rows" for kind in _kinds()]
    return {row["name"] for row in database.ask(" UNION ALL ".join(parts)) if row["rows"]}


def count(database: Database) -> dict[str, int]:
    """Count the rows of every node and relationship table, by full name."""
    parts = [f"MATCH (n:{node.label}) RETURN 'graph.{node.table}' AS name, count(n.id) AS rows" for node in _nodes()]
    parts += [
        f"MATCH (:{near})-[r:{kind.type}]->(:{far}) RETURN 'graph.{kind.table}' AS name, count(*) AS rows"
        for kind in _kinds()
        for near, far in kind.between
    ]
    found: dict[str, int] = {}
    for row in database.ask(" UNION ALL ".join(parts)):
        found[row["name"]] = found.get(row["name"], 0) + row["rows"]
    return found


def _nodes() -> list[Node]:
    return list(model().nodes.values())


def _kinds() -> list[Relationship]:
    return list(model().relationships.values())
