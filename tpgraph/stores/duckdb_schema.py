"""What stands in a store file: its tables, made from the model, its version, and the refusal of everything else.

A store is a file that people e-mail to each other, so a file is judged before any of its tables is read. The catalogue
functions are named in full (``system.main.``): a macro planted in the file could stand in for them otherwise.
"""

from importlib import metadata
from pathlib import Path

import duckdb
import pyarrow as pa

from tpgraph.errors import NotAStoreError, StoreVersionError
from tpgraph.model import model
from tpgraph.tables import schemas

SCHEMAS = ("record", "judgement", "graph")
OWN_TABLE = "main.tpgraph"
OWN_COLUMNS = {"version": "BIGINT", "made_by": "VARCHAR", "graph_version": "VARCHAR"}

_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.list_(pa.string()): "VARCHAR[]",
}

# Kinds of things that a store never holds, and the catalogue function and column that name them.
_FOREIGN = {
    "view": ("duckdb_views", "view_name"),
    "macro": ("duckdb_functions", "function_name"),
    "type": ("duckdb_types", "type_name"),
    "sequence": ("duckdb_sequences", "sequence_name"),
    "index": ("duckdb_indexes", "index_name"),
    "constraint": ("duckdb_constraints", "constraint_text"),
    "trigger": ("duckdb_triggers", "trigger_name"),
}

# Steps that bring a store of version n to n + 1, as SQL with {database} in it. Added tables and columns need no step:
# `migrate` makes whatever the model has and the file lacks. A step is written where something is renamed or reworked.
MIGRATIONS: dict[int, tuple[str, ...]] = {}


def store_version() -> int:
    """Give the version of the stores that this tpgraph writes: that of the model."""
    return model().version


def made_by() -> str:
    """Name this tpgraph, as a store that it makes remembers it."""
    try:
        return f"tpgraph {metadata.version('tpgraph')}"
    except metadata.PackageNotFoundError:
        return "tpgraph"


def quoted(name: str) -> str:
    """Quote a name for SQL; a full name such as ``record.flow`` keeps its dots.

    >>> quoted("record.flow")
    '"record"."flow"'
    """
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def columns_of(name: str) -> dict[str, str]:
    """Give the columns of one table of a store with their SQL types, in order."""
    if name == OWN_TABLE:
        return OWN_COLUMNS
    return {field.name: _TYPES[field.type] for field in schemas()[name]}


def table_names() -> list[str]:
    """Give the full name of every table of a store."""
    return [OWN_TABLE, *schemas()]


def statements(database: str) -> list[str]:
    """Give the SQL that makes an empty store in an attached, empty database."""
    made = [f"CREATE SCHEMA {quoted(database)}.{quoted(schema)}" for schema in SCHEMAS]
    made += [_create_table(database, name) for name in table_names()]
    row = f"({store_version()}, '{made_by()}', '')"
    return [*made, f"INSERT INTO {quoted(database)}.{quoted(OWN_TABLE)} VALUES {row}"]


def _create_table(database: str, name: str) -> str:
    columns = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns_of(name).items())
    return f"CREATE TABLE {quoted(database)}.{quoted(name)} ({columns})"


def database_of(connection: duckdb.DuckDBPyConnection) -> str:
    """Name the database of an open store file, which DuckDB calls after the file."""
    rows = connection.execute("SELECT database_name, internal FROM system.main.duckdb_databases()").fetchall()
    return next(str(name) for name, internal in rows if not internal)


