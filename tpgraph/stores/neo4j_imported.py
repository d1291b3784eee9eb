"""The end of a bulk import (see `neo4j_admin`), made when tpgraph first opens the database.

The importer of a Community server makes no constraints, and reads a list without entries as null: such a list arrives
as a list of one mark, and the node of the store says which.
"""

from collections.abc import Iterator

from tpgraph.model import Column, model
from tpgraph.stores import neo4j_schema
from tpgraph.stores.neo4j_database import Database

_BATCH = 10_000


def finish(database: Database) -> None:
    """Make the constraints and the lists without entries of a database that was imported; else change nothing.

    What was killed half-way, or runs twice at the same time, ends right.

    Raises
    ------
    StoreError
        If the user may not make constraints.
    """
    store = neo4j_schema.find(database)
    mark = store and store.get("imported_empty_list")
    if not mark:
        return
    neo4j_schema.make_constraints(database)
    for match, name in _lists():
        for found, right in (([mark], []), ([mark * 2], [""])):
            change = f"{match} WHERE n.{name} = $found WITH n LIMIT {_BATCH} SET n.{name} = $right"
            while database.change(f"{change} RETURN count(*) AS changed", found=found, right=right)[0]["changed"]:
                pass
    database.change(f"MATCH (s:Store {{key: '{neo4j_schema.KEY}'}}) REMOVE s.imported_empty_list")


def _lists() -> Iterator[tuple[str, str]]:
    """Give every property that is a list: what it belongs to, and its name."""
    for node in model().nodes.values():
        yield from ((f"MATCH (n:{node.label})", name) for name in _names(node.properties))
    for kind in model().relationships.values():
        yield from ((f"MATCH ()-[n:{kind.type}]->()", name) for name in _names(kind.properties))


def _names(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns if column.type == "list"]
