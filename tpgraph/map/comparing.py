"""Two issues of a source, row by row: what is new, gone and changed, adding up to the penny.

Rows are the same where their record id is. A payment's id is its content, so a corrected payment has another: rows left
over are paired where they agree in what a correction leaves alone (payee and document, else payee and line, and so on).
"""

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from tpgraph.resolution.current import arrow
from tpgraph.tables import empty, record_table_names, schema

_PAIRED_BY: Mapping[str, Sequence[Sequence[str]]] = {
    "flow": (
        ("payer", "payee", "document"),
        ("payer", "payee", "sheet", "line"),
        ("payer", "document", "amount_pence"),
        ("payer", "sheet", "line", "amount_pence", "date"),
    ),
    "spend": (("organisation", "heading", "financial_year"), ("organisation", "sheet", "line")),
    "client_need": (("need", "client_group", "place", "financial_year"), ("need", "sheet", "line")),
}
_WHERE = ("load_id", "record_id", "sheet", "line")
_MONEY = ("flow", "spend")
_NAMES: Mapping[str, str] = {
    "flow": "concat_ws(' to ', payer, coalesce(payee, nullif(payee_status, 'known')))",
    "spend": "concat_ws(': ', organisation, heading)",
    "client_need": "concat_ws(', ', need, client_group, place)",
}

LINES = pa.schema(
    [
        ("change", pa.string()),
        ("kind", pa.string()),
        ("basis", pa.string()),
        ("record_id", pa.string()),
        ("sheet", pa.string()),
        ("line", pa.int64()),
        ("name", pa.string()),
        ("date", pa.string()),
        ("document", pa.string()),
        ("before_pence", pa.int64()),
        ("after_pence", pa.int64()),
        ("difference_pence", pa.int64()),
        ("what", pa.list_(pa.string())),
    ]
)
TOTALS = pa.schema(
    [
        ("kind", pa.string()),
        ("basis", pa.string()),
        *((f"rows_{name}", pa.int64()) for name in ("before", "new", "gone", "changed", "after")),
        *((f"{name}_pence", pa.int64()) for name in ("before", "new", "gone", "changed", "after")),
    ]
)


