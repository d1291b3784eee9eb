"""Taking back what was done: exactly that, if nothing done later stands on it; never a row of a record is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tpgraph.errors import StoreError
from tpgraph.map.events import Change, Event, Row, events, marked, perform
from tpgraph.map.setting import SETTINGS
from tpgraph.map.telling import taken_back
from tpgraph.stores.rows import exchanged
from tpgraph.stores.store import Store
from tpgraph.tables import empty, from_rows

_NAMED = 5


@dataclass(frozen=True)
class Undone:
    """What an undo took back, or would take back.

    Attributes
    ----------
    event_id, at, sentence : of the event that is taken back
    effects : what is so afterwards, a sentence each
    undo_id : id of the undo in the history; empty for a dry run
    """

    event_id: str
    at: str
    sentence: str
    effects: tuple[str, ...]
    undo_id: str = ""


def undo(store: Store, event_id: str = "", *, dry_run: bool = False) -> Undone:
    """Take back the last thing done, or one named; see `Map.undo`."""
    known = {event.event_id: event for event in events(store)}
    back = taken_back(known.values())
    event = _named(known, back, event_id) if event_id else _last(store, known, back)
    if event.change.is_nothing():
        raise StoreError(
            f"'{event.sentence}' cannot be taken back"
            + (": its rows are deleted; load its file again" if event.facts.get("for_good") else "")
            + "; `tpgraph history` lists what can, `tpgraph undo EVENT_ID` takes back an earlier one"
        )
    change = event.change.reversed()
    effects = tuple(_effects(store, change))
    if dry_run:
        return Undone(event.event_id, event.at, event.sentence, effects)
    made = perform(store, "undo", event.event_id, _in_words(known, event), change).to_pylist()[0]
    return Undone(event.event_id, event.at, event.sentence, effects, str(made["event_id"]))


def _named(known: Mapping[str, Event], back: Mapping[str, str], event_id: str) -> Event:
    if event_id not in known:
        raise StoreError(f"nothing in the history has the id '{event_id}'; `tpgraph history` lists the ids")
    if event_id in back:
        raise StoreError(f"{event_id} was taken back already; `tpgraph undo {back[event_id]}` does it again")
    return known[event_id]


def _last(store: Store, known: Mapping[str, Event], back: Mapping[str, str]) -> Event:
    """Give the last event that stands; that a store is a copy is nothing to take back."""
    standing = [event for event in known.values() if event.event_id not in back and event.action != "copy"]
    if not standing:
        raise StoreError(
            f"the history of {store.location} holds nothing to take back; `tpgraph sources remove LOAD_ID` takes back "
            "a load that stood there before history was kept"
        )
    return max(standing, key=Event.order)


def _in_words(known: Mapping[str, Event], event: Event) -> str:
    """Say what an undo does: undo what was done first, or do it again."""
    again, first = False, event
    while first.action == "undo" and first.subject in known:
        again, first = not again, known[first.subject]
    return f"{'redid' if again else 'undid'}: {first.sentence}"


# --------------------------------------------------------------------------------------------------------- what follows


def _effects(store: Store, change: Change) -> Iterator[str]:
    """Say what is so after a change.

    Raises
    ------
    StoreError
        If something done later stands in its way.
    """
    loads = {str(row["load_id"]): row for row in marked(store, change.loads)[0].to_pylist()}
    for load_id, (_, (issue, superseded, withdrawn)) in change.loads.items():
        named = f"{loads[load_id]['file']} of {loads[load_id]['publisher']} (issue {issue}, {load_id})"
        if withdrawn:
            yield f"{named} plays no part any more; its rows are kept"
        elif superseded:
            yield f"{named} is an older issue again"
        else:
            yield f"{named} is current again"
    for name in sorted({*change.gone, *change.new}):
        gone, new = change.gone.get(name, ()), change.new.get(name, ())
        _see_that_they_stand(store, name, gone)
        yield from _judged(name, gone, new)


def _see_that_they_stand(store: Store, name: str, rows: Sequence[Row]) -> None:
    try:
        exchanged(name, store.read(name), from_rows([dict(row) for row in rows], name), empty(name))
    except StoreError as error:
        raise StoreError(
            "what it said was changed since; `tpgraph history` lists by what, to be taken back first"
        ) from error


def _verdicts(rows: Sequence[Row], how: str) -> Iterator[str]:
    """Say of a few verdicts each, of many how many, how they count."""
    if len(rows) > _NAMED:
        yield f"{len(rows):,} verdicts count {how}"
        return
    for row in rows:
        # Verdicts of older stores bear no names.
        names = [str(row.get(f"{side}_name") or row[f"{side}_record"]) for side in ("left", "right")]
        yield f"the verdict '{row['verdict']}' on '{names[0]}' and '{names[1]}' counts {how}"


def _judged(name: str, gone: Sequence[Row], new: Sequence[Row]) -> Iterator[str]:
    if name == "judgement.verdict":
        yield from _verdicts(gone, "no longer; the history keeps what was said")
        yield from _verdicts(new, "again")
    elif name == "judgement.perimeter":
        counted = [", ".join(str(row["body"]) for row in rows) for rows in (gone, new)]
        yield f"bodies we count: {counted[1] or 'every body that lists payments'} (it was {counted[0] or 'not said'})"
    elif name == "judgement.setting":
        was, now = ({str(row["key"]): row["value"] for row in rows} for rows in (gone, new))
        for key in sorted({*was, *now}):
            yield f"{SETTINGS.get(key, key)}: {now.get(key) or 'not said'} (it was {was.get(key) or 'not said'})"
    else:
        yield f"{name}: {len(gone):,} rows go, {len(new):,} come"
