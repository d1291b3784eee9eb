"""A source against what the store holds: ids that mean other money, and rows that another publisher gave too."""

from collections.abc import Mapping, Sequence

from tpgraph.errors import InputError
from tpgraph.loading.collisions import Collision, collision, equal_rows, has_own_ids, of_loads
from tpgraph.loading.load import PreparedLoad
from tpgraph.money import pounds
from tpgraph.names import fold
from tpgraph.stores.store import Store

LoadRow = Mapping[str, object]
"""A row of record.load."""

_TEMPLATE = "template"
_OWN_NUMBERS = frozenset({_TEMPLATE, "mapped"})
"""Loaders of files whose ids are numbers that somebody gave; in other formats an id names one thing wherever it is."""


def _is_of(row: LoadRow, publisher: str) -> bool:
    return fold(str(row["publisher"])) == fold(publisher)


def beside_others(store: Store, prepared: PreparedLoad, others: Sequence[LoadRow]) -> str:
    """Refuse a load with a flow whose id means other money in another current load; warn of flows that stand in both.

    Where the format makes ids unique (a 360Giving grant, an award of an OCDS process), other money is an amendment: the
    newest data counts, and that is said.

    Parameters
    ----------
    others : the current loads of other sources

    Returns
    -------
    What to add to the sentence on the load; empty where there is nothing to say

    Raises
    ------
    InputError
        Naming the row, the other file and what to do.
    """
    amended = _collisions(store, prepared, others)
    return amended + _warn_of_equal_rows(store, prepared, others)


def _collisions(store: Store, prepared: PreparedLoad, others: Sequence[LoadRow]) -> str:
    """The publisher is part of every record id, so only other sources of the same publisher are read."""
    flows = prepared.tables.get("record.flow")
    files = {str(row["load_id"]): str(row["file"]) for row in others if _is_of(row, prepared.publisher)}
    if flows is None or not files or not has_own_ids(flows):
        return ""
    found = collision(flows, of_loads(store.read("record.flow"), files))
    if found is None:
        return ""
    other = files[found.load_id]
    if prepared.tables["record.load"].column("loader")[0].as_py() in _OWN_NUMBERS:
        raise InputError(_refusal(found, prepared, other))
    return (
        f"; it amends what stands in {other}, first '{found.source_id}' (another {found.what}): "
        "what is dated last counts"
    )


def _where(file: str, line: int | None) -> str:
    return file if line is None else f"{file}, line {line}"


def _refusal(found: Collision, prepared: PreparedLoad, other: str) -> str:
    (file,) = prepared.tables["record.load"].column("file").to_pylist()
    here = f"{file}, {found.sheet}" if found.sheet else str(file)
    return (
        f"{_where(here, found.line)}: the id '{found.source_id}' stands for another {found.what} in "
        f"{_where(other, found.other_line)}, of the same publisher {prepared.publisher}; nothing was loaded: give it "
        "another id, or say who publishes this file with --publisher"
    )


def _warn_of_equal_rows(store: Store, prepared: PreparedLoad, others: Sequence[LoadRow]) -> str:
    """Say which load of another publisher holds rows of this template too; empty where none does.

    A file that gained a second payer has another publisher than before: its older issue is then not replaced.
    """
    (load,) = prepared.tables["record.load"].to_pylist()
    flows = prepared.tables.get("record.flow")
    if load["loader"] != _TEMPLATE or flows is None:
        return ""
    alike = [
        row
        for row in others
        if (row["loader"], row["dataset"]) == (_TEMPLATE, load["dataset"]) and not _is_of(row, prepared.publisher)
    ]
    if not alike:
        return ""
    kept = store.read("record.flow")
    return "".join(_warning(row, *equal_rows(flows, of_loads(kept, [str(row["load_id"])]))) for row in alike)


def _warning(row: LoadRow, rows: int, pence: int) -> str:
    if not rows:
        return ""
    stand = "flow stands" if rows == 1 else "flows stand"
    return (
        f"; {rows:,} {stand} with {pounds(pence)} in load {row['load_id']} of {row['publisher']} too and would count "
        f"twice: if this file replaces it, `tpgraph sources remove {row['load_id']}` takes that one back"
    )
