"""The history of a store as a table, newest first."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pyarrow as pa

from tpgraph.map.events import Event, Row, events
from tpgraph.map.sources import sources
from tpgraph.stores.rows import LOADS
from tpgraph.stores.store import Store

_SCHEMA = pa.schema(
    [
        ("event_id", pa.string()),
        ("at", pa.string()),
        ("action", pa.string()),
        ("subject", pa.string()),
        ("sentence", pa.string()),
        ("taken_back", pa.bool_()),
        ("issue", pa.int64()),
        ("rows", pa.int64()),
        ("rows_set_aside", pa.int64()),
        ("money_pence", pa.map_(pa.string(), pa.int64())),
    ]
)


def taken_back(known: Iterable[Event]) -> dict[str, str]:
    """Say which events do not stand: id of the event -> id of the undo that took it back and stands itself."""
    found: dict[str, str] = {}
    for event in sorted(known, key=Event.order, reverse=True):
        if event.action == "undo" and event.event_id not in found:
            found.setdefault(event.subject, event.event_id)
    return found


def history(store: Store) -> pa.Table:
    """List what was done; see `Map.history`."""
    known = events(store)
    back = taken_back(known)
    rows = [_row(event, event.event_id in back) for event in reversed(known)]
    told = {event.subject for event in known if event.action == "load"}
    loads = [load for load in store.read(LOADS).to_pylist() if load["load_id"] not in told]
    return pa.Table.from_pylist([*rows, *_before(store, loads)], schema=_SCHEMA)


def _row(event: Event, is_back: bool) -> dict[str, object]:
    facts = {name: event.facts.get(name) for name in ("issue", "rows", "rows_set_aside")}
    money = event.facts.get("money")
    return {
        **{name: getattr(event, name) for name in ("event_id", "at", "action", "subject", "sentence")},
        "taken_back": is_back,
        **facts,
        "money_pence": list(money.items()) if isinstance(money, dict) else None,
    }


def _before(store: Store, loads: Sequence[Row]) -> list[dict[str, object]]:
    """Tell of loads that came before history was kept, newest issue first: nobody knows when."""
    if not loads:
        return []
    files = sources(store).to_pylist()
    found = []
    for load in sorted(loads, key=lambda row: (-int(str(row["issue"] or 0)), str(row["source_key"]))):
        mine = [file for file in files if file["load_id"] == load["load_id"]]
        money: Counter[str] = Counter()
        for file in mine:
            money.update(dict(file["loaded_by_basis_pence"]))
        row: dict[str, object] = {
            "action": "load",
            "subject": load["load_id"],
            "sentence": f"loaded {load['file']} of {load['publisher']} (issue {load['issue']})",
            "taken_back": bool(load["withdrawn"]),
            "issue": load["issue"],
            "rows": sum(file["rows_loaded"] or 0 for file in mine),
            "rows_set_aside": sum(file["rows_set_aside"] or 0 for file in mine),
            "money_pence": sorted(money.items()),
        }
        found.append(row)
    return found
