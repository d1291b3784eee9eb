"""Small record tables for tests of resolution."""

import pyarrow as pa

from tpgraph.tables import empty, from_rows, record_table_names


def records(**tables: list[dict[str, object]]) -> dict[str, pa.Table]:
    """Record tables by name; rows without a load come with load l-1 of publisher Northmere Council."""
    load = {
        "load_id": "l-1", "source_key": "Northmere Council/t", "publisher": "Northmere Council", "dataset": "t",
        "file": "place.xlsx", "issue": 1, "superseded": False, "as_of": "2010-03-31",
    }  # fmt: skip
    made = {name: empty(f"record.{name}") for name in record_table_names()}
    made["load"] = from_rows(tables.pop("load", [load]), "record.load")
    for name, rows in tables.items():
        made[name] = from_rows([{"load_id": "l-1", **row} for row in rows], f"record.{name}")
    return made


def judgements(**tables: list[dict[str, object]]) -> dict[str, pa.Table]:
    """Judgement tables by name, empty where not given."""
    names = ("match", "verdict", "perimeter", "setting")
    return {name: from_rows(tables.get(name, []), f"judgement.{name}") for name in names}
