"""Loads that are taken back and that return: their rows stay, so that either can be undone."""

from tpgraph.map.events import Change, Moves, Row, event_row, perform
from tpgraph.map.marks import find_load, when_removed, when_restored
from tpgraph.stores.rows import LOADS
from tpgraph.stores.store import Store


def remove(store: Store, load_id: str, *, for_good: bool = False) -> None:
    """Take a load back, or delete its rows for good; see `Map.remove`."""
    loads = store.read(LOADS).to_pylist()
    load = find_load(loads, load_id)
    if for_good:
        current = not load["superseded"]
        moves = {**when_removed(loads, load_id)} if current else {}
        moves.pop(load_id, None)
        said = f"removed {named(load)} for good{_returning(loads, moves)}"
        store.remove(load_id, event_row(store, "remove", load_id, said, Change(), {"for_good": True}))
        return
    moves = dict(when_removed(loads, load_id))
    others = {other: move for other, move in moves.items() if other != load_id}
    perform(store, "remove", load_id, f"removed {named(load)}{_returning(loads, others)}", Change(moves))


def restore(store: Store, load_id: str) -> None:
    """Make a load that was replaced or taken back the current one of its source; see `Map.restore`."""
    loads = store.read(LOADS).to_pylist()
    moves = when_restored(loads, load_id)
    replaced = [f"issue {find_load(loads, other)['issue']}" for other in moves if other != load_id]
    instead = f", in place of {', '.join(replaced)}" if replaced else ""
    perform(store, "restore", load_id, f"brought back {named(find_load(loads, load_id))}{instead}", Change(moves))


def named(load: Row) -> str:
    """Name a load by its file, publisher and issue."""
    return f"{load['file']} of {load['publisher']} (issue {load['issue']})"


def _returning(loads: list[Row], moves: Moves) -> str:
    return "".join(f"; issue {find_load(loads, load_id)['issue']} is current again" for load_id in moves)
