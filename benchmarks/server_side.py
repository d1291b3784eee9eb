"""One side of the server benchmark, in a process of its own: prints what it took as JSON.

`python -m benchmarks.server_side SIDE ADDRESS USER PASSWORD FLOWS`; the sides are the functions of `SIDES`.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psutil
import pyarrow as pa

from benchmarks.server_graph import graph
from tpgraph.model import model

if TYPE_CHECKING:
    from neo4j import Driver

BATCHES = (5_000, 10_000, 20_000, 50_000)
ONE_BY_ONE = 1_000


def _driver(address: str, user: str, password: str) -> "Driver":
    """Connect with the driver as PyPI's `neo4j` alone brings it, without neo4j-rust-ext."""
    sys.modules["neo4j._rust"] = None  # type: ignore[assignment]  # so that importing it fails
    import neo4j
    from neo4j._codec.packstream import v1

    assert v1._rust_pack is None
    return neo4j.GraphDatabase.driver(address, auth=(user, password), notifications_min_severity="OFF")


# Any: a row holds values of every type.
def _nodes(tables: dict[str, pa.Table]) -> list[tuple[str, list[dict[str, Any]]]]:
    kinds = [(node.label, tables[node.table]) for node in model().nodes.values() if node.table in tables]
    return [
        (label, [{name: value for name, value in row.items() if value is not None} for row in table.to_pylist()])
        for label, table in kinds
    ]


# Any: see `_nodes`.
def _relationships(tables: dict[str, pa.Table]) -> list[tuple[str, str, str, list[dict[str, Any]]]]:
    return [
        (kind.type, *kind.between[0], tables[kind.table].to_pylist())
        for kind in model().relationships.values()
        if kind.table in tables
    ]


def _constraints(driver: "Driver", labels: list[str]) -> None:
    for label in labels:
        driver.execute_query(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")


NODE = "CREATE (n:{label}) SET n = row"
RELATIONSHIP = (
    "MATCH (a:{near} {{id: row.source_id}}) MATCH (b:{far} {{id: row.target_id}}) CREATE (a)-[r:{kind}]->(b){line}"
)


def _relationship(kind: str, near: str, far: str) -> str:
    line = " SET r.line = row.line" if kind == "STATED_IN" else ""
    return RELATIONSHIP.format(kind=kind, near=near, far=far, line=line)


def by_hand(driver: "Driver", tables: dict[str, pa.Table], batch: int) -> float:
    """Write a graph as people write it by hand: UNWIND over maps, so many a batch. Gives seconds."""
    nodes, relationships = _nodes(tables), _relationships(tables)
    started = time.perf_counter()
    _constraints(driver, [label for label, _ in nodes])
    for label, rows in nodes:
        for start in range(0, len(rows), batch):
            text = f"UNWIND $rows AS row {NODE.format(label=label)}"
            driver.execute_query(text, rows=rows[start : start + batch])
    for kind, near, far, rows in relationships:
        for start in range(0, len(rows), batch):
            text = f"UNWIND $rows AS row {_relationship(kind, near, far)}"
            driver.execute_query(text, rows=rows[start : start + batch])
    return time.perf_counter() - started


def one_by_one(driver: "Driver", tables: dict[str, pa.Table]) -> tuple[float, int]:
    """Write a part of a graph, one statement a row. Gives seconds and rows."""
    nodes, relationships = _nodes(tables), _relationships(tables)
    _constraints(driver, [label for label, _ in nodes])
    done = 0
    started = time.perf_counter()
    for label, rows in nodes:
        for row in rows:
            driver.execute_query(f"WITH $row AS row {NODE.format(label=label)}", row=row)
            done += 1
    for kind, near, far, rows in relationships:
        for row in rows:
            driver.execute_query(f"WITH $row AS row {_relationship(kind, near, far)}", row=row)
            done += 1
    return time.perf_counter() - started, done


def _store(address: str, user: str, password: str) -> Any:  # Any: the store has more than the protocol says
    from tpgraph.stores import open_store

    return open_store(address, create=True, credentials=lambda _: (user, password))


def write_store(address: str, user: str, password: str, flows: int) -> dict[str, object]:
    """Write through the store."""
    tables = graph(flows)
    started = time.perf_counter()
    told = _store(address, user, password).publish(tables, "v1")
    return {"seconds": time.perf_counter() - started, "rows": sum(t.num_rows for t in tables.values()), "told": told}


def write_by_hand(address: str, user: str, password: str, flows: int, batch: int) -> dict[str, object]:
    """Write by hand with the pure driver."""
    tables = graph(flows)
    with _driver(address, user, password) as driver:
        return {"seconds": by_hand(driver, tables, batch), "rows": sum(t.num_rows for t in tables.values())}


def write_one_by_one(address: str, user: str, password: str, _: int) -> dict[str, object]:
    """Write a few rows, one statement each, with the pure driver."""
    with _driver(address, user, password) as driver:
        seconds, rows = one_by_one(driver, graph(ONE_BY_ONE))
        return {"seconds": seconds, "rows": rows}


def read_store(address: str, user: str, password: str, _: int) -> dict[str, object]:
    """Read all payments through the store, into an Arrow table."""
    store = _store(address, user, password)
    started = time.perf_counter()
    table = store.read("graph.funding_flow")
    return {"seconds": time.perf_counter() - started, "rows": table.num_rows, "sum": _sum(table.column("amount_pence"))}


def read_to_df(address: str, user: str, password: str, _: int) -> dict[str, object]:
    """Read all payments with the pure driver's `to_df`."""
    columns = ", ".join(f"n.{name} AS {name}" for name in graph(0)["funding_flow"].column_names)
    with _driver(address, user, password) as driver, driver.session() as session:
        started = time.perf_counter()
        frame = session.run(f"MATCH (n:FundingFlow) RETURN {columns} ORDER BY id").to_df()
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "rows": len(frame), "sum": int(frame["amount_pence"].sum())}


def _sum(column: Any) -> int:  # Any: a column of Arrow
    import pyarrow.compute as pc

    return int(pc.sum(column).as_py())


SIDES: dict[str, Callable[..., dict[str, object]]] = {
    "store": write_store,
    "hand": write_by_hand,
    "one": write_one_by_one,
    "read-store": read_store,
    "read-to_df": read_to_df,
}


def main() -> None:
    """Run one side and print what it took."""
    side, address, user, password, flows, *more = sys.argv[1:]
    found = SIDES[side](address, user, password, int(flows), *(int(value) for value in more))
    found["peak_mb"] = psutil.Process().memory_info().rss / 2**20
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
