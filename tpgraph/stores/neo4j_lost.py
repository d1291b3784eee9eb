"""What other people had added to nodes that go: kept as (:StoreLost), and told.

Labels, properties and relationships that graph.toml does not name are left alone where their node lives on. Where it
does not, they are listed: what they were stands in the database until somebody deletes it.
"""

import datetime
import json
from collections.abc import Mapping

import pyarrow as pa

from tpgraph.model import model
from tpgraph.stores.neo4j_database import BATCH, Row, properties
from tpgraph.stores.neo4j_schema import known_labels
from tpgraph.stores.neo4j_switch import Turn

NAMED = 5


# What every node of ours has: somebody who says so. A node without it was made by somebody else under a label of ours.
_SAID = {
    "Organisation": "EXISTS { (:Record)-[:DESCRIBES]->(n) }",
    "Service": "EXISTS { (:Record)-[:DESCRIBES_SERVICE]->(n) }",
    "FundingFlow": "EXISTS { (n)-[:STATED_IN]->(:Source) }",
    "Record": "EXISTS { (n)-[:STATED_IN]->(:Source) }",
}


def keep(turn: Turn, gone: Mapping[str, pa.Table]) -> tuple[str, ...]:
    """Keep what was added to the nodes that go.

    Parameters
    ----------
    turn : Turn
    gone : Mapping of Table, by label, columns inner_id, id
        The nodes that go.

    Returns
    -------
    tuple of str
        A sentence for each of the first few nodes, and one for the rest; empty where nothing was added.
    """
    rows = [row for label, table in gone.items() for row in _added(turn, label, table)]
    if rows:
        names = list(rows[0])
        turn.later(
            f"UNWIND $rows AS row CREATE (:StoreLost {properties(names, 0)})", pa.Table.from_pylist(rows).select(names)
        )
    told = [f"{row['label']} {row['id']} is no longer in the graph, {row['what']}" for row in rows]
    more = [f"and {len(told) - NAMED:,} more: MATCH (l:StoreLost) RETURN l lists all"] if len(told) > NAMED else []
    return (*told[:NAMED], *more)


def _added(turn: Turn, label: str, gone: pa.Table) -> list[Row]:
    names = ["id", "name", *(column.name for column in model().nodes[label].properties)]
    found = []
    for start in range(0, gone.num_rows, BATCH):
        found += turn.database.ask(
            f"UNWIND $ids AS inner_id MATCH (n:{label}) WHERE id(n) = inner_id "
            "OPTIONAL MATCH (n)-[r]-(m) WHERE NOT type(r) IN $types OR none(l IN labels(m) WHERE l IN $labels) "
            "WITH n, [l IN labels(n) WHERE NOT l IN $labels] AS labels, [k IN keys(n) WHERE NOT k IN $names] AS added, "
            "  collect(CASE WHEN r IS NULL THEN NULL ELSE [type(r), startNode(r) = n, labels(m), "
            "    coalesce(toStringOrNull(m.id), toStringOrNull(m.name), elementId(m)), properties(r)] END) AS tied "
            f"WITH *, {_SAID.get(label, 'true')} AS said WHERE labels <> [] OR added <> [] OR tied <> [] OR NOT said "
            "RETURN n.id AS id, n.name AS name, labels, properties(n) AS values, "
            "  CASE WHEN said THEN added ELSE keys(n) END AS added, tied, said",
            ids=gone.column("inner_id").slice(start, BATCH).to_pylist(),
            types=list(model().relationships),
            labels=known_labels(),
            names=names,
        )
    return [_row(label, row) for row in found]


def _row(label: str, row: Row) -> Row:
    values = {name: row["values"][name] for name in sorted(row["added"])}
    tied = [
        {"kind": kind, "direction": "out" if out else "in", "labels": labels, "other": other, "properties": properties}
        for kind, out, labels, other, properties in row["tied"]
    ]
    parts = [f"label {name}" for name in row["labels"]]
    parts += [f"property {name}" for name in values]
    parts += [f"relationship {tie['kind']} to {tie['other']}" for tie in tied]
    return {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "label": label,
        "id": row["id"],
        "name": row["name"],
        "what": f"{'and' if row['said'] else 'for no source speaks of it, and'} went with {', '.join(parts)}",
        "labels": row["labels"],
        "properties": json.dumps(values, ensure_ascii=False, default=str),
        "relationships": json.dumps(tied, ensure_ascii=False, default=str),
    }