def compare(old: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> tuple[pa.Table, pa.Table]:
    """Compare the record tables of two loads.

    Parameters
    ----------
    old, new : tables by full name, such as record.flow; one that is not given is empty

    Returns
    -------
    TOTALS, one row a kind of record and basis: before + new - gone = after in rows, before + new - gone + changed =
    after in pence; and LINES, one row a record that is new, gone or changed, most money first, then by sheet and line.
    """
    totals, lines = [TOTALS.empty_table()], [LINES.empty_table()]
    for kind in record_table_names():
        name = f"record.{kind}"
        tables = [side.get(name, empty(name)) for side in (old, new)]
        if any(table.num_rows for table in tables):
            with duckdb.connect() as connection:
                _pair(connection, kind, *tables)
                totals.append(_totals(connection, kind))
                lines.append(_lines(connection, kind))
    order = [("difference", "descending"), ("kind", "ascending"), ("sheet", "ascending"), ("line", "ascending")]
    found = pa.concat_tables(lines)
    size = pa.array([abs(pence or 0) for pence in found.column("difference_pence").to_pylist()], pa.int64())
    found = found.append_column("difference", size).sort_by([*order, ("record_id", "ascending")])
    return pa.concat_tables(totals), found.drop_columns("difference")


def _pair(connection: duckdb.DuckDBPyConnection, kind: str, old: pa.Table, new: pa.Table) -> None:
    """Make tables `old` and `new`, their rows numbered, and `pair` (old_nr, new_nr) of rows that are the same."""
    basis, pence = ("basis", "amount_pence") if kind in _MONEY else ("NULL::VARCHAR", "NULL::BIGINT")
    for side, table in (("old", old), ("new", new)):
        connection.register(f"given_{side}", table)
        connection.execute(
            f"CREATE TABLE {side} AS SELECT row_number() OVER () AS nr, {basis} AS its_basis, {pence} AS pence, * "
            f"FROM given_{side}"
        )
    connection.execute(
        "CREATE TABLE pair AS SELECT o.nr AS old_nr, n.nr AS new_nr FROM old o JOIN new n "
        "ON o.record_id = n.record_id AND o.its_basis IS NOT DISTINCT FROM n.its_basis"
    )
    for names in _PAIRED_BY.get(kind, ()):
        connection.execute(_pairing(kind, names))


def _pairing(kind: str, names: Sequence[str]) -> str:
    """SQL that pairs rows left over that agree in some columns, in the order of their lines."""
    types = schema(f"record.{kind}")
    keys = [f"lower(trim({name}))" if types.field(name).type == pa.string() else name for name in names]
    # A sheet may be empty; what else is blank says nothing.
    filled = [f"coalesce({key}::VARCHAR, '') <> ''" for name, key in zip(names, keys, strict=True) if name != "sheet"]
    parts = [f"coalesce({key}::VARCHAR, '')" for key in ["its_basis", *keys]]
    key = f"concat_ws(chr(31), {', '.join(parts)})"

    def left(side: str) -> str:
        return (
            f"SELECT nr, {key} AS key, row_number() OVER (PARTITION BY {key} ORDER BY line, nr) AS nth "
            f"FROM {side} WHERE nr NOT IN (SELECT {side}_nr FROM pair) AND {' AND '.join(filled)}"
        )

    return f"INSERT INTO pair SELECT o.nr, n.nr FROM ({left('old')}) o JOIN ({left('new')}) n USING (key, nth)"


def _compared(kind: str) -> list[str]:
    """Columns in which a change is told: neither where a row stands nor which records its names mean."""
    return [name for name in schema(f"record.{kind}").names if name not in _WHERE and not name.endswith("_record")]


def _what(kind: str) -> str:
    """SQL that says what differs between rows o and n: `column: before -> after`, pence as pounds."""

    def text(side: str, name: str) -> str:
        value = f'{side}."{name}"'
        pounds = f"{value}::DECIMAL(19, 0) * 0.01::DECIMAL(3, 2)" if name.endswith("_pence") else value
        return f"coalesce(({pounds})::VARCHAR, 'empty')"

    parts = [
        f'CASE WHEN o."{name}" IS DISTINCT FROM n."{name}" THEN '
        f"concat('{name.removesuffix('_pence')}: ', {text('o', name)}, ' -> ', {text('n', name)}) END"
        for name in _compared(kind)
    ]
    return f"list_filter([{', '.join(parts)}], lambda said: said IS NOT NULL)"


def _changes(kind: str) -> str:
    """SQL of all rows that are new, gone or changed."""
    name = _NAMES.get(kind, '"name"' if "name" in schema(f"record.{kind}").names else "NULL")
    has = schema(f"record.{kind}").names
    date, document = ('"date"' if "date" in has else "NULL", "document" if "document" in has else "NULL")
    said = f"its_basis, record_id, sheet, line, {name} AS name, {date} AS day, {document} AS doc"
    return f"""
WITH met AS (
    SELECT n.nr, o.pence AS before, n.pence AS after, {_what(kind)} AS what
    FROM pair JOIN old o ON o.nr = old_nr JOIN new n ON n.nr = new_nr
)
SELECT 'changed' AS change, {said}, before, after, what FROM new JOIN met USING (nr) WHERE len(what) > 0
UNION ALL
SELECT 'new', {said}, NULL, pence, [] FROM new WHERE nr NOT IN (SELECT new_nr FROM pair)
UNION ALL
SELECT 'gone', {said}, pence, NULL, [] FROM old WHERE nr NOT IN (SELECT old_nr FROM pair)
"""


def _lines(connection: duckdb.DuckDBPyConnection, kind: str) -> pa.Table:
    found = arrow(
        connection,
        f"SELECT change, '{kind}' AS kind, its_basis AS basis, record_id, sheet, line, name, day AS date, "
        "doc AS document, before AS before_pence, after AS after_pence, "
        "coalesce(after, 0) - coalesce(before, 0) AS difference_pence, what FROM change",
    )
    return found.cast(LINES)


def _totals(connection: duckdb.DuckDBPyConnection, kind: str) -> pa.Table:
    connection.execute(f"CREATE TABLE change AS {_changes(kind)}")
    found = arrow(
        connection,
        f"""
WITH side AS (
    SELECT its_basis, 'before' AS what, pence FROM old
    UNION ALL SELECT its_basis, 'after', pence FROM new
    UNION ALL SELECT its_basis, change, CASE change
        WHEN 'changed' THEN coalesce(after, 0) - coalesce(before, 0) WHEN 'new' THEN after ELSE before END FROM change
)
SELECT '{kind}' AS kind, its_basis AS basis,
    {", ".join(f"count(*) FILTER (what = '{name}') AS rows_{name}" for name in _PARTS)},
    {", ".join(f"coalesce(sum(pence) FILTER (what = '{name}'), 0)::BIGINT AS {name}_pence" for name in _PARTS)}
FROM side GROUP BY its_basis ORDER BY its_basis
""",
    )
    return found.cast(TOTALS)


_PARTS = ("before", "new", "gone", "changed", "after")
