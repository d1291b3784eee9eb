"""What became of every file that was loaded: each row and penny is loaded, or set aside with a reason."""

import json
from collections.abc import Iterator, Mapping

import pyarrow as pa

from tpgraph.errors import StoreError
from tpgraph.loading.balance import by_basis
from tpgraph.map.wording import money_by_basis
from tpgraph.resolution.current import arrow, connect
from tpgraph.stores.store import Store

Row = Mapping[str, object]

_FILES = """
SELECT l.load_id, l.source_key, l.publisher, l.file, f.sheet, l.loader, l.issue, l.superseded,
    coalesce(l.withdrawn, false) AS withdrawn,
    f.rows_read, f.rows_loaded, f.rows_set_aside,
    f.money_read_pence, f.money_loaded_pence, f.money_set_aside_pence, f.by_basis, l.why
FROM load l LEFT JOIN file f USING (load_id)
ORDER BY l.source_key, l.issue, l.load_id, f.sheet
"""

_REASONS = """
SELECT load_id, coalesce(sheet, '') AS sheet, reason, coalesce(sum("rows"), 0)::BIGINT AS n,
    coalesce(sum(amount_pence), 0)::BIGINT AS pence
FROM set_aside GROUP BY ALL ORDER BY pence DESC, n DESC, reason
"""

_SET_ASIDE = """
SELECT l.load_id, l.publisher, l.file, s.sheet, s.line, s.reason, s.rows, s.amount_pence
FROM set_aside s JOIN load l USING (load_id)
ORDER BY s.sheet, s.line NULLS LAST, s.reason
"""

_WHICH = ("load_id", "source_key", "publisher", "file", "sheet", "loader", "issue", "superseded", "withdrawn")

_RECONCILIATION = pa.schema(
    [
        *((name, pa.string()) for name in _WHICH[:6]),
        ("issue", pa.int64()),
        ("superseded", pa.bool_()),
        ("withdrawn", pa.bool_()),
        ("outcome", pa.string()),
        ("basis", pa.string()),
        ("reason", pa.string()),
        ("rows", pa.int64()),
        ("money_pence", pa.int64()),
    ]
)


def _read(store: Store) -> tuple[pa.Table, dict[tuple[str, str], list[Row]]]:
    """Read the files of all loads, and by load and sheet the reasons for which rows were set aside."""
    tables = store.read_tables(["record.load", "record.file", "record.set_aside"])
    connection = connect({name.removeprefix("record."): table for name, table in tables.items()})
    reasons: dict[tuple[str, str], list[Row]] = {}
    for row in arrow(connection, _REASONS).to_pylist():
        reasons.setdefault((row["load_id"], row["sheet"]), []).append(row)
    return _with_bases(store, arrow(connection, _FILES)), reasons


def _with_bases(store: Store, files: pa.Table) -> pa.Table:
    """Work out the sums by basis of files that an older tpgraph loaded, which kept none."""
    rows = files.to_pylist()
    lacking = {row["load_id"] for row in rows if row["by_basis"] is None and row["money_loaded_pence"]}
    if not lacking:
        return files
    tables = store.read_tables(["record.flow", "record.spend"])
    for load_id in lacking:
        mine = {
            name: table.filter(pa.compute.equal(table.column("load_id"), load_id)) for name, table in tables.items()
        }
        sums = by_basis(mine)
        for row in rows:
            if row["load_id"] == load_id:
                row["by_basis"] = sums.get(row["sheet"] or "")
    return pa.Table.from_pylist(rows, schema=files.schema)


def sources(store: Store) -> pa.Table:
    """List what became of every file; see `Map.sources`."""
    files, reasons = _read(store)
    rows = files.to_pylist()
    said = [
        "; ".join(f"{row['n']} x {row['reason']}" for row in reasons.get((file["load_id"], file["sheet"] or ""), ()))
        for file in rows
    ]
    money = [list(money_by_basis([file]).items()) for file in rows]
    found = files.drop_columns(["by_basis", "why"])
    found = found.append_column("loaded_by_basis_pence", pa.array(money, pa.map_(pa.string(), pa.int64())))
    found = found.append_column("why_set_aside", pa.array(said, pa.string()))
    return found.append_column("why", files.column("why"))


def reconciliation(store: Store) -> pa.Table:
    """Account for every row and penny of every file; see `Map.reconciliation`."""
    files, reasons = _read(store)
    rows = []
    for file in files.to_pylist():
        which = {name: file[name] for name in _WHICH}
        aside = reasons.get((file["load_id"], file["sheet"] or ""), [])
        rows += [{**which, **part} for part in _loaded(file)]
        rows += [
            {**which, "outcome": "set aside", "reason": row["reason"], "rows": row["n"], "money_pence": row["pence"]}
            for row in aside
        ]
    return pa.Table.from_pylist(rows, schema=_RECONCILIATION)


def _loaded(file: Row) -> Iterator[dict[str, object]]:
    """Account for what was loaded of a file: a row a basis, and one for what has no money.

    Where a row of the file made records of several bases, its rows are counted in the last one only.
    """
    parts = {basis: tuple(sums) for basis, sums in json.loads(str(file["by_basis"] or "{}")).items()}
    loaded, money = (int(str(file[name] or 0)) for name in ("rows_loaded", "money_loaded_pence"))
    records, pence = (sum(sums[which] for sums in parts.values()) for which in (0, 1))
    if len(parts) == 1 and pence == money:
        ((basis, _),) = parts.items()
        yield {"outcome": "loaded", "basis": basis, "rows": loaded, "money_pence": money}
        return
    is_counted = records <= loaded
    for basis, sums in parts.items():
        yield {"outcome": "loaded", "basis": basis, "rows": sums[0] if is_counted else None, "money_pence": sums[1]}
    rest = loaded - records if is_counted else loaded
    if rest or pence != money:
        yield {"outcome": "loaded", "rows": rest, "money_pence": money - pence}


def set_aside(store: Store, load_id: str) -> pa.Table:
    """List the rows of a load that were set aside; see `Map.set_aside`.

    Raises
    ------
    StoreError
        If there is no such load.
    """
    tables = store.read_tables(["record.load", "record.set_aside"])
    if load_id not in tables["record.load"].column("load_id").to_pylist():
        raise StoreError(f"there is no load '{load_id}': `tpgraph sources` lists the loads")
    mine = {
        name.removeprefix("record."): table.filter(pa.compute.equal(table.column("load_id"), load_id))
        for name, table in tables.items()
    }
    return arrow(connect(mine), _SET_ASIDE)
