"""The embedded store: one DuckDB file that holds records, judgements and the graph derived from them.

Every verb opens the file, does its work and closes it again, so that the file is free between verbs: while one process
writes, no other can even read. A write is one transaction, followed by a checkpoint, so that the file alone is whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from tpgraph.errors import QueryError, StoreError
from tpgraph.stores import duckdb_file, duckdb_rows, duckdb_schema
from tpgraph.stores.duckdb_schema import OWN_TABLE, quoted
from tpgraph.stores.rows import BESIDE_THE_GRAPH, EVENTS, FIGURES, full_name, identity, newest_of_each, to_exchange
from tpgraph.stores.store import Description, QueryAnswer, QueryLimits
from tpgraph.tables import conform, empty, graph_table_names, schema, schemas

if TYPE_CHECKING:
    from tpgraph.stores.cypher_engine import CypherEngine


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
        self._judged: tuple[tuple[int, int, int], ...] | None = None
        self._engine: tuple[str, CypherEngine] | None = None
        duckdb_file.check_path(self._path)
        with self._lock:
            if create and not self._path.exists():
                duckdb_file.make_file(self._path)
            with self._opened(read_only=True) as connection:
                version = duckdb_schema.check(connection, self._path)
            if version < duckdb_schema.store_version():
                self._migrate()

    def _migrate(self) -> None:
        with self._opened(read_only=False) as connection:
            connection.execute("BEGIN TRANSACTION")
            duckdb_schema.migrate(connection, duckdb_schema.check(connection, self._path), self._path)
            _commit(connection)
            _checkpoint(connection)

    # ---------------------------------------------------------------------------------------------------- reading

    def describe(self) -> Description:
        """Tell engine, version and row counts."""
        with self._reading() as (connection, database):
            version, maker, graph_version = connection.execute(
                f"SELECT version, made_by, graph_version FROM {database}.{quoted(OWN_TABLE)}"
            ).fetchall()[0]
            rows = {name: duckdb_rows.count(connection, database, name) for name in schemas()}
        return Description(self.location, f"DuckDB {duckdb.__version__}", version, maker, graph_version, rows)

    def read(self, name: str) -> pa.Table:
        """Read one table, in the order of its key."""
        return self.read_tables([name])[name]

    def read_tables(self, names: Iterable[str]) -> dict[str, pa.Table]:
        """Read several tables as they stood at one moment, each in the order of its key."""
        return self._read_versioned(names)[0]

    def published_version(self) -> str:
        """Give the graph_version of the published graph; empty where there is none or it is stale."""
        return self._read_versioned([])[1]

    def _read_versioned(self, names: Iterable[str]) -> tuple[dict[str, pa.Table], str]:
        wanted = {name: schema(name) for name in names}
        with self._reading() as (connection, database):
            own = connection.execute(f"SELECT graph_version FROM {database}.{quoted(OWN_TABLE)}").fetchall()
            found = {name: connection.sql(duckdb_rows.select(database, name)).to_arrow_table() for name in wanted}
        return {name: table.cast(wanted[name]) for name, table in found.items()}, str(own[0][0])

    # ------------------------------------------------------------------------------------------------------ loads

    def append(self, load: Mapping[str, pa.Table], *, as_it_stood: bool = False, event: pa.Table | None = None) -> None:
        """Append one load: tables of schema record, each with that load's id; and the event that tells of it.

        An older current load of the same source key becomes superseded, and this one its newest issue, whatever its
        row in record.load says of issue and state; with `as_it_stood` the row is kept as it is. A withdrawn load of
        the same id gives way.

        Raises
        ------
        StoreError
            If the load id stands there already, or the tables are not those of one load.
        """
        full = {full_name("record", name): table for name, table in load.items()}
        tables = {name: conform(table, name) for name, table in full.items()}
        load_id, source_key = identity(tables)
        with self._writing() as (connection, database):
            if not duckdb_rows.clear_place(connection, database, load_id):
                raise StoreError(f"load {load_id} stands in {self.location} already: `tpgraph sources` lists the loads")
            if not as_it_stood:
                tables["record.load"] = conform(tables["record.load"].drop_columns("issue"), "record.load")
            for name, table in tables.items():
                duckdb_rows.insert(connection, database, name, table)
            if not as_it_stood:
                duckdb_rows.make_current(connection, database, source_key, load_id)
            duckdb_rows.insert(connection, database, EVENTS, empty(EVENTS) if event is None else event)
            duckdb_rows.set_version(connection, database, "")

    def remove(self, load_id: str, event: pa.Table | None = None) -> None:
        """Delete a load: its rows go for good, and where it was current the newest load left of its source is so again.

        Raises
        ------
        StoreError
            If there is no such load.
        """
        with self._writing() as (connection, database):
            source_key, superseded = duckdb_rows.find_load(connection, database, load_id)
            duckdb_rows.delete_load(connection, database, load_id)
            if not superseded:
                duckdb_rows.bring_back(connection, database, source_key)
            duckdb_rows.insert(connection, database, EVENTS, empty(EVENTS) if event is None else event)
            duckdb_rows.set_version(connection, database, "")

    def exchange(self, gone: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> None:
        """Take rows of judgements and of record.load away, each of which must be there, and add others.

        Raises
        ------
        StoreError
            If a row is not there, or a load would come or go.
        """
        wanted = to_exchange(gone, new)
        with self._writing() as (connection, database):
            for name, (less, more) in wanted.items():
                duckdb_rows.exchange(connection, database, name, less, more)
            if not wanted.keys() <= BESIDE_THE_GRAPH:
                duckdb_rows.set_version(connection, database, "")

    # ------------------------------------------------------------------------------------------ judgements and graph

    def write_judgement(self, name: str, rows: pa.Table, *, replace: bool = False) -> None:
        """Add rows to a table of schema judgement, or replace all of its rows; the graph becomes stale.

        Rows of ``judgement.figure`` are kept once a figure id, the newest; they and events leave the graph as it is.
        """
        full = full_name("judgement", name)
        table = conform(rows, full)
        if full == FIGURES:
            table = newest_of_each(table, "figure_id")
        with self._writing() as (connection, database):
            if replace:
                connection.execute(f"DELETE FROM {database}.{quoted(full)}")
            if full == FIGURES:
                ids = table.column("figure_id").to_pylist()
                connection.execute(
                    f"DELETE FROM {database}.{quoted(full)} WHERE figure_id IN (SELECT unnest(?))", [ids]
                )
            if full not in BESIDE_THE_GRAPH:
                duckdb_rows.set_version(connection, database, "")
            duckdb_rows.insert(connection, database, full, table)

    def publish(self, graph: Mapping[str, pa.Table], graph_version: str) -> tuple[str, ...]:
        """Replace the graph tables (names without schema) as one and keep their version; a table not given is emptied.

        Nobody adds to the nodes of a file, so nothing of other people's goes with them: the answer is empty.

        Raises
        ------
        StoreError
            If the version is empty.
        ModelError
            If a table is not one of the graph's.
        """
        if not graph_version:
            raise StoreError("a graph is published under its version, which must not be empty")
        full = {full_name("graph", name): table for name, table in graph.items()}
        tables = {name: conform(table, name) for name, table in full.items()}
        with self._writing() as (connection, database):
            for name in graph_table_names():
                connection.execute(f"DELETE FROM {database}.graph.{quoted(name)}")
            for name, table in tables.items():
                duckdb_rows.insert(connection, database, name, table)
            duckdb_rows.set_version(connection, database, graph_version)
        return ()

    # ----------------------------------------------------------------------------------------------------- Cypher

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
            self._engine = version, CypherEngine.cached(lambda: self._graph(version), version, self._path)
        return self._engine[1]

    def _graph(self, version: str) -> dict[str, pa.Table]:
        tables, found = self._read_versioned([f"graph.{name}" for name in graph_table_names()])
        if found != version:
            raise QueryError(f"the graph of {self.location} has just changed: ask again")
        return {name.removeprefix("graph."): table for name, table in tables.items()}

    # ------------------------------------------------------------------------------------------------ the open file

    @contextmanager
    def _opened(self, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
        with (
            self._lock,
            closing(duckdb_file.connect(self._path, read_only=read_only)) as connection,
            duckdb_file.sentences(self._path),
        ):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
        with self._opened(read_only=True) as connection:
            connection.execute("BEGIN TRANSACTION READ ONLY")
            self._judge(connection)
            yield connection, quoted(duckdb_schema.database_of(connection))

    @contextmanager
    def _writing(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
        with self._opened(read_only=False) as connection:
            connection.execute("BEGIN TRANSACTION")
            try:
                self._judge(connection)
                yield connection, quoted(duckdb_schema.database_of(connection))
                _commit(connection)
            except BaseException:
                with suppress(duckdb.Error):
                    connection.execute("ROLLBACK")
                raise
            _checkpoint(connection)
        self._judged = self._signature()

    def _judge(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Judge the file again if somebody else wrote it since; an older one is brought up to date on opening only."""
        if self._judged == self._signature():
            return
        version = duckdb_schema.check(connection, self._path)
        if version < duckdb_schema.store_version():
            raise StoreError(f"{self.location} was exchanged for an older store while it was open: open it again")
        self._judged = self._signature()

    def _signature(self) -> tuple[tuple[int, int, int], ...]:
        # The write-ahead log counts: DuckDB folds in whatever lies beside the file.
        files = [file for file in (self._path, self._path.with_name(self._path.name + ".wal")) if file.exists()]
        return tuple((found.st_ino, found.st_size, found.st_mtime_ns) for found in (file.stat() for file in files))
