"""What the name of a payee shows: known, redacted or an individual. Asked once for each distinct name."""

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.persons import INDIVIDUAL, is_nothing, without_persons
from tpgraph.names import is_individual, is_redacted

_CLEANED = ("unit", "purpose", "document", "payee_id", "account_code", "capital", "extra")


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


def without_individuals(payments: pa.Table, statuses: pa.Table) -> pa.Table:
    """Take the names of individuals out of every other cell of the payments to them.

    Parameters
    ----------
    payments : the landed payments
    statuses : from `payee_status`
    """
    persons = statuses.filter(pc.equal(statuses.column("status"), "individual")).column("payee").to_pylist()
    return without_persons(payments, "payee", {name: name for name in persons}, _CLEANED)
