"""Which rows of the records count now: those of current loads, each record id once.

A record id that two current loads hold is taken from the row that says most (a full entry before a mere mention), then
from the newest data; the order in which files were loaded plays no part.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import duckdb
import pyarrow as pa

from tpgraph.tables import record_table_names, schema


def connect(tables: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    """Open a connection in memory in which the tables stand under their names."""
    connection = duckdb.connect(":memory:")
    for name, table in tables.items():
        connection.register(name, table)
    return connection


def arrow(connection: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    """Give the rows of a query as an Arrow table."""
    table: pa.Table = connection.sql(query).to_arrow_table()
    return table


@cache
def sql_text(name: str) -> str:
    """Give the text of one SQL file of this room."""
    return resources.files("tpgraph.resolution").joinpath("sql", name).read_text("utf-8")


def _rank(columns: list[str]) -> str:
    said_less = [f"coalesce(t.{flag}, false)" for flag in ("stub", "mentioned") if flag in columns]
    return ", ".join([*said_less, "coalesce(l.as_of, '') DESC", "l.source_key DESC"])


_CURRENT_LOADS = "CREATE TABLE l AS SELECT * FROM load WHERE NOT coalesce(superseded, false)"


def _once(name: str) -> str:
    """The query for the rows of one table that count."""
    columns = schema(f"record.{name}").names
    return (
        f"SELECT t.* FROM {name} t JOIN l USING (load_id) "
        f"QUALIFY row_number() OVER (PARTITION BY t.record_id ORDER BY {_rank(columns)}) = 1 ORDER BY t.record_id"
    )


def current_of(records: Mapping[str, pa.Table], names: Iterable[str]) -> dict[str, pa.Table]:
    """Pick the rows that count of some record tables only, and the current loads, as `current_records` does of all."""
    wanted = tuple(names)
    connection = connect({name: records[name] for name in (*wanted, "load")})
    connection.execute(_CURRENT_LOADS)
    found = {name: connection.sql(_once(name)).to_arrow_table().cast(schema(f"record.{name}")) for name in wanted}
    return {**found, "load": connection.sql("SELECT * FROM l ORDER BY load_id").to_arrow_table()}


def current_records(records: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Pick the rows that count.

    Parameters
    ----------
    records : tables of schema record by name without schema, `load` among them

    Returns
    -------
    dict of tables: the record tables with each record id once, `load` with the current loads only, and `statement`
    (record_kind, record_id, load_id, sheet, line): every current row, also those not taken, sorted.
    """
    connection = connect(records)
    connection.execute(_CURRENT_LOADS)
    found: dict[str, pa.Table] = {}
    statements = []
    for name in record_table_names():
        found[name] = connection.sql(_once(name)).to_arrow_table()
        statements.append(
            f"SELECT '{name}' AS record_kind, record_id, t.load_id, sheet, line FROM {name} t JOIN l USING (load_id)"
        )
    found["statement"] = connection.sql(" UNION ALL ".join(statements) + " ORDER BY ALL").to_arrow_table()
    found["load"] = connection.sql("SELECT * FROM l ORDER BY load_id").to_arrow_table()
    statement = found.pop("statement")
    return {**{name: table.cast(schema(f"record.{name}")) for name, table in found.items()}, "statement": statement}
