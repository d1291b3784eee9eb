"""A store into another store: loads, judgements and the graph, between any two engines, losing nothing.

Load by load, each whole or not at all, then judgements, then the graph: a copy that was interrupted goes on where it
stopped. Nothing is overwritten: a target that holds what the source does not is refused.
"""

from dataclasses import replace
from pathlib import Path

from tpgraph.errors import NoStoreError, StoreError
from tpgraph.map.copy_plan import (
    ADDED_TO,
    COPIED,
    LATER,
    THERE,
    Content,
    CopyOutcome,
    Progress,
    beyond,
    plan,
    read_content,
)
from tpgraph.map.deriving import graph_version
from tpgraph.map.events import Change, event_row
from tpgraph.map.wording import counted
from tpgraph.stores import Credentials, Store, is_server, open_store
from tpgraph.stores.rows import EVENTS, LOADS
from tpgraph.tables import from_rows, graph_table_names

__all__ = ["COPIED", "LATER", "THERE", "CopyOutcome", "copy", "copy_store"]


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
        return plan(source, read_content(source, progress), None, str(target))
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
    content = read_content(source, progress)
    planned = plan(source, content, target, target.location)
    if dry_run:
        return planned
    for number, load_id in enumerate(planned.loads, 1):
        progress(f"copying load {number} of {len(planned.loads)}: {content.rows[load_id]['file']}")
        target.append(content.loads[load_id], as_it_stood=True)
    levelled = _bring_level(content, target, progress)
    _copy_judgements(planned, content, target, progress)
    del content  # the graph needs the room
    graph, notes = _copy_graph(source, target, progress)
    levelled = tuple(load_id for load_id in levelled if load_id in planned.levelled)
    return replace(planned, levelled=levelled, graph=graph, notes=notes)


def _is_one(source: str, target: str) -> bool:
    if is_server(source) or is_server(target):
        return source == target
    return Path(source).expanduser().resolve() == Path(target).expanduser().resolve()


def _copy_judgements(planned: CopyOutcome, content: Content, target: Store, progress: Progress) -> None:
    """Write what the target lacks; the target's history tells of the copy too."""
    for name in planned.judgements:
        progress(f"copying {name}")
        table = content.judgements[name]
        if name == EVENTS:
            table = from_rows([dict(row) for row in beyond(table, target.read(name))], name)
        target.write_judgement(name, table, replace=name not in ADDED_TO)
    if planned.loads or planned.levelled or planned.judgements:
        said = f"copied {counted(len(planned.loads), 'load')} from {planned.source}"
        target.write_judgement(EVENTS, event_row(target, "copy", "", said, Change()))


def _bring_level(content: Content, target: Store, progress: Progress) -> tuple[str, ...]:
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
