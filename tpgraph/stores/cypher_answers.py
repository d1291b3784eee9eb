"""The form of an answer, the same from every engine: nodes, relationships, paths and maps are JSON text."""

import datetime
import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

# What needs no look: floats may be infinite, and everything else may hold something.
_SIMPLE = frozenset({str, int, bool, type(None)})
_FLAT = _SIMPLE | {float}

# Any, here and below: a query gives values of every type.
Plain = Callable[[Any], Any]


def node(labels: Sequence[str], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Give a node its form: labels and properties, in the order of their names, without numbers of the engine."""
    return {"labels": sorted(labels), **dict(sorted(properties.items()))}


def relationship(kind: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Give a relationship its form."""
    return {"type": kind, **dict(sorted(properties.items()))}


def leaf(value: Any) -> Any:
    """Give a value that holds no other its form: dates and times as text, what is not a number as nothing."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def is_simple(values: Sequence[Any]) -> bool:
    """Tell whether each of many values stands in its form already: they may be a hundred million."""
    return _SIMPLE.issuperset(map(type, values))


def table(columns: Mapping[str, list[Any]], plain: Plain) -> pa.Table:
    """Make the table of an answer.

    Parameters
    ----------
    columns : Mapping of list
        The engine's values, by name of the column.
    plain : callable
        Turns a value of the engine into texts, numbers, booleans, lists and maps.

    Returns
    -------
    Table
        A column of one type keeps it; columns with maps or of mixed types are JSON text, and so is a column of which
        Arrow cannot hold a value; an empty column is text.
    """
    return pa.table([_column(values, plain) for values in columns.values()], names=list(columns))


def _column(values: list[Any], plain: Plain) -> "pa.Array[Any]":
    if not is_simple(values):
        values = [plain(value) for value in values]
    if not any(_holds_map(value) for value in values):
        try:
            array = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
            pass
        else:
            return pa.nulls(len(values), pa.string()) if pa.types.is_null(array.type) else array
    return pa.array([None if value is None else _as_json(value) for value in values], pa.string())


def _holds_map(value: object) -> bool:
    if isinstance(value, list):
        return not _FLAT.issuperset(map(type, value)) and any(_holds_map(item) for item in value)
    return isinstance(value, dict)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
