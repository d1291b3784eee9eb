"""One side of the benchmark of many spend files, in a process of its own: `... SIDE FOLDER_OF_FILES`.

Every side ends with its record tables on disk, as one Parquet file a table; tpgraph, once more, in a store. What came
out is counted with DuckDB after the clock has stopped.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import Outcome
from benchmarks.side import measured

_COMPARED = "record_id, line, amount_pence, date, financial_year, capital, payee_status, payee_record"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csv"))


def tpgraph_side(files: Path, folder: Path) -> dict[str, str]:
    """Load with tpgraph into a new embedded store, as a user does."""
    import tpgraph

    store = folder / "place.tpgraph"
    tpgraph.open(store).load(files)
    attached = f"ATTACH '{store}' AS place (READ_ONLY)"
    return {"": attached, "flows": "place.record.flow", "set_aside": "place.record.set_aside"}


def tables_side(files: Path, folder: Path) -> dict[str, str]:
    """Make record tables with tpgraph, problems among them, and write each source's rows as soon as they are ready."""
    import pyarrow.parquet as pq

    from tpgraph.loading.ahead import ReadAhead
    from tpgraph.loading.grouping import find_groups
    from tpgraph.loading.load import prepare
    from tpgraph.loading.recognise import recognise

    claims, _ = recognise(find_groups([files]))
    writers: dict[str, pq.ParquetWriter] = {}
    with ReadAhead(claims, None, None) as ahead, ExitStack() as opened:
        for group, claim in claims:
            for name, table in prepare(group, claim, ahead=ahead).tables.items():
                if name not in writers:
                    made = pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
                    writers[name] = opened.enter_context(made)
                writers[name].write_table(table)
    wanted = {"flows": "record.flow", "set_aside": "record.set_aside"}
    return {"": "SELECT 1", **{name: f"read_parquet('{folder / table}.parquet')" for name, table in wanted.items()}}


def _written(folder: Path, write: Callable[[str, Path], None]) -> dict[str, str]:
    made = {name: folder / f"{name}.parquet" for name in ("flows", "bodies", "set_aside")}
    for name, path in made.items():
        write(name, path)
    return {"": "SELECT 1", **{name: f"read_parquet('{path}')" for name, path in made.items()}}


def pandas_side(files: Path, folder: Path) -> dict[str, str]:
    """Clean file by file with pandas, put together, and write."""
    import pandas as pd

    from benchmarks.pandas_cleaning import clean

    cleaned = [clean(file) for file in _files(files)]

    def write(name: str, path: Path) -> None:
        pd.concat([getattr(one, name) for one in cleaned]).to_parquet(path, index=False)

    return _written(folder, write)


def polars_side(files: Path, folder: Path) -> dict[str, str]:
    """Clean file by file with Polars, put together, and write."""
    import polars as pl

    from benchmarks.polars_cleaning import clean

    cleaned = [clean(file) for file in _files(files)]

    def write(name: str, path: Path) -> None:
        pl.concat([getattr(one, name) for one in cleaned]).write_parquet(path)

    return _written(folder, write)


SIDES = {"tables": tables_side, "tpgraph": tpgraph_side, "pandas": pandas_side, "polars": polars_side}


def _outcome(where: dict[str, str]) -> Outcome:
    import duckdb

    connection = duckdb.connect()
    connection.execute(where[""])

    def told(sql: str) -> Iterable[object]:
        rows = connection.execute(sql).fetchall()
        return [list(map(str, row)) for row in rows]

    texts = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in _COMPARED.split(", "))
    return {
        "flows": told(
            f"SELECT count(*), sum(amount_pence), bit_xor(hash(concat_ws(chr(31), {texts}))) FROM {where['flows']}"
        ),
        "statuses": told(f"SELECT payee_status, count(*) FROM {where['flows']} GROUP BY ALL ORDER BY ALL"),
        "set aside": told(f"SELECT reason, count(*), sum(line) FROM {where['set_aside']} GROUP BY ALL ORDER BY ALL"),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[3] if len(sys.argv) > 3 else None) as made:
        run = measured(lambda: SIDES[sys.argv[1]](Path(sys.argv[2]), Path(made)), _outcome)
    sys.stdout.write(json.dumps(asdict(run)))
