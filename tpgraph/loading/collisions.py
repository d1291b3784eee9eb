"""One flow in two files: ids that mean different money, and rows that stand under two publishers. Pure: no store.

Only flows with an id of their own are compared by id: any other record id is made of the whole row, and so is that of
every line of the high-level count.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.names import fold


@dataclass(frozen=True)
class Collision:
    """A flow whose id stands for other money in another load: the file's own id, sheet and line here; load there."""

    source_id: str
    sheet: str
    line: int | None
    load_id: str
    other_line: int | None
    what: str


def _folded(column: pa.ChunkedArray) -> pa.Array:
    """Names as they are compared; null is empty text."""
    encoded = column.combine_chunks().dictionary_encode()
    names = pa.array([fold(name) for name in encoded.dictionary.to_pylist()], pa.string())
    return pc.fill_null(names.take(encoded.indices), "")


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(column.cast(pa.string()), "")


def _day(flows: pa.Table) -> pa.ChunkedArray:
    """The date, or the financial year where there is none."""
    return pc.fill_null(pc.coalesce(flows.column("date"), flows.column("financial_year")), "")


def _same_body(mine: pa.Table, theirs: pa.Table, name: str) -> pa.Array:
    """Where two columns of bodies mean one body: by its name, or by its record."""
    by_name = pc.equal(_folded(mine.column(name)), _folded(theirs.column(name)))
    by_record = pc.equal(mine.column(f"{name}_record"), theirs.column(f"{name}_record"))
    return pc.or_(by_name, pc.fill_null(by_record, False))


def has_own_ids(flows: pa.Table) -> bool:
    """Tell whether any flow has an id that the file gives it."""
    return bool(flows.column("source_id").null_count < flows.num_rows)


def collision(mine: pa.Table, theirs: pa.Table) -> Collision | None:
    """Find the first flow whose record id stands among other flows for other money.

    Parameters
    ----------
    mine : rows of ``record.flow`` of one load
    theirs : rows of ``record.flow`` of other loads

    Returns
    -------
    Collision or None
        None where every record id that stands on both sides has the same amount, payer, payee, date (financial year
        where there is none) and basis.
    """
    own = mine.filter(pc.is_valid(mine.column("source_id")))
    place = pc.index_in(theirs.column("record_id"), own.column("record_id").combine_chunks())
    theirs = theirs.filter(pc.is_valid(place))
    own = own.take(pc.drop_null(place))
    same = {
        "amount": pc.equal(own.column("amount_pence"), theirs.column("amount_pence")),
        "payer": _same_body(own, theirs, "payer"),
        "payee": _same_body(own, theirs, "payee"),
        "date": pc.equal(_day(own), _day(theirs)),
        "basis": pc.equal(_text(own.column("basis")), _text(theirs.column("basis"))),
    }
    firsts = {what: pc.index(equal, False).as_py() for what, equal in same.items()}
    found = [(row, what) for what, row in firsts.items() if row >= 0]
    if not found:
        return None
    row = min(row for row, _ in found)
    what = next(what for what, equal in same.items() if not equal[row].as_py())
    here, there = own.slice(row, 1).to_pylist()[0], theirs.slice(row, 1).to_pylist()[0]
    return Collision(here["source_id"], here["sheet"], here["line"], there["load_id"], there["line"], what)


def _row_keys(flows: pa.Table) -> pa.Array:
    parts = [
        _folded(flows.column("payer")),
        _folded(flows.column("payee")),
        *(_text(flows.column(name)) for name in ("amount_pence", "date", "financial_year", "basis")),
    ]
    return pc.binary_join_element_wise(*parts, "\x1f")


def equal_rows(mine: pa.Table, theirs: pa.Table) -> tuple[int, int]:
    """Count the flows that stand on both sides with equal payer, payee, amount, date, year and basis.

    Returns
    -------
    (rows of `mine`, their pence)
    """
    both = mine.filter(pc.is_in(_row_keys(mine), _flat(_row_keys(theirs))))
    return both.num_rows, pc.sum(both.column("amount_pence"), min_count=0).as_py()


def _flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def of_loads(flows: pa.Table, load_ids: Iterable[str]) -> pa.Table:
    """Give the flows of some loads."""
    return flows.filter(pc.is_in(flows.column("load_id"), pa.array(list(load_ids), pa.string())))
