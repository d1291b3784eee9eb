"""A town in a few rows: loads and a graph small enough to check by hand."""

import pyarrow as pa

from tpgraph.stores import Store
from tpgraph.tables import from_rows, schemas


def load(
    load_id: str, source: str = "council/spend", amounts: tuple[int | None, ...] = (100, -5)
) -> dict[str, pa.Table]:
    """One load of a source with one flow an amount."""
    flows: list[dict[str, object]] = [
        {
            "record_id": f"r-{load_id}-{line}",
            "load_id": load_id,
            "line": line,
            "payer": "Northmere",
            "amount_pence": amount,
        }
        for line, amount in enumerate(amounts, start=2)
    ]
    problem = {"load_id": load_id, "line": 9, "severity": "error", "sentence": "'x' is not an amount"}
    return {
        "load": from_rows([{"load_id": load_id, "source_key": source, "publisher": "Northmere"}], "record.load"),
        "flow": from_rows(flows, "record.flow"),
        "problem": from_rows([problem], "record.problem"),
    }


def graph() -> dict[str, pa.Table]:
    """Two bodies, two payments, and who says so; the first payment is stated on two lines and once more alike."""
    bodies: list[dict[str, object]] = [
        {"id": "GB-LAE-NM", "name": "Northmere Council", "sector": "local", "also_known_as": ["NMC", "Northmere"]},
        {"id": "GB-CHC-1", "name": "Harbour Trust", "sector": "voluntary", "also_known_as": []},
    ]
    flows: list[dict[str, object]] = [
        {"id": "r-1", "name": "", "amount_pence": 2**53 + 1, "financial_year": "2009-10", "basis": "payment"},
        {"id": "r-2", "name": "", "amount_pence": None, "financial_year": "2009-10", "basis": "payment"},
    ]
    stated: list[dict[str, object]] = [
        {"source_id": "r-1", "target_id": "l-1", "sheet": "", "line": 2},
        {"source_id": "r-1", "target_id": "l-1", "sheet": "", "line": 3},
        {"source_id": "r-1", "target_id": "l-1", "sheet": "", "line": 3},
        {"source_id": "r-9", "target_id": "l-1", "sheet": "", "line": None},
    ]
    pays: list[dict[str, object]] = [{"source_id": "GB-LAE-NM", "target_id": flow} for flow in ("r-1", "r-2")]
    return {
        "organisation": from_rows(bodies, "graph.organisation"),
        "funding_flow": from_rows(flows, "graph.funding_flow"),
        "record": from_rows([{"id": "r-9", "name": "Harbour Trust", "kind": "organisation"}], "graph.record"),
        "source": from_rows([{"id": "l-1", "name": "spend.csv", "publisher": "Northmere"}], "graph.source"),
        "rel_pays": from_rows(pays, "graph.rel_pays"),
        "rel_to": from_rows([{"source_id": "r-1", "target_id": "GB-CHC-1"}], "graph.rel_to"),
        "rel_stated_in": from_rows(stated, "graph.rel_stated_in"),
    }


def everything(store: Store) -> dict[str, pa.Table]:
    """Every table of a store, to compare whole stores."""
    return store.read_tables(list(schemas()))
