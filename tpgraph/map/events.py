"""What was done to a store: events, each kept in the same breath as the change that it tells of.

An event's `detail` says exactly what changed, so that it can be taken back: the marks of loads (issue, superseded,
withdrawn) before and after, and the rows of judgements that went and that came. Rows of records never change.
"""

import datetime
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from tpgraph.errors import StoreError
from tpgraph.stores.rows import EVENTS, LOADS
from tpgraph.stores.store import Store
from tpgraph.tables import from_rows

Row = Mapping[str, object]
Marks = tuple[int | None, bool, bool]
"""Issue of a load, whether it is superseded, and whether it was withdrawn."""

Moves = Mapping[str, tuple[Marks, Marks]]
"""Load id -> its marks before and after."""


@dataclass(frozen=True)
class Change:
    """What an event changed.

    Attributes
    ----------
    loads : marks of loads, before and after
    gone, new : rows of tables of judgements, by full name
    """

    loads: Moves = field(default_factory=dict)
    gone: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    new: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def reversed(self) -> "Change":
        """Give the change that takes this one back."""
        return Change(
            {load_id: (after, before) for load_id, (before, after) in self.loads.items()}, self.new, self.gone
        )

    def is_nothing(self) -> bool:
        """Tell whether nothing is known to take back."""
        return not (self.loads or self.gone or self.new)


@dataclass(frozen=True)
class Event:
    """One thing that was done.

    Attributes
    ----------
    event_id : `e-` and 16 hex digits
    at : when, ISO, universal time
    action : load, remove, restore, judge, init, copy or undo
    subject : id of the load or event, or the pair of records, that it is about
    sentence : what was done, in words
    change : what undo needs
    facts : what else is kept: of a load its rows, rows set aside, money by basis and issue
    number : its place in the order of events, whatever the clocks of several computers say
    """

    event_id: str
    at: str
    action: str
    subject: str
    sentence: str
    change: Change
    facts: Row
    number: int

    def order(self) -> tuple[int, str, str]:
        """What events are sorted by."""
        return self.number, self.at, self.event_id


def events(store: Store) -> list[Event]:
    """Give the events of a store, oldest first."""
    return sorted((_event(row) for row in store.read(EVENTS).to_pylist()), key=Event.order)


def _event(row: Row) -> Event:
    event_id, at, action, subject, sentence = (
        str(row[name] or "") for name in ("event_id", "at", "action", "subject", "sentence")
    )
    try:
        facts = json.loads(str(row["detail"] or "{}"))
        loads = {load_id: (_marks(one), _marks(other)) for load_id, (one, other) in facts.pop("loads", {}).items()}
        change = Change(loads, facts.pop("gone", {}), facts.pop("new", {}))
        number = int(facts.pop("number", 0))
    except (ValueError, TypeError, AttributeError):
        # Not ours: it is listed, and cannot be taken back.
        change, facts, number = Change(), {}, 0
    return Event(event_id, at, action, subject, sentence, change, facts, number)


def _marks(values: Sequence[int | None]) -> Marks:
    issue, superseded, withdrawn = values
    return issue, bool(superseded), bool(withdrawn)


def marks_of(load: Row) -> Marks:
    """Give the marks of a row of record.load."""
    issue = load["issue"]
    return int(str(issue)) if issue is not None else None, bool(load["superseded"]), bool(load["withdrawn"])


def event_row(
    store: Store, action: str, subject: str, sentence: str, change: Change, facts: Row | None = None
) -> pa.Table:
    """Make the row of a new event, to be kept with the change that it tells of."""
    number = max((event.number for event in events(store)), default=0) + 1
    detail: dict[str, object] = {"number": number, **(facts or {})}
    detail |= {name: part for name, part in vars(change).items() if part}
    row: dict[str, object] = {
        "event_id": f"e-{secrets.token_hex(8)}",
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
        "action": action,
        "subject": subject,
        "sentence": sentence,
        "detail": json.dumps(detail, ensure_ascii=False),
    }
    return from_rows([row], EVENTS)


def perform(
    store: Store, action: str, subject: str, sentence: str, change: Change, facts: Row | None = None
) -> pa.Table:
    """Make a change and keep its event, in one write; gives the event's row.

    Raises
    ------
    StoreError
        If a load or a judgement is no longer as the change expects it.
    """
    event = event_row(store, action, subject, sentence, change, facts)
    gone, new = ({name: from_rows([dict(row) for row in rows], name) for name, rows in side.items()}
                 for side in (change.gone, change.new))  # fmt: skip
    if change.loads:
        gone[LOADS], new[LOADS] = marked(store, change.loads)
    store.exchange(gone, {**new, EVENTS: event})
    return event


def marked(store: Store, moves: Moves) -> tuple[pa.Table, pa.Table]:
    """Give the rows of loads as they stand, and as they shall be.

    Raises
    ------
    StoreError
        If a load is gone, or is no longer as the moves expect it.
    """
    rows = {str(row["load_id"]): row for row in store.read(LOADS).to_pylist()}
    for load_id, (before, _) in moves.items():
        if load_id not in rows:
            raise StoreError(f"load {load_id} is gone for good: load its file again")
        if marks_of(rows[load_id]) != before:
            raise StoreError(
                f"load {load_id} is no longer as it was then: something done later changed it; `tpgraph history` lists "
                "what, to be taken back first"
            )
    names = ("issue", "superseded", "withdrawn")
    after = [{**rows[load_id], **dict(zip(names, marks, strict=True))} for load_id, (_, marks) in moves.items()]
    return from_rows([rows[load_id] for load_id in moves], LOADS), from_rows(after, LOADS)
