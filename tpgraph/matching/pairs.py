"""The table of pairs that every matcher gives, and the reading of whatever table comes in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    Frame: TypeAlias = pa.Table | pd.DataFrame

Table = TypeVar("Table", bound="Frame")

STRONG, LIKELY, POSSIBLE = 0.8, 0.5, 0.2

SCHEMA = pa.schema(
    [
        ("left_id", pa.string()),
        ("right_id", pa.string()),
        ("probability", pa.float64()),
        ("relation", pa.string()),
        ("relation_score", pa.float64()),
        ("grade", pa.string()),
        ("reasons", pa.list_(pa.string())),
        ("weights", pa.list_(pa.float64())),
    ]
)


def grade_of(probability: float) -> str:
    """Name the grade of a probability: strong >= .8, likely >= .5, possible >= .2, below it none (empty)."""
    if probability >= STRONG:
        return "strong"
    if probability >= LIKELY:
        return "likely"
    return "possible" if probability >= POSSIBLE else ""


def plain_table(frame: "Frame") -> pa.Table:
    """A DataFrame or an Arrow table as an Arrow table.

    Raises
    ------
    InputError
        If a column of a DataFrame mixes kinds of values, or holds text that is no Unicode.
    """
    if isinstance(frame, pa.Table):
        return frame
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError) as error:
        raise InputError(f"a column cannot be read: {error}; give every column values of one kind") from error


def verdict_table(frame: "Frame | None") -> pa.Table | None:
    """Read what people said of pairs, and see that it says so.

    Raises
    ------
    InputError
        If left_id, right_id or verdict is missing.
    """
    if frame is None:
        return None
    table = plain_table(frame)
    missing = [name for name in ("left_id", "right_id", "verdict") if name not in table.column_names]
    if missing:
        has = ", ".join(table.column_names) or "none"
        raise InputError(f"the table of verdicts has no column {', '.join(missing)} (it has: {has})")
    return table


def read_table(frame: "Frame", what: str, needed: Sequence[str] = ("id",)) -> pa.Table:
    """Read a DataFrame or an Arrow table, and see that it has what matching needs.

    Parameters
    ----------
    frame : Arrow table or DataFrame
    what : what it holds, for messages: "services"
    needed : columns that it must have; `id` must be filled and say each value once

    Raises
    ------
    InputError
        If a column is missing, or an id is empty or stands in two rows.
    """
    table = plain_table(frame)
    missing = [name for name in needed if name not in table.column_names]
    if missing:
        has = ", ".join(table.column_names) or "none"
        raise InputError(f"the table of {what} has no column {', '.join(missing)} (it has: {has})")
    # Trimmed as `texts` gives them: ids that differ by spaces alone are one.
    ids = pc.utf8_trim_whitespace(pc.cast(table.column("id"), pa.string()))
    table = table.set_column(table.column_names.index("id"), "id", ids)
    blank = pc.index(pc.equal(pc.fill_null(ids, ""), ""), True).as_py()
    if blank >= 0:
        raise InputError(f"row {blank + 1} of the {what} has no id: give every row an id of its own")
    counts = pc.value_counts(ids)
    twice = pc.filter(counts.field("values"), pc.greater(counts.field("counts"), 1))
    if len(twice):
        raise InputError(f"the id '{twice[0].as_py()}' stands in two rows of the {what}: every row needs its own")
    return table


def texts(table: pa.Table, column: str) -> pa.Array:
    """A column as text, trimmed, empty where it is null or the table has none; lists are joined with `;`."""
    if column not in table.column_names:
        return pa.array([""] * table.num_rows, pa.string())
    found = table.column(column).combine_chunks()
    if pa.types.is_dictionary(found.type):
        found = found.dictionary_decode()
    if pa.types.is_list(found.type) or pa.types.is_large_list(found.type):
        lists = pc.cast(found, pa.list_(pa.string())).to_pylist()
        found = pa.array([";".join(filter(None, values or ())) for values in lists], pa.string())
    found = pc.fill_null(pc.utf8_trim_whitespace(pc.cast(found, pa.string())), "")
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def make_pairs(
    left: pa.Array,
    right: pa.Array,
    probability: npt.NDArray[np.float64],
    relation: Sequence[str],
    relation_score: npt.NDArray[np.float64],
    reasons: Sequence[Sequence[str]],
    weights: Sequence[Sequence[float]],
) -> pa.Table:
    """Put pairs together: smaller id first, best first, each once.

    Parameters
    ----------
    left, right : ids, one row a pair
    probability, relation, relation_score, reasons, weights : of those pairs; `weights` in log-odds beside `reasons`

    Returns
    -------
    Table in `SCHEMA`
    """
    swap = pc.greater(left, right)
    probability = np.round(probability, 6)
    table = pa.table(
        [
            pc.if_else(swap, right, left),
            pc.if_else(swap, left, right),
            pa.array(probability, pa.float64()),
            pa.array(relation, pa.string()),
            pa.array(np.round(relation_score, 6), pa.float64()),
            pa.array([grade_of(value) for value in probability.tolist()], pa.string()),
            pa.array(reasons, pa.list_(pa.string())),
            pa.array(weights, pa.list_(pa.float64())),
        ],
        schema=SCHEMA,
    )
    return table.sort_by([("probability", "descending"), ("left_id", "ascending"), ("right_id", "ascending")])


def like(frame: "Frame", table: pa.Table) -> "Frame":
    """Give a table in the form that the frame has: Arrow for Arrow, a DataFrame for a DataFrame."""
    return table if isinstance(frame, pa.Table) else table.to_pandas()
