"""Which bodies a payer column names: labels of totals, codes, and what spreadsheets write for nothing are none."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.persons import is_nothing
from tpgraph.names import fold

# A department writes no more than this of itself in the column of entities.
_DEPARTMENT_ITSELF = ("core", "core department", "core dept", "department", "main department", "headquarters", "hq")
_IS_NAME = re.compile(r"(?!https?://).*[^\W\d_]{2}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_TOTALS = frozenset({"total", "totals", "subtotal", "subtotals"})
_MONTHS = "january february march april may june july august september october november december"
_BESIDE_A_TOTAL = (
    frozenset(
        {"grand", "sub", "overall", "report", "page", "sheet", "file", "net", "gross", "sum", "amount", "amounts"}
    )
    | frozenset(
        {"spend", "spending", "expenditure", "payments", "value", "paid", "of", "for", "the", "all", "to", "date"}
    )
    | frozenset({"month", "monthly", "year", "yearly", "annual", "quarter", "period", *_MONTHS.split()})
    | frozenset(month[:3] for month in _MONTHS.split())
)


def _is_total(written: str) -> bool:
    """`Grand Total`, `Total for June 2018`, and `Oxford City Council Total` as pivot tables write it."""
    words = _WORD.findall(written.lower())
    return bool(words) and (words[-1] in _TOTALS or (words[0] in _TOTALS and _BESIDE_A_TOTAL.issuperset(words[1:])))


def _body(written: str) -> str | None:
    """The text if it may name a body: two letters in a row, and no address on the web."""
    names_none = is_nothing(written) or _is_total(written) or not _IS_NAME.match(written)
    return None if names_none else written


def with_departments(payers: pa.ChunkedArray, departments: pa.ChunkedArray) -> pa.ChunkedArray:
    """Put the department in the place of an entity that is blank or says only that it is the department itself.

    Parameters
    ----------
    payers, departments : as written, trimmed; null = blank
    """
    if departments.null_count == len(departments):
        return payers
    itself = pa.array(_DEPARTMENT_ITSELF, pa.string())
    instead = pc.or_(pc.is_null(payers), pc.is_in(pc.utf8_lower(payers), itself))
    return pc.if_else(instead, pc.coalesce(departments, payers), payers)


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
