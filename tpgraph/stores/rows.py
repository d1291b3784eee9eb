"""Rules of rows that hold in every store: names of tables, the order of their rows, what one load is."""

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa

from tpgraph.errors import StoreError
from tpgraph.tables import conform, empty, record_table_names, schema

LOADS = "record.load"
FIGURES = "judgement.figure"
EVENTS = "judgement.event"

BESIDE_THE_GRAPH = frozenset({FIGURES, EVENTS})
"""Tables of judgements that the graph is not made from."""


def full_name(within: str, name: str) -> str:
    """Give the full name of a table of one schema; a name that is full already stays.

    Raises
    ------
    StoreError
        If the table belongs to another schema.
    """
    if "." not in name:
        return f"{within}.{name}"
    if not name.startswith(f"{within}."):
        raise StoreError(f"table {name} does not belong to schema {within}")
    return name


def order_of(name: str) -> str:
    """Give the ORDER BY of a table: its key, or all its columns where it has none."""
    within, _, table = name.partition(".")
    if within == "record" and table in record_table_names():
        return "ORDER BY load_id NULLS LAST, record_id NULLS LAST"
    if within == "graph" and "id" in schema(name).names:
        return "ORDER BY id NULLS LAST"
    return "ORDER BY ALL ASC NULLS LAST"


def identity(tables: Mapping[str, pa.Table]) -> tuple[str, str]:
    """Give load id and source key of the tables of one load.

    Raises
    ------
    StoreError
        If record.load does not have one row, another table has rows of another load, or a record id stands twice.
    """
    load = tables.get("record.load")
    if load is None or load.num_rows != 1:
        raise StoreError("a load has exactly one row in record.load")
    load_id, source_key = load.column("load_id")[0].as_py(), load.column("source_key")[0].as_py()
    if not load_id or not source_key:
        raise StoreError("a load needs a load id and a source key")
    for name, table in tables.items():
        strange = set(table.column("load_id").unique().to_pylist()) - {load_id}
        if strange:
            raise StoreError(f"{name} holds rows of load {strange.pop()} within load {load_id}")
        if "record_id" in table.column_names:
            ids = table.column("record_id")
            if ids.null_count or len(ids.unique()) != len(ids):
                raise StoreError(f"{name} of load {load_id} holds a record id twice, or a row without one")
    return load_id, source_key


def newest_of_each(table: pa.Table, key: str) -> pa.Table:
    """Keep the last row of each key, in the order of the rows."""
    last = {value: row for row, value in enumerate(table.column(key).to_pylist())}
    return table.take(pa.array(sorted(last.values()), pa.int64()))


def to_exchange(gone: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> dict[str, tuple[pa.Table, pa.Table]]:
    """Give the rows that go and the rows that come of each table of an exchange, by full name.

    Raises
    ------
    StoreError
        If a table is none of schema judgement nor record.load, or a load would come or go.
    """
    for name in {*gone, *new} - {LOADS}:
        full_name("judgement", name)
    found = {
        name: (conform(gone.get(name, empty(name)), name), conform(new.get(name, empty(name)), name))
        for name in sorted({*gone, *new})
    }
    less, more = (table.column("load_id").to_pylist() for table in found.get(LOADS, (empty(LOADS), empty(LOADS))))
    if sorted(less) != sorted(more):
        raise StoreError(f"an exchange changes loads ({', '.join(less)}), but makes and deletes none")
    return found


def exchanged(name: str, held: pa.Table, gone: pa.Table, new: pa.Table) -> pa.Table:
    """Give a table after an exchange.

    Raises
    ------
    StoreError
        If a row that is to go is not there.
    """
    missing = Counter(repr(row) for row in gone.to_pylist())
    stays = []
    for row in held.to_pylist():
        goes = missing[repr(row)] > 0
        missing[repr(row)] -= goes
        stays.append(not goes)
    if missing.total():
        raise StoreError(f"{name} was changed by somebody else meanwhile: nothing was written, run it again")
    return pa.concat_tables([held.filter(pa.array(stays, pa.bool_())), new])
