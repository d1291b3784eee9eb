"""Rows of an open store file: SQL for its tables, made from the model, and the bookkeeping of loads.

`database` is the quoted name under which DuckDB has the file open.
"""

import duckdb
import pyarrow as pa

from tpgraph.errors import StoreError
from tpgraph.stores.duckdb_schema import OWN_TABLE, columns_of, quoted
from tpgraph.stores.rows import order_of


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
    connection.execute(f"UPDATE {loads} SET issue = ?, superseded = false WHERE load_id = ?", [issue, load_id])


def bring_back(connection: duckdb.DuckDBPyConnection, database: str, source_key: str) -> None:
    """Make the newest load left of a source the current one; it keeps its issue."""
    issue = newest_issue(connection, database, source_key)
    sql = f"UPDATE {database}.record.load SET superseded = false WHERE source_key = ? AND issue = ?"
    connection.execute(sql, [source_key, issue])


def set_version(connection: duckdb.DuckDBPyConnection, database: str, graph_version: str) -> None:
    """Keep the version of the published graph; empty makes it stale."""
    connection.execute(f"UPDATE {database}.{quoted(OWN_TABLE)} SET graph_version = ?", [graph_version])
