"""Columns of flags, such as `Service type - Dental service`, as one column that lists what is flagged."""

import re
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.raw import RawTable

BETWEEN = "|"
"""Stands between the items of a list; no item holds one."""

_FLAGS = re.compile(
    r"\s*(?P<kind>Regulated activity|Service type|Service user band)\s*-\s*(?P<item>.+?)\s*", re.IGNORECASE
)
_LISTS = {"regulated activity": "activities", "service type": "types", "service user band": "bands"}
_YES = pa.array(["Y", "YES", "TRUE", "1"])


def _marked(column: pa.ChunkedArray, item: str) -> pa.ChunkedArray:
    """The item where the column flags it, else an empty text."""
    is_yes = pc.is_in(pc.utf8_upper(pc.utf8_trim_whitespace(column)), _YES)
    return pc.if_else(is_yes, pa.scalar(BETWEEN + item, pa.string()), pa.scalar("", pa.string()))


def _joined(pieces: list[pa.ChunkedArray], rows: int) -> pa.Array | pa.ChunkedArray:
    if not pieces:
        return pa.nulls(rows, pa.string())
    whole = pc.binary_join_element_wise(*pieces, "")
    listed = pc.utf8_slice_codeunits(whole, len(BETWEEN))
    return pc.if_else(pc.equal(listed, ""), pa.scalar(None, pa.string()), listed)


def without_flags(raw: RawTable) -> tuple[RawTable, dict[str, pa.Array | pa.ChunkedArray]]:
    """Take the columns of flags out of a table.

    Parameters
    ----------
    raw : the table as read

    Returns
    -------
    (the table without them, {"activities", "types", "bands"} -> text column of the flagged items, `|` between them, in
    order of the columns; null where none is)
    """
    pieces: dict[str, list[pa.ChunkedArray]] = {name: [] for name in _LISTS.values()}
    keep = []
    for index, heading in enumerate(raw.header):
        found = _FLAGS.fullmatch(heading)
        if found is None:
            keep.append(index)
        else:
            item = found["item"].replace(BETWEEN, "/")
            pieces[_LISTS[found["kind"].lower()]].append(_marked(raw.table.column(f"c{index}"), item))
    columns = {f"c{new}": raw.table.column(f"c{old}") for new, old in enumerate(keep)}
    table = pa.table({**columns, "line": raw.table.column("line")})
    rows = raw.table.num_rows
    lists = {name: _joined(listed, rows) for name, listed in pieces.items()}
    return replace(raw, header=tuple(raw.header[index] for index in keep), table=table), lists
