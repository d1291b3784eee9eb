"""The embedded store: one DuckDB file that holds records, judgements and the graph derived from them.

Every verb opens the file, does its work and closes it again, so that the file is free between verbs: while one process
writes, no other can even read. A write is one transaction, followed by a checkpoint, so that the file alone is whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from tpgraph.errors import ModelError, QueryError, StoreError
from tpgraph.stores import duckdb_file, duckdb_schema
from tpgraph.stores.duckdb_schema import OWN_TABLE, quoted
from tpgraph.stores.store import Description, QueryAnswer, QueryLimits
from tpgraph.tables import conform, graph_table_names, record_table_names, schema, schemas

if TYPE_CHECKING:
    from tpgraph.stores.cypher_engine import CypherEngine

FIGURES = "judgement.figure"


def _commit(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("COMMIT")


def _checkpoint(connection: duckdb.DuckDBPyConnection) -> None:
    # What is committed stands in the write-ahead log already, and the next writer folds it in: a full disk here is no
    # reason to tell people that their load failed.
    with suppress(duckdb.Error):
        connection.execute("CHECKPOINT")


class DuckDBStore:
    """A store in one file. See `tpgraph.stores.store.Store` for the verbs.

    Parameters
    ----------
    path : Path
        The file, such as ``place.tpgraph``.
    create : bool
        Make the file if there is none.

    Raises
    ------
    StoreError
        If there is no such store, or it cannot be opened.
    NotAStoreError, StoreVersionError, StoreBusyError
        If the file is something else, was made by a newer tpgraph, or is held by another process.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.location = str(path)
        self._path = Path(path).expanduser().absolute()
        self._lock = duckdb_file.lock_of(self._path)
        self._checked: tuple[int, int, int] | None = None
        self._engine: tuple[str, CypherEngine] | None = None
        duckdb_file.check_path(self._path)
        with self._lock:
            if create and not self._path.exists():
                duckdb_file.make_file(self._path)
            with self._opened(read_only=True) as connection:
                version = duckdb_schema.check(connection, self._path)
            if version < duckdb_schema.store_version():
                with self._writing() as (connection, _):
                    duckdb_schema.migrate(connection, version, self._path)

    # ------------------------------------------------------------------------------------------------ reading

    def describe(self) -> Description:
        """Tell engine, version and row counts."""
        with self._reading() as (connection, database):
            own = connection.execute(f"SELECT * FROM {database}.{quoted(OWN_TABLE)}").fetchall()[0]
            rows = {name: self._count(connection, f"{database}.{quoted(name)}") for name in schemas()}
        return Description(self.location, f"DuckDB {duckdb.__version__}", int(own[0]), own[1], own[2], rows)

    def read(self, name: str) -> pa.Table:
        """Read one table, in the order of its key."""
        return self.read_tables([name])[name]

    def read_tables(self, names: Iterable[str]) -> dict[str, pa.Table]:
        """Read several tables as they stood at one moment, each in the order of its key."""
        wanted = {name: schema(name) for name in names}
        with self._reading() as (connection, database):
            found = {name: connection.sql(_select(database, name)).to_arrow_table() for name in wanted}
        return {name: table.cast(wanted[name]) for name, table in found.items()}

    def published_version(self) -> str:
        """Give the graph_version of the published graph; empty where there is none or it is stale."""
        with self._reading() as (connection, database):
            row = connection.execute(f"SELECT graph_version FROM {database}.{quoted(OWN_TABLE)}").fetchone()
        return str(row[0]) if row else ""

    # ------------------------------------------------------------------------------------------------ loads

    def append(self, load: Mapping[str, pa.Table]) -> None:
        """Append one load: tables of schema record, each with that load's id.

        An older current load of the same source key becomes superseded, and this one its newest issue.

        Raises
        ------
        StoreError
            If the load id stands there already, or the tables are not those of one load.
        """
        tables = {_full("record", name): conform(table, _full("record", name)) for name, table in load.items()}
        load_id, source_key = _identity(tables)
        with self._writing() as (connection, database):
            loads = f"{database}.record.load"
            if self._count(connection, loads, "load_id = ?", [load_id]):
                raise StoreError(f"load {load_id} stands in {self.location} already: `tpgraph sources` lists the loads")
            issue = self._newest_issue(connection, database, source_key) + 1
            connection.execute(f"UPDATE {loads} SET superseded = true WHERE source_key = ?", [source_key])
            for name, table in tables.items():
                self._insert(connection, database, name, table)
            connection.execute(f"UPDATE {loads} SET issue = ?, superseded = false WHERE load_id = ?", [issue, load_id])
            self._make_stale(connection, database)

    def remove(self, load_id: str) -> None:
        """Take a load back: its rows go, and where it was current the newest load left of its source is so again.

        Raises
        ------
        StoreError
            If there is no such load.
        """
        with self._writing() as (connection, database):
            source_key, superseded = self._find_load(connection, database, load_id)
            for name in schemas():
                if name.startswith("record."):
                    connection.execute(f"DELETE FROM {database}.{quoted(name)} WHERE load_id = ?", [load_id])
            if not superseded:
                issue = self._newest_issue(connection, database, source_key)
                connection.execute(
                    f"UPDATE {database}.record.load SET superseded = false WHERE source_key = ? AND issue = ?",
                    [source_key, issue],
                )
            self._make_stale(connection, database)

    def restore(self, load_id: str) -> None:
        """Make a superseded load the current one of its source key again, as its newest issue.

        Raises
        ------
        StoreError
            If there is no such load, or it is the current one.
        """
        with self._writing() as (connection, database):
            source_key, superseded = self._find_load(connection, database, load_id)
            if not superseded:
                raise StoreError(f"load {load_id} is the current load of {source_key} already")
            issue = self._newest_issue(connection, database, source_key) + 1
            loads = f"{database}.record.load"
            connection.execute(f"UPDATE {loads} SET superseded = true WHERE source_key = ?", [source_key])
            connection.execute(f"UPDATE {loads} SET issue = ?, superseded = false WHERE load_id = ?", [issue, load_id])
            self._make_stale(connection, database)

    # ------------------------------------------------------------------------------------------------ judgements, graph

    def write_judgement(self, name: str, rows: pa.Table, *, replace: bool = False) -> None:
        """Add rows to a table of schema judgement, or replace all of its rows; the graph becomes stale.

        Rows of ``judgement.figure`` are kept once a figure id, the newest, and leave the graph as it is.
        """
        full = _full("judgement", name)
        table = conform(rows, full)
        with self._writing() as (connection, database):
            if replace:
                connection.execute(f"DELETE FROM {database}.{quoted(full)}")
            if full == FIGURES:
                ids = pa.array(table.column("figure_id").to_pylist(), pa.string())
                table = table.take(pa.array(sorted({figure: row for row, figure in enumerate(ids.to_pylist())}.values())))
                connection.execute(f"DELETE FROM {database}.{quoted(full)} WHERE figure_id IN (SELECT unnest(?))", [ids.to_pylist()])
            else:
                self._make_stale(connection, database)
            self._insert(connection, database, full, table)

    def remember_figures(self, figures: pa.Table) -> None:
        """Keep what the short ids on a page stand for: ``write_judgement`` for ``judgement.figure``."""
        self.write_judgement(FIGURES, figures)

    def publish(self, graph: Mapping[str, pa.Table], graph_version: str) -> None:
        """Replace the graph tables (names without schema) as one and keep their version; a table not given is emptied.

        Raises
        ------
        StoreError
            If the version is empty.
        ModelError
            If a table is not one of the graph's.
        """
        if not graph_version:
            raise StoreError("a graph is published under its version, which must not be empty")
        tables = {_full("graph", name): conform(table, _full("graph", name)) for name, table in graph.items()}
        with self._writing() as (connection, database):
            for name in graph_table_names():
                connection.execute(f"DELETE FROM {database}.graph.{quoted(name)}")
            for name, table in tables.items():
                self._insert(connection, database, name, table)
            connection.execute(f"UPDATE {database}.{quoted(OWN_TABLE)} SET graph_version = ?", [graph_version])

    # ------------------------------------------------------------------------------------------------ Cypher

    def cypher(
        self, text: str, parameters: Mapping[str, object] | None = None, limits: QueryLimits | None = None
    ) -> QueryAnswer:
        """Run a Cypher text, read only, over the published graph.

        Raises
        ------
        QueryError
            If the text is wrong, refused or too slow, or no graph is published.
        """
        with self._lock:
            engine = self._engine_now()
        return engine.run(text, parameters, limits)

    def _engine_now(self) -> "CypherEngine":
        from tpgraph.stores.cypher_engine import CypherEngine

        version = self.published_version()
        if not version:
            raise QueryError(f"the graph of {self.location} is out of date: derive it first, then ask it")
        if self._engine is None or self._engine[0] != version:
            names = graph_table_names()

            def tables() -> dict[str, pa.Table]:
                found = self.read_tables([f"graph.{name}" for name in names])
                return {name: found[f"graph.{name}"] for name in names}

            self._engine = version, CypherEngine.cached(tables, version, self._path)
        return self._engine[1]
