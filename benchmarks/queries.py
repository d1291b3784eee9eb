"""Each shipped query on both engines: how long it takes warm on a town of 100,000 nodes, and that the rows are equal.

The town is the generated one of the tests, published in an embedded store (KGLite in this process) and on a Neo4j
server that this benchmark starts. Each query is asked once on both engines unmeasured, then in turn, `repeats` times.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from tests.neo4j_server import Neo4jServer
from tests.queries import generated, wide
from tpgraph.map.queries import ShippedQuery, bind_parameters, shipped_queries
from tpgraph.stores import QueryLimits, Store, open_store

HEADER = ("query on 100,000 nodes, warm", "rows", "KGLite, ms", "Neo4j, ms", "Neo4j / KGLite")
LIMITS = QueryLimits(seconds=300, rows=1_000_000)


@contextmanager
def _own_cache(folder: str) -> Iterator[None]:
    """Keep the cache of the embedded engine in a folder of its own."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before


def _timed(store: Store, query: ShippedQuery, given: dict[str, object]) -> tuple[float, pa.Table]:
    started = time.perf_counter()
    table = store.cypher(query.text, bind_parameters(query, given), LIMITS).table
    return 1000 * (time.perf_counter() - started), table


def _row(query: ShippedQuery, stores: Sequence[Store], given: dict[str, object], repeats: int) -> list[str]:
    """Measure one query on both engines.

    Raises
    ------
    AssertionError
        If the engines do not give equal rows in equal order.
    """
    ours, theirs = (_timed(store, query, given)[1] for store in stores)
    if not ours.equals(theirs):
        raise AssertionError(f"{query.name}: the engines differ")
    pairs = [[_timed(store, query, given)[0] for store in stores] for _ in range(repeats)]
    embedded, server = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(theirs / ours for ours, theirs in pairs)
    return [query.name, f"{ours.num_rows:,}", f"{embedded:.0f}", f"{server:.0f}", f"{ratio:.1f}"]


def tables(repeats: int, say: Callable[[str], None]) -> list[tuple[Sequence[str], list[list[str]]]]:
    """Measure every shipped query and give one table with its header: medians, and the median of the ratios.

    Parameters
    ----------
    repeats : times that each query is measured on each engine, in turn
    say : takes a line on how far it is
    """
    graph = generated.graph(seed=20091, size=wide.SIZE)
    with tempfile.TemporaryDirectory() as folder, _own_cache(folder), Neo4jServer() as server:
        stores = (
            open_store(Path(folder) / "place.tpgraph", create=True),
            open_store(server.location, create=True, credentials=lambda _: server.auth),
        )
        for store in stores:
            say(f"publishing the graph in {store.location}")
            store.publish(graph, "benchmark")
        rows = []
        for query in shipped_queries():
            rows.append(_row(query, stores, wide.asked(query, graph), repeats))
            say("  ".join(rows[-1]))
    return [(HEADER, rows)]
