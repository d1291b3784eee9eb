"""What became of every file that was loaded."""

import pyarrow as pa

from tpgraph.resolution.current import arrow, connect
from tpgraph.stores.store import Store

_SOURCES = """
WITH reason AS (
    SELECT load_id, sheet, string_agg(n || ' x ' || reason, '; ' ORDER BY n DESC, reason) AS why
    FROM (SELECT load_id, coalesce(sheet, '') AS sheet, reason, sum(rows)::BIGINT AS n FROM set_aside GROUP BY ALL)
    GROUP BY ALL
)
SELECT l.load_id, l.source_key, l.publisher, l.file, f.sheet, l.loader, l.issue, l.superseded,
       f.rows_read, f.rows_loaded, f.rows_set_aside,
       f.money_read_pence, f.money_loaded_pence, f.money_set_aside_pence, coalesce(r.why, '') AS why_set_aside, l.why
FROM load l LEFT JOIN file f USING (load_id)
LEFT JOIN reason r ON r.load_id = f.load_id AND r.sheet = coalesce(f.sheet, '')
ORDER BY l.source_key, l.issue, f.sheet
"""


def sources(store: Store) -> pa.Table:
    """List what became of every file; see `Map.sources`."""
    tables = {name: store.read(f"record.{name}") for name in ("load", "file", "set_aside")}
    return arrow(connect(tables), _SOURCES)
