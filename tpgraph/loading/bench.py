"""The workbench of one load: an in-memory DuckDB in which a loader's SQL types and checks the landed text."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.loader import Landed, Problem, SetAside
from tpgraph.loading.marks import ONE_SOURCE, Marks
from tpgraph.names import fold
from tpgraph.tables import record_table_names, schema

_OWN = ("problem", "set_aside")
_FEW_RUNS = 1000
_MOST_LINES = 1 << 40
_MOST_SHEETS = 1 << 20
_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.list_(pa.string()): "VARCHAR[]",
}


def _columns(name: str) -> str:
    fields = (field for field in schema(name) if field.name != "load_id")
    return ", ".join(f'"{field.name}" {_SQL_TYPES[field.type]}' for field in fields)


@cache
def _tables() -> str:
    """The SQL of the empty tables that a loader fills."""
    made = [f'CREATE TABLE record."{name}" ({_columns(f"record.{name}")})' for name in (*record_table_names(), *_OWN)]
    sums = [
        f"CREATE TABLE record.{name} (sheet VARCHAR, line BIGINT, amount_pence BIGINT)"
        for name in ("money_read", "taken")
    ]
    return ";".join(["CREATE SCHEMA landed", "CREATE SCHEMA record", *made, *sums])


class Workbench:
    """Lands text, runs SQL, gives tables; everything is gone when it closes."""

    def __init__(
        self, landed: Landed, publisher: str, file: str, payer: str | None = None, marks: Marks = ONE_SOURCE
    ) -> None:
        # Nothing of a source may make the engine touch files or the network.
        self._connection = duckdb.connect()
        for setting in ("autoinstall_known_extensions", "autoload_known_extensions", "enable_external_access"):
            self._connection.execute(f"SET {setting} = false")
        self._connection.execute(_tables())
        self._connection.execute(resources.files("tpgraph.loading").joinpath("macros.sql").read_text("utf-8"))
        self._connection.execute(marks.macros())
        self._connection.execute("SET VARIABLE publisher = ?", [publisher])
        self._connection.execute("SET VARIABLE publisher_key = ?", [fold(publisher)])
        self._connection.execute("SET VARIABLE file = ?", [file])
        self._connection.execute("SET VARIABLE payer = CAST(? AS VARCHAR)", [payer])
        self._land(landed)

    def __enter__(self) -> "Workbench":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _land(self, landed: Landed) -> None:
        for name, table in landed.tables.items():
            self._connection.register(f"arrow_{name}", table)
            self._connection.execute(f'CREATE VIEW landed."{name}" AS SELECT * FROM "arrow_{name}"')
        self._insert("problem", problem_rows(landed.problems))
        self._insert("set_aside", set_aside_rows(landed.set_aside))
        self._connection.execute(
            "INSERT INTO record.money_read SELECT sheet, line, amount_pence FROM record.set_aside "
            "WHERE amount_pence IS NOT NULL"
        )

    def _insert(self, name: str, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            fields = [field for field in schema(f"record.{name}") if field.name != "load_id"]
            self._connection.register("arrow_rows", pa.Table.from_pylist(list(rows), schema=pa.schema(fields)))
            self._connection.execute(f"INSERT INTO record.{name} BY NAME SELECT * FROM arrow_rows")
            self._connection.unregister("arrow_rows")

    def run(self, texts: Iterable[str]) -> None:
        """Run the loader's SQL files in their order."""
        for text in texts:
            self._connection.execute(text)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Add rows to record.problem."""
        self._insert("problem", problem_rows(problems))

    def show(self, schema_name: str, tables: Mapping[str, pa.Table]) -> None:
        """Show tables to further SQL as ``<schema_name>.<name>``."""
        self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema_name}")
        for name, table in tables.items():
            seen = f"arrow_{schema_name}_{name}"
            self._connection.register(seen, table)
            self._connection.execute(f'CREATE VIEW {schema_name}."{name}" AS SELECT * FROM "{seen}"')

    def forget_landed(self) -> None:
        """Let go of the landed text, which is as large as all that is made of it."""
        for (name,) in self.rows("SELECT view_name FROM duckdb_views() WHERE schema_name = 'landed'"):
            self._connection.execute(f'DROP VIEW landed."{name}"')
            self._connection.unregister(f"arrow_{name}")

    def table(self, query: str) -> pa.Table:
        """Give the answer of a query as an Arrow table."""
        return self._connection.sql(query).to_arrow_table()

    def filled(self, names: Iterable[str]) -> list[str]:
        """Give those of some tables of schema record that have rows; a view is not looked into."""
        empty = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'record' AND estimated_size = 0"
        without = {name for (name,) in self.rows(empty)}
        return [name for name in names if name not in without]

    def count_distinct(self, column: pa.ChunkedArray) -> int:
        """Count the distinct values of a column; nulls are not counted."""
        self._connection.register("arrow_column", pa.table({"value": column}))
        ((found,),) = self._connection.execute("SELECT count(DISTINCT value) FROM arrow_column").fetchall()
        self._connection.unregister("arrow_column")
        return int(found)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Give the answer of a query as tuples."""
        return self._connection.execute(query).fetchall()


def _places(table: pa.Table) -> npt.NDArray[np.int64] | None:
    """Sheet and line of every row as one number that sorts alike; None where a row has no line, or an absurd one."""
    if table.column("line").null_count or table.column("sheet").null_count:
        return None
    lines: npt.NDArray[np.int64] = table.column("line").to_numpy()
    sheets = table.column("sheet").combine_chunks().dictionary_encode()
    if len(sheets.dictionary) == 1:
        return lines
    if len(sheets.dictionary) >= _MOST_SHEETS or lines.min() < 0 or lines.max() >= _MOST_LINES:
        return None
    ranks: npt.NDArray[np.int64] = pc.rank(sheets.dictionary, sort_keys="ascending").to_numpy().astype(np.int64)
    places: npt.NDArray[np.int64] = ranks[sheets.indices.to_numpy()] * _MOST_LINES + lines
    return places


def _runs_in_order(table: pa.Table) -> pa.Table | None:
    """Put the unbroken runs of lines of a table in order without copying a cell; None where that does not sort it."""
    places = _places(table)
    if places is None:
        return None
    order = np.argsort(places, kind="stable")
    starts = np.concatenate(([0], np.flatnonzero(np.diff(order) != 1) + 1))
    if len(starts) > _FEW_RUNS or (np.diff(places[order]) == 0).any():
        return None
    lengths = np.diff(np.append(starts, len(order)))
    runs = zip(order[starts].tolist(), lengths.tolist(), strict=True)
    return pa.concat_tables([table.slice(first, length) for first, length in runs])


def in_file_order(table: pa.Table) -> pa.Table:
    """Sort a record table by sheet, line and record id.

    The engine works in parallel and gives large tables in a few runs of lines: these are moved as they are.
    """
    if table.num_rows > 1:
        ordered = _runs_in_order(table)
        if ordered is not None:
            return ordered
    return table.sort_by([("sheet", "ascending"), ("line", "ascending"), ("record_id", "ascending")])


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Write problems as rows of record.problem without load."""
    return [dict(vars(problem)) for problem in problems]


def set_aside_rows(set_aside: Iterable[SetAside]) -> list[dict[str, object]]:
    """Write rows left out as rows of record.set_aside without load."""
    return [dict(vars(entry)) for entry in set_aside]
