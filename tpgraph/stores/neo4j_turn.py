"""Who writes, and when others may read: one writer at a time, and a reader sees all of a write or none of it.

A writer holds the lock of (:StoreLock) in a transaction of its own, prepares everything under labels that nobody reads,
queues what is to change before everybody's eyes, and lets `neo4j_switch` make it visible. Neo4j has no snapshots, so a
reader compares the store's `revision` before and after. A reader that finds a switch under way waits; where the writer
is gone the lock is free, and the reader finishes the switch.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tpgraph.errors import StoreBusyError, StoreError
from tpgraph.stores import neo4j_schema, neo4j_switch
from tpgraph.stores.neo4j_database import MARKER, Database
from tpgraph.stores.neo4j_switch import Turn

if TYPE_CHECKING:
    from neo4j import Transaction

Found = TypeVar("Found")

WAIT_SECONDS = 60.0
_STORE = f"MATCH (s:Store {{key: '{neo4j_schema.KEY}'}})"
_LOCK = f"MATCH (l:StoreLock {{key: '{neo4j_schema.KEY}'}})"


@dataclass(frozen=True)
class State:
    """What the store says of itself at one moment."""

    version: int
    made_by: str
    graph_version: str
    revision: int
    publishing: str


def state(database: Database) -> State:
    """Read what the store says of itself.

    Raises
    ------
    StoreError
        If the store is gone.
    """
    found = neo4j_schema.find(database)
    if found is None:
        raise StoreError(f"the store at {database.address.location} is gone: somebody deleted it")
    return State(
        int(found["version"]),
        str(found.get("made_by", "")),
        str(found.get("graph_version", "")),
        int(found.get("revision", 0)),
        str(found.get("publishing", "")),
    )


@contextmanager
def turn(database: Database) -> Iterator[Turn]:
    """Take the turn to write, clear what a killed writer left, and make all that is queued visible at the end.

    Raises
    ------
    StoreBusyError
        If another writer keeps the turn for a minute.
    """
    with _locked(database) as lock:
        neo4j_switch.finish(database, state(database).publishing)
        database.delete("|".join(neo4j_schema.passing_labels()))
        mine = Turn(database)
        yield mine
        lock.run("RETURN 1").consume()  # a server that was started anew has forgotten the lock
        neo4j_switch.switch(mine)
        with suppress(StoreError):  # whoever writes next clears what is left
            database.delete(f"{neo4j_schema.WITHDRAWN}|{MARKER}")


@contextmanager
def _locked(database: Database) -> Iterator["Transaction"]:
    """Hold the lock in a transaction that stays open, and is never committed."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not _is_free(database):
        if time.monotonic() > deadline:
            raise StoreBusyError(
                f"{database.address.location} is being written by another tpgraph: wait until it has finished"
            )
    with database.transaction() as transaction:
        transaction.run(f"{_LOCK} SET l.holder = ''").consume()
        yield transaction


def _is_free(database: Database, seconds: float = 2.0) -> bool:
    """Try for the lock for some seconds and let it go again."""
    try:
        with database.transaction(seconds) as transaction:
            transaction.run(f"{_LOCK} SET l.holder = ''").consume()
            transaction.rollback()
    except StoreError as error:
        code = str(getattr(error.__cause__, "code", ""))
        if "TransactionTimedOut" in code or "LockClientStopped" in code or "Terminated" in code:
            return False
        raise
    return True


def _settle(database: Database, token: str) -> None:
    """Finish a write whose writer is gone: whoever holds the lock may."""
    with database.transaction() as transaction:
        transaction.run(f"{_LOCK} SET l.holder = ''").consume()
        neo4j_switch.finish(database, token)


def steady(database: Database, read: Callable[[State], Found]) -> Found:
    """Read between two writes: what `read` gives was read while nobody made anything visible.

    Parameters
    ----------
    database : Database
    read : callable
        Reads; it is called again if a write came between.

    Raises
    ------
    StoreBusyError
        If writes come between for a minute.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        before = state(database)
        if before.publishing:
            _wait(database, before)
        else:
            found = read(before)
            after = state(database)
            if after == before:
                return found
        if time.monotonic() > deadline:
            raise StoreBusyError(f"{database.address.location} is being written all the time: try again later")


def _wait(database: Database, before: State) -> None:
    """Wait for the writer; where it is gone, finish its work."""
    if _is_free(database, 1.0):
        _settle(database, before.publishing)
