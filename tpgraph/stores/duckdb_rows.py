"""Rows of an open store file: SQL for its tables, made from the model, and the bookkeeping of loads.

`database` is the quoted name under which DuckDB has the file open.
"""

import duckdb
import pyarrow as pa

from tpgraph.errors import StoreError
from tpgraph.stores.duckdb_schema import OWN_TABLE, columns_of, quoted
from tpgraph.stores.rows import exchanged, order_of
from tpgraph.tables import schema, schemas


def select(database: str, name: str) -> str:
    """Give the SQL that reads a table in the order of its key."""
    columns = ", ".join(quoted(column) for column in columns_of(name))
    return f"SELECT {columns} FROM {database}.{quoted(name)} {order_of(name)}"


def insert(connection: duckdb.DuckDBPyConnection, database: str, name: str, table: pa.Table) -> None:
    """Add the rows of an Arrow table with the schema of the model."""
    if not table.num_rows:
        return
    columns = ", ".join(quoted(column) for column in columns_of(name))
    connection.register("tpgraph_incoming", table)
    try:
        connection.execute(f"INSERT INTO {database}.{quoted(name)} ({columns}) SELECT {columns} FROM tpgraph_incoming")
    finally:
        connection.unregister("tpgraph_incoming")


def count(connection: duckdb.DuckDBPyConnection, database: str, name: str) -> int:
    """Count the rows of a table."""
    row = connection.execute(f"SELECT count(*) FROM {database}.{quoted(name)}").fetchone()
    return int(row[0]) if row else 0


def exchange(connection: duckdb.DuckDBPyConnection, database: str, name: str, gone: pa.Table, new: pa.Table) -> None:
    """Take rows away, each of which must be there, and add others.

    Raises
    ------
    StoreError
        If a row is not there.
    """
    if gone.num_rows:
        held = connection.sql(select(database, name)).to_arrow_table().cast(schema(name))
        new = exchanged(name, held, gone, new)
        connection.execute(f"DELETE FROM {database}.{quoted(name)}")
    insert(connection, database, name, new)


def clear_place(connection: duckdb.DuckDBPyConnection, database: str, load_id: str) -> bool:
    """Delete a withdrawn load whose id a new one has; tell whether the id is free then."""
    row = connection.execute(f"SELECT withdrawn FROM {database}.record.load WHERE load_id = ?", [load_id]).fetchone()
    if row and row[0]:
        delete_load(connection, database, load_id)
    return row is None or bool(row[0])


def delete_load(connection: duckdb.DuckDBPyConnection, database: str, load_id: str) -> None:
    """Delete all rows of a load."""
    for name in schemas():
        if name.startswith("record."):
            connection.execute(f"DELETE FROM {database}.{quoted(name)} WHERE load_id = ?", [load_id])


def find_load(connection: duckdb.DuckDBPyConnection, database: str, load_id: str) -> tuple[str, bool]:
    """Give source key of a load and whether it is superseded.

    Raises
    ------
    StoreError
        If there is no such load.
    """
    row = connection.execute(
        f"SELECT source_key, superseded FROM {database}.record.load WHERE load_id = ?", [load_id]
    ).fetchone()
    if row is None:
        raise StoreError(f"there is no load '{load_id}': `tpgraph sources` lists the loads")
    return str(row[0]), bool(row[1])


def newest_issue(connection: duckdb.DuckDBPyConnection, database: str, source_key: str) -> int:
    """Give the highest issue of a source; 0 where it has no load."""
    row = connection.execute(
        f"SELECT coalesce(max(issue), 0) FROM {database}.record.load WHERE source_key = ?", [source_key]
    ).fetchone()
    return int(row[0]) if row else 0


def make_current(connection: duckdb.DuckDBPyConnection, database: str, source_key: str, load_id: str) -> None:
    """Make one load the current and newest issue of its source; all others of the source are superseded."""
    issue = newest_issue(connection, database, source_key) + 1
    loads = f"{database}.record.load"
    connection.execute(f"UPDATE {loads} SET superseded = true WHERE source_key = ?", [source_key])
    marks = "issue = ?, superseded = false, withdrawn = false"
    connection.execute(f"UPDATE {loads} SET {marks} WHERE load_id = ?", [issue, load_id])


def bring_back(connection: duckdb.DuckDBPyConnection, database: str, source_key: str) -> None:
    """Make the newest load left of a source that was not withdrawn the current one; it keeps its issue."""
    loads = f"{database}.record.load"
    kept = f"SELECT max(issue) FROM {loads} WHERE source_key = $key AND NOT coalesce(withdrawn, false)"
    sql = f"UPDATE {loads} SET superseded = false WHERE source_key = $key AND issue = ({kept})"
    connection.execute(f"{sql} AND NOT coalesce(withdrawn, false)", {"key": source_key})


def set_version(connection: duckdb.DuckDBPyConnection, database: str, graph_version: str) -> None:
    """Keep the version of the published graph; empty makes it stale."""
    connection.execute(f"UPDATE {database}.{quoted(OWN_TABLE)} SET graph_version = ?", [graph_version])
