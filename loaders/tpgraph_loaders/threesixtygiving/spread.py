"""Grants of a JSON file as columns of text: one column a path, such as ``recipientOrganization/0/name``.

Whole columns are made at once: a file of grants has few paths and many grants.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import cast

import pyarrow as pa

from tpgraph_loaders.threesixtygiving.headings import names_a_person

MOST_ITEMS = 20
"""Items of one list that get columns of their own; more are told."""
_MOST_COLUMNS = 2_000
_DEEPEST = 6
_LINE_NUMBER = re.compile(r"/\d+/")


@dataclass
class Spread:
    """Columns by their path, and what did not get one.

    Attributes
    ----------
    columns : path -> text, null where the grant has none
    cut : paths of lists with more items than `MOST_ITEMS`, and of objects that lie too deep
    persons : paths that name persons, which were left out
    """

    rows: int
    columns: dict[str, pa.Array] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)


def _text(value: object) -> str | None:
    """Write one value as a cell; what holds other values is no cell."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    return None


def _scalars(values: Sequence[object], kinds: set[type]) -> pa.Array:
    try:
        if kinds <= {str, type(None)}:
            return pa.array(values, pa.string())
        if kinds == {int}:
            return pa.array(list(map(str, values)), pa.string())
        return pa.array([value if value is None else _text(value) for value in values], pa.string())
    except UnicodeEncodeError:
        # Half a letter, as JSON may escape it, is none.
        texts = [_text(value) for value in values]
        return pa.array([text and text.encode("utf-8", "replace").decode() for text in texts], pa.string())


def _listed(value: list[object]) -> str | None:
    """Write a list of plain values as one cell."""
    return "; ".join(filter(None, map(_text, value))) or None


def spread(grants: Sequence[object]) -> Spread:
    """Make columns of grants.

    Parameters
    ----------
    grants : the items of `grants`; one that is no object has no cell

    Returns
    -------
    Spread
    """
    made = Spread(len(grants))
    _objects(made, [grant if isinstance(grant, dict) else None for grant in grants], None, "", 0)
    return made


def _objects(
    made: Spread, objects: Sequence[dict[str, object] | None], rows: Sequence[int] | None, prefix: str, depth: int
) -> None:
    """Add a column for every key of some objects; `rows` tells where they stand, None = one a row."""
    held = [entry for entry in objects if entry]
    keys = dict.fromkeys(chain.from_iterable(held))
    whole = len(held) == len(objects)
    for key in keys:
        path = f"{prefix}{key}"
        if names_a_person(_LINE_NUMBER.sub("/", path)):
            made.persons.add(path)
        else:
            values = [entry.get(key) for entry in held] if whole else [entry and entry.get(key) for entry in objects]
            _values(made, values, rows, path, depth)


def _values(made: Spread, values: Sequence[object], rows: Sequence[int] | None, path: str, depth: int) -> None:
    kinds = set(map(type, values))
    if kinds & {dict, list} and depth >= _DEEPEST:
        made.cut.add(path)
        return
    if list in kinds:
        values = _lists(made, values, rows, path, depth)
        kinds = set(map(type, values))
    if kinds == {dict}:
        _objects(made, cast("list[dict[str, object] | None]", values), rows, f"{path}/", depth + 1)
        return
    if dict in kinds:
        inner = [value if isinstance(value, dict) else None for value in values]
        _objects(made, inner, rows, f"{path}/", depth + 1)
        values = [None if isinstance(value, dict) else value for value in values]
        kinds = set(map(type, values))
    if kinds - {type(None)}:
        _keep(made, _scalars(values, kinds), rows, path)


def _lists(made: Spread, values: Sequence[object], rows: Sequence[int] | None, path: str, depth: int) -> list[object]:
    """Spread the items of lists; gives the values with plain lists as cells and the others taken out."""
    if _all_hold_one_object(values):
        # As in most files: one recipient, one funder, one programme.
        only = [cast("list[object]", value)[0] for value in values]
        _values(made, only, rows, f"{path}/0", depth + 1)
        return []
    places = range(len(values)) if rows is None else rows
    left: list[object] = []
    items: dict[int, tuple[list[object], list[int]]] = {}
    for place, value in zip(places, values, strict=True):
        if not isinstance(value, list):
            left.append(value)
            continue
        nested = any(isinstance(item, dict | list) for item in value)
        left.append(None if nested else _listed(value))
        if nested:
            if len(value) > MOST_ITEMS:
                made.cut.add(path)
            for number, item in enumerate(value[:MOST_ITEMS]):
                held, where = items.setdefault(number, ([], []))
                held.append(item)
                where.append(place)
    for number, (held, where) in items.items():
        _values(made, held, where, f"{path}/{number}", depth + 1)
    return left


def _all_hold_one_object(values: Sequence[object]) -> bool:
    return (
        set(map(type, values)) == {list}
        and set(map(len, cast("list[list[object]]", values))) == {1}
        and set(map(type, chain.from_iterable(cast("list[list[object]]", values)))) == {dict}
    )


def _keep(made: Spread, column: pa.Array, rows: Sequence[int] | None, path: str) -> None:
    if path in made.columns or len(made.columns) >= _MOST_COLUMNS:
        made.cut.add(path)
        return
    if rows is not None and len(rows) < made.rows:
        places = pa.nulls(made.rows, pa.int64()).to_numpy(zero_copy_only=False)
        places[list(rows)] = range(len(rows))
        column = column.take(pa.array(places, pa.int64(), from_pandas=True))
    made.columns[path] = column
