"""The graph in the formats of other tools: CSV, Parquet, GraphML, GEXF, JSON (node-link) and Cypher text.

A number is never rounded on the way: pence stay whole numbers. Unknown values are left out. `neo4j-admin` is the whole
store, records and judgements too, for the bulk import of a Neo4j server.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import networkx as nx
import pyarrow as pa

from tpgraph.errors import OutputError, StoreError
from tpgraph.graphs.networks import to_networkx
from tpgraph.map.deriving import GraphTables, graph_version
from tpgraph.model import Column, model
from tpgraph.reports.writing import replacing
from tpgraph.stores.store import Store
from tpgraph.tables import Tables, graph_table_names, schemas, texts

# Control characters, surrogates and the two non-characters have no place in XML.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

WHOLE_STORE = "neo4j-admin"
FOLDERS = ("csv", "parquet", WHOLE_STORE)
_OF_THE_GRAPH = ("csv", "parquet", "graphml", "gexf", "json", "cypher")
KINDS = (*_OF_THE_GRAPH, WHOLE_STORE)


def kind_of(path: Path, kind: str | None) -> str:
    """Give the format that was asked for, else the one that the file's ending names, else csv.

    Raises
    ------
    OutputError
        If the ending names another format than was asked for.

    >>> kind_of(Path("place.graphml"), None), kind_of(Path("tables"), None), kind_of(Path("tables"), "parquet")
    ('graphml', 'csv', 'parquet')
    """
    ending = path.suffix.lower().removeprefix(".")
    named = {"cql": "cypher", "cypher": "cypher"}.get(ending, ending if ending in KINDS else "")
    if kind and named and named != kind:
        raise OutputError(f"{path} ends like {named} but the format asked for is {kind}; change one of them")
    return kind or named or "csv"


def export(tables: Tables, path: Path, kind: str) -> list[Path]:
    """Write the graph.

    Parameters
    ----------
    tables : graph tables
    path : a folder for csv and parquet (a file a table), else a file
    kind : one of `KINDS`, but for `WHOLE_STORE`: see `export_store`

    Returns
    -------
    list of the files written

    Raises
    ------
    OutputError
        If the kind does not exist or a file cannot be written.
    """
    if kind not in _OF_THE_GRAPH:
        raise OutputError(f"no export format is called '{kind}'; there are {', '.join(KINDS)}")
    with _worded(path):
        if kind in ("csv", "parquet"):
            return _tables(tables, path, kind)
        if not path.parent.is_dir():
            raise OutputError(f"{path}: there is no folder {path.parent}; make it first")
        with replacing(path) as part:
            if kind == "cypher":
                part.write_text("".join(_cypher(tables)), "utf-8")
            else:
                _network(to_networkx(tables), part, kind)
        return [path]


@contextmanager
def _worded(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written ({why}); is it open elsewhere or protected?") from error


def export_store(store: Store, tables: GraphTables, folder: Path) -> list[Path]:
    """Write the whole store as CSV files for `neo4j-admin database import full`.

    Parameters
    ----------
    store : where records and judgements stand
    tables : its graph
    folder : is made; files of the same names are replaced

    Returns
    -------
    list of the files written; the last one says what to do, with the exact command

    Raises
    ------
    OutputError
        If a file cannot be written.
    StoreError
        If somebody writes to the store meanwhile, or the graph holds what a server cannot.
    """
    from tpgraph.stores.neo4j_admin import write_folder

    found = store.read_tables([name for name in schemas() if not name.startswith("graph.")])
    found |= {f"graph.{name}": tables[name] for name in graph_table_names()}
    # A graph that was derived in memory has its matches there too.
    found["judgement.match"] = tables["match"]
    if graph_version(store) != tables.version:
        raise StoreError(f"{store.location} was written to while it was being exported: run it again")
    with _worded(folder):
        return write_folder(found, tables.version, folder)


def _joined(table: pa.Table) -> pa.Table:
    """Join lists with `;`, as files of text hold them."""
    for number, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            joined = [None if value is None else ";".join(value) for value in table.column(number).to_pylist()]
            table = table.set_column(number, field.name, pa.array(joined, pa.string()))
    return table


def _tables(tables: Tables, folder: Path, kind: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in graph_table_names():
        file = folder / f"{name}.{kind}"
        with replacing(file) as part:
            if kind == "csv":
                import pyarrow.csv

                pyarrow.csv.write_csv(_joined(tables[name]), part)
            else:
                import pyarrow.parquet

                pyarrow.parquet.write_table(tables[name], part)
        written.append(file)
    return written


def _plain(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """GraphML and GEXF know texts and numbers only: lists become texts; an edge's key becomes a property."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, properties in graph.nodes(data=True):
        known = {name: _text(value) for name, value in properties.items()}
        # `label` is what tools that draw GEXF and GraphML show.
        plain.add_node(node, label=known.get("name", node), **known)
    for number, (source, target, key, properties) in enumerate(graph.edges(keys=True, data=True)):
        values = {name: _text(value) for name, value in properties.items()}
        plain.add_edge(source, target, key=str(number), relationship=key if isinstance(key, str) else key[0], **values)
    return plain


def _text(value: object) -> object:
    return _xml(";".join(str(part) for part in value)) if isinstance(value, list) else _xml(value)


def _xml(value: object) -> object:
    """Take out what XML cannot hold."""
    if not isinstance(value, str):
        return value
    return _NOT_XML.sub("", value)


def _network(graph: "nx.MultiDiGraph[str]", path: Path, kind: str) -> None:
    if kind == "graphml":
        nx.write_graphml(_plain(graph), path)
    elif kind == "gexf":
        nx.write_gexf(_plain(graph), path)
    else:
        path.write_text(json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False), "utf-8")


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(part) for part in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
        return f"'{escaped}'"
    return repr(value)


def _properties(row: dict[str, object], columns: tuple[Column, ...]) -> str:
    pairs = [f"`{c.name}`: {_literal(row[c.name])}" for c in columns if row[c.name] is not None]
    return "{" + ", ".join(pairs) + "}"


_HEAD = (Column("id", "id"), Column("name", "text"))


def _cypher(tables: Tables) -> Iterator[str]:
    """Give one statement a line: constraints, then nodes, then relationships. Names come from the model alone."""
    the = model()
    for node in the.nodes.values():
        yield f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{node.label}) REQUIRE n.id IS UNIQUE;\n"
    ids_of: dict[str, set[str]] = {}
    for node in the.nodes.values():
        ids_of[node.label] = set(texts(tables[node.table], "id"))
        for row in tables[node.table].to_pylist():
            yield f"CREATE (:{node.label} {_properties(row, _HEAD + node.properties)});\n"
    for relationship in the.relationships.values():
        for row in tables[relationship.table].to_pylist():
            source, target = row["source_id"], row["target_id"]
            pairs = [(a, b) for a, b in relationship.between if source in ids_of[a] and target in ids_of[b]]
            for near, far in pairs[:1]:
                yield "".join((
                    "MATCH ", f"(a:{near} {{id: {_literal(source)}}}) ",
                    "MATCH ", f"(b:{far} {{id: {_literal(target)}}}) ",
                    f"CREATE (a)-[:{relationship.type} {_properties(row, relationship.properties)}]->(b);\n",
                ))  # fmt: skip
