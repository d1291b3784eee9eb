"""The store on a Neo4j server: the same verbs as the embedded store, shared by a team and open to Browser and Bloom.

Records and judgements stand as blocks of rows, the graph as nodes and relationships of graph.toml. See
`neo4j_turn` for who writes and when, `neo4j_schema` for what stands in the database.
"""

from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa

from tpgraph.errors import QueryError, StoreError
from tpgraph.model import model
from tpgraph.stores import neo4j_imported, neo4j_publish, neo4j_read, neo4j_rows, neo4j_schema
from tpgraph.stores.duckdb_schema import store_version
from tpgraph.stores.neo4j_connection import connect, parse, sentences
from tpgraph.stores.neo4j_database import Database, Row
from tpgraph.stores.neo4j_switch import Turn
from tpgraph.stores.neo4j_turn import State, steady, turn
from tpgraph.stores.rows import (
    BESIDE_THE_GRAPH,
    EVENTS,
    FIGURES,
    LOADS,
    exchanged,
    full_name,
    identity,
    newest_of_each,
    to_exchange,
)
from tpgraph.stores.store import Description, QueryAnswer, QueryLimits
from tpgraph.tables import conform, schema, schemas


class Neo4jStore:
    """A store in one database of a Neo4j server. See `tpgraph.stores.store.Store` for the verbs.

    Parameters
    ----------
    location : str
        The address, such as ``neo4j://host:7687/database``.
    create : bool
        Make the store if the database is empty.
    credentials : callable, optional
        Asked for user name and password where NEO4J_USERNAME and NEO4J_PASSWORD are not set.

    Raises
    ------
    StoreError
        If the server cannot be used or holds no store.
    NotAStoreError
        If the database holds nodes but no store of ours.
    """

    def __init__(
        self, location: str, *, create: bool = False, credentials: Callable[[str], tuple[str, str]] | None = None
    ) -> None:
        address = parse(location)
        self.location = address.location
        self._database = Database(address, connect(address, credentials))
        try:
            version = neo4j_schema.check(self._database, create=create)
            neo4j_imported.finish(self._database)
            if version < store_version():
                neo4j_schema.migrate(self._database)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let the connections go."""
        self._database.driver.close()

    def __del__(self) -> None:
        if "_database" in self.__dict__:
            self.close()

    # ---------------------------------------------------------------------------------------------------- reading

    def describe(self) -> Description:
        """Tell engine, version and row counts, and what other people added beside the store."""

        def read(now: State) -> Description:
            rows = dict.fromkeys(schemas(), 0)
            rows |= neo4j_read.count(self._database) | neo4j_rows.count(self._database)
            rows[LOADS] = len(neo4j_rows.loads(self._database))
            others = neo4j_schema.others(self._database)
            return Description(self.location, self._engine(), now.version, now.made_by, now.graph_version, rows, others)

        return steady(self._database, read)

    def _engine(self) -> str:
        with sentences(self._database.address):
            return str(self._database.driver.get_server_info().agent).replace("/", " ")

    def read(self, name: str) -> pa.Table:
        """Read one table, in the order of its key."""
        return self.read_tables([name])[name]

    def read_tables(self, names: Iterable[str]) -> dict[str, pa.Table]:
        """Read several tables as they stood at one moment, each in the order of its key."""
        wanted = [name for name in names if schema(name)]
        return steady(self._database, lambda _: {name: self._table(name) for name in wanted})

    def _table(self, name: str) -> pa.Table:
        if name == LOADS:
            return neo4j_rows.loads_table(neo4j_rows.loads(self._database))
        if neo4j_rows.is_in_blocks(name):
            return neo4j_rows.read(self._database, name)
        table = name.removeprefix("graph.")
        for node in model().nodes.values():
            if node.table == table:
                return neo4j_rows.ordered(name, neo4j_read.nodes(self._database, node).drop_columns("inner_id"))
        relationship = next(found for found in model().relationships.values() if found.table == table)
        return neo4j_rows.ordered(name, neo4j_read.relationships(self._database, relationship).drop_columns("inner_id"))

    def published_version(self) -> str:
        """Give the graph_version of the published graph; empty where there is none or it is stale."""
        return steady(self._database, lambda now: now.graph_version)

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
        load_id, _ = identity(tables)
        row = tables[LOADS].to_pylist()[0] | ({} if as_it_stood else {"issue": None})
        with turn(self._database) as mine:
            loads = neo4j_rows.loads(self._database)
            if any(other["load_id"] == load_id and not other.get("withdrawn") for other in loads):
                raise StoreError(f"load {load_id} stands in {self.location} already: `tpgraph sources` lists the loads")
            neo4j_rows.withdraw(mine, schemas(), load_id)
            for name, table in tables.items():
                if name != LOADS:
                    neo4j_rows.stage(self._database, name, table, load_id)
            mine.later("MERGE (l:StoreLoad {load_id: $row.load_id}) SET l = $row", row=row)
            if not as_it_stood:
                _make_current(mine, [other for other in loads if other["load_id"] != load_id], row)
            self._tell(mine, event)
            neo4j_rows.show(mine)
            mine.graph_version = ""

    def remove(self, load_id: str, event: pa.Table | None = None) -> None:
        """Delete a load: its rows go for good, and where it was current the newest load left of its source is so again.

        Raises
        ------
        StoreError
            If there is no such load.
        """
        with turn(self._database) as mine:
            loads = neo4j_rows.loads(self._database)
            gone = self._find(loads, load_id)
            left = [row for row in loads if row["source_key"] == gone["source_key"] and row["load_id"] != load_id]
            left = [row for row in left if not row.get("withdrawn")]
            mine.later("MATCH (l:StoreLoad {load_id: $load_id}) DELETE l", load_id=load_id)
            neo4j_rows.withdraw(mine, schemas(), load_id)
            if not gone.get("superseded") and left:
                newest = max(left, key=lambda row: int(row.get("issue") or 0))
                _set(mine, newest["load_id"], {"superseded": False})
            self._tell(mine, event)
            neo4j_rows.show(mine)
            mine.graph_version = ""

    def exchange(self, gone: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> None:
        """Take rows of judgements and of record.load away, each of which must be there, and add others.

        Raises
        ------
        StoreError
            If a row is not there, or a load would come or go.
        """
        wanted = to_exchange(gone, new)
        with turn(self._database) as mine:
            for name, (less, more) in wanted.items():
                table = exchanged(name, self._table(name), less, more)
                if name != LOADS:
                    self._rewrite(mine, name, table)
            for row in wanted[LOADS][1].to_pylist() if LOADS in wanted else ():
                _set(mine, row["load_id"], row)
            neo4j_rows.show(mine)
            if not wanted.keys() <= BESIDE_THE_GRAPH:
                mine.graph_version = ""

    def _rewrite(self, mine: Turn, name: str, table: pa.Table) -> None:
        """Put the rows of a table of no load in the place of those that stand there, once they are shown."""
        neo4j_rows.stage(self._database, name, table)
        neo4j_rows.withdraw(mine, [name])

    def _tell(self, mine: Turn, event: pa.Table | None) -> None:
        if event is not None:
            self._rewrite(mine, EVENTS, pa.concat_tables([self._table(EVENTS), conform(event, EVENTS)]))

    def _find(self, loads: list[Row], load_id: str) -> Row:
        for row in loads:
            if row["load_id"] == load_id:
                return row
        raise StoreError(f"there is no load '{load_id}' in {self.location}: `tpgraph sources` lists the loads")

    # ------------------------------------------------------------------------------------------ judgements and graph

    def write_judgement(self, name: str, rows: pa.Table, *, replace: bool = False) -> None:
        """Add rows to a table of schema judgement, or replace all of its rows; the graph becomes stale.

        Rows of ``judgement.figure`` are kept once a figure id, the newest; they and events leave the graph as it is.
        """
        full = full_name("judgement", name)
        table = conform(rows, full)
        with turn(self._database) as mine:
            if not replace:
                table = pa.concat_tables([neo4j_rows.read(self._database, full), table])
            if full == FIGURES:
                table = newest_of_each(table, "figure_id")
            if full not in BESIDE_THE_GRAPH:
                mine.graph_version = ""
            self._rewrite(mine, full, table)
            neo4j_rows.show(mine)

    def publish(self, graph: Mapping[str, pa.Table], graph_version: str) -> tuple[str, ...]:
        """Bring the graph tables (names without schema) to those given, and keep their version.

        Returns
        -------
        tuple of str
            Sentences that name what other people had added to nodes that went.

        Raises
        ------
        StoreError
            If the version is empty, or the tables do not hold together.
        ModelError
            If a table is not one of the graph's.
        """
        if not graph_version:
            raise StoreError("a graph is published under its version, which must not be empty")
        full = {full_name("graph", name): table for name, table in graph.items()}
        tables = {name: conform(table, name) for name, table in full.items()}
        neo4j_publish.check(tables)
        with turn(self._database) as mine:
            told = neo4j_publish.publish(mine, tables)
            mine.graph_version = graph_version
        return (*told, *mine.told)

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

        def read(now: State) -> QueryAnswer:
            if not now.graph_version:
                raise QueryError(f"the graph of {self.location} is out of date: derive it first, then ask it")
            where = self._database.address
            with sentences(where):
                from tpgraph.stores import neo4j_cypher

                return neo4j_cypher.run(self._database.driver, where.name, text, parameters, limits)

        return steady(self._database, read)


def _set(mine: Turn, load_id: str, values: Row) -> None:
    mine.later("MATCH (l:StoreLoad {load_id: $load_id}) SET l += $values", load_id=load_id, values=values)


def _make_current(mine: Turn, loads: list[Row], new: Row) -> None:
    """Make a new load the current and newest issue of its source; all others of the source are superseded."""
    others = [row for row in loads if row["source_key"] == new["source_key"]]
    newest = max((int(row.get("issue") or 0) for row in others), default=0)
    for row in others:
        _set(mine, row["load_id"], {"superseded": True})
    _set(mine, new["load_id"], {"issue": newest + 1, "superseded": False, "withdrawn": False})
