"""What the name of a payee shows: known, redacted or an individual. Asked once for each distinct name."""

import pyarrow as pa

from tpgraph.names import is_individual, is_redacted

INDIVIDUAL = "an individual"
_NOTHING = frozenset({"#n/a", "#ref!", "#value!", "#name?", "n/a", "null", "none", "-", "."})
"""What spreadsheets and exports write where there is nothing."""


def is_nothing(written: str) -> bool:
    """Tell whether a text is what spreadsheets and exports write for an empty cell."""
    return written.lower() in _NOTHING


def _status(name: str) -> str:
    if is_nothing(name):
        return "blank"
    if is_redacted(name):
        return "redacted"
    return "individual" if is_individual(name) or name.lower() == INDIVIDUAL else "known"


def payee_status(payees: pa.ChunkedArray) -> pa.Table:
    """Give the status of every distinct payee.

    Parameters
    ----------
    payees : names as written, trimmed; null = blank

    Returns
    -------
    Table, columns payee, status (known, redacted, individual, blank); one row a distinct name, nulls left out
    """
    names = [name for name in payees.unique().to_pylist() if name is not None]
    return pa.table({"payee": pa.array(names, pa.string()), "status": pa.array(map(_status, names), pa.string())})
