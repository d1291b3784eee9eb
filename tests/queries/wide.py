"""What each shipped query is asked of a large town: enough for thousands of rows, and for an answer within seconds."""

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa

from tpgraph.map.queries import ShippedQuery

SIZE = 22
"""Size of the generated town that has 100,000 nodes."""

GIVEN = {
    "year": "2009-10",
    "basis": "payment",
    "from": "2010-06-01",
    "until": "2011-06-30",
    "on": "2010-12-31",
    "grade": "likely",
}

# A query whose answer for everything is as large as the town is asked for one node: parameter -> links that end there.
_NARROW = {
    "services-for-one-need-in-one-place": {"place": "rel_available_in"},
    "needs-without-a-service-in-a-place": {"place": "rel_living_in"},
    "who-shares-clients-without-a-tie": {"client_group": "rel_serves"},
    "who-buys-for-the-same-need-in-one-place": {"need": "rel_meets"},
    "buildings-with-room-near-each-other": {"place": "rel_in"},
}


def asked(query: ShippedQuery, graph: Mapping[str, pa.Table]) -> dict[str, object]:
    """Give the parameters of a query for one town: a year and a basis, and the busiest node where it must be one."""
    names = {entry.name for entry in query.parameters}
    busiest: dict[str, object] = {name: _busiest(graph[table]) for name, table in _NARROW.get(query.name, {}).items()}
    return {name: value for name, value in GIVEN.items() if name in names} | busiest


def _busiest(links: pa.Table) -> str:
    counts = Counter(links["target_id"].to_pylist())
    return str(min(counts, key=lambda node: (-counts[node], node)))
