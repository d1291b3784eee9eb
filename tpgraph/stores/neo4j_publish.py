"""A derived graph into the database, as a difference: what lives on keeps whatever other people added to it.

New nodes, and the relationships that touch them, are written first under staged labels, some thousand at a time. All
that queries can see changes in one transaction: labels move, properties change, relationships between nodes that were
there already come and go, and nodes that are gone lose their label. They are deleted afterwards.
"""

from collections.abc import Mapping

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import StoreError
from tpgraph.model import Node, Relationship, model
from tpgraph.stores import difference, neo4j_lost, neo4j_read, neo4j_rows
from tpgraph.stores.difference import NodeDifference
from tpgraph.stores.neo4j_database import Database, properties
from tpgraph.stores.neo4j_schema import WITHDRAWN, staged
from tpgraph.stores.neo4j_switch import Turn, batches
from tpgraph.tables import empty

Graph = Mapping[str, pa.Table]
"""Tables of schema graph by full name."""


def check(graph: Graph) -> None:
    """Refuse what a server cannot hold as a node, before anything is written.

    Raises
    ------
    StoreError
        If an id is missing or stands twice, or a list holds an empty entry.
    """
    for node in model().nodes.values():
        ids = graph.get(f"graph.{node.table}", empty(f"graph.{node.table}")).column("id")
        if ids.null_count or len(ids.unique()) != len(ids):
            raise StoreError(f"the graph table {node.table} holds an id twice, or a row without one: derive it again")
    for name, table in graph.items():
        if neo4j_rows.is_in_blocks(name):
            continue
        for column in table.column_names:
            if pa.types.is_list(table.schema.field(column).type) and pc.list_flatten(table.column(column)).null_count:
                raise StoreError(f"{name}.{column} holds a list with an empty entry, which a server cannot hold")


def publish(turn: Turn, graph: Graph) -> tuple[str, ...]:
    """Bring the database's graph to the tables given; a table not given is emptied.

    Returns
    -------
    tuple of str
        Sentences that name what other people had added to nodes that go.
    """
    database = turn.database
    standing = neo4j_read.present(database)
    changes: dict[str, NodeDifference] = {}
    with duckdb.connect() as ends:
        ends.execute("CREATE TABLE ends (label VARCHAR, id VARCHAR, inner_id BIGINT, staged BOOLEAN)")
        for node in model().nodes.values():
            if node.table in standing or _wanted(graph, node.table).num_rows:
                found = neo4j_read.nodes(database, node)
                changes[node.label] = _stage_nodes(database, node, found, _wanted(graph, node.table), ends)
        for kind in model().relationships.values():
            if kind.table in standing or _wanted(graph, kind.table).num_rows:
                found = neo4j_read.relationships(database, kind)
                _relationships(turn, kind, found, _wanted(graph, kind.table), ends)
    told = neo4j_lost.keep(turn, {label: change.gone for label, change in changes.items()})
    for label, change in changes.items():
        _show_nodes(turn, model().nodes[label], change)
    own = [name for name in graph if neo4j_rows.is_in_blocks(name)]
    for name in own:
        neo4j_rows.stage(database, name, graph[name])
    neo4j_rows.withdraw(turn, _block_tables())
    neo4j_rows.show(turn)
    return told


def _wanted(graph: Graph, table: str) -> pa.Table:
    return graph.get(f"graph.{table}", empty(f"graph.{table}"))


def _block_tables() -> list[str]:
    return [f"{table.schema}.{table.name}" for table in model().tables.values() if table.schema == "graph"]


# ---------------------------------------------------------------------------------------------------------------- nodes


def _stage_nodes(
    database: Database, node: Node, found: pa.Table, wanted: pa.Table, ends: duckdb.DuckDBPyConnection
) -> NodeDifference:
    """Write the new nodes of one kind under a staged label, and note the inner number of every node."""
    change = difference.nodes(found, wanted)
    text = (
        f"UNWIND $rows AS row CREATE (n:{staged(node.label)} {properties(wanted.column_names, 0)}) "
        "WITH collect(id(n)) AS ids"
    )
    inner: list[int] = []
    for place, rows in enumerate(batches(change.new)):
        inner += database.batch(f"{node.label} {place}", text, rows)
    made = pa.table({"inner_id": pa.array(inner, pa.int64()), "id": change.new.column("id")})
    for table, is_staged in ((change.kept, False), (made, True)):
        ends.register("known", table)
        ends.execute("INSERT INTO ends SELECT ?, id, inner_id, ? FROM known", [node.label, is_staged])
        ends.unregister("known")
    return change


