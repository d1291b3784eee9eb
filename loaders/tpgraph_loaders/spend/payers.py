"""Which bodies a payer column names: the labels of totals and what spreadsheets write for nothing are none."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.names import fold
from tpgraph_loaders.spend.payees import is_nothing

_LABEL_WORDS = (
    "grand|sub|overall|report|page|sheet|file|net|gross|total|totals|subtotal|subtotals|sum|amount|amounts|spend|"
    "spending|expenditure|payments|value|paid|of|for|the|all|month|monthly|year|yearly|annual|quarter|period"
)
_TOTAL = re.compile(rf"(?=.*total)(?:{_LABEL_WORDS}|\W)+|.*\b(?:sub|grand )?totals?\W*", re.IGNORECASE | re.DOTALL)
"""`Grand Total`, `Total spend:`, and `Oxford City Council Total` as pivot tables write it."""


def _body(written: str) -> str | None:
    return None if is_nothing(written) or _TOTAL.fullmatch(written) else written


def payer_bodies(payers: pa.ChunkedArray) -> pa.Table:
    """Give the body that each distinct payer text names.

    Parameters
    ----------
    payers : as written, trimmed; null = blank

    Returns
    -------
    Table, columns payer, body (null where the text names none), rows; nulls left out
    """
    counts = pc.value_counts(payers.drop_null())
    names = counts.field("values").to_pylist()
    bodies = pa.array([_body(name) for name in names], pa.string())
    return pa.table({"payer": pa.array(names, pa.string()), "body": bodies, "rows": counts.field("counts")})


def one_body(payers: pa.Table) -> str:
    """Give the one body that a payer column names, as most rows write it; empty where there are none or several.

    Parameters
    ----------
    payers : from `payer_bodies`
    """
    named = [entry for entry in payers.to_pylist() if entry["body"]]
    named.sort(key=lambda entry: (-entry["rows"], entry["body"]))
    return str(named[0]["body"]) if len({fold(entry["body"]) for entry in named}) == 1 else ""
