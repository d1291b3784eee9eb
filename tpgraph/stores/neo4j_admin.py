"""A whole store as a folder of CSV files for `neo4j-admin database import full`, the fast way into an empty database.

A file a label, and one a relationship type and pair of labels, each with a header that names types and id spaces:

    Organisation.csv                      id:ID(Organisation),name:string,...,also_known_as:string[]
    Organisation-PAYS-FundingFlow.csv     :START_ID(Organisation),:END_ID(FundingFlow)
    Store.csv, StoreLoad.csv, ...         records and judgements, as a store keeps them in a database

A null is an empty field and an empty text is `""`. The importer reads lists without entries as null, so they leave as a
list of one mark, which `neo4j_imported` takes away when tpgraph first opens the database.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import StoreError
from tpgraph.model import Node, Relationship, model
from tpgraph.stores import neo4j_publish, neo4j_rows
from tpgraph.stores.duckdb_schema import made_by, store_version
from tpgraph.stores.neo4j_admin_files import Folder, Marks
from tpgraph.stores.neo4j_schema import KEY
from tpgraph.tables import empty

COMMAND_FILE = "import.txt"
_DATABASE = "neo4j"

_ROWS = pa.schema([
    pa.field("table", pa.string()),
    pa.field("load_id", pa.string()),
    pa.field("position", pa.int64()),
    pa.field("rows", pa.int64()),
    pa.field("data", pa.string()),
])  # fmt: skip

_HOW = """\
A tpgraph store for Neo4j 5: {nodes} nodes and {relationships} relationships.

1. Stop the server, for instance with: neo4j stop
   Its database `{database}` must be empty: the import is for a new database, and keeps nothing that stands there.
   A server that has run before has an empty database already: then add --overwrite-destination to the command,
   which deletes whatever the database `{database}` holds.
2. In this folder, as the user whom the server runs as:

{command}

3. Start the server, for instance with: neo4j start
   Then let tpgraph finish the work; it makes the constraints and indexes, so its user needs the right to do so:

tpgraph --store neo4j://localhost:7687/{database} status
"""

Store = Mapping[str, pa.Table]
"""Every table of a store by full name, such as ``record.flow``; a missing one counts as empty."""


def write_folder(tables: Store, graph_version: str, folder: Path) -> list[Path]:
    """Write a store for `neo4j-admin database import full`.

    Parameters
    ----------
    tables : Mapping of Table
        Every table of the store by full name, as they stood at one moment.
    graph_version : str
        The version of the graph tables among them.
    folder : Path
        Is made; files of the same names are replaced.

    Returns
    -------
    list of Path
        The files written; the last, `COMMAND_FILE`, says what to do and is there only when all others are whole.

    Raises
    ------
    StoreError
        If the graph tables do not hold together, or hold what a server cannot.
    OSError
        If a file cannot be written.
    """
    graph = {name: table for name, table in tables.items() if name.startswith("graph.")}
    neo4j_publish.check(graph)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / COMMAND_FILE).unlink(missing_ok=True)
    files = Folder(folder, Marks.outside(_lists(tables)))
    for node in model().nodes.values():
        files.nodes(node.label, _table(tables, f"graph.{node.table}"), "id")
    for relationship in model().relationships.values():
        _write_relationships(files, tables, relationship)
    files.nodes("Store", _store(graph_version, files.marks))
    files.nodes("StoreLock", pa.table({"key": [KEY]}))
    files.nodes("StoreLoad", _table(tables, neo4j_rows.LOADS))
    files.nodes_in_parts("StoreRows", _ROWS, _blocks(tables))
    counts = {"nodes": files.node_count, "relationships": files.relationship_count}
    how = _HOW.format(**counts, database=_DATABASE, command=_command(files))
    (folder / COMMAND_FILE).write_text(how, "utf-8")
    return [*files.written, folder / COMMAND_FILE]


def _command(files: Folder) -> str:
    """Give the command that imports a folder, in one line as it is typed there."""
    return " ".join([f"neo4j-admin database import full {_DATABASE}", *files.options()])


def _table(tables: Store, name: str) -> pa.Table:
    return tables.get(name, empty(name))


def _lists(tables: Store) -> Iterator["pa.ChunkedArray[pa.ListScalar]"]:
    """Give every column that leaves as a list."""
    kinds: list[Node | Relationship] = [*model().nodes.values(), *model().relationships.values()]
    for kind in kinds:
        for column in _table(tables, f"graph.{kind.table}").columns:
            if pa.types.is_list(column.type):
                yield column


def _store(graph_version: str, marks: Marks) -> pa.Table:
    """Say what the store says of itself, and how to read the lists without entries."""
    row = {"key": KEY, "version": store_version(), "made_by": made_by(), "graph_version": graph_version, "revision": 0}
    return pa.Table.from_pylist([{**row, "imported_empty_list": marks.none}])


def _write_relationships(files: Folder, tables: Store, relationship: Relationship) -> None:
    """Write the relationships of one kind: each belongs to the first pair of labels that holds its two ends."""
    rows = _table(tables, f"graph.{relationship.table}")
    for near, far in relationship.between:
        fits = pc.and_(
            _is_among(rows.column("source_id"), tables, model().nodes[near]),
            _is_among(rows.column("target_id"), tables, model().nodes[far]),
        )
        files.relationships(relationship.type, (near, far), rows.filter(fits))
        rows = rows.filter(pc.invert(fits))
    if rows.num_rows:
        raise StoreError(
            f"{rows.num_rows} rows of the graph table {relationship.table} do not fit the nodes of the graph: "
            "derive the graph again"
        )


def _is_among(
    ids: "pa.ChunkedArray[pa.StringScalar]", tables: Store, node: Node
) -> "pa.ChunkedArray[pa.BooleanScalar]":
    return pc.is_in(ids, value_set=_table(tables, f"graph.{node.table}").column("id").combine_chunks())


def _blocks(tables: Store) -> Iterator[pa.Table]:
    """Cut every other table into blocks of rows; those of records stand by load."""
    for name, table in tables.items():
        if not neo4j_rows.is_in_blocks(name):
            continue
        loads = [""]
        if name.startswith("record."):
            loads = table.column("load_id").unique().to_pylist()
        for load_id in loads:
            part = table.filter(pc.equal(table.column("load_id"), load_id)) if load_id else table
            for block in neo4j_rows.blocks(name, part, load_id):
                columns = [pa.array([value], field.type) for value, field in zip(block, _ROWS, strict=True)]
                yield pa.table(columns, schema=_ROWS)
