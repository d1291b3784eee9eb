"""What must change so that one set of rows becomes another: found by DuckDB, so that millions of rows take seconds.

A server's graph is not replaced but changed as little as possible: what lives on keeps whatever other people added.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa


@dataclass(frozen=True)
class NodeDifference:
    """What must happen to the nodes of one kind.

    Attributes
    ----------
    new : rows to make, the wanted table's columns
    changed : rows to change, with `inner_id` before the wanted table's columns
    gone : inner_id, id of the nodes to take away
    kept : inner_id, id of the nodes that stay, changed ones included
    """

    new: pa.Table
    changed: pa.Table
    gone: pa.Table
    kept: pa.Table


@dataclass(frozen=True)
class RelationshipDifference:
    """What must happen to the relationships of one kind.

    Attributes
    ----------
    new : rows to make, the wanted table's columns
    changed : rows to change, with `inner_id` before the wanted table's columns
    gone : inner_id of the relationships to take away
    """

    new: pa.Table
    changed: pa.Table
    gone: pa.Table


def _quoted(names: Sequence[str], of: str = "") -> str:
    return ", ".join(f'{of}"{name}"' for name in names)


def nodes(found: pa.Table, wanted: pa.Table) -> NodeDifference:
    """Compare the nodes of one kind by their id.

    Parameters
    ----------
    found : Table
        `inner_id` (int64) and the columns of `wanted`: what stands in the database.
    wanted : Table
        A graph table of the model.
    """
    rest = [name for name in wanted.column_names if name != "id"]
    differs = f"row({_quoted(rest, 'w.')}) IS DISTINCT FROM row({_quoted(rest, 'f.')})"
    columns = _quoted(wanted.column_names, "w.")
    with duckdb.connect() as connection:
        connection.register("found", found)
        connection.register("wanted", wanted)

        def ask(text: str) -> pa.Table:
            return connection.sql(text).to_arrow_table()

        return NodeDifference(
            ask(f"SELECT {columns} FROM wanted w ANTI JOIN found f USING (id)"),
            ask(f"SELECT f.inner_id, {columns} FROM wanted w JOIN found f USING (id) WHERE {differs}"),
            ask("SELECT f.inner_id, f.id FROM found f ANTI JOIN wanted w USING (id)"),
            ask("SELECT f.inner_id, f.id FROM found f SEMI JOIN wanted w USING (id)"),
        )


def relationships(found: pa.Table, wanted: pa.Table) -> RelationshipDifference:
    """Compare the relationships of one kind; equal ones may stand several times, and each counts.

    What is left of either side after equal ones met is paired by its two ends and changed, so that what other people
    noted on a relationship stays; the rest is made or taken away.

    Parameters
    ----------
    found : Table
        `inner_id` (int64) and the columns of `wanted`: what stands in the database.
    wanted : Table
        A relationship table of the model.
    """
    names = wanted.column_names
    each, ends = _quoted(names), '"source_id", "target_id"'
    same = " AND ".join(f'w."{name}" IS NOT DISTINCT FROM f."{name}"' for name in [*names, "copy"])
    met = "w.source_id = f.source_id AND w.target_id = f.target_id AND w.turn = f.turn"
    with duckdb.connect() as connection:
        connection.register("found_rows", found)
        connection.register("wanted_rows", wanted)
        for side in ("found", "wanted"):
            connection.execute(
                f"CREATE TABLE {side} AS SELECT *, row_number() OVER (PARTITION BY {each}) AS copy FROM {side}_rows"
            )
        connection.execute(
            f"CREATE TABLE wanted_left AS SELECT w.*, row_number() OVER (PARTITION BY {ends} ORDER BY {each}) AS turn "
            f"FROM wanted w ANTI JOIN found f ON {same}"
        )
        connection.execute(
            f"CREATE TABLE found_left AS SELECT f.*, row_number() OVER (PARTITION BY {ends} ORDER BY {each}) AS turn "
            f"FROM found f ANTI JOIN wanted w ON {same}"
        )

        def ask(text: str) -> pa.Table:
            return connection.sql(text).to_arrow_table()

        return RelationshipDifference(
            ask(f"SELECT {_quoted(names, 'w.')} FROM wanted_left w ANTI JOIN found_left f ON {met}"),
            ask(f"SELECT f.inner_id, {_quoted(names, 'w.')} FROM wanted_left w JOIN found_left f ON {met}"),
            ask(f"SELECT f.inner_id FROM found_left f ANTI JOIN wanted_left w ON {met}"),
        )
