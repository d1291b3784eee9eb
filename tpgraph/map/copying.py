"""A store into another store: loads, judgements and the graph, between any two engines, losing nothing.

Load by load, each whole or not at all, then judgements, then the graph: a copy that was interrupted goes on where it
stopped. Nothing is overwritten: a target that holds what the source does not is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from tpgraph.errors import NoStoreError, StoreError
from tpgraph.map.deriving import graph_version
from tpgraph.stores import Credentials, Store, is_server, open_store
from tpgraph.tables import graph_table_names, schemas

Progress = Callable[[str], None]
Row = Mapping[str, object]

LOADS = "record.load"
MATCHES = "judgement.match"
FIGURES = "judgement.figure"
COPIED, THERE, LATER = "copied", "there already", "derived later"

# What the matcher proposed is made anew with each graph; ids of figures are noted by whoever asks: neither is anybody's
# word, so a target that was asked in between is no other place.
_NOBODYS = (MATCHES, FIGURES)
_NAMED = 3


@dataclass(frozen=True)
class CopyOutcome:
    """What a copy did, or would do.

    Attributes
    ----------
    source, target : locations of the two stores
    loads : ids of the loads that were copied
    levelled : ids of loads that stood in the target as they were before a newer issue, and were brought level
    there : how many loads stood in the target already
    rows : rows of records that were copied
    judgements : tables of judgements that were written, and their rows
    graph : copied, there already, or derived later (at the first question, because the source's is out of date)
    notes : what other people had added to nodes of the target's graph that went
    """

    source: str
    target: str
    loads: tuple[str, ...] = ()
    levelled: tuple[str, ...] = ()
    there: int = 0
    rows: int = 0
    judgements: Mapping[str, int] = field(default_factory=dict)
    graph: str = LATER
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Content:
    """What a store holds of records and judgements, as it stood at one moment.

    Attributes
    ----------
    rows : row of record.load by load id
    loads : tables of each load by load id, by full name
    judgements : tables of judgements by full name
    """

    rows: Mapping[str, Row]
    loads: Mapping[str, Mapping[str, pa.Table]]
    judgements: Mapping[str, pa.Table]


def copy_store(
    source: Store,
    target: str | Path,
    *,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
    credentials: Credentials | None = None,
) -> CopyOutcome:
    """Copy a store to another place, where a store is made if there is none; see `copy`.

    Parameters
    ----------
    source : the store to copy
    target : a file or a server, as `tpgraph.open` takes it
    dry_run : say what would be copied, write nothing
    credentials : asked for user name and password of a server, as in `tpgraph.open`
    """
    try:
        there: Store | None = open_store(target, create=not dry_run, credentials=credentials)
    except NoStoreError:
        there = None
    if there is None:
        return _plan(source, _content(source, progress), None, str(target))
    return copy(source, there, progress, dry_run=dry_run)


def copy(source: Store, target: Store, progress: Progress = lambda _: None, *, dry_run: bool = False) -> CopyOutcome:
    """Copy what a store holds into another: equal records, equal judgements, and the graph where it is up to date.

    Parameters
    ----------
    source : the store to copy, which is only read
    target : an empty store, or one that an earlier copy of the source began or filled
    progress : told what is being copied
    dry_run : say what would be copied, write nothing

    Raises
    ------
    StoreError
        If the two are one store, or the target holds loads, rows of loads or judgements that the source does not: they
        are named, and nothing is changed.
    """
    if _is_one(source.location, target.location):
        raise StoreError(f"{source.location} and {target.location} are one store: name another place for the copy")
    content = _content(source, progress)
    planned = _plan(source, content, target, target.location)
    if dry_run:
        return planned
    for number, load_id in enumerate(planned.loads, 1):
        progress(f"copying load {number} of {len(planned.loads)}: {content.rows[load_id]['file']}")
        target.append(content.loads[load_id], as_it_stood=True)
    levelled = _bring_level(content, target, progress)
    for name in planned.judgements:
        progress(f"copying {name}")
        target.write_judgement(name, content.judgements[name], replace=name != FIGURES)
    del content  # the graph needs the room
    graph, notes = _copy_graph(source, target, progress)
    levelled = tuple(load_id for load_id in levelled if load_id in planned.levelled)
    return replace(planned, levelled=levelled, graph=graph, notes=notes)


def _is_one(source: str, target: str) -> bool:
    if is_server(source) or is_server(target):
        return source == target
    return Path(source).expanduser().resolve() == Path(target).expanduser().resolve()


def _content(store: Store, progress: Progress) -> _Content:
    progress(f"reading {store.location}")
    tables = store.read_tables([name for name in schemas() if name.startswith(("record.", "judgement."))])
    rows = {str(row["load_id"]): row for row in tables[LOADS].to_pylist()}
    loads: dict[str, dict[str, pa.Table]] = {load_id: {} for load_id in rows}
    judgements = {name: table for name, table in tables.items() if name.startswith("judgement.")}
    for name, table in tables.items():
        if name not in judgements:
            for load_id, part in _by_load(table).items():
                loads[load_id][name] = part
    return _Content(rows, loads, judgements)


def _by_load(table: pa.Table) -> dict[str, pa.Table]:
    """Cut a table, which stores give in the order of load ids, into the rows of each load."""
    found, start = {}, 0
    for load_id, same in groupby(table.column("load_id").to_pylist()):
        length = sum(1 for _ in same)
        found[str(load_id)] = table.slice(start, length)
        start += length
    return found


# ------------------------------------------------------------------------------------------------------ what is to do


def _plan(source: Store, content: _Content, target: Store | None, named: str) -> CopyOutcome:
    """Say what would be copied, refusing a target that holds something else."""
    rows, judged = _held(target)
    strange = [*_strange_loads(content, target, rows), *_strange_judgements(content, judged)]
    if strange:
        more = f" and {len(strange) - _NAMED:,} more" if len(strange) > _NAMED else ""
        raise StoreError(
            f"{named} holds what {source.location} does not: {'; '.join(strange[:_NAMED])}{more}; nothing was "
            "overwritten: name another place for the copy"
        )
    new = tuple(load_id for load_id in content.rows if load_id not in rows)
    tables = {
        name: table.num_rows for name, table in content.judgements.items() if _is_to_write(name, table, judged[name])
    }
    wanted = source.published_version()
    is_new = bool(new or tables) or target is None or target.published_version() != wanted
    return CopyOutcome(
        source.location,
        named,
        new,
        tuple(load_id for load_id, row in content.rows.items() if load_id in rows and rows[load_id] != row),
        len(rows),
        sum(part.num_rows for load_id in new for name, part in content.loads[load_id].items() if name != LOADS),
        tables,
        LATER if not wanted or wanted != graph_version(source) else COPIED if is_new else THERE,
    )


def _held(target: Store | None) -> tuple[Mapping[str, Row], Mapping[str, pa.Table]]:
    """Give what a target holds: rows of record.load by load id, and judgements."""
    names = [name for name in schemas() if name.startswith("judgement.")]
    if target is None:
        return {}, {name: schemas()[name].empty_table() for name in names}
    found = target.read_tables([LOADS, *names])
    return {str(row["load_id"]): row for row in found.pop(LOADS).to_pylist()}, found


def _is_to_write(name: str, table: pa.Table, held: pa.Table) -> bool:
    if name == FIGURES:
        return bool(_beyond(table, held))
    return not table.equals(held)


def _strange_loads(content: _Content, target: Store | None, held: Mapping[str, Row]) -> list[str]:
    """Name the loads of a target that the source does not hold, or holds with other rows."""
    found = []
    for load_id, row in held.items():
        mine = content.rows.get(load_id)
        if mine is None or not _is_earlier(row, mine):
            as_it_stands = ", as it stands there" if mine else ""
            found.append(f"load {load_id} ({row['publisher']}: {row['file']}){as_it_stands}")
    both = [load_id for load_id in held if load_id in content.rows]
    if target is None or found or not both:
        return found
    for name in (name for name in schemas() if name.startswith("record.") and name != LOADS):
        parts = _by_load(target.read(name))
        differ = [load_id for load_id in both if not _is_equal(parts.get(load_id), content.loads[load_id].get(name))]
        found += [f"rows of {name} of load {load_id}" for load_id in differ]
    return found


def _is_earlier(held: Row, mine: Row) -> bool:
    """Tell whether a load is the same, at the latest in the issue that the source has: flags follow newer loads."""
    flags = ("issue", "superseded")
    same = all(held[name] == value for name, value in mine.items() if name not in flags)
    return same and int(str(held["issue"] or 0)) <= int(str(mine["issue"] or 0))


def _is_equal(held: pa.Table | None, mine: pa.Table | None) -> bool:
    return held.equals(mine) if held is not None and mine is not None else held is mine


def _strange_judgements(content: _Content, judged: Mapping[str, pa.Table]) -> list[str]:
    """Name the judgements of a target that the source does not hold."""
    found = []
    for name, held in judged.items():
        rows = [] if name in _NOBODYS else _beyond(held, content.judgements[name])
        found += [f"{name}: " + ", ".join(str(value) for value in row.values() if value is not None) for row in rows]
    return found


def _beyond(rows: pa.Table, known: pa.Table) -> list[Row]:
    """Give the rows that are not among those known."""
    seen = {repr(row) for row in known.to_pylist()}
    return [row for row in rows.to_pylist() if repr(row) not in seen]


# --------------------------------------------------------------------------------------------------------- the copying


def _bring_level(content: _Content, target: Store, progress: Progress) -> tuple[str, ...]:
    """Give loads of the target the issue and the state that they have in the source: taken back, and appended so.

    The current load of a source first: taking back a load brings the newest that is left to the fore.
    """
    done = []
    for superseded in (False, True):
        held = target.read(LOADS).to_pylist()
        wrong = [str(row["load_id"]) for row in held if row != content.rows[str(row["load_id"])]]
        for load_id in (each for each in wrong if bool(content.rows[each]["superseded"]) is superseded):
            progress(f"bringing load {load_id} level")
            target.remove(load_id)
            target.append(content.loads[load_id], as_it_stood=True)
            done.append(load_id)
    return tuple(done)


def _copy_graph(source: Store, target: Store, progress: Progress) -> tuple[str, tuple[str, ...]]:
    """Copy the graph if it is that of the loads and judgements that were copied; else the next question derives it."""
    version = graph_version(target)
    if target.published_version() == version:
        return THERE, ()
    if source.published_version() != version:
        return LATER, ()
    progress("copying the graph")
    tables = source.read_tables([f"graph.{name}" for name in graph_table_names()])
    if source.published_version() != version:
        return LATER, ()
    return COPIED, target.publish({name.removeprefix("graph."): table for name, table in tables.items()}, version)
