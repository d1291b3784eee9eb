"""Ask a shipped query of a published town, and the same question in SQL of the same tables."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa

from tpgraph.map.queries import ShippedQuery, bind_parameters, shipped_query
from tpgraph.stores import QueryLimits, Store
from tpgraph.tables import empty, graph_table_names

ORACLES = Path(__file__).parent / "oracle"
Rows = list[tuple[object, ...]]


def query_named(name: str) -> ShippedQuery:
    """Give a shipped query; it must be there."""
    found = shipped_query(name)
    assert found is not None, f"no query is called {name}"
    return found


class Asked:
    """One town: the store that its graph is published in, and its graph tables in SQL."""

    def __init__(self, store: Store, graph: Mapping[str, pa.Table]) -> None:
        self.store = store
        self.graph = graph
        self._sql = duckdb.connect()
        for name in graph_table_names():
            self._sql.register(name, graph[name] if name in graph else empty(f"graph.{name}"))

    @classmethod
    def published(cls, store: Store, graph: Mapping[str, pa.Table]) -> Self:
        """Publish the graph of a town in a store and ask it there."""
        store.publish(graph, "v1")
        return cls(store, graph)

    def answer(self, name: str, **given: object) -> pa.Table:
        """Ask a shipped query; the engine must not warn."""
        query = query_named(name)
        found = self.store.cypher(query.text, bind_parameters(query, given), QueryLimits(rows=1_000_000))
        assert found.warnings == ()
        return found.table

    def rows(self, name: str, **given: object) -> Rows:
        """Ask a shipped query and give its rows in order."""
        return rows_of(self.answer(name, **given))

    def oracle(self, name: str, **given: object) -> pa.Table:
        """Answer the question of a shipped query with SQL written for it."""
        text = (ORACLES / f"{name}.sql").read_text("utf-8")
        values = bind_parameters(query_named(name), given)
        used = {key: value for key, value in values.items() if re.search(rf"\${key}\b", text)}
        return self._sql.sql(text, params=used).to_arrow_table()


def rows_of(table: pa.Table) -> Rows:
    """Give the rows of a table as tuples, in order."""
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
