"""Graph tables -> KGLite graph: nodes by label, relationships by type, properties as the model names them."""

import warnings
from collections.abc import Mapping

import kglite
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import QueryError
from tpgraph.model import Relationship, model

# Types of pandas that hold an empty cell without turning whole numbers into rounded ones.
_PANDAS = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.float64(): pd.Float64Dtype()}


def build(tables: Mapping[str, pa.Table]) -> kglite.KnowledgeGraph:
    """Build the graph that Cypher asks.

    Parameters
    ----------
    tables : Mapping of Table
        The graph tables by name without schema. A missing one counts as empty.

    Raises
    ------
    QueryError
        If a relationship names a node that the tables do not hold, or an id stands twice.
    """
    graph = kglite.KnowledgeGraph()
    ids: dict[str, pa.ChunkedArray[pa.StringScalar]] = {}
    for node in model().nodes.values():
        table = tables.get(node.table)
        ids[node.label] = pa.chunked_array([], pa.string()) if table is None else table.column("id")
        if table is not None:
            if len(ids[node.label].unique()) != table.num_rows:
                raise QueryError(f"the graph table {node.table} holds an id twice: derive the graph again")
            graph.add_nodes(_frame(table), node.label, "id", "name", column_types=_lists(table))
    for relationship in model().relationships.values():
        table = tables.get(relationship.table)
        if table is not None and table.num_rows:
            _add_relationships(graph, relationship, table, ids)
    graph.read_only(True)
    return graph


def _add_relationships(
    graph: kglite.KnowledgeGraph,
    relationship: Relationship,
    table: pa.Table,
    ids: "Mapping[str, pa.ChunkedArray[pa.StringScalar]]",
) -> None:
    """Load one type, one frame a pair of labels: KGLite merges parallel relationships of a pair that comes twice."""
    placed = 0
    for near, far in relationship.between:
        fits = pc.and_(
            pc.is_in(table.column("source_id"), value_set=ids[near].combine_chunks()),
            pc.is_in(table.column("target_id"), value_set=ids[far].combine_chunks()),
        )
        part = table.filter(fits)
        placed += part.num_rows
        if not part.num_rows:
            continue
        with warnings.catch_warnings():
            # Equal parallel relationships are meant: two lines of a file may say the same.
            warnings.filterwarnings("ignore", message="relationship type", category=UserWarning)
            graph.add_relationships(
                *(_frame(part), relationship.type, near, "source_id", far, "target_id"), column_types=_lists(part)
            )
    if placed != table.num_rows:
        raise QueryError(
            f"{table.num_rows - placed} of {table.num_rows} rows of the graph table {relationship.table} "
            f"do not fit the nodes of the graph: derive the graph again"
        )


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas(types_mapper=_PANDAS.get)
    for field in table.schema:
        if pa.types.is_list(field.type):
            frame[field.name] = pd.Series(table.column(field.name).to_pylist(), index=frame.index, dtype=object)
    return frame


def _lists(table: pa.Table) -> dict[str, str]:
    return {field.name: "list" for field in table.schema if pa.types.is_list(field.type)}
