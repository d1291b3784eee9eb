"""The graph tables as a networkx MultiDiGraph, whole or as a projection."""

from collections.abc import Iterable

import networkx as nx
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import AnalysisError
from tpgraph.model import model
from tpgraph.tables import Tables

PROJECTIONS = ("", "funds", "services")


def to_networkx(
    tables: Tables, *, kinds: Iterable[str] | None = None, year: str = "", basis: str = "", projection: str = ""
) -> "nx.MultiDiGraph[str]":
    """Draw the graph tables as a networkx graph.

    Parameters
    ----------
    tables : graph tables by name without schema
    kinds : node kinds to keep, such as ``["Organisation", "Service"]``; None = all but Source and Record
    year : keep money of this financial year only, such as ``2009-10``
    basis : keep money of this basis only, such as ``payment``
    projection : empty = every node and relationship; ``funds`` = organisations joined by FUNDS (the sum of itemised
        flows by payer, payee, year and basis); ``services`` = organisations, services, needs, client groups and places
        without money

    Returns
    -------
    MultiDiGraph
        Nodes by id with ``kind_of_node`` (Organisation ...) and their properties; edges keyed by relationship
        (``PAYS``; a second edge of one type between the same two nodes has the key ``(type, 1)``) with their
        properties; amounts are pence as in the store. Properties that are unknown are left out.

    Raises
    ------
    AnalysisError
        If a kind or projection does not exist.
    """
    labels = _labels(kinds, projection)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for label in labels:
        table = tables[model().nodes[label].table]
        for row in _of_money(table, year, basis).to_pylist():
            graph.add_node(row.pop("id"), kind_of_node=label, **_known(row))
    for relationship in model().relationships.values():
        if projection == "funds" and relationship.type != "FUNDS":
            continue
        for row in _of_money(tables[relationship.table], year, basis).to_pylist():
            source, target = row.pop("source_id"), row.pop("target_id")
            if source in graph and target in graph:
                _add(graph, source, target, relationship.type, _known(row))
    return graph


def _labels(kinds: Iterable[str] | None, projection: str) -> list[str]:
    if projection not in PROJECTIONS:
        raise AnalysisError(f"no projection is called '{projection}'; there are {', '.join(PROJECTIONS[1:])}")
    if projection == "funds":
        return ["Organisation"]
    if projection == "services":
        return ["Organisation", "Service", "Need", "ClientGroup", "Place"]
    known = list(model().nodes)
    wanted = [label for label in known if label not in ("Source", "Record")] if kinds is None else list(kinds)
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise AnalysisError(f"no kind of node is called {', '.join(unknown)}; there are {', '.join(known)}")
    return wanted


def _of_money(table: pa.Table, year: str, basis: str) -> pa.Table:
    """Keep the rows of one year and basis where a table holds money; other tables stay whole."""
    if "basis" not in table.column_names:
        return table
    for column, wanted in (("financial_year", year), ("basis", basis)):
        if wanted:
            table = table.filter(pc.equal(table.column(column), pa.scalar(wanted)))
    return table


def _known(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None and value != []}


def _add(graph: "nx.MultiDiGraph[str]", source: str, target: str, kind: str, properties: dict[str, object]) -> None:
    keys: dict[object, object] = graph.get_edge_data(source, target, default={})
    number = sum(key == kind or (isinstance(key, tuple) and key[0] == kind) for key in keys)
    graph.add_edge(source, target, key=(kind, number) if number else kind, **properties)
