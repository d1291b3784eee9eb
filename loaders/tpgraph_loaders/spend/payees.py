"""What the name of a payee shows: known, redacted or an individual. Asked once for each distinct name."""

import pyarrow as pa

from tpgraph.names import is_individual, is_redacted

INDIVIDUAL = "an individual"


def _status(name: str) -> str:
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
    Table, columns payee, status (known, redacted, individual); one row a distinct name, blanks left out
    """
    names = [name for name in payees.unique().to_pylist() if name is not None]
    return pa.table(
        {"payee": pa.array(names, pa.string()), "status": pa.array(map(_status, names), pa.string())}
    )