def check(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Refuse a file that is not a store, was made by a newer tpgraph, or holds things that tpgraph did not make.

    Returns
    -------
    int
        The store's version, at most `store_version`; the tables of an older one are judged after `migrate`.

    Raises
    ------
    NotAStoreError, StoreVersionError
        Naming what was found.
    """
    database = database_of(connection)
    found = _found_columns(connection, database)
    if not OWN_COLUMNS.items() <= found.get(OWN_TABLE, {}).items():
        raise NotAStoreError(f"{path} is a DuckDB file, but not a store that tpgraph made: choose another file")
    row = connection.execute(f"SELECT version, made_by FROM {quoted(database)}.{quoted(OWN_TABLE)}").fetchone()
    version, maker = row if row else (-1, "")
    if version > store_version():
        raise StoreVersionError(
            f"{path} was made by a newer tpgraph ({maker}, store version {version}; this one reads up to "
            f"{store_version()}): update tpgraph"
        )
    _refuse_foreign(connection, database, path)
    if version == store_version():
        _refuse_other_tables(connection, database, path)
    return int(version)


def _found_columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    """Tables of the file with their columns and types; a column with a default or formula gets a type of no store."""
    rows = connection.execute(
        "SELECT schema_name, table_name, column_name, data_type, column_default, is_nullable "
        "FROM system.main.duckdb_columns() WHERE database_name = ? AND NOT internal",
        [database],
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for schema, table, column, kind, default, nullable in rows:
        plain = default is None and nullable
        found.setdefault(f"{schema}.{table}", {})[column] = kind if plain else f"{kind} with a rule"
    return found


def _refuse_foreign(connection: duckdb.DuckDBPyConnection, database: str, path: Path) -> None:
    listed = connection.execute("SELECT function_name FROM system.main.duckdb_functions() WHERE internal").fetchall()
    known = {name for (name,) in listed}
    for kind, (function, column) in _FOREIGN.items():
        if function not in known:
            continue  # an older DuckDB, which cannot hold such things either
        internal = "" if kind in ("sequence", "index", "constraint", "trigger") else " AND NOT internal"
        sql = f"SELECT {column} FROM system.main.{function}() WHERE database_name = ?{internal} LIMIT 1"
        row = connection.execute(sql, [database]).fetchone()
        if row:
            raise NotAStoreError(
                f"{path} holds a {kind} that tpgraph did not make ('{row[0]}'), which could read files of this "
                f"computer: ask whoever sent it for a clean store"
            )
    rows = connection.execute(
        "SELECT schema_name FROM system.main.duckdb_schemas() WHERE database_name = ? AND NOT internal", [database]
    ).fetchall()
    strange = {str(name) for (name,) in rows} - {*SCHEMAS, "main"}
    if strange:
        raise NotAStoreError(f"{path} holds a schema that tpgraph did not make ('{min(strange)}'): it is not a store")


def _refuse_other_tables(connection: duckdb.DuckDBPyConnection, database: str, path: Path) -> None:
    found = _found_columns(connection, database)
    known = {name: columns_of(name) for name in table_names()}
    for name in sorted(found.keys() | known.keys()):
        have, want = found.get(name, {}), known.get(name, {})
        wrong = next((column for column, kind in have.items() if want.get(column) != kind), "")
        missing = next((column for column in want if column not in have), "")
        if wrong or missing:
            told = f"column '{wrong}' that tpgraph did not make" if wrong else f"no column '{missing}'"
            raise NotAStoreError(f"{path} holds table {name} with {told}: it is not a store of this tpgraph")


def migrate(connection: duckdb.DuckDBPyConnection, version: int, path: Path) -> None:
    """Bring an older store to this version, inside the transaction that is open; its graph becomes stale.

    Raises
    ------
    NotAStoreError
        If a table still differs from the model afterwards.
    """
    database = database_of(connection)
    for step in range(version, store_version()):
        for sql in MIGRATIONS.get(step, ()):
            connection.execute(sql.format(database=quoted(database)))
    found = _found_columns(connection, database)
    for name in table_names():
        if name not in found:
            connection.execute(_create_table(database, name))
        for column, kind in columns_of(name).items():
            if name in found and column not in found[name]:
                table = f"{quoted(database)}.{quoted(name)}"
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {quoted(column)} {kind}")
    own = f"{quoted(database)}.{quoted(OWN_TABLE)}"
    connection.execute(f"UPDATE {own} SET version = ?, graph_version = ''", [store_version()])
    _refuse_other_tables(connection, database, path)
