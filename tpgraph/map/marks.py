"""How the marks of loads move: which load of a source is current when one comes, goes or returns."""

from collections.abc import Iterable, Mapping, Sequence

from tpgraph.errors import StoreError
from tpgraph.map.events import Marks, Moves, Row, marks_of


def find_load(loads: Sequence[Row], load_id: str) -> Row:
    """Give the row of record.load of a load.

    Raises
    ------
    StoreError
        If there is no such load.
    """
    for row in loads:
        if row["load_id"] == load_id:
            return row
    raise StoreError(f"there is no load '{load_id}': `tpgraph sources` lists the loads")


def _beside(loads: Sequence[Row], load_id: str, source_key: object) -> dict[str, Marks]:
    """Give the marks of the other loads of a source."""
    return {
        str(row["load_id"]): marks_of(row)
        for row in loads
        if row["source_key"] == source_key and row["load_id"] != load_id
    }


def _newest(marks: Iterable[Marks]) -> int:
    return max((issue or 0 for issue, _, _ in marks), default=0)


def _superseded(others: Mapping[str, Marks]) -> Moves:
    """Say what changes for the other loads of a source where one becomes current."""
    return {load_id: (marks, (marks[0], True, marks[2])) for load_id, marks in others.items() if not marks[1]}


def when_appended(loads: Sequence[Row], load_id: str, source_key: object) -> Moves:
    """Say what a new load changes; taken back, it is a load that was withdrawn."""
    others = _beside(loads, load_id, source_key)
    issue = _newest(others.values()) + 1
    return {load_id: ((issue, True, True), (issue, False, False)), **_superseded(others)}


def when_restored(loads: Sequence[Row], load_id: str) -> Moves:
    """Say what changes where a load becomes the current and newest issue of its source again.

    Raises
    ------
    StoreError
        If there is no such load, or it is the current one.
    """
    load = find_load(loads, load_id)
    before = marks_of(load)
    if not before[1]:
        raise StoreError(f"load {load_id} is the current load of {load['source_key']} already")
    others = _beside(loads, load_id, load["source_key"])
    issue = _newest([before, *others.values()]) + 1
    return {load_id: (before, (issue, False, False)), **_superseded(others)}


def when_removed(loads: Sequence[Row], load_id: str) -> Moves:
    """Say what changes where a load is withdrawn: where it was current, the newest left of its source is so again.

    Raises
    ------
    StoreError
        If there is no such load, or it was withdrawn already.
    """
    load = find_load(loads, load_id)
    issue, superseded, withdrawn = marks_of(load)
    if withdrawn:
        raise StoreError(
            f"load {load_id} was taken back already; `tpgraph sources remove {load_id} --for-good` deletes its rows"
        )
    moves = {load_id: ((issue, superseded, False), (issue, True, True))}
    others = _beside(loads, load_id, load["source_key"])
    left = {other: marks for other, marks in others.items() if not marks[2]}
    if not superseded and left:
        newest = max(left, key=lambda other: left[other][0] or 0)
        moves[newest] = (left[newest], (left[newest][0], False, False))
    return moves
