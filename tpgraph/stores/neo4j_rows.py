"""Tables that no query reads, kept in blocks: some thousand rows as one Parquet file inside one (:StoreRows).

A block keeps every value exactly (empty lists, nulls inside lists, control characters), which properties do not, and
costs one node instead of ten thousand. `base64.b64decode(node["data"])` is a file that every Parquet reader takes.
"""

import base64
import io
from collections.abc import Iterable, Iterator

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tpgraph.model import model
from tpgraph.stores.neo4j_database import Database, Row
from tpgraph.stores.neo4j_schema import WITHDRAWN, staged
from tpgraph.stores.neo4j_switch import Turn
from tpgraph.stores.rows import order_of
from tpgraph.tables import conform, empty, schema

LOADS = "record.load"
BLOCK_ROWS = 10_000
BLOCK_BYTES = 4 * 1024 * 1024

_MAKE = "CREATE (b:{label} {{table: row[0], load_id: row[1], position: row[2], rows: row[3], data: row[4]}})"


def is_in_blocks(name: str) -> bool:
    """Tell whether a table is kept in blocks: every one but the graph's nodes and relationships, and record.load."""
    within, _, table = name.partition(".")
    if within != "graph":
        return name != LOADS
    kinds = {node.table for node in model().nodes.values()} | {kind.table for kind in model().relationships.values()}
    return table not in kinds


def blocks(name: str, table: pa.Table, load_id: str = "") -> Iterator[list[object]]:
    """Cut a table into blocks: rows of [table, load id, position, rows, data]."""
    average = max(1, table.nbytes // max(1, table.num_rows))
    step = max(1, min(BLOCK_ROWS, BLOCK_BYTES // average))
    for position, start in enumerate(range(0, table.num_rows, step)):
        part = table.slice(start, step)
        file = io.BytesIO()
        pq.write_table(part, file, compression="zstd")
        yield [name, load_id, position, part.num_rows, base64.b64encode(file.getvalue()).decode("ascii")]


def unpack(name: str, found: Iterable[str]) -> pa.Table:
    """Give the rows of blocks as one table in the order of its key."""
    parts = [conform(pq.read_table(io.BytesIO(base64.b64decode(data))), name) for data in found]
    return ordered(name, pa.concat_tables(parts)) if parts else empty(name)


def ordered(name: str, table: pa.Table) -> pa.Table:
    """Put the rows of a table in the order that every store gives them in."""
    if table.num_rows < 2:
        return table
    with duckdb.connect() as connection:
        connection.register("found", table)
        return connection.sql(f"SELECT * FROM found {order_of(name)}").to_arrow_table().cast(schema(name))


def stage(database: Database, name: str, table: pa.Table, load_id: str = "") -> None:
    """Prepare a table's blocks, each in a batch of its own."""
    for row in blocks(name, table, load_id):
        made = _MAKE.format(label=staged("StoreRows"))
        database.batch(f"{name} {load_id} {row[2]}", f"UNWIND $rows AS row {made} WITH collect(id(b)) AS ids", [row])


def show(turn: Turn) -> None:
    """Make the blocks that were prepared visible."""
    label = staged("StoreRows")
    turn.move(f"MATCH (n:{label})", f"REMOVE n:{label} SET n:StoreRows")


def withdraw(turn: Turn, names: Iterable[str], load_id: str = "") -> None:
    """Make the blocks of tables invisible; those of one load, or those of no load."""
    turn.later(
        f"MATCH (b:StoreRows) WHERE b.table IN $names AND b.load_id = $load_id REMOVE b:StoreRows SET b:{WITHDRAWN}",
        names=list(names),
        load_id=load_id,
    )


def read(database: Database, name: str) -> pa.Table:
    """Read a table that is kept in blocks, in the order of its key."""
    found = database.ask(
        "MATCH (b:StoreRows {table: $name}) RETURN b.data AS data ORDER BY b.load_id, b.position", name=name
    )
    return unpack(name, (row["data"] for row in found))


def count(database: Database) -> dict[str, int]:
    """Count the rows of every table that is kept in blocks and has rows."""
    found = database.ask("MATCH (b:StoreRows) RETURN b.table AS name, sum(b.rows) AS rows")
    return {row["name"]: row["rows"] for row in found}


def loads(database: Database) -> list[Row]:
    """Give the rows of record.load."""
    return [dict(row["load"]) for row in database.ask("MATCH (l:StoreLoad) RETURN properties(l) AS load")]


def loads_table(rows: list[Row]) -> pa.Table:
    """Give record.load in the order of its key."""
    return ordered(LOADS, pa.Table.from_pylist(rows, schema=schema(LOADS)))
