"""What the name of a payee shows: known, redacted or an individual; cut or whole. Asked once for each distinct name."""

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.persons import INDIVIDUAL, is_nothing, without_persons
from tpgraph.names import is_individual, is_redacted

# Ledgers cut names at such lengths; so many names of the longest length, and such a share of all, are no chance.
_CUT_AT = range(20, 41)
_FEWEST_CUT = 3
_LEAST_SHARE_CUT = 0.005

# Every name that is no plain name of a body has one of these; a test holds this to the rules of tpgraph.names. Asked of
# a whole column at once it spares asking those rules of nearly every name.
_MAY_BE_NONE = (
    r"(?i)redact|withheld|personal|name|disclos|confident|protect|anonym|individual|x{3}|[*#]{3}|['`]|\w\.\w|"
    r"^\W|^(?:mr|mrs|ms|miss|dr)(?:\W|$)|^(?:n/a|null|none)|[^\x00-\x7f]"
)

_CLEANED = ("unit", "purpose", "document", "payee_id", "account_code", "capital", "extra")


def _status(name: str) -> str:
    if is_nothing(name):
        return "blank"
    if is_redacted(name):
        return "redacted"
    return "individual" if is_individual(name) or name.lower() == INDIVIDUAL else "known"


def cut_length(names: Iterable[str]) -> int | None:
    """Find the length at which a ledger cuts the names of payees: names pile up there and none is longer.

    Parameters
    ----------
    names : distinct names, trimmed

    Returns
    -------
    int, characters; None where no length between 20 and 40 is such
    """
    lengths = Counter(map(len, names))
    longest = max(lengths, default=0)
    if longest not in _CUT_AT or lengths[longest] < max(_FEWEST_CUT, _LEAST_SHARE_CUT * lengths.total()):
        return None
    return longest


def payee_status(payees: pa.ChunkedArray) -> pa.Table:
    """Give the status of every distinct payee.

    Parameters
    ----------
    payees : names as written, trimmed; null = blank

    Returns
    -------
    Table, columns payee, status (known, redacted, individual, blank), cut_at (characters at which the ledger cut the
    name, null where it is whole); one row a distinct name, nulls left out
    """
    distinct = payees.unique().drop_null()
    names: list[str] = distinct.to_pylist()
    doubts = pc.match_substring_regex(distinct, _MAY_BE_NONE).to_pylist()
    statuses = [_status(name) if is_doubtful else "known" for name, is_doubtful in zip(names, doubts, strict=True)]
    length = cut_length(name for name, status in zip(names, statuses, strict=True) if status == "known")
    cut_at = [
        length if status == "known" and len(name) == length else None
        for name, status in zip(names, statuses, strict=True)
    ]
    return pa.table({
        "payee": pa.array(names, pa.string()),
        "status": pa.array(statuses, pa.string()),
        "cut_at": pa.array(cut_at, pa.int64()),
    })  # fmt: skip


def without_individuals(payments: pa.Table, statuses: pa.Table) -> pa.Table:
    """Take the names of individuals out of every other cell of the payments to them.

    Parameters
    ----------
    payments : the landed payments
    statuses : from `payee_status`
    """
    persons = statuses.filter(pc.equal(statuses.column("status"), "individual")).column("payee").to_pylist()
    return without_persons(payments, "payee", {name: name for name in persons}, _CLEANED)