def _show_nodes(turn: Turn, node: Node, change: NodeDifference) -> None:
    """Queue that the new nodes of one kind become visible, those that stay change, and those that are gone go."""
    if change.new.num_rows:
        turn.move(f"MATCH (n:{staged(node.label)})", f"REMOVE n:{staged(node.label)} SET n:{node.label}")
    one = f"UNWIND $rows AS row MATCH (n:{node.label}) WHERE id(n) = row[0]"
    sets = ", ".join(f"n.{name} = row[{place}]" for place, name in enumerate(change.changed.column_names[2:], 1))
    turn.later(f"{one} SET {sets}", change.changed.drop_columns("id"))
    turn.later(f"{one} REMOVE n:{node.label} SET n:{WITHDRAWN}", change.gone.select(["inner_id"]))


# -------------------------------------------------------------------------------------------------------- relationships


def _relationships(
    turn: Turn, relationship: Relationship, found: pa.Table, wanted: pa.Table, ends: duckdb.DuckDBPyConnection
) -> None:
    """Write the relationships of one kind: those that touch a staged node at once, the others when all is shown."""
    change = difference.relationships(found, wanted)
    names = wanted.column_names[2:]
    placed = 0
    for near, far in relationship.between:
        for near_staged, far_staged in ((True, True), (True, False), (False, True), (False, False)):
            rows = _placed(ends, change.new, (near, near_staged), (far, far_staged))
            placed += rows.num_rows
            text = (
                f"UNWIND $rows AS row MATCH (a:{staged(near) if near_staged else near}) WHERE id(a) = row[0] "
                f"MATCH (b:{staged(far) if far_staged else far}) WHERE id(b) = row[1] "
                f"CREATE (a)-[r:{relationship.type} {properties(names, 2)}]->(b)"
            )
            if near_staged or far_staged:
                key = f"{relationship.type} {near} {far} {near_staged} {far_staged}"
                for place, batch in enumerate(batches(rows)):
                    turn.database.batch(f"{key} {place}", f"{text} WITH collect(id(r)) AS ids", batch)
            else:
                turn.later(text, rows)
    if placed != change.new.num_rows:
        raise StoreError(
            f"{change.new.num_rows - placed} of {wanted.num_rows} rows of the graph table {relationship.table} "
            "do not fit the nodes of the graph: derive the graph again"
        )
    _change_relationships(turn, relationship, change.changed, change.gone)


def _change_relationships(turn: Turn, relationship: Relationship, changed: pa.Table, gone: pa.Table) -> None:
    names = changed.column_names[3:]
    match = f"UNWIND $rows AS row MATCH ()-[r:{relationship.type}]->() WHERE id(r) = row[0]"
    if names:
        sets = ", ".join(f"r.{name} = row[{place}]" for place, name in enumerate(names, 1))
        turn.later(f"{match} SET {sets}", changed.drop_columns(["source_id", "target_id"]))
    turn.later(f"{match} DELETE r", gone)


def _placed(ends: duckdb.DuckDBPyConnection, rows: pa.Table, near: tuple[str, bool], far: tuple[str, bool]) -> pa.Table:
    """Give the relationships between nodes of two labels as inner numbers and properties, one near end after another.

    A near end that stands under two labels counts under the first.
    """
    if not rows.num_rows:
        return rows
    ends.register("made", rows)
    rest = "".join(f', m."{name}"' for name in rows.column_names[2:])
    found = ends.sql(
        f"SELECT a.inner_id AS near, b.inner_id AS far{rest} FROM made m "
        "JOIN ends a ON a.id = m.source_id AND a.label = ? AND a.staged = ? "
        "JOIN ends b ON b.id = m.target_id AND b.label = ? AND b.staged = ? ORDER BY near, far",
        params=[*near, *far],
    ).to_arrow_table()
    ends.unregister("made")
    return found
